"""Who may do what. Every service names its right here first; a hidden button is no guard.

A right says which roles have it, and on whose things: of anybody, or of the actor's own organisation only.
The table follows the matrix of the security model; `tests/test_access.py` walks it by role and service.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from catalog.errors import NotAllowed, NotFound

Role = Literal[
    "buyer", "buyer_admin", "prescriber", "supplier", "supplier_admin", "reviewer", "publisher", "admin", "auditor",
    "operator", "link",
]  # fmt: skip
Kind = Literal["central", "member", "supplier", "operator"]

MEMBERS = frozenset({"buyer", "buyer_admin", "prescriber"})
BUYERS = frozenset({"buyer", "buyer_admin"})
"""Those of a member who decide what is bought; a prescriber proposes."""
SUPPLIERS = frozenset({"supplier", "supplier_admin"})
LINK = frozenset({"link"})
"""Who came in by a personal link, without an account: one request of one supplier, nothing else."""
STAFF = frozenset({"reviewer", "publisher"})
CENTRAL = STAFF | {"admin", "auditor"}
EVERYONE = MEMBERS | SUPPLIERS | CENTRAL
KIND_ROLES: Mapping[str, frozenset[str]] = {"member": MEMBERS, "supplier": SUPPLIERS, "central": CENTRAL}
"""The roles an account may have in an organisation of each kind."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. `organisation_id` None is the operator: whoever holds the database, journalled as such.

    request_id, link_id: of a role "link" only: the one request that it may see, and the link it came in by.
    """

    email: str
    name: str
    role: Role
    kind: Kind
    account_id: int | None = None
    organisation_id: int | None = None
    organisation: str | None = None
    organisation_name: str | None = None
    language: str = "fr"
    request_id: int | None = None
    link_id: int | None = None

    @property
    def by(self) -> dict[str, int | None]:
        """Both columns that say who did it, or neither."""
        home = self.organisation_id if self.account_id else None
        return {"by_organisation_id": home, "by_account_id": self.account_id}


OPERATOR = Actor("operator", "operator", "operator", "operator")


@dataclass(frozen=True, slots=True)
class Right:
    """`anywhere`: roles that have it on everybody's things; `own`: roles that have it on their organisation's only."""

    anywhere: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()


RIGHTS: Mapping[str, Right] = {
    "organisations.read": Right(CENTRAL, MEMBERS | SUPPLIERS),
    "setup.load": Right(frozenset({"admin"})),
    "agreements.read": Right(CENTRAL, MEMBERS | SUPPLIERS),
    "agreement.create": Right(frozenset({"admin"})),
    "agreement.change": Right(frozenset({"publisher", "admin"})),
    "price_clause.answer": Right(STAFF),
    "batch.receive": Right(STAFF, SUPPLIERS),
    "batch.answer": Right(STAFF, SUPPLIERS),
    "batch.decide": Right(STAFF),
    "batch.read": Right(CENTRAL, SUPPLIERS),
    "word.read": Right(CENTRAL),
    "word.decide": Right(STAFF),
    "publication.publish": Right(frozenset({"publisher"})),
    "publication.undo": Right(frozenset({"publisher"})),
    "publication.correct": Right(frozenset({"publisher"})),
    "publication.compare": Right(CENTRAL, SUPPLIERS),
    "offer.suspend": Right(STAFF),
    "publication.read": Right(CENTRAL, MEMBERS | SUPPLIERS),
    "fingerprint.read": Right(CENTRAL),
    "catalogue.search": Right(CENTRAL, MEMBERS | SUPPLIERS),
    "catalogue.explain": Right(CENTRAL, MEMBERS | SUPPLIERS),
    "swap.read": Right(CENTRAL, MEMBERS),
    "substitution.read": Right(CENTRAL, MEMBERS),
    "capacity.read": Right(CENTRAL, MEMBERS | SUPPLIERS),
    "capacity.declare": Right(frozenset(), SUPPLIERS),
    "figures.read": Right(CENTRAL, MEMBERS),
    "proof.add": Right(STAFF, SUPPLIERS),
    "proof.check": Right(frozenset({"reviewer"})),
    "proof.end": Right(frozenset({"reviewer"}), SUPPLIERS),
    "proof.read": Right(CENTRAL, SUPPLIERS),
    "register.load": Right(STAFF),
    "register.answer": Right(frozenset({"reviewer"})),
    "register.read": Right(CENTRAL),
    "document.read": Right(CENTRAL, MEMBERS | SUPPLIERS),
    "missing.read": Right(CENTRAL, SUPPLIERS),
    "missing.ask": Right(STAFF),
    "expiry.read": Right(CENTRAL, SUPPLIERS),
    "expiry.close": Right(STAFF),
    "expiry.remind": Right(STAFF),
    "expiry.alert": Right(frozenset({"admin"})),
    "fact.load": Right(frozenset({"admin"})),
    "fact.read": Right(CENTRAL | SUPPLIERS),
    "fact.rehearse": Right(CENTRAL),
    "fact.propose": Right(frozenset({"reviewer"})),
    "fact.drop": Right(STAFF),
    "fact.apply": Right(frozenset({"publisher"})),
    "criteria.read": Right(CENTRAL),
    "criteria.decide": Right(frozenset({"reviewer"})),
    "equivalence.read": Right(CENTRAL),
    "equivalence.decide": Right(frozenset({"reviewer"})),
    "range.read": Right(CENTRAL, MEMBERS | SUPPLIERS),
    "range.draft": Right(STAFF),
    "range.validate": Right(frozenset({"publisher"})),
    "range.export": Right(STAFF, MEMBERS | SUPPLIERS),
    "range.requests": Right(CENTRAL, MEMBERS),
    "range.request": Right(frozenset(), MEMBERS),
    "range.answer": Right(STAFF),
    "renewal.read": Right(CENTRAL),
    "renewal.decide": Right(STAFF),
    "renewal.convert": Right(frozenset({"publisher"})),
    "selection.read": Right(frozenset(), MEMBERS),
    "selection.change": Right(frozenset(), MEMBERS),
    "selection.propose": Right(frozenset(), frozenset({"prescriber"})),
    "selection.decide": Right(frozenset(), BUYERS),
    "selection.export": Right(frozenset(), BUYERS),
    "layout.read": Right(frozenset(), MEMBERS),
    "layout.change": Right(frozenset(), BUYERS),
    "product_request.read": Right(CENTRAL, MEMBERS),
    "product_request.ask": Right(frozenset(), MEMBERS),
    "product_request.answer": Right(STAFF),
    "validation.ask": Right(STAFF),
    "validation.read": Right(CENTRAL, SUPPLIERS | LINK),
    "validation.decide": Right(frozenset(), SUPPLIERS | LINK),
    "validation.sign": Right(frozenset(), SUPPLIERS | LINK),
    "tag.contest": Right(STAFF),
    "tag.rule": Right(frozenset({"reviewer"})),
    "doubt.open": Right(frozenset(), MEMBERS),
    "doubt.read": Right(CENTRAL, MEMBERS | SUPPLIERS),
    "doubt.answer": Right(STAFF),
    "account.add": Right(frozenset({"admin"}), frozenset({"buyer_admin", "supplier_admin"})),
    "account.list": Right(frozenset({"admin", "auditor"}), frozenset({"buyer_admin", "supplier_admin"})),
    "account.own": Right(frozenset(), EVERYONE),
    "account.token": Right(frozenset({"admin"}), EVERYONE),
    "instance.check": Right(frozenset({"admin", "auditor"})),
    "journal.read": Right(frozenset({"auditor"})),
}
"""Right -> who has it. "own" is decided by the owner that the service names."""

OPERATORS = frozenset(RIGHTS) - {
    "selection.read", "selection.change", "selection.export", "account.own", "doubt.open", "validation.decide",
    "validation.sign", "range.request", "selection.propose", "selection.decide", "layout.read", "layout.change",
    "product_request.ask", "capacity.declare",
}  # fmt: skip
"""What the operator of the command line may do: all but act inside a member's lists, or speak for a member or a supplier."""


def may(actor: Actor, right: str, owner: int | None = None) -> bool:
    """Whether the actor has the right, on things of `owner` (an organisation's id; None: nobody's in particular)."""
    if actor.role == "operator":
        return right in OPERATORS
    if actor.role in RIGHTS[right].anywhere:
        return True
    return actor.role in RIGHTS[right].own and owner in (None, actor.organisation_id)


def require(actor: Actor, right: str, owner: int | None = None) -> None:
    """Refuse unless `may`. Raises NotFound for another's thing (as if there were none), NotAllowed for a role without it."""
    if may(actor, right, owner):
        return
    if actor.role in RIGHTS[right].own and actor.role != "operator":
        raise NotFound("thing.unknown")
    raise NotAllowed("right.missing", right=right, role=actor.role)
