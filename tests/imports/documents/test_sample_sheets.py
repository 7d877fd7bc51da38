"""Real sheets against what a person read in them, written down before the reader was tried on them.

The sheets belong to their makers and are not part of this repository: TAMIS_SAMPLES names the folder that holds
`f_sds`, else it is looked for in `shared/samples` beside the checkout. Only facts stand here: codes, numbers, days.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from imports.documents.reading import read_sheet
from imports.documents.record import Sheet

FOLDER = Path(os.environ.get("TAMIS_SAMPLES") or Path(__file__).parents[4] / "shared" / "samples") / "f_sds"

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the sample sheets are not here")

RINSE = "P305+P351+P338 P337+P313 P264"
TRUTH: dict[str, tuple[str, str, str, str, str]] = {
    "domestos-multi-purpose-thick-bleach.pdf": ("2018-05-17", "EUH206", "", "EUH031 H314 H315 H318 H319 H400 H412",
        "7681-52-9:1-5 68891-38-3:1-5 1310-73-2:0.1-1"),
    "handy-andy-multi-surface-disinfectant-cleaner.pdf": ("2022-04-21", "", "", "", "68515-73-1:0-3 68424-85-1:0-1"),
    "omo-hand-washing-powder.pdf": ("2014-06-12", "", "", "H228 H302 H315 H318 H319 H332 H335 H412",
        "25155-30-0:20-25 497-19-8:10-20 1344-09-8:5-10 151-21-3:3-5 1302-78-9:1-5"),
    "unilever-professional-omo-perfect-whites-liquid-detergent-msds.pdf": ("2024-01-23", "", "H315", "",
        "68411-30-3:0-10 68131-39-5:0-5 68891-38-3:0-5 26530-20-1:0-0.025"),
    "sds_en-us_simplegreenallpurposecleaner.pdf": ("2024-03-12", "", "", "",
        "7732-18-5:85.000- 68439-46-3:-5.000 51981-21-6:-2.000 144-55-8:-1.000 7647-01-0:-1.000 104-46-1:-0.100 470-82-6:-0.100"
        " 26172-55-4:-0.001 2682-20-4:-0.0001"),
    "sds_en-us_simplegreencleanfinish.pdf": ("2018-07-26", f"H319 H401 H412 P280 P273 P501 {RINSE}", "", "",
        "64-02-8:1-3 85409-23-0:0.15-0.15 68391-01-5:0.15-0.15"),
    "sds_en-us_simplegreenhandcleanergel.pdf": ("2014-09-26", f"H320 {RINSE}", "", "",
        "7732-18-5:87.5- 1332-09-8:-2 110-97-4:-1 68-04-2:-1 68439-46-3:-1 61788-49-6:-1 497-19-8:-1 77-92-9:-1 51981-21-6:-1"
        " 100-51-6:-0.5 520-45-6:-0.5"),
    "sds_en-us_simplegreenlaundryfreeclear.pdf": ("2017-02-15", f"H316 H319 P332+P313 P280 {RINSE}", "", "",
        "7732-18-5:74- 151-21-3:-5 68131-39-5:-5 527-07-1:-5 61789-39-7:-5 11138-66-2:-1 61788-47-4:-1 1310-58-3:-1 9014-01-1:-1"
        " 9000-90-2:-1 9001-62-1:-1 2682-20-4:-0.5 2634-33-5:-0.5"),
    "sds_en-us_simplegreenlimescaleremover.pdf": ("2021-02-03", "", "H318", "",
        "7732-18-5:76.998- 68-04-2:-5.000 119-36-8:-1.000 4403-90-1:-0.001 6359-90-6:-0.001"),
    "fr_taski_jontec_euh208_extrait.txt": ("2017-09-07", "H319 H412 EUH208", "", "", ""),
    "fr_zep_cherry_bomb_extrait.txt": ("2023-01-10", "H317 H319 H334", "", "",
        "64742-47-8:1-5 68440-26-6:1-5 68585-47-7:1-5 68551-12-2:1-5 122-20-3:1-5 100-52-7:0.1-1"),
    "fr_zep_super_flash_extrait.txt": ("2023-10-01", "H302 H314 H335", "", "", "6834-92-0:60-80 497-19-8:10-30 64-02-8:1-5"),
}  # fmt: skip
"""File -> day of revision; codes printed in section 2; told there by their sentence alone; codes of section 3; shares."""


def read(name: str) -> Sheet:
    sheet = read_sheet(FOLDER / name)
    assert isinstance(sheet, Sheet)
    return sheet


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_a_real_sheet(name: str) -> None:
    day, printed, spoken, ingredients, shares = TRUTH[name]
    sheet = read(name)
    assert {code.code for code in sheet.codes_of(2) if code.printed} == set(printed.split())
    assert {code.code for code in sheet.codes if not code.printed} == set(spoken.split())
    assert {code.code for code in sheet.codes_of(3)} == set(ingredients.split())
    seen = {
        f"{each.cas}:{'' if each.low is None else each.low}-{'' if each.high is None else each.high}"
        for each in sheet.substances
    }
    assert seen == set(shares.split())
    assert str(sheet.revised) == day


def test_every_sheet_of_the_folder_is_in_the_truth() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(TRUTH)


def test_precision_and_recall_of_the_codes_of_sections_2_and_3() -> None:
    right = found = true = 0
    for name, (_, printed, spoken, ingredients, _) in TRUTH.items():
        seen = {(code.section, code.code) for code in read(name).codes if code.section in (2, 3)}
        told = {(2, code) for code in (printed + " " + spoken).split()} | {(3, code) for code in ingredients.split()}
        right, found, true = right + len(seen & told), found + len(seen), true + len(told)
    assert (right / found, right / true) == (1.0, 1.0)
    assert true == 47


def test_what_else_a_person_sees() -> None:
    old = read("domestos-multi-purpose-thick-bleach.pdf")
    assert {found.value for found in old.outdated if found.section == 2} == {
        "R36/38",
        "Xi",
        "S2",
        "S24/25",
        "S26",
        "S46",
    }
    assert (old.older_format, old.signal, old.classified) == (True, None, True)
    quiet = read("handy-andy-multi-surface-disinfectant-cleaner.pdf")
    assert (quiet.classified, quiet.signal, quiet.pages) == (False, "none", 11)
    broken = read("fr_taski_jontec_euh208_extrait.txt")
    assert [heading.number for heading in broken.sections] == [1, 2]
    assert {code.substances for code in broken.codes if code.code == "EUH208"} == {
        ("1,2-benzisothiazol-3(2H)-one (Benzisothiazolinone)",)
    }
    torn = read("unilever-professional-omo-perfect-whites-liquid-detergent-msds.pdf")
    assert [each.code for each in torn.classes] == ["H319"]
