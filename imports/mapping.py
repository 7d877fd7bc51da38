"""Which column is which field: what a person said, then what the header surely says, else a question. Never a guess."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from imports.cleaning.amounts import CURRENCIES
from imports.cleaning.dates import date
from imports.cleaning.taxes import CHOICES
from imports.fields import FIELDS, closeness, field_of, fold, never_applied
from imports.keys import apart, telling_apart
from imports.layout import Table, number_share
from imports.record import Issue, Question, Request, UnreadableFile

IGNORED = frozenset(("", "ignore", "ignored", "-"))
_WITH_VAT = frozenset(("ttc", "ati"))
_WITHOUT_VAT = frozenset(("ht", "puht", "pvht", "paht", "hors", "ex", "excl", "excluding", "netto", "ohne"))
_NET = frozenset("net nets nette remise remisee marche client accord bpu contract customer your apres netto".split())
_PUBLIC = frozenset("public catalogue catalog brut gross list liste conseille rrp msrp fort base general uvp".split())
_PASSING = frozenset("promo promotion promotionnel promotionnelle special soldes destockage".split())
"""A price for a while: whether it is the one to take is for a person to say."""
_PER_MEASURE = frozenset("litre litres kilo kg kilogramme l m2 metre dose lavage usage page unite_mesure liter".split())
_NO_AMOUNT = frozenset(
    "stock quantite qte qty quantity poids weight page hauteur largeur longueur height width length depth profondeur nombre nb no num "
    "rang ordre annee year position watts w ghz gb mhz diametre volume surface index niveau level version count".split()
)
"""Words of number columns that are no price whatever stands in them."""
_WEAK = {
    "reference": frozenset("code article item articles interne id commande cde internal ref1 ref2".split()),
    "name": frozenset("produit produits articles nom product intitule article title".split()),
}


@dataclass(frozen=True, slots=True)
class Mapped:
    """The columns of a table as fields. Positions index `Table.grid.columns`.

    fields: field -> positions (several only where the field allows it, or for a composed reference).
    columns: title -> field, as reported; a composed one is reported under each of its titles.
    """

    fields: Mapping[str, tuple[int, ...]]
    columns: Mapping[str, str]
    ignored: tuple[str, ...]
    questions: tuple[Question, ...] = ()
    issues: tuple[Issue, ...] = ()
    includes_vat: bool | None = None
    currency: str | None = None
    vat_rate: str | None = None

    def one(self, name: str) -> int | None:
        """The column of a field, or None."""
        return next(iter(self.fields.get(name, ())), None)


@dataclass(slots=True)
class _Draft:
    """The mapping while it is being made."""

    table: Table
    request: Request
    fields: dict[str, tuple[int, ...]] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)
    questions: list[Question] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def take(self, name: str, positions: Sequence[int]) -> None:
        self.fields[name] = (*self.fields.get(name, ()), *positions)
        self.taken.update(positions)

    def ask(self, identity: str, positions: Sequence[int], **params: str | int | None) -> None:
        self.questions.append(Question(identity, tuple(self.table.titles[position] for position in positions), params))

    def held(self, position: int) -> bool:
        return bool((self.table.grid.columns[position].codes[self.table.lines] > 0).any())

    def free(self) -> list[int]:
        titled = [position for position, title in enumerate(self.table.titles) if title]
        return [position for position in titled if position not in self.taken | self.refused]


def map_columns(table: Table, request: Request) -> Mapped:
    """Raises UnreadableFile where no answer could make a catalogue of the table."""
    draft = _Draft(table, request)
    _as_told(draft)
    candidates = _candidates(draft)
    for name, positions in candidates.items():
        if name not in ("price", "reference", "name", "name_part"):
            _settle(draft, name, positions)
    _name(draft, candidates.get("name", []), candidates.get("name_part", []))
    _price(draft, candidates.get("price", []))
    _reference(draft, candidates.get("reference", []))
    _unknown_language(draft)
    _refuse_hopeless(draft)
    return _closed(draft)


def _as_told(draft: _Draft) -> None:
    """What the request's mapping and answers say, by header name; a name that the file does not have is mentioned."""
    for header, name in {**dict(draft.request.mapping), **_answered(draft.request)}.items():
        positions = positions_of(draft.table, header)
        if not positions:
            draft.issues.append(Issue("mapping.no_such_column", "warning", column=header, sheet=draft.table.grid.name))
        elif name in IGNORED:
            draft.refused.update(positions)
        elif name not in FIELDS:
            draft.issues.append(Issue("mapping.no_such_field", "warning", column=header, params={"field": name}))
        elif not (set(positions) & draft.taken and name != "reference"):
            draft.take(name, [position for position in positions if position not in draft.fields.get(name, ())])


