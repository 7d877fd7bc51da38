"""Price clauses and indices of a setup file: what the database holds of them, and the rows that say the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from catalog.access import Actor
from catalog.models import Fact, PriceClause
from catalog.queries import price_clauses, proofs
from catalog.services.agreements.setup_file import Values


def clauses_known(session: Session, lots: Mapping[int, str]) -> Mapping[str, Values]:
    """ "LOT/day" -> the last clause recorded for that day."""
    found: dict[str, Values] = {}
    for lot_id, recorded in price_clauses.clauses(session, lots).items():
        for each in recorded:
            facts = {"lot": lots[lot_id], "kind": each.kind, "from": each.valid_from, "source": each.source}
            found.setdefault(f"{lots[lot_id]}/{each.valid_from}", facts | {"terms": dict(each.terms)})
    return found


def indices_known(session: Session) -> Mapping[str, Values]:
    """Code -> name, source and values of every index that has a name."""
    facts = price_clauses.index_facts(session)
    named = {key: each for key, each in facts.items() if each.month is None}
    values: dict[str, dict[str, str]] = {code: {} for code in named}
    for each in facts.values():
        if each.month and each.code in named:
            values[each.code][each.month] = each.payload["value"]
    return {
        code: {
            "code": code,
            **each.payload,
            "source": each.source,
            "confidence": each.confidence,
            "values": values[code],
        }
        for code, each in named.items()
    }


def clause_row(now: dt.datetime, actor: Actor, lot_id: int, facts: Values) -> PriceClause:
    """A further clause: the earlier ones stay as they were said."""
    return PriceClause(
        lot_id=lot_id, kind=facts["kind"], valid_from=facts["from"], terms=dict(facts["terms"]), source=facts["source"],
        recorded_at=now, by_organisation_id=actor.organisation_id, by_account_id=actor.account_id,
    )  # fmt: skip


def index_rows(session: Session, actor: Actor, now: dt.datetime, facts: Values) -> Iterator[Fact]:
    """A further version of the name of an index and of each value that is new or another."""
    numbers, standing = proofs.last_numbers(session), price_clauses.index_facts(session)
    names = {"name_fr": facts["name_fr"], "name_en": facts["name_en"]}
    said = {facts["code"]: names} | {
        f"{facts['code']}:{month}": {"value": each} for month, each in facts["values"].items()
    }
    for key, payload in said.items():
        before = standing.get(key)
        told = (facts["source"], facts["confidence"])
        if before is None or dict(before.payload) != payload or (before.source, before.confidence) != told:
            yield Fact(
                kind=price_clauses.INDEX, key=key, version=numbers.get((price_clauses.INDEX, key), 0) + 1,
                payload=payload, source=told[0], confidence=told[1], origin="local", reason="setup", recorded_at=now,
                by_organisation_id=actor.organisation_id, by_account_id=actor.account_id,
            )  # fmt: skip
