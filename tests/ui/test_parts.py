"""Text as text, chips, prices, pictograms, the shell of the pages."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
import streamlit

from ui.parts.chip import chip, standing_chip
from ui.parts.markup import Html, Trusted, escape, fill, plain
from ui.parts.pictogram import attribute_pictograms, pictogram
from ui.parts.price import money, price
from ui.shell import page
from ui.theme.assets import FOLDER, STRANGERS, assets

TODAY = dt.date(2026, 11, 22)
ATTACK = "<script>alert('x')</script>\"&"


def test_text_stays_text() -> None:
    assert escape(ATTACK) == "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;&quot;&amp;"
    assert escape(None) == ""
    assert fill('<b title="{a}">{b}</b>', a='"', b=Trusted(Html("<i></i>"))) == '<b title="&quot;"><i></i></b>'
    assert fill("{a}", a="{b}") == "{b}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Gel **doux** [ici](http://x)", r"Gel \*\*doux\*\* \[ici\]\(http\://x\)"),
        (":red[x] $y$", r"\:red\[x\] \$y\$"),
        ("a\n# b", r"a \# b"),
        ("<b>", r"\<b\>"),
        (None, ""),
    ],
)
def test_a_label_obeys_no_mark(text: str | None, shown: str) -> None:
    assert plain(text) == shown


@pytest.mark.parametrize(
    ("standing", "until", "look", "text"),
    [
        ("verified", dt.date(2027, 3, 31), "verified", "vérifié jusqu’au 31/03/2027"),
        ("verified", dt.date(2026, 12, 15), "expiring", "vérifié, expire dans 23 j"),
        ("verified", dt.date(2027, 1, 21), "expiring", "vérifié, expire dans 60 j"),
        ("verified", dt.date(2027, 1, 22), "verified", "vérifié jusqu’au 22/01/2027"),
        ("verified", None, "verified", "vérifié"),
        ("expired", dt.date(2026, 10, 31), "expired", "expiré le 31/10/2026"),
        ("declared", None, "declared", "déclaré"),
        ("to_verify", None, "to_verify", "à vérifier"),
        ("contested", None, "contested", "contesté"),
        ("conflict", None, "conflict", "preuves contradictoires"),
        ("missing", None, "missing", "sans preuve"),
    ],
)
def test_a_chip_says_its_standing_in_words(standing: str, until: dt.date | None, look: str, text: str) -> None:
    drawn = chip("ecolabelled", standing, until, "fr", TODAY)
    assert drawn.startswith(
        f'<span class="chip chip-{look}"><span class="pic i-attr-ecolabel" aria-hidden="true"></span>'
    )
    assert re.sub("<[^>]+>", "", drawn) == f"Écolabellisé{text}"
    assert re.sub("<[^>]+>", "", standing_chip(standing, until, "fr", TODAY)) == text


def test_a_chip_in_a_list_is_short() -> None:
    assert re.sub("<[^>]+>", "", chip("early_childhood", "verified", TODAY, "en")) == "Early childhoodverified"
    assert "chip-no" in chip("early_childhood", "verified", None, "fr", state="no")


def test_every_drawing_named_is_there() -> None:
    drawn = {path.stem for path in (FOLDER / "pictograms").glob("*.svg")}
    assert set(attribute_pictograms().values()) <= drawn
    css = assets()["tamis.css"].content.decode()
    ruled = re.findall(r"^\.i-([a-z-]+)[^{\n]*\{--i:url\(data:image/svg\+xml;base64,", css, re.MULTILINE)
    assert set(ruled) == drawn
    assert pictogram("obj-preuve", 'a"b') == '<span class="pic i-obj-preuve" role="img" aria-label="a&quot;b"></span>'


def test_prices() -> None:
    assert money(12_400_000, "fr") == "12,40\u00a0€"
    assert money(None, "fr") == "–"
    assert price(1_234_500_000, "en") == '<span class="price"><b>€1,234.50</b> excl. VAT</span>'


def test_the_shell_still_has_what_is_changed_in_it() -> None:
    shell = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    changed = page(shell, "fr")
    assert '<html lang="fr"' in changed
    assert "<title>Tamis</title>" in changed
    assert "favicon.png" not in changed
    assert "service-desc" not in changed
    assert changed.count("/assets/tamis.css?v=") == 1
    assert "http://" not in changed.replace("http://www.apache.org/licenses", "")


def test_no_asset_asks_another_machine_for_anything() -> None:
    for name, asset in assets().items():
        if not name.endswith(".woff2"):
            addresses = re.findall(r"https?://[^\s\"')]+", asset.content.decode())
            assert set(addresses) <= {"http://www.w3.org/2000/svg"}, name
    assert set(STRANGERS) < set(assets())
