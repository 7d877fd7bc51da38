"""The prices of a UBL catalogue line: per order unit, by place, currency, quantity and period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from xml.etree.ElementTree import Element

from imports.formats.gathered import Gathered, below, exact, leaves, per_unit, same_unit, text
from imports.record import Cell

LOCATION = "RequiredItemLocationQuantity"
AMOUNT = f"{LOCATION}/Price/PriceAmount"
TIER = {"Price/PriceAmount": "prices:price", "MinimumQuantity": "prices:min_quantity",
        "Price/ValidityPeriod/StartDate": "prices:valid_from", "Price/ValidityPeriod/EndDate": "prices:valid_to"}  # fmt: skip
"""Path below the place of a further price -> field. Titles of the second one start with "RequiredItemLocationQuantity[2]/"."""
MOST_TIERS = 40
HOME = "FR"
_TIMES = {"WEE": "{} semaines", "HUR": "{} h", "DAY": "{}", "": "{}"}


def prices_of(line: Element, period: Mapping[str, str], wanted: str, rows: Gathered) -> tuple[dict[str, Cell], int]:
    """The cells of a line's prices and how many they are, from the smallest quantity and the earliest day on.

    `period`: the days of a price that names none. `wanted`: the currency to take where there are several.
    """
    found = line.findall(LOCATION)
    priced = _home(_of_currency([place for place in found if below(place, "Price/PriceAmount")], wanted))
    places = sorted(priced, key=_terms) or found[:1]
    if len({_terms(place) for place in places}) < len(places) or len(places) > MOST_TIERS:
        value = "; ".join(below(place, "Price/PriceAmount") for place in places)
        rows.reject("price.several", AMOUNT, value[:200])
    cells: dict[str, Cell] = {}
    basis: Cell = None
    for count, place in enumerate(places[:MOST_TIERS], start=1):
        own = _price(line, place, period, rows)
        if count == 1:
            basis = own.get("Price/BaseQuantity")
            cells |= {f"{LOCATION}/{name}": cell for name, cell in own.items() if cell}
        else:
            own["Price/PriceAmount"] = _rebased(own, basis)
            cells |= {f"{LOCATION}[{count}]/{name}": own.get(name) or "" for name in TIER}
    if others := [place for place in found if place not in places]:
        cells[f"{LOCATION}[…]"] = "\n".join(map(_told, others))
    return cells, min(len(places), MOST_TIERS)


def _currency(place: Element) -> str:
    amount = place.find("Price/PriceAmount")
    return amount.get("currencyID", "") if amount is not None else ""


def _of_currency(places: Sequence[Element], wanted: str) -> list[Element]:
    own = [place for place in places if _currency(place) == wanted]
    return own or [place for place in places if _currency(place) == _currency(places[0])]


def _home(places: Sequence[Element]) -> list[Element]:
    """Prices for France, else those for everywhere, else all of them."""
    home = [place for place in places if _country(place) == HOME]
    return home or [place for place in places if not _country(place)] or list(places)


def _country(place: Element) -> str:
    return below(place, "ApplicableTerritoryAddress/Country/IdentificationCode").upper()


def _terms(place: Element) -> tuple[Decimal, str, str]:
    quantity = exact(below(place, "MinimumQuantity")) or Decimal(1)
    return (quantity, below(place, "Price/ValidityPeriod/StartDate"), below(place, "Price/ValidityPeriod/EndDate"))


def _told(place: Element) -> str:
    """A price that is not the one to take, in words."""
    return " ".join(part for part in (below(place, "Price/PriceAmount"), _currency(place), _country(place)) if part)


def _rebased(own: Mapping[str, Cell], basis: Cell) -> Cell:
    """A tier's price for as many units as the first price is for."""
    amount = exact(str(own.get("Price/PriceAmount") or ""))
    units, wanted = (exact(str(cell or "1")) for cell in (own.get("Price/BaseQuantity"), basis))
    if units == wanted or amount is None or not units or not wanted:
        return own.get("Price/PriceAmount")
    return (amount * wanted / units).quantize(Decimal("0.000001"))


def _price(line: Element, place: Element, period: Mapping[str, str], rows: Gathered) -> dict[str, Cell]:
    """The cells of one price, per order unit."""
    cells: dict[str, Cell] = {
        path: text(leaf) for path, leaf in leaves(place) if "ApplicableTerritoryAddress" not in path
    }
    base, lead = place.find("Price/BaseQuantity"), place.find("LeadTimeMeasure")
    if currency := _currency(place):
        cells["Price/PriceAmount/@currencyID"] = currency
    if lead is not None:
        unit = lead.get("unitCode", "")
        cells["LeadTimeMeasure"] = _TIMES.get(unit, "{} " + unit).format(text(lead))
    if base is not None and (unit := base.get("unitCode", "")):
        cells["Price/BaseQuantity/@unitCode"] = unit
    if cells.get("Price/PriceAmount") and not any(cells.get(name) for name in period):
        cells |= period
    _per_order_unit(line, cells, rows)
    return cells


def _per_order_unit(line: Element, cells: dict[str, Cell], rows: Gathered) -> None:
    """A price for another unit than the one ordered counts as often as the order unit holds it."""
    order, unit = below(line, "OrderableUnit"), str(cells.get("Price/BaseQuantity/@unitCode") or "")
    factor = str(cells.get("Price/OrderableUnitFactorRate") or "")
    amount, basis = str(cells.get("Price/PriceAmount") or ""), str(cells.get("Price/BaseQuantity") or "")
    if not factor and order and unit and not same_unit(order, unit):
        content = line.find("ContentUnitQuantity")
        if content is None or not same_unit(content.get("unitCode", ""), unit):
            cells["Price/PriceAmount"] = f"{amount} / {unit}"
            return
        factor = text(content)
    if not factor or not amount:
        return
    price, whole = per_unit(amount, basis, factor)
    if price != amount:
        rows.warn("price.factor", AMOUNT, amount, factor=factor)
        cells["Price/PriceAmount[written]"] = amount
    cells["Price/PriceAmount"], cells["Price/BaseQuantity"] = price, whole
