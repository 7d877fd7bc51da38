"""The facts made ready for the rules: frozen, compiled once, the same from files or from the facts table."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from catalog.tagging.childhood_facts import NAMED, Childhood, childhood_of
from catalog.tagging.hazard_facts import HazardRule, Statement, hazard_codes, hazard_rule, listed, statement
from catalog.tagging.label_facts import (
    Criteria,
    Equivalence,
    Standard,
    criteria_of,
    equivalences_of,
    near_of,
    standards_of,
)
from catalog.tagging.words import any_of, loosely, triggers

Payload = Mapping[str, str]
Fact = tuple[str, str, Payload]
"""(kind, key, payload), as `catalog.reference` ships it or the facts table keeps it."""

ANY_FAMILY = "*"


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute that a product may carry. `by_label`: it says that a label is held, so an equivalent is not it."""

    code: str
    by_label: bool
    not_proven_by: frozenset[str]


@dataclass(frozen=True, slots=True)
class Label:
    """A mark. shape: a whole number; within, near: in a text, right or begun alike; told_by_shape: a number names it."""

    code: str
    attribute: str
    families: frozenset[str]
    shape: re.Pattern[str] | None
    within: re.Pattern[str] | None
    near: re.Pattern[str] | None
    told_by_shape: bool
    words: re.Pattern[str] | None
    triggers: frozenset[str]
    """A text with none of these words does not name it."""
    attributes: frozenset[str]
    """All that it stands for; `attribute` is the first of them."""


@dataclass(frozen=True, slots=True)
class Group:
    """A product group of a label. `criteria_end`: the last day of its criteria, None where it is not known for sure."""

    label: str
    number: str
    name_fr: str
    name_en: str
    families: frozenset[str]
    criteria_end: dt.date | None
    closed: bool


@dataclass(frozen=True, slots=True)
class ClaimWord:
    """Words of a title that claim an attribute or speak against it. `families`: where they mean that; empty: anywhere."""

    id: str
    attribute: str
    effect: str
    families: frozenset[str]
    pattern: re.Pattern[str]
    triggers: frozenset[str]


