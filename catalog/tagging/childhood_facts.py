"""The early-childhood reference made ready: its name and version, and its rules on substances, forms and marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalog.tagging.words import any_of, triggers

Row = Mapping[str, str]
Families = Callable[[str], frozenset[str]]
NAMED = "early_childhood"
_DECLARED = "material declaration"
_NEVER = re.compile(r"(?!)")
_STANDARD = re.compile(r"(?:EN|ISO|NF|XP)\b.*\d")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the reference. effect: exclude, review, note, require or info."""

    id: str
    version: str
    effect: str
    families: frozenset[str]
    subject_fr: str
    subject_en: str

    def speaks_of(self, family: str | None) -> bool:
        """A substance is a substance where no family is known."""
        return family is None or family in self.families


@dataclass(frozen=True, slots=True)
class SubstanceRule:
    """Substances by number or name. with_form: it counts only where that form rule does (enzymes in a spray)."""

    rule: Rule
    cas: frozenset[str]
    names: re.Pattern[str]
    with_form: str | None


@dataclass(frozen=True, slots=True)
class FormRule:
    """A form or material told by the catalogue's words. unless: words that take it back ("tête mousse").

    everywhere: the description tells it too (a material), not only the name (a form).
    """

    rule: Rule
    words: re.Pattern[str]
    unless: re.Pattern[str]
    everywhere: bool


@dataclass(frozen=True, slots=True)
class MarkRule:
    """A mark or standard that products of these families need. labels: (label, product group or "")."""

    rule: Rule
    labels: frozenset[tuple[str, str]]
    standards: re.Pattern[str]

    def names(self, label: str | None, group: str | None) -> bool:
        """Whether a proof of this label (and product group) is one that the rule asks for."""
        return label is not None and ((label, "") in self.labels or (label, group or "-") in self.labels)


@dataclass(frozen=True, slots=True)
class Childhood:
    """The reference. in_ingredients: codes that count in section 3 of a sheet too, with what they do there."""

    name_fr: str
    name_en: str
    version: str
    substances: tuple[SubstanceRule, ...]
    forms: tuple[FormRule, ...]
    marks: tuple[MarkRule, ...]
    in_ingredients: Mapping[str, tuple[Rule, str]]
    form_triggers: frozenset[str]
    everywhere: frozenset[str]
    """Codes that count in whatever section of a sheet they stand (new hazard classes: 11.2 and 12.6)."""


def childhood_of(rows: Sequence[tuple[str, Row]], reference: Row, families: Families) -> Childhood:
    """The reference of these rows. A row without the newer columns says nothing in them."""
    kept = [(key, row, _rule(key, row, families)) for key, row in rows if row["rule_kind"] != "decision"]
    forms = [(row, rule) for _, row, rule in kept if row.get("words") and _is_form(row)]
    return Childhood(
        name_fr=reference.get("name_fr", "référentiel petite enfance"),
        name_en=reference.get("name_en", "early-childhood reference"),
        version=reference.get("version", "1"),
        substances=tuple(_substance(row, rule) for _, row, rule in kept if row["rule_kind"] == "substance"),
        forms=tuple(_form(row, rule) for row, rule in forms),
        marks=tuple(_mark(row, rule) for _, row, rule in kept if row["rule_kind"] == "required_mark"),
        in_ingredients={
            code: (rule, row["in_ingredients"])
            for _, row, rule in kept
            if row.get("in_ingredients")
            for code in _parts(row["codes"])
        },
        form_triggers=triggers(word for row, _ in forms for word in _parts(row["words"])),
        everywhere=frozenset(
            code for _, row, _ in kept if "11.2" in row["evidence_needed"] for code in _parts(row["codes"])
        ),
    )


def _rule(key: str, row: Row, families: Families) -> Rule:
    subject_fr = row["subject_fr"] or row["subject"]
    return Rule(key, row["version"], row["effect"], families(row["families"]), subject_fr, row["subject"])


def _is_form(row: Row) -> bool:
    """Forms, materials that the catalogue itself declares, and materials that a mark rule forbids."""
    return row["rule_kind"] in ("form", "required_mark") or _DECLARED in row["evidence_needed"]


def _form(row: Row, rule: Rule) -> FormRule:
    return FormRule(rule, _words(row["words"]), _words(row.get("unless")), row["rule_kind"] != "form")


def _substance(row: Row, rule: Rule) -> SubstanceRule:
    return SubstanceRule(rule, frozenset(_parts(row["cas"])), _words(row.get("words")), row.get("requires") or None)


def _mark(row: Row, rule: Rule) -> MarkRule:
    asked = _parts(row.get("requires"))
    labels = (each.partition("/") for each in asked if not _STANDARD.match(each))
    return MarkRule(
        rule,
        frozenset((label, group) for label, _, group in labels),
        standards_in(each for each in asked if _STANDARD.match(each)),
    )


def standards_in(names: Iterable[str]) -> re.Pattern[str]:
    """One pattern (on plain text) for standards however they are spaced: "EN 71-3", "EN71-3", "NF EN 71-3:2019"."""
    shapes = "|".join(
        re.escape(name.casefold()).replace(r"\ ", r"[\s-]?") for name in sorted(names, key=len, reverse=True)
    )
    return re.compile(rf"(?<!\w)(?:{shapes})(?!\d)") if shapes else _NEVER


def _words(text: str | None) -> re.Pattern[str]:
    return any_of(_parts(text)) or _NEVER


def _parts(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(";") if part.strip())
