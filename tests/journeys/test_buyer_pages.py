"""A buyer's pages in a real browser: what they count, what axe-core says, the keyboard, a prescriber."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from catalog.entrance import Entrance
from catalog.facets.selection import Answer
from tests.journeys.axe import violations
from tests.journeys.browser import drawn, opened
from tests.journeys.buyer import answer_to, enter, sideways, total_on

pytestmark = pytest.mark.browser

PRESCRIBER = "prescription@orvanne.example"


def test_what_the_browser_shows_for_random_filters_is_what_search_says(page: Page, demo: Entrance) -> None:
    enter(page, "/")
    for seed in range(10):
        query = some_filters(demo, random.Random(seed))
        page.goto("/catalogue?" + urlencode(query, safe="~:"))
        compare(page, answer_to(demo, query), query)


def compare(page: Page, answer: Answer, query: dict[str, str]) -> None:
    """Total, and every facet's counts, on the page and in the answer."""
    assert total_on(page) == answer.total, query
    for facet in ("family", "supplier", "agreement", "lot", "label", "range"):
        boxes = page.locator(f"[class*=st-key-facet_{facet}_] label")
        wanted = drawn_counts(answer.facets[facet], frozenset(filter(None, query.get(facet, "").split("~"))))
        expect(boxes).to_have_count(len(wanted))
        shown = [re.findall(r"\(([^()]*)\)\s*$", text)[0] for text in boxes.all_inner_texts()]
        assert sorted(int(re.sub(r"\D", "", n)) for n in shown) == wanted, (query, facet)


def drawn_counts(counts: Mapping[str, int], chosen: frozenset[str]) -> list[int]:
    """The counts that the page shows of a facet: its six most frequent values, and the chosen ones."""
    often = sorted(counts, key=lambda code: (-counts[code], code))[:6]
    return sorted(counts[code] for code in {*often, *(chosen & counts.keys())})


def some_filters(demo: Entrance, chance: random.Random) -> dict[str, str]:
    answer = answer_to(demo, {})
    query: dict[str, str] = {}
    for facet in chance.sample(["family", "supplier", "lot", "brand", "label"], chance.randint(1, 2)):
        query[facet] = "~".join(chance.sample(sorted(answer.facets[facet]), 2))
    if chance.random() < 0.5:
        query["tag"] = f"{chance.choice(['ecolabelled', 'early_childhood'])}:{chance.choice(['yes', 'no', 'unknown'])}"
    return query | ({"price_max": "40"} if chance.random() < 0.3 else {})


STATES = {
    "list": "/catalogue?tag=ecolabelled:yes",
    "range": "/catalogue?range=petite-enfance&lang=en",
    "table": "/catalogue?view=table&proof=all",
    "empty": "/catalogue?tag=ecolabelled:yes~remanufactured:yes",
    "notice": "/catalogue?family=FOO&on=2026-11-23&tag=early_childhood:no",
    "home": "/",
    "sheet": "/produit?ref=BRUMEVERT/BV31002&lot=ENT-3",
    "expired": "/produit?ref=BRUMEVERT/BV42304&lot=ENT-3",
    "unknown": "/produit?ref=ZZZ/1",
    "instead": "/produit?ref=CLAIRONDE/CL11001",
    "delivered": "/substitution?commande=BRUMEVERT/BV31001&livre=CL11001",
    "selection": "/selection",
    "rule": "/gamme?code=petite-enfance",
    "figures": "/chiffres?tag=ecolabelled&by=lot",
    "help": "/aide",
    "accessibility": "/accessibilite",
}


@pytest.mark.parametrize(
    ("page", "states"),
    [
        ((1400, "light"), list(STATES)),
        ((390, "dark"), list(STATES)),
        ((320, "light"), ["range", "sheet", "selection", "rule", "figures"]),
    ],
    indirect=["page"],
    ids=["desk", "phone", "narrow"],
)
def test_no_violation_of_ours_on_any_page(page: Page, states: list[str]) -> None:
    enter(page, "/")
    for name in states:
        opened(page, STATES[name])
        assert violations(page) == [], name
        assert sideways(page) == 0, name
        expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_the_keyboard_reaches_the_list(page: Page) -> None:
    enter(page, "/catalogue?range=petite-enfance")
    page.keyboard.press("Tab")
    skip = page.evaluate("document.activeElement.textContent")
    assert "Aller au contenu" in skip
    box = page.locator(".st-key-promo_ecolabelled input")
    box.focus()
    page.keyboard.press("Space")
    page.wait_for_url(re.compile("tag=ecolabelled"))


def test_who_adds_by_keyboard_stays_where_they_are(page: Page) -> None:
    enter(page, "/catalogue?family=CLEANING")
    button = page.get_by_role("button", name="Ajouter").nth(1)
    button.focus()
    for word in ("Retirer", "Ajouter"):
        page.keyboard.press("Enter")
        expect(page.locator("button:focus")).to_contain_text(word)


def test_a_prescriber_is_handed_no_export(page: Page, demo: Entrance) -> None:
    enter(page, "/catalogue", PRESCRIBER)
    page.locator("[class*=st-key-produit_0] button").click()
    page.locator(".st-key-panier button").click()
    page.wait_for_url("**/selection*")
    expect(page.locator("[class*=st-key-choix_]")).to_have_count(1)
    drawn(page)
    assert page.get_by_role("link", name=".csv").count() == 0
