"""Commands about agreements: their lots and price clauses, the schedule of a lot, values of price indices."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import typer

from catalog.cli.frame import PARTLY, counted, leave, line
from catalog.errors import Invalid, NotFound
from catalog.services.agreements import index, schedule
from catalog.services.agreements.schedule import ScheduleChange, ScheduleReport
from catalog.services.agreements.show import HolderTerms, LotSheet, agreement_sheet, agreement_sheets
from catalog.wording.formats import decimal_text
from catalog.wording.sentences import NOTHING, named, say

lot_app = typer.Typer(no_args_is_help=True, help="Lots of framework agreements.")
index_app = typer.Typer(no_args_is_help=True, help="Price indices of revision formulas.")


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    lot_app.command("list")(lot_list)
    lot_app.command("show")(lot_show)
    lot_app.command("schedule")(lot_schedule)
    index_app.command("list")(index_list)
    index_app.command("add")(index_add)
    app.add_typer(lot_app, name="lot")
    app.add_typer(index_app, name="index")


def lot_list() -> None:
    """List the lots with their agreement, dates, holders and the kind of their price clause today."""
    with line().entrance.reading() as means:
        sheets = agreement_sheets(line().actor, means)
    lots = [_lot(each, sheet.terms.code) for sheet in sheets for each in sheet.lots]
    line().tell({"lots": lots}, "\n".join(_lot_text(each) for each in lots))


def lot_show(code: Annotated[str, typer.Argument(help="the lot")]) -> None:
    """Print one lot with its terms and every price clause recorded for it, the one that begins last first."""
    with line().entrance.reading() as means:
        for each in agreement_sheets(line().actor, means):
            found = next((lot for lot in each.lots if lot.terms.code == code), None)
            if found:
                sheet = agreement_sheet(line().actor, means, each.terms.code)
                document = _lot(found, sheet.terms.code) | {"clauses": [_clause(kept) for kept in found.clauses]}
                line().tell(document, "\n".join([_lot_text(document), *map(_clause_text, document["clauses"])]))
                return
    raise NotFound("lot.not_found", lot=code)


def lot_schedule(
    code: Annotated[str, typer.Argument(help="the lot")],
    file: Annotated[Path, typer.Argument(help="the schedule: any table with a reference and a price")],
    supplier: Annotated[str, typer.Option(help="the holder whose schedule it is")],
    since: Annotated[str | None, typer.Option("--from", help="the first day of its prices (default: today)")] = None,
    full: Annotated[bool, typer.Option("--full", help="lines that it does not name end that day")] = False,
    dry: Annotated[bool, typer.Option("--dry", help="rehearse: write nothing")] = False,
    mapping: Annotated[list[str] | None, typer.Option("--map", help='"Header=field", repeatable')] = None,
) -> None:
    """Load the unit price schedule (BPU) of a holder of a lot; read as catalogue files are."""
    if not file.is_file():
        raise NotFound("file.missing", name=str(file))
    pairs = dict(each.rsplit("=", 1) for each in mapping or () if "=" in each)
    with line().entrance.reading() as means:
        request = schedule.schedule_request(line().actor, means, code, supplier, file.name, pairs)
        day = _day(since) or means.clock.today()
    with line().waiting("progress.reading", file=file.name):
        reading = schedule.read_schedule(file, request)
    with line().entrance.writing() as means:
        report = schedule.load_schedule(line().actor, means, code, supplier, reading, day, full=full, dry=dry)
    document = _report(report, dry)
    line().tell(document, _report_text(document))
    leave(PARTLY if report.rejected else 0)


def index_list() -> None:
    """List the price indices with their values."""
    with line().entrance.reading() as means:
        found = index.indices(line().actor, means)
    listed = [
        {"code": each.code, "fr": each.name_fr, "en": each.name_en, "source": each.source, "confidence": each.confidence,
         "values": {value.month: value.payload["value"] for value in each.values}}
        for each in found
    ]  # fmt: skip
    text = "\n".join(_index_text(each) for each in listed)
    line().tell({"indices": listed}, text)


def index_add(
    code: Annotated[str, typer.Argument(help="the index")],
    month: Annotated[str, typer.Argument(help="YYYY-MM")],
    value: Annotated[str, typer.Argument(help="its value")],
    source: Annotated[str, typer.Option(help="where it was read")],
    reason: Annotated[str, typer.Option(help="why it is recorded")],
    confidence: Annotated[str, typer.Option(help="how sure it is")] = "verified",
) -> None:
    """Record the value of an index for a month."""
    with line().entrance.writing() as means:
        key = index.add_value(
            line().actor,
            means,
            code=code,
            month=month,
            value=value,
            source=source,
            confidence=confidence,
            reason=reason,
        )
    line().tell({"index": key}, key)


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Invalid("option.day", value=text) from error


def _lot(sheet: LotSheet, agreement: str) -> dict[str, Any]:
    terms, clause = sheet.terms, sheet.clause
    return {
        "lot": terms.code, "name": terms.name, "agreement": agreement, "currency": terms.currency,
        "starts": terms.starts.isoformat(), "ends": terms.ends.isoformat(), "holders": list(terms.holders),
        "ranks": dict(terms.ranks), "allocation": terms.allocation, "families": list(terms.families),
        "areas": list(terms.areas), "maximum": decimal_text(terms.maximum),
        "minimum_order": decimal_text(terms.minimum_order), "renewals": terms.renewals,
        "renewal_months": terms.renewal_months, "delivery": {code: _delivery(each) for code, each in terms.held.items()},
        "clause": _clause(clause) if clause else None,
    }  # fmt: skip


def _delivery(held: HolderTerms) -> dict[str, Any]:
    """A holder's own terms; an amount that is not known is null."""
    amounts = {
        name: decimal_text(getattr(held, name)) for name in ("minimum_order", "free_delivery_from", "delivery_fee")
    }
    return amounts | {"lead_time_days": held.lead_time_days}


