"""What each finds at home in the demonstration: ranges with their counts, what waits, one's own offers."""

from __future__ import annotations

import datetime as dt

import pytest

from catalog.entrance import Entrance
from catalog.facets.selection import Selection
from catalog.services.buying.cards import range_cards
from catalog.services.buying.search import search
from catalog.services.people.accounts import actor_by_email
from tests.ui.demo_screens import BUYER, SUPPLIER, Opened, demo, html, opened, text

__all__ = ["demo", "opened"]


def test_the_cards_count_what_the_catalogue_shows(demo: Entrance) -> None:
    with demo.reading() as means:
        actor = actor_by_email(means, BUYER)
        found = search(actor, means, demo.shelf, Selection())
        cards = range_cards(actor, means, found.edition)
    assert {card.terms.code: card.offers for card in cards} == dict(found.answer.facets["range"])
    assert {card.next_end for card in cards} == {dt.date(2026, 11, 22)}


@pytest.mark.parametrize(
    ("language", "count", "link"),
    [("fr", "offres conformes aujourd’hui", "Ouvrir la gamme"), ("en", "offers compliant today", "Open the range")],
)
def test_a_member_finds_the_ranges(opened: Opened, demo: Entrance, language: str, count: str, link: str) -> None:
    at = opened("/", language=language)
    with demo.reading() as means:
        cards = range_cards(actor_by_email(means, BUYER), means, demo.shelf.edition(means))
    for card in cards:
        name = card.terms.name_fr if language == "fr" else card.terms.name_en
        assert f"{name} {card.offers} {count}" in text(at)
    links = [each.proto for each in at.get("page_link")]
    assert [each.label.split(" :small")[0] for each in links if "range" in each.query_string] == [link] * len(cards)


def test_who_has_joined_one_agreement_sees_its_ranges_only(opened: Opened, demo: Entrance) -> None:
    at = opened("/", "achats@lanterne.example")
    with demo.reading() as means:
        cards = range_cards(actor_by_email(means, "achats@lanterne.example"), means, demo.shelf.edition(means))
    assert html(at).count('class="range-card"') == len(cards)
    assert len(cards) < 5


def test_words_lead_to_the_catalogue(opened: Opened) -> None:
    at = opened("/")
    at.text_input(key="home.q").set_value("toner noir").run()
    assert not at.exception
    assert [each.label for each in at.button if each.key == "chip.q.toner noir"] == [
        "« toner noir » :small[retirer ce filtre]"
    ]


def test_a_supplier_finds_its_own_offers_and_files(opened: Opened, demo: Entrance) -> None:
    said = text(opened("/", SUPPLIER, "en"))
    with demo.reading() as means:
        answer = search(actor_by_email(means, SUPPLIER), means, demo.shelf, Selection()).answer
    yes, no = answer.facets["ecolabelled"]["yes"], answer.facets["ecolabelled"]["no"]
    assert f"Ecolabelled {yes} {answer.claimed['ecolabelled']} {no}" in said
    assert "claironde_tarif_2026.csv Received on 22 November 2026 · 295 rows imported, 8 rejected" in said
