"""The table of an export: what it is of, as on which day, with which hash; then one line an offer."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.tagging.records import Tag
from catalog.validating.range_content import Member, RangeContent, shown
from catalog.wording.rules import rule_in_words
from catalog.wording.sentences import named, say
from catalog.writing.table import Column, Table, Value

FIXED = (
    ("supplier", 28), ("reference", 18), ("name", 48), ("gtin", 16), ("agreement", 16), ("lot", 12), ("family", 24),
    ("version", 9), ("hand", 30),
)  # fmt: skip
OF_TAG = ("state", "labels", "proof", "number", "issuer", "until")


def table(whole: RangeContent, members: Sequence[Member], issue: int, language: str) -> Table:
    """No price: a range says what is compliant; what it costs stands in the catalogue."""
    attributes = list(dict.fromkeys(name for terms in whole.versions.values() for name in terms.asks.attributes))
    return Table(
        name=whole.last.name_fr if language == "fr" else whole.last.name_en,
        heading=_heading(whole, members, issue, language),
        columns=_columns(attributes, language),
        rows=[_row(each, attributes, language) for each in members],
    )


def _heading(whole: RangeContent, members: Sequence[Member], issue: int, language: str) -> list[str]:
    terms = whole.version
    facts = {"code": terms.code, "version": terms.number, "day": whole.on, "issue": issue, "hash": whole.content_hash}
    name = whole.last.name_fr if language == "fr" else whole.last.name_en
    spoken = sorted({each.version for each in members})
    lines = [name, say("range.export.version", facts, language), *rule_in_words(terms.rule, terms.profile, language)]
    if len(spoken) > 1:
        lines.append(say("range.export.versions", {"versions": ", ".join(map(str, spoken))}, language))
    codes = ("range.export.as_on", "range.export.hash", "range.export.issue", "range.export.no_signature")
    return [*lines, *(say(code, facts, language) for code in codes)]


def _columns(attributes: Sequence[str], language: str) -> list[Column]:
    fixed = [Column(say(f"range.column.{name}", {}, language), "whole" if name == "version" else "text", width)
             for name, width in FIXED]  # fmt: skip
    return fixed + [
        Column(say(f"range.column.{part}", {"attribute": name}, language), "date" if part == "until" else "text", 16)
        for name in attributes
        for part in OF_TAG
    ]


def _row(member: Member, attributes: Sequence[str], language: str) -> list[Value]:
    family = named("family", member.family, language) if member.family else None
    fixed: list[Value] = [
        member.supplier_name, member.reference, member.name, member.gtin, member.agreement, member.lot, family,
        member.version, member.hand.reason if member.hand else None,
    ]  # fmt: skip
    return fixed + [value for name in attributes for value in _of_tag(member.tags.get(name), language)]


def _of_tag(tag: Tag | None, language: str) -> list[Value]:
    """An equivalent to a label has its own word: it is never exported as labelled."""
    if tag is None:
        return [None] * len(OF_TAG)
    proof = shown(tag)
    state = "equivalent" if tag.equivalent else "reserve" if tag.state == "unknown" and tag.reserve else tag.state
    labels = ", ".join(named("label", label, language) for label in tag.labels) if tag.state == "yes" else ""
    word = say("range.state.reserve" if state == "reserve" else f"selection.state.{state}", {}, language)
    if proof is None:
        return [word, labels or None, None, None, None, tag.until]
    return [
        word,
        labels or None,
        named("proof_kind", proof.kind, language),
        proof.number,
        proof.issuer,
        proof.valid_until,
    ]
