"""The agreements, lots and holders that a person may know of: for screens and for the form that receives a file."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.access import Actor, require
from catalog.means.means import Means
from catalog.queries import agreements as held
from catalog.queries.agreements import AgreementTerms, LotTerms, OrganisationCard


@dataclass(frozen=True, slots=True)
class AgreementSeen:
    """An agreement with its lots, in order of their codes."""

    terms: AgreementTerms
    lots: tuple[LotTerms, ...]


def agreements(actor: Actor, means: Means) -> list[AgreementSeen]:
    """The agreements of the actor's scope today, in order of their codes; a supplier sees the lots it holds, alone."""
    require(actor, "agreements.read", actor.organisation_id)
    scope = held.scope_today(means.session, actor, means.clock)
    lots = held.lots(means.session, scope)
    return [
        AgreementSeen(terms, tuple(lot for lot in lots if lot.agreement == terms.code))
        for terms in held.agreements(means.session, scope)
    ]


def suppliers(actor: Actor, means: Means) -> list[OrganisationCard]:
    """The suppliers that hold a lot in the actor's scope today, in order of their codes."""
    require(actor, "agreements.read", actor.organisation_id)
    return held.suppliers(means.session, held.scope_today(means.session, actor, means.clock))


def suppliers_known(actor: Actor, means: Means) -> dict[str, str]:
    """Code -> name of every supplier there is, holder of a lot or not, for whoever may name holders; by name."""
    require(actor, "agreement.change")
    found = {code: card.name for code, card in held.organisations(means.session).items() if card.kind == "supplier"}
    return dict(sorted(found.items(), key=lambda pair: pair[1]))
