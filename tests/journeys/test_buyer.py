"""A crèche's buyer in a real browser: from the home page to a note that justifies three offers; Back, a shared address."""

from __future__ import annotations

import re
import zipfile
from typing import Literal
from xml.sax.saxutils import escape

import pytest
from playwright.sync_api import Browser, Page, expect

from catalog.entrance import Entrance
from tests.journeys.browser import drawn, overheard, window
from tests.journeys.buyer import BUYER, answer_to, enter, found_by, sideways, state, total_on

pytestmark = pytest.mark.browser

PLACE = "document.querySelector('[data-testid=stMain]')?.scrollTop"
LOOKS: list[tuple[int, Literal["fr", "en"], Literal["light", "dark"]]] = [
    (1400, "fr", "light"),
    (1400, "en", "dark"),
    (390, "fr", "dark"),
    (390, "en", "light"),
]
WORDS = {
    "fr": {
        "range": "Petite enfance", "see": "Voir la preuve", "download": "Télécharger le document",
        "results": "offres à preuve vérifiée",
        "back": "← Retour aux résultats", "inside": "Conforme à la gamme",
    },
    "en": {
        "range": "Early childhood", "see": "See the proof", "download": "Download the document",
        "results": "offers with a verified proof",
        "back": "← Back to the results", "inside": "Meets the range",
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("page", "language"), [((width, scheme), language) for width, language, scheme in LOOKS], indirect=["page"], ids=str
)
def test_a_compliant_list_in_two_presses_and_its_note_in_seven(
    page: Page, address: str, language: str, demo: Entrance
) -> None:
    """From the home page, as somebody who has never seen it: at most six presses to the list, eight to the note."""
    heard, words = overheard(page, address), WORDS[language]
    enter(page, f"/?lang={language}")
    page.evaluate(COUNTING)
    page.get_by_role("link", name=words["range"]).click()
    page.wait_for_url("**/catalogue?*")
    expect(page.get_by_role("heading", level=1)).to_have_text(words["range"])
    total = answer_to(demo, {"range": "petite-enfance"}).total
    expect(page.get_by_role("status").first).to_have_text(f"{total} {words['results']}")
    refine(page)
    found = found_by(demo, {"range": "petite-enfance", "tag": "ecolabelled:yes"})
    expect(page.get_by_role("status").first).to_have_text(f"{found.answer.total} {words['results']}")
    expect(
        page.locator("[class*=st-key-produit_] .chip-verified, [class*=st-key-produit_] .chip-expiring").first
    ).to_be_visible()
    assert presses(page) <= 6
    chosen = [offer.name for offer in found.offers[:3]]
    for place, name in enumerate(chosen):
        row = page.locator(f"[class*=st-key-produit_{place}]").first
        expect(row.get_by_role("link")).to_have_text(name)
        row.get_by_role("button").click()
        expect(page.locator(".st-key-panier .basket b")).to_contain_text(str(place + 1))
    assert sideways(page) == 0
    page.locator(".st-key-panier button").click()
    page.wait_for_url("**/selection*")
    expect(page.get_by_role("link", name=".docx").first).to_be_visible()
    assert sideways(page) == 0
    with page.expect_download() as download:
        page.get_by_role("link", name=".docx").first.click()
    assert presses(page) <= 8
    with zipfile.ZipFile(download.value.path()) as note:
        said = note.read("word/document.xml").decode("utf-8")
    assert [name for name in chosen if escape(name, {"'": "&apos;"}) not in said and name not in said] == []
    assert heard == []
    empty(page)


COUNTING = (
    "window.presses = 0; addEventListener('pointerdown', (press) => { window.presses += press.isTrusted; }, true)"
)


def presses(page: Page) -> int:
    """How often a finger or a mouse has been pressed since the counting began: the page was never left."""
    return int(page.evaluate("window.presses"))


def empty(page: Page) -> None:
    """Take everything out again, for who comes next."""
    lines = drawn(page).locator("[class*=st-key-remove] button")
    expect(lines.first).to_be_visible()
    for left in range(lines.count(), 0, -1):
        expect(lines).to_have_count(left)
        lines.first.click()
    expect(lines).to_have_count(0)


@pytest.mark.parametrize(
    ("page", "language"), [((1400, "light"), "fr"), ((390, "dark"), "en")], indirect=["page"], ids=str
)
def test_a_sheet_its_proof_and_back_to_the_list(page: Page, address: str, language: str, demo: Entrance) -> None:
    heard, words = overheard(page, address), WORDS[language]
    enter(page, f"/catalogue?range=petite-enfance&tag=ecolabelled:yes&lang={language}")
    name = found_by(demo, {"range": "petite-enfance", "tag": "ecolabelled:yes"}).offers[0].name
    first = page.locator("[class*=st-key-produit_0] a")
    expect(first).to_have_text(name)
    listed = filters(page)
    first.click()
    page.wait_for_url("**/produit?*")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.locator(".verdict-title").first).to_contain_text(words["inside"])
    see_the_proof(page, words)
    expect(page.get_by_role("img", name="FR/").first).to_be_visible()
    assert sideways(page) == 0
    page.get_by_role("link", name=words["back"]).click()
    page.wait_for_url("**/catalogue?*")
    expect(first).to_have_text(name)
    drawn(page)
    assert filters(page) == listed
    assert heard == []


