"""The setup file read: TOML -> entries, with every fault of shape found in one pass. No database.

Each entry is wholly described by its table: a key left out has its default, it does not keep what was there before.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.clauses.figures import micro
from catalog.clauses.reading import as_kept
from catalog.clauses.reading import read as read_terms
from catalog.queries.people import normal_email
from catalog.services.agreements.setup_keys import TABLES, Key
from catalog.wording.sentences import say

Values = Mapping[str, Any]
SHOWN = 80
"""How much of a faulty value a sentence repeats."""


@dataclass(frozen=True, slots=True)
class SetupFault:
    """Something wrong at a place of the file; `catalog.wording` makes the sentence from `code` and `params`."""

    code: str
    params: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Entry:
    """One table as read. `what`: its kind, `key`: what names it, `facts`: what is kept of it, `place`: where it stands."""

    what: str
    key: str
    facts: Values
    place: str

    def fault(self, code: str, key: str | None = None, **params: object) -> SetupFault:
        """A fault of this entry, at one of its keys."""
        return SetupFault(code, {"place": self.place, "key": key, "value": _shown(self.facts.get(key or "")), **params})


@dataclass(frozen=True, slots=True)
class World:
    """All entries in the order they are written in. `named`: kind -> keys, of faulty tables too."""

    entries: tuple[Entry, ...] = ()
    named: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def of(self, what: str) -> list[Entry]:
        """The entries of one kind, in the order of the file."""
        return [entry for entry in self.entries if entry.what == what]


def read(toml: bytes) -> tuple[World, list[SetupFault]]:
    """The world that a file describes, and what is wrong with it; a faulty table is left out of the entries."""
    try:
        raw = tomllib.loads(toml.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return World(), [SetupFault("setup.not_text", {})]
    except tomllib.TOMLDecodeError as fault:
        return World(), [SetupFault("setup.not_toml", _where(str(fault)))]
    reader = _Reader()
    entries = tuple(_in_order(list(reader.world(raw))))
    return World(entries, {what: frozenset(keys) for what, keys in reader.named.items()}), reader.faults


def read_one(what: str, table: Values) -> tuple[World, list[SetupFault]]:
    """One thing written alone, as its table in a file would be; a lot names its agreement, a clause its lot."""
    reader = _Reader()
    place = f"{what} {table.get('code') or table.get('lot') or ''}".strip()
    if what in ("clause", "holder"):
        own = {name: value for name, value in table.items() if name != "lot"}
        entries = tuple((reader.clause if what == "clause" else reader.holder)(str(table.get("lot")), place, own))
    else:
        entries = tuple(_in_order(list(reader.entries(what, place, table))))
    return World(entries, {what: frozenset(keys) for what, keys in reader.named.items()}), reader.faults


HOLDER_AMOUNTS = ("minimum_order", "free_delivery_from", "delivery_fee")
ORDER = ("organisation", "index", "agreement", "lot", "holder", "clause", "membership", "range", "account")
"""Kinds in the order they are written: each names only those before it."""


OUTER = ("organisation", "index", "agreement", "membership", "range", "account")
"""The tables of the file itself; lots stand inside their agreement, price clauses inside their lot."""
INNER: Mapping[str, set[str]] = {"agreement": {"lot"}, "lot": {"clause", "holder"}}


def _in_order(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: ORDER.index(entry.what))


def _where(message: str) -> dict[str, object]:
    found = re.search(r"line (\d+), column (\d+)", message)
    return {"line": int(found[1]), "column": int(found[2])} if found else {"line": None, "column": None}


class _Reader:
    """Walks the tables; keeps the faults and the keys met."""

    def __init__(self) -> None:
        self.faults: list[SetupFault] = []
        self.named: dict[str, set[str]] = {what: set() for what in ORDER}

    def world(self, raw: Values) -> Iterator[Entry]:
        for name in sorted(raw.keys() - OUTER):
            self.faults.append(SetupFault("setup.unknown_table", {"key": name, "known": ", ".join(OUTER)}))
        for what in OUTER:
            for place, table in self.tables(raw, what, ""):
                yield from self.entries(what, place, table)

    def tables(self, raw: Values, what: str, within: str) -> Iterator[tuple[str, Values]]:
        """Each `[[table]]` with its place, as "agreement 2 (AC-2026), lot 3 (LOT-3)"."""
        found = raw.get(what, [])
        if not isinstance(found, list) or not all(isinstance(table, dict) for table in found):
            self.faults.append(SetupFault("setup.not_tables", {"place": within or None, "key": what}))
            return
        for number, table in enumerate(found, 1):
            name = table.get("code") or table.get("email")
            yield f"{within}{what} {number}" + (f" ({name})" if isinstance(name, str) else ""), table

    def entries(self, what: str, place: str, table: Values) -> Iterator[Entry]:
        """The entry of a table, and those it holds: the lots of an agreement, the holders and clauses of a lot."""
        values = self.values(what, place, table)
        entry = values and self.once(Entry(what, KEYS[what](values), _facts(what, values), place))
        if entry:
            yield entry
        if what == "agreement":
            for inner, lot in self.tables(table, "lot", f"{place}, "):
                yield from self.entries("lot", inner, _lot(lot, table))
        if what == "lot" and values and entry:
            yield from self.holders(entry, values, list(self.tables(table, "holder", f"{place}, ")))
            for inner, clause in self.tables(table, "clause", f"{place}, "):
                yield from self.clause(entry.key, inner, clause)

    def clause(self, lot: str, place: str, table: Values) -> Iterator[Entry]:
        """A price clause: its own keys, and the terms of its kind."""
        values = self.values("clause", place, {name: table[name] for name in table if name in TABLES["clause"]})
        if values is None:
            return
        written = {name: table[name] for name in table if name not in TABLES["clause"]}
        for wrong in read_terms(values["kind"], written)[1]:
            told = {"term": wrong.term, "value": wrong.value}
            detail = {f"detail_{each}": say(wrong.code, told, each) for each in ("fr", "en")}
            self.faults.append(SetupFault("setup.clause_term", {"place": place, "key": wrong.term, **told, **detail}))
        entry = self.once(
            Entry("clause", f"{lot}/{values['from']}", {"lot": lot, **values, "terms": as_kept(written)}, place)
        )
        if entry:
            yield entry

    def holders(self, lot: Entry, values: Values, tables: list[tuple[str, Values]]) -> Iterator[Entry]:
        """In a cascade the order of the list is the rank; without a list, the order of the holders' own tables.

        A holder without a table of its own keeps the terms that it has.
        """
        own: dict[str, Values] = {}
        for entry in (each for place, table in tables for each in self.holder(lot.key, place, table)):
            if entry.facts["supplier"] in own:
                self.faults.append(entry.fault("setup.twice", name=entry.key))
            own[entry.facts["supplier"]] = entry.facts
        named = values["holders"] or list(own)
        for supplier in sorted(own.keys() - set(named)):
            self.fault("setup.holder_not_named", lot.place, "holder", supplier)
        for rank, supplier in enumerate(named, 1):
            ranked = rank if values["allocation"] == "cascade" else None
            facts = {"supplier": supplier, "lot": lot.key, "rank": ranked, **own.get(supplier, {})}
            holder = self.once(Entry("holder", f"{supplier}/{lot.key}", facts, lot.place))
            if holder:
                yield holder

    def holder(self, lot: str, place: str, table: Values) -> Iterator[Entry]:
        """A holder's own terms in a lot; its rank is the lot's business."""
        values = self.values("holder", place, table)
        if values is None:
            return
        amounts = {name: micro(values[name]) for name in HOLDER_AMOUNTS}
        key = f"{values['supplier']}/{lot}"
        yield Entry("holder", key, {**values, **amounts, "lot": lot}, place)

    def once(self, entry: Entry) -> Entry | None:
        """The entry, or a fault where another of its key stands above."""
        if entry.key in self.named[entry.what]:
            self.faults.append(entry.fault("setup.twice", name=entry.key))
            return None
        self.named[entry.what].add(entry.key)
        return entry

    def values(self, what: str, place: str, table: Values) -> Values | None:
        """The values of a table with their defaults; None, and faults, where one cannot be."""
        keys = TABLES[what]
        before = len(self.faults)
        for name in sorted(table.keys() - keys.keys() - INNER.get(what, set())):
            self.fault("setup.unknown_key", place, name, table[name], known=", ".join(keys))
        values = {name: self.value(place, name, key, table) for name, key in keys.items()}
        self.reversed_dates(place, values)
        if len(self.faults) == before:
            return values
        if isinstance(table.get("code"), str):
            self.named[what].add(table["code"])
        return None

    def value(self, place: str, name: str, key: Key, table: Values) -> Any:
        if name not in table:
            if key.required:
                self.fault("setup.missing_key", place, name, None)
            return key.default
        written = table[name]
        if key.many and not isinstance(written, list):
            self.fault("setup.not_a_list", place, name, written)
            return None
        wrong = [(code, value) for value in (written if key.many else [written]) if (code := key.check(value))]
        for code, value in wrong:
            self.fault(code, place, name, value, known=", ".join(key.choices) or None)
        return None if wrong else written

    def reversed_dates(self, place: str, values: Values) -> None:
        first, last = _period(values)
        if isinstance(first, dt.date) and isinstance(last, dt.date) and last < first:
            name = "ends" if "ends" in values else "until"
            self.fault("setup.dates_reversed", place, name, last, first=first.isoformat())

    def fault(self, code: str, place: str, key: str, value: object, **params: object) -> None:
        self.faults.append(SetupFault(code, {"place": place, "key": key, "value": _shown(value), **params}))


def _shown(value: object) -> str | None:
    """A value of the file as it can stand in a sentence."""
    return None if value is None else str(value)[:SHOWN]


def _period(values: Values) -> tuple[Any, Any]:
    return values.get("starts", values.get("from")), values.get("ends", values.get("until"))


def _lot(lot: Values, agreement: Values) -> Values:
    """A lot without dates of its own has those of its agreement."""
    dates = {name: agreement[name] for name in ("starts", "ends") if name in agreement}
    return {**dates, **lot, "agreement": agreement.get("code")}


def _facts(what: str, values: Values) -> Values:
    return FACTS.get(what, dict)(values)


def _lot_facts(values: Values) -> Values:
    kept = {name: value for name, value in values.items() if name != "holders"}
    amounts = {name: micro(values[name]) for name in ("maximum", "minimum_order")}
    return kept | amounts | {"families": sorted(set(values["families"]))}


def _index_facts(values: Values) -> Values:
    return {**values, "values": {month: str(value).replace(",", ".") for month, value in values["values"].items()}}


def _range_facts(values: Values) -> Values:
    rule = {name: sorted(set(values[name])) for name in ("attributes", "families", "lots")}
    return {name: value for name, value in values.items() if name not in rule} | {"rule": rule}


def _account_facts(values: Values) -> Values:
    return {**values, "email": normal_email(values["email"])}


FACTS: Mapping[str, Callable[[Values], Values]] = {
    "lot": _lot_facts,
    "index": _index_facts,
    "range": _range_facts,
    "account": _account_facts,
}
"""Kinds whose facts are not simply their values."""
KEYS: Mapping[str, Callable[[Values], str]] = {
    "organisation": lambda values: str(values["code"]),
    "agreement": lambda values: str(values["code"]),
    "lot": lambda values: str(values["code"]),
    "index": lambda values: str(values["code"]),
    "membership": lambda values: f"{values['organisation']}/{values['agreement']}",
    "range": lambda values: str(values["code"]),
    "account": lambda values: normal_email(values["email"]),
}
