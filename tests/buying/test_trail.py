"""Where values come from: after any sequence of imports, corrections, renames and undos each shown value leads to the cell
that holds what was received."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from catalog.access import OPERATOR, Actor
from catalog.errors import Conflict, NotFound, Refusal
from catalog.means.means import Means
from catalog.models import Batch
from catalog.published.shelf import Shelf
from catalog.queries import agreements
from catalog.services.buying.trail import OF_OFFER, OF_PRODUCT, Trail, ValueTrail, trail_of
from catalog.services.intake.receive import Delivery, Mode, prepare, receive
from catalog.services.release.correct import Wanted, correct
from catalog.services.release.publish import publish
from catalog.services.release.rename import rename
from catalog.services.release.undo import undo, undo_batch
from imports.reading import read_here
from imports.tables.raw import kept_rows
from tests import demo_world
from tests.release.world import actor, set_up

ALONE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
HEADERS = {"name": "Désignation", "price": "Prix HT", "description": "Observations", "brand": "Marque", "gtin": "Code EAN",
           "vat": "TVA"}  # fmt: skip
KNOWN = ("A-1", "B-2", "C-3")


class World:
    """A supplier that sends files, and people who work on them. texts: every file's cells, by file name and row."""

    def __init__(self, means: Means, folder: Path, seed: int) -> None:
        self.means, self.folder, self.random = means, folder, random.Random(seed)
        self.files: dict[str, dict[int, dict[str, str]]] = {}
        self.numbers = itertools.count(1)
        self.batches: list[int] = []
        self.renamed: dict[str, str] = {}
        set_up(means)

    def send(self, mode: Mode, fields: list[str]) -> int:
        """A file with these columns, each cell a text that no other file has; published."""
        number = next(self.numbers)
        name = f"fichier_{number}.csv"
        rows = {row: self._cells(reference, row, number, fields) for row, reference in enumerate(KNOWN, 2)}
        head = ";".join(["Réf. article", *(HEADERS[each] for each in fields)])
        lines = [";".join(cells.values()) for cells in rows.values()]
        path = self.folder / name
        path.write_text("\n".join([head, *lines]) + "\n", "utf-8")
        self.files[name] = rows
        delivery = Delivery("HYG", ("ENT-L1",), name, mode)
        read = read_here(path, prepare(OPERATOR, self.means, delivery))
        if read.verdict != "import":
            raise Conflict("batch.asks")
        batch = receive(OPERATOR, self.means, delivery, self.means.files.put(path.read_bytes()), read).batch
        publish(OPERATOR, self.means, [batch])
        self.batches.append(batch)
        return batch

    def _cells(self, reference: str, row: int, number: int, fields: list[str]) -> dict[str, str]:
        same = self.random.random() < 0.15
        sign = f"{1 if same else number}{row}"
        made = {
            "name": f"Savon numéro {sign} doux", "price": f"{sign},50", "description": f"Texte {sign}.",
            "brand": f"Marque{sign}", "gtin": gtin(int(sign)), "vat": self.random.choice(("20", "5,5", "10")),
        }  # fmt: skip
        return {"Réf. article": reference} | {HEADERS[each]: made[each] for each in fields}

    def trail(self, reference: str, who: Actor = OPERATOR) -> Trail:
        shelf = Shelf(self.means.settings.index)
        return trail_of(who, self.means, shelf.edition(self.means), "HYG", reference)

    def act(self) -> None:
        """One thing that may happen next."""
        turn = self.random.random()
        if turn < 0.3:
            self.send("full", ["name", "price", *self._some("description", "brand", "gtin", "vat")])
        elif turn < 0.6:
            self.send("patch", self._some("name", "price", "description", "brand", "gtin", "vat") or ["brand"])
        elif turn < 0.8:
            self._correct()
        elif turn < 0.88:
            undo(OPERATOR, self.means)
        elif turn < 0.94:
            undo_batch(OPERATOR, self.means, self.random.choice(self.batches))
        else:
            old = self.random.choice(KNOWN)
            rename(OPERATOR, self.means, "HYG", old, f"{old}-{next(self.numbers)}", reason="nouvelle référence")

    def _some(self, *fields: str) -> list[str]:
        return [each for each in fields if self.random.random() < 0.5]

    def _correct(self) -> None:
        field, text = self.random.choice((("name", "Savon corrigé"), ("brand", "Corrigée"), ("price", "7.77")))
        wanted = Wanted("HYG", self.random.choice(KNOWN), field, f"{text}", "erreur de saisie")
        correct(OPERATOR, self.means, wanted)


def gtin(number: int) -> str:
    digits = f"370{number:09d}"
    total = sum(int(each) * (3 if place % 2 else 1) for place, each in enumerate(digits))
    return digits + str(-total % 10)


def as_received(each: ValueTrail, text: str) -> object:
    """A cell's text as the value that it is, told here without the reader."""
    if each.field == "price":
        return int(text.replace(",", "")) * 10_000
    if each.field == "vat":
        return int(float(text.replace(",", ".")) * 10_000)
    return text


