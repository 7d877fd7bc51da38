"""The sheet of a product on the demonstration: the verdict, why, the proofs, the offers, and what is never said."""

from __future__ import annotations

import datetime as dt

import pytest

from catalog.entrance import Entrance
from catalog.facets.selection import Selection
from catalog.published.shelf import Edition
from catalog.services.buying.search import Found, search
from catalog.services.buying.sheet import sheet
from catalog.services.people.accounts import actor_by_email
from catalog.tagging.records import Tag
from tests.ui.demo_screens import BUYER, REVIEWER, SUPPLIER, Opened, demo, drawn, html, key, opened, text
from ui.parts.proof_dialog import proof_sheet
from ui.parts.why import openable, proofs

__all__ = ["demo", "opened"]

JUSTIFIES = ("Conforme", "Meets the range", "justifier un achat responsable")


def found(demo: Entrance, **asked: str) -> Found:
    with demo.reading() as means:
        values = {facet: frozenset({value}) for facet, value in asked.items()}
        return search(actor_by_email(means, BUYER), means, demo.shelf, Selection(values=values, size=200))


def first_with(demo: Entrance, attribute: str, standing: str, **asked: str) -> tuple[str, Tag]:
    """`SUPPLIER/REF&lot=LOT` of the first offer whose tag has this standing, and the tag."""
    answer = found(demo, **asked)
    for offer, tags in zip(answer.offers, answer.tags, strict=True):
        if tags[attribute].standing == standing and tags[attribute].state != "no":
            return f"{offer.supplier}/{offer.reference}&lot={offer.lot}", tags[attribute]
    raise AssertionError(f"no offer with {attribute} {standing}")


@pytest.mark.parametrize(
    ("language", "verdict", "proven", "button"),
    [
        (
            "fr",
            "Conforme à la gamme « Petite enfance »",
            "1 critère sur 1 prouvé au 22 novembre 2026.",
            "Voir la preuve",
        ),
        ("en", "Meets the range “Early childhood”", "1 of 1 criteria proven on 22 November 2026.", "See the proof"),
    ],
)
def test_a_compliant_product_says_so_first(
    opened: Opened, language: str, verdict: str, proven: str, button: str
) -> None:
    at = opened("/produit?ref=BRUMEVERT/BV31002&lot=ENT-3", language=language)
    assert text(at).index(verdict) < text(at).index(proven)
    assert "verdict-inside" in html(at)
    shown = [each.label.split(" :small")[0] for each in at.button if (each.key or "").startswith("proof.early")]
    assert shown == [button] * 4, "dialogue form, safety sheet, ingredient list and licence"


def test_each_lot_has_its_own_price_with_and_without_vat(opened: Opened) -> None:
    at = opened("/produit?ref=BRUMEVERT/BV31002&lot=ENT-3")
    said = text(at)
    assert said.index("15,29 € HT") < said.index("15,93 € HT"), "the lot asked for comes first"
    assert "18,35 € TTC" in said
    assert "0,00765 € / L prêt à l’emploi à 0,25 %" in said
    assert [each.label.split(" :small")[0] for each in at.button if (each.key or "").startswith("basket.")] == [
        "Ajouter à ma sélection",
        "Ajouter à ma sélection",
    ]


def test_an_expired_proof_takes_it_out_and_nothing_justifies_a_purchase(opened: Opened, demo: Entrance) -> None:
    reference, tag = first_with(demo, "early_childhood", "expired", lot="ENT-3")
    at = opened(f"/produit?ref={reference}")
    ended = dt.date.fromisoformat(str(tag.reason.params["until"]))
    assert f"Hors de la gamme « Petite enfance » : preuve expirée le {ended.day} " in text(at)
    assert "L’article ne peut pas servir à justifier un achat dans cette gamme." in text(at)
    assert f"expiré le {ended:%d/%m/%Y}" in text(at)
    assert not [word for word in JUSTIFIES if word in text(at)]
    assert not [each for each in at.button if (each.key or "").startswith("basket.") and each.proto.type == "primary"]


def test_a_claim_is_told_with_the_place_it_was_read(opened: Opened, demo: Entrance) -> None:
    reference, _ = first_with(demo, "early_childhood", "declared", lot="ENT-3")
    at = opened(f"/produit?ref={reference}")
    assert "verdict-declared" in html(at)
    assert "Fichier brumevert_lot3_petite_enfance.ods, feuille « Lot 3 », ligne " in text(at)
    assert "colonne « Adapté petite enfance »" in text(at)


def test_what_nobody_claims_is_said_too(opened: Opened) -> None:
    at = opened("/produit?ref=BRUMEVERT/BV42402")
    assert "Non revendiqués : Écolabellisé, Remanufacturé, Matière recyclée" in text(at)


