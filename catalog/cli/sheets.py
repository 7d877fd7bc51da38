"""The command proof sheet: what stands in a safety data sheet. It needs no database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from catalog.cli.frame import REFUSED, leave, line
from catalog.cli.proofs import proof
from catalog.errors import NotFound
from catalog.settings import LANGUAGES
from catalog.wording.sentences import say
from imports.documents.envelope import sheet_json
from imports.documents.reading import read_sheet
from imports.documents.record import Code, Refused, Sheet

BESIDES = (
    "supplier", "version", "regulation", "older_format", "classified", "signal", "classes", "outdated", "pictograms", "ufis", "gtins",
    "references", "product_types", "authorisations", "standards", "professional_only", "sections", "pages",
)  # fmt: skip
"""Keys of the record that the answer gives as they are, beside those of the contract."""


def register(app: typer.Typer) -> None:
    """The command stands in the group `proof`, which registers itself."""


@proof.command("sheet")
def sheet_(file: Annotated[Path, typer.Argument(help="the safety data sheet, PDF or text")]) -> None:
    """Read a safety data sheet: hazard codes by section, substances, dates; refuse what is none."""
    if not file.is_file():
        raise NotFound("file.missing", name=str(file))
    with line().waiting("progress.reading", file=file.name):
        read = read_sheet(file)
    if isinstance(read, Refused):
        document = refused_document(read)
        line().tell(document, document["refusal"][line().language])
        leave(REFUSED)
    else:
        line().tell(sheet_document(read), sheet_text(read))


def sheet_document(sheet: Sheet) -> dict[str, Any]:
    """The answer of the contract, and more beside it. Shares are decimal strings, null where a bound is not said.

    ec: the substances that have an EC number and no CAS number.
    """
    whole = sheet_json(sheet)
    return {
        "is_sheet": True,
        "language": sheet.language,
        "revised": whole["revised"],
        "name": sheet.name,
        "codes": whole["codes"],
        "cas": [substance for substance in whole["substances"] if substance["cas"]],
        "ec": [substance for substance in whole["substances"] if not substance["cas"]],
        "readable": whole["readable"],
        "missing": list(sheet.missing),
        **{key: whole[key] for key in BESIDES},
    }


def refused_document(refused: Refused) -> dict[str, Any]:
    """The answer for what is no sheet, with the same keys."""
    sentences = {language: say(refused.code, refused.params, language) for language in LANGUAGES}
    return {
        "is_sheet": False, "language": None, "revised": None, "name": None, "codes": [], "cas": [], "ec": [],
        "readable": {"2": False, "3": False}, "refusal": {"code": refused.code, **sentences},
    }  # fmt: skip


def sheet_text(sheet: Sheet) -> str:
    """A line for each code and substance, as a person reads it."""
    head = f"{sheet.name or '–'}  {sheet.revised or '–'}  {sheet.language}  {sheet.regulation or '–'}"
    codes = [f"  {code.section or '–':>2}  {_said(code):<18} {code.page}:{code.line}" for code in sheet.codes]
    shares = [
        f"   3  {each.cas or each.ec:<14} {each.low or ''}–{each.high or ''} %  {each.name or ''}"
        for each in sheet.substances
    ]
    return "\n".join((head, *codes, *shares))


def _said(code: Code) -> str:
    return code.code if code.printed else f"({code.code})"
