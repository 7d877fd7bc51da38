"""A supplier in a real browser: two hundred tags decided by keyboard alone, then validated; the way in by a personal link."""

from __future__ import annotations

import email
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from catalog.services.people.accounts import actor_by_email
from catalog.services.validation.lines import lines
from tests import demo_world
from tests.journeys.axe import looked_at, violations
from tests.journeys.browser import PATIENCE, drawn, opened, overheard, sign_in, window
from tests.journeys.demo_server import PASSWORD, served
from tests.ui.large_range import PERSON, STAFF, asked, grown

pytestmark = pytest.mark.browser
N, EVERY = 210, 40
"""Made tags, and how many lie between two contests."""
DECIDED = [40, pytest.param(200, marks=pytest.mark.long)]
"""How many are decided by keyboard: a page and a bit on every run, all two hundred by hand."""
PACE = 150
"""Milliseconds that a person takes at the very least to look at a tag before pressing a key."""
MINUTES = 10
ROW = "[class*='st-key-tagline_']"
HERE = f"document.activeElement.closest(\"{ROW}\")?.className.match(/st-key-tagline_\\S+/)?.[0] ?? ''"
OPEN = f'Boolean(document.activeElement.closest("{ROW}")?.querySelector(\'[data-open="1"]\'))'
NEXT = "Boolean(document.activeElement.closest('.st-key-suite'))"
GUEST = "qualite@encrelune.example"


@dataclass(frozen=True, slots=True)
class Served:
    """The server, its home, the request and the secret of its personal link."""

    address: str
    home: Path
    request: int
    token: str


@pytest.fixture(scope="module")
def large(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    base = tmp_path_factory.mktemp("supplier")
    demo = demo_world.copied(demo_home, base / "home")
    grown(demo, N)
    made = asked(demo, addresses=(GUEST,))
    demo.close()
    with served(base / "home") as address:
        yield Served(address, base / "home", made.request, made.links[0].token)


@pytest.fixture
def page(browser: Browser, large: Served) -> Iterator[Page]:
    with window(browser, large.address) as made:
        yield made


def enter(page: Page, path: str, who: str = PERSON) -> None:
    sign_in(page, path, who, PASSWORD)
    drawn(page)


def decided(page: Page) -> int:
    """How many are decided, as the bar says."""
    return int(re.sub(r"\D", "", page.locator(".bar-said b").inner_text().split("sur")[0]))


@pytest.mark.parametrize("tags", DECIDED)
def test_tags_are_decided_by_keyboard_alone(page: Page, large: Served, browser: Browser, tags: int) -> None:
    heard = overheard(page, large.address)
    enter(page, f"/ma-gamme?demande={large.request}")
    before, began = decided(page), time.monotonic()
    page.evaluate(LISTENING)
    tab_to(page, page.locator("[data-keys='start']"))
    page.keyboard.press("Enter")
    sent = go_through(page, tags)
    took = time.monotonic() - began
    assert took < MINUTES * 60
    expect(page.locator(".bar-said b")).to_contain_text(f"{before + len(sent)} sur")
    undone(page, before + len(sent), list(sent)[-1])
    assert heard == []
    with demo_world.on(large.home, demo_world.DAY).reading() as means:
        found = lines(actor_by_email(means, PERSON), means, large.request)
    ways = list(sent.values())
    assert (found.progress.decided, found.progress.contested) == (before + len(ways) - 1, ways[:-1].count("no"))
    day, load = time.strftime("%d %B %Y"), os.getloadavg()[1]
    print(f"\n{len(ways)} tags decided by keyboard in {took:.0f} s, {ways.count('no')} contested with a written reason")
    print(f"Chromium {browser.version}, {day}, load average {load:.1f}, {os.cpu_count()} cores")


LISTENING = f"""() => {{
  window.sent = {{}};
  addEventListener("click", ({{ target }}) => ["yes", "no"].forEach((way) => {{
    const row = target.closest?.(`[class*='st-key-${{way}}_'] button`)?.closest("{ROW}");
    if (row) window.sent[row.className.match(/st-key-tagline_\\S+/)[0]] ??= way;
  }}), true);
}}"""
"""Which tags are decided and how, told by the buttons that the keys press: by the time a key comes, the focus may stand
one row further than it was seen."""


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is there: nothing but the keyboard is used."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError("Tab never gets there")


def go_through(page: Page, tags: int) -> dict[str, str]:
    """Decide row after row, page after page, until so many are: row -> "yes" or "no", in the order that they were pressed."""
    while (done := len(page.evaluate("window.sent"))) < tags:
        row = at_a_row(page)
        page.wait_for_timeout(PACE)
        if (done + 1) % EVERY:  # a row seen once more before its decision was drawn is pressed once more
            page.keyboard.press("co"[done % 2])
        else:
            contest(page)
        page.wait_for_function(f"() => {{ const here = {HERE}; return {NEXT} || (here && here !== '{row}'); }}")
    sent: dict[str, str] = drawn(page).evaluate("window.sent")
    return sent


def at_a_row(page: Page) -> str:
    """The tag that has the focus; on the button of the next page Enter is pressed first."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        here, is_open, is_next = page.evaluate(f"[{HERE}, {OPEN}, {NEXT}]")
        if is_open:
            return str(here)
        if here:
            page.keyboard.press("o")  # decided already: on to what is not
        elif is_next:
            page.keyboard.press("Enter")
        page.wait_for_timeout(200)
    raise AssertionError("the focus is lost")


def contest(page: Page) -> None:
    """x, the ground, a sentence, Ctrl+Enter; the focus comes back to the next tag."""
    page.keyboard.press("x")
    why = page.get_by_role("dialog").locator("textarea")
    expect(why).to_be_visible()
    tab_to(page, why)
    page.keyboard.type("Le certificat ne cite plus ce modèle.")
    expect(why).to_have_value("Le certificat ne cite plus ce modèle.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()


def undone(page: Page, done: int, last: str) -> None:
    """k leads from the next page's button back into the list, to the row decided last, and u takes its decision back."""
    expect(page.locator(f".{last} [class*='st-key-undo_'] button")).to_be_visible()
    page.keyboard.press("k")
    page.wait_for_function(f"() => {HERE} === '{last}'")
    page.keyboard.press("u")
    expect(page.locator(".bar-said b")).to_contain_text(f"{done - 1} sur")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_range_and_a_document_are_accessible(page: Page, large: Served, language: str) -> None:
    enter(page, "/")
    opened(page, f"/ma-gamme?demande={large.request}&show=open&lang={language}")
    page.wait_for_selector(ROW)
    looked_at(page, "/ma-gamme")
    page.locator(f"{ROW} [class*='st-key-no_'] button").first.click()
    expect(page.get_by_role("dialog").locator("textarea")).to_be_visible()
    assert violations(drawn(page)) == [], "the dialog"
    page.keyboard.press("Escape")
    with demo_world.on(large.home, demo_world.DAY).reading() as means:
        line = lines(actor_by_email(means, PERSON), means, large.request).products[0].lines[0].key
    opened(page, f"/piece?demande={large.request}&ligne={line}&lang={language}")
    page.wait_for_selector("form, [data-testid=stForm]")
    looked_at(page, "/piece")


def test_letters_typed_into_a_field_decide_nothing(page: Page, large: Served) -> None:
    enter(page, f"/ma-gamme?demande={large.request}&show=open")
    before = decided(page)
    page.locator(f"{ROW} [class*='st-key-no_'] button").first.click()
    why = page.get_by_role("dialog").locator("textarea")
    why.fill("")
    why.press_sequentially("coxu jk")
    expect(why).to_have_value("coxu jk")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert decided(drawn(page)) == before
    page.wait_for_function(f"() => {HERE} !== ''")


def test_several_attributes_for_one_reason(page: Page, large: Served) -> None:
    enter(page, f"/ma-gamme?demande={large.request}&show=open")
    before = decided(page)
    page.get_by_role("button", name="Contester plusieurs attributs").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox").click()
    for _ in range(2):
        dialog.get_by_role("combobox").press_sequentially("Essai")
        page.get_by_role("option").filter(has_text="Essai").first.click()
    dialog.locator("textarea").fill("Ces modèles ne sont plus vendus.")
    dialog.get_by_role("button", name="Contester", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".bar-said")).to_contain_text("2 attributs contestés")
    assert decided(drawn(page)) == before + 2