@dataclass(frozen=True, slots=True)
class BiocideWord:
    """Words by which a disinfectant is known, anywhere or in the name only."""

    id: str
    name_only: bool
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Document:
    """The document to ask for, by attribute; `families` empty: for any."""

    attribute: str
    families: frozenset[str]
    name_fr: str
    name_en: str


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Everything the rules know. Compared by identity: two are never mixed in one run."""

    attributes: Mapping[str, Attribute]
    labels: Mapping[str, Label]
    groups: Mapping[tuple[str, str], Group]
    countries: Mapping[str, bool]
    claim_words: tuple[ClaimWord, ...]
    biocide_words: tuple[BiocideWord, ...]
    hazard_rules: tuple[HazardRule, ...]
    statements: Mapping[str, Statement]
    accepted_labels: frozenset[str]
    documents: tuple[Document, ...]
    proof_kinds: Mapping[str, tuple[str, str]]
    families: Mapping[str, tuple[str, ...]]
    family_patterns: Mapping[str, re.Pattern[str]]
    suited_families: frozenset[str]
    """The families that the early-childhood rules speak of; outside them they do not apply."""
    mixtures: frozenset[str]
    """The families of detergents, disinfectants, paints and glues."""
    disinfected: frozenset[str]
    """The families among which disinfectants are sold."""
    poured: frozenset[str]
    """The families of what comes in a bottle: there "flacon recyclé" speaks of the bottle."""
    shape_hint: re.Pattern[str] | None
    """Finds, in a text in capitals, where a number that names its label by its shape alone may begin."""
    claim_triggers: frozenset[str]
    """A text with none of these words names no label and makes no claim."""
    claim_shapes: str
    """The same more closely, as an expression for whole columns of plain texts (`words.loosely`)."""
    biocide_triggers: frozenset[str]
    heard: Mapping[str, str]
    """Words of suppliers, plain -> the label that staff decided them to mean in a label cell."""
    composed: frozenset[str]
    """The families whose full composition the early-childhood reference asks for (soaps, care)."""
    detergents: frozenset[str]
    paints: frozenset[str]
    childhood: Childhood
    criteria: Mapping[str, Criteria]
    """ "LABEL/GROUP" -> what staff decided of the end of its criteria."""
    equivalences: tuple[Equivalence, ...]
    standards: tuple[Standard, ...]
    """Standards and schemes beside "remanufactured", and what they prove of it."""
    heard_within: re.Pattern[str] | None
    """Finds any of them in a plain label cell."""

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> Vocabulary:
        """The vocabulary of these facts, in whatever order they come; the same facts give the same vocabulary.

        Raises KeyError for a scope word that no `family_scope` fact explains.
        """
        return _vocabulary(tuple(sorted((kind, key, tuple(sorted(row.items()))) for kind, key, row in facts)))

    def document_for(self, attribute: str, family: str | None) -> Document:
        """The document that would settle an attribute of a product of this family."""
        return _document_for(self, attribute, family)

    def asked(self, piece: str) -> Document:
        """A document by its own name, whatever the attribute: "sheet", "ingredients", "label" ..."""
        return self.document_for(f"piece.{piece}", None)

    def spoken_of(self, plain_text: str) -> str | None:
        """The family whose word comes first in a text ("imprimante compatible toner" is about a printer)."""
        found = ((pattern.search(plain_text), code) for code, pattern in self.family_patterns.items())
        places = [(match.start(), -match.end(), code) for match, code in found if match]
        return min(places)[2] if places else None


@lru_cache(maxsize=4096)
def _document_for(vocabulary: Vocabulary, attribute: str, family: str | None) -> Document:
    fitting = [item for item in vocabulary.documents if item.attribute == attribute]
    named = [item for item in fitting if family in item.families]
    return (named or [item for item in fitting if not item.families] or [_NO_DOCUMENT])[0]


_NO_DOCUMENT = Document("", frozenset(), "un document qui le prouve", "a document that proves it")
_Facts = Sequence[tuple[str, Payload]]
_Rows = Mapping[str, _Facts]
_Scopes = Mapping[str, frozenset[str]]


@lru_cache(maxsize=8)
def _vocabulary(facts: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]) -> Vocabulary:
    """Kept for the next caller: what the rules remember of a vocabulary is worth something only while it is the same."""
    kinds: dict[str, list[tuple[str, Payload]]] = {}
    for kind, key, row in facts:
        kinds.setdefault(kind, []).append((key, dict(row)))
    return _build(kinds)


def _build(kinds: _Rows) -> Vocabulary:
    scopes = _scopes(kinds)
    families = {key: listed(row["words_fr"]) + listed(row["words_en"]) for key, row in kinds.get("family", ())}
    rules = [(key, row) for key, row in kinds.get("early_childhood", ()) if row["rule_kind"] != "decision"]
    return Vocabulary(
        attributes={key: _attribute(key, row) for key, row in sorted(kinds.get("attribute", ()), key=_order)},
        labels={key: _label(key, row, scopes) for key, row in kinds.get("label", ())},
        groups={(row["label"], row["group"]): _group(row, scopes) for _, row in kinds.get("ecolabel_group", ())},
        countries={key: row["regions"] == "yes" for key, row in kinds.get("country", ())},
        claim_words=_claim_words(kinds, scopes),
        biocide_words=tuple(_biocide_word(key, row) for key, row in kinds.get("biocide_word", ())),
        hazard_rules=tuple(hazard_rule(key, row) for key, row in rules if hazard_codes(row)),
        statements={key: statement(key, row) for key, row in kinds.get("hazard_statement", ())},
        accepted_labels=_accepted(rules),
        documents=tuple(_document(row, scopes) for _, row in kinds.get("document", ())),
        proof_kinds={key: (row["name_fr"], row["name_en"]) for key, row in kinds.get("proof_kind", ())},
        families=families,
        family_patterns={key: found for key, words in families.items() if (found := any_of(words))},
        **_reached(rules, scopes),
        shape_hint=_hint(_body(row) for _, row in kinds.get("label", ()) if row["told_by_shape"] == "yes"),
        claim_triggers=triggers(_words_in(kinds, "label", "remanufactured", "claim_word")),
        claim_shapes=loosely(_words_in(kinds, "label", "remanufactured", "claim_word")),
        biocide_triggers=triggers(_words_in(kinds, "biocide_word")),
        **_decided(kinds, scopes),
    )


def _reached(rules: _Facts, scopes: _Scopes) -> dict[str, Any]:
    """Which families are what, for the early-childhood reference."""
    return {
        "suited_families": frozenset().union(*(_families(row["families"], scopes) for _, row in rules)),
        "mixtures": _scope(scopes, "detergents", "disinfectants", "paint_glue"),
        "disinfected": _scope(scopes, "disinfectants"),
        "poured": _scope(scopes, "detergents", "soap"),
        "composed": _scope(scopes, "composition"),
        "detergents": _scope(scopes, "detergents"),
        "paints": _scope(scopes, "paint_glue"),
    }


def _decided(kinds: _Rows, scopes: _Scopes) -> dict[str, Any]:
    """The early-childhood reference, and what stands or was decided beside labels."""
    reference: Payload = dict(kinds.get("reference", ())).get(NAMED, {})
    return {
        "heard": {key: row["label"] for key, row in kinds.get("label_word", ())},
        "heard_within": _exactly(key for key, _ in kinds.get("label_word", ())),
        "childhood": childhood_of(kinds.get(NAMED, ()), reference, lambda text: _families(text, scopes)),
        "criteria": criteria_of(kinds.get("criteria", ())),
        "equivalences": equivalences_of(kinds.get("equivalence", ()), lambda text: _named_families(text, scopes)),
        "standards": standards_of(kinds.get("remanufactured", ())),
    }


def _accepted(rules: Iterable[tuple[str, Payload]]) -> frozenset[str]:
    required = (row for _, row in rules if row["rule_kind"] == "required_label")
    return frozenset(code for row in required for code in listed(row["codes"]))


def _words_in(kinds: _Rows, *names: str) -> Iterator[str]:
    for name in names:
        for _, row in kinds.get(name, ()):
            yield from listed(row["words"])


def _body(row: Payload) -> str:
    return row["search_regex"] or row["number_regex"].removeprefix("^").removesuffix("$")


def _exactly(words: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern for words as they stand, longest first; no other forms, so that a find is a key."""
    shapes = [re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))]
    return re.compile(rf"(?<!\w)(?:{'|'.join(shapes)})(?!\w)") if shapes else None


