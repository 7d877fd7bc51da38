"""What is one document short of a range, as a to-do list per supplier; staff ask for it by one message."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.access import SUPPLIERS, Actor, require
from catalog.errors import Invalid, NotFound
from catalog.evidence.suppliers import supplier_of
from catalog.means import journal, mail
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.published.shelf import Shelf
from catalog.queries import agreements, expiries, ranges
from catalog.queries.expiries import Person
from catalog.queries.ranges import RangeTerms
from catalog.validating.near_misses import RangeMiss, near_misses
from catalog.wording.sentences import say

NAMED = 30
"""How many products one message spells out."""


@dataclass(frozen=True, slots=True)
class MissingProduct:
    """A product that the document would let in. ranges: codes."""

    reference: str
    name: str
    lots: tuple[str, ...]
    ranges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MissingDocument:
    """One document of one supplier that keeps products out of ranges. fr, en: what it is called; ranges: code -> terms."""

    supplier_id: int
    supplier: str
    supplier_name: str
    attribute: str
    document: str
    fr: str
    en: str
    products: tuple[MissingProduct, ...]
    ranges: Mapping[str, RangeTerms]

    @property
    def key(self) -> str:
        """What tells it from its like: attribute and document, by what it is called."""
        return f"{self.attribute}:{self.document}:{hashlib.sha256(self.fr.encode()).hexdigest()[:8]}"

    def json(self) -> dict[str, Any]:
        """As the command line tells it."""
        products = [{"reference": one.reference, "name": one.name, "ranges": list(one.ranges)} for one in self.products]
        told = {"supplier": self.supplier, "attribute": self.attribute, "document": self.document, "key": self.key}
        return told | {"fr": self.fr, "en": self.en, "ranges": sorted(self.ranges), "products": products}


def missing_documents(
    actor: Actor, means: Means, shelf: Shelf, *, supplier: str | None = None, range_code: str | None = None
) -> list[MissingDocument]:
    """The documents that are short, those that let most products in first. A supplier reads its own.

    Raises NotFound for a code of no supplier, and for a range of others as for none.
    """
    require(actor, "missing.read")
    if supplier is not None:
        supplier_of(actor, means, supplier, "missing.read")
    seen = ranges.seen_by(means.session, actor, means.clock.today(), end_of(means.clock.today()))
    if range_code is not None and range_code not in seen:
        raise NotFound("range.unknown", range=range_code)
    scope = agreements.scope_today(means.session, actor, means.clock)
    stood = ranges.standing(means.session, end_of(means.clock.today()))
    edition = shelf.edition(means)
    own = actor.organisation_id if actor.role in SUPPLIERS else None
    wanted = {code: each for code, each in stood.items() if code in seen and range_code in (None, code)}
    misses = [miss for miss in near_misses(edition, wanted, own) if miss.asked]
    rows = {miss.offer.offer: edition.row(miss.offer.offer) for miss in misses}
    known = {number: row for number, row in rows.items() if row and scope.knows(row.agreement, row.supplier)}
    found = _grouped([miss for miss in misses if miss.offer.offer in known], known, seen)
    chosen = [each for each in found if supplier in (None, each.supplier)]
    return sorted(chosen, key=lambda each: (each.supplier_name, -len(each.products), each.key))


def _grouped(
    misses: Sequence[RangeMiss], rows: Mapping[int, Any], seen: Mapping[str, RangeTerms]
) -> list[MissingDocument]:
    of: dict[tuple[int, str, str, str, str], list[RangeMiss]] = defaultdict(list)
    for miss in misses:
        if miss.asked:
            of[miss.offer.supplier_id, miss.attribute, miss.asked.code, miss.asked.fr, miss.asked.en].append(miss)
    return [
        MissingDocument(
            supplier_id=supplier_id,
            supplier=rows[short[0].offer.offer].supplier,
            supplier_name=rows[short[0].offer.offer].supplier_name,
            attribute=attribute,
            document=document,
            fr=fr,
            en=en,
            products=_products(short, rows),
            ranges={miss.range: seen[miss.range] for miss in short},
        )
        for (supplier_id, attribute, document, fr, en), short in of.items()
    ]


def _products(misses: Sequence[RangeMiss], rows: Mapping[int, Any]) -> tuple[MissingProduct, ...]:
    lots: dict[str, set[str]] = defaultdict(set)
    into: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for miss in misses:
        row = rows[miss.offer.offer]
        names[row.reference] = row.name
        lots[row.reference].add(miss.offer.lot)
        into[row.reference].add(miss.range)
    return tuple(
        MissingProduct(reference, names[reference], tuple(sorted(lots[reference])), tuple(sorted(into[reference])))
        for reference in sorted(names)
    )


def ask_documents(actor: Actor, means: Means, shelf: Shelf, supplier: str, keys: Collection[str], due: dt.date) -> int:
    """Ask a supplier for these documents by one message to each of its people, once a day at most; how many were posted.

    Raises NotFound when none of them is missing there, Invalid for a day that has passed.
    """
    require(actor, "missing.ask")
    if due < means.clock.today():
        raise Invalid("missing.due", day=due.isoformat())
    found = [each for each in missing_documents(actor, means, shelf, supplier=supplier) if each.key in set(keys)]
    if not found:
        raise NotFound("missing.none", supplier=supplier)
    people = expiries.people(means.session, {found[0].supplier_id}, SUPPLIERS)
    sent = sum(_post(means, person, found, due) for person in people)
    journal.write(
        actor, means, "missing.ask", f"supplier:{supplier}", documents=[each.key for each in found], due=due.isoformat()
    )
    return sent


def _post(means: Means, person: Person, found: Sequence[MissingDocument], due: dt.date) -> bool:
    products = sum(len(each.products) for each in found)
    told = {"name": person.name, "products": products, "day": due, "address": means.settings.address}
    lines = "\n\n".join(_lines(each, person.language) for each in found)
    marks = "|".join([person.email, means.clock.today().isoformat(), *sorted(each.key for each in found)])
    return mail.post(
        means,
        key=f"missing:{hashlib.sha256(marks.encode()).hexdigest()}",
        kind="missing",
        recipient=person.email,
        language=person.language,
        subject=say(
            "missing.mail.subject.one" if products == 1 else "missing.mail.subject.many", told, person.language
        ),
        body=say("missing.mail.body", {**told, "lines": lines}, person.language),
    )


def _lines(each: MissingDocument, language: str) -> str:
    document = each.fr if language == "fr" else each.en
    head = say("missing.mail.document", {"document": document, "attribute": each.attribute}, language)
    lines = [f"- {one.reference} {one.name}" for one in each.products[:NAMED]]
    more = len(each.products) - NAMED
    return "\n".join([head, *lines, *([say("expiry.mail.more", {"n": more}, language)] if more > 0 else [])])