def test_what_is_left_in_one_go_then_the_validation_its_receipt_and_a_used_link(page: Page, large: Served) -> None:
    enter(page, f"/ma-gamme?demande={large.request}")
    page.locator(".st-key-tout_verifie button").click()
    expect(page.locator(".st-key-tout_verifie")).to_have_count(0)
    page.locator(".st-key-aller button").click()
    page.wait_for_url("**/signature*")
    expect(page.get_by_label("Prénom et nom")).to_be_visible()
    looked_at(page, "/signature")
    page.get_by_label("Prénom et nom").fill("Youssef Taridane")
    page.get_by_label("Fonction").fill("Responsable commercial")
    page.locator("[data-testid=stCheckbox] label").click()
    page.get_by_role("button", name="Valider").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reçu de validation")
    expect(page.locator(".receipt")).to_contain_text("Responsable commercial")
    looked_at(page, "the receipt")
    a_used_link_opens_the_receipt_alone(page, large)


def a_used_link_opens_the_receipt_alone(page: Page, large: Served) -> None:
    """The personal link of the request that has been answered, by whoever has no session."""
    page.context.clear_cookies()
    page.goto(f"/valider/{large.token}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre reçu de validation")
    page.get_by_role("button", name="Recevoir un code").click()
    page.wait_for_url("**/valider")
    page.fill("#code", code_of(large.home, GUEST))
    page.get_by_role("button", name="Entrer").click()
    page.wait_for_selector(".who")
    opened(page, "/catalogue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cette page demande un compte")


def code_of(home: Path, to: str) -> str:
    """The code of the last message to an address, from the folder of the messages sent."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = [read(path) for path in sorted((home / "outbox").glob("*.eml"), key=lambda path: path.stat().st_mtime)]
        codes = [re.findall(r"\b\d{3} \d{3}\b", body(each)) for each in found if to in str(each["to"])]
        if codes and codes[-1]:
            return str(codes[-1][0])
        time.sleep(0.1)
    raise AssertionError("no code came")


def read(path: Path) -> EmailMessage:
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def body(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    return str(part.get_content()) if part else ""


Look = tuple[int, Literal["light", "dark"]]
LOOKS: list[tuple[Look, str]] = [((1400, "light"), "fr"), ((390, "dark"), "en"), ((320, "light"), "fr")]
PAGES = {
    PERSON: ("/mes-gammes", "/mes-preuves", "/rejets"),
    STAFF: ("/contestations", "/demandes", "/demande", "/doutes"),
}


@pytest.mark.parametrize("who", list(PAGES))
def test_no_violation_of_ours(page: Page, who: str) -> None:
    enter(page, "/", who)
    for (width, scheme), language in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        for path in PAGES[who]:
            opened(page, f"{path}?lang={language}")
            assert violations(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0, path
            expect(page.get_by_role("heading", level=1)).to_have_count(1)
