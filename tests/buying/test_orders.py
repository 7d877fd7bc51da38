"""What a selection makes at each holder: amounts, VAT, minimum, franco, whose turn; and what of a quantity is taken."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from catalog.means.means import Means
from catalog.models import Holder, Lot, OfferVersion, Organisation
from catalog.published import holder_words
from catalog.published.chosen import ChosenLine
from catalog.published.holder_orders import HolderOrder, RateTotal, holder_orders
from catalog.services.buying import select as buying
from catalog.services.buying.order_list import order_list
from tests.buying.offers import account, edition, published

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def terms(means: Means, supplier: str, lot: str, **values: int | None) -> None:
    session = means.session
    owner = session.query(Organisation.id).where(Organisation.code == supplier).scalar_subquery()
    place = session.query(Lot.id).where(Lot.code == lot).scalar_subquery()
    session.execute(update(Holder).where(Holder.supplier_id == owner, Holder.lot_id == place).values(**values))


def version(means: Means, offer: int, **values: int) -> None:
    means.session.execute(update(OfferVersion).where(OfferVersion.offer_id == offer).values(**values))


def orders(means: Means, wanted: dict[int, int], code: str = "CRECHE") -> dict[tuple[str, str], HolderOrder]:
    buyer = account(means, code)
    made = None
    for offer, quantity in wanted.items():
        made = buying.add(buyer, means, edition(means), [offer], quantity, made)
    assert made is not None
    found = holder_orders(means, buying.read(buyer, means, edition(means), made).content)
    return {(each.supplier, each.lot): each for each in found}


def test_goods_eco_contribution_and_vat_are_whole_numbers(means: Means) -> None:
    offers = published(means)
    version(means, offers["A-1", "ENT-1"], eco_contribution=35_000)
    version(means, offers["B-1", "ENT-1"], eco_contribution=10_000)
    found = orders(means, {offers["A-1", "ENT-1"]: 3, offers["B-1", "ENT-1"]: 3, offers["B-1", "ENT-2"]: 1})
    a, b, unknown = found["SUP-A", "ENT-1"], found["SUP-B", "ENT-1"], found["SUP-B", "ENT-2"]
    assert (a.goods, a.eco, a.rates, a.with_vat) == (
        11_850_000, 110_000, (RateTotal(200_000, 11_960_000, 2_390_000),), 14_350_000,
    )  # fmt: skip
    assert (b.goods, b.eco, b.rates) == (3_700_000, 30_000, (RateTotal(55_000, 3_730_000, 210_000),))
    assert (unknown.goods, unknown.rates, unknown.unknown_vat, unknown.with_vat) == (1_100_000, (), 1, None)
    assert holder_words.vat(unknown, "fr") == "TTC non calculé\u00a0: taux de TVA inconnu pour 1 ligne(s)"


def test_minimum_and_franco_say_what_is_missing(means: Means) -> None:
    offers = published(means)
    means.session.execute(update(Lot).where(Lot.code == "ENT-1").values(minimum_order=20_000_000))
    terms(means, "SUP-B", "ENT-1", minimum_order=1_000_000, free_delivery_from=5_000_000, delivery_fee=9_900_000)
    terms(means, "SUP-A", "ENT-1", free_delivery_from=10_000_000, delivery_fee=9_900_000, lead_time_days=4)
    found = orders(means, {offers["A-1", "ENT-1"]: 3, offers["B-1", "ENT-1"]: 2})
    a, b = found["SUP-A", "ENT-1"], found["SUP-B", "ENT-1"]
    assert (a.minimum, a.minimum_missing, a.franco_missing, a.fee, a.lead_time_days) == (20_000_000, 8_150_000, 0, 0, 4)
    assert (b.minimum, b.minimum_missing, b.franco_missing, b.fee) == (1_000_000, 0, 2_530_000, 9_900_000)
    assert holder_words.minimum(a, "fr") == "Minimum de commande\u00a0: 20,00\u00a0€ HT, il manque 8,15\u00a0€."
    assert holder_words.delivery(a, "en") == "Free delivery from €10.00 excl. VAT, reached."
    assert holder_words.minimum(b, "en") == "Minimum order: €1.00 excl. VAT, reached."
    assert holder_words.delivery(b, "en") == (
        "Free delivery from €5.00 excl. VAT, €2.53 missing. Delivery fee below it: €9.90 excl. VAT."
    )


def test_what_is_not_stated_is_said_not_to_be(means: Means) -> None:
    offers = published(means)
    order = orders(means, {offers["A-1", "ENT-1"]: 1})["SUP-A", "ENT-1"]
    assert holder_words.sentences(order, "en") == [
        "Minimum order: not stated.", "Delivery fee: not stated.", "Delivery time: not stated.",
        "Rule between the holders of the lot: not stated.",
    ]  # fmt: skip


def test_in_a_cascade_the_second_names_the_first(means: Means) -> None:
    offers = published(means)
    means.session.execute(update(Lot).where(Lot.code == "ENT-1").values(allocation="cascade"))
    terms(means, "SUP-A", "ENT-1", rank=1)
    terms(means, "SUP-B", "ENT-1", rank=2)
    found = orders(means, {offers["A-1", "ENT-1"]: 1, offers["B-1", "ENT-1"]: 1, offers["B-1", "ENT-2"]: 1})
    assert [holder_words.turn(found[key], "en") for key in (("SUP-A", "ENT-1"), ("SUP-B", "ENT-1"), ("SUP-B", "ENT-2"))] == [
        "Orders go down a cascade: holder of rank 1, to be asked first.",
        "Orders go down a cascade: holder of rank 2, to be asked only if Titulaire A cannot deliver.",
        "Sole holder of the lot.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("quantity", "least", "multiple", "orderable"),
    [(3, None, None, 3), (3, 5_000_000, None, 5), (3, None, 6_000_000, 6), (7, 5_000_000, 6_000_000, 12),
     (12, 5_000_000, 6_000_000, 12), (1, None, 2_500_000, 5), (1, None, 333_333, 333_333), (4, None, 0, 4)],
)  # fmt: skip
def test_a_quantity_is_raised_to_what_the_supplier_takes(
    engine: object, quantity: int, least: int | None, multiple: int | None, orderable: int
) -> None:
    line = ChosenLine(1, 1, quantity, "published", least=least, multiple=multiple)
    assert line.orderable == orderable


def test_a_list_counts_the_quantities_that_are_not_taken(means: Means) -> None:
    offers, buyer = published(means), account(means, "CRECHE")
    version(means, offers["A-1", "ENT-1"], min_order_quantity=4_000_000)
    made = buying.add(buyer, means, edition(means), [offers["A-1", "ENT-1"]], 3)
    told = [order_list(buyer, means, edition(means), made, format="csv").content.decode("utf-8-sig")]
    line = buying.read(buyer, means, edition(means), made).content.lines[0].id
    buying.change_quantity(buyer, means, made, line, 4)
    told.append(order_list(buyer, means, edition(means), made, format="csv").content.decode("utf-8-sig"))
    assert ["inférieure au minimum de vente" in each for each in told] == [True, False]


def test_a_line_tells_the_least_and_the_steps_of_its_offer(means: Means) -> None:
    offers, buyer = published(means), account(means, "CRECHE")
    version(means, offers["A-1", "ENT-1"], min_order_quantity=4_000_000, order_multiple=2_000_000, lead_time_days=9)
    made = buying.add(buyer, means, edition(means), [offers["A-1", "ENT-1"]], 3)
    line = buying.read(buyer, means, edition(means), made).content.lines[0]
    assert (line.least, line.multiple, line.orderable, line.lead_time_days, line.first_price) == (
        4_000_000, 2_000_000, 4, 9, 3_950_000,
    )  # fmt: skip
