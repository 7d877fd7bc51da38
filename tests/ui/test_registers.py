"""The registers, the matches to confirm, the journal and the origin of values, as people see them."""

from __future__ import annotations

import io

import pytest

from catalog.entrance import Entrance
from catalog.errors import NotAllowed
from catalog.services.people.accounts import actor_by_email
from catalog.services.registers.answer import answer
from catalog.services.registers.show import proposals
from tests.demo_world import World
from tests.ui.conftest import Prepared
from tests.ui.demo_screens import BUYER, REVIEWER, SUPPLIER, Opened, demo, opened, text
from tests.ui.staff import AUDITOR, PUBLISHER

__all__ = ["demo", "opened"]
LISTED = """Numéro de licence;Produit;Titulaire;Groupe;Fin de validité
FR/020/900;Clarvenel Nettoyant sols neutre citron;Clarvenel SAS;020;31/12/2027
FR/020/901;Clarvenel Nettoyant vitres sans équivalent;Clarvenel SAS;020;31/12/2027
FR/020/902;Fin illisible;Clarvenel SAS;020;32/12/2027
"""


def register_loaded(demo: Entrance) -> None:
    """A register loaded by the publisher, so that the reviewer may answer."""
    with demo.reading() as means:
        publisher = actor_by_email(means, PUBLISHER)
    sha256 = demo.files.put_stream(io.BytesIO(LISTED.encode()))
    report = demo.load_register(publisher, "EU_ECOLABEL", "registre_2026-11-15.csv", sha256)
    assert (report.reading.rows, report.reading.imported, report.reading.rejected) == (3, 2, 1)
    assert report.plan.proposed


@pytest.fixture(scope="module")
def world(prepared: Prepared) -> World:
    return prepared(register_loaded)


def test_the_list_shows_age_rows_and_what_waits(demo: Entrance, opened: Opened) -> None:
    at = opened("/registres", REVIEWER)
    drawn = text(at)
    assert "15/11/2026 (âge : 7 j)" in drawn
    assert "fait foi" in drawn
    assert "rapprochements attendent une décision" in drawn


def test_an_extract_shows_its_issues(demo: Entrance, opened: Opened) -> None:
    with demo.reading() as means:
        number = proposals(actor_by_email(means, REVIEWER), means)[0].entry.extract_id
    at = opened(f"/registres?id={number}", REVIEWER, "en")
    drawn = text(at)
    assert "Rows: 3 = 2 loaded + 1 rejected + 0 left out" in drawn
    assert "End of validity unreadable" in drawn


def test_both_sides_stand_beside_each_other_and_are_answered_together(demo: Entrance, opened: Opened) -> None:
    at = opened("/rapprochements", REVIEWER)
    drawn = text(at)
    assert "Clarvenel Nettoyant sols neutre citron" in drawn
    assert "par l’entreprise et le nom" in drawn
    first, second = at.checkbox[0], at.checkbox[1]
    before = len(at.checkbox)
    first.check()
    second.check()
    at.text_input(key="matches.reason").input("même article")
    at.button(key="matches.refuse").click().run()
    assert "2 rapprochements refusés" in text(at)
    assert len(at.checkbox) == before - 2


def test_who_only_reads_decides_nothing(demo: Entrance, opened: Opened) -> None:
    at = opened("/rapprochements", AUDITOR)
    assert not at.checkbox
    with demo.writing() as means, pytest.raises(NotAllowed):
        answer(actor_by_email(means, AUDITOR), means, [1], accept=True, reason="x")


@pytest.mark.parametrize("who", [BUYER, SUPPLIER])
def test_others_have_no_such_pages(demo: Entrance, opened: Opened, who: str) -> None:
    for address in ("/registres", "/rapprochements", "/journal"):
        drawn = text(opened(address, who))
        assert "fait foi" not in drawn
        assert "Clarvenel" not in drawn
        assert "register.load" not in drawn


def test_the_journal_is_searched_and_verified(demo: Entrance, opened: Opened) -> None:
    at = opened("/journal?subject=register&action=load", AUDITOR)
    drawn = text(at)
    assert "register.load" in drawn
    assert "registre_2026-11-15.csv" in drawn
    assert "fact.load" not in drawn
    at.button(key="journal.verify").click().run()
    assert "maillons se suivent et concordent" in text(at)


def test_a_sheet_says_where_its_values_come_from(demo: Entrance, opened: Opened) -> None:
    at = opened("/produit?ref=CLAIRONDE/CL11001", REVIEWER)
    at.button(key="trail").click().run()
    drawn = text(at)
    assert "claironde_tarif_2026.csv, ligne 2" in drawn
    assert "(Désignation)" in drawn
