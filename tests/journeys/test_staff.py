"""The staff's work in a real browser: a file from deposit to search and back, a proof from entry to a tag that is yes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, TimeoutError, expect

from tests.journeys.axe import violations
from tests.journeys.browser import drawn, opened, overheard, sign_in, window
from tests.journeys.demo_server import PASSWORD, copy_of, served

pytestmark = pytest.mark.browser
PUBLISHER, REVIEWER = "publication@capdemo.example", "controle@capdemo.example"
BUYER, SUPPLIER = "achats@lucioles.example", "catalogue@claironde.example"
FILE = """Réf. article;Désignation;Prix TTC;Unité de vente
SL-9001;Nettoyant zinzolin pour sols, bidon 5 L (essai);12,00;bidon
SL-9002;Lessive zinzoline sans parfum, bidon 3 L (essai);sur devis;bidon
SL-9003;Savon zinzolin doux, flacon 500 mL (essai);4,80;flacon
"""
NAME = "tarif_zinzolin.csv"
PROOF_PDF = b"%PDF-1.4\n% certificat d'essai\n"
Enter = Callable[[str], Page]


@pytest.fixture(scope="module")
def address(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(copy_of(demo_home, tmp_path_factory.mktemp("staff") / "home")) as found:
        yield found


@pytest.fixture
def enter(browser: Browser, address: str) -> Iterator[Enter]:
    """E-mail -> a page of a browser of their own, signed in."""
    with ExitStack() as stack:

        def signed_in(email: str) -> Page:
            page = stack.enter_context(window(browser, address))
            sign_in(page, "/connexion", email, PASSWORD)
            return drawn(page)

        yield signed_in


PAGES = (
    "/a-faire",
    "/mots",
    "/imports",
    "/import",
    "/publications",
    "/comparer",
    "/preuves",
    "/preuve",
    "/gammes",
    "/gamme?code=petite-enfance",
)


@pytest.mark.parametrize(("scheme", "width", "language"), [("light", 1400, "fr"), ("dark", 390, "en")])
def test_every_page_is_accessible_in_both_looks(
    browser: Browser, address: str, scheme: Literal["light", "dark"], width: int, language: str
) -> None:
    with window(browser, address, width, scheme) as page:
        sign_in(page, "/connexion", PUBLISHER, PASSWORD)
        for path in PAGES:
            opened(page, f"{path}{'&' if '?' in path else '?'}lang={language}")
            expect(page.locator("h1")).to_have_count(1)
            assert violations(drawn(page)) == [], path
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0, path


def choose(page: Page, label: str, option: str) -> None:
    """Choose from a list once the page rests. What was typed before is sent as the field is left, by this very click:

    where the page is drawn anew just then and the list closes, it is opened again, as a person would.
    """
    wanted = page.get_by_role("option", name=option).first
    for _ in range(12):
        drawn(page).get_by_role("combobox", name=label, exact=True).click()
        try:
            return wanted.click(timeout=5_000)
        except TimeoutError:
            page.keyboard.press("Escape")
    raise AssertionError(f"{label} never offered {option}")


def choose_lot(page: Page, option: str) -> None:
    """Choose one lot; the list, which stays open for more, is closed."""
    choose(page, "Lots que le fichier concerne", option)
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)


def drop(page: Page, name: str, content: bytes) -> None:
    """Drop a file; whose it is is asked next."""
    opened(page, "/import")
    page.set_input_files("#file", {"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Déposer le fichier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("À qui est ce fichier\u00a0?")


def deliver(page: Page, name: str, content: bytes) -> None:
    """Hand a file in for Septalune's general lot: the rest is not touched. Whose it is is said where it is not recognised."""
    drop(page, name, content)
    page.wait_for_selector(".st-key-read button")
    if drawn(page).get_by_text("reconnu, Septalune").count() == 0:
        choose(page, "Titulaire", "Septalune")
        choose_lot(page, "ENT-4")
    page.get_by_text("Seulement ce qui change").click()
    read_it(page)


def read_it(page: Page) -> None:
    button = drawn(page).get_by_role("button", name="Lire ce fichier")
    expect(button).to_be_enabled()
    button.click()
    page.wait_for_selector(".st-key-barre")


def expect_found(page: Page, words: str, said: str) -> None:
    """What the catalogue says it has for these words."""
    opened(page, f"/catalogue?q={words}")
    expect(page.locator(".status b")).to_have_text(said)


