"""Dilutions and page yields as suppliers type them: exact, the most concentrated use, and no guess."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.cleaning import Fault
from imports.cleaning.use import WHOLE, Dilution, dilution, pages
from imports.fields import field_of
from imports.record import Cell, Words
from tests.imports.made import read_text


@pytest.mark.parametrize(
    ("text", "most", "least"),
    [
        ("2 %", 20_000, None),
        ("0,5%", 5_000, None),
        ("0.25 %", 2_500, None),
        ("1:50", 20_000, None),
        ("1 / 200", 5_000, None),
        ("20 ml pour 5 L", 4_000, None),
        ("20 ml pour 8 L d’eau froide", 2_500, None),
        ("20 ml/L", 20_000, None),
        ("5 cl dans 10 litres d'eau", 5_000, None),
        ("20 ml per 5 l", 4_000, None),
        ("50 ml auf 10 l", 5_000, None),
        ("0,5 à 1 %", 10_000, 5_000),
        ("0,5 % à 1 %", 10_000, 5_000),
        ("2-5 %", 50_000, 20_000),
        ("20 à 50 ml pour 5 L", 10_000, 4_000),
        ("1:50 à 1:100", 20_000, 10_000),
        ("Entretien : 0,5 % ; décapage : 5 %", 50_000, 5_000),
        ("Prêt à l’emploi", WHOLE, None),
        ("pur", WHOLE, None),
        ("Pur ou 2 %", None, None),
        ("ready to use", WHOLE, None),
        ("1 bouchon", None, None),
        ("1 bouchon pour 5 L", None, None),
        ("1 bouchon (20 ml) pour 5 L", None, None),
        ("20 g pour 10 L", None, None),
        ("2", None, None),
        ("0 %", None, None),
        ("120 %", None, None),
        ("selon salissure", None, None),
        ("1:0", None, None),
    ],
)
def test_a_dilution(text: str, most: int | None, least: int | None) -> None:
    wanted = Fault("dilution.unreadable", "warning") if most is None else Dilution(most, least)
    if text == "Pur ou 2 %":  # "pur" beside a share is no share of its own: the stated one counts
        wanted = Dilution(20_000)
    assert dilution(False)(text) == wanted


def test_bare_numbers_are_percents_where_the_header_says_so() -> None:
    assert dilution(True)("2") == dilution(True)(Decimal("2")) == Dilution(20_000)
    assert dilution(True)("0,5 - 1") == Dilution(10_000, 5_000)
    assert dilution(False)(Decimal("0.02")) == Fault("dilution.unreadable", "warning")


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("3000", 3_000), ("3 000", 3_000), ("3.000 pages", 3_000), ("12 000 p.", 12_000), (Decimal("6000"), 6_000),
        ("2 300 pages à 5 %", 2_300), ("2 300 pages (ISO/IEC 19752)", 2_300), ("~1500", 1_500), ("env. 700 pages", 700),
        ("3 000 à 5 000", None), ("XL", None), ("0", None), ("10 m2", None), (Decimal("1.5"), None), ("99999999", None),
    ],
)  # fmt: skip
def test_a_page_yield(cell: Cell, count: int | None) -> None:
    assert pages(cell) == (count or Fault("yield_pages.unreadable", "warning"))


@given(st.text("0123456789.,:/ %mlLpour-àbis", max_size=30))
def test_any_text_is_a_dilution_or_a_fault(text: str) -> None:
    found = dilution(False)(text)
    if isinstance(found, Dilution):
        assert 1 <= (found.least or found.most) <= found.most <= WHOLE
    else:
        assert isinstance(found, Fault)
    assert isinstance(pages(text), int | Fault)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Dilution", "dilution"), ("Taux de dilution", "dilution"), ("Dilution (%)", "dilution"),
        ("Dilution rate", "dilution"), ("Verdünnung", "dilution"), ("Rendement (pages)", "yield_pages"),
        ("Page yield", "yield_pages"), ("Seitenleistung", "yield_pages"), ("Autonomie (pages)", "yield_pages"),
        ("Nombre de pages", None), ("Rendement", None),
    ],
)  # fmt: skip
def test_headers(header: str, field: str | None) -> None:
    assert field_of(header, Words()) == field


def test_columns_are_read_and_an_unreadable_cell_is_a_warning(tmp_path: Path) -> None:
    text = (
        "Référence;Désignation;Prix HT;Dilution;Rendement (pages)\n"
        "A;Nettoyant;1,00;0,5 à 1 %;\nB;Savon;2,00;1 bouchon;\nC;Toner;3,00;;3 000\nD;Seau;4,00;-;-\n"
    )
    reading = read_text(tmp_path, text)
    found = reading.products.select(["dilution", "dilution_least", "yield_pages"]).to_pylist()
    assert [tuple(row.values()) for row in found] == [
        (10_000, 5_000, None), (None, None, None), (None, None, 3_000), (None, None, None),
    ]  # fmt: skip
    assert [(issue.code, issue.row, issue.value) for issue in reading.issues if issue.row] == [
        ("dilution.unreadable", 3, "1 bouchon")
    ]
