"""The prices of a BMEcat product: by type, currency, territory, quantity and period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from xml.etree.ElementTree import Element

from imports.formats.gathered import Gathered, below, exact, flat, same_unit, text
from imports.record import Cell, Issue

_DETAILS = ("ARTICLE_PRICE_DETAILS", "PRODUCT_PRICE_DETAILS")
_ORDER = ("net_customer", "net_list", "gross_list", "")
"""The price is the first of these that the file holds; beside a customer's price the net list price is the list price."""
_ASKED = ("nrp", "net_customer_exp", "udp_")
HOME = "FR"
MOST_TIERS = 40


@dataclass(frozen=True, slots=True)
class Price:
    """One price element. `place`: "ARTICLE_PRICE_DETAILS/ARTICLE_PRICE[net_list]"."""

    place: str
    kind: str
    amount: str
    currency: str
    tax: str
    factor: str
    bound: str
    first: str
    last: str
    territories: tuple[str, ...]
    unit: str

    @property
    def terms(self) -> tuple[Decimal, str, str]:
        """What makes it a tier."""
        return (exact(self.bound) or Decimal(1), self.first, self.last)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The columns of prices as fields, and what a person should know of the choice, or must say."""

    fields: Mapping[str, str] = field(default_factory=dict)
    includes_vat: Mapping[str, bool] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    asked: tuple[str, ...] = ()


@dataclass(slots=True)
class PriceColumns:
    """The price columns that the file turned out to have: place -> number of tiers, at most."""

    places: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def chosen(self) -> Chosen:
        """The customer's price, else the list price, else a question."""
        ordered = [(kind, place) for kind in _ORDER for place, own in self.kinds.items() if own == kind]
        if not ordered:
            asked = [place for place, kind in self.kinds.items() if kind.startswith(_ASKED) and "dummy" not in kind]
            return Chosen(self._terms(asked[0]) if asked else {}, asked=tuple(f"{p}/PRICE_AMOUNT" for p in asked))
        kind, place = ordered[0]
        fields = {f"{place}/PRICE_AMOUNT": "price", **self._terms(place)}
        if len(ordered) > 1 and ordered[1][0] == "net_list":
            fields[f"{ordered[1][1]}/PRICE_AMOUNT"] = "list_price"
        includes = {f"{place}/PRICE_AMOUNT": kind == "gross_list"} if kind else {}
        told = (_taken(f"{place}/PRICE_AMOUNT", kind),) if kind.endswith("_list") else ()
        return Chosen(fields, includes, told)

    def _terms(self, place: str) -> dict[str, str]:
        own = {"PRICE_CURRENCY": "currency", "TAX": "vat", "LOWER_BOUND": "prices:base_quantity",
               "VALID_START": "valid_from", "VALID_END": "valid_to"}  # fmt: skip
        tier = {"PRICE_AMOUNT": "prices:price", "LOWER_BOUND": "prices:min_quantity",
                "VALID_START": "prices:valid_from", "VALID_END": "prices:valid_to"}  # fmt: skip
        fields = {f"{place}/{name}": said for name, said in own.items()}
        for count in range(2, self.places[place] + 1):
            fields |= {f"{place}[{count}]/{name}": said for name, said in tier.items()}
        return fields


def _taken(title: str, kind: str) -> Issue:
    return Issue("price.list_taken", "warning", column=title, params={"type": kind})


def prices_of(product: Element, currency: str, wanted: str, columns: PriceColumns, rows: Gathered) -> dict[str, Cell]:
    """The cells of a product's prices. `currency` is the file's own, `wanted` the one to take where there are several."""
    cells: dict[str, Cell] = {}
    by_place: dict[str, list[Price]] = {}
    for price in _all(product, currency):
        by_place.setdefault(price.place, []).append(price)
    for place, found in by_place.items():
        kept = _home(_of_currency(found, wanted))
        tiers = _tiers(kept, place, rows)
        columns.kinds[place] = found[0].kind
        columns.places[place] = max(columns.places.get(place, 0), len(tiers))
        for count, price in enumerate(tiers, start=1):
            cells |= _cells(price, place if count == 1 else f"{place}[{count}]", rows)
        if others := [price for price in found if price not in kept]:
            cells[f"{place}[…]"] = "\n".join(map(_told, others))
    return cells


