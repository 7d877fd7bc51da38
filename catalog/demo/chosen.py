"""The demonstration's selections: a prescriber proposes, a buyer has a layout of order lists, a product was asked for."""

from __future__ import annotations

from catalog.entrance import Entrance
from catalog.services.buying import layouts, propose, request_product, select, select_lists
from catalog.services.buying.layouts import Layout, LayoutColumn
from catalog.services.buying.select import OfferName
from catalog.services.people.accounts import actor_by_email

PRESCRIBER, BUYER, REVIEWER = "foyer@aldebaran.example", "intendance@aldebaran.example", "controle@capdemo.example"
NAME, WANTED = (
    "Entretien du foyer",
    (OfferName("BRUMEVERT", "BV31002", "ENT-3"), OfferName("BRUMEVERT", "BV32101", "ENT-2")),
)
COLUMNS = (
    ("service_code", "Service"), ("engagement_number", "Engagement"), ("supplier_siret", ""), ("agreement", "Marché"),
    ("lot", ""), ("bpu_line", ""), ("reference", "Code article"), ("name", ""), ("quantity", "Qté"), ("unit", ""),
    ("price", "PU HT"), ("vat", ""), ("total", ""),
)  # fmt: skip
"""Field -> its title; the field's own name where there is none."""


def choose(entrance: Entrance) -> None:
    """A selection that waits for a buyer's answer, a layout, a request with its answer."""
    with entrance.writing() as means:
        asks, buyer = actor_by_email(means, PRESCRIBER), actor_by_email(means, BUYER)
        number = select_lists.make(asks, means, NAME)
        select.add(asks, means, entrance.shelf.edition(means), WANTED, 4, number)
        propose.propose(asks, means, number, "Pour le foyer des élèves : de quoi tenir jusqu’aux vacances d’hiver.")
        columns = tuple(LayoutColumn(*each) for each in COLUMNS)
        layouts.save(buyer, means, Layout("Logiciel comptable (démo)", "csv", columns))
        text = "Des éponges végétales sans colorant, par carton."
        asked = request_product.ask(asks, means, text, "CLEANING_TOOLS", ["recycled_content"], 60)
        words = "Le titulaire du lot 1 les propose à partir du prochain catalogue, avec leur fiche."
        request_product.answer(actor_by_email(means, REVIEWER), means, asked, taken_up=True, words=words)
