"""The files of ours that a browser asks for under /assets, made once at start from this folder's sources."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit

from ui.parts.pictogram import attribute_pictograms

FOLDER = Path(__file__).parent
WORDS = FOLDER.parent / "wording" / "streamlit" / "chrome.csv"
STRANGERS = ("sign_in.css", "logo.svg", "icon.svg", "source-sans.woff2")
"""What the log-in page needs: all that anyone may have without signing in."""

SHEETS = ("tamis.css", "browse.css", "selection.css", "figures.css", "price.css", "staff.css", "supplier.css")
"""The rules of the pages, in the order in which a later one speaks over an earlier one."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as sent: its media type, bytes and a mark that changes with them."""

    media_type: str
    content: bytes

    @property
    def mark(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:16]


@cache
def assets() -> Mapping[str, Asset]:
    """Name under /assets -> file."""
    colours = _text("colours.css")
    return {
        "sign_in.css": Asset("text/css; charset=utf-8", (colours + _text("sign_in.css")).encode()),
        "tamis.css": Asset(
            "text/css; charset=utf-8",
            (colours + "".join(map(_text, SHEETS)) + drawings()).encode(),
        ),
        "tamis.js": Asset("text/javascript; charset=utf-8", script().encode()),
        "logo.svg": Asset("image/svg+xml", _text("logo.svg").encode()),
        "icon.svg": Asset("image/svg+xml", _text("icon.svg").encode()),
        "source-sans.woff2": Asset("font/woff2", _font()),
    }


def drawings() -> str:
    """One rule a pictogram, the drawing inside it, so that a page asks for nothing more.

    A box that promotes an attribute takes its drawing from here too: no input may have one in its label.
    """
    rules = []
    for path in sorted((FOLDER / "pictograms").glob("*.svg")):
        drawn = base64.b64encode(path.read_bytes()).decode()
        boxes = [f".st-key-promo_{name}" for name, drawing in attribute_pictograms().items() if drawing == path.stem]
        rules.append(f"{','.join([f'.i-{path.stem}', *boxes])}{{--i:url(data:image/svg+xml;base64,{drawn})}}\n")
    return "".join(rules)


def script() -> str:
    """The script of the pages with its closed list of words in front."""
    with WORDS.open(encoding="utf-8", newline="") as file:
        words = {row["en"]: row["fr"] for row in csv.DictReader(file)}
    return f"const WORDS = {json.dumps(words, ensure_ascii=False)};\n{_text('tamis.js')}\n{_text('keys.js')}"


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _font() -> bytes:
    """The upright text face that Streamlit ships; nothing is fetched from elsewhere."""
    media = Path(streamlit.__file__).parent / "static" / "static" / "media"
    return next(iter(sorted(media.glob("SourceSansVF-Upright*.woff2")))).read_bytes()
