"""The sheet of a range as a document: rule in words, version, day, hash, products with pictograms, proofs and their ends."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from catalog.tagging.records import Tag
from catalog.validating.proof_words import proof_words, state_words
from catalog.validating.range_content import Member, RangeContent
from catalog.wording.rules import rule_in_words
from catalog.wording.sentences import say
from catalog.writing.document import Block, Cell, Document, Grid, Heading, Items, Line, Paragraph, Run, cell, line
from catalog.writing.drawings import drawing_of

COLUMNS = (("product", 30), ("supplier", 18), ("contract", 20), ("proofs", 40))


def range_document(
    whole: RangeContent, members: Sequence[Member], issue: int, since: Mapping[int, dt.date], language: str
) -> Document:
    """No price: a range says what is compliant. since: number of a version -> the day it was recorded."""
    name = whole.last.name_fr if language == "fr" else whole.last.name_en
    title = say("range.sheet.title", {"name": name}, language)
    blocks = [*_opening(whole, title, issue, since, language), *_rules(whole, members, since, language),
              *_suppliers(members, language), *_products(members, language)]  # fmt: skip
    return Document(title, language, whole.on, tuple(blocks))


def _opening(
    whole: RangeContent, title: str, issue: int, since: Mapping[int, dt.date], language: str
) -> Iterator[Block]:
    terms = whole.version
    facts = {"code": terms.code, "version": terms.number, "day": whole.on, "issue": issue, "hash": whole.content_hash}
    yield Heading(1, title)
    description = terms.description_fr if language == "fr" else terms.description_en
    if description:
        yield Paragraph(line(description))
    yield Paragraph(line(say("range.export.version", facts, language), strong=True))
    codes = ("range.export.as_on", "range.export.hash", "range.export.issue", "range.export.no_signature")
    yield Items([line(say(code, facts, language)) for code in codes])


def _rules(
    whole: RangeContent, members: Sequence[Member], since: Mapping[int, dt.date], language: str
) -> Iterator[Block]:
    """Of every version that speaks for a supplier seen; of the last one where none does."""
    spoken = sorted({each.version for each in members}) or [whole.version.number]
    yield Heading(2, say("range.sheet.rule", {}, language))
    for number in spoken:
        terms = whole.versions.get(number, whole.version)
        if number in since:
            yield Heading(3, say("range.sheet.since", {"version": number, "since": since[number]}, language))
        yield Items([line(text) for text in rule_in_words(terms.rule, terms.profile, language)])


def _suppliers(members: Sequence[Member], language: str) -> Iterator[Block]:
    counts = Counter((each.supplier_name or each.supplier, each.version) for each in members)
    if counts:
        yield Heading(2, say("range.sheet.suppliers", {}, language))
        yield Items([
            line(say("range.sheet.supplier", {"supplier": name, "version": version, "n": n}, language))
            for (name, version), n in sorted(counts.items())
        ])  # fmt: skip


def _products(members: Sequence[Member], language: str) -> Iterator[Block]:
    yield Heading(2, say("range.sheet.products", {"n": len(members)}, language))
    if not members:
        yield Paragraph(line(say("range.sheet.empty", {}, language)))
        return
    yield Grid(
        say("range.sheet.about", {}, language),
        [say(f"range.column.{name}", {}, language) for name, _ in COLUMNS],
        [_row(each, language) for each in members],
        [width for _, width in COLUMNS],
    )


def _row(member: Member, language: str) -> list[Cell]:
    about = [say("note.reference", {"reference": member.reference}, language)]
    if member.gtin:
        about.append(say("note.gtin", {"gtin": member.gtin}, language))
    if member.family:
        about.append(say("range.sheet.family", {"family": member.family}, language))
    if member.hand:
        about.append(say("range.sheet.hand", {"reason": member.hand.reason}, language))
    version = say("range.sheet.version", {"version": member.version}, language)
    return [
        (line(member.name, strong=True), *cell(*about)),
        cell(member.supplier_name or member.supplier, version),
        cell(member.agreement, member.lot),
        tuple(each for tag in member.tags.values() for each in _proven(tag, language)),
    ]


def _proven(tag: Tag, language: str) -> Iterator[Line]:
    """The drawing is the attribute's, and only what is shown as such has it: an equivalent to a label has words alone."""
    said = state_words(tag, language)
    if tag.state == "yes":
        alt = say("range.sheet.pictogram", {"attribute": tag.attribute}, language)
        yield (Run(said, strong=True, drawing=drawing_of(tag.attribute), alt=alt),)
    else:
        yield line(said, strong=True)
    yield from cell(*proof_words(tag, language), *(say(each.code, each.params, language) for each in tag.warnings))
