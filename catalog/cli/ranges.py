"""Commands about dedicated ranges: list, show, export, compare; publish a draft, validate for the central body."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from catalog.asking import day
from catalog.cli.frame import line
from catalog.errors import Invalid
from catalog.services.ranges.content import content
from catalog.services.ranges.draft import drafts
from catalog.services.ranges.export import export as export_range
from catalog.services.ranges.preview import compare as compare_versions
from catalog.services.ranges.publish import publish_draft
from catalog.services.ranges.show import list_ranges, show_range
from catalog.services.ranges.validate import validate as validate_version
from catalog.validating.drafted import Moves, RangeMover
from catalog.wording.sentences import say

ranges = typer.Typer(no_args_is_help=True, help="Dedicated ranges: a rule with its versions, validated by both sides.")
Code = Annotated[str, typer.Argument(help="the range")]
OnDay = Annotated[str | None, typer.Option(help="the day, YYYY-MM-DD")]


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.add_typer(ranges, name="range")


@ranges.command("list")
def list_() -> None:
    """The dedicated ranges the actor may see."""
    with line().entrance.reading() as means:
        found = [each.json() for each in list_ranges(line().actor, means)]
    line().tell(
        {"ranges": found},
        "\n".join(f"{each['code']:<28} v{each['version']} {each[line().language]['name']}" for each in found),
    )


@ranges.command()
def show(code: Code, on: OnDay = None) -> None:
    """One range: its rule in words, its version and date, what it holds, its content hash."""
    entrance = line().entrance
    with entrance.reading() as means:
        edition = entrance.shelf.edition(means, day(on))
        sheet = show_range(line().actor, means, code, edition.on).json()
        held = content(line().actor, means, edition, code).json()
    found = sheet | {name: held[name] for name in ("on", "versions", "content_hash", "offers")}
    told = found[line().language]
    hashed = f"{found['on']}: {found['offers']}, sha256 {found['content_hash']}"
    line().tell(found, "\n".join([told["name"], told["description"] or "", *told["rule"], hashed]))


@ranges.command()
def export(
    code: Code,
    output: Annotated[Path, typer.Option("-o", "--output", help="the file to write")],
    format_: Annotated[str, typer.Option("--format", help="xlsx, csv, pdf or ubl")] = "xlsx",
    on: OnDay = None,
) -> None:
    """A range as on a day, as a file with its content hash; the same bytes once issued."""
    entrance = line().entrance
    with entrance.writing() as means:
        edition = entrance.shelf.edition(means, day(on))
        made = export_range(line().actor, means, edition, code, format_, line().language)
    try:
        output.write_bytes(made.content)
    except OSError as error:
        raise Invalid("file.not_written", name=str(output)) from error
    line().tell(made.json(), f"{output}: {made.offers}, {made.content_hash}")


@ranges.command()
def compare(
    code: Code,
    before: Annotated[int, typer.Argument(help="the earlier version")],
    after: Annotated[int, typer.Argument(help="the later version")],
    on: OnDay = None,
) -> None:
    """Two versions of a range: which offers the later rule takes in and leaves out."""
    entrance = line().entrance
    with entrance.reading() as means:
        found = compare_versions(line().actor, means, entrance.shelf.edition(means, day(on)), code, before, after).moves
    document = {"range": code, "versions": [before, after], **moves_json(found)}
    line().tell(document, moves_text(found, line().language))


@ranges.command()
def validate(code: Code) -> None:
    """Validate the last version for the central body; its content hash."""
    with line().entrance.writing() as means:
        made = validate_version(line().actor, means, code)
    line().tell({"range": code, "content_hash": made}, made)


@ranges.command()
def publish(code: Code) -> None:
    """Make the draft a version, validated for the central body; the version's number."""
    with line().entrance.writing() as means:
        draft = drafts(line().actor, means).get(code)
        number = publish_draft(line().actor, means, code, draft.sequence if draft else 0)
    line().tell({"range": code, "version": number}, str(number))


def moves_json(found: Moves) -> Mapping[str, Any]:
    """Counts, counts by supplier, and the offers named."""
    return {
        "before": found.before,
        "after": found.after,
        "entering_total": found.entering_count,
        "leaving_total": found.leaving_count,
        "entering": [_mover(each) for each in found.entering],
        "leaving": [_mover(each) for each in found.leaving],
        "suppliers": {
            each.supplier: {
                "before": each.before,
                "after": each.after,
                "entering": each.entering,
                "leaving": each.leaving,
            }
            for each in found.by_supplier
        },
    }


def moves_text(found: Moves, language: str) -> str:
    """How many before and after, then a line an offer named, with why it enters (+) or leaves (-)."""
    told = [f"{found.before} → {found.after}  +{found.entering_count} -{found.leaving_count}"]
    for sign, several in (("+", found.entering), ("-", found.leaving)):
        for each in several:
            why = say(each.reason.code, each.reason.params, language)
            told.append(f"{sign} {each.supplier}/{each.reference}  {each.lot}  {each.name}: {why}")
    return "\n".join(told)


def _mover(each: RangeMover) -> dict[str, Any]:
    told = {language: say(each.reason.code, each.reason.params, language) for language in ("fr", "en")}
    return {"supplier": each.supplier, "reference": each.reference, "lot": each.lot, "name": each.name, **told}
