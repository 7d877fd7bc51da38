"""One agreement as its page shows it: terms, lots, holders, price clauses, schedules; for each role what is open to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from catalog.access import Actor, may, require
from catalog.errors import NotFound
from catalog.means.means import Means
from catalog.queries import agreements, price_clauses, release
from catalog.queries.agreements import AgreementTerms
from catalog.queries.agreements import HolderTerms as HolderTerms
from catalog.queries.agreements import LotTerms as LotTerms
from catalog.queries.price_clauses import ClauseKept as ClauseKept
from catalog.queries.price_clauses import LotUse


@dataclass(frozen=True, slots=True)
class LotSheet:
    """A lot, the price clause in force today (None: none), all its clauses, those that begin last first.

    names: supplier code -> name. schedules: supplier code -> lines in force. use: None for who may not know it.
    """

    terms: LotTerms
    clause: ClauseKept | None
    clauses: tuple[ClauseKept, ...]
    names: Mapping[str, str]
    schedules: Mapping[str, int]
    use: LotUse | None


@dataclass(frozen=True, slots=True)
class AgreementSheet:
    """An agreement with its lots. members: how many organisations are in it today, None for who may not know."""

    terms: AgreementTerms
    central: str
    lots: tuple[LotSheet, ...]
    members: int | None


def agreement_sheets(actor: Actor, means: Means) -> list[AgreementSheet]:
    """The agreements of the actor's scope today; a supplier sees the lots it holds, and itself among their holders."""
    require(actor, "agreements.read", actor.organisation_id)
    scope = agreements.scope_today(means.session, actor, means.clock)
    lots = agreements.lots(means.session, scope)
    sheets = _lot_sheets(actor, means, lots)
    members = _members(means) if _staff(actor) else {}
    cards = agreements.organisations(means.session)
    return [
        AgreementSheet(
            terms, cards[terms.central].name, tuple(sheets[lot.code] for lot in lots if lot.agreement == terms.code),
            members.get(terms.code, 0) if _staff(actor) else None,
        )
        for terms in agreements.agreements(means.session, scope)
    ]  # fmt: skip


def agreement_sheet(actor: Actor, means: Means, code: str) -> AgreementSheet:
    """One of them. Raises NotFound for one outside the scope, as for none."""
    require(actor, "agreements.read", actor.organisation_id)
    found = next((each for each in agreement_sheets(actor, means) if each.terms.code == code), None)
    if found is None:
        raise NotFound("agreement.not_found", agreement=code)
    return found


@dataclass(frozen=True, slots=True)
class MemberSeen:
    """A member in an agreement: its code and name, from which day, until which (None: no end)."""

    code: str
    name: str
    valid_from: dt.date
    valid_until: dt.date | None


def members_of(actor: Actor, means: Means, code: str) -> tuple[list[MemberSeen], dict[str, str]]:
    """Who is or was in an agreement, by name; and code -> name of every member there is. For central staff alone.

    Raises NotAllowed, NotFound for an agreement outside the scope.
    """
    require(actor, "organisations.read", -1)
    agreement_sheet(actor, means, code)
    cards = agreements.organisations(means.session)
    said = [each for each in agreements.memberships(means.session) if each.agreement == code]
    found = [
        MemberSeen(each.organisation, cards[each.organisation].name, each.valid_from, each.valid_until) for each in said
    ]
    every = {card.code: card.name for card in cards.values() if card.kind == "member"}
    return sorted(found, key=lambda each: each.name), dict(sorted(every.items(), key=lambda pair: pair[1]))


def _staff(actor: Actor) -> bool:
    """Whether the actor may see what is not its own organisation's."""
    return may(actor, "agreements.read", -1)


def _lot_sheets(actor: Actor, means: Means, lots: list[LotTerms]) -> dict[str, LotSheet]:
    today, ids = means.clock.today(), [lot.id for lot in lots]
    recorded = price_clauses.clauses(means.session, ids)
    use = price_clauses.lot_use(means.session, ids, release.publication_on(means.session, today))
    cards = agreements.organisations(means.session)
    return {
        lot.code: LotSheet(
            lot, price_clauses.clause_on(recorded.get(lot.id, []), today), tuple(recorded.get(lot.id, ())),
            {code: cards[code].name for code in lot.holders}, _schedules(means, lot, today),
            use.get(lot.id, LotUse(0, 0)) if _staff(actor) else None,
        )
        for lot in lots
    }  # fmt: skip


def _schedules(means: Means, lot: LotTerms, day: dt.date) -> Mapping[str, int]:
    """Of the holders that the actor sees alone."""
    sizes = price_clauses.schedule_sizes(means.session, lot.id, day)
    return {code: lines for code, lines in sizes.items() if code in lot.holders}


def _members(means: Means) -> dict[str, int]:
    today = means.clock.today()
    found: dict[str, int] = {}
    for each in agreements.memberships(means.session):
        if each.valid_from <= today <= (each.valid_until or today):
            found[each.agreement] = found.get(each.agreement, 0) + 1
    return found
