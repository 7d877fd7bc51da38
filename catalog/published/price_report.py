"""What a rehearsal says of prices and clauses, as JSON and as the question put to a person."""

from __future__ import annotations

from typing import Any

from catalog.clauses.figures import plain_rate
from catalog.clauses.terms import Clause
from catalog.published.price_verdicts import CHOICES, QUESTION, STEEP, Judged, PriceLine
from catalog.published.told import SHOWN, both
from catalog.wording.clauses import clause_sentence
from catalog.wording.formats import decimal_text, quantity_text


def prices_json(found: Judged) -> dict[str, Any]:
    """Verdicts counted, the worst lines with their arithmetic, and the question while nobody answered it.

    beyond: offers whose price moves beyond the clause; beyond_standing: those that stand there already.
    """
    return {
        "on": found.day.isoformat(),
        "clause": {lot: clause_json(clause) for lot, clause in found.clauses.items()},
        "counts": dict(found.counts),
        "beyond": _offers(found),
        "beyond_standing": found.stale,
        "safeguard": found.safeguard,
        "steep": {"percent": plain_rate(STEEP), "offers": found.steep},
        "lines": [line_json(line) for line in found.lines[:SHOWN]],
        "lines_total": len(found.lines),
        "answer": found.answer,
        "settled": dict(found.settled),
        "question": price_question(found),
    }


def price_question(found: Judged) -> dict[str, Any] | None:
    """What becomes of the prices beyond the clause; asked until a person of the central body has answered."""
    if not found.waits:
        return None
    told = {"n": found.waits, "total": sum(found.counts.values())}
    return {"id": QUESTION, **both("question.price_clause", told), "choices": list(CHOICES)}


def clause_json(clause: Clause | None) -> dict[str, str] | None:
    """Which clause a lot is judged by."""
    if clause is None:
        return None
    return {"kind": clause.kind, "from": clause.valid_from.isoformat(), "source": clause.source}


def line_json(line: PriceLine) -> dict[str, Any]:
    """One verdict: amounts as decimal strings, percent over what stands and gap over what is allowed as numbers."""
    found = line.judgement
    steps = [(step.code, step.params) for step in found.steps]
    return {
        "reference": line.reference,
        "lot": line.lot,
        "on": line.day.isoformat(),
        "quantity": quantity_text(line.quantity),
        "currency": line.currency,
        "before": decimal_text(line.before),
        "after": decimal_text(found.price),
        "allowed": decimal_text(found.allowed),
        "percent": _percent(found.rise),
        "gap": _percent(found.gap),
        "verdict": found.word,
        "changed": line.moves,
        "safeguard": found.safeguard,
        **{language: clause_sentence(steps, line.currency, language) for language in ("fr", "en")},
    }


def _percent(rate: int | None) -> str | None:
    """A signed decimal string: 45491 -> "4.5491"."""
    return None if rate is None else ("-" if rate < 0 else "") + plain_rate(abs(rate))


def _offers(found: Judged) -> int:
    return len({(line.reference, line.lot) for line in found.asked})
