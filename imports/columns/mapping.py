"""Which column is which field: what a person said, then what the header surely says, else a question. Never a guess."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from imports.cleaning.taxes import answered
from imports.cleaning.texts import plain
from imports.columns.by_cells import by_cells
from imports.columns.draft import Draft, Mapped, Said, held_or_all, same_cells, strong
from imports.columns.obvious import obvious
from imports.columns.price_column import LESS, ask_vat, take_price
from imports.columns.price_header import halves, said_basis, said_currency, said_measure, said_rate, said_vat
from imports.columns.reference_column import take_reference
from imports.columns.remembered import take_remembered
from imports.columns.told import take_told
from imports.fields import closeness, field_of, fold, known_field, never_applied
from imports.record import Issue, Params, Question, Request, UnreadableFile
from imports.tables.layout import Table, number_share


def map_columns(table: Table, request: Request) -> Mapped:
    """Raises UnreadableFile where no answer could make a catalogue of the table."""
    _refuse_side_by_side(table, request)
    draft = Draft(table, request)
    take_told(draft)
    take_remembered(draft)
    candidates = _candidates(draft)
    for name, positions in candidates.items():
        if name not in ("price", "reference", "name", "name_part"):
            _settle(draft, name, positions)
    _name(draft, candidates.get("name", []), candidates.get("name_part", []))
    take_price(draft, candidates.get("price", []))
    take_reference(draft, candidates.get("reference", []))
    _unknown_language(draft)
    _refuse_hopeless(draft)
    variants = [place for place in candidates.get("name_part", []) if place not in draft.fields.get("name_part", ())]
    return replace(_closed(draft), variants=tuple(variants))


def as_told(table: Table, request: Request, prices: Sequence[str] = ()) -> Mapped:
    """A table whose columns the format itself names: what was told, and no guess at a header.

    prices: the columns that a person must choose the price from, where nothing was told. Raises UnreadableFile.
    """
    draft = Draft(table, request)
    take_told(draft)
    if "price" not in draft.fields and prices:
        draft.questions.append(Question("price_column", tuple(prices)))
    if "name" not in draft.fields:
        _name(draft, [], [])
    if "reference" not in draft.fields:
        take_reference(draft, [])
    _refuse_hopeless(draft)
    return replace(_closed(draft), said=Said())


def _candidates(draft: Draft) -> dict[str, list[int]]:
    """Field -> the free columns whose header surely names it."""
    found: dict[str, list[int]] = defaultdict(list)
    for position in draft.free():
        named = draft.named(position)
        name = by_cells(draft, position, named)
        if name and (name != named or not never_applied(draft.table.titles[position])):
            found[name].append(position)
    return found


def _settle(draft: Draft, name: str, positions: list[int]) -> None:
    """A field that is not required: all columns where it allows several, else the first that holds anything."""
    if name in draft.fields:
        return
    if (found := known_field(name)) is not None and found.several:
        draft.take(name, positions)
        return
    ordered = sorted(positions, key=lambda position: not draft.held(position))
    draft.take(name, ordered[:1])
    for position in ordered[1:]:
        if draft.held(position):
            _second(draft, position, ordered[0])


def _second(draft: Draft, position: int, first: int) -> None:
    titles = draft.table.titles
    issue = Issue(
        "column.second",
        "warning",
        column=titles[position],
        sheet=draft.table.grid.name,
        params={"first": titles[first]},
    )
    draft.issues.append(issue)


def _name(draft: Draft, positions: list[int], parts: list[int]) -> None:
    """The name column; else the description, else the parts that make a name together, else a question."""
    if "name" in draft.fields:
        return
    held = strong(draft, held_or_all(draft, positions), "name") if positions else []
    if len(held) > 1 and not same_cells(draft, held):
        draft.ask("name_column", held)
    elif held:
        draft.take("name", held[:1])
    elif "description" in draft.fields:
        draft.fields["name"] = draft.fields.pop("description")
    elif parts:
        draft.take("name_part", parts)
    elif draft.request.mode == "full" and "name_part" not in draft.fields:
        texts = [
            position
            for position in draft.free()
            if number_share(draft.table.grid.columns[position], draft.table.lines) < 0.5
        ]
        draft.ask(
            "name_column", sorted(texts, key=lambda position: -closeness(draft.table.titles[position], "name"))[:12]
        )


def _unknown_language(draft: Draft) -> None:
    """Fewer than two columns known at all: one question that names the columns, and no other."""
    if (
        draft.request.mapping
        or "columns" in draft.request.answers
        or len(draft.fields) >= 2
        or len(draft.table.known) >= 2
    ):
        return
    asked = {title for question in draft.questions if question.id == "price_column" for title in question.choices}
    if draft.taken and asked:
        return
    titles = tuple(title for title in draft.table.titles if title)
    params: Params = {"columns": ", ".join(_shown(draft, titles[:40])), "n": len(titles)}
    if proposal := obvious(draft.table):
        params = {**params, "proposal": proposal}
    draft.questions[:] = [Question("columns", titles, params)]


def _shown(draft: Draft, titles: tuple[str, ...]) -> tuple[str, ...]:
    """The titles; where the file has none, the letters of the columns with the first cell of each."""
    if draft.table.header:
        return titles
    line = dict(zip(draft.table.titles, draft.table.grid.line(int(draft.table.lines[0])), strict=True))
    return tuple(f"{title} ({plain(line[title])[:40] or '…'})" for title in titles)


def _refuse_side_by_side(table: Table, request: Request) -> None:
    """Two lists beside each other under the same headers: whatever is answered, one of them would be lost."""
    if request.mapping or request.answers or request.remembered.columns:
        return
    held = {place for place in range(len(table.titles)) if (table.grid.columns[place].codes[table.lines] > 0).any()}
    folded = [fold(parts[0]) if parts and place in held else "" for place, parts in enumerate(table.alternatives)]
    twice = [title for title in dict.fromkeys(folded) if title and folded.count(title) == 2]
    fields = {field_of(title, request.words) for title in twice}
    first = [title for title in folded if title in twice]
    if {"reference", "price"} <= fields and len(twice) >= 3 and first == [*twice, *twice]:
        raise UnreadableFile(
            "file.side_by_side", rows=len(table.lines), sheet=table.grid.name, columns=", ".join(twice)[:300]
        )


def _refuse_hopeless(draft: Draft) -> None:
    """No price column and none that could be one: no answer would help."""
    if draft.request.mode == "patch" or "price" in draft.fields:
        return
    essential = {"reference", "name", "description", "price", "list_price"} & {*draft.fields, *draft.table.known}
    asked = {question.id for question in draft.questions}
    if "columns" in asked or ("price_column" in asked and essential):
        return
    raise UnreadableFile("file.no_price", rows=len(draft.table.lines), sheet=draft.table.grid.name,
                         columns=", ".join(title for title in draft.table.titles if title)[:300])  # fmt: skip


def _closed(draft: Draft) -> Mapped:
    price = draft.fields.get("price", ())
    titles = draft.table.titles
    title = titles[price[0]] if price else ""
    said = said_vat(title)
    if said:
        ask_vat(draft, price)
    taken = {position for positions in draft.fields.values() for position in positions}
    return Mapped(
        draft.fields,
        _reported(draft),
        tuple(title for position, title in enumerate(titles) if title and position not in taken),
        tuple(draft.questions),
        tuple(draft.issues),
        said,
        said_currency(title),
        _vat_rate(draft, title if said else ""),
        draft.discounted,
        tuple(draft.remembered),
        Said(said_basis(title), said_measure(title), halves(title)),
    )


def _vat_rate(draft: Draft, title: str) -> int | None:
    """The rate that a person answered, else the one that the header of prices with VAT names."""
    told = answered(draft.request.answers.get("vat_rate"))
    return said_rate(title) if told is None else told


def _reported(draft: Draft) -> dict[str, str]:
    """Title -> field in the order of the file; a composed reference comes first, under its titles joined by "+"."""
    titles, reference = draft.table.titles, draft.fields.get("reference", ())
    composed = {"+".join(titles[position] for position in reference): "reference"} if len(reference) > 1 else {}
    if draft.discounted:
        composed[LESS.join(titles[draft.fields[name][0]] for name in ("list_price", "discount_rate"))] = "price"
    alone = {
        position: name for name, positions in draft.fields.items() for position in positions if name != "reference"
    }
    alone |= {position: "reference" for position in reference if len(reference) == 1}
    return composed | {titles[position]: alone[position] for position in sorted(alone)}
