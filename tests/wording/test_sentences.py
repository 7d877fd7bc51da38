"""Every code has its sentence, in both languages, with the same parameters, typeset as French and English are."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from catalog.wording.sentences import FOLDER, KINDS, NOTHING, filled, named, say, templates, to_keep
from tests import house

SAMPLES = {
    "date": "2026-11-22",
    "day": "2026-11-22",
    "money": 1_234_500_000,
    "rate": 55_000,
    "count": 1234,
    "amount": (1_234_500_000, "NOK"),
    "change": 45_000,
    "figures": "0.85 × 118.4",
    "month": "2026-03",
    "label": "eu_ecolabel",
    "attribute": "ecolabelled",
    "family": "CLEANING",
    "kept": "retirée",
    "": "x",
}
"""One value of each kind of parameter."""

FOLDERS = [FOLDER, *(path for path in [house.ROOT / "ui" / "wording"] if path.is_dir())]
CODES = [(folder, code) for folder in FOLDERS for code in templates(folder)]
REFUSALS = {"Refusal", "NotAllowed", "NotFound", "Invalid", "Conflict", "Busy"}


def fields(template: str) -> set[tuple[str, str]]:
    """Name and kind of every parameter of a template; `document_fr` and `document_en` are one."""
    found = [(name, kind or "") for _, name, kind, _ in string.Formatter().parse(template) if name is not None]
    return {(re.sub(r"_(fr|en)$", "", name), kind) for name, kind in found}


def test_there_are_sentences() -> None:
    assert len(CODES) > 100


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_every_code_has_its_sentence_in_both_languages(folder: Path) -> None:
    said = {code: (each["fr"], each["en"]) for code, each in templates(folder).items()}
    assert [code for code, (french, english) in said.items() if not (french.strip() and english.strip())] == []
    assert [code for code, (french, english) in said.items() if fields(french) != fields(english)] == []
    kinds = {code: {kind for _, kind in fields(french)} for code, (french, _) in said.items()}
    assert [code for code, found in kinds.items() if not found <= {*KINDS, ""}] == []


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_every_sentence_is_filled_to_the_last_brace_and_shows_what_it_lacks(folder: Path, language: str) -> None:
    for code, each in templates(folder).items():
        asked = fields(each["fr"])
        told = {f"{name}{end}": SAMPLES[kind] for name, kind in asked for end in ("", "_fr", "_en")}
        assert not re.search(r"[{}]", say(code, told, language, folder)), code
        assert say(code, {}, language, folder).count(NOTHING) >= len(asked), code


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_french_is_typeset(folder: Path) -> None:
    straight = [code for code, said in templates(folder).items() if re.search(r"\w'\w", said["fr"])]
    loose = [code for code, said in templates(folder).items() if re.search(r"« | »", said["fr"])]
    assert (straight, loose) == ([], [])


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_english_is_typeset(folder: Path) -> None:
    assert [code for code, said in templates(folder).items() if re.search(r"\w'\w", said["en"])] == []


def test_every_refusal_raised_has_a_sentence() -> None:
    raised = {
        node.args[0].value
        for module in house.modules(*house.ROOMS)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REFUSALS
        if node.args and isinstance(node.args[0], ast.Constant)
    }
    assert len(raised) > 20
    assert raised - set(templates()) == set()


def test_a_code_without_sentence_is_a_fault() -> None:
    with pytest.raises(KeyError):
        say("no.such.code", {}, "fr")


def test_a_code_that_stands_twice_is_a_fault(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("code,fr,en\nx,un,one\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"b\.csv: x has a sentence already"):
        say("x", {}, "fr", tmp_path)


def test_parameters_are_written_in_the_readers_language(tmp_path: Path) -> None:
    template = "{until:date} {price:money} {rate:rate} {n:count} {gone} {family:family} {who}"
    (tmp_path / "a.csv").write_text(f'code,fr,en\nx,"{template}","{template}"\n', encoding="utf-8")
    told = {"until": "2026-11-22", "price": 1_234_500_000, "rate": 55_000, "n": 1200, "who": "{x.__class__}"}
    shown = say("x", {**told, "family": "no-such"}, "fr", tmp_path)
    assert shown == "22\u00a0novembre 2026 1\u202f234,50\u00a0€ 5,5\u00a0% 1\u202f200 – no-such {x.__class__}"
    assert say("x", told, "en", tmp_path) == "22\u00a0November 2026 €1,234.50 5.5% 1,200 – – {x.__class__}"


def test_codes_get_their_names() -> None:
    assert named("attribute", "ecolabelled", "fr") != "ecolabelled"
    assert named("label", "no-such-label", "fr") == "no-such-label"


def test_a_kept_sentence_is_told_in_the_readers_language_and_a_persons_words_as_written() -> None:
    kept = {"ended": to_keep("register.gone", day="2026-11-22")}
    assert filled("{ended:kept}", kept, "fr") == "Ne figure plus dans l’extrait du registre du 22/11/2026."
    assert filled("{ended:kept}", kept, "en") == "No longer listed in the register extract of 22 Nov 2026."
    for words in ("retirée", "{au choix", '{"code": "no.such"}', "{}", '{"code": ["a"]}', '{"day": "x"}'):
        assert filled("{ended:kept}", {"ended": words}, "en") == words


def test_a_reason_with_its_full_stop_brings_no_second_one() -> None:
    params = {"on": "2026-11-22", "why": "La licence ne couvre pas le carton."}
    assert "le carton. Rien ne compte" in say("why.contest.supplier", params, "fr")
    assert filled("{why}. Rien.", {"why": "etc..."}, "fr") == "etc.... Rien."
    assert filled("{path}", {"path": "../tarif.csv"}, "fr") == "../tarif.csv"
