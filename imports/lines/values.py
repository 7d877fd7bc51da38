"""The mapped columns of a table, each cleaned once, under the file's one number convention."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from imports.cleaning import Cleaned, Cleaner, Fault, clean, dates, taxes, texts, units, use
from imports.cleaning.amounts import CURRENCIES, Convention, convention_of, days, money, quantity, rounded, squeezed
from imports.cleaning.discounts import discounted
from imports.columns.draft import Mapped
from imports.fields import FIELDS, TIERS, fold
from imports.lines.meanings import knowing, known_words
from imports.lines.price_cells import ask_of_cells, price_cleaner
from imports.record import Cell, Issue, Params, Question, Request
from imports.tables.layout import Table
from imports.tables.sections import by_section

Lines = npt.NDArray[np.intp]
MONEY_FIELDS = ("price", "list_price", "eco_contribution", "prices:price")
QUANTITY_FIELDS = ("price_basis", "min_order_quantity", "order_multiple", "prices:min_quantity", "prices:base_quantity")
LIST_FIELDS = ("allergens", "documents", "hazard_codes", "classifications")
_MAY_SAY_NOTHING = (
    frozenset((*FIELDS, *TIERS))
    - {"price", "label", "hazard_codes"}
    - {name for name in FIELDS if name.startswith("claim:")}
)
"""A price that says "nc" is a price refused, and a claim's words are weighed by the tagging."""
_JOINED = re.compile(r"\s*(?:[,&+]|(?<!\w)(?:et|and|und)(?!\w))\s*", re.IGNORECASE)
_LEVELS = re.compile(r"\s*(?:[>»|\\]|(?<!\w)/(?!\w)|\s[-–]\s)\s*")
"""Between the levels of a family: "Hygiène > Papier toilette"."""
_UNSAID = frozenset(("0", *texts._NOTHING))


@dataclass(slots=True)
class Values:
    """Cleaned columns by field, at the product lines; lists of columns for the fields that allow several."""

    table: Table
    mapped: Mapped
    lines: Lines
    one: dict[str, Cleaned] = field(default_factory=dict)
    many: dict[str, list[tuple[str, Cleaned]]] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def title(self, name: str) -> str | None:
        """The header, or the headers joined, that a field was read from."""
        positions = self.mapped.fields.get(name, ())
        return "+".join(self.table.titles[position] for position in positions) or None

    def row(self, index: int) -> int:
        return int(self.table.grid.numbers[self.lines[index]])

    def place(self, index: int) -> int | str:
        """The row as told in a sentence about another row."""
        return self.table.grid.place(int(self.lines[index]))

    def cells(self, name: str) -> list[Cell]:
        """The distinct cells of a field's columns at the product lines."""
        found: list[Cell] = []
        for position in self.mapped.fields.get(name, ()):
            column = self.table.grid.columns[position]
            found.extend(column.values[code] for code in np.unique(column.codes[self.lines]).tolist() if code)
        return found


def read_values(
    table: Table, mapped: Mapped, lines: Lines, request: Request, sections: Mapping[int, str] | None = None
) -> Values:
    """Cleans every mapped column at `lines`. What only a person can decide is in `Values.questions`.

    sections: line -> the section title that stands there, for files without a family column.
    """
    values = Values(table, mapped, lines)
    convention = _convention(values, request)
    cleaners = _cleaners(values, request, convention.sign)
    said, title = mapped.said, values.title("price")
    values.questions.extend(ask_of_cells(values.cells("price"), convention.sign, said, request, title))
    for name, positions in mapped.fields.items():
        if name in ("reference", "name_part") and (len(positions) > 1 or name == "name_part"):
            continue
        cleaner = cleaners.get(name, texts.name)
        cleaner = knowing(cleaner, known_words(request, name), name.startswith("claim:"))
        if name in _MAY_SAY_NOTHING:
            cleaner = _or_nothing(cleaner, name in FIELDS and FIELDS[name].kind in ("reference", "text"))
        if name not in FIELDS or FIELDS[name].several:
            values.many[name] = [(table.titles[place], _cleaned(values, place, cleaner)) for place in positions]
        else:
            values.one[name] = _cleaned(values, positions[0], cleaner)
    _composed(values)
    _period(values)
    if mapped.discounted:
        values.one["price"] = discounted(values.one["price"], values.one["discount_rate"])
        values.one["list_price"] = values.one["list_price"].mapped(lambda money: money)
    if sections and "family" not in values.one:
        _families(values, sections, knowing(cleaners["family"], known_words(request, "family"), False))
    return values


def _period(values: Values) -> None:
    """Both ends of a period written in one cell, where no columns of their own say them."""
    if "validity" in values.one and not {"valid_from", "valid_to"} & values.one.keys():
        found = values.one["validity"]
        values.one["valid_from"], values.one["valid_to"] = (found.mapped(itemgetter(end)) for end in (0, 1))


def _families(values: Values, sections: Mapping[int, str], family: Cleaner) -> None:
    found = by_section(values.table.grid, values.lines, sections, family)
    if found is None:
        return
    values.one["family"] = found
    held = found.codes[found.present()]
    titles = ", ".join(dict.fromkeys(texts.plain(found.cells[code]) for code in dict.fromkeys(held.tolist())))
    params: Params = {"n": len(held), "titles": titles[:300]}
    values.issues.append(Issue("family.from_sections", "warning", sheet=values.table.grid.name, params=params))


def _or_nothing(cleaner: Cleaner, free: bool) -> Cleaner:
    """The cleaner of a field in which a dash or "n/a" is no value, and no fault either."""
    return lambda cell: None if texts.says_nothing(cell, free) else cleaner(cell)


