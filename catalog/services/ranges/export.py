"""A range on a day as a file. Once issued it is given back byte for byte for the same day, format, language and reader's view."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from catalog.access import Actor, require
from catalog.errors import Invalid, NotFound
from catalog.means import journal
from catalog.means.clock import day_of, end_of
from catalog.means.locks import alone
from catalog.means.means import Means
from catalog.models import RangeExport
from catalog.published.shelf import Edition
from catalog.published.validated import digest
from catalog.queries import agreements, range_exports, ranges
from catalog.services.ranges.export_document import range_document
from catalog.services.ranges.export_table import table
from catalog.services.ranges.export_ubl import catalogue
from catalog.validating.range_content import Member, RangeContent, content
from catalog.writing.delimited import delimited
from catalog.writing.drawings import drawing
from catalog.writing.exported import MEDIA_TYPES
from catalog.writing.pdf import drawings_of, pdf
from catalog.writing.ubl import Catalogue, ubl
from catalog.writing.xlsx import workbook

FORMATS = ("xlsx", "csv", "pdf", "ubl")
ENDINGS = {"ubl": "xml"}
"""What a file of a format is called by, where it is not the format's own name."""


@dataclass(frozen=True, slots=True)
class RangeExported:
    """A file to hand over. issue: its number among the range's exports; again: it had been issued before."""

    range: str
    version: int
    on: dt.date
    format: str
    content_hash: str
    issue: int
    offers: int
    again: bool
    document: str
    file_name: str
    media_type: str
    content: bytes

    def json(self) -> dict[str, Any]:
        """What the command tells of it."""
        names = ("range", "version", "format", "content_hash", "issue", "offers", "again", "file_name")
        told = {name: getattr(self, name) for name in names}
        return told | {"on": self.on.isoformat(), "document": f"sha256:{self.document}"}


def export(
    actor: Actor, means: Means, edition: Edition, code: str, format: str = "xlsx", language: str | None = None
) -> RangeExported:
    """The range on the edition's day, as the actor may see it. The transaction must write.

    Raises Invalid for a format that is none, and for a catalogue message that cannot be made; NotFound for a range of
    others as for none.
    """
    require(actor, "range.export", actor.organisation_id)
    if format not in FORMATS:
        raise Invalid("range.format", value=format, choices=", ".join(FORMATS))
    whole = _content(actor, means, edition, code)
    members = whole.seen(agreements.scope_open(means.session, actor, edition.on, means.clock))
    spoken = language or actor.language
    message = catalogue(means, edition, whole, members, spoken, actor.organisation) if format == "ubl" else None
    asked = range_exports.Asked(
        whole.last.id, edition.on, format, spoken, _audience(members, message), whole.content_hash
    )
    alone(means.session, f"range:{code}")
    issued = range_exports.issued(means.session, asked)
    if issued is None:
        row = _issue(actor, means, _Written(whole, members, message), asked)
        return _told(means, whole, row, range_exports.number(means.session, row), len(members), again=False)
    return _told(means, whole, issued, range_exports.number(means.session, issued), len(members), again=True)


def _content(actor: Actor, means: Means, edition: Edition, code: str) -> RangeContent:
    today = means.clock.today()
    if edition.on > today:
        raise Invalid("range.day_to_come", day=edition.on)
    stood = ranges.standing(means.session, end_of(edition.on))
    if code not in ranges.seen_by(means.session, actor, today, end_of(today)):
        raise NotFound("range.unknown", range=code)
    if code not in stood:
        raise NotFound("range.not_yet", range=code, day=edition.on)
    return content(means.session, edition, stood[code])


def _audience(members: Sequence[Member], message: Catalogue | None) -> str:
    """Who sees the same is given the same file: the same offers, and in a catalogue message the same prices."""
    seen: list[Any] = [[each.supplier, each.reference, each.lot] for each in members]
    return digest(seen if message is None else [seen, ubl(message).decode()])


@dataclass(frozen=True, slots=True)
class _Written:
    """What is to be written: the range, the offers of it that are seen, the message where that is the format."""

    whole: RangeContent
    members: Sequence[Member]
    message: Catalogue | None

    def content(self, means: Means, number: int, asked: range_exports.Asked) -> bytes:
        """Dated by the day it speaks of, never by the moment: the same content is the same bytes."""
        if self.message is not None:
            return ubl(replace(self.message, number=f"{self.message.number}-{number}"))
        if asked.format == "pdf":
            document = range_document(self.whole, self.members, number, self._since(means), asked.language)
            return pdf(document, {name: drawing(name) for name in drawings_of(document)})
        made = table(self.whole, self.members, number, asked.language)
        if asked.format == "csv":
            return delimited(made)
        return workbook(made, dt.datetime.combine(asked.on, dt.time(), dt.UTC))

    def _since(self, means: Means) -> dict[int, dt.date]:
        """Number of a version -> the day it was recorded."""
        versions = {terms.number: terms for terms in (self.whole.version, *self.whole.versions.values())}
        return {number: day_of(ranges.recorded_at(means.session, terms)) for number, terms in versions.items()}


def _issue(actor: Actor, means: Means, written: _Written, asked: range_exports.Asked) -> RangeExport:
    number, whole = range_exports.how_many(means.session, asked.range_id) + 1, written.whole
    document = means.files.put(written.content(means, number, asked))
    ending = ENDINGS.get(asked.format, asked.format)
    row = range_exports.add(
        means.session, asked, version=whole.version.number, document=document,
        name=f"{whole.last.code}-{asked.on.isoformat()}-{number}.{ending}", by=actor, at=means.clock.now(),
    )  # fmt: skip
    journal.write(
        actor, means, "range.export", f"range:{whole.last.code}",
        on=asked.on.isoformat(), format=asked.format, issue=number, content_hash=asked.content_hash, document=document,
    )  # fmt: skip
    return row


def _told(
    means: Means, whole: RangeContent, row: RangeExport, number: int, offers: int, *, again: bool
) -> RangeExported:
    return RangeExported(
        whole.last.code, row.version, row.on_day, row.format, row.content_hash, number, offers, again, row.document,
        row.document_name, MEDIA_TYPES[row.format], means.files.read(row.document),
    )  # fmt: skip
