"""EDIFACT price catalogues (PRICAT D.96A, as EANCOM uses it): an item is a LIN segment and what follows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from imports.columns.structured import Structured
from imports.formats.encoding import decode
from imports.formats.gathered import Gathered, exact
from imports.record import Cell, Issue, Request, UnreadableFile

Segment = tuple[str, list[list[str]]]
"""(tag, elements), each element a list of its components."""
LONGEST_SEGMENT = 100_000
MOST_TIERS = 40
_NET, _GROSS = "PRI[AAA]", "PRI[AAB]"
_FIELDS = {
    "PIA[SA]": "reference", "LIN[SA]": "reference", "LIN[EN]": "gtin", "LIN[SRV]": "gtin", "IMD[ANM]": "name", "IMD": "name",
    "IMD[DSC]": "description", "IMD[BRN]": "brand", "QTY[59]": "content_per_order_unit", "QTY[52]": "content_per_order_unit",
    "QTY[53]": "min_order_quantity", "TAX[VAT]": "vat", "CUX": "currency", _NET: "price", f"{_NET}/basis": "price_basis",
    f"{_NET}/unit": "order_unit", f"{_NET}/RNG": "prices:base_quantity", f"{_NET}/DTM[194]": "valid_from", f"{_NET}/DTM[206]": "valid_to",
    _GROSS: "list_price", "ALI": "origin",
}  # fmt: skip
"""Segment[qualifier] -> field; of two that say the same field the first that the file has is taken."""
_TIER = {
    "": "prices:price",
    "/RNG": "prices:min_quantity",
    "/DTM[194]": "prices:valid_from",
    "/DTM[206]": "prices:valid_to",
}
_CHANGES = ("1", "2", "3", "4")
"""Functions of a message (UNCL 1225) that cancels, adds to, deletes from or changes an earlier one."""
_GONE = ("1", "3")
_SET = re.compile(rb"UNB.UNO([A-Z])", re.DOTALL)
_SETS = {
    "D": "iso8859-2", "E": "iso8859-5", "F": "iso8859-7", "G": "iso8859-3", "H": "iso8859-4", "I": "iso8859-6", "J": "iso8859-8",
    "K": "iso8859-9",
}  # fmt: skip
"""Syntax identifier of ISO 9735 -> the character set that it stands for."""
_PRICED = ("DTM", "RNG", "CUX")
"""Segments that speak of the price before them."""


@dataclass(slots=True)
class _Signs:
    """The signs of the interchange: UNA says them, else they are the usual ones."""

    component: str = ":"
    element: str = "+"
    release: str = "?"
    end: str = "'"


@dataclass(slots=True)
class _Message:
    """The item being read, and what has been gathered."""

    rows: Gathered = field(default_factory=lambda: Gathered(lambda title: title.startswith("PRI") or title in _FIELDS))
    currency: str = ""
    item: list[Segment] = field(default_factory=list)
    tiers: int = 1
    function: str = ""
    ended: bool = False


def read(path: Path, request: Request) -> Structured:
    """The items of an interchange; a row is a LIN segment, counted from 1. Raises UnreadableFile."""
    found, encoding = _decoded(path.read_bytes())
    message = _Message()
    for tag, elements in _segments(found.lstrip("\ufeff \r\n\t")):
        _taken(message, tag, elements)
    _item(message)
    if not message.ended:
        raise UnreadableFile("file.cut_short", end="UNZ", rows=message.rows.height)
    rows = message.rows
    grid = rows.grid()
    return Structured(
        "pricat", (grid,), encoding, None, (*_told(found, encoding), *rows.warned),
        titles=tuple(rows.titles), fields=_fields(rows, message.tiers), left_out=rows.left_out, deleted=frozenset(rows.deleted), includes_vat={_NET: False},
        transaction="patch" if message.function in _CHANGES else "full",
    )  # fmt: skip


def _decoded(raw: bytes) -> tuple[str, str]:
    """By the character set that the interchange names where that is no Western one, else on evidence."""
    own = _SETS.get(said[1].decode()) if (said := _SET.search(raw[:1000])) else None
    if own is not None:
        try:
            return raw.decode(own), own
        except UnicodeDecodeError:
            pass
    return decode(raw)


def _told(text: str, encoding: str) -> tuple[Issue, ...]:
    """An interchange that names Latin letters and was read in another set: its names are for a person to look at."""
    said = re.search(r"UNB.UNO([A-Z])", text[:1000])
    if said is None or said[1] not in "ABC" or encoding in ("utf-8", "utf-8-sig", "cp1252", "latin-1", "iso-8859-15"):
        return ()
    return (Issue("file.charset", "warning", value=f"UNO{said[1]}", params={"encoding": encoding}),)


def _fields(rows: Gathered, tiers: int) -> dict[str, str]:
    fields: dict[str, str] = {}
    for title, name in _FIELDS.items():
        if title in rows.titles and name not in fields.values():
            fields[title] = name
    for count in range(2, tiers + 1):
        fields |= {f"{_NET}[{count}]{part}": name for part, name in _TIER.items()}
    return {title: name for title, name in fields.items() if title in rows.titles}


def _signs(text: str) -> tuple[_Signs, str]:
    if not text.startswith("UNA"):
        return _Signs(), text
    return _Signs(text[3], text[4], text[6].replace(" ", "\0"), text[8]), text[9:]  # a blank releases nothing


def _segments(text: str) -> Iterator[Segment]:
    """Each segment cut at the signs that are not released. Raises UnreadableFile for one that never ends."""
    if len(text) < 12:
        raise UnreadableFile("file.cut_short", end="UNZ", rows=0)
    signs, text = _signs(text.replace("\r\n", "\n"))
    release, end = re.escape(signs.release), re.escape(signs.end)
    for match in re.finditer(rf"[^{release}{end}]*(?:{release}.[^{release}{end}]*)*", text, re.DOTALL):
        segment = match.group().strip("\r\n " if signs.end != "\n" else " ")
        if len(segment) > LONGEST_SEGMENT:
            raise UnreadableFile("file.line_too_long", row=0, limit=LONGEST_SEGMENT)
        if segment:
            elements = [
                _cut(element, signs.component, signs.release)
                for element in _cut(segment, signs.element, signs.release, keep=True)
            ]
            yield elements[0][0], elements[1:]


def _cut(text: str, sign: str, release: str, keep: bool = False) -> list[str]:
    """Parts between signs; a released sign is part of the text. `keep` leaves the releases for the next cut."""
    if release not in text:
        return text.split(sign)
    parts, part, place = [], "", 0
    while place < len(text):
        if text[place] == release:
            part += text[place : place + 2] if keep else text[place + 1 : place + 2]
            place += 2
            continue
        if text[place] == sign:
            parts.append(part)
            part = ""
        else:
            part += text[place]
        place += 1
    return [*parts, part]


def _taken(message: _Message, tag: str, elements: list[list[str]]) -> None:
    if tag == "UNH" and _at(elements, 1, 0) not in ("PRICAT", ""):
        raise UnreadableFile("file.format_later", format=f"EDIFACT {_at(elements, 1, 0)[:10]}")
    if tag == "LIN":
        _item(message)
        message.item.append((tag, elements))
    elif tag in ("UNS", "UNT", "UNZ"):
        _item(message)
        message.ended = message.ended or tag == "UNZ"
    elif message.item:
        message.item.append((tag, elements))
    elif tag == "CUX":
        message.currency = _at(elements, 0, 1)
    elif tag == "BGM":
        message.function = _at(elements, 2, 0)


def _at(elements: Sequence[Sequence[str]], element: int, component: int) -> str:
    """A component's text without blanks around; "" where there is none."""
    found = elements[element] if element < len(elements) else ()
    return found[component].strip() if component < len(found) else ""


