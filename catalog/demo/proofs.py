"""The proofs that staff record and check in the demonstration, dated from the day it is told."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

from anyascii import anyascii

from catalog.demo.documents import demo_pdf
from catalog.demo.items import all_items, rows_of
from catalog.demo.sheets import list_lines, sheet_lines, sheet_told


@dataclass(frozen=True, slots=True)
class DemoProof:
    """One proof with its coverage, and the staff's word on it (`checked` None: nobody looked yet, `reason` is "").

    `references` are written as in the supplier's file; `valid_until` is the last day, None where the paper has no end.
    """

    supplier: str
    references: tuple[str, ...]
    attribute: str
    kind: str
    basis: str
    label: str | None
    number: str | None
    issuer: str
    valid_from: dt.date
    valid_until: dt.date | None
    checked: Literal["accept", "refuse"] | None
    reason: str
    document_name: str
    document: bytes


def demo_proofs(day: dt.date) -> tuple[DemoProof, ...]:
    """All proofs of `proofs.csv`, their days counted from `day`, so that some always end soon, today and lately."""
    known: dict[str, list[str]] = {}
    for item in all_items():
        known.setdefault(item.supplier, []).append(item.reference)
    return tuple(_proof(row, _matching(known[row["supplier"]], row["references"]), day) for row in rows_of("proofs"))


def _matching(references: Sequence[str], patterns: str) -> tuple[str, ...]:
    """The references that one of the patterns names, each once, in catalogue order."""
    wanted = patterns.split(";")
    return tuple(
        dict.fromkeys(reference for reference in references if any(fnmatchcase(reference, one) for one in wanted))
    )


def _proof(row: Mapping[str, str], references: tuple[str, ...], day: dt.date) -> DemoProof:
    begins, ends = _on(day, row["from"]), _on(day, row["until"]) if row["until"] else None
    return DemoProof(
        supplier=row["supplier"],
        references=references,
        attribute=row["attribute"],
        kind=row["kind"],
        basis=row["basis"],
        label=row["label"] or None,
        number=row["number_example"] or None,
        issuer=row["issuer"],
        valid_from=begins,
        valid_until=ends,
        checked=_word(row["checked"]),
        reason=row["reason"],
        document_name=_file_name(row["title"]),
        document=demo_pdf(row["title"], _lines(row, references, begins, ends)),
    )


def _lines(row: Mapping[str, str], references: Sequence[str], begins: dt.date, ends: dt.date | None) -> list[str]:
    """What stands in the document: sheets and lists in their own layout, anything else as a certificate."""
    name = _capital(row["title"].partition(" – ")[2])
    match row["kind"]:
        case "safety_sheet":
            return sheet_lines(name, row["issuer"], begins, sheet_told(row["content"]))
        case "ingredient_list":
            return list_lines(name, begins, row["content"])
    return _text(row, references, begins, ends)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _on(day: dt.date, offset: str) -> dt.date:
    return day + dt.timedelta(days=int(offset))


def _word(checked: str) -> Literal["accept", "refuse"] | None:
    match checked:
        case "accept" | "refuse" as word:
            return word
    return None


def _text(row: Mapping[str, str], references: Sequence[str], begins: dt.date, ends: dt.date | None) -> list[str]:
    more = f" et {len(references) - 6} autres" if len(references) > 6 else ""
    return [
        f"Numéro (exemple) : {row['number_example'] or 'sans numéro'}",
        f"Émetteur : {row['issuer']}",
        f"Titulaire : {row['supplier'].capitalize()} (démo)",
        f"Valable du {begins:%d/%m/%Y} {f'au {ends:%d/%m/%Y}' if ends else ', sans date de fin'}",
        f"Références : {', '.join(references[:6])}{more}",
    ]


def _file_name(title: str) -> str:
    """ "Licence Écolabel européen – sols" -> "licence-ecolabel-europeen-sols.pdf"."""
    return re.sub(r"[^a-z0-9]+", "-", anyascii(title).casefold()).strip("-") + ".pdf"
