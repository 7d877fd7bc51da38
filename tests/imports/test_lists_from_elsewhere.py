"""Lists in other languages, exports of common programs, and columns whose cells say what their header leaves open."""

from __future__ import annotations

from pathlib import Path

import pytest

from imports.lifecycle import in_use, no_longer
from imports.record import Reading
from tests.imports.made import column, read_bytes, read_text, workbook
from tests.imports.test_awkward import asked, told


def refused(reading: Reading) -> str | None:
    return reading.refusal.code if reading.refusal else None


@pytest.mark.parametrize(
    "header",
    [
        "Codice articolo;Descrizione;Prezzo netto;IVA;U.M.",
        "Referencia;Descripción;Precio sin IVA;IVA;Unidad",
        "Artikelnr;Omschrijving;Prijs excl. BTW;BTW;Eenheid",
        "ArtNr;Kurzbezeichnung;EKPreis;MwSt;Einheit",
        "AR_Ref;AR_Design;AR_PrixVen;Taux TVA;AR_UniteVen",
        "Réf.* (p.ref);Libellé* (p.label);Prix de vente HT (p.price);Taux TVA (p.tva_tx);Unité",
        "UGS;Nom;Tarif régulier;TVA;Unitée",
        "Variant SKU;Title;Variant Price;VAT;Unit",
        "N° de prix;Désignation;Prix unitaire HTVA;TVA;Unité",
    ],
)
def test_a_header_of_another_language_or_program_is_read_at_sight(tmp_path: Path, header: str) -> None:
    reading = read_text(tmp_path, f"{header}\nX1;Cahier;3,50;20;pce\nX2;Stylo;0,50;20;pce\n")
    assert (reading.verdict, reading.imported) == ("import", 2)
    assert [*reading.columns.values()] == ["reference", "name", "price", "vat", "order_unit"]
    assert column(reading, "price") == [3_500_000, 500_000]


def test_a_german_selling_price_brutto_is_one_with_vat(tmp_path: Path) -> None:
    lines = "D1;Tisch;{}\nD2;Stuhl;{}\n"
    both = read_text(tmp_path, "ArtNr;Bezeichnung;vkNetto;vkBrutto;MwSt\n" + lines.format("10;11,90;19", "20;23,80;19"))
    assert (column(both, "price"), "list_price" in both.columns.values()) == ([10_000_000, 20_000_000], False)
    alone = read_text(tmp_path, "ArtNr;Bezeichnung;VK brutto;MwSt\n" + lines.format("12,00;20", "24,00;20"))
    assert column(alone, "price_includes_vat") == [True, True]


def test_a_column_called_base_says_for_how_many_units_the_price_is(tmp_path: Path) -> None:
    text = "Réf;Désignation;Prix HT;Base\nB1;Vis;12,50;{}\nB2;Marteau;9,00;1\n"
    read = read_text(tmp_path, text.format("100"))
    assert (read.columns["Base"], column(read, "price_basis")) == ("price_basis", [100_000_000, 1_000_000])
    assert "Base" not in read_text(tmp_path, text.format("coton")).columns


def test_a_rate_beside_prices_with_and_without_vat_is_the_vat(tmp_path: Path) -> None:
    text = "Code;Libellé;{};P.U. HT;Taux\nT1;Javel;4,68;3,90;20\nT2;Pain;1,06;1,00;5,5\n"
    assert column(read_text(tmp_path, text.format("P.U. TTC")), "vat") == [200_000, 55_000]
    assert "Taux" not in read_text(tmp_path, text.format("Poids")).columns


def test_a_standard_price_beside_a_list_price_is_a_question(tmp_path: Path) -> None:
    text = "default_code,name,list_price,standard_price\nO1,Toner,24.9,12.0\nO2,Tambour,26.9,13.0\n"
    assert asked(read_text(tmp_path, text)) == {"price_column": ("standard_price", "list_price")}


def test_no_code_is_offered_as_the_price(tmp_path: Path) -> None:
    lines = "Cahier;3760012345675;3\nStylo;3760012345682;4\n"
    assert refused(read_text(tmp_path, "Produit;Ref_EAN;Rayon\n" + lines)) == "file.no_price"
    typed = "Référence;Nom;Marque;Famille;Saisi par\nR1;Cahier;X;Y;3\nR2;Stylo;X;Y;4\n"
    assert refused(read_text(tmp_path, typed)) == "file.no_price"


def test_of_columns_of_numbers_those_called_money_are_offered(tmp_path: Path) -> None:
    text = "Référence;Libellé;Usages;CMP (€);Zone\nR1;Caméra;47;4,60;3\nR2;Coffret;80;150;4\n"
    assert asked(read_text(tmp_path, text)) == {"price_column": ("CMP (€)",)}


def test_a_code_is_proposed_as_reference_before_amounts_and_pictures(tmp_path: Path) -> None:
    text = "N°;Désignation;Quantité;P.U. HT;Montant HT;Image\n1.1;Papier;10;3,50;35,00;a.jpg\n1.2;Papier;5;7,00;35,50;b.jpg\n"
    reading = read_text(tmp_path, text)
    assert asked(reading) == {"reference": ("N°",)}
    assert dict(reading.questions[0].params) == {"first": "N°", "rows": 2, "apart": 2}


