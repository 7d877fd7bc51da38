"""A document that a person hands in beside the data: what it is by its first bytes, how large, what it is called.

It is kept as bytes and given back as a download; nothing here opens it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from catalog.errors import Invalid

MEGABYTE = 1 << 20
STARTS: Mapping[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".tif": (b"II*\x00", b"MM\x00*"),
    ".tiff": (b"II*\x00", b"MM\x00*"),
    ".docx": (b"PK\x03\x04",),
    ".odt": (b"PK\x03\x04",),
    ".txt": (),
}
"""Ending -> how such a file begins. Plain text has no mark: it must be text to the end."""
NAMED = "PDF, PNG, JPEG, TIFF, DOCX, ODT, TXT"
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
UNSEEN = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Attachment:
    """The bytes, and the name shown beside them (a label, never a path)."""

    data: bytes
    name: str


def check_attachment(data: bytes, name: str, max_mb: int) -> Attachment:
    """The document as it may be kept. Raises Invalid for an empty, too large or unknown one, or one named as another."""
    label = check_start(data, name)
    if len(data) > max_mb * MEGABYTE:
        raise Invalid("file.too_large", limit=max_mb)
    return Attachment(data, label)


def check_start(head: bytes, name: str) -> str:
    """The label of a document that begins so (a plain text is looked at as far as it is given).

    Raises Invalid for an empty or unknown one, or one named as another.
    """
    label = clean_name(name)
    if not head:
        raise Invalid("document.empty", name=label)
    ending = PurePosixPath(label).suffix.lower()
    if ending not in STARTS:
        raise Invalid("document.kind_unknown", name=label, known=NAMED)
    if not (head.startswith(STARTS[ending]) if STARTS[ending] else CONTROL.search(head) is None):
        raise Invalid("document.not_as_named", name=label, ending=ending[1:].upper())
    return label


PICTURES: Mapping[str, str] = {"\x89PNG\r\n\x1a\n": "image/png", "\xff\xd8\xff": "image/jpeg"}


def picture_type(head: bytes) -> str | None:
    """The one type that a picture may be shown as, by its first bytes; None for whatever is none."""
    begins = head[:8].decode("latin-1")
    return next((kind for start, kind in PICTURES.items() if begins.startswith(start)), None)


def clean_name(name: str) -> str:
    """A name from outside as a label: its last part, without signs that cannot be seen, the ending kept."""
    last = UNSEEN.sub("", re.split(r"[/\\]", name)[-1]).strip() or "document"
    if len(last) <= LONGEST_NAME:
        return last
    ending = PurePosixPath(last).suffix[:10]
    return last[: LONGEST_NAME - len(ending)] + ending