def _all(product: Element, currency: str) -> Iterator[Price]:
    order = below(product, "PRODUCT_ORDER_DETAILS/ORDER_UNIT")
    for name in _DETAILS:
        for details in product.findall(name):
            first, last = _period(details)
            for price in details.findall(name.removesuffix("_DETAILS")):
                yield _price(price, name, first, last, currency, order)


def _price(price: Element, name: str, first: str, last: str, currency: str, order: str) -> Price:
    kind, said = price.get("price_type", ""), flat(price)
    unit = below(price, "PRICE_BASE/PRICE_UNIT") if "PRICE_BASE" in said else ""
    tax = said.get("TAX") or (below(price, "TAX_DETAILS/TAX") if "TAX_DETAILS" in said else "")
    territories = [text(territory) for territory in price.findall("TERRITORY")] if "TERRITORY" in said else []
    return Price(
        f"{name}/{price.tag}[{kind}]", kind, said.get("PRICE_AMOUNT", ""), said.get("PRICE_CURRENCY") or currency, tax,
        said.get("PRICE_FACTOR", ""), said.get("LOWER_BOUND", ""), first, last, tuple(territories),
        "" if same_unit(unit, order) else unit,
    )  # fmt: skip


def _period(details: Element) -> tuple[str, str]:
    """First and last day; a time of day is no part of them."""
    dated = {moment.get("type", ""): below(moment, "DATE") for moment in details.findall("DATETIME")}
    first = dated.get("valid_start_date") or below(details, "VALID_START_DATE")
    return first[:10], (dated.get("valid_end_date") or below(details, "VALID_END_DATE"))[:10]


def _of_currency(prices: Sequence[Price], wanted: str) -> list[Price]:
    own = [price for price in prices if price.currency == wanted]
    return own or [price for price in prices if price.currency == prices[0].currency]


def _home(prices: Sequence[Price]) -> list[Price]:
    """Prices for France, else those for everywhere, else all of them."""
    home = [price for price in prices if any(place.upper().startswith(HOME) for place in price.territories)]
    return home or [price for price in prices if not price.territories] or list(prices)


def _tiers(prices: Sequence[Price], place: str, rows: Gathered) -> list[Price]:
    """From the smallest quantity and the earliest day on. Two prices under the same terms reject the row."""
    once = list({(price.terms, price.amount): price for price in prices}.values())
    terms = [price.terms for price in once]
    if len(set(terms)) < len(terms) or len(terms) > MOST_TIERS:
        value = "; ".join(price.amount for price in once)
        rows.reject("price.several", f"{place}/PRICE_AMOUNT", value[:200])
    return sorted(once, key=lambda price: price.terms)[:MOST_TIERS]


def _cells(price: Price, place: str, rows: Gathered) -> dict[str, Cell]:
    """A tier has all of its columns, so that the columns of all tiers count alike; the first price has those it fills."""
    tier = {
        "PRICE_AMOUNT": price.amount,
        "LOWER_BOUND": price.bound,
        "VALID_START": price.first,
        "VALID_END": price.last,
    }
    terms = {"PRICE_CURRENCY": price.currency, "TAX": price.tax}
    first = place == price.place
    cells: dict[str, Cell] = {f"{place}/{name}": cell for name, cell in tier.items() if cell or not first}
    cells |= {f"{place}/{name}": cell for name, cell in terms.items() if cell}
    if price.unit:
        cells[f"{place}/PRICE_AMOUNT"] = f"{price.amount} / {price.unit}"
    factor = exact(price.factor)
    amount = exact(price.amount) if factor is not None and factor != 1 else None
    if factor is not None and amount is not None:
        cells[f"{place}/PRICE_AMOUNT"] = amount * factor
        cells[f"{place}/PRICE_FACTOR"] = f"{price.amount} × {price.factor}"
        rows.warn("price.factor", f"{place}/PRICE_AMOUNT", price.amount, factor=price.factor)
    return cells


def _told(price: Price) -> str:
    """A price that is not the one to take, in words."""
    where = ", ".join(price.territories)
    return " ".join(part for part in (price.amount, price.currency, price.bound and f"≥ {price.bound}", where) if part)
