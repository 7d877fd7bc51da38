"""What was delivered instead, what a supplier can deliver, and what could stand in for a product, on the demonstration."""

from __future__ import annotations

import pytest

from tests.ui.demo_screens import BUYER, SUPPLIER, Opened, demo, drawn, html, opened, state_of, text

__all__ = ["demo", "opened"]


def said(at: object) -> str:
    """The words of the page with ordinary blanks."""
    return text(at).replace("\u00a0", " ")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("language", "title", "sentence"),
    [
        ("fr", "Plus dans la gamme", "Pas dans la gamme « Petite enfance » : Ne répond pas au référentiel"),
        ("en", "No longer in the range", "Not in range “Early childhood”:"),
    ],
)
def test_a_product_delivered_instead_is_answered_with_its_rules(
    opened: Opened, language: str, title: str, sentence: str
) -> None:
    at = opened("/substitution?commande=BRUMEVERT/BV31001&livre=CL11001", language=language)
    assert title in said(at)
    assert sentence in said(at)


def test_the_form_asks_and_the_address_keeps_it(opened: Opened) -> None:
    at = opened("/substitution")
    assert "notice" not in html(at)
    first, second = at.text_input
    first.input("BV41001")
    second.input("BV31001")
    at = drawn(at.button[0].click().run())
    assert state_of(at) == {"commande": "BV41001", "livre": "BV31001"}
    assert "Toujours dans la gamme" in said(at)
    assert "Dans la gamme « Petite enfance », jusqu’au 16/03/2028" in said(at)
    at = opened("/substitution?commande=BV41001&livre=ZZZ")
    assert "rien n’est connu de sa conformité" in said(at)


def test_the_same_reference_twice_is_said_and_shown_once(opened: Opened) -> None:
    at = opened("/substitution?commande=CL22201&livre=claironde/CL22201")
    assert "C’est la référence commandée." in said(at)
    shown = [link.proto.label for link in at.get("page_link") if link.proto.page == "produit"]
    assert [label[:8] for label in shown] == ["Commandé"]


def test_a_supplier_declares_and_buyers_read_it(opened: Opened) -> None:
    at = opened("/capacites", SUPPLIER)
    assert "Vous n’avez déclaré aucune capacité." in [each.value for each in at.markdown]
    at.text_input[0].input("CL21002")
    at.number_input[0].set_value(40)
    at = drawn(at.button[0].click().run())
    assert "Capacité déclarée pour CL21002." in said(at)
    assert "40 unités de commande par mois" in said(at)
    assert "Capacité déclarée le 22/11/2026 : 40 unités de commande par mois." in said(
        opened("/produit?ref=CLAIRONDE/CL21002")
    )
    at = opened("/capacites", SUPPLIER)
    at = drawn(at.button[1].click().run())
    assert "capacité non connue" in said(at)
    assert "Capacité non connue" in said(opened("/produit?ref=CLAIRONDE/CL21002"))


def test_an_ordinary_product_is_shown_beside_what_could_stand_in_for_it(opened: Opened) -> None:
    at = opened("/produit?ref=CLAIRONDE/CL11001", BUYER)
    assert "20,76 € de moins par an" in said(at)
    assert "Capacité non connue" in said(at)
    assert "Aujourd’hui : 10 flacons, 31,20 € HT pour 1 000 L prêts à l’emploi." in said(at).replace("\u202f", " ")
    at = drawn(at.number_input[0].set_value(100).run())
    assert "Aujourd’hui : 100 flacons, 312,00 € HT" in said(at)
