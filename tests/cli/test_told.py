"""What the daily verbs, an undo and lists tell a person is sentences in the language asked for, never a document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from catalog.cli.agreements import _clause_text, _index_text
from catalog.cli.frame import counted, line, take_common
from catalog.cli.verbs_told import done_text, undo_text

DONE: dict[str, Any] = {
    "publication": None, "verb": "correct", "supplier": "ALPHA", "reference": "A/1", "name": "Savon", "against": 3,
    "above": [],
}  # fmt: skip
CELL = {"reference": "A/1", "lot": "ENT-1", "field": "price", "before": "15.93", "after": None}
UNDO: dict[str, Any] = {
    "undoes": 5, "kind": "publish", "effective": "2026-12-01", "waits": False, "back_to": 4, "offers_now": 1168,
    "offers_then": 1100, "batches": [{"supplier": "ALPHA", "batch": 7, "file": "t.csv"}], "again": [6],
}  # fmt: skip
CLAUSE = {
    "kind": "index", "from": "2026-01-01", "source": "CCAP 8.2",
    "terms": {"fixed": "0.15", "indices": [{"code": "CHIM", "weight": "0.85"}], "ceiling_per": "year"},
}  # fmt: skip


@pytest.fixture(autouse=True)
def french(tmp_path: Path) -> None:
    take_common(["--lang", "fr"], {"TAMIS_HOME": str(tmp_path)})


@pytest.mark.parametrize(
    ("more", "fr", "en"),
    [
        ({"lot": "ENT-1", "field": "price", "cells": [CELL]},
         "ALPHA/A/1, Savon\n  [ENT-1] price: 15.93 → –\nEssai : rien n’est enregistré.",
         "ALPHA/A/1, Savon\n  [ENT-1] price: 15.93 → –\nRehearsed: nothing is saved."),
        ({"verb": "suspend", "lots": ["L1", "L2"], "publication": 8, "above": [9]},
         "ALPHA/A/1, Savon : suspendu dans L1, L2.\nPublication n° 8.\n"
         "Publiées de nouveau par-dessus, au jour prévu : n° 9",
         "ALPHA/A/1, Savon: suspended in L1, L2.\nPublication 8.\nPublished again above, for their day: 9."),
        ({"verb": "lift", "lots": ["L1"]}, "ALPHA/A/1, Savon : de nouveau commandable dans L1.",
         "ALPHA/A/1, Savon: may be ordered again in L1."),
        ({"verb": "rename", "before": "A/1", "after": "A/2", "lots": ["L1"]}, "ALPHA/A/1, Savon : A/1 devient A/2 (L1).",
         "ALPHA/A/1, Savon: A/1 becomes A/2 (L1)."),
        ({"verb": "succeed", "kind": "replaced", "successor": "A/2"}, "ALPHA/A/1, Savon : remplacé par A/2.",
         "ALPHA/A/1, Savon: replaced by A/2."),
        ({"verb": "succeed", "kind": "discontinued", "successor": None}, "ALPHA/A/1, Savon : arrêté, sans successeur.",
         "ALPHA/A/1, Savon: discontinued, without a successor."),
        ({"verb": "succeed", "kind": "new", "successor": None}, "ALPHA/A/1, Savon : nouvel article",
         "ALPHA/A/1, Savon: a new product"),
    ],
)  # fmt: skip
def test_a_verb_is_told_in_sentences(more: dict[str, Any], fr: str, en: str) -> None:
    assert plain(done_text(DONE | more, "fr")).startswith(fr)
    assert done_text(DONE | more, "en").startswith(en)


@pytest.mark.parametrize(
    ("undo", "fr", "en"),
    [
        (UNDO, "Annuler la publication n° 5 rétablit l’état de la publication n° 4. Offres aujourd’hui : 1 168 ; "
         "ensuite : 1 100.\n  ALPHA  7  t.csv\nEssai : rien n’est enregistré.\n"
         "Publiées de nouveau par-dessus, au jour prévu : n° 6.",
         "Undoing publication 5 brings back the state of publication 4. Offers now: 1,168; afterwards: 1,100.\n"
         "  ALPHA  7  t.csv\nRehearsed: nothing is saved.\nPublished again above, for their day: 6."),
        (UNDO | {"back_to": 0, "batches": [], "again": []},
         "Annuler la publication n° 5 vide le catalogue. Offres aujourd’hui : 1 168.\nEssai : rien n’est enregistré.",
         "Undoing publication 5 empties the catalogue. Offers now: 1,168.\nRehearsed: nothing is saved."),
        (UNDO | {"waits": True, "batches": [], "again": []},
         "La publication n° 5, prévue pour le 1er décembre 2026, n’aurait pas lieu. Ses offres : 1 168 ; sans elle : "
         "1 100.\nEssai : rien n’est enregistré.",
         "Publication 5, due on 1 December 2026, would not take place. Its offers: 1,168; without it: 1,100.\n"
         "Rehearsed: nothing is saved."),
        ({"undoes": None}, "Il n’y a rien à annuler.", "There is nothing to undo."),
        ({"batch": 7, "publication": 5, "products": 2, "offers": 3},
         "Le dépôt n° 7 sortirait de la publication n° 5. Articles touchés : 2 ; offres touchées : 3.\n"
         "Essai : rien n’est enregistré.",
         "Batch 7 would be taken out of publication 5. Products touched: 2; offers touched: 3.\n"
         "Rehearsed: nothing is saved."),
    ],
)  # fmt: skip
def test_an_undo_is_told_in_sentences(undo: dict[str, Any], fr: str, en: str) -> None:
    assert (plain(undo_text(undo, "fr")), plain(undo_text(undo, "en"))) == (fr, en)


def test_a_clause_and_an_index_are_told_line_by_line() -> None:
    assert plain(_clause_text(CLAUSE)).splitlines() == [
        "  prix révisé par indices, à partir du 1er janvier 2026 (CCAP 8.2)", "    part fixe : 0.15",
        "    poids des indices : CHIM 0.85", "    plafond par : an",
    ]  # fmt: skip
    listed = {"code": "CHIM", "fr": "Chimie", "values": {"2026-01": "113.9", "2026-02": "114.4"}}
    assert _index_text(listed).splitlines() == ["CHIM  Chimie", "  2026-02  114.4", "  2026-01  113.9"]


def test_counts_are_told_in_the_language_and_an_empty_list_says_so(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert plain(counted({"new_offers": 1, "gone_offers": 0})) == "offres nouvelles : 1, offres parties : 0"
    line().tell({"doubts": []}, "")
    take_common(["--lang", "en"], {"TAMIS_HOME": str(tmp_path)})
    line().tell({"doubts": []}, "")
    assert capsys.readouterr().out == "Rien à montrer.\nNothing to show.\n"


def plain(text: str) -> str:
    """With ordinary blanks."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")
