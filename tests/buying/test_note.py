"""The justification note: a line a compliant product with its proof; of what is not compliant, the name and the reason."""

from __future__ import annotations

import datetime as dt
import io

import docx
import pypdfium2
import pytest

from catalog.access import OPERATOR, Actor
from catalog.errors import Invalid, NotAllowed, NotFound
from catalog.means.means import Means
from catalog.services.buying.note import note
from catalog.services.buying.select import OfferName, add
from catalog.services.ranges.draft import Change
from tests.agreements.sample import DAY, HOMES, ROLES, on, person
from tests.buying.offers import account, edition, published, withdrawn
from tests.ranges.stage import Stage, build_stage
from tests.ranges.test_export import drafted
from tests.ranges.validated import validate_all

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
FLOOR = "Nettoyant sols numéro"


def _lycee(means: Means) -> tuple[int, dict[tuple[str, str], int]]:
    offers = dict(published(means))
    buyer = account(means, "LYCEE")
    wanted = [offers["A-1", "ENT-1"], offers["B-1", "ENT-1"], offers["A-2", "NUM-1"]]
    return add(buyer, means, edition(means), wanted, 12), offers


def _said(content: bytes) -> list[str]:
    return [each.text for each in docx.Document(io.BytesIO(content)).paragraphs if each.text]


def _table(content: bytes) -> list[list[str]]:
    (table,) = docx.Document(io.BytesIO(content)).tables
    return [[place.text for place in row.cells] for row in table.rows]


def test_what_the_note_says_first(means: Means) -> None:
    made, _ = _lycee(means)
    file = note(person(means, "LYCEE", "buyer"), means, edition(means), made)
    assert file.file_name == "justification-2026-11-22.docx"
    assert _said(file.content)[:5] == [
        "Note de justification\u00a0: Sélection du 22\u00a0novembre 2026",
        "Ce document n’est pas un bon de commande.",
        "Organisme\u00a0: Lycée d’essai",
        "Établi d’après les preuves valides au 22\u00a0novembre 2026.",
        "Date du document\u00a0: 22\u00a0novembre 2026. Catalogue\u00a0: publication n°\u00a01.",
    ]


def test_a_line_a_compliant_product_and_the_others_apart(means: Means) -> None:
    made, _ = _lycee(means)
    content = note(person(means, "LYCEE", "buyer"), means, edition(means), made).content
    header, first, second = _table(content)
    assert header == [
        "Article", "Accord-cadre, lot, ligne du BPU", "Attributs et preuves", "Quantité et prix hors taxes"
    ]  # fmt: skip
    assert first[0].split("\n") == [
        "Détergent sols 5 L", "Référence\u00a0: A-1", "GTIN\u00a0: 3012345678900", "Titulaire\u00a0: Titulaire A",
        "Fiche de l’article dans le catalogue",
    ]  # fmt: skip
    assert first[2].split("\n") == [
        "Écolabellisé\u00a0: oui (Écolabel européen)", "Preuve\u00a0: licence",
        "Vérifiée par la centrale d’achat le 20\u00a0novembre 2026", "Valable jusqu’au 31\u00a0mai 2027",
    ]  # fmt: skip
    assert first[3].split("\n") == [
        "Quantité\u00a0: 12 (bidon de 5 L)", "Prix unitaire\u00a0: 3,95\u00a0€", "TVA\u00a0: 20\u00a0%", "Total\u00a0: 47,40\u00a0€",
    ]  # fmt: skip
    assert second[2].split("\n")[0] == "Écolabellisé\u00a0: équivalence reconnue, sans écolabel"
    said = _said(content)
    place = said.index("Articles non conformes, sans justification (1)")
    assert said[place + 2] == (
        "Cartouche noire, référence A-2, Titulaire A\u00a0: aucune gamme validée ne le contient et aucun attribut n’est "
        "prouvé ce jour."
    )
    assert "Cartouche" not in str(_table(content))
    assert [each for each in said if each.startswith("Total")] == [
        "Total hors taxes des articles conformes, Titulaire A\u00a0: 47,40\u00a0€",
        "Total hors taxes des articles conformes, Titulaire B\u00a0: 14,81\u00a0€",
        "Total hors taxes des articles conformes\u00a0: 62,21\u00a0€",
    ]


