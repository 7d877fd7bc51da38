"""What waits of validations on the desk: doubts, contests, requests past their day, links asked for again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from catalog.access import Actor, require
from catalog.means.means import Means
from catalog.queries import agreements, decided, doubts, links, release, validation
from catalog.queries.decided import Word
from catalog.queries.doubts import DoubtRow
from catalog.queries.range_contents import names
from catalog.services.intake.desk_task import Task
from catalog.validating.doubted import of_agreements
from catalog.validating.line_words import contested_by


def tasks_of(actor: Actor, means: Means) -> list[Task]:
    """Within the actor's agreements and central body."""
    require(actor, "batch.read", -1)
    return [*_doubts(actor, means), *_contests(actor, means), *_requests(actor, means)]


def _doubts(actor: Actor, means: Means) -> Iterator[Task]:
    found = of_agreements(actor, means, doubts.doubts(means.session, open_only=True))
    number = release.publication_on(means.session, means.clock.today())
    named = names(means.session, number, {each.product_id for each in found})
    for each in found:
        reference, _ = named.get((each.supplier_id, each.product_id), ("", ""))
        yield _doubt(means, each, reference)


def _doubt(means: Means, each: DoubtRow, reference: str) -> Task:
    kind = "doubt_overdue" if means.clock.today() > each.deadline else "doubt"
    about = {"attribute": each.attribute, "reference": reference, "supplier": each.supplier_name, "day": each.deadline}
    return Task(kind, each.recorded_at, "doutes", {"id": str(each.id)}, about=about)


def _contests(actor: Actor, means: Means) -> Iterator[Task]:
    """The open contests of each supplier's products."""
    scope = agreements.scope_today(means.session, actor, means.clock)
    cards = {card.id: card for card in agreements.suppliers(means.session, scope)}
    found: defaultdict[int, list[Word]] = defaultdict(list)
    for (supplier, _, _), words in decided.contesting(means.session, cards).items():
        still = contested_by(words)
        if still:
            found[supplier].append(min(still.values(), key=lambda word: word.at))
    for supplier, several in found.items():
        card = cards[supplier]
        since = min(word.at for word in several)
        yield Task("contests", since, "contestations", {"supplier": card.code}, len(several), {"supplier": card.name})


def _requests(actor: Actor, means: Means) -> Iterator[Task]:
    """Requests whose day has passed, and links that somebody asked for again since the last one was made."""
    central = actor.organisation_id if actor.kind == "central" else None
    for each in validation.requests(means.session, central_id=central, open_only=True):
        about = {"supplier": each.supplier_name, "day": each.due}
        if each.due < means.clock.today():
            yield Task("request", each.recorded_at, "demande", {"id": str(each.id)}, about=about)
        several = links.of_request(means.session, each.supplier_id, [each.id])
        again = [link for link in several if link.asked_again_at and link == _last(several, link.email)]
        for link in again:
            told = about | {"email": link.email}
            yield Task("link", link.asked_again_at or each.recorded_at, "demande", {"id": str(each.id)}, about=told)


def _last(several: list[links.Link], email: str) -> links.Link:
    """The newest link of an address; the list's first."""
    return next(link for link in several if link.email == email)
