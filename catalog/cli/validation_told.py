"""Requests, lines and reviews as JSON of the command line."""

from __future__ import annotations

from typing import Any

from catalog.services.validation.decide import Decided
from catalog.services.validation.lines import AskedLines, ProductLines, Said, TagLine
from catalog.services.validation.review import ReviewLine
from catalog.services.validation.show import RequestLine, RequestSheet
from catalog.settings import LANGUAGES
from catalog.wording.sentences import say


def asked_json(each: RequestLine) -> dict[str, Any]:
    """A request in a list."""
    told = {
        "request": str(each.id),
        "supplier": each.supplier,
        "central": each.central,
        "ranges": [
            {"code": one.code, "version": one.version, "fr": one.name_fr, "en": one.name_en} for one in each.ranges
        ],
        "until": each.due.isoformat(),
        "message": each.message,
        "recorded_at": each.recorded_at.isoformat(timespec="seconds"),
        "closed": each.closed,
    }
    progress = each.progress
    names = ("products", "lines", "accepted", "contested", "again", "undecided")
    return told | {"progress": {name: getattr(progress, name) for name in names} if progress else None}


def sheet_json(found: RequestSheet, asked: AskedLines) -> dict[str, Any]:
    """A request with its links and lines."""
    links = [
        {"link": str(each.id), "email": each.email, "until": each.expires_on.isoformat(), "state": each.state}
        for each in found.links
    ]
    rows = [line_json(product, each) for product in asked.products for each in product.lines]
    ranges = [
        {"reference": product.reference, "range": each.code, "version": each.version, "in": each.inside,
         "rules_short": each.verdict.rules_short, "validated": each.validated}
        for product in asked.products
        for each in product.outcomes
    ]  # fmt: skip
    return asked_json(found.line) | {"links": links, "lines": rows, "in_ranges": ranges}


def line_json(product: ProductLines, each: TagLine) -> dict[str, Any]:
    """One line: its tag with a sentence, claims with their cells, proofs, both sides' words."""
    return {
        "reference": product.reference,
        "name": product.name,
        "attribute": each.attribute,
        "tag": each.tag.state,
        "standing": each.tag.standing,
        "until": each.tag.until.isoformat() if each.tag.until else None,
        **{language: say(each.tag.reason.code, each.tag.reason.params, language) for language in LANGUAGES},
        "counts": each.counts,
        "state": each.state,
        "claims": [_claim(claim) for claim in each.claims],
        "proofs": [
            {"proof": str(one.id), "kind": one.kind, "number": one.number,
             "until": one.valid_until.isoformat() if one.valid_until else None}
            for one in each.proofs
        ],
        "mine": said_json(each.mine),
        "theirs": said_json(each.theirs),
        "before": said_json(each.before),
    }  # fmt: skip


def said_json(said: Said | None) -> dict[str, Any] | None:
    """One side's word."""
    if said is None:
        return None
    told = {"side": said.side, "verdict": said.verdict, "by": said.by, "at": said.at.isoformat(timespec="seconds")}
    return told | {"reason": said.reason, "reason_code": said.reason_code, "lapsed": said.lapsed}


def review_json(each: ReviewLine) -> dict[str, Any]:
    """A line that waits for a ruling."""
    return {
        "supplier": each.supplier,
        "reference": each.reference,
        "name": each.name,
        "attribute": each.attribute,
        "standing": each.tag.standing,
        **{language: say(each.tag.reason.code, each.tag.reason.params, language) for language in LANGUAGES},
        "contests": {side: said_json(said) for side, said in each.contests.items()},
        "ruling": said_json(each.ruling),
        "mine_to_rule": each.mine_to_rule,
    }


def review_text(each: ReviewLine, language: str) -> str:
    """The line, why it waits, and the reason of each side that contests."""
    why = say(each.tag.reason.code, each.tag.reason.params, language)
    sides = [f"  {said.by}: {said.words(language)}" for said in each.contests.values()]
    return "\n".join([f"{each.supplier}  {each.reference}  {each.attribute}", f"  {why}", *sides])


def decided_json(made: Decided) -> dict[str, Any]:
    """How many lines, and why others were left."""
    left = [
        {"line": key, "code": refusal.code, **{each: say(refusal.code, refusal.params, each) for each in LANGUAGES}}
        for key, refusal in made.left
    ]
    return {"done": made.done, "left": left}


def _claim(claim: Any) -> dict[str, Any]:
    place = claim.source
    return {
        "quote": claim.quote,
        "file": place.file if place else None,
        "sheet": place.sheet if place else None,
        "row": place.row if place else None,
        "column": place.column if place else None,
    }
