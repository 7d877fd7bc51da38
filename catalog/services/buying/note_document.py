"""What the justification note says, in order: what it is, the compliant products, their ranges' rules, the others."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from catalog.published.chosen import ChosenLine, ChosenOffer
from catalog.queries.price_clauses import LineKept
from catalog.tagging.records import Tag
from catalog.validating.justified import JustifiedLine, RangeCited
from catalog.validating.proof_words import proof_words, state_words
from catalog.wording.rules import rule_in_words
from catalog.wording.sentences import say
from catalog.wording.units import pack_text
from catalog.writing.document import Block, Cell, Document, Grid, Heading, Items, Line, Paragraph, Run, cell, line

COLUMNS = (("product", 27), ("contract", 23), ("proofs", 31), ("price", 19))


@dataclass(frozen=True, slots=True)
class Noted:
    """A selection with its lines judged, whose it is, and as of what. address: where the catalogue's pages are."""

    name: str
    organisation: str
    siret: str | None
    on: dt.date
    publication: int
    address: str
    lines: Sequence[JustifiedLine]


def note_document(noted: Noted, language: str) -> Document:
    """The whole note."""
    title = say("note.title", {"name": noted.name}, language)
    blocks = [*_opening(noted, title, language), *_compliant(noted, language), *_ranges(noted, language),
              *_others(noted, language), _said("note.no_signature", {}, language)]  # fmt: skip
    return Document(title, language, noted.on, tuple(blocks))


def _said(code: str, params: dict[str, object], language: str, *, strong: bool = False) -> Paragraph:
    return Paragraph(line(say(code, params, language), strong=strong))


def _opening(noted: Noted, title: str, language: str) -> Iterator[Block]:
    yield Heading(1, title)
    yield _said("document.no_order", {}, language, strong=True)
    whose = "note.organisation" if noted.siret else "note.organisation_alone"
    yield _said(whose, {"name": noted.organisation, "siret": noted.siret}, language)
    yield _said("note.dated", {"day": noted.on}, language)
    yield _said("note.publication", {"day": noted.on, "publication": noted.publication}, language)


def _compliant(noted: Noted, language: str) -> Iterator[Block]:
    found = [each for each in noted.lines if each.compliant]
    yield Heading(2, say("note.compliant", {"n": len(found)}, language))
    yield Grid(
        say("note.compliant_about", {}, language),
        [say(f"note.column.{name}", {}, language) for name, _ in COLUMNS],
        [_row(each, each.line.offer, noted.address, language) for each in found if each.line.offer],
        [width for _, width in COLUMNS],
    )
    yield Items([line(text) for text in _totals([each.line for each in found], language)])


def _row(each: JustifiedLine, offer: ChosenOffer, address: str, language: str) -> list[Cell]:
    return [
        _product(offer, address, language),
        _contract(each, offer, language),
        _proofs(each, language),
        cell(*_price(each.line, offer, language)),
    ]


def _product(offer: ChosenOffer, address: str, language: str) -> Cell:
    link = f"{address}/produit?{urlencode({'ref': f'{offer.supplier}/{offer.reference}', 'lot': offer.lot})}"
    facts = [say("note.reference", {"reference": offer.reference}, language)]
    if offer.gtin:
        facts.append(say("note.gtin", {"gtin": offer.gtin}, language))
    facts.append(say("note.supplier", {"supplier": offer.supplier_name}, language))
    sheet: Line = (Run(say("note.sheet", {}, language), link=link),)
    return (line(offer.name, strong=True), *cell(*facts), sheet)


def _contract(each: JustifiedLine, offer: ChosenOffer, language: str) -> Cell:
    return cell(
        say("note.agreement", {"agreement": offer.agreement}, language),
        say("note.lot", {"lot": offer.lot, "name": offer.lot_name}, language),
        _schedule(each.schedule, language),
        *(range_words(cited, language) for cited in each.ranges),
    )


def _schedule(found: LineKept | None, language: str) -> str:
    if found is None:
        return say("note.schedule_none", {}, language)
    facts = {"line": found.line, "reference": found.reference, "since": found.valid_from}
    return say("note.schedule" if found.line else "note.schedule_unnumbered", facts, language)


def range_words(cited: RangeCited, language: str) -> str:
    """A range with version and date."""
    terms = cited.terms
    name = terms.name_fr if language == "fr" else terms.name_en
    return say(
        "note.range", {"name": name, "code": terms.code, "version": terms.number, "since": cited.since}, language
    )


def _proofs(each: JustifiedLine, language: str) -> Cell:
    found: list[Line] = []
    for tag in each.shown.values():
        found.append(line(state_words(tag, language), strong=True))
        found += cell(*_proof(tag, language))
    return tuple(found)


def _proof(tag: Tag, language: str) -> list[str]:
    return [*proof_words(tag, language), *(say(each.code, each.params, language) for each in tag.warnings)]


def _price(chosen: ChosenLine, offer: ChosenOffer, language: str) -> Iterator[str]:
    pack = pack_text(offer.order_unit, offer.content_unit, offer.content_per_order_unit, language)
    quantity = "note.quantity" if pack else "note.quantity_alone"
    yield say(quantity, {"quantity": chosen.quantity, "pack": pack}, language)
    if chosen.price is None or chosen.total is None:
        yield say("note.unpriced", {}, language)
        return
    currency = chosen.currency or "EUR"
    yield say("note.price", {"price": (chosen.price, currency)}, language)
    if chosen.vat is not None:
        yield say("note.vat", {"vat": chosen.vat}, language)
    yield say("note.total", {"total": (chosen.total, currency)}, language)


def _totals(lines: Sequence[ChosenLine], language: str) -> Iterator[str]:
    """By supplier and currency, then by currency, of the compliant products alone."""
    suppliers: defaultdict[tuple[str, str], int] = defaultdict(int)
    whole: defaultdict[str, int] = defaultdict(int)
    for each in lines:
        if each.offer and each.total is not None and each.currency:
            suppliers[each.offer.supplier_name, each.currency] += each.total
            whole[each.currency] += each.total
    for (supplier, currency), amount in sorted(suppliers.items()):
        yield say("note.total_of", {"supplier": supplier, "total": (amount, currency)}, language)
    for currency, amount in sorted(whole.items()):
        yield say("note.total_all", {"total": (amount, currency)}, language)


def _ranges(noted: Noted, language: str) -> Iterator[Block]:
    cited = {(each.terms.code, each.terms.number): each for found in noted.lines for each in found.ranges}
    if not cited:
        return
    yield Heading(2, say("note.ranges", {}, language))
    for _, each in sorted(cited.items()):
        yield Heading(3, range_words(each, language))
        yield Items([line(text) for text in rule_in_words(each.terms.rule, each.terms.profile, language)])


def _others(noted: Noted, language: str) -> Iterator[Block]:
    """Named with the reason alone."""
    others = [each for each in noted.lines if not each.compliant]
    if not others:
        return
    yield Heading(2, say("note.others", {"n": len(others)}, language))
    yield _said("note.others_about", {}, language)
    named = [line(_other(each, each.line.offer, language)) for each in others if each.line.offer]
    hidden = sum(each.line.offer is None for each in others)
    unnamed = [line(say("note.hidden", {"n": hidden}, language))] if hidden else []
    yield Items([*named, *unnamed])


def _other(each: JustifiedLine, offer: ChosenOffer, language: str) -> str:
    reason = " ".join(say(one.code, one.params, language) for one in each.reasons)
    facts = {"name": offer.name, "reference": offer.reference, "supplier": offer.supplier_name, "reason": reason}
    return say("note.other", facts, language)