def _answered(request: Request) -> dict[str, str]:
    """Answers that name columns, as a mapping."""
    told = {}
    for question, name in (("price_column", "price"), ("name_column", "name"), ("reference", "reference")):
        if answer := request.answers.get(question):
            told[answer] = name
    for line in request.answers.get("columns", "").replace("\n", ";").split(";"):
        header, equals, name = line.rpartition("=")
        if equals:
            told[header.strip()] = name.strip()
    if request.lot_column:
        told[request.lot_column] = "lot"
    return told


def positions_of(table: Table, header: str) -> tuple[int, ...]:
    """The column of a header, or the columns of "Header1+Header2"; empty unless all of them exist."""
    exact = _position(table, header)
    if exact is not None:
        return (exact,)
    found = [_position(table, part) for part in header.split("+")]
    return tuple(position for position in found if position is not None) if None not in found else ()


def _position(table: Table, header: str) -> int | None:
    wanted = header.strip()
    if wanted in table.titles:
        return table.titles.index(wanted)
    folded = [fold(title) for title in table.titles]
    return folded.index(fold(wanted)) if fold(wanted) in folded and folded.count(fold(wanted)) == 1 else None


def _candidates(draft: _Draft) -> dict[str, list[int]]:
    """Field -> the free columns whose header surely names it."""
    found: dict[str, list[int]] = defaultdict(list)
    for position in draft.free():
        title = draft.table.titles[position]
        parts = draft.table.alternatives[position] or (title,)
        name = next((hit for part in parts if (hit := field_of(part, draft.request.words))), None)
        if name and not never_applied(title):
            found[name].append(position)
    return found


def _settle(draft: _Draft, name: str, positions: list[int]) -> None:
    """A field that is not required: all columns where it allows several, else the first that holds anything."""
    if name in draft.fields:
        return
    if FIELDS[name].several:
        draft.take(name, positions)
        return
    ordered = sorted(positions, key=lambda position: not draft.held(position))
    draft.take(name, ordered[:1])
    for position in ordered[1:]:
        if draft.held(position):
            _second(draft, position, ordered[0])


def _second(draft: _Draft, position: int, first: int) -> None:
    titles = draft.table.titles
    issue = Issue(
        "column.second",
        "warning",
        column=titles[position],
        sheet=draft.table.grid.name,
        params={"first": titles[first]},
    )
    draft.issues.append(issue)


def _held_or_all(draft: _Draft, positions: list[int]) -> list[int]:
    return [position for position in positions if draft.held(position)] or positions[:1]


def _tokens(draft: _Draft, position: int) -> frozenset[str]:
    return frozenset(fold(draft.table.titles[position]).split())


def _strong(draft: _Draft, positions: list[int], name: str) -> list[int]:
    """Those whose header is more than a loose word ("Code" beside "Référence"), where there are any."""
    strong = [position for position in positions if not _tokens(draft, position) <= _WEAK[name]]
    return strong or positions


def _same(draft: _Draft, positions: list[int]) -> bool:
    """True when the columns hold the same cells."""
    lines, columns = draft.table.lines, draft.table.grid.columns
    texts = [
        np.array([str(cell) for cell in columns[position].values], dtype=object)[columns[position].codes[lines]]
        for position in positions
    ]
    return all((texts[0] == other).all() for other in texts[1:])


def _name(draft: _Draft, positions: list[int], parts: list[int]) -> None:
    """The name column; else the description, else the parts that make a name together, else a question."""
    if "name" in draft.fields:
        return
    held = _strong(draft, _held_or_all(draft, positions), "name") if positions else []
    if len(held) > 1 and not _same(draft, held):
        draft.ask("name_column", held)
    elif held:
        draft.take("name", held[:1])
    elif "description" in draft.fields:
        draft.fields["name"] = draft.fields.pop("description")
    elif parts:
        draft.take("name_part", parts)
    elif draft.request.mode == "full":
        texts = [
            position
            for position in draft.free()
            if number_share(draft.table.grid.columns[position], draft.table.lines) < 0.5
        ]
        draft.ask(
            "name_column", sorted(texts, key=lambda position: -closeness(draft.table.titles[position], "name"))[:12]
        )


def _price(draft: _Draft, positions: list[int]) -> None:
    """The price column, of several the one that is plainly the net one without VAT, else a question."""
    if "price" in draft.fields:
        return
    if "price" not in draft.request.answers and not positions and draft.fields.get("list_price"):
        positions = list(draft.fields["list_price"])
        if draft.request.mode == "full":
            draft.ask("price_column", positions)
        return
    held = [position for position in positions if draft.held(position)]
    if not held:
        _no_price(draft, positions)
        return
    held = _without_measures(draft, held)
    held = _net_of_public(draft, _excluding_vat(draft, held))
    if len(held) == 1 or _same(draft, held):
        draft.take("price", held[:1])
    else:
        draft.ask("price_column", held)
        _ask_vat(draft, held)


