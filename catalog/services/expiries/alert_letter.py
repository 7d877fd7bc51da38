"""The words of an alert: proofs that end apart from criteria that do, with what each reader can do about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.evidence.ends import End
from catalog.queries.expiries import Person
from catalog.wording.sentences import named, say

NAMED, REFERENCES = 20, 5
"""How many ends one message spells out of each kind, and how many references of each end."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in one language."""

    subject: str
    body: str


def letter_of(ends: Sequence[End], person: Person, today: dt.date, address: str) -> Letter:
    """One message on these ends. A supplier is led to its proofs, staff to the list, with the supplier of each end."""
    own = any(offer.supplier_id == person.organisation_id for end in ends for offer in end.offers)
    language, parts = person.language, []
    for kind in ("proof", "criteria", "equivalence"):
        lines = [_line(end, language, today, own) for end in _in_order(ends) if end.kind == kind]
        if lines:
            parts.append(say(f"expiry.mail.{kind}s", {"lines": _listed(lines, language)}, language))
    told = {"name": person.name, "parts": "\n\n".join(parts), "address": address}
    return Letter(_subject(ends, language), say(f"expiry.mail.body.{'supplier' if own else 'staff'}", told, language))


def _in_order(ends: Sequence[End]) -> list[End]:
    return sorted(ends, key=lambda end: (end.last_day, end.subject))


def _subject(ends: Sequence[End], language: str) -> str:
    """By the proofs and equivalences that end; a message on criteria alone says so."""
    proofs = [end for end in ends if end.kind != "criteria"]
    concerned = proofs or ends
    products = len({(offer.supplier_id, offer.product_id) for end in concerned for offer in end.offers})
    code = "expiry.mail.subject" if proofs else "expiry.mail.subject.criteria"
    told = {"products": products, "day": min(end.last_day for end in concerned)}
    return say(f"{code}.one" if products == 1 else f"{code}.many", told, language)


def _listed(lines: Sequence[str], language: str) -> str:
    more = [say("expiry.mail.more", {"n": len(lines) - NAMED}, language)] if len(lines) > NAMED else []
    return "\n".join([*lines[:NAMED], *more])


def _line(end: End, language: str, today: dt.date, own: bool) -> str:
    references = list(dict.fromkeys(offer.reference for offer in end.offers))
    more = ["…"] if len(references) > REFERENCES else []
    suppliers = "" if own else ", ".join(sorted({offer.supplier_name for offer in end.offers})) + ", "
    left = (end.last_day - today).days
    params = {
        "attribute": end.attribute,
        "what": suppliers + _what(end, language),
        "day": end.last_day,
        "left": left,
        "products": end.products,
        "references": ", ".join(references[:REFERENCES] + more),
    }
    return say("expiry.mail.line" if left else "expiry.mail.line.today", params, language)


def _what(end: End, language: str) -> str:
    """The proof by its label and number, the group whose criteria end, or the mark."""
    if end.kind == "criteria":
        group = named("ecolabel_group", end.subject.partition(":")[2], language)
        return say("expiry.mail.group", {"group": group, "label": end.proof.label}, language)
    if end.kind == "equivalence":
        return say("expiry.mail.mark", {"mark": named("label", end.proof.label or "", language)}, language)
    label = named("label", end.proof.label, language) if end.proof.label else ""
    kind = named("proof_kind", end.proof.kind, language)
    parts = (label or kind, end.proof.number or end.proof.document_name or "")
    return " ".join(part for part in parts if part)