def _cleaned(values: Values, position: int, cleaner: Cleaner) -> Cleaned:
    return clean(values.table.grid.columns[position], values.lines, cleaner)


def _convention(values: Values, request: Request) -> Convention:
    """One for the file: shown by its amounts, else by its other numbers. What nothing decides is asked."""
    given = request.answers.get("decimal_sign")
    amounts = [cell for name in MONEY_FIELDS for cell in values.cells(name)]
    found = convention_of(amounts, given)
    if found.sign is None:
        others = [
            cell
            for name in (*QUANTITY_FIELDS, "content_per_order_unit", "vat", "discount_rate")
            for cell in values.cells(name)
        ]
        second = convention_of(others)
        found = Convention(second.sign, () if second.sign else found.undecided, found.contradicted)
    if found.contradicted or found.undecided:
        sample = " ; ".join(found.undecided[:2]) or None
        values.questions.append(
            Question(
                "decimal_sign",
                (",", "."),
                {"column": values.title("price"), "sample": sample, "n": len(found.undecided)},
            )
        )
    return found


def _cleaners(values: Values, request: Request, sign: str | None) -> Mapping[str, Cleaner]:
    swap = dates.month_first([*values.cells("valid_from"), *values.cells("valid_to")])
    by_kind: dict[str, Cleaner] = {
        "reference": texts.reference, "text": texts.name, "texts": texts.several, "gtin": texts.gtin, "date": dates.date(swap),
        "money": money("amount", sign, "warning"), "packaging": units.packaging(sign), "days": days, "currency": currency,
        "dilution": use.dilution("%" in fold(values.title("dilution") or "").split()), "pages": use.pages,
        "hazard": texts.hazards, "claim": texts.name, "classification": texts.several,
        "vat": taxes.vat(sign, _fractions(values, "vat", sign), "code" in fold(values.title("vat") or "").split()), "rate": taxes.discount(sign, _fractions(values, "discount_rate", sign)),
    }  # fmt: skip
    chosen = {name: by_kind[found.kind] for name, found in {**FIELDS, **TIERS}.items() if found.kind in by_kind}
    special: dict[str, Cleaner] = {
        "price": price_cleaner(sign, values.mapped.said, request), "prices:price": money("price", sign), "description": texts.long_text, "family": _family(request), "replaced_by": texts.name,
        "valid_to": dates.last_day(swap), "validity": dates.period(swap),
    }  # fmt: skip
    counted = {name: quantity(name, sign) for name in QUANTITY_FIELDS}
    measured = {
        name: units.unit(request.words.units, units.folded_words(values.cells(name)))
        for name in ("order_unit", "content_unit")
    }
    return {**chosen, **special, **counted, **measured}


def _fractions(values: Values, name: str, sign: str | None) -> bool:
    found = taxes.written_as_fractions(values.cells(name), sign)
    if found:
        code = "vat.fractions" if name == "vat" else "discount.fractions"
        values.issues.append(Issue(code, "warning", column=values.title(name), sheet=values.table.grid.name))
    return found


def currency(cell: Cell) -> str | Fault:
    """A currency's word, sign or code -> its code."""
    word = squeezed(cell)
    if word in CURRENCIES:
        return CURRENCIES[word]
    return word if len(word) == 3 and word.isascii() and word.isalpha() else Fault("currency.unknown", "error")


def _family(request: Request) -> Cleaner:
    """A family word -> its code, of "Hygiène > Savons" the narrowest; the whole file's family where none is known."""

    def cleaner(cell: Cell) -> str | Fault | None:
        text = texts.plain(cell)
        codes = (request.words.families.get(fold(level)) for level in (text, *reversed(_LEVELS.split(text))))
        code = next((code for code in codes if code), None)
        joined = {request.words.families.get(fold(part)) for part in _JOINED.split(text)} - {None}
        if code is None and len(joined) == 1:  # "Cartouches et toners": each part is of the same family
            code = joined.pop()
        if code or not request.words.families:
            return code or request.family
        return Fault("family.unknown", "warning", request.family)

    return cleaner


def _composed(values: Values) -> None:
    """A reference made of several columns, and a name made of the family and its parts ("CARRELAGE 3060 IVOIRE")."""
    positions = values.mapped.fields.get("reference", ())
    if len(positions) > 1:
        values.one["reference"] = _joined(values, positions, _reference_of)
    if "name" not in values.one and (parts := values.mapped.fields.get("name_part")):
        values.one["name"] = _joined(values, (*values.mapped.fields.get("family", ()), *parts), _name_of)


def _reference_of(parts: Sequence[str]) -> str | None:
    """Blank parts keep their place, so that A--B and A-B stay two references."""
    return "-".join(parts) if any(parts) else None


def _name_of(parts: Sequence[str]) -> str | None:
    return " ".join(dict.fromkeys(part for part in parts if part and part.casefold() not in _UNSAID)) or None


def _joined(values: Values, positions: Sequence[int], make: Callable[[Sequence[str]], str | None]) -> Cleaned:
    columns = [values.table.grid.columns[position] for position in positions]
    plains = [[texts.plain(cell) for cell in column.values] for column in columns]
    rows: Iterable[tuple[int, ...]] = zip(*(column.codes[values.lines].tolist() for column in columns), strict=True)
    index: dict[Any, int] = {None: 0}
    made = [make([plain[code] for plain, code in zip(plains, row, strict=True)]) for row in rows]
    codes = np.array([index.setdefault(text, len(index)) for text in made], dtype=np.int32)
    return Cleaned(list(index), codes, list(index), {})


def rounded_cells(values: Values) -> int:
    """How many distinct prices hold more than six decimals."""
    return sum(rounded(cell) for cell in values.cells("price"))
