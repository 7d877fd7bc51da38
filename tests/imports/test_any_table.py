"""Whatever stands in a table and whatever was remembered of it: an answer, no row lost, no product without its essentials."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imports.record import Memory, Words
from tests.imports.made import read_bytes, workbook

HEADS = (
    "Référence", "Réf. fournisseur", "Désignation", "Libellé", "Prix HT", "Prix TTC", "Prix HT / TTC", "Prix HT les 100", "Prix au kg",
    "1+", "10+", "100+", "Prix x10", "Qté 2", "Prix 2", "Remise", "Prix public HT", "Prix net HT", "TVA", "Code TVA", "EAN", "Unité",
    "Conditionnement", "Famille", "Label", "Ecolabel O/N", "Date début", "Date fin", "Validité", "Qté mini", "Taille", "Lot", "", "Page",
    "Éco-part", "Ancien prix", "Montant", "Base de prix",
)  # fmt: skip
CELLS = (
    "", "A1", "A2", "00123", "Savon", "ENTRETIEN", "Total", "Page 1/3", "12,50", "12.50", "1.234", "1 234,50 €", "12,50 / 11,90",
    "12,50 HT (15,00 TTC)", "5 € / 100", "0", "-1", "sur devis", "-", "20", "0,055", "20 %", "carton de 12", "6x5L", "carton / pièce",
    "oui", "EU Flower", "31/02/2026", "du 01/01/2026 au 31/12/2026", "46023", "3.76E+12", "3700123456780", "Référence", "Prix HT", "10",
    "S", "=1+1", "☃",
)  # fmt: skip
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "sheet": st.sampled_from(["all", "A", "B"]), "price_column": st.sampled_from(["Prix HT", "Prix public HT - Remise"]),
        "vat_rate": st.just("20"), "decimal_sign": st.sampled_from(",."), "two_prices": st.sampled_from("12"),
        "price_vat": st.sampled_from(["HT", "TTC"]), "reference": st.sampled_from(["Référence", "Référence+Taille"]),
        "columns": st.just("[A]=reference;[B]=name;[C]=price"),
    },
)  # fmt: skip
COLUMNS = st.dictionaries(
    st.sampled_from(HEADS), st.sampled_from(["reference", "name", "price", "", "prices:price", "list_price", "validity", "label"]), max_size=4
)  # fmt: skip
KNOWN = st.just(["Référence", "Désignation", "Prix HT"])
HEADERS = st.one_of(
    st.tuples(KNOWN, st.lists(st.sampled_from(HEADS), max_size=6, unique=True)).map(
        lambda parts: [*parts[0], *parts[1]]
    ),
    st.lists(st.sampled_from(HEADS), min_size=2, max_size=8),
)
LINES = st.lists(st.lists(st.sampled_from(CELLS), min_size=1, max_size=9), max_size=8)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HEADERS, LINES, LINES, st.booleans(), ANSWERS, ANSWERS, COLUMNS, st.sampled_from(["full", "patch"]))
def test_every_table_gets_an_answer_and_loses_no_row(
    tmp_path: Path, header: list[str], lines: list[list[str]], others: list[list[str]], split: bool,
    answers: dict[str, str], taught: dict[str, str], columns: dict[str, str], mode: Any,
) -> None:  # fmt: skip
    request = {
        "answers": answers,
        "remembered": Memory(columns, taught),
        "mode": mode,
        "words": Words(families={"entretien": "X"}),
    }
    if split:
        reading = read_bytes(tmp_path, workbook(A=[header, *lines], B=[header, *others]), "t.xlsx", **request)
    else:
        text = "\n".join(";".join(line) for line in (header, *lines))
        reading = read_bytes(tmp_path, text.encode(), **request)
    assert len(dict(reading.raw)) == (reading.rows if reading.raw else 0)
    if reading.verdict == "import":
        told = {(issue.sheet, issue.row) for issue in reading.issues if issue.level == "error" and issue.row}
        assert len(told) == reading.rejected
        for line in reading.products.to_pylist():
            assert line["reference"]
            assert mode == "patch" or (line["name"] and line["price"] is not None)
