"""A crèche's buyer in a real browser: from a range to an exported selection; Back; the day after; what axe-core says."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from catalog.entrance import Entrance
from catalog.facets.selection import Answer, Selection
from catalog.services.buying.search import Found, search
from catalog.services.people.accounts import actor_by_email
from tests import demo_world
from tests.journeys.axe import violations
from tests.journeys.browser import launched, overheard
from tests.journeys.demo_server import PASSWORD, served
from ui.address import read

pytestmark = pytest.mark.browser

BUYER = "achats@lucioles.example"
PLACE = "document.querySelector('[data-testid=stMain]').scrollTop"
PRESCRIBER = "prescription@orvanne.example"
LOOKS: list[tuple[int, Literal["fr", "en"], Literal["light", "dark"]]] = [
    (1400, "fr", "light"),
    (1400, "en", "dark"),
    (390, "fr", "dark"),
    (390, "en", "light"),
]
WORDS = {
    "fr": {
        "range": "Petite enfance", "see": "Voir la preuve", "download": "Télécharger le document", "add": "Ajouter",
        "order": "Ceci n’est pas un bon de commande.", "results": "offres à preuve vérifiée",
        "back": "← Retour aux résultats", "inside": "Conforme à la gamme",
    },
    "en": {
        "range": "Early childhood", "see": "See the proof", "download": "Download the document", "add": "Add",
        "order": "This is not a purchase order.", "results": "offers with a verified proof",
        "back": "← Back to the results", "inside": "Meets the range",
    },
}  # fmt: skip


browser = pytest.fixture(scope="session")(launched)


@pytest.fixture(scope="module")
def demo(demo_home: Path) -> Entrance:
    """The demonstration itself, to ask what the pages should say."""
    return demo_world.on(demo_home, demo_world.DAY)


@pytest.fixture(scope="module")
def address(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(demo_home, tmp_path_factory.mktemp("served") / "home") as found:
        yield found


@pytest.fixture
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    scheme: Literal["light", "dark"]
    width, scheme = getattr(request, "param", (1400, "light"))
    expect.set_options(timeout=20_000)
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, base_url=address, locale="fr-FR"
    )
    yield context.new_page()
    context.close()


def enter(page: Page, path: str, email: str = BUYER) -> None:
    page.goto(path)
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_selector(".foot")


def state(page: Page) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(page.url).query))


def found_by(demo: Entrance, query: dict[str, str]) -> Found:
    with demo.reading() as means:
        shown = read(query).address
        return search(actor_by_email(means, BUYER), means, demo.shelf, shown.selection, shown.on)


def total_on(page: Page) -> int:
    """How many offers the page says there are, once it says so."""
    status = page.locator(".status b")
    expect(status).to_have_text(re.compile("offre"))
    return int(re.sub(r"\D", "", status.inner_text()))


def answer_to(demo: Entrance, query: dict[str, str]) -> Answer:
    return found_by(demo, query).answer


def sideways(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.mark.parametrize(
    ("page", "language"), [((width, scheme), language) for width, language, scheme in LOOKS], indirect=["page"], ids=str
)
def test_from_a_range_to_an_exported_selection(page: Page, address: str, language: str, demo: Entrance) -> None:
    heard, words = overheard(page, address), WORDS[language]
    enter(page, f"/?lang={language}")
    page.get_by_role("link", name=words["range"]).click()
    page.wait_for_url("**/catalogue?*")
    expect(page.get_by_role("heading", level=1)).to_have_text(words["range"])
    total = answer_to(demo, {"range": "petite-enfance"}).total
    expect(page.get_by_role("status").first).to_have_text(f"{total} {words['results']}")
    refine(page)
    found = found_by(demo, {"range": "petite-enfance", "tag": "ecolabelled:yes"})
    expect(page.get_by_role("status").first).to_have_text(f"{found.answer.total} {words['results']}")
    first, name = page.locator("[class*=st-key-produit_0] a"), found.offers[0].name
    expect(first).to_have_text(name)
    listed = state(page)
    first.click()
    page.wait_for_url("**/produit?*")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.locator(".verdict-title").first).to_contain_text(words["inside"])
    see_the_proof(page, words)
    assert sideways(page) == 0
    page.get_by_role("link", name=words["back"]).click()
    page.wait_for_url("**/catalogue?*")
    assert {name: value for name, value in state(page).items() if name != "lang"} == listed
    add_and_export(page, words, name)
    assert heard == []


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


def add_and_export(page: Page, words: dict[str, str], name: str) -> None:
    """Into the selection, quantity two, out as CSV; then taken out again for who comes next."""
    expect(page.locator("[class*=st-key-produit_0] a")).to_have_text(name)
    page.locator("[class*=st-key-produit_0] button").click()
    page.locator(".st-key-panier button").click()
    page.wait_for_url("**/selection*")
    expect(page.locator(".intro")).to_contain_text(words["order"])
    assert sideways(page) == 0
    with page.expect_download() as download:
        page.get_by_role("link", name=".csv").click()
    rows = list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig")), delimiter=";"))
    assert rows[0][0] == words["order"]
    assert any(name in row for row in rows)
    page.locator("[class*=st-key-remove] button").first.click()
    expect(page.locator("[class*=st-key-choix_]")).to_have_count(0)


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
    name, place = link.inner_text(), page.evaluate(PLACE)
    assert place > 300
    link.click()
    page.wait_for_url("**/produit?*")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.go_back()
    expect(link).to_have_text(name)
    near(page, place)
    link.click()
    page.get_by_role("link", name="← Retour aux résultats").click()
    expect(link).to_have_text(name)
    near(page, place)


def near(page: Page, place: float) -> None:
    """The page comes to rest at that place, give or take a line."""
    for _ in range(50):
        if abs(page.evaluate(PLACE) - place) < 60:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"at {page.evaluate(PLACE)} instead of {place}")


def test_a_colleagues_address_shows_the_same_and_a_stranger_to_the_agreement_less(
    browser: Browser, address: str
) -> None:
    shared = "/catalogue?label=EU_ECOLABEL&q=papier"
    told = []
    for email in (BUYER, "direction@lucioles.example", "achats@lanterne.example"):
        context = browser.new_context(base_url=address)
        page = context.new_page()
        enter(page, shared, email)
        told.append(total_on(page))
        context.close()
    assert told[0] == told[1] > told[2]


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


def test_the_day_after_it_has_left_the_range_and_is_still_in_its_lot_marked(
    browser: Browser, demo: Entrance, demo_home: Path, tmp_path: Path
) -> None:
    reference, lot, before = ends_tonight(demo)
    with served(demo_home, tmp_path / "home", "2026-11-23") as tomorrow:
        context = browser.new_context(base_url=tomorrow, viewport={"width": 1400, "height": 900})
        page = context.new_page()
        enter(page, "/catalogue?range=petite-enfance")
        assert total_on(page) < before
        page.goto(f"/catalogue?lot={lot}&q={reference}")
        expect(page.locator("[class*=st-key-produit_0]")).to_contain_text("expiré le 22/11/2026")
        expect(page.locator("[class*=st-key-produit_0] button")).to_be_enabled()
        page.goto(f"/produit?ref=BRUMEVERT/{reference}&lot={lot}")
        expect(page.locator(".verdict-title").first).to_contain_text("preuve expirée le 22 novembre 2026")
        context.close()


def ends_tonight(demo: Entrance) -> tuple[str, str, int]:
    """A reference whose early-childhood proof ends on the set day, its lot, and the size of the range that day."""
    with demo.reading() as means:
        asked = Selection(values={"range": frozenset({"petite-enfance"})}, size=200)
        found = search(actor_by_email(means, BUYER), means, demo.shelf, asked)
    for offer, tags in zip(found.offers, found.tags, strict=True):
        if tags["early_childhood"].until == dt.date(2026, 11, 22):
            return offer.reference, offer.lot, found.answer.total
    raise AssertionError("nothing ends tonight")


STATES = {
    "list": "/catalogue?tag=ecolabelled:yes",
    "range": "/catalogue?range=petite-enfance&lang=en",
    "table": "/catalogue?view=table&proof=all",
    "empty": "/catalogue?tag=ecolabelled:yes~remanufactured:yes",
    "notice": "/catalogue?family=FOO&on=2026-11-23&tag=early_childhood:no",
    "home": "/",
    "sheet": "/produit?ref=BRUMEVERT/BV31002&lot=ENT-3",
    "unknown": "/produit?ref=ZZZ/1",
    "selection": "/selection",
}


@pytest.mark.parametrize(
    ("page", "states"),
    [((1400, "light"), list(STATES)), ((390, "dark"), list(STATES)), ((320, "light"), ["range", "sheet", "selection"])],
    indirect=["page"],
    ids=["desk", "phone", "narrow"],
)
def test_no_violation_of_ours_on_any_page(page: Page, states: list[str]) -> None:
    enter(page, "/")
    for name in states:
        page.goto(STATES[name])
        page.wait_for_selector(".foot")
        page.wait_for_timeout(400)
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


def test_a_prescriber_is_handed_no_export(page: Page, demo: Entrance) -> None:
    enter(page, "/catalogue", PRESCRIBER)
    page.locator("[class*=st-key-produit_0] button").click()
    page.locator(".st-key-panier button").click()
    page.wait_for_url("**/selection*")
    expect(page.locator("[class*=st-key-choix_]")).to_have_count(1)
    assert page.get_by_role("link", name=".csv").count() == 0
