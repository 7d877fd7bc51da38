"""Values of price indices: what is known, and adding one with its source. A value is never overwritten."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.access import Actor, require
from catalog.clauses.calendar import MONTH
from catalog.clauses.figures import micro, plain
from catalog.errors import Conflict, Invalid, NotFound
from catalog.means import journal
from catalog.means.locks import alone
from catalog.means.means import Means
from catalog.models import Fact
from catalog.queries import price_clauses, proofs
from catalog.queries.price_clauses import INDEX, IndexKept


@dataclass(frozen=True, slots=True)
class IndexSeen:
    """An index with its values, the last month first."""

    code: str
    name_fr: str
    name_en: str
    source: str
    confidence: str
    values: tuple[IndexKept, ...]


def indices(actor: Actor, means: Means) -> list[IndexSeen]:
    """Every index with its values, in order of their codes."""
    require(actor, "agreements.read", actor.organisation_id)
    found = price_clauses.index_facts(means.session)
    return [
        IndexSeen(
            each.code, each.payload["name_fr"], each.payload["name_en"], each.source, each.confidence,
            tuple(sorted(_values(found, each.code), key=lambda value: value.month or "", reverse=True)),
        )
        for each in found.values()
        if each.month is None
    ]  # fmt: skip


def add_value(
    actor: Actor, means: Means, *, code: str, month: str, value: str, source: str, confidence: str, reason: str
) -> str:
    """Record the value of an index for a month; its key. A value recorded already gets a further version beside it.

    Raises NotFound for an index without a name, Invalid for what is no month or value, or without source and reason,
    Conflict for the very value that stands.
    """
    require(actor, "agreement.change")
    amount = _checked(month, value, source, reason)
    alone(means.session, f"index:{code}")
    found = price_clauses.index_facts(means.session)
    if code not in found:
        raise NotFound("index.unknown", index=code)
    key = f"{code}:{month}"
    standing = found.get(key)
    if standing and (standing.payload, standing.source) == ({"value": plain(amount)}, source):
        raise Conflict("index.same", index=code)
    numbers = proofs.last_numbers(means.session)
    means.session.add(
        Fact(
            kind=INDEX, key=key, version=numbers.get((INDEX, key), 0) + 1, payload={"value": plain(amount)},
            source=source, confidence=confidence, origin="local", reason=reason, recorded_at=means.clock.now(),
            by_organisation_id=actor.organisation_id, by_account_id=actor.account_id,
        )
    )  # fmt: skip
    journal.write(actor, means, "price_index.add", key, value=plain(amount), source=source, reason=reason)
    return key


def _values(found: dict[str, IndexKept], code: str) -> list[IndexKept]:
    return [each for each in found.values() if each.code == code and each.month]


def _checked(month: str, value: str, source: str, reason: str) -> int:
    if not MONTH.fullmatch(month):
        raise Invalid("index.month", value=month)
    amount = micro(value)
    if not amount:
        raise Invalid("index.value", value=value)
    if not source.strip() or not reason.strip():
        raise Invalid("index.reason")
    return amount
