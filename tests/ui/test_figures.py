"""The pictures: the same numbers as the search, in the picture's words, its table and its links; a member's agreements only."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

import pytest

from catalog.entrance import Entrance
from catalog.facets.selection import Answer, Selection
from catalog.services.buying.figures import endings, prices, shares
from catalog.services.buying.search import search
from catalog.services.people.accounts import actor_by_email
from tests.ui.demo_screens import BUYER, REVIEWER, SUPPLIER, Opened, demo, html, opened, text
from ui import address

__all__ = ["demo", "opened"]

STRANGER = "achats@lanterne.example"


def asked(demo: Entrance, email: str, selection: Selection) -> Answer:
    with demo.reading() as means:
        return search(actor_by_email(means, email), means, demo.shelf, selection).answer


@pytest.mark.parametrize("email", [BUYER, STRANGER, REVIEWER])
@pytest.mark.parametrize("by", ["family", "lot"])
def test_the_three_answers_are_those_of_the_search_and_sum(demo: Entrance, email: str, by: Any) -> None:
    with demo.reading() as means:
        found = shares(actor_by_email(means, email), means, demo.shelf.edition(means), "ecolabelled", by)
    counts = asked(demo, email, Selection()).facets[by]
    assert {each.value: each.offers for each in found} == {value: n for value, n in counts.items() if n}
    for each in found[:3]:
        one = asked(demo, email, Selection(values={by: frozenset({each.value})})).facets["ecolabelled"]
        assert (each.yes, each.no, each.unknown) == (one["yes"], one["no"], one["unknown"])


def test_prices_are_compared_within_one_basis(demo: Entrance) -> None:
    with demo.reading() as means:
        actor, edition = actor_by_email(means, BUYER), demo.shelf.edition(means)
        found = prices(actor, means, edition, "ecolabelled", "CLEANING")
        rows = search(
            actor, means, demo.shelf, Selection(values={"family": frozenset({"CLEANING"})}, size=200, sort="unit_price")
        ).offers
    assert len({(each.basis, each.proven) for each in found.lines}) == len(found.lines)
    total = asked(demo, BUYER, Selection(values={"family": frozenset({"CLEANING"})})).total
    assert sum(each.offers for each in found.lines) + found.uncompared == total
    first = found.lines[0].basis
    amounts = sorted(row.unit_price for row in rows if row.unit_basis == first and row.unit_price is not None)
    mine = [each for each in found.lines if each.basis == first]
    assert (min(each.least for each in mine), max(each.most for each in mine)) == (amounts[0], amounts[-1])
    assert all(each.least <= each.median <= each.most for each in found.lines)


def test_what_ends_is_what_the_proofs_say_and_months_without_are_there(demo: Entrance) -> None:
    with demo.reading() as means:
        edition = demo.shelf.edition(means)
        members, strangers = (
            endings(actor_by_email(means, email), means, edition, "ecolabelled") for email in (BUYER, STRANGER)
        )
    assert [f"{each.first:%Y-%m}" for each in members][:3] == ["2026-11", "2026-12", "2027-01"]
    assert len(members) == len(strangers) == 12
    assert sum(each.offers for each in members) > sum(each.offers for each in strangers)


@pytest.mark.parametrize(
    ("language", "title", "see"),
    [
        ("fr", "« Écolabellisé » : oui, non, inconnu, par famille", "Voir dans le catalogue"),
        ("en", "“Ecolabelled”: yes, no, unknown, by family", "See in the catalogue"),
    ],
)
def test_each_picture_has_its_table_and_each_line_its_filter(
    opened: Opened, demo: Entrance, language: str, title: str, see: str
) -> None:
    at = opened("/chiffres?tag=ecolabelled", language=language)
    assert at.header[0].value.replace("\u00a0", " ") == title
    assert html(at).count("<table") == 3
    links = re.findall(r'href="/catalogue\?([^"]+)"[^>]*>([^<]+)<span class="unseen">', html(at))
    assert {text_ for _, text_ in links} == {see}
    first = dict(parse_qsl(links[0][0].replace("&amp;", "&")))
    assert first.pop("lang") == language
    total = asked(demo, BUYER, address.read(first).address.selection).total
    row = re.search(r"<tbody><tr>(.*?)</tr>", html(at), re.DOTALL)
    assert row is not None
    assert total > 0
    assert f">{total}<" in row[1], "as many as the line says"
    assert address.read(first).ignored == ()


def test_a_member_of_other_agreements_sees_fewer(opened: Opened) -> None:
    assert "Produits d’entretien" in text(opened("/chiffres"))
    assert "Produits d’entretien" not in text(opened("/chiffres", STRANGER))


def test_no_supplier_is_told_the_middle_of_others_prices(opened: Opened) -> None:
    assert opened("/chiffres", SUPPLIER).title[0].value == "Cette page est réservée à la centrale d’achat"


def test_unknown_choices_in_the_address_fall_back(opened: Opened) -> None:
    at = opened("/chiffres?tag=glitter&by=moon&family=ZZZ")
    assert [each.value for each in at.selectbox] == ["ecolabelled", "family", at.selectbox[2].value]
