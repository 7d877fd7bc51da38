"""Parcels on screen: the list, one with its leftovers, tying and putting away; documents on the product's sheet."""

from __future__ import annotations

import io

import pytest

from catalog import deposits
from catalog.entrance import Entrance
from catalog.errors import NotFound
from catalog.services.people.accounts import actor_by_email
from catalog.services.proofs.parcel_show import show_parcel
from catalog.services.proofs.product_documents import documents_of
from tests.demo_world import World
from tests.proofs.papers import PNG, datasheet, sheet, zipped
from tests.ui.conftest import Prepared
from tests.ui.demo_screens import BUYER, REVIEWER, SUPPLIER, Opened, demo, drawn, html, opened, text
from tests.ui.staff import AUDITOR
from ui.downloads import DOWNLOADS

__all__ = ["demo", "opened"]

OTHER = "catalogue@encrelune.example"


def delivered(demo: Entrance) -> int:
    """A parcel of six files, of which two find no product."""
    with demo.reading() as means:
        actor = actor_by_email(means, SUPPLIER)
    files = {"FDS_CL11001.pdf": sheet("Nettoyant"), "photo CL11002.png": PNG, "FT CL11002.pdf": datasheet("x"),
             "sans nom.pdf": datasheet("y"), "autre.pdf": sheet("Inconnu"), "a.exe": b"MZ"}  # fmt: skip
    sha256 = demo.files.put_stream(io.BytesIO(zipped(files)))
    return deposits.receive_parcel(demo, actor, "CLAIRONDE", sha256, "documents.zip")


@pytest.fixture(scope="module")
def world(prepared: Prepared) -> World:
    return prepared(delivered)


@pytest.fixture
def parcel(world: World) -> int:
    return int(world.told)


def test_the_list_says_what_waits(opened: Opened, parcel: int) -> None:
    for email in (SUPPLIER, REVIEWER, AUDITOR):
        at = opened("/envois", email)
        assert at.title[0].value == "Envois de documents"
        assert "2 fichiers attendent" in text(at)
        assert ('action="/files"' in html(at)) is (email != AUDITOR)
    assert opened("/envois", BUYER).title[0].value == "Cette page est réservée à la centrale d’achat"


def test_every_file_has_its_outcome(opened: Opened, parcel: int) -> None:
    said = text(opened(f"/envoi?id={parcel}", SUPPLIER)).replace("\u00a0", " ")
    assert "6 fichiers" in said
    assert "En attente 2 Rattachés 3 Refusés 1 Écartés 0" in said
    assert "sans nom.pdf fiche technique en attente – Ni son nom ni son contenu ne nomment un article" in said
    assert "a.exe refusé – Le document « a.exe » n’est pas d’un type accepté" in said
    assert "FDS_CL11001.pdf fiche de données de sécurité CL11001 rattaché" in said


def test_in_english_too(opened: Opened, parcel: int) -> None:
    said = text(opened(f"/envoi?id={parcel}", SUPPLIER, "en"))
    assert "Waiting 2 Tied 3 Refused 1 Put away 0" in said
    assert "Neither its name nor its content names a product" in said


def test_an_unknown_parcel_has_a_way_back(opened: Opened) -> None:
    for number in ("1", "x"):
        at = opened(f"/envoi?id={number}", SUPPLIER)
        assert at.title[0].value == "Envoi introuvable"


def test_a_person_ties_and_puts_away(opened: Opened, demo: Entrance, parcel: int) -> None:
    with demo.reading() as means:
        ids = {item.name: item.id for item in show_parcel(actor_by_email(means, REVIEWER), means, parcel).items}
    at = opened(f"/envoi?id={parcel}", SUPPLIER)
    at.multiselect(key="chosen").set_value([ids["autre.pdf"]]).run()
    assert at.selectbox(key="kind").value == "safety_sheet"
    at.text_area(key="references").set_value("CL11003")
    drawn(at.button(key="FormSubmitter:tie-Rattacher ces fichiers").click().run())
    assert "1 fichier attend une personne" in [each.value for each in at.header]
    at.multiselect(key="chosen").set_value([ids["sans nom.pdf"]]).run()
    at.button(key="FormSubmitter:dismiss-Écarter ces fichiers").click().run()
    assert "Écarter un fichier se motive" in at.error[0].value
    at.text_area(key="dismissed").set_value("ancienne version")
    drawn(at.button(key="FormSubmitter:dismiss-Écarter ces fichiers").click().run())
    assert "écarté – ancienne version" in text(at)
    with demo.reading() as means:
        line = show_parcel(actor_by_email(means, REVIEWER), means, parcel).line
    assert (line.counts, line.files) == ({"taken": 4, "dismissed": 1, "refused": 1}, 6)


def test_documents_stand_on_the_product_sheet(opened: Opened, parcel: int) -> None:
    page = html(opened("/produit?ref=CLAIRONDE/CL11002", REVIEWER))
    assert page.count('<img src="/files/picture/') == 1
    assert page.count('href="/files/product_document/') == 2
    assert "/files/product_document/" not in html(opened("/produit?ref=CLAIRONDE/CL11003", REVIEWER))


def test_a_picture_is_shown_by_its_first_bytes_and_nothing_else_is(demo: Entrance, parcel: int) -> None:
    with demo.reading() as means:
        own, other = (actor_by_email(means, email) for email in (SUPPLIER, OTHER))
        found = {line.kind: str(line.id) for line in documents_of(own, means, "CLAIRONDE", "CL11002")}
        made = DOWNLOADS["picture"](own, means, found["picture"], {})
        assert (made.media_type, made.name) == ("image/png", "photo CL11002.png")
        paper = DOWNLOADS["product_document"](own, means, found["datasheet"], {})
        assert (paper.media_type, paper.name) == ("application/octet-stream", "FT CL11002.pdf")
        item = show_parcel(own, means, parcel).items[0]
        assert DOWNLOADS["parcel_item"](own, means, str(item.id), {}).media_type == "application/octet-stream"
        for actor, kind, number in (
            (own, "picture", found["datasheet"]), (other, "picture", found["picture"]), (own, "picture", "1"),
            (other, "product_document", found["datasheet"]), (other, "parcel_item", str(item.id)), (own, "parcel_item", "x"),
        ):  # fmt: skip
            with pytest.raises(NotFound):
                DOWNLOADS[kind](actor, means, number, {})


def test_another_suppliers_parcel_is_none(opened: Opened, parcel: int) -> None:
    assert opened(f"/envoi?id={parcel}", OTHER).title[0].value == "Envoi introuvable"
    assert "documents.zip" not in text(opened("/envois", OTHER))
