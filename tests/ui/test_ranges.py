"""The ranges: rule in words, version, and the same number of compliant offers as the search."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from catalog.entrance import Entrance
from catalog.facets.selection import Selection
from catalog.services.buying.search import search
from catalog.services.people.accounts import actor_by_email
from catalog.services.ranges.wish import wishes
from tests.ui.demo_screens import BUYER, FOOT, REVIEWER, SUPPLIER, Opened, demo, html, opened, text
from ui.parts.names import sortable

__all__ = ["demo", "opened"]

DAY = dt.date(2026, 11, 22)
COUNTS = {
    "entretien-ecolabellise": 85,
    "essuyage-ecolabellise": 30,
    "impression-remanufacturee": 64,
    "papier-ecolabellise": 45,
    "petite-enfance": 61,
}


def test_every_range_with_its_rule_and_its_count(opened: Opened) -> None:
    at = opened("/gammes", REVIEWER)
    assert at.title[0].value == "Gammes"
    said = text(at)
    assert [n for n in COUNTS.values() if f" {n} offres conformes aujourd’hui" not in said] == []
    assert "L’attribut « Écolabellisé » vaut « oui » : une preuve vérifiée et en cours couvre l’article." in said
    assert "Règle version 1, depuis le 22 novembre 2026, profil tolérant" in said
    links = [(link.proto.page, link.proto.query_string) for link in at.get("page_link")]
    seen = [query.removeprefix("range=") for page, query in links if page == "catalogue"]
    assert sorted(seen) == sorted(COUNTS)
    assert [query for page, query in links if page == "gamme"] == [f"code={code}" for code in seen]
    names = [link.proto.label for link in at.get("page_link") if link.proto.page == "gamme"]
    assert names == sorted(names, key=sortable), "by name, as people look them up"


def test_the_counts_are_those_of_the_search(demo: Entrance) -> None:
    with demo.reading() as means:
        actor = actor_by_email(means, REVIEWER)
        for code, n in COUNTS.items():
            chosen = Selection(values={"range": frozenset({code})})
            assert search(actor, means, demo.shelf, chosen).answer.total == n


def test_one_range(opened: Opened) -> None:
    at = opened("/gamme?code=petite-enfance", REVIEWER)
    assert at.title[0].value == "Petite enfance"
    said = text(at)
    assert "61 offres conformes aujourd’hui" in said
    assert "Brumevert Entretien (démo) 54 Septalune Désinfection et Papier (démo) 4 Claironde Hygiène (démo) 3" in said
    assert "Lot 3 – Petite enfance 43" in said


def test_whose_validation_waits_and_what_the_draft_is(opened: Opened) -> None:
    at = opened("/gammes", REVIEWER)
    assert "Attend Claironde Hygiène (démo) (4 offres)" in text(at)
    drafts = [link for link in at.get("page_link") if link.proto.page == "gamme-brouillon"]
    assert [link.proto.query_string for link in drafts] == ["code=papier-ecolabellise"]
    at = opened("/gamme?code=entretien-ecolabellise", REVIEWER)
    said = text(at)
    assert "Version 2 validée pour la centrale d’achat par Gwenola Tressart le 22 novembre 2026." in said
    assert "Brumevert Entretien (démo) Validée le 22 novembre 2026 2 48" in said
    assert "Claironde Hygiène (démo) La version 1 compte encore 1 37 4" in said
    assert "Après 89" in said, "two versions compared"
    exports = re.findall(r'href="/files/range/entretien-ecolabellise\?format=(\w+)&amp;on=2026-11-22', html(at))
    assert exports == ["xlsx", "csv", "pdf", "ubl"]


def test_staff_read_which_document_lets_most_products_in(opened: Opened) -> None:
    at = opened("/gamme?code=petite-enfance", REVIEWER)
    assert "À une pièce près" in [each.value for each in at.header]
    [way] = [link.proto for link in at.get("page_link") if link.proto.page == "manques"]
    assert way.query_string.split("&")[0] == "gamme=petite-enfance"
    assert way.label == "10 articles à une pièce près"
    assert not [each.value for each in opened("/gamme?code=petite-enfance", BUYER).header if "pièce" in each.value]
    listed = opened("/manques?gamme=petite-enfance", REVIEWER)
    assert "Gamme « Petite enfance » seulement." in text(listed).replace("\u00a0", " ")
    assert len(re.findall(r"<li>(?:BV|CL)\d+ · ", html(listed))) == 10
    assert "gamme=zzz" in text(opened("/manques?gamme=zzz", REVIEWER))


def test_an_earlier_day_is_shown_as_it_was(opened: Opened) -> None:
    at = opened("/gamme?code=petite-enfance&on=2026-11-22", REVIEWER)
    assert at.date_input[0].value == DAY
    assert opened("/gamme?code=petite-enfance&on=2026-11-21", REVIEWER).title[0].value == "Gamme introuvable"


def test_one_range_in_english(opened: Opened) -> None:
    at = opened("/gamme?code=petite-enfance", REVIEWER, "en")
    assert at.title[0].value == "Early childhood"
    assert "61 compliant offers today" in text(at)


def test_an_unknown_range_has_a_way_back(opened: Opened) -> None:
    at = opened("/gamme?code=none-such", REVIEWER)
    assert at.title[0].value == "Gamme introuvable"
    assert [link.proto.page for link in at.get("page_link")] == ["gammes", *FOOT]


@pytest.mark.parametrize(
    ("email", "address"),
    [(BUYER, "/gammes"), (SUPPLIER, "/gammes"), (SUPPLIER, "/gamme?code=petite-enfance")],
)
def test_they_are_the_central_bodys_pages(opened: Opened, email: str, address: str) -> None:
    assert opened(address, email).title[0].value == "Cette page est réservée à la centrale d’achat"


def test_a_member_reads_the_rule_and_asks_for_what_it_misses(opened: Opened, demo: Entrance) -> None:
    at = opened("/gamme?code=petite-enfance", BUYER)
    assert "L’attribut « Petite enfance » vaut « oui »" in text(at)
    assert "Validée par la centrale d’achat et par chaque titulaire" in text(at)
    assert "Validations" not in [each.value for each in at.header], "who waits for whom is no business of a member"
    assert not [link for link in at.get("page_link") if link.proto.page in ("gammes", "manques", "gamme-brouillon")]
    at.text_area(key="range.wish.text").set_value("Lingettes sans parfum")
    next(each for each in at.button if each.label == "Envoyer la demande").click().run()
    with demo.reading() as means:
        [asked] = [each for each in wishes(actor_by_email(means, BUYER), means) if each.text == "Lingettes sans parfum"]
    assert (asked.mine, asked.attributes, asked.central) == (True, ("early_childhood",), "CAPDEMO")


def test_a_member_that_has_not_joined_reads_the_rule_and_sees_no_offer_of_it(opened: Opened) -> None:
    said = text(opened("/gamme?code=petite-enfance", "achats@lanterne.example"))
    assert "L’attribut « Petite enfance » vaut « oui »" in said
    assert "0 offre conforme aujourd’hui" in said
    assert "Brumevert" not in said
    assert opened("/gamme?code=entretien-ecolabellise", "achats@lanterne.example").title[0].value == "Gamme introuvable"
