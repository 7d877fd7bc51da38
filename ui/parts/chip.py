"""Chips: pictogram and word of an attribute, icon and word of its standing. Colour never says it alone."""

from __future__ import annotations

import datetime as dt

from catalog.wording.sentences import named
from ui.parts.markup import Html, Trusted, fill
from ui.parts.pictogram import pictogram, pictogram_of
from ui.wording.words import word

EXPIRING_DAYS = 60
ICONS = {
    "verified": "etat-verifie",
    "expiring": "etat-verifie",
    "declared": "etat-declare",
    "to_verify": "etat-a-verifier",
    "expired": "etat-expire",
    "contested": "etat-conteste",
    "conflict": "etat-conteste",
    "missing": "etat-declare",
}
CHIP = '<span class="chip chip-{look}">{drawing}<b>{name}</b>{standing}</span>'
STANDING = '<span class="chip-standing">{icon}{text}</span>'


def chip(
    attribute: str,
    standing: str,
    until: dt.date | None,
    language: str,
    on: dt.date | None = None,
    *,
    state: str = "yes",
) -> Html:
    """The chip of a tag. With `on` (the sheet) it tells the dates, without it (the list) only the short word."""
    return fill(
        CHIP,
        look=look_of(standing, until, on, state),
        drawing=Trusted(pictogram(pictogram_of(attribute))),
        name=named("attribute", attribute, language),
        standing=Trusted(_standing(standing, until, language, on, state)),
    )


def standing_chip(standing: str, until: dt.date | None, language: str, on: dt.date, *, state: str = "yes") -> Html:
    """The standing alone, beside a heading that names the attribute."""
    standing_text = Trusted(_standing(standing, until, language, on, state))
    return fill(
        '<span class="chip chip-{look}">{text}</span>', look=look_of(standing, until, on, state), text=standing_text
    )


def look_of(standing: str, until: dt.date | None, on: dt.date | None, state: str = "yes") -> str:
    """The class of the chip: the standing, `expiring` with 60 days or less left, `no` for a verified no."""
    if standing != "verified":
        return standing
    if state == "no":
        return "no"
    return "expiring" if on and until and (until - on).days <= EXPIRING_DAYS else "verified"


def _standing(standing: str, until: dt.date | None, language: str, on: dt.date | None, state: str) -> Html:
    look = look_of(standing, until, on, state)
    dated = on is not None and until is not None and look in ("verified", "expiring", "expired")
    code = f"chip.{look}.dated" if dated or (look == "expired" and until) else f"chip.{look}"
    days = (until - on).days if on and until else None
    if look == "expiring" and days == 0:
        code = "chip.expiring.today"
    icon = Html("") if look == "no" else pictogram(ICONS.get(look, "etat-verifie"))
    return fill(STANDING, icon=Trusted(icon), text=word(code, language, until=until, days=days))
