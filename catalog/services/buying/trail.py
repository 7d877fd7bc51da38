"""Where each value on a product's sheet comes from: file, sheet, row, column, as received; when, by whom; what was before.

Members see file, place and day. Persons, corrections and earlier values are for the central body and the supplier itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from catalog.access import MEMBERS, Actor, require
from catalog.errors import NotFound
from catalog.means.means import Means
from catalog.published.chosen import sees
from catalog.published.origins import Origin, Trace, value_of
from catalog.published.shelf import Edition
from catalog.queries import agreements, buying, products, trail
from catalog.queries.trail import ClaimKnown, CorrectionKnown, Version
from catalog.staging.typed import read
from catalog.tagging.records import Proof, Tag

OF_PRODUCT = ("reference", "name", "description", "brand", "gtin", "family", "hazard_codes")
OF_OFFER = (
    "price", "vat", "order_unit", "content_unit", "content_per_order_unit", "eco_contribution", "min_order_quantity",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Corrected:
    """A person's value beside the supplier's."""

    value: Any
    received: Any
    reason: str
    by: str | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class ValueTrail:
    """One value as shown, where it was received, the correction that stands, and the files that said it before.

    lot: of an offer's value. origin None: nothing is known (never for what a file brought).
    """

    field: str
    lot: str | None
    value: Any
    origin: Origin | None
    correction: Corrected | None = None
    earlier: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimTrail:
    """A claim with its cell, and the file it came in."""

    claim: ClaimKnown
    origin: Origin


@dataclass(frozen=True, slots=True)
class TagTrail:
    """A tag: what was claimed where, and the proofs that were looked at."""

    tag: Tag
    claims: tuple[ClaimTrail, ...]
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Trail:
    """All of a sheet: its values, then its tags."""

    publication: int
    values: tuple[ValueTrail, ...]
    tags: tuple[TagTrail, ...]

    def of(self, field: str, lot: str | None = None) -> ValueTrail | None:
        """The trail of one value."""
        return next((each for each in self.values if each.field == field and each.lot in (lot, None)), None)


@dataclass(frozen=True, slots=True)
class _Found:
    """A product and those of its offers that the asker sees: offer id -> lot."""

    supplier_id: int
    product_id: int
    publication: int
    lots: Mapping[int, str]
    tags: Mapping[str, Tag]


def trail_of(actor: Actor, means: Means, edition: Edition, supplier: str, reference: str) -> Trail:
    """Where everything shown of a product on the edition's day comes from. Raises NotFound as its sheet does."""
    require(actor, "catalogue.explain")
    found = _found(actor, means, edition, supplier, reference)
    key = (found.supplier_id, found.product_id)
    of_product = trail.product_versions(means.session, *key, OF_PRODUCT)
    of_offers = {offer: trail.offer_versions(means.session, key[0], offer, OF_OFFER) for offer in found.lots}
    claims = trail.claims(means.session, *key, found.publication)
    trace = _trace(means, key[0], [of_product, *of_offers.values()], claims)
    corrections = trail.corrections(means.session, *key, found.publication)
    values = [_value(trace, of_product, found.publication, field, None, corrections) for field in OF_PRODUCT]
    for offer, versions in of_offers.items():
        one = [each for each in corrections if each.offer == offer]
        values += [_value(trace, versions, found.publication, field, found.lots[offer], one) for field in OF_OFFER]
    shown = [each for each in values if each.value not in (None, "", [], ())]
    tags = [_tag(trace, tag, claims) for tag in found.tags.values()]
    made = Trail(found.publication, tuple(shown), tuple(tags))
    return _veiled(made) if actor.role in MEMBERS else made


def _found(actor: Actor, means: Means, edition: Edition, supplier: str, reference: str) -> _Found:
    scope = agreements.scope_open(means.session, actor, edition.on, means.clock)
    ids = buying.offers_named(means.session, supplier, reference, None, edition.publication)
    known = [edition.offers[offer] for offer in ids if offer in edition.offers]
    seen = [key for key in known if (row := edition.row(key.offer)) is not None and sees(scope, row)]
    if not seen:
        raise NotFound("product.unknown", supplier=supplier, reference=reference)
    one = seen[0]
    rows = products.offers_of_product(means.session, one.supplier_id, one.product_id, edition.publication)
    visible = {key.offer for key in seen}
    lots = {row["offer_id"]: row["lot"] for row in rows if row["offer_id"] in visible}
    return _Found(one.supplier_id, one.product_id, edition.publication, lots, edition.tags_of(one.offer))


def _trace(means: Means, supplier_id: int, several: Sequence[Sequence[Version]], claims: Sequence[ClaimKnown]) -> Trace:
    ids = {version.batch for versions in several for version in versions} | {claim.batch for claim in claims}
    batches = trail.batches(means.session, supplier_id, ids)
    numbers = {version.since for versions in several for version in versions} | {claim.since for claim in claims}
    numbers |= {number for batch in batches.values() for number in batch.taken}
    return Trace(means, batches, trail.publications(means.session, numbers), {})


def _value(
    trace: Trace, versions: Sequence[Version], publication: int, field: str, lot: str | None,
    corrections: Sequence[CorrectionKnown],
) -> ValueTrail:  # fmt: skip
    origins = trace.origins(versions, field, publication)
    held = next((each for each in corrections if each.field == field and (each.offer is None) == (lot is None)), None)
    correction = None
    if held:
        values = (read(field, held.value), read(field, held.seen))
        correction = Corrected(*values, held.reason, held.by, held.recorded_at)
    shown = value_of(versions, field, publication)
    return ValueTrail(field, lot, shown, origins[0] if origins else None, correction, tuple(origins[1:]))


def _tag(trace: Trace, tag: Tag, claims: Sequence[ClaimKnown]) -> TagTrail:
    told = tuple(ClaimTrail(each, trace.of_claim(each)) for each in claims if each.attribute == tag.attribute)
    proofs = {rule.proof.id: rule.proof for rule in tag.rules if rule.proof is not None}
    return TagTrail(tag, told, tuple(proofs.values()))


def _veiled(made: Trail) -> Trail:
    """For members: no person, no correction, nothing earlier."""
    values = tuple(replace(each, origin=_bare(each.origin), correction=None, earlier=()) for each in made.values)
    tags = tuple(
        replace(tag, claims=tuple(replace(each, origin=_bare(each.origin) or each.origin) for each in tag.claims))
        for tag in made.tags
    )
    return Trail(made.publication, values, tags)


def _bare(origin: Origin | None) -> Origin | None:
    return replace(origin, received_by=None, published_by=None) if origin else None
