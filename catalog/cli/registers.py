"""The command about registers: proof register."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from catalog.asking import day
from catalog.cli.frame import PARTLY, leave, line
from catalog.cli.proofs import proof
from catalog.errors import NotFound
from catalog.evidence.registering import Plan
from catalog.published.what_if_report import what_if_json, what_if_text
from catalog.services.registers.load import ProductLine, RegisterReport
from catalog.wording.reading import issue_json
from catalog.wording.sentences import say

SHOWN = 200
"""Products that the document names of each kind; all are counted."""


def register(app: typer.Typer) -> None:
    """The command lies in the group of `proof`, which is registered already."""


@proof.command("register")
def register_(
    file: Annotated[Path, typer.Argument(help="the issuer's export: CSV in any encoding, XLSX, XLS or ODS")],
    label: Annotated[str, typer.Option(help="the label whose entries are loaded; rows of others are skipped")],
    date: Annotated[
        str | None, typer.Option(help="the day the export was made; left out: the file's name, else today")
    ] = None,
    whole: Annotated[bool, typer.Option("--whole", help="it lists the whole register, every product group")] = False,
    rehearse: Annotated[bool, typer.Option("--rehearse", help="only say what it would do")] = False,
) -> None:
    """Load a label's public register: a GTIN verifies, a name only proposes, what is gone ends. 1: a proposal waits."""
    if not file.is_file():
        raise NotFound("file.missing", name=str(file))
    entrance = line().entrance
    with file.open("rb") as stream, line().waiting("progress.register"):
        report = entrance.load_register(
            line().actor,
            label,
            file.name,
            entrance.files.put_stream(stream),
            extracted_on=day(date),
            whole=whole,
            dry=rehearse,
        )
    document = _document(report)
    line().tell(document, "\n".join(_text(report, document)))
    if report.plan.proposed or report.reading.rejected:
        leave(PARTLY)


def _document(report: RegisterReport) -> dict[str, Any]:
    reading, plan = report.reading, report.plan
    return {
        "extract": str(report.extract) if report.extract else None, "known": report.known, "label": report.label,
        "extracted_on": report.extracted_on.isoformat(), "age_days": report.age_days,
        "outdated": report.outdated, "provable": report.provable, "rows": reading.rows, "imported": reading.imported,
        "rejected": reading.rejected, "skipped": reading.skipped, "entries": len(reading.entries),
        "others": dict(reading.others), "columns": dict(reading.columns),
        "ignored_columns": list(reading.ignored_columns), "format": reading.format, "encoding": reading.encoding,
        "delimiter": reading.delimiter, "sheet": reading.sheet, "issues": [issue_json(each) for each in reading.issues],
        "verified": len(plan.verified), "proposed": len(plan.proposed), "ended": len(plan.ended), "kept": plan.kept,
        "elsewhere": plan.elsewhere, "unspoken": plan.unspoken, "products": _products(plan),
        "effects": what_if_json(report.effects) if report.effects else None,
    }  # fmt: skip


def _products(plan: Plan) -> dict[str, list[dict[str, Any]]]:
    return {
        "verified": [
            {**_named(each.product), "gtin": each.entry.gtin, "row": each.entry.row} for each in plan.verified[:SHOWN]
        ],
        "proposed": [
            {**_named(each.product), "entry": each.entry.name, "row": each.entry.row, "how": each.proposal.how,
             "score": each.proposal.score}
            for each in plan.proposed[:SHOWN]
        ],
        "ended": [
            {**_named(each.product), "proof": str(each.proof.id), "last_day": each.last_day.isoformat(), "code": each.code,
             "fr": each.told("fr"), "en": each.told("en")}
            for each in plan.ended[:SHOWN]
        ],
    }  # fmt: skip


def _named(product: ProductLine) -> dict[str, Any]:
    return {"supplier": product.supplier, "reference": product.reference, "name": product.name}


def _text(report: RegisterReport, document: dict[str, Any]) -> list[str]:
    language = line().language
    told = [say("register.told.known" if report.known else "register.told.rows", document, language)]
    told.append(say("register.told.plan", document, language))
    told += [say(f"register.told.{name}", document, language) for name in ("outdated",) if report.outdated]
    told += [say("register.told.no_attribute", document, language)] if not report.provable else []
    if document["unspoken"]:
        told.append(say("register.told.unspoken", document, language))
    if document["elsewhere"]:
        told.append(say("register.told.elsewhere", document, language))
    if report.effects:
        told.append(what_if_text(report.effects, language))
    return told + [f"- {issue[language]}" for issue in document["issues"][:SHOWN]]
