"""Random products against an oracle of their own; one value flipped moves only the lines it should; empty is never better."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.tagging.engine import tags_of
from catalog.tagging.records import Contest, Product, Proof, Ruling, Tag
from catalog.tagging.sheets import Ingredients, Substance
from tests.tagging.samples import DAY, LIST, PROOF, SHEET, product, sheet, vocabulary

OVER = dt.date(2026, 11, 21)
CHILD, ECO = "early_childhood", "ecolabelled"
CELLS = ("", "H317", "H319", "H412", "H999", "H290")
SHEETS: Mapping[str, Proof | None] = {
    "none": None, "clean": SHEET, "H317": sheet("H317"), "H319": sheet("H319"), "H412": sheet("H412"),
    "MIT": sheet(cas=["2682-20-4"]), "aged": sheet(revised=dt.date(2023, 3, 1)), "old format": sheet(older_format=True),
    "unreadable": sheet(readable=False), "stranger": sheet(name="Décapant four"), "waits": replace(SHEET, accepted=None),
    "refused": replace(SHEET, accepted=False), "ended": replace(SHEET, valid_until=OVER),
}  # fmt: skip
LISTS: Mapping[str, Proof | None] = {
    "none": None, "good": LIST, "waits": replace(LIST, accepted=None), "ended": replace(LIST, valid_until=OVER),
    "fragrance": replace(LIST, ingredients=Ingredients(None, None, (Substance(None, "PARFUM"),))),
}  # fmt: skip
LABELS: Mapping[str, Proof | None] = {
    "none": None, "good": PROOF, "waits": replace(PROOF, accepted=None), "ended": replace(PROOF, valid_until=OVER),
    "other group": replace(PROOF, number="FR/006/914"), "not accepted": replace(PROOF, label="NF_ENVIRONNEMENT", number="NF438"),
}  # fmt: skip
RULINGS = {"none": (), "for": (Ruling(CHILD, "for", "lu", DAY),), "against": (Ruling(CHILD, "against", "lu", DAY),)}


@dataclass(frozen=True)
class Line:
    """One cleaning product: what its file says, which documents it has, what people said."""

    cell: str = ""
    sheet: str = "clean"
    listed: str = "good"
    label: str = "good"
    claim: bool = False
    spray: bool = False
    contest: bool = False
    ruling: str = "none"

    def tags(self) -> Mapping[str, Tag]:
        name = "Nettoyant sols, spray" if self.spray else "Nettoyant sols"
        cells = [(CHILD, "Crèche", "oui")] if self.claim else []
        item = product(name, hazards=[self.cell] if self.cell else [], cells=cells)
        shown = (SHEETS[self.sheet], LISTS[self.listed], LABELS[self.label])
        contests = (Contest(CHILD, "staff", "doute", DAY),) if self.contest else ()
        proofs = [proof for proof in shown if proof]
        return tags_of(item, proofs, contests, vocabulary(), DAY, RULINGS[self.ruling])


LINES = st.builds(
    Line, st.sampled_from(CELLS), st.sampled_from(list(SHEETS)), st.sampled_from(list(LISTS)), st.sampled_from(list(LABELS)),
    st.booleans(), st.booleans(), st.booleans(), st.sampled_from(list(RULINGS)),
)  # fmt: skip


def child(line: Line) -> str:
    """The outcome for early childhood, worked out from the reference's text alone."""
    codes = {line.cell, line.sheet} & {"H317", "H319", "H412", "H999", "H290"}
    excluded = bool(codes & {"H317", "H290"})  # H290 goes with the corrosion pictogram
    if line.spray or line.sheet == "MIT" or line.listed == "fragrance":
        return "not_suited"
    stranger = line.sheet == "stranger" and line.ruling == "for"  # a person says that it is this product's
    checked_sheet = stranger or line.sheet in ("clean", "H319", "H412", "aged", "old format", "unreadable")
    disputed = excluded and (line.label == "good" or checked_sheet)
    if line.ruling == "against":
        return "not_suited" if excluded else "undecidable"
    if excluded and not (disputed and line.ruling == "for"):
        return "conflict" if disputed else "not_suited"
    if "H999" in codes:
        return "undecidable"
    if line.contest:
        return "conflict"
    if (line.sheet in ("clean", "H317", "H319", "H412", "aged") or stranger) and line.label == "good":
        if "H319" in codes or line.sheet == "aged":
            return "suited_with_reserve"
        return "suited_with_note" if "H412" in codes or line.listed != "good" else "suited_until"
    documents = line.sheet != "none" or line.listed != "none"
    return "claimed_not_proven" if line.claim and not documents else "undecidable"


