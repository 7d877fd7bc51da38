"""The central body's last steps of a file: what it proposes as tags, and what its supplier is asked."""

from __future__ import annotations

import pytest

from catalog.entrance import Entrance
from catalog.services.intake.history import history
from catalog.services.people.accounts import actor_by_email
from catalog.services.validation.proposed import proposed
from tests.demo_world import World
from tests.ui.conftest import Prepared
from tests.ui.demo_screens import REVIEWER, Opened, demo, drawn, opened, text
from tests.ui.staff import PUBLISHER, receive

__all__ = ["demo", "opened"]

FILE = """Référence;Désignation;Prix HT;Unité de vente;Famille;Remanufacturé
ENC/TN310-R;Toner remanufacturé essai noir;31,00;pièce;Consommables d'impression;O
ENC/NOUVEAU-1;Toner remanufacturé tout nouveau;22,00;pièce;Consommables d'impression;O
ENC/NOUVEAU-2;Toner remanufacturé sans prix;sur devis;pièce;Consommables d'impression;O
"""


def received(demo: Entrance) -> int:
    """A file of a product that is known, a new one and one without a price."""
    return receive(demo, FILE, "essai_attributs.csv", "ENCRELUNE", ("NUM-2",))


@pytest.fixture(scope="module")
def world(prepared: Prepared) -> World:
    return prepared(received)


@pytest.fixture
def batch(world: World) -> int:
    return int(world.told)


def test_the_proposed_tags_wait_in_three_queues(opened: Opened, demo: Entrance, batch: int) -> None:
    with demo.reading() as means:
        found = proposed(actor_by_email(means, REVIEWER), means, batch)
    at = opened(f"/import?id={batch}&step=tags", REVIEWER)
    assert at.button_group(key="batch_tags").options == [
        f"Preuve déjà connue · {len(found.of('known'))}", f"Preuve à vérifier · {len(found.of('to_check'))}",
        f"Déclaré seulement · {len(found.of('claim_only'))}",
    ]  # fmt: skip
    claimed = opened(f"/import?id={batch}&step=tags&show=claim_only", REVIEWER)
    assert "Toner remanufacturé tout nouveau" in text(claimed)
    assert "nouvel article" in text(claimed)
    assert "« O »" in text(claimed).replace("\u00a0", " ")


def test_a_supplier_has_no_such_step(opened: Opened, batch: int) -> None:
    at = opened(f"/import?id={batch}&step=send", "catalogue@encrelune.example")
    assert "Demander une validation" not in [each.value for each in at.header]


def test_the_supplier_is_written_to_about_its_rejected_rows(opened: Opened, demo: Entrance, batch: int) -> None:
    at = opened(f"/import?id={batch}&step=send", PUBLISHER)
    assert "1 ligne rejetée" in [each.value.replace("\u00a0", " ") for each in at.header]
    assert "essai_attributs.csv n’ont pas pu être lues" in str(at.text_area(key="ask.message.rejected").value)
    drawn(next(each for each in at.button if each.label == "Envoyer au titulaire").click().run())
    with demo.reading() as means:
        deed = history(actor_by_email(means, PUBLISHER), means, batch)[0]
    assert (deed.action, deed.detail["about"], deed.detail["due"]) == ("batch.ask", "rejected", "2026-11-29")
    again = opened(f"/import?id={batch}&step=send", PUBLISHER)
    assert "réponse avant le 29/11/2026" in text(again).replace("\u00a0", " ")
    assert "Ce fichier n’est pas encore publié" in text(again)
