"""A reading in the words and keys of the outside contract: what `check`, `import` and `batch show` print."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.wording.formats import decimal_text, quantity_text, rate_text
from catalog.wording.sentences import say, templates
from imports.record import Issue, Leftover, Question, Reading


def reading_json(reading: Reading) -> dict[str, Any]:
    """The contract's object. Sentences in both languages, numbers as numbers, missing as null."""
    return {
        "verdict": reading.verdict,
        "format": reading.format,
        "encoding": reading.encoding,
        "delimiter": reading.delimiter,
        "sheet": reading.sheet,
        "header_rows": list(reading.header_rows),
        "transaction": reading.transaction,
        "columns": dict(reading.columns),
        "places": {sheet: dict(titles) for sheet, titles in reading.places.items()},
        "ignored_columns": list(reading.ignored_columns),
        "rows": reading.rows,
        "imported": reading.imported,
        "rejected": reading.rejected,
        "skipped": reading.skipped,
        "issues": [issue_json(issue) for issue in reading.issues],
        "questions": [question_json(question) for question in reading.questions],
        "refusal": refusal_json(reading.refusal),
        "from_memory": list(reading.from_memory),
        "leftovers": [leftover_json(leftover) for leftover in reading.leftovers],
        "leftovers_left": reading.leftovers_left,
        "seconds": round(reading.seconds, 3),
        "peak_mb": reading.peak_mb,
    }


def leftover_json(leftover: Leftover) -> dict[str, Any]:
    """A word of a family, unit or claim column that nobody understood, with its number of rows."""
    return {"column": leftover.column, "field": leftover.field, "value": leftover.value, "rows": leftover.rows}


def issue_json(issue: Issue) -> dict[str, Any]:
    """One issue: its place, value and proposal, its sentence in both languages. `last_row` closes a stretch."""
    found = {
        "sheet": issue.sheet,
        "row": issue.row,
        "column": issue.column,
        "code": issue.code,
        "level": issue.level,
        "value": issue.value,
        **_both(sentence_of(issue), issue_params(issue)),
        "proposal": issue.proposal,
    }
    return found | ({"last_row": issue.last_row} if issue.last_row is not None else {})


def sentence_of(issue: Issue) -> str:
    """The code of an issue's sentence: another one where a proposal can be named."""
    proposing = f"{issue.code}.proposal"
    return proposing if issue.proposal and proposing in templates() else issue.code


def issue_params(issue: Issue) -> dict[str, object]:
    """What the sentence of an issue may name: its place and value, and its own parameters."""
    place: dict[str, object] = {
        "row": issue.row, "last_row": issue.last_row, "column": issue.column, "value": issue.value,
        "sheet": issue.sheet, "proposal": issue.proposal,
    }  # fmt: skip
    return place | dict(issue.params)


def question_json(question: Question) -> dict[str, Any]:
    """One question with its choices."""
    return {"id": question.id, **_both(f"question.{question.id}", question.params), "choices": list(question.choices)}


def refusal_json(refusal: Issue | None) -> dict[str, Any] | None:
    """Why nothing of the file can become a product."""
    return None if refusal is None else {"code": refusal.code, **_both(refusal.code, issue_params(refusal))}


def product_json(row: Mapping[str, Any], claims: list[dict[str, Any]], family: str | None, file: str) -> dict[str, Any]:
    """One line of the contract's product file, from a row of `imports.record.PRODUCTS`."""
    known = {name: row[name] for name in _TEXTS} | {"hazard_codes": row["hazard_codes"] or None}
    return (
        known
        | _numbers(row)
        | {
            "family": family,
            "prices": [_tier(tier) for tier in row["prices"]] if row["prices"] else None,
            "claims": claims,
            "source": {"file": file, "sheet": row["sheet"], "row": row["row"]},
        }
        | ({"deleted": True} if row.get("deleted") else {})
    )


_TEXTS = (
    "reference", "name", "description", "brand", "gtin", "currency", "price_includes_vat", "order_unit", "content_unit",
    "classifications", "image_url", "packaging_levels", "lot", "product_type", "active_status", "replaced_by",
    "allergens", "origin", "hazard_codes", "documents", "lead_time_days", "yield_pages",
)  # fmt: skip


def _numbers(row: Mapping[str, Any]) -> dict[str, Any]:
    money = {name: decimal_text(row[name]) for name in ("price", "list_price", "eco_contribution")}
    rates = {name: rate_text(row[name]) for name in ("vat", "discount_rate", "dilution", "dilution_least")}
    names = ("price_basis", "content_per_order_unit", "min_order_quantity", "order_multiple")
    days = {name: row[name].isoformat() if row[name] else None for name in ("valid_from", "valid_to")}
    return money | rates | {name: quantity_text(row[name]) for name in names} | days


def _tier(tier: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "min_quantity": quantity_text(tier["min_quantity"]),
        "valid_from": tier["valid_from"].isoformat() if tier["valid_from"] else None,
        "valid_to": tier["valid_to"].isoformat() if tier["valid_to"] else None,
        "price": decimal_text(tier["price"]),
    }


def _both(code: str, params: Mapping[str, object]) -> dict[str, str]:
    return {language: say(code, params, language) for language in ("fr", "en")}