def test_a_file_from_deposit_to_search_and_back(enter: Enter, address: str) -> None:
    page, buyer = enter(PUBLISHER), enter("intendance@aldebaran.example")
    heard = overheard(page, address)
    deliver(page, NAME, FILE.encode())
    expect(page.get_by_role("heading", level=1)).to_have_text("Colonnes du fichier")
    expect(page.get_by_text("Ce fichier attend 1 réponse")).to_be_visible()
    assert violations(drawn(page)) == []
    page.get_by_text("20\u00a0%", exact=True).click()
    page.get_by_role("button", name="Répondre").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Différences avec le catalogue publié")
    expect(page.get_by_text("Prêt à publier")).to_be_visible()
    rows = page.locator("table.sheet tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.locator("td:last-child")).to_have_text(["10,00\u00a0€", "4,00\u00a0€"])
    page.get_by_role("button", name="3. Contrôles").click()
    page.wait_for_selector(".step-now:has-text('Contrôles')")
    expect(page.locator("table.sheet tbody tr").first).to_contain_text("sur devis")
    page.get_by_role("button", name="7. Publication").click()
    page.get_by_role("button", name="Publier ce fichier").click()
    expect(page.get_by_text("Publication n°\u00a02 faite")).to_be_visible()
    expect_found(buyer, "zinzolin", "2 offres")
    opened(page, "/publications")
    page.get_by_role("button", name="Annuler la n°\u00a02…").click()
    expect(page.get_by_text("Annuler la publication n°\u00a02\u00a0?")).to_be_visible()
    page.get_by_role("button", name="Oui, annuler").click()
    expect(page.get_by_text("l’état précédent est revenu")).to_be_visible()
    opened(buyer, "/catalogue?q=zinzolin")
    expect(buyer.get_by_text("Nettoyant zinzolin")).to_have_count(0)
    assert heard == []


def test_the_same_file_again_changes_nothing(enter: Enter) -> None:
    page = enter(PUBLISHER)
    deliver(page, NAME, FILE.encode().replace(b"12,00", b"13,00"))
    page.wait_for_selector(".step-now")
    deliver(page, "autre_nom.csv", FILE.encode().replace(b"12,00", b"13,00"))
    expect(page.get_by_text("Ce fichier a déjà été déposé le 22\u00a0novembre 2026")).to_be_visible()


def test_a_wrong_file_is_refused_in_words(enter: Enter) -> None:
    page = enter(PUBLISHER)
    deliver(page, "tarif.csv", PROOF_PDF)
    expect(page.get_by_role("alert")).to_contain_text("Ce fichier est refusé")
    expect(page.get_by_role("alert")).to_contain_text("PDF")


def test_a_proof_from_entry_to_a_tag_that_is_yes(enter: Enter) -> None:
    entry, check, buyer = enter(PUBLISHER), enter(REVIEWER), enter("intendance@aldebaran.example")
    expect_ecolabelled(buyer, 0)
    opened(entry, "/preuve")
    entry.set_input_files("#document", {"name": "certificat.pdf", "mimeType": "application/pdf", "buffer": PROOF_PDF})
    entry.get_by_role("button", name="Déposer le fichier").click()
    expect(
        entry.get_by_text("« certificat.pdf » est reçu".replace("« ", "«\u00a0").replace(" »", "\u00a0»"))
    ).to_be_visible()
    choose(entry, "Titulaire", "Claironde")
    entry.get_by_role("textbox", name="Références couvertes").fill("CL11001, CL11002")
    choose(entry, "Attribut", "Écolabellisé")
    choose(entry, "Nature", "certificat")
    entry.get_by_role("textbox", name="Numéro").fill("3026 0999")
    choose(entry, "Label (facultatif)", "Cygne nordique")
    fill_day(entry, "Valable à partir du", "01", "10", "2026")
    entry.get_by_role("button", name="Enregistrer la preuve").click()
    expect(entry.get_by_text("Vous avez saisi cette preuve")).to_be_visible()
    expect(entry.get_by_role("button", name="Enregistrer la décision")).to_have_count(0)
    with entry.expect_download() as download:
        entry.get_by_text("Télécharger").click()
    assert download.value.path().read_bytes() == PROOF_PDF
    path = drawn(entry).url[entry.url.index("/preuve") :]
    opened(check, path)
    check.get_by_text("Accepter", exact=True).click()
    check.get_by_role("textbox", name="Motif").fill("Certificat lu, références nommées")
    check.get_by_role("button", name="Enregistrer la décision").click()
    expect(check.get_by_text("Acceptée et en cours")).to_be_visible()
    assert violations(drawn(check)) == []
    expect_ecolabelled(buyer, 1)


def expect_ecolabelled(page: Page, offers: int) -> None:
    """How many offers of the product, tagged yes, a buyer sees."""
    opened(page, "/catalogue?q=CL11001&tag=ecolabelled:yes")
    expect(page.get_by_role("status").filter(has_text="offre").first).to_be_visible()
    expect(page.get_by_role("link", name="Nettoyant sols neutre citron, flacon 1 L")).to_have_count(offers)


def fill_day(page: Page, label: str, day: str, month: str, year: str) -> None:
    """The date field takes its parts from the keyboard, in the order that it shows."""
    field = page.get_by_test_id("stDateInput").filter(has_text=label)
    for part, value in (("day", day), ("month", month), ("year", year)):
        field.get_by_role("spinbutton", name=re.compile(part)).click()
        page.keyboard.type(value)
    page.keyboard.press("Escape")
    expect(page.get_by_role("gridcell")).to_have_count(0)


JUMP = """Code produit;Libellé produit;Prix net HT
110001;Détergent désinfectant sols et surfaces sans parfum, flacon 1 L;7,46
110002;Détergent désinfectant sols et surfaces sans parfum, bidon 5 L (nouveau bidon);23,22
"""


def test_a_known_suppliers_price_jump_is_decided_published_and_undone(enter: Enter, address: str) -> None:
    page = enter(PUBLISHER)
    heard = overheard(page, address)
    drop(page, "septalune_catalogue_2027.csv", JUMP.encode())
    expect(page.get_by_text("reconnu, Septalune Désinfection et Papier")).to_be_visible()
    assert violations(drawn(page)) == []
    choose_lot(page, "ENT-4")
    page.get_by_text("Seulement ce qui change").click()
    read_it(page)
    expect(page.locator(".decision-title").first).to_contain_text("1 prix au-delà de la clause du lot")
    expect(page.get_by_text("Prix ferme de 5,40\u00a0€")).to_be_visible()
    assert violations(drawn(page)) == []
    page.get_by_role("button", name="7. Publication").click()
    expect(page.get_by_role("button", name="Publier ce fichier")).to_be_disabled()
    page.get_by_role("button", name="Voir les points à décider").click()
    page.get_by_role("button", name="Garder les prix en vigueur").click()
    expect(page.get_by_text("Ces offres gardent leur prix")).to_be_visible()
    page.get_by_role("button", name="7. Publication").click()
    expect(page.get_by_role("button", name="Publier ce fichier")).to_be_enabled()
    page.get_by_role("button", name="Publier ce fichier").click()
    expect(page.get_by_text(re.compile("Publication n°\u00a0\\d+ faite"))).to_be_visible()
    page.get_by_role("button", name="Retirer ce fichier").click()
    page.get_by_role("button", name="Oui, retirer").click()
    expect(page.get_by_text("le fichier est retiré")).to_be_visible()
    assert heard == []


def test_an_offer_is_suspended_at_once_and_lifted(enter: Enter) -> None:
    page, buyer = enter(PUBLISHER), enter("intendance@aldebaran.example")
    sheet = "/produit?ref=SEPTALUNE/111001"
    opened(page, sheet)
    for verb, said in (
        ("Suspendre", "Suspendu\u00a0: il ne peut pas être commandé"),
        ("Lever la suspension", "C’est fait"),
    ):
        page.get_by_role("button", name=verb).click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("textbox", name="Motif").fill("rappel du fabricant")
        page.keyboard.press("Tab")
        expect(dialog.get_by_role("button", name="Publier maintenant")).to_be_enabled()
        assert violations(drawn(page)) == []
        dialog.get_by_role("button", name="Publier maintenant").click()
        expect(page.get_by_text(said).first).to_be_visible()
        expect(dialog).to_be_hidden()
        opened(buyer, sheet)
        expect(buyer.get_by_text("La centrale d’achat a suspendu cette offre")).to_have_count(int(verb == "Suspendre"))