def filters(page: Page) -> dict[str, str]:
    """What the address says beside the language, which the tab remembers."""
    return {name: value for name, value in state(page).items() if name != "lang"}


def refine(page: Page) -> None:
    """One click on what is promoted above the list."""
    page.locator(".st-key-promo_ecolabelled label").click()
    page.wait_for_url(re.compile("tag=ecolabelled"))


def see_the_proof(page: Page, words: dict[str, str]) -> None:
    """The dialog, the document by our own route, and the page again."""
    page.get_by_role("button", name=words["see"]).first.click()
    dialog = page.get_by_role("dialog")
    with page.expect_download() as download:
        dialog.get_by_role("link", name=words["download"]).click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_back_and_forward_undo_and_redo_a_filter(page: Page, demo: Entrance) -> None:
    enter(page, "/catalogue?family=CLEANING")
    status = page.get_by_role("status").first
    cleaning = answer_to(demo, {"family": "CLEANING"}).total
    both = answer_to(demo, {"family": "CLEANING", "tag": "early_childhood:yes"}).total
    expect(status).to_have_text(f"{cleaning} offres")
    page.locator(".st-key-promo_early_childhood label").click()
    expect(status).to_have_text(f"{both} offres à preuve vérifiée")
    page.go_back()
    expect(status).to_have_text(f"{cleaning} offres")
    expect(page.locator(".st-key-promo_early_childhood input")).not_to_be_checked()
    page.go_forward()
    expect(status).to_have_text(f"{both} offres à preuve vérifiée")
    expect(page.locator(".st-key-promo_early_childhood input")).to_be_checked()


def test_back_from_a_sheet_finds_the_page_and_the_place(page: Page) -> None:
    enter(page, "/catalogue?q=toner&page=2")
    link = page.locator("[class*=st-key-produit_12] a")
    link.scroll_into_view_if_needed()
    drawn(page)
    name, place = link.inner_text(), page.evaluate(PLACE)
    assert place > 300
    link.click()
    page.wait_for_url("**/produit?*")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.go_back()
    expect(link).to_have_text(name)
    near(page, place)
    link.click()
    page.wait_for_url("**/produit?*")
    page.get_by_role("link", name="← Retour aux résultats").click()
    expect(link).to_have_text(name)
    near(page, place)


def near(page: Page, place: float) -> None:
    """The page comes to rest at that place, give or take a line."""
    page.wait_for_function(f"place => Math.abs({PLACE} - place) < 60", arg=place)
    assert abs(drawn(page).evaluate(PLACE) - place) < 60


def test_a_colleagues_address_shows_the_same_and_a_stranger_to_the_agreement_less(
    browser: Browser, address: str
) -> None:
    shared = "/catalogue?label=EU_ECOLABEL&q=papier"
    told = []
    for email in (BUYER, "direction@lucioles.example", "achats@lanterne.example"):
        with window(browser, address) as page:
            enter(page, shared, email)
            told.append(total_on(page))
    assert told[0] == told[1] > told[2]
