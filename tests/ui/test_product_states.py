"""The sheet's further parts: timeline, the text to copy, what to buy instead; a product that has left the catalogue."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from sqlalchemy import select, update

from catalog.entrance import Entrance
from catalog.facets.selection import Selection
from catalog.models import Offer, OfferVersion, Product, Publication
from catalog.services.buying.search import Found, search
from catalog.services.people.accounts import actor_by_email
from catalog.tagging.records import Tag
from tests.ui.demo_screens import BUYER, REVIEWER, SUPPLIER, Opened, demo, html, opened, text
from ui.parts.offer_row import Within, chips

__all__ = ["demo", "opened"]

COMPLIANT = "/produit?ref=BRUMEVERT/BV31002&lot=ENT-3"
DAY = dt.date(2026, 11, 22)


def found(demo: Entrance, **asked: str) -> Found:
    with demo.reading() as means:
        values = {facet: frozenset({value}) for facet, value in asked.items()}
        return search(actor_by_email(means, BUYER), means, demo.shelf, Selection(values=values, size=200))


def outside(demo: Entrance, standing: str) -> str:
    """`SUPPLIER/REF&lot=LOT` of an offer of lot 3 whose early-childhood tag has this standing."""
    answer = found(demo, lot="ENT-3")
    for offer, tags in zip(answer.offers, answer.tags, strict=True):
        if tags["early_childhood"].standing == standing and tags["early_childhood"].state != "no":
            return f"{offer.supplier}/{offer.reference}&lot={offer.lot}"
    raise AssertionError(standing)


@pytest.mark.parametrize(
    ("language", "title", "ends", "today"),
    [
        ("fr", "Frise des preuves", "Petite enfance : fin de validité", "Jour de référence"),
        ("en", "Timeline of the proofs", "Early childhood: end of validity", "Reference day"),
    ],
)
def test_the_timeline_is_a_picture_with_words_and_a_list(
    opened: Opened, language: str, title: str, ends: str, today: str
) -> None:
    at = opened(COMPLIANT, language=language)
    assert title in [each.value for each in at.header]
    [told] = re.findall(r'<div class="spans" role="img" aria-label="([^"]+)"', html(at))
    assert told.count("FR/020/921") == 2, "the licence shows two attributes"
    said = text(at).replace("\u00a0", " ")
    assert said.index(ends.replace("\u00a0", " ")) < said.index(today), "the newest first"
    bars = [float(each) for each in re.findall(r"left:([\d.]+)%", html(at))]
    assert all(0 <= each <= 100 for each in bars)


def test_the_end_of_the_criteria_stands_where_a_licence_has_none_of_its_own(opened: Opened) -> None:
    at = opened("/produit?ref=CLAIRONDE/CL22105")
    said = text(at).replace("\u00a0", " ")
    assert "31 décembre 2026 Écolabellisé : fin de validité Critères du label, dans 39 j" in said
    [copied] = [each.value.replace("\u00a0", " ") for each in at.code]
    assert "valable jusqu’au 31 décembre 2026 (fin des critères du label)." in copied
    assert "sans date de fin" not in copied


def test_the_text_to_copy_names_range_lot_and_proofs_with_their_last_days(opened: Opened) -> None:
    [copied] = [each.value.replace("\u00a0", " ") for each in opened(COMPLIANT).code]
    assert "Conforme à la gamme « Petite enfance » (règle version " in copied
    assert "AC-ENT-2026" in copied
    assert "ENT-3" in copied
    assert "licence FR/020/921, Organisme certificateur (démo), valable jusqu’au 16 mars 2028" in copied
    assert copied.endswith("Établi d’après les preuves valides au 22 novembre 2026.")
    assert "Meets the range “Early childhood”" in opened(COMPLIANT, language="en").code[0].value


@pytest.mark.parametrize("standing", ["expired", "declared"])
def test_what_is_not_compliant_has_no_text_and_three_that_are(opened: Opened, demo: Entrance, standing: str) -> None:
    at = opened(f"/produit?ref={outside(demo, standing)}")
    assert [each.value for each in at.code] == []
    assert "Pas de justification possible" in text(at)
    [title] = [each.value for each in at.header if "conforme" in each.value]
    assert title.startswith("3 offres conformes")
    shown = [each.proto.query_string for each in at.get("page_link") if each.proto.page == "produit"]
    inside = {f"{each.supplier}/{each.reference}" for each in found(demo, range="petite-enfance").offers}
    assert len(shown) == 3
    assert all(any(name.replace("/", "%2F") in query for name in inside) for query in shown)


def test_a_supplier_is_given_no_text_to_copy_and_staff_are(opened: Opened) -> None:
    assert not opened(COMPLIANT.split("&")[0].replace("BRUMEVERT/BV31002", "CLAIRONDE/CL22301"), SUPPLIER).code
    assert opened(COMPLIANT, REVIEWER).code


def test_inside_a_range_a_row_has_one_chip_for_its_rule() -> None:
    def tag(name: str, until: dt.date | None, state: str = "yes") -> Tag:
        return Tag(name, state, "verified" if state == "yes" else "declared", None, until=until, claimed=True)  # type: ignore[arg-type]

    within = Within("Petite enfance", "attr-petite-enfance", frozenset({"early_childhood", "ecolabelled"}))
    both = [tag("early_childhood", dt.date(2028, 5, 5)), tag("ecolabelled", dt.date(2026, 12, 15))]
    for day, said in (
        (DAY, "2 critères prouvés, échéance dans 23 j"),
        (dt.date(2026, 12, 15), "2 critères prouvés, échéance ce soir"),
        (dt.date(2026, 10, 1), "2 critères prouvés, jusqu’au 15/12/2026"),
    ):
        drawn = chips(both, "fr", day, None, within)
        assert said in drawn
        assert drawn.count('class="chip ') == 1
    other = chips([*both, tag("organic", None, "unknown")], "en", DAY, None, within)
    assert "2 criteria proven, ends in 23 d" in other
    assert other.count('class="chip ') == 2, "what the rule does not ask for stands beside it"
    by_hand = chips([both[0], tag("ecolabelled", None, "unknown")], "fr", DAY, None, within)
    assert "prouvés" not in by_hand, "taken in by hand: what is not proven is not called proven"


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "Cet article n’est plus au marché depuis le 22 novembre 2026"), ("en", "has left the agreement since")],
)
def test_a_withdrawn_product_says_since_when_and_what_to_buy(
    opened: Opened, demo: Entrance, language: str, said: str
) -> None:
    withdraw(demo, "BV31002")
    at = opened(COMPLIANT, language=language)
    assert said in text(at).replace("\u00a0", " ")
    assert [each.proto.page for each in at.get("page_link")].count("produit") == 3
    assert not at.code
    assert opened(COMPLIANT, "achats@lanterne.example").title[0].value == "Article introuvable"


def withdraw(demo: Entrance, reference: str) -> None:
    """A publication of the day without any offer of the product."""
    with demo.writing() as means:
        last = means.session.scalars(select(Publication).order_by(Publication.number.desc())).first()
        assert last is not None
        offers = select(Offer.id).join(Product, Product.id == Offer.product_id).where(Product.reference == reference)
        shown = OfferVersion.offer_id.in_(list(means.session.scalars(offers))) & OfferVersion.until.is_(None)
        number = last.number + 1
        means.session.add(
            Publication(
                number=number, kind="publish", effective=DAY, offers=last.offers - 1, recorded_at=means.clock.now()
            )
        )
        means.session.flush()
        means.session.execute(update(OfferVersion).where(shown).values(until=number))
