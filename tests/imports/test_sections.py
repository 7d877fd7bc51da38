"""The family carried down from section titles, where no column names one."""

from __future__ import annotations

from pathlib import Path

from imports.record import Words
from tests.imports.made import column, found, read_bytes, read_text, workbook

WORDS = Words(families={"entretien": "CLEANING", "papier": "PAPER", "savons": "SOAP"})
HEAD = "Référence;Désignation;Prix HT\n"


def test_a_title_names_the_family_of_the_lines_below_it(tmp_path: Path) -> None:
    text = (
        HEAD
        + "A0;Cire;1\nENTRETIEN;;\nA1;Savon;1,50\nA2;Seau;2\nDivers;;\nA3;Sac;1\nHygiène > Papier;;\nA4;Ramette;3\n"
    )
    reading = read_text(tmp_path, text, words=WORDS)
    assert column(reading, "family") == [None, "CLEANING", "CLEANING", None, "PAPER"]
    (mention,) = found(reading, "family.from_sections")
    assert dict(mention.params) == {"n": 3, "titles": "ENTRETIEN, Hygiène > Papier"}


def test_a_sub_section_without_a_family_keeps_that_of_the_title_above(tmp_path: Path) -> None:
    text = HEAD + "ENTRETIEN;;\nGamme verte;;\nA1;Savon;1,50\nSavons;;\nA2;Savon;2\nGamme bleue;;\nA3;Sac;1\n"
    assert column(read_text(tmp_path, text, words=WORDS), "family") == ["CLEANING", "SOAP", None]


def test_the_family_of_the_whole_file_fills_what_no_title_names(tmp_path: Path) -> None:
    text = HEAD + "A0;Cire;1\nENTRETIEN;;\nA1;Savon;1,50\n"
    assert column(read_text(tmp_path, text, words=WORDS, family="OFFICE"), "family") == ["OFFICE", "CLEANING"]


def test_a_column_of_families_speaks_alone(tmp_path: Path) -> None:
    text = "Référence;Désignation;Prix HT;Famille\nENTRETIEN;;;\nA1;Ramette;1,50;Papier\nA2;Bloc;2;\n"
    reading = read_text(tmp_path, text, words=WORDS)
    assert (column(reading, "family"), found(reading, "family.from_sections")) == (["PAPER", None], [])


def test_without_words_of_families_titles_are_only_skipped(tmp_path: Path) -> None:
    reading = read_text(tmp_path, HEAD + "ENTRETIEN;;\nA1;Savon;1,50\n")
    assert (column(reading, "family"), reading.skipped) == ([None], 1)


def test_no_title_speaks_for_another_sheet(tmp_path: Path) -> None:
    head = ["Référence", "Désignation", "Prix HT"]
    raw = workbook(
        Un=[head, ["ENTRETIEN"], ["A1", "Savon", 1]], Deux=[head, ["B1", "Bloc", 1], ["PAPIER"], ["B2", "Bloc", 2]]
    )
    reading = read_bytes(tmp_path, raw, "t.xlsx", words=WORDS, answers={"sheet": "all"})
    assert column(reading, "family") == ["CLEANING", None, "PAPER"]
