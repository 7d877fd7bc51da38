"""Marks that a text names without claiming them, or spells as others do: taken back, of the wrapping, known by one word only."""

from __future__ import annotations

import pytest

from catalog.tagging.left_over import understood
from tests.tagging.samples import claims, vocabulary
from tests.tagging.test_claims import NOTHING, TONER, in_cell, said

HELD = ["Écolabel européen", "Ange bleu", "NF Environnement", "EU Ecolabel", "Écolabel"]


@pytest.mark.parametrize("mark", HELD)
@pytest.mark.parametrize(
    "text",
    ["{} : non", "{} non", "{}: no", "{} = N", "{} ?", "{} en cours", "{} (en cours de certification)", "{} pending",
     "{} beantragt", "{} non certifié", "{} non obtenu", "{} pas encore obtenu", "{} sur demande", "{} à confirmer",
     "{} expiré", "{} retiré", "{} (périmé)", "{} applied for", "ancien {}", "demande d’{}", "équivalent {}",
     "équivalent à l’{}", "similaire à l’{}", "inspiré de l’{}", "critères {}", "sans {}", "pas d’{}", "non {}"],
)  # fmt: skip
def test_a_mark_that_is_taken_back_beside_its_name_is_no_claim(mark: str, text: str) -> None:
    said_so = text.format(mark)
    assert in_cell("ecolabelled", said_so) == []
    assert in_cell(None, said_so) == []
    assert said(f"Nettoyant sols {said_so}", "CLEANING") == NOTHING


@pytest.mark.parametrize("mark", HELD)
@pytest.mark.parametrize(
    "text",
    ["{}", "{} : oui", "{} en cours de validité", "{} (en cours de renouvellement)", "{} sans parfum",
     "{} non parfumé", "{}, expire le 31/12/2028", "{} expire le 31/12/2028", "sans phosphate, {}",
     "pas de phosphate ; {}", "{} n° 12"],
)  # fmt: skip
def test_a_mark_that_is_held_stays_a_claim(mark: str, text: str) -> None:
    found = in_cell("ecolabelled", text.format(mark))
    assert [attribute for attribute, *_ in found] == ["ecolabelled"]


@pytest.mark.parametrize("text", ["Toner équivalent HP 305A NF335", "Couleur au choix, toner équivalent HP, NF335"])
def test_a_label_beside_the_printer_it_fits_is_heard(text: str) -> None:
    [claim] = [claim for claim in claims(text, family=TONER) if claim.label]
    assert (claim.label, claim.number) == ("NF_ENVIRONNEMENT", "NF335")


@pytest.mark.parametrize(
    "text", ["Nettoyant, emballage carton FSC", "Stylos, emballage certifié PEFC", "Savon, emballage FSC-C192811"]
)
def test_a_mark_of_the_wrapping_is_none_of_the_product(text: str) -> None:
    assert [claim for claim in claims(text) if claim.label] == []


@pytest.mark.parametrize("text", ["Label ADEME", "Green Seal", "Label européen", "Label interne"])
def test_a_label_of_which_one_word_is_known_waits_to_be_understood(text: str) -> None:
    """ "Green" stands in "Green Dot" and "label" in "label AB": neither makes these known."""
    assert in_cell(None, text) == [("", None, None, False)]
    assert in_cell("ecolabelled", text) == [("ecolabelled", None, None, False)]
    assert not understood("label", text, vocabulary())


@pytest.mark.parametrize("text", ["Point vert", "critères de l’écolabel", "sans écolabel", "FR/020/118", "label AB"])
def test_what_is_known_is_asked_of_nobody(text: str) -> None:
    assert understood("label", text, vocabulary())
    assert not understood("family", text, vocabulary())


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("EU-Umweltzeichen", "EU_ECOLABEL"),
        ("Europäisches Umweltzeichen", "EU_ECOLABEL"),
        ("Écolabel EU", "EU_ECOLABEL"),
        ("Österreichisches Umweltzeichen", "AT_UMWELTZEICHEN"),
        ("Umweltzeichen", None),
        ("Ange bleue", "BLUE_ANGEL"),
        ("ISO14001", "ISO14001"),
        ("biodégradable", "SUPPLIER_CLAIM"),
    ],
)
def test_labels_as_others_spell_them(text: str, label: str | None) -> None:
    assert [found[1] for found in in_cell(None, text)] == [label]
