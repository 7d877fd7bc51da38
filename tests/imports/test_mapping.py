"""Which column is which field: sure, told, or asked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from imports.columns.keys import apart, telling_apart
from imports.fields import field_of, fold, never_applied
from imports.record import Column, Reading, Words
from tests.imports.made import column, found, read_text


def asked(reading: Reading) -> dict[str, tuple[str, ...]]:
    return {question.id: question.choices for question in reading.questions}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Prix H.T.", "price"), ("prixHT", "price"), ("PU HT 2026 (€)", "price"), ("N° article", "reference"), ("Réf.", "reference"),
        ("Désignaton", "name"), ("Artikelnummer", "reference"), ("supplierArticleId", "reference"), ("priceAmount1", "price"),
        ("Taux TVA (%)", "vat"), ("Code EAN 13", "gtin"), ("Éco-participation HT", "eco_contribution"), ("Emplacement", None),
        ("Date prix", None), ("Marge", None), ("", None),
    ],
)  # fmt: skip
def test_a_header_names_a_field_or_none(header: str, field: str | None) -> None:
    assert field_of(header, Words()) == field


def test_a_learnt_header_wins() -> None:
    assert field_of("Art. interne", Words(headers={fold("Art. interne"): "reference"})) == "reference"


def test_an_attribute_learnt_elsewhere_has_its_claims(tmp_path: Path) -> None:
    words = Words(headers={fold("Biosourcé"): "claim:biobased", fold("Truc"): "no_such_field"})
    reading = read_text(tmp_path, "Référence;Désignation;Prix HT;Biosourcé;Truc\nA1;Savon;1,00;oui;x\n", words=words)
    assert column(reading, "claim_cells") == [[{"attribute": "biobased", "column": "Biosourcé", "text": "oui"}]]
    assert reading.ignored_columns == ("Truc",)


@pytest.mark.parametrize("header", ["Owner", "SIRET", "user_id", "Droits", "Statut", "fournisseur", "Page"])
def test_rights_owners_states_and_ids_are_never_applied(header: str) -> None:
    assert never_applied(header)


def test_leftovers_are_listed(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "Référence;Désignation;Prix HT;Page;Statut;Droits\nA;Savon;1,00;3;publié;admin\n")
    assert dict(reading.columns) == {"Référence": "reference", "Désignation": "name", "Prix HT": "price"}
    assert reading.ignored_columns == ("Page", "Statut", "Droits")


@pytest.mark.parametrize(
    ("headers", "choices"),
    [
        ("Prix HT;Prix net", ("Prix HT", "Prix net")),
        ("Prix public TTC;Prix promo TTC", ("Prix public TTC", "Prix promo TTC")),
        ("Tarif A;Tarif B", ("Tarif A", "Tarif B")),
    ],
)
def test_two_prices_are_a_question(tmp_path: Path, headers: str, choices: tuple[str, ...]) -> None:
    assert asked(read_text(tmp_path, f"Référence;Désignation;TVA;{headers}\nA;Savon;20;1,00;2,00\n")) == {
        "price_column": choices
    }


@pytest.mark.parametrize(
    ("headers", "price"),
    [
        ("Prix HT;Prix TTC", 1),
        ("Prix net HT;Prix public HT", 1),
        ("Prix HT;Prix catalogue", 1),
        ("Prix HT;Prix au litre", 1),
        ("Prix HT;PU HT", None),
    ],
)
def test_one_price_is_plain_beside_its_twin(tmp_path: Path, headers: str, price: int | None) -> None:
    reading = read_text(tmp_path, f"Référence;Désignation;TVA;{headers}\nA;Savon;20;1,00;2,00\n")
    assert column(reading, "price") == ([price * 10**6] if price else [])


def test_a_public_price_beside_the_net_one_is_the_list_price(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "Référence;Désignation;Prix public HT;Remise %;Prix net HT\nA;Savon;2,00;50 %;1,00\n")
    assert [column(reading, name) for name in ("list_price", "discount_rate", "price")] == [
        [2_000_000],
        [500_000],
        [1_000_000],
    ]


def test_an_empty_price_column_is_no_rival(tmp_path: Path) -> None:
    assert column(read_text(tmp_path, "Référence;Désignation;Tarif A;Tarif B\nA;Savon;;2,00\n"), "price") == [2_000_000]


def test_a_price_with_vat_and_no_rate_is_a_question(tmp_path: Path) -> None:
    text = "Référence;Désignation;Prix TTC\nA;Savon;1,20\n"
    assert asked(read_text(tmp_path, text)) == {"vat_rate": ("20", "10", "5.5", "2.1", "0")}
    answered = read_text(tmp_path, text, answers={"vat_rate": "5.5"})
    assert [column(answered, name) for name in ("price", "vat", "price_includes_vat")] == [
        [1_200_000],
        [55_000],
        [True],
    ]


def test_headers_in_no_known_language_are_one_question_that_names_them(tmp_path: Path) -> None:
    text = "Артикул;Название;Цена\nA;Мыло;1,00\nB;Ведро;2,00\n"
    reading = read_text(tmp_path, text)
    assert (reading.verdict, asked(reading)) == ("ask", {"columns": ("Артикул", "Название", "Цена")})
    told = read_text(tmp_path, text, mapping={"Артикул": "reference", "Название": "name", "Цена": "price"})
    assert (told.verdict, column(told, "reference")) == ("import", ["A", "B"])
    answered = read_text(tmp_path, text, answers={"columns": "Артикул=reference;Название=name;Цена=price"})
    assert column(answered, "name") == ["Мыло", "Ведро"]


def test_without_a_reference_the_smallest_telling_set_is_proposed(tmp_path: Path) -> None:
    text = "Modèle;Couleur;Désignation;Prix HT\nM1;bleu;Seau;1,00\nM1;vert;Seau;2,00\nM2;bleu;Seau;3,00\nM2;vert;Seau;4,00\n"
    reading = read_text(tmp_path, text)
    assert (reading.verdict, asked(reading)) == ("ask", {"reference": ("Modèle+Couleur",)})
    assert dict(reading.questions[0].params) == {"first": "Modèle+Couleur", "rows": 4, "apart": 4}
    answered = read_text(tmp_path, text, answers={"reference": "Modèle+Couleur"})
    assert column(answered, "reference") == ["M1-bleu", "M1-vert", "M2-bleu", "M2-vert"]
    assert answered.columns["Modèle+Couleur"] == "reference"


def test_a_composed_reference_is_told_in_the_mapping(tmp_path: Path) -> None:
    text = "Modèle;Couleur;Prix HT\nM1;bleu;1,00\nM1;;2,00\n;bleu;3,00\n"
    reading = read_text(tmp_path, text, mapping={"Modèle+Couleur": "reference"})
    assert column(reading, "reference") == ["M1-bleu", "M1-", "-bleu"]
    assert column(reading, "name") == ["M1 bleu", "M1", "bleu"]


def test_two_reference_columns_are_a_question_unless_one_is_a_loose_word(tmp_path: Path) -> None:
    text = "{};Désignation;Prix HT\nA;X1;Savon;1,00\nB;X2;Seau;2,00\n"
    assert asked(read_text(tmp_path, text.format("Référence;Réf. fournisseur"))) == {
        "reference": ("Référence", "Réf. fournisseur")
    }
    assert column(read_text(tmp_path, text.format("Code;Référence")), "reference") == ["X1", "X2"]


def test_the_mapping_wins_and_its_slips_are_told(tmp_path: Path) -> None:
    text = "Référence;Désignation;Prix HT;Marque\nA;Savon;1,00;Propra\n"
    reading = read_text(
        tmp_path, text, mapping={"Marque": "", "prix ht": "price", "Stock": "brand", "Désignation": "colour"}
    )
    assert "Marque" in reading.ignored_columns
    assert [(issue.column, issue.code) for issue in reading.issues if issue.code.startswith("mapping.")] == [
        ("Stock", "mapping.no_such_column"),
        ("Désignation", "mapping.no_such_field"),
    ]


def test_a_patch_takes_only_what_it_carries(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "Référence;Désignation\nA;Savon\n", mode="patch")
    assert (reading.verdict, reading.transaction, column(reading, "price"), column(reading, "name")) == (
        "import",
        "patch",
        [None],
        ["Savon"],
    )
    priced = read_text(tmp_path, "Référence;Prix HT\nA1;1,00\nA2;\n", mode="patch")
    assert (priced.imported, [issue.row for issue in found(priced, "price.missing")]) == (1, [3])


def test_a_lot_column_is_named_by_the_request(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "Référence;Désignation;Prix HT;Secteur\nA;Savon;1,00;L1\n", lot_column="Secteur")
    assert column(reading, "lot") == ["L1"]


def test_equal_headers_are_told_apart(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "Référence;Désignation;Prix HT;Note;Note\nA;Savon;1,00;x;y\n")
    assert reading.ignored_columns == ("Note", "Note (2)")


def test_the_smallest_set_of_columns() -> None:
    def column_of(*codes: int) -> Column:
        return Column([None, "a", "b", "c", "d"], np.array(codes, np.int32))

    columns = [column_of(1, 1, 1, 1), column_of(1, 1, 2, 2), column_of(1, 2, 1, 2), column_of(1, 2, 3, 3)]
    lines = np.arange(4)
    assert telling_apart(columns[:3], lines) == (1, 2)
    assert apart([columns[1], columns[2]], lines) == 4
    assert apart([columns[1]], lines) == 2
    assert telling_apart([*columns, column_of(1, 2, 3, 4)], lines) == (4,)
