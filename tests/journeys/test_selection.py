"""A proposed selection in a real browser: from the home page to the answer and the order lists; axe-core on each state."""

from __future__ import annotations

import io

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import looked_at, violations
from tests.journeys.browser import opened
from tests.journeys.buyer import enter

pytestmark = pytest.mark.browser
DECIDES, ASKS = "gestion@aldebaran.example", "foyer@aldebaran.example"


def test_a_proposal_is_read_answered_and_ordered_from(page: Page) -> None:
    enter(page, "/", DECIDES)
    page.get_by_role("link", name="Ouvrir la sélection « Entretien du foyer »").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Entretien du foyer")
    expect(page.get_by_text("de quoi tenir jusqu’aux vacances d’hiver")).to_be_visible()
    expect(page.locator(".compare thead th")).to_have_count(3)
    looked_at(page, "a proposal")
    page.get_by_role("button", name="Partager, copier, vider").click()
    expect(page.get_by_role("button", name="Copier cette sélection")).to_be_visible()
    assert violations(page) == [], "the list's own acts"
    page.keyboard.press("Escape")
    page.get_by_label("Votre réponse").fill("D’accord, commandons avant le 15.")
    page.get_by_role("button", name="Accepter la proposition").click()
    expect(page.get_by_text("Proposition acceptée par Ilham Berrakane")).to_be_visible()
    with page.expect_download() as handed:
        page.get_by_role("link", name="Liste Brumevert").click()
    sheet = openpyxl.load_workbook(io.BytesIO(handed.value.path().read_bytes())).active
    assert sheet is not None
    assert sheet["A1"].value == "Ce document n’est pas un bon de commande."
    for path in ("/mises-en-page", "/produits-demandes"):
        looked_at(opened(page, path), path)


def test_who_proposed_reads_the_answer_and_gets_no_list(page: Page) -> None:
    enter(page, "/selection", ASKS)
    expect(page.get_by_role("heading", level=1)).to_have_text("Entretien du foyer")
    assert page.get_by_role("link", name="Liste").count() == 0
    assert violations(page) == []