def _no_price(draft: _Draft, empty: list[int]) -> None:
    """No price column that holds anything: refused, unless a column without a known title could be it."""
    if draft.request.mode == "patch":
        return
    if empty:
        raise UnreadableFile(
            "file.price_column_empty", column=draft.table.titles[empty[0]], rows=len(draft.table.lines)
        )
    amounts = [position for position in draft.free() if _amounts(draft, position)]
    if amounts:
        draft.ask("price_column", amounts[:12])


def _amounts(draft: _Draft, position: int) -> bool:
    """True for a column of numbers that no known word names."""
    title = draft.table.titles[position]
    known = field_of(title, draft.request.words) or _tokens(draft, position) & _NO_AMOUNT
    return (
        not known
        and not never_applied(title)
        and number_share(draft.table.grid.columns[position], draft.table.lines) >= 0.5
    )


def _without_measures(draft: _Draft, positions: list[int]) -> list[int]:
    """Prices per litre or kilogram are for comparing, where an order price stands beside them."""
    orders = [position for position in positions if not _tokens(draft, position) & _PER_MEASURE]
    return orders or positions


def _excluding_vat(draft: _Draft, positions: list[int]) -> list[int]:
    """Of two columns that differ by HT and TTC only, the one without VAT."""
    stems: dict[frozenset[str], list[int]] = defaultdict(list)
    for position in positions:
        stems[_tokens(draft, position) - _WITH_VAT - _WITHOUT_VAT].append(position)
    return [
        position
        for group in stems.values()
        for position in ([p for p in group if said_vat(draft.table.titles[p]) is False] or group)
    ]


def _net_of_public(draft: _Draft, positions: list[int]) -> list[int]:
    """One net price beside public ones: the first is the price, the public one the list price."""
    public = [
        position for position in positions if _tokens(draft, position) & _PUBLIC and not _tokens(draft, position) & _NET
    ]
    net = [position for position in positions if position not in public]
    if len(net) != 1 or _tokens(draft, net[0]) & _PASSING:
        return positions
    if "list_price" not in draft.fields and len(public) == 1:
        draft.take("list_price", public)
    return net


def said_vat(title: str) -> bool | None:
    """What a price's header says of VAT: included, excluded, or nothing."""
    tokens = set(fold(title).split())
    if tokens & _WITH_VAT or {"toutes", "taxes"} <= tokens or tokens & {"incl", "including", "inc", "inkl"}:
        return True
    return False if tokens & _WITHOUT_VAT else None


def _ask_vat(draft: _Draft, positions: Sequence[int]) -> None:
    """A price that includes VAT at a rate nobody named cannot be shown without it."""
    known = "vat" in draft.fields and draft.held(draft.fields["vat"][0])
    if known or "vat_rate" in draft.request.answers or not positions:
        return
    if all(said_vat(draft.table.titles[position]) for position in positions):
        draft.questions.append(Question("vat_rate", CHOICES))


def _reference(draft: _Draft, positions: list[int]) -> None:
    """The reference column; a composed one is proposed where none tells the rows apart."""
    if "reference" in draft.fields:
        return
    held = _strong(draft, _held_or_all(draft, positions), "reference") if positions else []
    if len(held) > 1 and not _same(draft, held):
        telling = [position for position in held if _tells(draft, [position])]
        if telling:
            draft.ask("reference", telling if len(telling) > 1 else held)
        else:
            _propose(draft)
    elif held and (_tells(draft, held[:1]) or _tiered(draft)):
        draft.take("reference", held[:1])
    else:
        _propose(draft)


def _tells(draft: _Draft, positions: Sequence[int]) -> bool:
    """True when the columns tell at least half of the rows apart: what is left are repeats to be named."""
    return apart([draft.table.grid.columns[position] for position in positions], draft.table.lines) * 2 >= len(
        draft.table.lines
    )


def _tiered(draft: _Draft) -> bool:
    return any(name in draft.fields for name in ("min_order_quantity", "valid_from", "valid_to", "lot"))


_NO_KEY = frozenset(
    ("money", "rate", "vat", "quantity", "packaging", "date", "days", "currency", "claim", "hazard", "texts", "unit")
)


