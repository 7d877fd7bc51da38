"""What GET /files/KIND/ID hands out. Each service asks the actor's right itself; another's and none answer alike."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from catalog.access import Actor
from catalog.errors import NotFound
from catalog.means.attachments import picture_type
from catalog.means.means import Means
from catalog.services.buying import export
from catalog.services.buying.note import note as write_note
from catalog.services.buying.order_list import order_list
from catalog.services.facts import equivalences
from catalog.services.intake import show
from catalog.services.intake.rejected import rejected
from catalog.services.proofs import document, parcel_show, product_documents
from catalog.services.ranges.export import export as export_range
from catalog.services.release.compare import compare
from catalog.services.validation import sign_receipt
from catalog.services.validation.evidence import open_evidence
from catalog.writing.xlsx import workbook
from ui.session import house

BYTES = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Download:
    """A file to send: its name, media type, and bytes or place."""

    name: str
    media_type: str
    content: bytes | Path


Maker = Callable[[Actor, Means, str, Mapping[str, str]], Download]
"""From actor, means, the id in the path and the rest of the address."""


def proof(actor: Actor, means: Means, number: str, _asked: Mapping[str, str]) -> Download:
    """The document of a proof."""
    sha256, name = document.open_document(actor, means, _number(number))
    return Download(name, BYTES, means.files.path(sha256))


def parcel_item(actor: Actor, means: Means, number: str, _asked: Mapping[str, str]) -> Download:
    """One file of a parcel."""
    sha256, name = parcel_show.open_item(actor, means, _number(number))
    return Download(name, BYTES, means.files.path(sha256))


def product_document(actor: Actor, means: Means, number: str, _asked: Mapping[str, str]) -> Download:
    """A datasheet, picture or other document of a product."""
    sha256, name = product_documents.open_product_document(actor, means, _number(number))
    return Download(name, BYTES, means.files.path(sha256))


def picture(actor: Actor, means: Means, number: str, _asked: Mapping[str, str]) -> Download:
    """The same, to be shown: by the one type that its first bytes have. Whatever is no PNG or JPEG is none."""
    sha256, name = product_documents.open_product_document(actor, means, _number(number))
    path = means.files.path(sha256)
    with path.open("rb") as stream:
        media_type = picture_type(stream.read(16))
    if media_type is None:
        raise NotFound("thing.unknown")
    return Download(name, media_type, path)


def batch(actor: Actor, means: Means, number: str, _asked: Mapping[str, str]) -> Download:
    """A supplier's file as received."""
    sha256, name = show.open_file(actor, means, _number(number))
    return Download(name, BYTES, means.files.path(sha256))


def annotated(actor: Actor, _means: Means, number: str, asked: Mapping[str, str]) -> Download:
    """A supplier's file with its faults marked; in the language of `?lang=`, else the account's."""
    with TemporaryDirectory(prefix="tamis-download-") as folder:
        out = Path(folder) / "annotated"
        name, _ = house().entrance.annotated(actor, _number(number), _language(actor, asked), out)
        return Download(name, BYTES, out.read_bytes())


def rejected_rows(actor: Actor, means: Means, number: str, asked: Mapping[str, str]) -> Download:
    """The rejected rows of a supplier's file as a workbook; in the language of `?lang=`, else the account's."""
    name, content = rejected(actor, means, _number(number), _language(actor, asked))
    return Download(name, BYTES, content)


def comparison(actor: Actor, means: Means, numbers: str, asked: Mapping[str, str]) -> Download:
    """What changed between two publications ("3-5") as a workbook; of one supplier with `?supplier=`."""
    before, _, after = numbers.partition("-")
    found = compare(actor, means, _number(before), _number(after), asked.get("supplier") or None)
    return Download(f"publications_{numbers}.xlsx", BYTES, workbook(found.table(), means.clock.now()))