def _item(message: _Message) -> None:
    """One LIN segment with what follows it is one row."""
    if not message.item:
        return
    cells: dict[str, Cell] = {}
    prices: list[dict[str, str]] = []
    for tag, elements in message.item:
        if tag == "PRI":
            prices.append(_price(elements))
        elif prices and tag in _PRICED:
            prices[-1] |= _of_price(tag, elements)
        else:
            for title, words in _said(tag, elements):
                if words:
                    cells[title] = f"{cells[title]}; {words}" if title in cells else words
    if message.currency:
        cells.setdefault("CUX", message.currency)
    _priced(message, prices, cells)
    action = _at(message.item[0][1], 1, 0)
    if action == "2" or (not action and message.function in _GONE):
        value = next((str(cells[title]) for title in ("PIA[SA]", "LIN[SA]", "LIN[EN]") if title in cells), None)
        message.rows.delete(value)
    message.rows.add(cells)
    message.item = []


def _price(elements: Sequence[Sequence[str]]) -> dict[str, str]:
    return {
        "kind": _at(elements, 0, 0), "": _at(elements, 0, 1), "/type": _at(elements, 0, 2), "/basis": _at(elements, 0, 4),
        "/unit": _at(elements, 0, 5),
    }  # fmt: skip


def _of_price(tag: str, elements: Sequence[Sequence[str]]) -> dict[str, str]:
    if tag == "RNG":
        return {"/RNG": _at(elements, 1, 1)}
    if tag == "CUX":
        return {"/CUX": _at(elements, 0, 1)}
    return {f"/DTM[{_at(elements, 0, 0)}]": _at(elements, 0, 1)[:8]}


