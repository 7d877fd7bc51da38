"""A reviewer's word on proposals: whether a product is the entry of a register that it looks like. In bulk, with a reason."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import update

from catalog.access import Actor, require
from catalog.errors import Conflict, Invalid, NotAllowed
from catalog.evidence import registering
from catalog.evidence.label_registers import label_terms, listed_now
from catalog.means import journal
from catalog.means.means import Means
from catalog.models import Decision, RegisterMatch
from catalog.queries import registers, release
from catalog.queries.registers import MatchLine

MOST = 500
LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class Answered:
    """How many proposals were answered, and how many other entries proposed for the same products fell away with them."""

    answered: int
    fallen: int = 0


def answer(actor: Actor, means: Means, ids: Collection[int], *, accept: bool, reason: str) -> Answered:
    """Accept (each gives its product a proof in force, with its decision) or refuse (never proposed again).

    Raises Conflict where one has been answered meanwhile, NotAllowed for taking a proposal of an extract that the same
    person loaded, Invalid without a reason or for two entries taken for one product.
    """
    require(actor, "register.answer")
    said = reason.strip()
    if not said or len(said) > LONGEST_REASON:
        raise Invalid("proof.reason_missing", most=LONGEST_REASON)
    lines = _waiting(means, ids)
    if accept:
        _may_be_taken(actor, lines)
        for line in lines:
            _taken(actor, means, line, said)
    _marked(actor, means, [line.id for line in lines], "accept" if accept else "refuse", said)
    fallen = _others(actor, means, lines, said) if accept else 0
    told = {"matches": [str(line.id) for line in lines], "reason": said}
    journal.write(actor, means, "register.accept" if accept else "register.refuse", "register:matches", **told)
    return Answered(len(lines), fallen)


def _waiting(means: Means, ids: Collection[int]) -> list[MatchLine]:
    asked = set(ids)
    if not asked or len(asked) > MOST:
        raise Invalid("register.choose", most=MOST)
    waiting = registers.matches(means.session, release.newest(means.session), ids=asked)
    lines = listed_now(means.session, waiting)
    if len(lines) < len(asked):
        raise Conflict("register.answered", n=len(asked) - len(lines))
    return lines


def _may_be_taken(actor: Actor, lines: list[MatchLine]) -> None:
    """Nobody alone makes a tag: not by loading a file and taking what it proposes. One product is one entry of a label."""
    own = (actor.organisation_id, actor.account_id)
    if actor.account_id is not None and any(line.author == own for line in lines):
        raise NotAllowed("register.own_extract")
    pairs = [(line.label, line.product.key) for line in lines]
    if len(set(pairs)) < len(pairs):
        raise Invalid("register.two_entries")


def _taken(actor: Actor, means: Means, line: MatchLine, reason: str) -> None:
    """The proof that the entry is, entered by whoever loaded it and decided by whoever answers."""
    terms = label_terms(means, line.label)
    if terms.attribute is None:
        raise Invalid("register.proves_nothing", label=line.label)
    by = {"by_organisation_id": line.author[0], "by_account_id": line.author[1]}
    proof = registering.register_proof(means, line.label, terms.attribute, terms.issuer, line.entry, by)
    registering.cover(means, proof, line.product.key, score=line.score)
    means.session.add(
        Decision(proof_id=proof.id, verdict="accept", reason=reason, recorded_at=means.clock.now(), **actor.by)
    )
    journal.write(
        actor, means, "proof.check", f"proof:{proof.id}", verdict="accept", reason=reason, register_match=str(line.id)
    )


def _others(actor: Actor, means: Means, lines: list[MatchLine], reason: str) -> int:
    """Refuse the other entries that were proposed for these products."""
    keys = {(line.label, line.product.key) for line in lines}
    waiting = registers.matches(means.session, release.newest(means.session))
    ids = [each.id for each in waiting if (each.label, each.product.key) in keys]
    _marked(actor, means, ids, "refuse", reason)
    return len(ids)


def _marked(actor: Actor, means: Means, ids: Collection[int], verdict: str, reason: str) -> None:
    if not ids:
        return
    statement = (
        update(RegisterMatch)
        .where(RegisterMatch.id.in_(list(ids)), RegisterMatch.answer.is_(None))
        .values(answer=verdict, reason=reason, answered_at=means.clock.now(), **actor.by)
    )
    means.session.execute(statement, execution_options={"synchronize_session": False})
    means.session.flush()