def test_the_day_after_a_proof_nothing_justifies_its_product(means: Means) -> None:
    made, _ = _lycee(means)
    later = on(means, dt.date(2027, 6, 1))
    with pytest.raises(Invalid) as refused:
        note(person(means, "LYCEE", "buyer"), later, edition(later), made)
    assert refused.value.code == "note.nothing"


def test_the_pdf_says_the_same_in_english(means: Means) -> None:
    made, _ = _lycee(means)
    file = note(person(means, "LYCEE", "buyer_admin"), means, edition(means), made, "pdf", "en")
    assert (file.file_name, file.media_type) == ("justification-2026-11-22.pdf", "application/pdf")
    with pypdfium2.PdfDocument(file.content) as book:
        text = " ".join("".join(page.get_textpage().get_text_range() for page in book).split())
    for sentence in (
        "This document is not a purchase order.", "Established from the proofs in force on 22 November 2026.",
        "Ecolabelled: yes (EU Ecolabel)", "Holds until 31 May 2027", '=HYPERLINK("http://x.example";"Savon")',
        "Products that are not compliant, without justification (1)",
    ):  # fmt: skip
        assert sentence in text
    assert file.content == note(person(means, "LYCEE", "buyer"), means, edition(means), made, "pdf", "en").content


def test_a_withdrawn_or_hidden_line_is_named_or_counted(means: Means) -> None:
    made, offers = _lycee(means)
    withdrawn(means, offers["A-2", "NUM-1"])
    said = _said(note(person(means, "LYCEE", "buyer"), means, edition(means), made).content)
    assert "Cartouche noire, référence A-2, Titulaire A\u00a0: l’article n’est plus au catalogue." in said
    later = on(means, DAY + dt.timedelta(days=1))
    with pytest.raises(Invalid) as refused:
        note(person(means, "LYCEE", "buyer"), later, edition(later), made)
    assert refused.value.code == "note.nothing"


def test_who_may_write_it(means: Means) -> None:
    made, _ = _lycee(means)
    today = edition(means)
    homes = {**HOMES, "member": "LYCEE"}
    wrote = set()
    for role, kind in ROLES:
        try:
            wrote.add(role) if note(person(means, homes[kind], role), means, today, made) else None
        except NotAllowed:
            continue
    assert wrote == {"buyer", "buyer_admin"}
    with pytest.raises(NotAllowed):
        note(OPERATOR, means, today, made)
    for actor, number in ((account(means, "CRECHE"), made), (person(means, "LYCEE", "buyer"), 999)):
        with pytest.raises(NotFound) as missing:
            note(actor, means, today, number)
        assert missing.value.code == "thing.unknown"
    with pytest.raises(Invalid) as refused:
        note(person(means, "LYCEE", "buyer"), means, today, made, "xlsx")
    assert (refused.value.code, refused.value.params["choices"]) == ("selection.format", "docx, pdf")


def _of_a_range(means: Means) -> tuple[Stage, Actor, int]:
    stage = build_stage(means)
    drafted(stage, Change(attributes=("ecolabelled",), description_fr="Sols.", description_en="Floors."))
    validate_all(stage.means)
    buyer = stage.actors["Mia"]
    wanted = [OfferName("HYG", "R-1"), OfferName("HYG", "R-5")]
    return stage, buyer, add(buyer, stage.means, stage.edition(), wanted)


def test_a_range_is_named_with_its_rule_its_version_and_its_day(means: Means) -> None:
    stage, buyer, made = _of_a_range(means)
    content = note(buyer, stage.means, stage.edition(), made).content
    named = "Gamme «\u00a0Sols\u00a0» (sols), version 1 du 22\u00a0novembre 2026"
    assert _table(content)[1][1].split("\n")[-1] == named
    said = _said(content)
    place = said.index("Règles des gammes citées")
    assert said[place + 1 : place + 4] == [
        named,
        "L’attribut «\u00a0Écolabellisé\u00a0» vaut «\u00a0oui\u00a0»\u00a0: une preuve vérifiée et en cours couvre l’article.",
        "Profil strict\u00a0: une réserve, une note ou un document manquant suffit à écarter l’article.",
    ]
    assert [row[0].split("\n")[0] for row in _table(content)[1:]] == [f"{FLOOR} 1"]
    assert [each for each in said if f"{FLOOR} 5" in each] == [
        f"{FLOOR} 5, référence R-5, Hygiene\u00a0: aucune gamme validée ne le contient et aucun attribut n’est prouvé ce jour."
    ]
