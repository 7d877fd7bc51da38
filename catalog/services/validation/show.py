"""Requests and signatures as their readers see them: a supplier its own, staff those of their central body."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalog.access import CENTRAL, Actor, require
from catalog.evidence.suppliers import supplier_of
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.published.validated import held_by
from catalog.queries import links, range_contents, ranges, release, validation
from catalog.queries.links import Link
from catalog.queries.ranges import Standing
from catalog.queries.validation import AskedRange as AskedRange
from catalog.queries.validation import AskedRequest, Signed
from catalog.services.validation.show_links import LinkLine as LinkLine
from catalog.services.validation.show_links import link_lines
from catalog.validating.asked import asked_of, sees
from catalog.validating.tag_lines import Progress, lines_of

SHOWN = 200
"""Requests of one list."""


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request in a list. progress: of an open one; of one that has ended, none. by: who asked."""

    id: int
    supplier: str
    supplier_name: str
    central: str
    central_name: str
    ranges: tuple[AskedRange, ...]
    due: dt.date
    message: str
    recorded_at: dt.datetime
    by: str | None
    closed: str | None
    closed_at: dt.datetime | None
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class RequestSheet:
    """A request with its links, the newest first (for staff; the supplier is shown none)."""

    line: RequestLine
    links: tuple[LinkLine, ...]


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A signature that no longer covers products whose content has changed since: their references."""

    supplier: str
    supplier_name: str
    code: str
    version: int
    name_fr: str
    name_en: str
    signed_at: dt.datetime
    signer: str
    references: tuple[str, ...]


def list_requests(
    actor: Actor, means: Means, *, supplier: str | None = None, open_only: bool = False
) -> list[RequestLine]:
    """Requests, the newest first; of one supplier (by code), those still open.

    Raises NotFound for a code of no supplier; a supplier reads of itself alone.
    """
    require(actor, "validation.read", actor.organisation_id)
    if supplier is not None:
        supplier_of(actor, means, supplier, "validation.read")
    own = actor.organisation_id if actor.kind == "supplier" else None
    central = actor.organisation_id if actor.kind == "central" else None
    found = validation.requests(means.session, supplier_id=own, central_id=central, open_only=open_only)
    seen = [each for each in found if sees(actor, each) and supplier in (None, each.supplier)]
    return [_line(means, each) for each in seen[:SHOWN]]


def show_request(actor: Actor, means: Means, request: int) -> RequestSheet:
    """One request. Raises NotFound, the same for another's and for none."""
    require(actor, "validation.read", actor.organisation_id)
    found = asked_of(actor, means, request)
    told: Sequence[Link] = ()
    if actor.role in CENTRAL or actor.role == "operator":
        told = links.of_request(means.session, found.supplier_id, [found.id])
    return RequestSheet(_line(means, found), link_lines(means, told))


def lapsed(actor: Actor, means: Means) -> list[Lapsed]:
    """Signatures that speak for a supplier and no longer cover some of its products, by range. A link sees none."""
    require(actor, "validation.read", actor.organisation_id)
    if actor.role == "link":
        return []
    today = means.clock.today()
    number = release.publication_on(means.session, today)
    standing = ranges.standing(means.session, end_of(today))
    own = actor.organisation_id if actor.kind == "supplier" else None
    signed = {(each.supplier_id, each.version_id): each for each in validation.signed(means.session, supplier_id=own)}
    mine = [each for each in standing.values() if actor.kind != "central" or each.last.central == actor.organisation]
    return [found for each in mine for found in _lapsed(means, number, each, signed)]


def _lapsed(means: Means, number: int, each: Standing, signed: Mapping[tuple[int, int], Signed]) -> Iterator[Lapsed]:
    said = range_contents.said(means.session, number, {product for _, product in each.contents})
    names = range_contents.names(means.session, number, {product for _, product in each.contents})
    for supplier_id, version in each.speaking.items():
        last = signed.get((supplier_id, each.versions[version].version_id))
        gone = [key for key in each.contents if key[0] == supplier_id and key in said and held_by(each, key, said[key])]
        if last and gone:
            yield Lapsed(
                last.supplier, last.supplier_name, last.code, version, last.name_fr, last.name_en, last.recorded_at,
                last.signer, tuple(sorted(names[key][0] for key in gone)),
            )  # fmt: skip


def _line(means: Means, found: AskedRequest) -> RequestLine:
    return RequestLine(
        found.id, found.supplier, found.supplier_name, found.central, found.central_name, found.ranges, found.due,
        found.message, found.recorded_at, found.by_name, found.closed, found.closed_at,
        None if found.closed else _progress(means, found),
    )  # fmt: skip


def _progress(means: Means, found: AskedRequest) -> Progress:
    versions = [each.version_id for each in found.ranges]
    return Progress.of(lines_of(means, found.supplier_id, found.supplier, versions))
