"""How a reference is written when it is looked up: as the import stores it."""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")


def normalised(reference: str) -> str:
    """NFC, without invisible characters, trimmed. Case and signs stay: they tell references apart."""
    return INVISIBLE.sub("", unicodedata.normalize("NFC", reference)).strip()
