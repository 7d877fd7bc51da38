"""Tell supplier and staff of what ends in 60, 30 and 7 days: each person once for each distance, none after it was dealt with."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import insert

from catalog.access import STAFF, SUPPLIERS, Actor, require
from catalog.errors import Invalid
from catalog.evidence.ends import End, ends_of
from catalog.facets.selection import EVERYTHING
from catalog.means import journal, mail
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.models import ExpiryAlert, new_id
from catalog.queries import agreements, expiries, proof_list
from catalog.queries.expiries import Person
from catalog.services.expiries.alert_letter import letter_of

THRESHOLDS = (7, 30, 60)
"""Days before an end at which people are told, the nearest first."""
BY_HAND = 0
"""What a reminder that a person sends is recorded under: it takes the place of no alert."""


@dataclass(frozen=True, slots=True)
class Alerted:
    """How many messages were posted, of how many ends."""

    messages: int
    ends: int


@dataclass(frozen=True, slots=True)
class _Due:
    """An end that is due to be told at one distance."""

    end: End
    threshold: int


def alert(actor: Actor, means: Means) -> Alerted:
    """Post what is due today. Whoever serves does it once a day; doing it twice tells nobody twice."""
    require(actor, "expiry.alert")
    today = means.clock.today()
    due = [_Due(end, at) for end in _open_ends(means, today) for at in _reached(end, today)]
    return _post(actor, means, due, today)


def remind(actor: Actor, means: Means, subjects: Collection[str]) -> Alerted:
    """Tell the suppliers of these ends now, once a day at most. Raises Invalid when none of them is open to the actor."""
    require(actor, "expiry.remind")
    today = means.clock.today()
    scope = agreements.scope_today(means.session, actor, means.clock)
    due = [_Due(end, BY_HAND) for end in ends_of(means.session, today, scope) if end.subject in set(subjects)]
    if not due:
        raise Invalid("expiry.none_chosen")
    return _post(actor, means, due, today)


def _open_ends(means: Means, today: dt.date) -> list[End]:
    closed = expiries.closings(means.session, end_of(today))
    renewed = proof_list.renewed(means.session, end_of(today))
    found = (end for end in ends_of(means.session, today, EVERYTHING) if end.last_day >= today)
    open_ = (left for end in found if (left := end.still_open(closed)))
    return [end for end in open_ if not (end.kind == "proof" and end.proof.id in renewed)]


def _reached(end: End, today: dt.date) -> Sequence[int]:
    """The nearest distance that was reached: a server that slept over the 60 days tells once, not three times."""
    left = (end.last_day - today).days
    return [at for at in THRESHOLDS if left <= at][:1]


def _post(actor: Actor, means: Means, due: Sequence[_Due], today: dt.date) -> Alerted:
    """One message a person, with everything that is new to it."""
    told = expiries.told(means.session, {each.end.subject for each in due})
    messages, ends = 0, set()
    for person, mine in _addressed(means, due).items():
        new = [each for each in mine if _mark(each, person, today) not in told]
        if new and _sent(means, person, new, today):
            _keep(means, person, new, today)
            messages += 1
            ends |= {each.end.subject for each in new}
    if messages:
        journal.write(actor, means, "expiry.alert", "expiries", messages=messages, ends=sorted(ends))
    return Alerted(messages, len(ends))


def _addressed(means: Means, due: Iterable[_Due]) -> Mapping[Person, list[_Due]]:
    """Person -> what concerns them: the suppliers of the products, and (alerts only) the staff of the agreements."""
    of: dict[int, list[_Due]] = defaultdict(list)
    for each in due:
        homes = {offer.supplier_id for offer in each.end.offers}
        if each.threshold != BY_HAND:
            homes |= {offer.central_id for offer in each.end.offers}
        for home in homes:
            of[home].append(each)
    found: dict[Person, list[_Due]] = {}
    for person in expiries.people(means.session, of, SUPPLIERS | STAFF):
        found[person] = [_seen_by(person, each) for each in of[person.organisation_id]]
    return found


def _seen_by(person: Person, each: _Due) -> _Due:
    """An end with the offers that are that person's business: no supplier reads of another's products."""
    own = (offer for offer in each.end.offers if person.organisation_id in (offer.supplier_id, offer.central_id))
    return replace(each, end=replace(each.end, offers=tuple(own)))


def _mark(each: _Due, person: Person, today: dt.date) -> tuple[str, dt.date, int, str]:
    """What is recorded of one alert. A reminder by hand is told apart by its day."""
    last = today if each.threshold == BY_HAND else each.end.last_day
    return each.end.subject, last, each.threshold, person.email


def _keep(means: Means, person: Person, new: Sequence[_Due], today: dt.date) -> None:
    names = ("subject", "last_day", "threshold", "recipient")
    rows = [dict(zip(names, _mark(each, person, today), strict=True)) for each in new]
    more = {"recorded_at": means.clock.now()}
    means.session.execute(insert(ExpiryAlert), [{"id": new_id(), **row, **more} for row in rows])


def _sent(means: Means, person: Person, new: Sequence[_Due], today: dt.date) -> bool:
    letter = letter_of([each.end for each in new], person, today, means.settings.address)
    marks = "\n".join("|".join(map(str, _mark(each, person, today))) for each in new)
    return mail.post(
        means,
        key=f"expiry:{hashlib.sha256(marks.encode()).hexdigest()}",
        kind="expiry",
        recipient=person.email,
        language=person.language,
        subject=letter.subject,
        body=letter.body,
    )