def test_an_id_that_is_no_mere_number_may_be_the_reference(tmp_path: Path) -> None:
    text = "id;nom;prix\n{}1;Seau;1,00\n{}2;Balai;2,00\n"
    assert asked(read_text(tmp_path, text.format("0102-01", "0102-01"))) == {"reference": ("id",)}
    assert asked(read_text(tmp_path, text.format("", ""))) == {"reference": ("nom",)}


def test_a_line_parted_by_another_separator_is_rejected_and_not_lost(tmp_path: Path) -> None:
    text = "Référence;Désignation;Prix HT\nV1;Lait;1,00\nV2,Beurre,2.00\nV3\tSucre\t1,50\nLot 1, cahiers, stylos\nV4;Farine;0,90\n"
    reading = read_text(tmp_path, text)
    assert (reading.imported, reading.rejected, reading.skipped) == (2, 2, 1)
    assert ("row.other_separator", 3) in told(reading)


def test_the_line_of_units_below_the_header_is_no_article(tmp_path: Path) -> None:
    rows = [["Référence", "Désignation", "Prix HT", "TVA"], ["", "", "(€)", "(%)"], ["A1", "Seau", 1.25, 20]]
    reading = read_bytes(tmp_path, workbook(Tarif=rows), "t.xlsx")
    assert (reading.imported, reading.rejected, reading.skipped) == (1, 0, 1)


def test_an_article_that_is_said_to_be_gone_needs_no_price(tmp_path: Path) -> None:
    text = "Référence;Désignation;Prix HT;Statut\nZ1;Agrafeuse;5,00;Actif\nZ2;Agrafeuse V1;;supprimé\nZ3;Seau;;Actif\n"
    reading = read_text(tmp_path, text)
    assert (reading.imported, reading.rejected, reading.skipped) == (1, 1, 1)
    assert ("row.not_orderable", 3) in told(reading)
    owner = "Référence;Désignation;Prix HT;Statut\nZ1;Agrafeuse;5,00;validé par Paul\nZ2;Seau;1,00;à relire\n"
    assert "Statut" not in read_text(tmp_path, owner).columns


def test_words_of_an_article_s_life() -> None:
    gone = ["Supprimé", "arrêt", "Fin de série", "Arrêt de fabrication", "discontinued", "Auslaufartikel"]
    assert all(map(no_longer, gone))
    assert not any(map(no_longer, ["actif", "arrêté du 3 mai", "en cours", ""]))
    assert all(map(in_use, ["Actif", "en cours", "Nouveau"]))
    assert not any(map(in_use, ["supprimé", "relu"]))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("V 010126Lieferant           04EUR\nA;N;4711;00;Seife;weiss;1;0;Stk;2500;HB86;01;;\n", "file.format_later"),
        ("V;050;A;20260101;EUR;Katalog;Muster;;;\nT;A;T1;1;01;Seife;\n", "file.format_later"),
        ('<?xml version="1.0"?><Invoice xmlns="urn:x"><ID>1</ID></Invoice>', "file.other_message"),
        ('<?xml version="1.0"?><ORDER version="2.1"><ORDER_HEADER/></ORDER>', "file.other_message"),
    ],
)
def test_what_is_no_catalogue_of_ours_is_named(tmp_path: Path, text: str, code: str) -> None:
    assert refused(read_text(tmp_path, text)) == code


LINES = (
    "L1;Stylo;0,55;14;7,70\nL2;Gomme;0,80;3;2,40\nL3;Règle;1,40;2;2,80\nL4;Cahier;2,30;3;6,90\nL5;Colle;4,25;3;12,75\n"
)


def test_a_price_that_is_the_amount_of_a_line_is_asked_about(tmp_path: Path) -> None:
    """« Prix » = « Valor » x « Uds »: the price of one unit may be another column."""
    reading = read_text(tmp_path, "Réf;Désignation;Valor;Uds;Prix\n" + LINES)
    assert asked(reading)["price_column"] == ("Prix", "Valor", "Uds")
    assert ("price.line_total", "Prix") in {(issue.code, issue.column) for issue in reading.issues}


def test_columns_without_a_header_are_offered_by_their_letters(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "Réf;Désignation;;;Prix\n" + LINES)
    found = next(issue for issue in reading.issues if issue.code == "price.line_total")
    assert (reading.verdict, dict(found.params)) == ("ask", {"first": "[C]", "second": "[D]"})
    told = read_text(tmp_path, "Réf;Désignation;;;Prix\n" + LINES, answers={"price_column": "[C]"})
    assert column(told, "price")[0] == 550_000


@pytest.mark.parametrize("lines", [LINES.replace("7,70", "8,00"), LINES.replace(";2;", ";1;").replace("2,80", "1,40")])
def test_a_product_that_does_not_hold_row_by_row_is_none(tmp_path: Path, lines: str) -> None:
    reading = read_text(tmp_path, "Réf;Désignation;Valor;Uds;Prix\n" + lines)
    assert (reading.verdict, column(reading, "price")[1]) == ("import", 2_400_000)