def _priced(message: _Message, prices: Sequence[dict[str, str]], cells: dict[str, Cell]) -> None:
    """Net prices in the order of their quantities and days, the first without a number; any other kind as it stands."""
    net = sorted((price for price in prices if price["kind"] == "AAA"), key=_terms)
    if len({_terms(price) for price in net}) < len(net) or len(net) > MOST_TIERS:
        message.rows.reject("price.several", _NET, "; ".join(price[""] for price in net)[:200])
    message.tiers = max(message.tiers, min(len(net), MOST_TIERS))
    for count, price in enumerate(net[:MOST_TIERS], start=1):
        if price.get("/CUX"):
            cells["CUX"] = price["/CUX"]
        if count == 1:
            cells |= {f"{_NET}{part}": words for part, words in price.items() if words and part != "kind"}
        else:
            cells |= {f"{_NET}[{count}]{part}": price.get(part, "") for part in _TIER}
    for price in prices:
        if price["kind"] != "AAA":
            cells |= {f"PRI[{price['kind']}]{part}": words for part, words in price.items() if words and part != "kind"}


def _terms(price: dict[str, str]) -> tuple[Decimal, str, str]:
    return (exact(price.get("/RNG", "")) or Decimal(1), price.get("/DTM[194]", ""), price.get("/DTM[206]", ""))


def _said(tag: str, elements: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """(title, text) of a segment: identities, descriptions, quantities and taxes by their qualifier, others as they stand."""
    match tag:
        case "LIN":
            yield f"LIN[{_at(elements, 2, 1)}]", _at(elements, 2, 0)
        case "PIA":
            for place in range(1, len(elements)):
                yield f"PIA[{_at(elements, place, 1)}]", _at(elements, place, 0)
        case "IMD":
            kind = _at(elements, 1, 0)
            words = f"{_at(elements, 2, 3)}{_at(elements, 2, 4)}" or _at(elements, 2, 0)
            yield f"IMD[{kind}]" if kind else "IMD", words
        case "QTY":
            yield f"QTY[{_at(elements, 0, 0)}]", _at(elements, 0, 1)
        case "TAX":
            yield f"TAX[{_at(elements, 1, 0)}]", _at(elements, 4, 3)
        case "CUX":
            yield "CUX", _at(elements, 0, 1)
        case "ALI":
            yield "ALI", _at(elements, 0, 0)
        case _:
            yield tag, "+".join(":".join(element) for element in elements)
