"""What a supplier's earlier file taught is advice: it counts where it fits, and a person is told what came of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from imports.child.envelope import read_reading, reading_json, request_from, request_json, write_tables
from imports.reading import read_here
from imports.record import Leftover, Memory, Reading, Request, Words
from tests.imports.made import column, found, read_text


def taught(reading: Reading, **answers: str) -> Memory:
    """What the service keeps of a reading."""
    return Memory({**reading.columns, **dict.fromkeys(reading.ignored_columns, "")}, answers)


def asked(reading: Reading) -> list[str]:
    return [question.id for question in reading.questions]


def test_the_second_file_of_a_supplier_asks_nothing(tmp_path: Path) -> None:
    text = "Réf;Désignation;Tarif A;Tarif B\nA1;Savon;1,00;2,00\nA2;Seau;3,00;4,00\n"
    assert asked(read_text(tmp_path, text)) == ["price_column"]
    first = read_text(tmp_path, text, answers={"price_column": "Tarif B"})
    again = read_text(tmp_path, text, remembered=taught(first))
    assert (again.verdict, column(again, "price")) == ("import", [2_000_000, 4_000_000])
    assert again.from_memory == ("Réf", "Désignation", "Tarif B")
    assert again.columns == first.columns


def test_a_remembered_answer_counts_where_its_question_comes_up(tmp_path: Path) -> None:
    text = "Réf;Désignation;Tarif A;Tarif B\nA1;Savon;1,00;2,00\n"
    advised = Memory(answers={"price_column": "Tarif B", "sheet": "Prix", "vat_rate": "20"})
    reading = read_text(tmp_path, text, remembered=advised)
    assert (reading.verdict, column(reading, "price"), reading.from_memory) == (
        "import",
        [2_000_000],
        ("price_column",),
    )


def test_a_remembered_answer_that_is_no_longer_possible_is_asked_again(tmp_path: Path) -> None:
    text = "Réf;Désignation;Tarif C;Tarif D\nA1;Savon;1,00;2,00\n"
    reading = read_text(tmp_path, text, remembered=Memory({"Tarif B": "price"}, {"price_column": "Tarif B"}))
    assert (asked(reading), reading.from_memory, reading.issues[-1].code) == (["price_column"], (), "rows.waiting")


def test_what_a_person_says_now_wins(tmp_path: Path) -> None:
    text = "Réf;Désignation;Tarif A;Tarif B\nA1;Savon;1,00;2,00\n"
    advised = Memory({"Réf": "reference", "Tarif B": "price"}, {"price_column": "Tarif B"})
    by_mapping = read_text(tmp_path, text, remembered=advised, mapping={"Tarif A": "price"})
    by_answer = read_text(tmp_path, text, remembered=advised, answers={"price_column": "Tarif A"})
    assert [column(by_mapping, "price"), column(by_answer, "price")] == [[1_000_000], [1_000_000]]
    assert [by_mapping.from_memory, by_answer.from_memory] == [("Réf",), ("Réf",)]
    left = read_text(tmp_path, text, remembered=advised, mapping={"Tarif B": ""})
    assert (column(left, "price"), left.ignored_columns) == ([1_000_000], ("Tarif B",))


def test_a_remembered_price_column_that_is_empty_now_is_not_the_price(tmp_path: Path) -> None:
    text = "Réf;Désignation;Prix HT;Prix net HT\nA1;Savon;;2,00\n"
    reading = read_text(
        tmp_path, text, remembered=Memory({"Réf": "reference", "Prix HT": "price", "Désignation": "name"})
    )
    assert (reading.columns["Prix net HT"], column(reading, "price")) == ("price", [2_000_000])


def test_a_new_header_is_proposed_as_usual_and_told(tmp_path: Path) -> None:
    advised = Memory({"Réf": "reference", "Désignation": "name", "Prix HT": "price", "Page": ""})
    text = "Réf;Désignation;Prix HT;Page;Marque;Rayonnage\nA1;Savon;1,00;4;Propra;x\n"
    reading = read_text(tmp_path, text, remembered=advised)
    assert (reading.columns["Marque"], reading.ignored_columns) == ("brand", ("Page", "Rayonnage"))
    assert [issue.column for issue in found(reading, "column.new")] == ["Marque", "Rayonnage"]
    assert found(read_text(tmp_path, text, remembered=Memory({"Артикул": "reference"})), "column.new") == []


def test_a_column_left_aside_may_be_the_price_once_the_other_is_gone(tmp_path: Path) -> None:
    advised = Memory({"Réf": "reference", "Désignation": "name", "Prix net": "price", "Prix HT": ""})
    gone = read_text(tmp_path, "Réf;Désignation;Prix HT\nA1;Savon;1,00\n", remembered=advised)
    assert (gone.columns["Prix HT"], gone.from_memory) == ("price", ("Réf", "Désignation"))
    there = read_text(tmp_path, "Réf;Désignation;Prix HT;Prix net\nA1;Savon;1,00;0,90\n", remembered=advised)
    assert (there.ignored_columns, column(there, "price")) == (("Prix HT",), [900_000])


def test_a_composed_reference_and_a_discounted_price_are_remembered(tmp_path: Path) -> None:
    text = "Modèle;Couleur;Prix public HT;Remise\nM1;bleu;10,00;20 %\nM1;vert;20,00;20 %\n"
    answers = {"reference": "Modèle+Couleur", "price_column": "Prix public HT - Remise"}
    first = read_text(tmp_path, text, answers=answers)
    again = read_text(tmp_path, text, remembered=taught(first))
    assert (again.verdict, again.columns) == ("import", first.columns)
    assert (column(again, "reference"), column(again, "price")) == (["M1-bleu", "M1-vert"], [8_000_000, 16_000_000])


def test_headers_of_another_language_are_found_again_below_titles(tmp_path: Path) -> None:
    advised = Memory({"Артикул": "reference", "Название": "name", "Цена": "price"})
    text = "Прайс;март;2026;год\nАртикул;Название;Цена;Склад\nA;Мыло;1,00;3\nB;Ведро;2,00;4\n"
    reading = read_text(tmp_path, text, remembered=advised)
    assert (reading.verdict, reading.header_rows, column(reading, "reference")) == ("import", (2,), ["A", "B"])


def test_columns_without_titles_are_remembered_by_their_letters(tmp_path: Path) -> None:
    text = "A1;Crème lavante;1,50\nA2;Éponge verte;2,00\nA3;Seau;3,00\n"
    advised = Memory({"[A]": "reference", "[B]": "name", "[C]": "price"})
    reading = read_text(tmp_path, text, remembered=advised)
    assert (reading.verdict, column(reading, "reference")) == ("import", ["A1", "A2", "A3"])


WORDY = (
    "Référence;Désignation;Prix HT;Famille;Unité;Écolabel;Labels\n"
    "A1;Savon;1,00;Hygiène > Savons;bte;oui;EU Flower\nA2;Seau;2,00;Machins;gommette;Fleur UE;NF\n"
    "A3;Sac;3,00;MACHINS;Gommette;non;EU flower\nA4;Bac;4,00;Bidules;pièce;-;\n"
)
FAMILIES = Words(families={"savons": "CLEANING"})


def test_words_that_nobody_understands_are_reported_with_their_rows(tmp_path: Path) -> None:
    reading = read_text(tmp_path, WORDY, words=FAMILIES)
    assert reading.leftovers == (
        Leftover("Famille", "family", "Machins", 2), Leftover("Unité", "order_unit", "gommette", 2),
        Leftover("Labels", "label", "EU Flower", 2), Leftover("Famille", "family", "Bidules", 1),
        Leftover("Écolabel", "claim:ecolabelled", "Fleur UE", 1), Leftover("Labels", "label", "NF", 1),
    )  # fmt: skip
    assert (column(reading, "family"), reading.leftovers_left) == (["CLEANING", None, None, None], 0)


def test_words_confirmed_once_are_understood(tmp_path: Path) -> None:
    known = replace(
        FAMILIES, values={"family": {"machins": "OFFICE", "bidules": "PAPER"}, "label": {"eu flower": "EU-ECOLABEL"}}
    )
    own = Memory(
        values={"order_unit": {"gommette": "XBX"}, "family": {"bidules": ""}, "claim:ecolabelled": {"fleur ue": "no"}}
    )
    reading = read_text(tmp_path, WORDY, words=known, remembered=own)
    assert reading.leftovers == (Leftover("Labels", "label", "NF", 1),)
    assert column(reading, "family") == ["CLEANING", "OFFICE", "OFFICE", None]
    assert column(reading, "order_unit") == ["XBX", "XBX", "XBX", "H87"]
    claims = [[cell["text"] for cell in cells or () if cell["attribute"]] for cells in column(reading, "claim_cells")]
    assert claims == [["oui"], [], ["non"], ["-"]]
    assert found(reading, "family.unknown") == found(reading, "unit.unknown") == []


def test_leftovers_beyond_some_hundreds_are_counted(tmp_path: Path) -> None:
    lines = "".join(f"A{number};Savon;1,00;mot{number}\n" for number in range(320))
    reading = read_text(tmp_path, "Référence;Désignation;Prix HT;Labels\n" + lines)
    assert (len(reading.leftovers), reading.leftovers_left) == (300, 20)


def test_memory_and_leftovers_pass_between_two_processes(tmp_path: Path) -> None:
    request = Request(
        "t.csv",
        words=FAMILIES,
        remembered=Memory({"Réf": "reference"}, {"vat_rate": "20"}, {"family": {"machins": "OFFICE"}}),
    )
    assert request_from(json.loads(json.dumps(request_json(request)))) == request
    (tmp_path / "t.csv").write_text(WORDY, "utf-8")
    reading = read_here(tmp_path / "t.csv", replace(request, remembered=Memory({"Référence": "reference"})))
    write_tables(reading, tmp_path)
    told = read_reading(json.loads(json.dumps(reading_json(reading))), tmp_path)
    assert (told.from_memory, told.leftovers) == (("Référence",), reading.leftovers)
    assert len(told.leftovers) == 6
