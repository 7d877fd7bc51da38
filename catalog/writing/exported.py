"""A file to hand over, and what each format is called on the wire."""

from __future__ import annotations

from typing import NamedTuple

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "ubl": "application/xml",
}


class Exported(NamedTuple):
    """A file to hand over."""

    file_name: str
    media_type: str
    content: bytes
