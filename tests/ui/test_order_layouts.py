"""Layouts of order lists and products asked for, as their pages show them to each role."""

from __future__ import annotations

import csv
import io

import pytest

from catalog.entrance import Entrance
from catalog.errors import NotFound
from catalog.services.buying import layouts, select
from catalog.services.buying.order_list import order_list
from catalog.services.buying.select import OfferName
from catalog.services.people.accounts import actor_by_email
from tests.ui.demo_screens import BUYER, PRESCRIBER, REVIEWER, Opened, demo, drawn, html, opened, text, token_of
from ui.downloads import DOWNLOADS
from ui.session import House, living_in

__all__ = ["demo", "opened"]

STRANGER = "gestion@aldebaran.example"


def test_a_layout_is_made_changed_and_used_no_longer(opened: Opened, demo: Entrance) -> None:
    at = opened("/mises-en-page")
    assert any("n’a pas encore de mise en page" in each.value for each in at.markdown)
    at.text_input(key="layout.new.name").set_value("Comptabilité")
    at = drawn(at.segmented_control(key="layout.new.format").set_value("csv").run())
    at.multiselect(key="layout.new.fields").set_value(["reference", "quantity", "total"])
    at = drawn(at.run())
    at.text_input(key="layout.new.title.reference").set_value("Code article")
    at = drawn(at.button(key="layout.new.save").click().run())
    assert "Mise en page « Comptabilité » enregistrée." in text(at).replace("\u00a0", " ")
    with demo.reading() as means:
        kept = layouts.layouts(actor_by_email(means, BUYER), means)[0]
    assert (kept.format, [tuple(each) for each in kept.columns]) == (
        "csv", [("reference", "Code article"), ("quantity", ""), ("total", "")],
    )  # fmt: skip
    at = drawn(at.button(key=f"retire_{kept.id}").click().run())
    assert "n’est plus proposée" in text(at)


def test_two_equal_signs_are_refused_in_words(opened: Opened) -> None:
    at = opened("/mises-en-page")
    at.text_input(key="layout.new.name").set_value("x")
    at = drawn(at.segmented_control(key="layout.new.format").set_value("csv").run())
    at.selectbox(key="layout.new.delimiter").set_value(",")
    at = drawn(at.button(key="layout.new.save").click().run())
    assert "Le séparateur de colonnes et le signe décimal doivent être différents" in text(at)


def test_a_prescriber_reads_layouts_and_changes_none(opened: Opened) -> None:
    at = opened("/mises-en-page", PRESCRIBER)
    assert [each.label for each in at.expander] == []
    assert not any((each.key or "").startswith("layout") for each in at.button)


def test_the_file_is_the_organisation_s_own(demo: Entrance) -> None:
    with demo.writing() as means:
        buyer, stranger = actor_by_email(means, BUYER), actor_by_email(means, STRANGER)
        wanted = [OfferName("BRUMEVERT", "BV31002", "ENT-3")]
        number = str(select.add(buyer, means, demo.shelf.edition(means), wanted, 2))
        columns = tuple(layouts.LayoutColumn(code) for code in ("reference", "quantity"))
        layout = str(layouts.save(buyer, means, layouts.Layout("Deux colonnes", "csv", columns)))
    with living_in(House(demo, lambda: token_of(demo, BUYER))), demo.reading() as means:
        made = DOWNLOADS["order"](buyer, means, number, {"layout": layout, "supplier": "BRUMEVERT", "lang": "en"})
        assert (made.name, made.media_type) == ("commande-brumevert-2026-11-22.csv", "text/csv; charset=utf-8")
        assert isinstance(made.content, bytes)
        rows = list(csv.reader(io.StringIO(made.content.decode("utf-8-sig")), delimiter=";"))
        assert (rows[0], rows[-1]) == (["This document is not a purchase order."], ["BV31002", "2"])
        for who, asked in ((stranger, {}), (buyer, {"layout": "12"}), (buyer, {"supplier": "CLAIRONDE"})):
            with pytest.raises(NotFound) as refused:
                DOWNLOADS["order"](who, means, number, asked)
            assert (refused.value.code, dict(refused.value.params)) == ("thing.unknown", {})


def test_a_product_is_asked_for_and_answered(opened: Opened) -> None:
    at = opened("/produits-demandes", BUYER)
    at.text_area(key="asked.text").set_value("Peinture <b>lavable</b> écolabellisée")
    at.selectbox(key="asked.family").set_value("CLEANING")
    at.number_input(key="asked.quantity").set_value(12)
    at = drawn(next(each for each in at.button if each.label == "Envoyer la demande").click().run())
    assert "Demande envoyée" in text(at)
    assert "Peinture &lt;b&gt;lavable&lt;/b&gt; écolabellisée" in html(at)
    assert "12 par an" in text(at)
    assert "Peinture" not in text(opened("/produits-demandes", STRANGER))
    staff = opened("/produits-demandes", REVIEWER)
    assert "Crèche Les Lucioles (démo)" in text(staff)
    send = next(each for each in staff.button if (each.key or "").startswith("send_"))
    number = str(send.key).removeprefix("send_")
    assert "Écrivez votre réponse" in text(drawn(send.click().run()))
    staff.text_area(key=f"words_{number}").set_value("Demandée au titulaire du lot 1.")
    staff = drawn(staff.button(key=f"send_{number}").click().run())
    assert "Réponse envoyée." in text(staff)
    told = text(opened("/produits-demandes", BUYER, "en"))
    assert "Taken up on 22 Nov 2026 Demandée au titulaire du lot 1." in told


def test_a_list_bears_the_ranges_and_their_versions(demo: Entrance) -> None:
    with demo.writing() as means:
        buyer = actor_by_email(means, "direction@lucioles.example")
        edition = demo.shelf.edition(means)
        number = select.add(buyer, means, edition, [OfferName("BRUMEVERT", "BV31002", "ENT-3")], 2)
        made = order_list(buyer, means, edition, number, format="csv", language="en")
    rows = list(csv.reader(io.StringIO(made.content.decode("utf-8-sig")), delimiter=";"))
    head = next(row for row in rows if row[:1] == ["Framework agreement"])
    line = dict(zip(head, rows[rows.index(head) + 1], strict=True))
    assert (line["Ranges and versions"], line["Schedule line"]) == ("petite-enfance v1", "")