def selection(actor: Actor, means: Means, number: str, asked: Mapping[str, str]) -> Download:
    """A selection as a workbook, or as CSV with `?format=csv`; in the language of `?lang=`, else the account's."""
    form = asked.get("format", "xlsx")
    edition = house().shelf.edition(means)
    made = export.export(actor, means, edition, _number(number), form, _language(actor, asked))  # type: ignore[arg-type]
    return Download(made.file_name, made.media_type, made.content)


def note(actor: Actor, means: Means, number: str, asked: Mapping[str, str]) -> Download:
    """The justification note of a selection as DOCX, or as PDF with `?format=pdf`; in the language of `?lang=`, else the account's."""
    edition = house().shelf.edition(means)
    made = write_note(actor, means, edition, _number(number), asked.get("format", "docx"), _language(actor, asked))
    return Download(made.file_name, made.media_type, made.content)


def order(actor: Actor, means: Means, number: str, asked: Mapping[str, str]) -> Download:
    """Order lists of a selection: of one holder with `?supplier=`, else of all; in a layout with `?layout=`, or a format."""
    edition = house().shelf.edition(means)
    layout = _number(asked["layout"]) if asked.get("layout") else None
    made = order_list(
        actor, means, edition, _number(number), layout_id=layout, format=asked.get("format", "xlsx"),
        supplier=asked.get("supplier") or None, language=_language(actor, asked),
    )  # fmt: skip
    return Download(made.file_name, made.media_type, made.content)


def equivalence_list(actor: Actor, means: Means, which: str, asked: Mapping[str, str]) -> Download:
    """The equivalences of marks, `all` of them, as a workbook; in the language of `?lang=`, else the account's."""
    if which != "all":
        raise NotFound("thing.unknown")
    table = equivalences.equivalence_table(actor, means, _language(actor, asked))
    return Download("equivalences.xlsx", BYTES, workbook(table, means.clock.now()))


def receipt(actor: Actor, means: Means, number: str, asked: Mapping[str, str]) -> Download:
    """The receipt of a validated request, as text or as JSON with `?format=json`."""
    made = sign_receipt.receipt(actor, means, _number(number))
    if asked.get("format") == "json":
        told = json.dumps({"receipt": made.number, **made.json()}, ensure_ascii=False, indent=1, sort_keys=True)
        return Download(f"validation_{made.number}.json", "application/json", told.encode())
    text = made.text(_language(actor, asked))
    return Download(f"validation_{made.number}.txt", "text/plain; charset=utf-8", text.encode())


def evidence(actor: Actor, means: Means, numbers: str, _asked: Mapping[str, str]) -> Download:
    """The document of a proof on a line of a request ("REQUEST-PROOF"): also for whoever came in by a link."""
    request, _, proof_id = numbers.partition("-")
    sha256, name = open_evidence(actor, means, _number(request), _number(proof_id))
    return Download(name, BYTES, means.files.path(sha256))


def range_on_a_day(actor: Actor, means: Means, code: str, asked: Mapping[str, str]) -> Download:
    """A dedicated range as on `?on=` (default: today) as a workbook, or as CSV; issued once, then the same bytes."""
    day = _day(asked.get("on"))
    with house().entrance.writing() as writing:
        edition = house().shelf.edition(writing, day)
        made = export_range(actor, writing, edition, code, asked.get("format", "xlsx"), _language(actor, asked))
    return Download(made.file_name, made.media_type, made.content)


DOWNLOADS: Mapping[str, Maker] = {
    "equivalences": equivalence_list,
    "proof": proof,
    "parcel_item": parcel_item,
    "product_document": product_document,
    "picture": picture,
    "batch": batch,
    "annotated": annotated,
    "rejected": rejected_rows,
    "comparison": comparison,
    "selection": selection,
    "order": order,
    "note": note,
    "range": range_on_a_day,
    "receipt": receipt,
    "evidence": evidence,
}
"""Kind in the address -> who makes the file. It raises NotFound for another's."""


def _language(actor: Actor, asked: Mapping[str, str]) -> str:
    return asked["lang"] if asked.get("lang") in ("fr", "en") else actor.language


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise NotFound("thing.unknown") from None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 16):
        raise NotFound("thing.unknown")
    return int(text)
