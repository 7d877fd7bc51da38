"""The receipt of a validation: what was recorded, the same text and the same JSON whenever it is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from catalog.access import Actor, require
from catalog.errors import NotFound
from catalog.means.clock import PARIS, day_of
from catalog.means.means import Means
from catalog.published.validated import digest
from catalog.queries import decided, validation
from catalog.queries.validation import AskedRequest, Signed
from catalog.validating.asked import asked_of
from catalog.validating.line_words import contested_by
from catalog.validating.speaking import time_of
from catalog.wording.sentences import named, say


@dataclass(frozen=True, slots=True)
class Contested:
    """A line that was left out: the product's first reference, the attribute, why."""

    reference: str
    attribute: str
    reason_code: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """A request that was validated. validations: one a range, products by the reference they were first known by."""

    request: AskedRequest
    validations: tuple[Signed, ...]
    contested: tuple[Contested, ...]

    @property
    def signed_at(self) -> dt.datetime:
        return self.validations[0].recorded_at

    @property
    def number(self) -> str:
        """What the receipt is called: a digest of what it says."""
        return digest(self.json())[:16]

    def json(self) -> dict[str, Any]:
        """Times in UTC; without ids of accounts or links."""
        first = self.validations[0]
        return {
            "request": str(self.request.id),
            "supplier": self.request.supplier,
            "supplier_name": self.request.supplier_name,
            "central": self.request.central,
            "central_name": self.request.central_name,
            "signer": first.signer,
            "authority": first.authority,
            "signed_at": first.recorded_at.astimezone(dt.UTC).isoformat(timespec="seconds"),
            "ranges": [_range_json(each) for each in self.validations],
            "contested": [[each.reference, each.attribute, each.reason_code, each.reason] for each in self.contested],
        }

    def text(self, language: str) -> str:
        """The receipt to keep or print, line by line."""
        told = {**self._told(), "number": self.number}
        lines = [say(f"receipt.{code}", told, language) for code in ("title", "who", "when", "for", "note")]
        for each in self.validations:
            lines += ["", *_range_text(each, language)]
        if self.contested:
            lines += ["", say("receipt.contested", {"n": len(self.contested)}, language)]
            lines += [f"  {each.reference}  {named('attribute', each.attribute, language)}" for each in self.contested]
        return "\n".join([*lines, ""])

    def _told(self) -> dict[str, Any]:
        first, at = self.validations[0], self.signed_at
        return {
            "signer": first.signer, "authority": first.authority, "supplier": self.request.supplier_name,
            "central": self.request.central_name, "on": at.astimezone(PARIS).date(), "time": time_of(at),
        }  # fmt: skip


def receipt(actor: Actor, means: Means, request: int) -> Receipt:
    """The receipt of a validated request. Raises NotFound, the same for another's, for none and for one not validated."""
    require(actor, "validation.read", actor.organisation_id)
    found = asked_of(actor, means, request)
    validations = validation.signed(means.session, supplier_id=found.supplier_id, request_id=found.id)
    if not validations:
        raise NotFound("request.not_validated", request=request)
    return Receipt(found, tuple(validations), tuple(_contested(means, found, validations)))


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One validation in a list."""

    request: int | None
    supplier: str
    supplier_name: str
    code: str
    version: int
    name_fr: str
    name_en: str
    signer: str
    authority: str
    on: dt.date
    content_hash: str
    products: int


def receipts(actor: Actor, means: Means) -> list[ReceiptLine]:
    """The validations that the actor may see, the newest first: a supplier's own, all for staff."""
    require(actor, "validation.read", actor.organisation_id)
    own = actor.organisation_id if actor.kind == "supplier" else None
    found = [each for each in validation.signed(means.session, supplier_id=own) if _sees(actor, means, each)]
    return [
        ReceiptLine(
            each.request_id, each.supplier, each.supplier_name, each.code, each.version, each.name_fr, each.name_en,
            each.signer, each.authority, day_of(each.recorded_at), each.content_hash, len(each.products),
        )
        for each in reversed(found)
    ]  # fmt: skip


def _sees(actor: Actor, means: Means, each: Signed) -> bool:
    if actor.role == "link":
        return each.request_id == actor.request_id
    if actor.kind != "central":
        return True
    key = validation.version_key(means.session, each.code, each.version)
    return key is not None and key[2] == actor.organisation_id


def _contested(means: Means, found: AskedRequest, validations: Sequence[Signed]) -> list[Contested]:
    """What the supplier contested in this request when it validated; later words change no receipt."""
    until = max(each.recorded_at for each in validations)
    said = decided.of_request(means.session, found.supplier_id, found.id, until)
    lines = []
    for (_, _, attribute), (reference, words) in said.items():
        word = contested_by(words).get("supplier")
        if word:
            lines.append(Contested(reference, attribute, word.reason_code, word.reason))
    return sorted(lines, key=lambda each: (each.reference, each.attribute))


def _range_json(each: Signed) -> dict[str, Any]:
    return {
        "code": each.code,
        "version": each.version,
        "fr": each.name_fr,
        "en": each.name_en,
        "content_hash": each.content_hash,
        "products": [[reference, content] for _, reference, content in each.products],
    }


def _range_text(each: Signed, language: str) -> list[str]:
    name = each.name_fr if language == "fr" else each.name_en
    told = {"name": name, "code": each.code, "version": each.version, "n": len(each.products)}
    head = say("receipt.range", told, language)
    return [head, say("receipt.hash", {"hash": each.content_hash}, language), *_listed(each)]


def _listed(each: Signed) -> list[str]:
    return [f"  {reference}  {content[:16]}" for _, reference, content in each.products]
