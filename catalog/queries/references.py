"""How a reference is written when it is looked up: as the import stores it."""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")


def normalised(reference: str) -> str:
    """NFC, without invisible characters, blanks as one space. Case and signs stay: they tell references apart."""
    return " ".join(unicodedata.normalize("NFC", INVISIBLE.sub("", reference)).split())