def test_an_equivalent_is_never_called_ecolabelled(opened: Opened, demo: Entrance) -> None:
    answer = found(demo, lot="ENT-2")
    offer = next(o for o, tags in zip(answer.offers, answer.tags, strict=True) if tags["ecolabelled"].equivalent)
    drawn_ = html(opened(f"/produit?ref={offer.supplier}/{offer.reference}"))
    assert "Équivalence à un label" in drawn_
    assert "i-attr-ecolabel" not in drawn_


def test_a_disinfectant_bears_no_childs_face(opened: Opened, demo: Entrance) -> None:
    offer = found(demo, family="DISINFECTANTS").offers[0]
    at = opened(f"/produit?ref={offer.supplier}/{offer.reference}")
    assert "attr-petite-enfance" not in html(at)
    assert not [word for word in JUSTIFIES if word in text(at)]


def test_hazard_codes_with_their_statement(opened: Opened) -> None:
    assert "H315 Provoque une irritation cutanée" in text(opened("/produit?ref=CLAIRONDE/CL22301"))
    assert "H315 Causes skin irritation" in text(opened("/produit?ref=CLAIRONDE/CL22301", language="en"))
    assert "n’en indique aucune dans son fichier" in text(opened("/produit?ref=BRUMEVERT/BV42402"))


def test_of_several_ranges_one_is_looked_at_and_the_others_are_a_press_away(opened: Opened) -> None:
    at = opened("/produit?ref=BRUMEVERT/BV31301")
    told = ["Entretien écolabellisé · conforme", "Petite enfance · hors de la gamme"]
    assert at.button_group(key="verdict_range").options == told
    assert html(at).count('class="verdict verdict-') == 1
    assert "Conforme à la gamme « Entretien écolabellisé »" in text(at)
    other = opened("/produit?ref=BRUMEVERT/BV31301&gamme=petite-enfance")
    assert "Hors de la gamme « Petite enfance »" in text(other)
    assert "Conforme à la gamme" not in text(other)
    unknown = opened("/produit?ref=BRUMEVERT/BV31301&gamme=papier-ecolabellise")
    assert "Conforme à la gamme « Entretien écolabellisé »" in text(unknown)


@pytest.mark.parametrize("reference", ["ZZZ/1", "BRUMEVERT/ZZZ", "", "BRUMEVERT"])
def test_an_unknown_reference(opened: Opened, reference: str) -> None:
    at = opened(f"/produit?ref={reference}")
    assert [each.value for each in at.title] == ["Article introuvable"]


def test_a_supplier_does_not_see_anothers_product(opened: Opened) -> None:
    assert [each.value for each in opened("/produit?ref=BRUMEVERT/BV31002", SUPPLIER).title] == ["Article introuvable"]
    assert not opened("/produit?ref=CLAIRONDE/CL22301", SUPPLIER).title


def test_the_next_day_it_is_out_of_the_range_and_still_in_its_lot(opened: Opened, demo: Entrance) -> None:
    answer = found(demo, range="petite-enfance")
    ends = {
        offer.reference: tags["early_childhood"].until for offer, tags in zip(answer.offers, answer.tags, strict=True)
    }
    reference = next(name for name, end in ends.items() if end == dt.date(2026, 11, 22))
    address = f"/produit?ref=BRUMEVERT/{reference}"
    assert "Conforme à la gamme « Petite enfance »" in text(opened(address))
    after = text(opened(f"{address}&on=2026-11-23"))
    assert "preuve expirée le 22 novembre 2026" in after
    assert "Lot ENT-3, Lot 3 – Petite enfance" in after


def test_a_proof_close_up(demo: Entrance) -> None:
    with demo.reading() as means:
        edition: Edition = demo.shelf.edition(means)
        buyer, reviewer = (actor_by_email(means, email) for email in (BUYER, REVIEWER))
        tag = sheet(buyer, means, edition, "BRUMEVERT", "BV31002").tags["ecolabelled"]
    [proof] = proofs(tag)
    assert openable(buyer, tag, proof)
    drawn_ = proof_sheet(proof, tag, "fr", edition.on, openable=True)
    assert f'href="/files/proof/{proof.id}"' in drawn_
    assert "FR/020/921" in drawn_
    expired = next(tag for tag in all_tags(edition) if tag.standing == "expired")
    [proof] = proofs(expired)[:1]
    assert not openable(buyer, expired, proof)
    assert openable(reviewer, expired, proof)
    assert "/files/" not in proof_sheet(proof, expired, "fr", edition.on, openable=False)


def all_tags(edition: Edition) -> list[Tag]:
    return [tag for tags in edition.tags.values() for tag in tags.values()]


def test_the_proof_opens_over_the_page(opened: Opened) -> None:
    at = opened("/produit?ref=BRUMEVERT/BV31002&lot=ENT-3")
    drawn(at.button(key=key(at, "button", "proof.ecolabelled")).click().run())
    assert "Télécharger le document" in text(at)
