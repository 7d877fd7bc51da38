"""A range as on a day: the same hash on both databases and later on, the same bytes once issued."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from catalog.access import OPERATOR
from catalog.errors import Invalid, NotAllowed, NotFound
from catalog.means.means import Means
from catalog.queries import ranges
from catalog.services.proofs import check
from catalog.services.ranges.content import content
from catalog.services.ranges.draft import ByHand, Change, change, decide, open_draft, start
from catalog.services.ranges.export import RangeExported, export
from catalog.services.ranges.publish import publish_draft
from tests.ranges.stage import FIRST, ROWS, Stage, build_stage
from tests.ranges.validated import validate_all

HASH = "7cc45d056b8eae88e192ac6de136a16ade6d1f5a3f6db92bbf94ce94a76e8cc7"


@pytest.fixture
def stage(means: Means) -> Stage:
    made = build_stage(means)
    drafted(made, Change(attributes=("ecolabelled",), description_fr="Sols.", description_en="Floors."))
    validate_all(made.means)
    return made


def drafted(stage: Stage, wanted: Change) -> int:
    """The next version of the range "sols", written by Ada, published by Bea."""
    ada, bea = stage.actors["Ada"], stage.actors["Bea"]
    known = "sols" in stage_codes(stage)
    draft = open_draft(ada, stage.means, "sols") if known else start(ada, stage.means, "sols", "Sols", "Floors")
    draft = change(ada, stage.means, "sols", draft.sequence, wanted)
    draft = decide(ada, stage.means, "sols", draft.sequence, ByHand("HYG", "R-4", "out", "=1+1"))
    return publish_draft(bea, stage.means, "sols", draft.sequence)


def stage_codes(stage: Stage) -> list[str]:
    return list(ranges.last_versions(stage.means.session))


def issued(
    stage: Stage, day: dt.date = FIRST, format: str = "xlsx", language: str = "fr", who: str = "Ada"
) -> RangeExported:
    return export(stage.actors[who], stage.means, stage.edition(day), "sols", format, language)


def test_as_on_a_day_after_three_publications_and_twenty_decisions(stage: Stage) -> None:
    first = {format: issued(stage, format=format) for format in ("xlsx", "csv")}
    assert (first["xlsx"].offers, first["xlsx"].again, first["xlsx"].issue, first["csv"].issue) == (4, False, 1, 2)

    stage.on(dt.date(2026, 11, 24))
    stage.publish("c", ("R-1", "Un autre nom", "9.00"), ("R-2", "Nettoyant sols numéro 2", "8.00"), mode="patch")
    stage.on(dt.date(2026, 11, 25))
    stage.publish("d", *ROWS[:3], answers={"withdraw": "yes"})
    stage.publish("e", ("A-1", "Encore un nom", "3.00"), supplier="AUTRE", mode="patch")
    for turn in range(20):
        number = stage.prove(f"R-{turn % 3 + 1}")
        check.check(OPERATOR, stage.means, number, turn % 2 == 0, "revu")
    assert drafted(stage, Change(families=("CLEANING",))) == 2
    validate_all(stage.means)

    for format, before in first.items():
        again = issued(stage, format=format)
        assert (again.again, again.issue, again.content_hash) == (True, before.issue, before.content_hash)
        assert again.content == before.content
    now = issued(stage, dt.date(2026, 11, 25))
    assert now.content_hash != first["xlsx"].content_hash
    assert (now.version, now.issue, now.again) == (2, 3, False)


def test_a_file_never_issued_on_its_day_carries_the_same_hash_later(stage: Stage) -> None:
    before = content(stage.actors["Ada"], stage.means, stage.edition(), "sols")
    stage.on(dt.date(2026, 12, 3))
    stage.publish("c", ("R-1", "Un autre nom", "9.00"), mode="patch")
    late = issued(stage, FIRST)
    assert late.content_hash == before.content.content_hash
    assert not late.again


def test_the_hash_is_the_same_on_every_database(stage: Stage) -> None:
    assert content(OPERATOR, stage.means, stage.edition(), "sols").content.content_hash == HASH


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_csv_says_what_it_is_and_no_cell_is_a_formula(stage: Stage) -> None:
    made = issued(stage, format="csv", language="en")
    lines = list(csv.reader(io.StringIO(made.content.decode("utf-8-sig")), delimiter=";"))
    said = [line[0] for line in lines if len(line) == 1]
    assert said == [
        "Floors",
        "Range “sols”, version 1",
        "The tag “Ecolabelled” is “yes”: a checked proof in force covers the product.",
        "Strict profile: a reserve, a note or a missing document is enough to leave the product out.",
        "As on 22\u00a0November 2026, by what was recorded by the end of that day.",
        f"Content hash (SHA-256): {made.content_hash}",
        "Export no. 1 of this range.",
        "Validation records an identity, an authority and a hash: it is no electronic signature and amends no contract."
        " Prices are in the catalogue.",
    ]
    header = next(place for place, line in enumerate(lines) if line[:2] == ["Supplier", "Reference"])
    assert [line[:3] for line in lines[header + 1 :]] == [
        ["Autre", "A-1", "Nettoyant vitres"], ["Hygiene", "R-1", "Nettoyant sols numéro 1"],
        ["Hygiene", "R-2", "Nettoyant sols numéro 2"], ["Hygiene", "R-3", "Nettoyant sols numéro 3"],
    ]  # fmt: skip
    proof = dict(zip(lines[header], lines[header + 2], strict=True))
    assert (proof["Ecolabelled"], proof["Ecolabelled: number"], proof["Ecolabelled: end of the proof"]) == (
        "yes", "FR/020/118", "2027-12-31",
    )  # fmt: skip


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_reason_or_name_that_looks_like_a_formula_stays_text(stage: Stage) -> None:
    stage.publish("c", ("R-1", "=HYPERLINK(1)", "1.50"), mode="patch")
    ada = stage.actors["Ada"]
    draft = decide(
        ada, stage.means, "sols", open_draft(ada, stage.means, "sols").sequence, ByHand("HYG", "R-1", "in", "+1")
    )
    publish_draft(stage.actors["Bea"], stage.means, "sols", draft.sequence)
    validate_all(stage.means)
    sheet = load_workbook(io.BytesIO(issued(stage).content)).active
    assert isinstance(sheet, Worksheet)
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value in ("=HYPERLINK(1)", "+1")]
    assert [(cell.value, cell.data_type) for cell in cells] == [("=HYPERLINK(1)", "s"), ("+1", "s")]
    text = issued(stage, format="csv").content.decode("utf-8-sig")
    assert '"\'=HYPERLINK(1)"' in text
    assert '"\'+1"' in text


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_each_is_given_what_it_may_see(stage: Stage) -> None:
    assert issued(stage, who="Mia").content == issued(stage, who="Ada").content, "who sees the same has the same file"
    own = issued(stage, who="Hugo", format="csv")
    assert own.offers == 3
    assert b"A-1" not in own.content
    with pytest.raises(NotAllowed):
        issued(stage, who="Dora")
    with pytest.raises(NotFound):
        export(stage.actors["Ada"], stage.means, stage.edition(), "ailleurs")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_formats_that_are_none_are_refused_in_words(stage: Stage) -> None:
    with pytest.raises(Invalid) as refused:
        issued(stage, format="docx")
    assert (refused.value.code, refused.value.params["choices"]) == ("range.format", "xlsx, csv, pdf, ubl")
    with pytest.raises(Invalid) as early:
        issued(stage, dt.date(2026, 11, 23))
    assert early.value.code == "range.day_to_come"
