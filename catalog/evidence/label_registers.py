"""What is known of a label whose register is loaded, and matching one label's register with the products in force."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from catalog.access import Actor
from catalog.errors import Invalid
from catalog.evidence import registering
from catalog.evidence.registering import Plan
from catalog.means import journal
from catalog.means.clock import end_of
from catalog.means.locks import alone
from catalog.means.means import Means
from catalog.published.tags import vocabulary_of
from catalog.queries import proofs, registers
from catalog.queries.registers import MatchLine, ProductLine
from catalog.reference.shipped import LIST
from imports.fields import fold


@dataclass(frozen=True, slots=True)
class LabelTerms:
    """A label.

    attribute: the one of ours that it proves, None where it proves none; issuer: its owner.

    families: the purchase families that it is given to; empty: any.
    """

    code: str
    attribute: str | None
    issuer: str | None
    families: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Labels:
    """Every label: its terms, the folded words that name it, the shapes of its numbers, and whose name it alone."""

    terms: Mapping[str, LabelTerms]
    words: Mapping[str, str]
    shapes: Mapping[str, str]
    telling: tuple[str, ...] = ()


def labels_of(means: Means) -> Labels:
    """The labels as the facts have them today."""
    until = end_of(means.clock.today())
    facts, known_labels = proofs.facts(means.session, until), vocabulary_of(means.session, until).labels
    known = {key for kind, key, _ in facts if kind == "attribute"}
    terms: dict[str, LabelTerms] = {}
    words: dict[str, str] = {}
    shapes: dict[str, str] = {}
    for code, payload in ((key, payload) for kind, key, payload in facts if kind == "label"):
        proven = [part for part in str(payload["attribute_proven"]).split(LIST) if part in known]
        terms[code] = LabelTerms(
            code, proven[0] if proven else None, str(payload["owner"]) or None,
            known_labels[code].families if code in known_labels else frozenset(),
        )  # fmt: skip
        for word in (code, payload["name_fr"], payload["name_en"], *str(payload["words"]).split(LIST)):
            if word:
                words.setdefault(fold(str(word)), code)
        if payload["number_regex"]:
            shapes[code] = str(payload["number_regex"])
    return Labels(
        terms, words, shapes, tuple(sorted(code for code, each in known_labels.items() if each.told_by_shape))
    )


def label_terms(means: Means, code: str) -> LabelTerms:
    """One label. Raises Invalid for a code that is none."""
    found = labels_of(means).terms.get(code)
    if found is None:
        raise Invalid("proof.label_unknown", value=code)
    return found


def match_label(
    actor: Actor, means: Means, terms: LabelTerms, products: Sequence[ProductLine] | None = None, *, dry: bool = False
) -> Plan:
    """Match what is loaded of a label with all products in force, or with these. Nothing where it proves no attribute.

    One at a time for a label: two would put the same questions twice.
    """
    if terms.attribute is None:
        return Plan()
    if not dry:
        alone(means.session, f"register:{terms.code}")
    extracts = registers.extracts(means.session, terms.code)
    made = registering.plan(
        means.session, terms.code, means.clock.today(), extracts, products=products, families=terms.families
    )
    if not dry and (made.verified or made.proposed or made.ended):
        registering.apply(actor, means, terms.code, terms.attribute, terms.issuer, made)
        told = {"verified": len(made.verified), "proposed": len(made.proposed), "ended": len(made.ended)}
        journal.write(actor, means, "register.match", f"label:{terms.code}", **told)
    return made


def listed_now(session: Session, lines: Sequence[MatchLine]) -> list[MatchLine]:
    """The proposals that still make sense, each with its entry as the register lists it now.

    Gone are those whose entry no extract that speaks lists any more, and those of products that got a proof meanwhile.
    """
    found: list[MatchLine] = []
    for label in dict.fromkeys(line.label for line in lines):
        heard = registering.speaking(registers.extracts(session, label))
        entries = [each for extract, groups in heard for each in registers.entries(session, extract, groups)]
        listed = {registering.identity(entry): entry for entry in reversed(entries)}
        authors = {extract.id: extract.author for extract, _ in heard}
        proven = {proof.key for proof in registers.standing_proofs(session, label)}
        for line in lines:
            entry = listed.get(registering.identity(line.entry))
            if line.label == label and entry is not None and line.product.key not in proven:
                found.append(dataclasses.replace(line, entry=entry, author=authors[entry.extract_id]))
    return sorted(found, key=lambda line: (-line.score, line.id))
