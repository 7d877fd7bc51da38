"""The invented products read like a catalogue and stay invented."""

from __future__ import annotations

from collections import Counter

from stdnum import ean

from catalog.demo.items import Item, all_items, gtin13


def products() -> dict[tuple[str, str], Item]:
    return {(item.supplier, item.reference): item for item in all_items()}


def test_counts_of_products_and_offers() -> None:
    assert len(products()) == 1158
    assert Counter(item.lot for item in all_items()) == {
        "ENT-1": 236, "ENT-2": 193, "ENT-3": 72, "ENT-4": 59, "ENT-5": 76,
        "NUM-1": 147, "NUM-2": 156, "NUM-3": 98, "PAP-1": 92, "PAP-2": 50,
    }  # fmt: skip


def test_a_product_is_once_in_a_lot_and_some_are_in_two_at_different_prices() -> None:
    offers = Counter((item.supplier, item.reference, item.lot) for item in all_items())
    assert max(offers.values()) == 1
    prices: dict[tuple[str, str], set[object]] = {}
    for item in all_items():
        prices.setdefault((item.supplier, item.reference), set()).add(item.price)
    assert sum(len(found) == 2 for found in prices.values()) == 21


def test_numbers_are_for_use_inside_a_shop_and_their_check_digits_hold() -> None:
    gtins = [item.gtin for item in products().values() if item.gtin]
    assert len(gtins) == len(set(gtins)) == 1032
    assert all(ean.is_valid(gtin) and gtin.startswith("2") for gtin in gtins)
    assert gtin13("290647699889") == "2906476998897"


def test_a_cartridge_is_told_with_its_yield_and_agrees_in_gender() -> None:
    found = products()
    assert found["ENCRELUNE", "ENC/TN2420XK-R"].name == "Toner remanufacturé pour Kestrin TN2420XK noir"
    assert found["ENCRELUNE", "ENC/MJ903K-R"].name.startswith("Cartouche remanufacturée pour")
    assert "Rendement 3 000 pages à 5 %" in found["ENCRELUNE", "ENC/TN2420XK-R"].description


def test_licence_numbers_keep_to_the_serials_of_examples() -> None:
    """EU serials are 9xx here, but for the two that are there to be found wrong."""
    serials = {item.licence for item in all_items() if item.licence.count("/") == 2 and "PEFC" not in item.licence}
    odd = {number for number in serials if not number.rpartition("/")[2].startswith("9")}
    assert odd == {"FRA/020/118", "FR/020/118", "FR/012/2024"}
