"""What a proof is called, how it stands on a day and how long it holds, in words."""

from __future__ import annotations

import datetime as dt

from catalog.services.proofs.show import ProofLine, ProofSheet
from catalog.wording.sentences import named
from ui.parts.chip import EXPIRING_DAYS
from ui.parts.markup import Html
from ui.parts.state import state_chip
from ui.wording.words import t

LOOKS = {
    "waiting": ("to_verify", "etat-a-verifier"),
    "accepted": ("verified", "etat-verifie"),
    "expiring": ("expiring", "etat-verifie"),
    "expired": ("expired", "etat-expire"),
    "refused": ("expired", "etat-conteste"),
}
"""State -> look of the chip, its drawing."""


def state_of(line: ProofLine, day: dt.date) -> str:
    """waiting, accepted, expiring (60 days or less left), expired or refused."""
    if line.verdict == "refuse":
        return "refused"
    if line.verdict is None and not line.matched:
        return "expired" if line.ended is not None and line.ended < day else "waiting"
    if line.last_day is None:
        return "accepted"
    left = (line.last_day - day).days
    return "expired" if left < 0 else "expiring" if left <= EXPIRING_DAYS else "accepted"


def proof_chip(line: ProofLine, day: dt.date) -> Html:
    """The chip; an accepted proof that ends soon says in how many days."""
    look, icon = LOOKS[state_of(line, day)]
    return state_chip(look, icon, told("proof_page.state", line, day))


def told(code: str, line: ProofLine, day: dt.date) -> str:
    """The words of `code` for the state of a proof, with its last day and the days left; « ce soir » where it is today."""
    state = state_of(line, day)
    days = (line.last_day - day).days if line.last_day else None
    more = (
        ".today" if state == "expiring" and days == 0 else ".withdrawn" if state == "expired" and line.withdrawn else ""
    )
    return t(f"{code}.{state}{more}", until=line.last_day, days=days)


def validity(line: ProofLine) -> str:
    """From when until when; of a withdrawn one, until the day it was given."""
    if line.last_day is None:
        return t("proof_page.valid.open", start=line.valid_from)
    return t("proof_page.valid", start=line.valid_from, end=line.last_day)


def whole_validity(sheet: ProofSheet) -> str:
    """The same; of a label without an end of its own, the end of its criteria, or that no last day is known."""
    line = sheet.line
    if line.last_day is not None or not line.label:
        return validity(line)
    code = "proof_page.valid.criteria" if sheet.criteria else "proof_page.valid.unknown"
    return t(code, start=line.valid_from, end=sheet.criteria)


def title_of(line: ProofLine, language: str) -> str:
    """« Certificat Écolabel européen FR/020/901 »: kind, label, number, as far as there are any; else its document's name."""
    name = name_of(line.kind, line.label, line.number, language)
    if line.label or line.number or not line.document_name:
        return name
    return f"{name} {t('proof_page.quoted', name=line.document_name)}"


def name_of(kind: str, label: str | None, number: str | None, language: str) -> str:
    """Kind, label, number, as far as there are any."""
    said = named("proof_kind", kind, language)
    parts = (said[:1].upper() + said[1:], named("label", label, language) if label else "", number or "")
    return " ".join(part for part in parts if part)