def _hint(bodies: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern for all: a text is looked at a second time only where it finds something."""
    joined = "|".join(body for body in bodies if body)
    return re.compile(rf"(?<![\w/-])(?:{joined})") if joined else None


def _scopes(kinds: _Rows) -> Mapping[str, frozenset[str]]:
    families = frozenset(key for key, _ in kinds.get("family", ()))
    rows = kinds.get("family_scope", ())
    return {key: families if row["families"] == ANY_FAMILY else frozenset(listed(row["families"])) for key, row in rows}


def _scope(scopes: Mapping[str, frozenset[str]], *words: str) -> frozenset[str]:
    return frozenset().union(*(scopes.get(word, frozenset()) for word in words))


def _families(text: str, scopes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*(scopes[word] for word in listed(text)))


def _named_families(text: str, scopes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Family codes, or scope words, as staff wrote them."""
    return frozenset().union(*(scopes.get(word, frozenset({word})) for word in listed(text)))


def _order(item: tuple[str, Payload]) -> int:
    return int(item[1]["order"])


def _attribute(key: str, row: Payload) -> Attribute:
    return Attribute(key, row["by_label"] == "yes", frozenset(listed(row["not_proven_by"])))


def _label(key: str, row: Payload, scopes: Mapping[str, frozenset[str]]) -> Label:
    whole = row["number_regex"]
    telling = row["told_by_shape"] == "yes"
    return Label(
        code=key,
        attribute=row["attribute_proven"].split(";")[0],
        families=_families(row["families"], scopes),
        shape=re.compile(whole, re.IGNORECASE) if whole else None,
        within=re.compile(rf"(?<![\w/-])(?:{_body(row)})(?![\w/])", re.IGNORECASE if telling else 0) if whole else None,
        near=near_of(row) if telling else None,
        told_by_shape=telling,
        words=any_of(listed(row["words"])),
        triggers=triggers(listed(row["words"])),
        attributes=frozenset(row["attribute_proven"].split(";")),
    )


def _group(row: Payload, scopes: Mapping[str, frozenset[str]]) -> Group:
    return Group(
        row["label"],
        row["group"],
        row["name_fr"],
        row["name_en"],
        _families(row["families"], scopes),
        dt.date.fromisoformat(row["criteria_end"]) if row["criteria_end"] else None,
        row["closed"] == "yes",
    )


def _claim_words(kinds: _Rows, scopes: Mapping[str, frozenset[str]]) -> tuple[ClaimWord, ...]:
    rows = [*kinds.get("remanufactured", ()), *kinds.get("claim_word", ())]
    found = (_claim_word(key, row, scopes) for key, row in rows if row["attribute"])
    return tuple(word for word in found if word)


def _claim_word(key: str, row: Payload, scopes: Mapping[str, frozenset[str]]) -> ClaimWord | None:
    words = listed(row["words"])
    pattern = any_of(words)
    families = _families(row["families"], scopes)
    return ClaimWord(key, row["attribute"], row["effect"], families, pattern, triggers(words)) if pattern else None


def _biocide_word(key: str, row: Payload) -> BiocideWord:
    pattern = any_of(listed(row["words"]))
    return BiocideWord(key, row["place"] == "name", pattern or re.compile(r"(?!)"))


def _document(row: Payload, scopes: Mapping[str, frozenset[str]]) -> Document:
    return Document(row["attribute"], _families(row["families"], scopes), row["name_fr"], row["name_en"])
