"""Registers as issuers export them: broken quotes, several languages, several labels, workbooks; every row accounted for."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.reference.shipped import facts_of
from imports.cleaning import Fault
from imports.fields import fold
from imports.registers.child import read_register
from imports.registers.envelope import reading_from, reading_json
from imports.registers.numbers import global_number, internal, numbers_in
from imports.registers.reading import read_register_here
from imports.registers.record import ListedEntry, RegisterReading, RegisterRequest
from tests.imports.register_files import BROKEN, counted

SAMPLES = Path(os.environ.get("TAMIS_SAMPLES") or Path(__file__).parents[3] / "shared" / "samples") / "e_labels"


def request(label: str, name: str = "registre.csv") -> RegisterRequest:
    words = {
        fold(word): fact.key
        for fact in facts_of("label")
        for word in (fact.key, fact.payload["name_en"], *fact.payload["words"].split(";"))
        if word
    }
    shapes = {fact.key: fact.payload["number_regex"] for fact in facts_of("label") if fact.payload["number_regex"]}
    telling = tuple(fact.key for fact in facts_of("label") if fact.payload["told_by_shape"] == "yes")
    return RegisterRequest(name, label, words, shapes, telling)


def read(tmp_path: Path, text: str | bytes, label: str, name: str = "registre.csv") -> RegisterReading:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_register_here(path, request(label, name))


def sums(reading: RegisterReading) -> tuple[int, int, int, int]:
    assert reading.imported + reading.rejected + reading.skipped == reading.rows
    return reading.rows, reading.imported, reading.rejected, reading.skipped


def test_a_broken_export_loses_no_row(tmp_path: Path) -> None:
    reading = read(tmp_path, BROKEN, "EPEAT")
    assert sums(reading) == (15, 5, 3, 7)
    assert counted(tmp_path / "registre.csv") == 15
    assert [(entry.row, entry.product_group, entry.name) for entry in reading.entries] == [
        (7, "COMPUTERS & DISPLAYS", "Calculon, S.A. ALDA CE"),
        (8, "COMPUTERS & DISPLAYS", 'Calculon Note 12"'),
        (9, "SOLAR MODULES AND INVERTERS", "Helion, Inc. Series 6"),
        (10, "IMAGING EQUIPMENT", "Imprimax IM 2500; IM 2500A"),
        (15, "SERVERS", "Calculon R250"),
    ]
    assert [(issue.row, issue.last_row, issue.code) for issue in reading.issues] == [
        (None, None, "register.outer_separator"),
        (2, 3, "register.other_label"),
        (4, 6, "register.other_label"),
        (11, None, "register.row_twice"),
        (12, None, "register.cells_surplus"),
        (14, None, "row.unclosed_quote"),
        (16, None, "register.label_missing"),
        (17, None, "register.other_label"),
    ]
    assert reading.others == {"NORDIC_SWAN": 2, "BLUE_ANGEL": 3, "Eco Hero": 1}


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("NORDIC_SWAN", ["Nettoyant Ondine, bidon 5 L", "Ondine Sols 1 L"]),
        ("BLUE_ANGEL", ["VORAX 2245, 2245 CC; ROTO 1126 S, 1126 C", "Pesalis Solaire", "Bouillis K5"]),
    ],
)
def test_lines_that_another_program_quoted_or_cut_are_put_together(
    tmp_path: Path, label: str, names: list[str]
) -> None:
    reading = read(tmp_path, BROKEN, label)
    assert [entry.name for entry in reading.entries] == names
    assert sums(reading)[0] == 15


ECAT = """Licence number;Product or service name;Company name;Group code;Code type;Code value;Country;Expiration date
FR/020/118;Ondine Sols;Savonnerie Ondine SARL;020;EAN13;3760123450010;France, Belgique;31/12/2026
FR/020/118;Ondine Vitres;Savonnerie Ondine SARL;020;EAN13;3760123450027 / 3760123450034;France;31/12/2026
FR/020/118;Ondine Inox;Savonnerie Ondine SARL;020;Internal code;2000000000015;France;31/12/2026
FR/020/118;Ondine Bois;Savonnerie Ondine SARL;020;EAN13;3760123450011;France;31/12/2026
FR/020/118;Ondine Cuir;Savonnerie Ondine SARL;020;;;France;31/02/2026
FRA/20/118;Ondine Pierre;Savonnerie Ondine SARL;020;;;France;31/12/2026
"""


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_licences_with_numbers_dates_and_countries(tmp_path: Path, encoding: str) -> None:
    reading = read(tmp_path, ECAT.encode(encoding), "EU_ECOLABEL", "ecat_2026-11-20.csv")
    assert sums(reading) == (6, 5, 1, 0)
    assert reading.extracted_on == dt.date(2026, 11, 20)
    end = dt.date(2026, 12, 31)
    assert reading.entries[0] == ListedEntry(
        2, "FR/020/118", "020", "Ondine Sols", "Savonnerie Ondine SARL", "03760123450010", None, "France, Belgique", None, end
    )  # fmt: skip
    assert [entry.gtin for entry in reading.entries[1:]] == ["03760123450027", "03760123450034", None, None, None]
    assert [(issue.row, issue.column, issue.code, issue.value) for issue in reading.issues] == [
        (4, "Code value", "register.gtin_internal", "2000000000015"),
        (5, "Code value", "gtin.check_digit", "3760123450011"),
        (6, "Expiration date", "register.valid_until_unreadable", "31/02/2026"),
        (7, "Licence number", "register.number_shape", "FRA/20/118"),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "Numéro de licence;Nom du produit;Titulaire;Code EAN;Fin de validité",
        "Lizenznummer;Produktname;Zeichennehmer;Strichcode;Gültig bis",
        "Licensnummer;Produkt;Företag;Streckkod;Giltig till",
        "License No;Trade name;Licence holder;GTIN;Valid until",
    ],
)
def test_headers_in_several_languages(tmp_path: Path, header: str) -> None:
    reading = read(tmp_path, f"Liste\n\n{header}\n3026 0033;Ondine Sols;Ondine AB;96385074;2027-06-30\n", "NORDIC_SWAN")
    assert reading.entries == (
        ListedEntry(
            4, "3026 0033", None, "Ondine Sols", "Ondine AB", "00000096385074", valid_until=dt.date(2027, 6, 30)
        ),
    )
    assert reading.header_row == 3


def test_columns_without_a_known_title_are_found_by_their_cells(tmp_path: Path) -> None:
    rows = "\n".join(
        f"Ondine {n};FR/020/11{n};{code}" for n, code in enumerate(("3760123450010", "3760123450027", "3760123450034"))
    )
    reading = read(tmp_path, f"Produit;Zyx;Qwx\n{rows}\n", "EU_ECOLABEL")
    assert reading.columns == {"Produit": "name", "Zyx": "number", "Qwx": "gtin"}
    assert [entry.number for entry in reading.entries] == ["FR/020/110", "FR/020/111", "FR/020/112"]


def test_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "registre.xlsx"
    with xlsxwriter.Workbook(path) as book:
        notes, sheet = book.add_worksheet("Notes"), book.add_worksheet("Liste")
        notes.write_row(0, 0, ["Extrait du registre"])
        sheet.write_row(0, 0, ["Registre au 18/11/2026"])
        sheet.write_row(2, 0, ["Licence number", "Product", "EAN", "Valid until"])
        sheet.write_row(3, 0, ["FR/020/118", "Ondine Sols", 3760123450010])
        sheet.write_datetime(3, 3, dt.date(2026, 12, 31), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_row(5, 0, ["Licence number", "Product", "EAN", "Valid until"])
    reading = read_register_here(path, request("EU_ECOLABEL", path.name))
    assert sums(reading) == (2, 1, 0, 1)
    assert reading.entries == (
        ListedEntry(4, "FR/020/118", None, "Ondine Sols", None, "03760123450010", valid_until=dt.date(2026, 12, 31)),
    )
    assert (reading.sheet, reading.extracted_on) == ("Liste", dt.date(2026, 11, 18))
    assert [issue.code for issue in reading.issues] == ["row.repeated_header"]


def test_what_is_no_register_or_another_labels_is_refused(tmp_path: Path) -> None:
    assert _refusal(read(tmp_path, "a;b\n1;2\n", "EPEAT")) == "register.no_columns"
    assert _refusal(read(tmp_path, b"%PDF-1.4 x", "EPEAT")) == "file.not_a_table"
    assert _refusal(read(tmp_path, "", "EPEAT")) == "file.empty"
    other = read(tmp_path, "ENERGY STAR Unique ID,Model Name\n1,A1\n", "EPEAT")
    assert other.refusal is not None
    assert other.refusal.params == {"label": "ENERGY_STAR"}
    assert _refusal(read(tmp_path, "ENERGY STAR Unique ID,Model Name\n1,A1\n", "ENERGY_STAR")) is None


def test_a_price_list_is_no_register(tmp_path: Path) -> None:
    text = "Référence;Désignation;Prix HT;GTIN;Label\nA1;Ondine;3,95;3760123450010;EPEAT\n"
    found = read(tmp_path, text, "EPEAT")
    assert found.refusal is not None
    assert (found.refusal.code, found.refusal.column) == ("register.price_list", "Prix HT")


def test_rows_whose_number_is_of_another_label_are_left_out(tmp_path: Path) -> None:
    text = "Licence number;Product name\nFR/020/118;Ondine\nFR/020/119;Ondine 2\nNF438;Sols\nX-1;Vitres\n"
    reading = read(tmp_path, text, "NF_ENVIRONNEMENT")
    assert sums(reading) == (4, 2, 0, 2)
    assert [entry.number for entry in reading.entries] == ["NF438", "X-1"]
    assert reading.others == {"EU_ECOLABEL": 2}
    told = [(issue.row, issue.last_row, issue.code, issue.value) for issue in reading.issues]
    assert told == [
        (2, 3, "register.other_number", "EU_ECOLABEL"), (5, None, "register.number_shape", "X-1"),
    ]  # fmt: skip


def _refusal(reading: RegisterReading) -> str | None:
    return reading.refusal.code if reading.refusal else None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3760123450010", "03760123450010"),
        ("3 760123 450010", "03760123450010"),
        ("036000291452", "00036000291452"),
        ("96385074", "00000096385074"),
        ("13760123450017", "13760123450017"),
        ("3760123450011", "gtin.check_digit"),
        ("376012345001", "gtin.check_digit"),
        ("37601234500", "gtin.length"),
        ("2000000000015", "register.gtin_internal"),
        ("0200000000011", "register.gtin_internal"),
        ("20000004", "register.gtin_internal"),
        ("00000000", "register.gtin_internal"),
        ("0000000000000", "register.gtin_internal"),
        ("A-1234", "register.gtin_unreadable"),
        ("", None),
    ],
)
def test_article_numbers(text: str, found: str | None) -> None:
    read_number = global_number(text)
    assert (read_number.code if isinstance(read_number, Fault) else read_number) == found


@given(st.text(alphabet="0123456789", min_size=7, max_size=13))
def test_a_number_is_taken_only_as_it_stands(digits: str) -> None:
    total = sum(int(d) * (3 if place % 2 == 0 else 1) for place, d in enumerate(reversed(digits)))
    whole = digits + str(-total % 10)
    found = global_number(whole)
    if len(whole) in (8, 12, 13, 14) and not internal(whole):
        assert found == whole.zfill(14)
        assert isinstance(global_number(digits + str((1 - total) % 10)), Fault)
    else:
        assert isinstance(found, Fault)


def test_several_numbers_in_a_cell() -> None:
    assert numbers_in("3760123450010; 3760123450027")[0] == ["03760123450010", "03760123450027"]
    assert numbers_in("3760123450010", "Internal code")[0] == []


CELL = st.text(alphabet=st.sampled_from('ab ,;"\n'), max_size=8)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(CELL, CELL, st.sampled_from(("EPEAT", "Blue Angel", "", "x"))), max_size=8))
def test_whatever_a_file_holds_the_sum_holds(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    text = "\n".join(["Category,Product,Label;", *(",".join(row) for row in rows)])
    reading = read(tmp_path_factory.mktemp("r"), text, "EPEAT")
    sums(reading)
    assert {entry.row for entry in reading.entries} <= set(range(2, 500))
    assert len({entry.row for entry in reading.entries}) == reading.imported


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.text(alphabet=st.sampled_from('ab ,"é'), min_size=1, max_size=6).filter(str.strip),
                          st.sampled_from(("EPEAT", "Blue Angel"))), min_size=1, max_size=6))  # fmt: skip
def test_a_sound_file_is_read_whole_and_counted_alike(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    quoted = ['"x","' + name.replace('"', '""') + f'",{label}' for name, label in rows]
    folder = tmp_path_factory.mktemp("r")
    reading = read(folder, "\n".join(["Category,Product,Label", *quoted]), "EPEAT")
    assert reading.rows == len(rows) == counted(folder / "registre.csv")
    assert reading.rejected == 0


def test_the_child_reads_the_same(tmp_path: Path) -> None:
    here = read(tmp_path, ECAT, "EU_ECOLABEL")
    assert read_register(tmp_path / "registre.csv", request("EU_ECOLABEL")) == here
    assert reading_from(reading_json(here)) == here


REAL = [
    ("ecolabels_it_epeat_blueangel_nordicswan.csv", "EPEAT", (5172, 4158, 0, 1014)),
    ("ecolabels_it_epeat_blueangel_nordicswan.csv", "BLUE_ANGEL", (5172, 945, 0, 4227)),
    ("ecolabels_it_epeat_blueangel_nordicswan.csv", "NORDIC_SWAN", (5172, 65, 0, 5107)),
    ("energystar_computers_v8.csv", "ENERGY_STAR", (417, 417, 0, 0)),
    ("energystar_telephones.csv", "ENERGY_STAR", (289, 289, 0, 0)),
]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the real registers are not here")
@pytest.mark.parametrize(("name", "label", "figures"), REAL)
def test_real_registers_load_with_every_row_accounted_for(
    name: str, label: str, figures: tuple[int, int, int, int]
) -> None:
    reading = read_register_here(SAMPLES / name, request(label, name))
    assert sums(reading) == figures
    assert reading.rows == counted(SAMPLES / name)
    assert all(entry.name and not entry.name.startswith('"') for entry in reading.entries)