def _lot_text(lot: dict[str, Any]) -> str:
    kind = _kind(lot["clause"]) if lot["clause"] else NOTHING
    return f"{lot['lot']}  {lot['name']}  {lot['starts']} .. {lot['ends']}  {', '.join(lot['holders'])}  {kind}"


def _clause(kept: Any) -> dict[str, Any]:
    return {"kind": kept.kind, "from": kept.valid_from.isoformat(), "terms": dict(kept.terms), "source": kept.source}


def _clause_text(clause: dict[str, Any]) -> str:
    """The clause with its terms, one a line."""
    language = line().language
    told = {"kind": _kind(clause), "since": dt.date.fromisoformat(clause["from"]), "source": clause["source"]}
    terms = [say(f"clause.word.{name}", {"value": _term(each)}, language) for name, each in clause["terms"].items()]
    return "\n".join([say("clause.about", told, language), *(f"    {each}" for each in terms)])


def _kind(clause: dict[str, Any]) -> str:
    return say(f"clause.kind.{clause['kind']}", {}, line().language)


def _term(value: object) -> str:
    """A term as a person reads it: the weights of indices, the discounts of families, days, a figure."""
    if isinstance(value, dict):
        return ", ".join(f"{named('family', code, line().language)} {each} %" for code, each in value.items())
    if isinstance(value, list):
        return ", ".join(f"{each['code']} {each['weight']}" if isinstance(each, dict) else str(each) for each in value)
    return say(f"clause.per.{value}", {}, line().language) if value in ("revision", "year") else str(value)


def _index_text(listed: dict[str, Any]) -> str:
    """The index with its values, one a line, the newest first."""
    values = [f"  {month}  {value}" for month, value in sorted(listed["values"].items(), reverse=True)]
    return "\n".join([f"{listed['code']}  {listed[line().language]}", *values])


def _report(report: ScheduleReport, dry: bool) -> dict[str, Any]:
    return {
        "rehearsal": dry, "from": report.valid_from.isoformat(), "new": report.new, "changed": report.changed,
        "ended": report.ended, "same": report.same, "rejected": report.rejected,
        "lines": [_change(each) for each in report.lines],
    }  # fmt: skip


def _change(each: ScheduleChange) -> dict[str, Any]:
    return {"reference": each.reference, "before": decimal_text(each.before), "after": decimal_text(each.after)}


def _report_text(document: dict[str, Any]) -> str:
    names = ("new", "changed", "ended", "same", "rejected")
    return f"{document['from']}  {counted({name: document[name] for name in names})}"
