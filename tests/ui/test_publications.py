"""The list of publications; undo and taking one file back, each after saying what comes back."""

from __future__ import annotations

import pytest

from catalog.access import OPERATOR
from catalog.entrance import Entrance
from catalog.errors import Conflict, NotAllowed
from catalog.services.people.accounts import actor_by_email
from catalog.services.release.fingerprint import fingerprint
from catalog.services.release.publish import publish
from catalog.services.release.rehearse_undo import rehearse_take_back, rehearse_undo
from catalog.services.release.undo import undo, undo_batch
from tests.ui.demo_screens import BUYER, REVIEWER, SUPPLIER, Opened, demo, drawn, html, opened, text
from tests.ui.staff import PUBLISHER, receive

__all__ = ["demo", "opened"]

PATCH = "Réf. article;Désignation;Prix HT\n{ref};Article d’essai {ref};3,20\n"


def buttons(at) -> list[str]:  # type: ignore[no-untyped-def]
    return [button.key for button in at.button if button.key]


def published(demo: Entrance, reference: str) -> tuple[int, int]:
    """(batch, publication) of a patch with one new article."""
    batch = receive(demo, PATCH.format(ref=reference), f"{reference}.csv", "CLAIRONDE", ("ENT-1",))
    with demo.writing() as means:
        return batch, publish(actor_by_email(means, PUBLISHER), means, [batch], f"note {reference}")


def value(demo: Entrance) -> str:
    with demo.reading() as means:
        return fingerprint(OPERATOR, means).value


def test_the_first_publication(opened: Opened) -> None:
    at = opened("/publications", REVIEWER)
    assert at.title[0].value == "Publications"
    assert "Publication de fichiers le 22 novembre 2026 · 1 168 offres au catalogue" in text(at)
    assert "en vigueur" in text(at)
    assert len([link for link in at.get("page_link") if link.proto.page == "import"]) == 7
    assert [key for key in buttons(at) if key.startswith(("undo", "back"))] == []
    assert "seul un responsable de publication annule ou retire" in text(at)


def test_in_english(opened: Opened) -> None:
    at = opened("/publications", PUBLISHER, "en")
    assert "Files published on 22 November 2026 · 1,168 offers in the catalogue" in text(at)
    assert at.button(key="undo_1").label == "Undo no. 1…"


@pytest.mark.parametrize("email", [BUYER, SUPPLIER])
def test_members_and_suppliers_do_not_open_it(opened: Opened, email: str) -> None:
    at = opened("/publications", email)
    assert at.title[0].value == "Cette page est réservée à la centrale d’achat"
    assert "1 168" not in text(at)


def test_the_services_refuse_them_too(demo: Entrance) -> None:
    for email in (BUYER, SUPPLIER, REVIEWER):
        with demo.writing() as means:
            actor = actor_by_email(means, email)
            for act in (undo, rehearse_undo):
                with pytest.raises(NotAllowed):
                    act(actor, means)
            for act_on in (undo_batch, rehearse_take_back):
                with pytest.raises(NotAllowed):
                    act_on(actor, means, 1)


def test_an_undo_says_what_comes_back_and_brings_it_back(opened: Opened, demo: Entrance) -> None:
    before = value(demo)
    _, number = published(demo, "CL-U1")
    assert value(demo) != before
    at = opened("/publications", PUBLISHER)
    assert "« note CL-U1 »" in text(at)
    at.button(key=f"undo_{number}").click().run()
    said = " ".join(each.value for each in at.markdown)
    assert f"**Annuler la publication n°\u00a0{number}\u00a0?**" in said
    assert "1 168 offres au lieu de 1 169" in " ".join(said.split())
    assert "CL\\-U1" in said or "CL-U1.csv" in said
    at.button(key="no").click().run()
    assert "yes" not in buttons(at)
    at.button(key=f"undo_{number}").click().run()
    drawn(at.button(key="yes").click().run())
    assert f"C’est fait : publication n° {number + 1}, l’état précédent est revenu." in text(at)
    assert f"Annulation de la publication n° {number}" in text(at)
    assert "annulée" in text(at)
    assert value(demo) == before


def test_one_file_is_taken_back_alone(opened: Opened, demo: Entrance) -> None:
    before = value(demo)
    batch, number = published(demo, "CL-T1")
    at = opened("/publications", PUBLISHER)
    at.button(key=f"back_{number}_{batch}").click().run()
    assert "**Retirer « CL-T1.csv » du catalogue ?**" in " ".join(" ".join(each.value.split()) for each in at.markdown)
    drawn(at.button(key="yes").click().run())
    assert f"C’est fait : publication n° {number + 1}, le fichier est retiré." in text(at)
    assert "Retrait d’un seul fichier" in text(at)
    assert value(demo) == before


def test_a_file_touched_since_is_refused_in_words(opened: Opened, demo: Entrance) -> None:
    batch, number = published(demo, "CL-W1")
    later = receive(demo, PATCH.format(ref="CL-W1").replace("essai", "fin"), "later.csv", "CLAIRONDE", ("ENT-1",))
    with demo.writing() as means:
        publisher = actor_by_email(means, PUBLISHER)
        publish(publisher, means, [later])
    at = opened("/publications", PUBLISHER)
    at.button(key=f"back_{number}_{batch}").click().run()
    assert 'role="alert"' in html(at)
    assert (
        "Une publication plus récente a modifié des offres de ce dépôt : CL-W1 (1 en tout). Annulez-la d’abord."
        in text(at)
    )
    assert "yes" not in buttons(at)
    with demo.writing() as means, pytest.raises(Conflict):
        undo_batch(publisher, means, batch)
