"""Documents in a real browser: a supplier's certificate read and proposed, a ZIP with a leftover tied, a reviewer's queue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.axe import violations
from tests.journeys.browser import drawn, opened, overheard
from tests.journeys.demo_server import copy_of, served
from tests.journeys.test_staff import Enter, enter
from tests.proofs.papers import certificate, datasheet, sheet, zipped

__all__ = ["enter"]

pytestmark = pytest.mark.browser
REVIEWER, SUPPLIER = "controle@capdemo.example", "catalogue@claironde.example"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def address(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(copy_of(demo_home, tmp_path_factory.mktemp("documents") / "home")) as found:
        yield found


def test_a_certificate_is_read_proposed_and_accepted(enter: Enter, address: str, tmp_path: Path) -> None:
    (tmp_path / "licence.pdf").write_bytes(
        certificate("Référence : CL11001, CL11002", number="FR/020/777", holder="Claironde")
    )
    supplier = enter(SUPPLIER)
    heard = overheard(supplier, address)
    opened(supplier, "/preuve")
    supplier.set_input_files("#document", tmp_path / "licence.pdf")
    supplier.get_by_role("button", name="Déposer le fichier").click()
    expect(supplier.get_by_text("« licence.pdf » est reçu.")).to_be_visible()
    expect(supplier.get_by_label("Numéro", exact=True)).to_have_value("FR/020/777")
    expect(supplier.get_by_label("Références couvertes")).to_have_value(re.compile(r"CL11001\s+CL11002"))
    supplier.get_by_label("Attribut", exact=True).click()
    supplier.get_by_role("option", name="Écolabellisé").click()
    supplier.get_by_role("button", name="Voir ce qu’elle couvrira").click()
    expect(supplier.get_by_text("2 articles trouvés")).to_be_visible()
    supplier.get_by_role("button", name="Enregistrer la preuve").click()
    expect(supplier.get_by_role("heading", name="Lu dans le document")).to_be_visible()
    assert violations(drawn(supplier)) == []
    reviewer = enter(REVIEWER)
    opened(reviewer, "/preuves?state=waiting")
    reviewer.get_by_role("link", name="Certificat Écolabel européen FR/020/777").click()
    expect(reviewer.get_by_role("cell", name="31/12/2027 –")).to_be_visible()
    reviewer.get_by_text("Accepter", exact=True).click()
    reviewer.get_by_label("Motif", exact=True).first.fill("lu au registre")
    reviewer.get_by_role("button", name="Enregistrer la décision").click()
    expect(reviewer.get_by_role("link", name="Certificat Écolabel européen FR/020/777")).to_have_count(0)
    assert violations(drawn(reviewer)) == []
    assert heard == []


def test_a_zip_is_sorted_and_its_leftover_tied(enter: Enter, address: str, tmp_path: Path) -> None:
    files = {"FDS_CL11001.pdf": sheet("Nettoyant"), "photo CL11002.png": PICTURE, "sans nom.pdf": datasheet("x")}
    (tmp_path / "documents.zip").write_bytes(zipped(files))
    page = enter(SUPPLIER)
    heard = overheard(page, address)
    opened(page, "/envois")
    page.set_input_files("#parcel", tmp_path / "documents.zip")
    page.get_by_role("button", name="Déposer le fichier").click()
    page.get_by_role("button", name="Ouvrir et rattacher").click()
    expect(page.get_by_role("heading", name="1 fichier attend une personne")).to_be_visible()
    assert violations(drawn(page)) == []
    page.get_by_role("combobox", name="Fichiers").click()
    page.get_by_role("option", name="sans nom.pdf").click()
    page.keyboard.press("Escape")
    page.get_by_label("Références couvertes").fill("CL11003")
    page.get_by_role("button", name="Rattacher ces fichiers").click()
    expect(page.get_by_role("heading", name="1 fichier attend une personne")).to_have_count(0)
    opened(page, "/produit?ref=CLAIRONDE/CL11002")
    shown = page.locator(".picture img")
    expect(shown).to_be_visible()
    shown.scroll_into_view_if_needed()  # it is fetched when it comes near
    expect(shown).to_have_js_property("naturalWidth", 1)
    answer = page.request.get(shown.get_attribute("src") or "")
    assert (answer.headers["content-type"], answer.headers["x-content-type-options"]) == ("image/png", "nosniff")
    assert heard == []
