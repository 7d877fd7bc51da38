"""The sentence a buyer copies into a file: of a compliant offer only, with its proofs and their last days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from catalog.services.buying.sheet import OfferSeen, Sheet
from catalog.tagging.records import Proof, Tag
from ui.parts.markup import fill
from ui.parts.names import Names
from ui.parts.verdict import Verdict
from ui.parts.why import name_of, proof_name
from ui.wording.words import counted, t, word


def copied(told: Sequence[Verdict], sheet: Sheet, offer: OfferSeen, names: Names, day: dt.date) -> None:
    """Draw it: the text with its button for the ranges that the offer is in, else why there is none."""
    inside = [each for each in told if each.inside]
    missed = next((each for each in told if each.claimed and not each.inside), None)
    if not inside and missed is None:
        return
    st.header(t("copied.title"), anchor=False)
    for each in inside:
        st.code(text_of(each, sheet, offer, names, day), language=None, wrap_lines=True)
    if not inside and missed is not None:
        st.html(fill('<p class="quiet-text">{text}</p>', text=_why_none(missed)))


def text_of(verdict: Verdict, sheet: Sheet, offer: OfferSeen, names: Names, day: dt.date) -> str:
    """One paragraph: what it is, where it is ordered, which range it meets in which version, shown by what until when.

    Raises ValueError for an offer that is not in the range: nothing that justifies is ever written of it.
    """
    if not verdict.inside:
        raise ValueError(f"{sheet.reference} is not in {verdict.code}")
    language = names.language
    told = [_proof(tag, proof, language) for tag in verdict.asked for proof in _in_force(tag, day)]
    return word(
        "copied.text", language, name=sheet.name, reference=sheet.reference,
        supplier=sheet.supplier_name, agreement=f"{offer.agreement}, {offer.agreement_name}",
        lot=f"{offer.lot}, {offer.lot_name}", range=names("range", verdict.code), version=verdict.found.version,
        day=day, proofs="\u00a0; ".join(told) if language == "fr" else "; ".join(told),
    )  # fmt: skip


def _in_force(tag: Tag, day: dt.date) -> list[Proof]:
    """The proofs that a person or a register has accepted and that are valid on the day, each once."""
    found = {rule.proof.id: rule.proof for rule in tag.rules if rule.proof is not None and rule.outcome == "pass"}
    return [
        proof for proof in found.values()
        if (proof.accepted or proof.matched) and (proof.valid_until is None or proof.valid_until >= day)
    ]  # fmt: skip


def _proof(tag: Tag, proof: Proof, language: str) -> str:
    """With its own last day, else that of its label's criteria. An equivalent is never named after the label that it does
    not hold."""
    criteria = tag.ends.criteria if tag.ends and proof.label and not proof.valid_until else None
    code = "until" if proof.valid_until else "criteria" if criteria else "open"
    issuer = f", {proof.issuer}" if proof.issuer else ""
    return word(
        f"copied.proof.{code}",
        language,
        attribute=name_of(tag, language),
        proof=f"{proof_name(proof, language)}{issuer}",
        until=proof.valid_until or criteria,
    )


def _why_none(missed: Verdict) -> str:
    short = len(missed.asked) - missed.proven
    return counted(short, "copied.none", asked=len(missed.asked)) if short else t("copied.none.other")
