"""A range as a catalogue message: the prices of the day, labels as certificates, the end of each proof as a property."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalog.errors import Invalid
from catalog.means.means import Means
from catalog.prices import ONE, Price, price_on
from catalog.published.shelf import Edition
from catalog.queries import agreements, buying, range_items
from catalog.queries.agreements import OrganisationCard
from catalog.queries.buying import OfferTerms
from catalog.tagging.records import Tag
from catalog.validating.proof_words import labels_of
from catalog.validating.range_content import Member, RangeContent, shown
from catalog.wording.sentences import named, say
from catalog.writing.ubl import Catalogue, CertificateHeld, Item, Party, PricedFrom

GS1 = {
    "EU_ECOLABEL": "EU_ECO_LABEL", "NORDIC_SWAN": "SVANEN", "BLUE_ANGEL": "BLUE_ANGEL", "AT_UMWELTZEICHEN": "AUSTRIAN_ECO_LABEL",
    "PEFC": "PEFC", "ENERGY_STAR": "ENERGY_STAR", "AB_BIO": "AGRICULTURE_BIOLOGIQUE", "AB_BIO_EU": "EU_ORGANIC_FARMING",
    "GOTS": "GLOBAL_ORGANIC_TEXTILE_STANDARD", "OEKOTEX_100": "OEKO_TEX_LABEL", "OEKOTEX_MIG": "OEKO_TEX_MADE_IN_GREEN",
    "C2C": "CRADLE_TO_CRADLE", "TCO": "TCO_DEVELOPMENT", "FAIRTRADE": "FAIR_TRADE_MARK",
}  # fmt: skip
"""Label -> its code in the GS1 list of marked labels; NA where that list has none."""
NONE = "NA"
SOCIAL = frozenset(("social", "fair_trade"))
LABEL = "Label"
HAZARDS = {"fr": "Mentions de danger", "en": "Hazard statements"}
"""Names of properties that readers of catalogues know, ours included."""


def catalogue(
    means: Means, edition: Edition, whole: RangeContent, members: Sequence[Member], language: str, reader: str | None
) -> Catalogue:
    """The message, without its number among the exports. reader: the code of the organisation it is made for.

    From the central body, to the member it is made for, else to the central body itself. Raises Invalid for a range
    without an offer that its reader sees, and where the central body has no SIRET.
    """
    codes = {whole.last.central, reader or "", *(each.supplier for each in members)}
    cards = agreements.organisations(means.session, codes)
    provider = _provider(cards[whole.last.central])
    items = tuple(_items(means, edition, members, language))
    if not items:
        raise Invalid("range.ubl.empty", range=whole.last.code)
    name = whole.last.name_fr if language == "fr" else whole.last.name_en
    return Catalogue(
        f"{whole.last.code}-{whole.on.isoformat()}", name, str(whole.version.number), whole.on, provider,
        _receiver(reader, cards) or provider, items, _seller(members, cards), _contract(members),
    )  # fmt: skip


def _provider(card: OrganisationCard) -> Party:
    if not card.siret:
        raise Invalid("range.ubl.no_siret", organisation=card.name)
    return Party(card.name, card.siret)


def _receiver(reader: str | None, cards: Mapping[str, OrganisationCard]) -> Party | None:
    """A member with an address of its own; for anybody else the central body keeps the catalogue."""
    card = cards.get(reader or "")
    return Party(card.name, card.siret) if card and card.siret and card.kind == "member" else None


def _seller(members: Sequence[Member], cards: Mapping[str, OrganisationCard]) -> Party | None:
    codes = {each.supplier for each in members}
    if len(codes) != 1:
        return None
    card = cards[codes.pop()]
    return Party(card.name, card.siret or "")


def _contract(members: Sequence[Member]) -> str | None:
    found = {each.agreement for each in members}
    return found.pop() if len(found) == 1 else None


def _items(means: Means, edition: Edition, members: Sequence[Member], language: str) -> Iterator[Item]:
    """One line an offer, in the order of the range; a lot that has ended sells nothing."""
    offers = [each.offer for each in members]
    suppliers = {edition.offers[offer].supplier_id for offer in offers}
    data = range_items.items(means.session, edition.publication, suppliers, offers)
    terms = buying.terms(means.session, offers, edition.publication)
    for each in members:
        if data[each.offer]["lot_ends"] >= edition.on:
            yield _item(each, data[each.offer], terms[each.offer], edition.on, language)


def _item(member: Member, found: Mapping[str, Any], terms: OfferTerms, day: dt.date, language: str) -> Item:
    more = found["data"] or {}
    ends = [found["lot_ends"], *(tag.until for tag in member.tags.values() if tag.until)]
    return Item(
        member.reference, member.name, min(ends), found["description"], found["brand"], member.gtin, found["order_unit"],
        found["content_unit"], found["content_per_order_unit"], found["min_order_quantity"], found["order_multiple"],
        found["lead_time_days"], found["currency"], tuple(_prices(found, terms, day)), found["vat"], more.get("origin"),
        tuple(more.get("classifications") or ()), tuple(_properties(member, found, language)),
        tuple(_certificates(member, language)),
    )  # fmt: skip


def _prices(found: Mapping[str, Any], terms: OfferTerms, day: dt.date) -> Iterator[PricedFrom]:
    """What one unit costs on the day, then what it costs from each further quantity on."""
    base = Price(found["price"], found["valid_from"], found["valid_to"])
    tiers = [Price(each.price, each.valid_from, each.valid_to, each.min_quantity) for each in terms.tiers]
    held = [each for each in (base, *tiers) if price_on(day, each, (), each.min_quantity) is not None]
    if price_on(day, base, tiers) is None:
        return
    for quantity in sorted({each.min_quantity for each in held} | {ONE}):
        amount = price_on(day, base, tiers, quantity)
        spoken = [each for each in held if each.price == amount and each.min_quantity <= quantity]
        last = max((each.valid_until or dt.date.max for each in spoken), default=dt.date.max)
        if amount is not None:
            yield PricedFrom(amount, quantity, None if last == dt.date.max else last)


def _properties(member: Member, found: Mapping[str, Any], language: str) -> Iterator[tuple[str, str]]:
    for code, value in (
        ("supplier", member.supplier_name or member.supplier),
        ("agreement", member.agreement),
        ("lot", member.lot),
    ):
        yield say(f"range.ubl.{code}", {}, language), value
    if found["hazard_codes"]:
        yield HAZARDS[language], "; ".join(found["hazard_codes"])
    for tag in member.tags.values():
        yield from _of_tag(tag, language)


def _of_tag(tag: Tag, language: str) -> Iterator[tuple[str, str]]:
    """An attribute that no label shows is told by its name; an equivalent to a label never bears it."""
    if tag.state == "yes" and not labels_of(tag):
        yield LABEL, named("attribute", tag.attribute, language)
    elif tag.equivalent:
        yield say("range.ubl.equivalent", {}, language), say("selection.state.equivalent", {}, language)
    if tag.until:
        yield say("range.ubl.until", {"attribute": tag.attribute}, language), tag.until.isoformat()


def _certificates(member: Member, language: str) -> Iterator[CertificateHeld]:
    for tag in member.tags.values():
        proof = shown(tag)
        for label in labels_of(tag):
            number = proof.number if proof and proof.label == label and proof.number else label
            kind = "Social" if tag.attribute in SOCIAL else "Environmental"
            yield CertificateHeld(number, GS1.get(label, NONE), kind, named("label", label, language))