def eco(line: Line) -> tuple[str, str]:
    """The state and standing of the ecolabel."""
    return {
        "none": ("unknown", "missing"), "good": ("yes", "verified"), "not accepted": ("yes", "verified"),
        "waits": ("unknown", "to_verify"), "ended": ("unknown", "expired"), "other group": ("unknown", "conflict"),
    }[line.label]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(LINES)
def test_the_engine_agrees_with_the_oracle(line: Line) -> None:
    tags = line.tags()
    assert tags[CHILD].outcome == child(line)
    assert (tags[ECO].state, tags[ECO].standing) == eco(line)


TOUCHED = {field.name: {CHILD, ECO} if field.name == "label" else {CHILD} for field in fields(Line)}
"""Value of a line -> the attributes whose answer it may move."""


@settings(max_examples=300, deadline=None)
@given(LINES, LINES, st.sampled_from(list(TOUCHED)))
def test_one_value_flipped_moves_only_the_lines_it_should(line: Line, other: Line, name: str) -> None:
    flipped = replace(line, **{name: getattr(other, name)})
    before, after = line.tags(), flipped.tags()
    assert {code for code in before if before[code] != after[code]} <= TOUCHED[name]
    if child(line) != child(flipped):
        assert before[CHILD].outcome != after[CHILD].outcome


@pytest.mark.parametrize(
    ("name", "value", "outcome"),
    [
        ("cell", "H317", "conflict"), ("sheet", "none", "undecidable"), ("listed", "none", "suited_with_note"),
        ("label", "none", "undecidable"), ("label", "other group", "undecidable"), ("spray", True, "not_suited"),
        ("contest", True, "conflict"), ("ruling", "against", "undecidable"), ("claim", True, "suited_until"),
    ],
)  # fmt: skip
def test_a_suited_product_and_each_value_that_takes_it_away(name: str, value: Any, outcome: str) -> None:
    assert Line().tags()[CHILD].outcome == "suited_until"
    assert replace(Line(), **{name: value}).tags()[CHILD].outcome == outcome


EMPTY: Mapping[str, Callable[[Product], Product]] = {
    "claims": lambda item: replace(item, claims=()),
    "gtin": lambda item: replace(item, gtin=None),
    "description": lambda item: replace(item, description=None),
    "family": lambda item: replace(item, family=None),
    "hazards": lambda item: replace(item, hazard_codes=(), hazard_source=None),
}
ITEMS = st.builds(
    product,
    st.sampled_from(["Nettoyant sols", "Toner remanufacturé", "Toner compatible", "Désinfectant", "Jouet écolabel"]),
    family=st.sampled_from(["CLEANING", "PRINT_CONSUMABLES", "TOYS", "BABY_CARE", None]),
    hazards=st.lists(st.sampled_from(["H319", "EUH208", "H412", "H999"]), max_size=2),
    cells=st.lists(
        st.tuples(st.sampled_from([None, ECO, CHILD, "remanufactured"]), st.just("C"), st.sampled_from(["oui", "non", "FR/020/901"])),
        max_size=2,
    ),
)  # fmt: skip


def rates(items: list[Product], proofs: tuple[Proof, ...] = ()) -> dict[str, int]:
    """attribute -> how many are yes, of all: the three states always sum to the number of products."""
    counted: dict[str, Counter[str]] = {}
    for item in items:
        for code, answer in tags_of(item, proofs, (), vocabulary(), DAY).items():
            counted.setdefault(code, Counter())[answer.state] += 1
    assert all(sum(states.values()) == len(items) for states in counted.values())
    return {code: states["yes"] for code, states in counted.items()}


@settings(max_examples=150, deadline=None)
@given(st.lists(ITEMS, min_size=1, max_size=4), st.sampled_from(list(EMPTY)), st.integers(0, 3))
def test_an_empty_cell_improves_no_rate(items: list[Product], what: str, which: int) -> None:
    """Without documents nothing is yes, full or empty; and a denied product that falls silent is unknown, not yes."""
    emptied = list(items)
    place = which % len(items)
    emptied[place] = EMPTY[what](items[place])
    assert rates(items) == rates(emptied) == dict.fromkeys(rates(items), 0)


@settings(max_examples=150, deadline=None)
@given(ITEMS, st.sampled_from(["claims", "gtin", "family"]))
def test_with_documents_an_empty_cell_gives_no_more_than_the_documents_alone(item: Product, what: str) -> None:
    """What was said for a product adds nothing to its documents: emptied, only what spoke against it can be missing."""
    emptied = EMPTY[what](item)
    alone = replace(emptied, claims=(), hazard_codes=(), hazard_source=None)
    proofs = (SHEET, LIST, PROOF)
    full, without = rates([emptied], proofs), rates([alone], proofs)
    assert all(full[code] <= without[code] for code in full)