def faults(world: World) -> Iterator[str]:
    """What of what is shown does not lead to where it was received."""
    for reference in KNOWN:
        try:
            found = world.trail(reference)
        except NotFound:
            continue
        for each in found.values:
            if each.field not in HEADERS or (each.correction and each.correction.received is None):
                continue
            told = f"{reference} {each.field} {each.value!r} <- {each.origin}"
            if each.origin is None or not each.origin.cells or each.origin.row is None:
                yield f"no cell: {told}"
                continue
            cell = each.origin.cells[0]
            if world.files[each.origin.file][each.origin.row].get(cell.column) != cell.text:
                yield f"not what the file holds: {told}"
            received = each.correction.received if each.correction else each.value
            if as_received(each, cell.text) != received:
                yield f"not what was received ({received!r}): {told}"
            if each.correction and each.value == each.correction.received:
                yield f"a correction that does not show: {told}"


@ALONE
@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 5))])
def test_every_shown_value_leads_to_the_cell_that_holds_it(means: Means, tmp_path: Path, seed: int) -> None:
    world = World(means, tmp_path, seed)
    world.send("full", list(HEADERS))
    for _ in range(7):
        try:
            with means.session.begin_nested():
                world.act()
        except Refusal:
            continue
        assert list(faults(world)) == []


@ALONE
def test_a_partial_update_leads_each_value_to_its_own_file(means: Means, tmp_path: Path) -> None:
    world = World(means, tmp_path, 1)
    world.send("full", ["name", "price", "brand"])
    world.send("patch", ["price"])
    world.send("patch", ["brand"])
    found = world.trail("A-1")
    assert {each.field: each.origin.file for each in found.values if each.origin and each.field in HEADERS} == {
        "name": "fichier_1.csv",
        "price": "fichier_2.csv",
        "brand": "fichier_3.csv",
    }
    price = found.of("price", "ENT-L1")
    assert price is not None
    assert [origin.file for origin in price.earlier] == ["fichier_1.csv"]
    assert (price.origin.publication, price.origin.row) == (2, 2) if price.origin else False


@ALONE
def test_what_was_taken_back_is_passed_over(means: Means, tmp_path: Path) -> None:
    world = World(means, tmp_path, 2)
    world.send("full", ["name", "price", "brand"])
    world.send("patch", ["brand"])
    undo(OPERATOR, means)
    brand = world.trail("A-1").of("brand")
    assert brand is not None
    assert brand.origin is not None
    assert (brand.origin.file, brand.earlier) == ("fichier_1.csv", ())


@ALONE
def test_a_correction_stands_beside_what_was_received(means: Means, tmp_path: Path) -> None:
    world = World(means, tmp_path, 3)
    world.send("full", ["name", "price"])
    correct(OPERATOR, means, Wanted("HYG", "A-1", "name", "Savon corrigé", "faute"))
    name = world.trail("A-1").of("name")
    assert name is not None
    assert name.correction is not None
    assert (name.value, name.correction.received) == ("Savon corrigé", "Savon numéro 12 doux")
    assert (name.correction.reason, name.origin.cells[0].text if name.origin else "") == (
        "faute",
        "Savon numéro 12 doux",
    )


@ALONE
def test_members_see_file_place_and_day_and_no_person(means: Means, tmp_path: Path) -> None:
    world = World(means, tmp_path, 4)
    world.send("full", ["name", "price"])
    world.send("patch", ["name"])
    correct(OPERATOR, means, Wanted("HYG", "A-1", "name", "Savon corrigé", "faute"))
    buyer = actor("buyer", "member", _organisation(means, "CRECHE"), "CRECHE")
    seen = world.trail("A-1", buyer)
    assert {(each.correction, each.earlier) for each in seen.values} == {(None, ())}
    assert {each.origin.received_by for each in seen.values if each.origin} == {None}
    other = actor("supplier", "supplier", _organisation(means, "AUTRE"), "AUTRE")
    with pytest.raises(NotFound):
        world.trail("A-1", other)


def _organisation(means: Means, code: str) -> int:
    return agreements.organisations(means.session, [code])[code].id


@ALONE
def test_every_field_of_the_sheet_has_its_trail(means: Means, tmp_path: Path) -> None:
    world = World(means, tmp_path, 5)
    world.send("full", list(HEADERS))
    shown = {each.field for each in world.trail("A-1").values}
    assert shown <= {*OF_PRODUCT, *OF_OFFER}
    assert set(HEADERS) <= shown


def test_every_claim_and_value_of_the_demonstration_leads_to_its_cell(demo_home: Path) -> None:
    demo = demo_world.on(demo_home, demo_world.DAY)
    told = 0
    with demo.reading() as means:
        edition = demo.shelf.edition(means)
        rows = {
            batch.id: kept_rows(means.files.path(batch.rows))
            for batch in means.session.scalars(select(Batch))
            if batch.rows
        }
        for offer in list(edition.offers)[::25]:
            row = edition.row(offer)
            assert row is not None
            found = trail_of(OPERATOR, means, edition, row.supplier, row.reference)
            assert [each.field for each in found.values if each.origin is None or not each.origin.cells] == []
            for claim in (each for tag in found.tags for each in tag.claims):
                cells = next(iter(rows[claim.origin.batch].of_rows({claim.origin.row or 0}).values()))
                assert claim.claim.quote in cells[claim.claim.column or ""]
                told += 1
    assert told > 20