def _propose(draft: _Draft) -> None:
    """Asks for the reference, with the smallest set of columns that tells the rows apart as first choice."""
    positions = _key_candidates(draft)
    columns = [draft.table.grid.columns[position] for position in positions]
    best = tuple(positions[index] for index in telling_apart(columns, draft.table.lines)) if positions else ()
    choice = "+".join(draft.table.titles[position] for position in best)
    told = apart([draft.table.grid.columns[position] for position in best], draft.table.lines)
    draft.questions.append(
        Question("reference", (choice,) if choice else (), {"rows": len(draft.table.lines), "apart": told})
    )


def _key_candidates(draft: _Draft) -> list[int]:
    """Columns that may be part of a reference: no amounts, no dates, no texts of a sentence's length unless needed."""
    fields = {position: name for name, positions in draft.fields.items() for position in positions}
    prices = {position for question in draft.questions if question.id == "price_column" for position in range(len(draft.table.titles))
              if draft.table.titles[position] in question.choices}  # fmt: skip
    usable = _usable(draft, fields, prices)
    short = [position for position in usable if fields.get(position) not in ("name", "description")]
    telling = short and len(draft.table.lines) > 1 and _as_telling(draft, short, usable)
    return short if telling else sorted(usable, key=lambda position: fields.get(position) != "name")


def _usable(draft: _Draft, fields: Mapping[int, str], prices: set[int]) -> list[int]:
    usable = []
    for position, title in enumerate(draft.table.titles):
        kind = FIELDS[fields[position]].kind if position in fields else "text"
        if title and draft.held(position) and position not in prices and kind not in _NO_KEY and not _private(title):
            usable.append(position)
    undated = [position for position in usable if not _dated(draft, position)]
    return undated or usable


def _dated(draft: _Draft, position: int) -> bool:
    """True for a column of dates: it tells purchases apart, not articles."""
    column = draft.table.grid.columns[position]
    cells = [column.values[code] for code in np.unique(column.codes[draft.table.lines]).tolist() if code]
    return all(
        isinstance(cell, dt.date) or (isinstance(cell, str) and isinstance(date()(cell), dt.date)) for cell in cells
    )


def _private(title: str) -> bool:
    """Rights, owners and internal ids never make a reference; a supplier's or brand's own code may."""
    tokens = set(fold(title).split())
    return never_applied(title) and not tokens & {"fournisseur", "supplier"}


def _as_telling(draft: _Draft, some: list[int], every: list[int]) -> bool:
    lines, columns = draft.table.lines, draft.table.grid.columns
    return apart([columns[position] for position in some], lines) == apart(
        [columns[position] for position in every], lines
    )


def _unknown_language(draft: _Draft) -> None:
    """Fewer than two columns known at all: one question that names the columns, and no other."""
    if (
        draft.request.mapping
        or "columns" in draft.request.answers
        or len(draft.taken) >= 2
        or len(draft.table.known) >= 2
    ):
        return
    asked = {title for question in draft.questions if question.id == "price_column" for title in question.choices}
    if draft.taken and asked:
        return
    titles = tuple(title for title in draft.table.titles if title)
    draft.questions[:] = [Question("columns", titles, {"columns": ", ".join(titles[:40]), "n": len(titles)})]


def _refuse_hopeless(draft: _Draft) -> None:
    """No price column and none that could be one: no answer would help."""
    if draft.request.mode == "patch" or "price" in draft.fields:
        return
    essential = {"reference", "name", "description", "price", "list_price"} & {*draft.fields, *draft.table.known}
    asked = {question.id for question in draft.questions}
    if "columns" in asked or ("price_column" in asked and essential):
        return
    raise UnreadableFile("file.no_price", rows=len(draft.table.lines), sheet=draft.table.grid.name,
                         columns=", ".join(title for title in draft.table.titles if title)[:300])  # fmt: skip


def _closed(draft: _Draft) -> Mapped:
    price = draft.fields.get("price", ())
    titles = draft.table.titles
    said = said_vat(titles[price[0]]) if price else None
    if said:
        _ask_vat(draft, price)
    taken = {position: name for name, positions in draft.fields.items() for position in positions}
    return Mapped(
        draft.fields,
        {titles[position]: taken[position] for position in sorted(taken)},
        tuple(title for position, title in enumerate(titles) if title and position not in taken),
        tuple(draft.questions),
        tuple(draft.issues),
        said,
        _currency_said(titles[price[0]]) if price else None,
        draft.request.answers.get("vat_rate"),
    )


def _currency_said(title: str) -> str | None:
    words = title.replace("(", " ").replace(")", " ").replace("/", " ").upper().split()
    return next((CURRENCIES[word] for word in words if word in CURRENCIES), "EUR" if "€" in title else None)
