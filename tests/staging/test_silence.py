"""An empty cell takes nothing back: whatever cells the next file leaves empty, no product is shown better for it."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.published.as_written import product_of
from catalog.staging.changes import Changes, Standing, changes
from catalog.staging.columns import STAGED, complete
from catalog.staging.corrections import Corrected, over
from catalog.staging.silence import family_left
from catalog.staging.stage import StagedLot, stage
from catalog.tagging.engine import tags_of
from catalog.tagging.families import family_words
from catalog.tagging.records import Product, Proof
from imports.reading import read_here
from imports.record import Request, Words
from tests.tagging.samples import CERTIFICATE, CLEAN, DAY, LIST, PROOF, SHEET, sheet, vocabulary

Line = Mapping[str, str]
FIELDS = {
    "Référence": "reference", "Désignation": "name", "Descriptif": "description", "Marque": "brand", "Code EAN": "gtin",
    "Famille": "family", "Prix HT": "price", "Dangers": "hazard_codes", "Remanufacturé": "claim:remanufactured",
    "Labels": "label", "Crèche": "claim:early_childhood",
}  # fmt: skip
NAMED = ("Référence", "Désignation", "Prix HT")
"""The cells without which a line offers nothing."""
LEAVABLE = tuple(header for header in FIELDS if header not in NAMED)
TONER = {"Référence": "T1", "Désignation": "Toner HP 26A noir", "Prix HT": "30,00", "Famille": "Toners"}
CLEANER = {"Référence": "N1", "Désignation": "Nettoyant sols", "Prix HT": "4,10", "Famille": "Produits de nettoyage"}
CARTRIDGES, CLEANERS = (StagedLot("L1", "Lot 1", "EUR", family) for family in ("PRINT_CONSUMABLES", "CLEANING"))
ANY = StagedLot("L1", "Lot 1", "EUR", None)


def changed(lines: Sequence[Line], before: Changes | None = None, *, without: Set[str] = frozenset(), lot: StagedLot = ANY,
            erase: bool = False, full: bool = True, corrections: Sequence[Corrected] = ()) -> Changes:  # fmt: skip
    """What a file of these lines, written as CSV and read by the importer, changes over what an earlier one left."""
    stands = _standing(before)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tarif.csv"
        path.write_bytes(_written(lines, without))
        told = {header: name for header, name in FIELDS.items() if header not in without}
        reading = read_here(path, Request("tarif.csv", mapping=told, words=Words(families=family_words(vocabulary()))))
    assert (reading.verdict, reading.imported) == ("import", len(lines))
    table = stage(reading, [lot], vocabulary(), by_column=False).table
    table = family_left(table, stands.products, frozenset(reading.columns.values()), erase=erase)
    table, _ = over(table, reading.columns, corrections, keep=False, erase=erase)
    return changes(table, reading.columns, stands, full=full, erase=erase)


def _standing(before: Changes | None) -> Standing:
    return Standing() if before is None else Standing(before.product_rows, before.offer_rows)


def _written(lines: Sequence[Line], without: Set[str]) -> bytes:
    text = io.StringIO()
    headers = [header for header in FIELDS if header not in without]
    writer = csv.DictWriter(text, headers, delimiter=";", restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode("utf-8")


def products(*files: Changes) -> dict[str, Product]:
    """Each product as the last of these files that changed it left it."""
    rows = {reference: row for found in files for reference, row in found.product_records()}
    return {reference: product_of(row, "BRUME", quoted=True) for reference, row in rows.items()}


def shown(item: Product, proofs: Sequence[Proof]) -> dict[str, tuple[bool, bool]]:
    """attribute -> whether it is yes, and whether a tolerant range takes it."""
    tags = tags_of(item, proofs, (), vocabulary(), DAY)
    return {code: (tag.state == "yes", tag.meets("tolerant")) for code, tag in tags.items()}


STRANGER = replace(SHEET, id=7, sheet=replace(CLEAN, gtins=("03700000000112",)))
"""A sheet of another article number: a product that names its own is not meant."""
COMPLETE = (PROOF, SHEET, LIST, CERTIFICATE)
PROOFS = (COMPLETE, (PROOF, STRANGER, LIST), (*COMPLETE, replace(sheet("H412"), id=8)), (PROOF, CERTIFICATE))
"""What documents a product may have. With the first, a product of which its file says nothing wrong is suited and ecolabelled."""
CELLS: Mapping[str, Sequence[str]] = {
    "Désignation": ["Toner compatible HP 26A", "Toner remanufacturé", "Désinfectant TP2", "Nettoyant sols, spray"],
    "Descriptif": ["", "Compatible, 100 % neuf", "Contient EUH208, mention de danger H317", "En spray", "Pour crèche", "Écolabel UE"],
    "Marque": ["", "Ondine", "Sols"],
    "Code EAN": ["", "3700000000013"],
    "Famille": ["", "Toners", "Produits de nettoyage", "Jouets", "Désinfectants"],
    "Dangers": ["", "H317", "H412, EUH208", "aucune", "H319"],
    "Remanufacturé": ["", "non", "oui", "sans objet"],
    "Labels": ["", "compatible", "FR/020/901", "Écolabel UE", "100 % neuf"],
    "Crèche": ["", "non", "oui"],
}  # fmt: skip
FILLED = st.lists(
    st.sampled_from(list(CELLS)).flatmap(lambda name: st.tuples(st.just(name), st.sampled_from(CELLS[name]))),
    min_size=1, max_size=2,
).map(dict)  # fmt: skip
LINES = st.builds(lambda line, more: {**line, **more}, st.sampled_from([CLEANER, TONER]), FILLED)
"""A product of which its file says a few things more."""


@settings(max_examples=80, deadline=None)
@given(st.lists(LINES, min_size=3, max_size=6), st.data(),
       st.sets(st.sampled_from(LEAVABLE), max_size=3), st.sampled_from([ANY, CARTRIDGES, CLEANERS]), st.booleans())  # fmt: skip
def test_an_empty_cell_improves_no_rate(
    told: list[dict[str, str]], data: Any, without: set[str], lot: StagedLot, full: bool
) -> None:
    """Two later files leave cells empty, or whole columns out: nothing of what was not yes is yes, whatever documents say."""
    lines = [{**line, "Référence": f"R{place}", "Prix HT": "2,00"} for place, line in enumerate(told)]
    files = [changed(lines, lot=lot)]
    first = products(*files)
    for again in (frozenset(without), frozenset()):
        left = [data.draw(st.sets(st.sampled_from([name for name in line if name in LEAVABLE]))) for line in lines]
        kept = [{name: cell for name, cell in line.items() if name not in gone}
                for line, gone in zip(lines, left, strict=True)]  # fmt: skip
        files.append(changed(kept, _stood(files), without=again, lot=lot, full=full))
        after = first | products(*files)
        for (reference, item), proofs in product(first.items(), PROOFS):
            before, now = shown(item, proofs), shown(after[reference], proofs)
            assert all(now[code] <= before[code] and now[code][1] <= before[code][1] for code in before), reference


def _stood(files: Sequence[Changes]) -> Changes:
    """What stands after all of these files: a file changes only what it says otherwise."""
    rows: dict[str, Any] = {}
    for found in files:
        rows |= {row["reference"]: row for row in found.product_rows.to_pylist()}
    table = files[0].product_rows
    return Changes(
        product_rows=type(table).from_pylist(list(rows.values()), schema=table.schema), offer_rows=files[0].offer_rows
    )


@pytest.mark.parametrize(
    ("line", "header", "field", "stands"),
    [
        (CLEANER | {"Dangers": "H317, EUH208"}, "Dangers", "hazard_codes", "H317, EUH208"),
        (TONER | {"Remanufacturé": "non"}, "Remanufacturé", "claims", "non"),
        (TONER | {"Descriptif": "Compatible, 100 % neuf"}, "Descriptif", "description", "Compatible, 100 % neuf"),
        (TONER | {"Désignation": "Toner compatible"}, "Famille", "family", "PRINT_CONSUMABLES"),
        (CLEANER | {"Code EAN": "3700000000013"}, "Code EAN", "gtin", "3700000000013"),
        (CLEANER | {"Marque": "Ondine"}, "Marque", "brand", "Ondine"),
    ],
)
def test_what_a_later_file_leaves_empty_stands_and_is_told(line: Line, header: str, field: str, stands: str) -> None:
    first = changed([line], lot=CLEANERS)
    silent = changed([{name: cell for name, cell in line.items() if name != header}], first, lot=CLEANERS)
    assert silent.cells == ()
    assert silent.left_rows.to_pylist() == [{"reference": line["Référence"], "field": field, "value": stands}]
    erased = changed([{name: cell for name, cell in line.items() if name != header}], first, lot=CLEANERS, erase=True)
    assert field in {cell.field for cell in erased.cells}
    assert erased.left_rows == silent.left_rows


@pytest.mark.parametrize("word", ["aucune", "Non classé", "néant", "Not classified as hazardous"])
def test_a_file_that_says_that_there_is_no_hazard_takes_the_codes_back(word: str) -> None:
    first = changed([CLEANER | {"Dangers": "H317"}])
    later = changed([CLEANER | {"Dangers": word}], first)
    assert [(cell.field, cell.before, cell.after) for cell in later.cells] == [("hazard_codes", ["H317"], [])]


@pytest.mark.parametrize("word", ["-", "nc", "n/a", "pas de données disponibles"])
def test_a_dash_says_nothing(word: str) -> None:
    first = changed([CLEANER | {"Dangers": "H317"}])
    assert changed([CLEANER | {"Dangers": word}], first).cells == ()


@pytest.mark.parametrize(
    ("before", "now", "against"),
    [
        ({"Remanufacturé": "non"}, {"Remanufacturé": "oui"}, []),
        ({"Remanufacturé": "non"}, {"Remanufacturé": "en cours"}, ["non"]),
        ({"Remanufacturé": "non"}, {"Labels": "remanufacturé"}, ["non"]),
        ({"Labels": "100 % neuf"}, {"Remanufacturé": "oui"}, ["100 % neuf"]),
        ({"Labels": "100 % neuf"}, {"Labels": "Écolabel UE"}, []),
        ({"Descriptif": "100 % neuf"}, {"Descriptif": "Noir"}, []),
        ({"Désignation": "Toner 100 % neuf"}, {}, []),
    ],
)
def test_a_word_against_stays_until_the_same_cell_says_another(before: Line, now: Line, against: list[str]) -> None:
    first = changed([{**TONER, **before}])
    after = products(first, changed([{**TONER, **now}], first))["T1"]
    assert [claim.quote for claim in after.claims if claim.against] == against


def test_a_word_against_stays_under_a_title_that_the_next_file_has_no_more_and_yields_to_any_cell() -> None:
    first = changed([TONER | {"Remanufacturé": "non"}])
    renamed = changed([TONER], first, without={"Remanufacturé"})
    assert renamed.cells == ()
    answered = products(first, changed([TONER | {"Labels": "remanufacturé"}], first, without={"Remanufacturé"}))["T1"]
    assert [claim.against for claim in answered.claims] == [False]


def test_the_family_of_the_lot_gives_way_to_one_that_a_file_named_and_follows_its_lot_where_none_did() -> None:
    named = changed([TONER], lot=CLEANERS)
    unnamed = {name: cell for name, cell in TONER.items() if name != "Famille"}
    assert changed([unnamed], named, lot=CLEANERS).cells == ()
    assert changed([unnamed], named, lot=CLEANERS, without={"Famille"}).cells == ()
    lots = changed([unnamed], lot=CLEANERS)
    moved = changed([unnamed], lots, lot=CARTRIDGES)
    assert [(cell.field, cell.before, cell.after) for cell in moved.cells] == [
        ("family", "CLEANING", "PRINT_CONSUMABLES")
    ]


def test_a_correction_outlives_a_file_that_leaves_its_cell_empty() -> None:
    first = changed([CLEANER | {"Dangers": "H317"}])
    row = first.product_rows.to_pylist()[0] | {"hazard_codes": []}
    corrected = Changes(product_rows=type(first.product_rows).from_pylist([row], schema=first.product_rows.schema),
                        offer_rows=first.offer_rows)  # fmt: skip
    held = Corrected(1, "N1", None, "hazard_codes", [], ["H317"], "vu sur la fiche")
    assert changed([CLEANER], corrected, corrections=[held]).cells == ()
    assert changed([CLEANER | {"Dangers": "H317"}], corrected, corrections=[held]).cells == ()
    told = changed([CLEANER | {"Dangers": "H318"}], corrected, corrections=[held])
    assert [cell.after for cell in told.cells] == [["H318"]]


def test_what_stands_is_told_to_come_from_the_earlier_file() -> None:
    first = changed([TONER | {"Remanufacturé": "non", "Dangers": "H317"}])
    later = changed([TONER | {"Désignation": "Toner HP 26A"}], first).product_rows.to_pylist()[0]
    assert (later["hazards_carried"], later["claims_carried"], later["family_told"]) == (True, [True], True)
    said = changed([TONER | {"Désignation": "Toner HP 26A", "Remanufacturé": "non", "Dangers": "H317"}], first)
    assert [said.product_rows[name][0].as_py() for name in ("hazards_carried", "claims_carried")] == [False, [False]]


def test_a_file_staged_by_an_earlier_release_says_nothing_that_it_did_not_say() -> None:
    rows = [{"reference": "A", "hazard_codes": []}, {"reference": "B", "hazard_codes": ["H317"]}]
    earlier = pa.Table.from_pylist(rows, schema=STAGED).drop_columns(["family_told"])
    found = complete(earlier)
    assert found.schema.equals(STAGED)
    assert found.select(["hazard_codes", "family_told"]).to_pylist() == [
        {"hazard_codes": None, "family_told": None}, {"hazard_codes": ["H317"], "family_told": None},
    ]  # fmt: skip
    today = pa.Table.from_pylist(rows, schema=STAGED)
    assert complete(today)["hazard_codes"].to_pylist() == [[], ["H317"]]
