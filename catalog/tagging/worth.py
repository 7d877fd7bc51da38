"""What a proof's label or standard is worth for its attribute: enough, superseded, or nothing at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from catalog.tagging.label_facts import standards_named
from catalog.tagging.licences import licence_of
from catalog.tagging.records import Proof
from catalog.tagging.vocabulary import Vocabulary

REMADE = "remanufactured"
CHILDHOOD = "early_childhood"


@dataclass(frozen=True, slots=True)
class Worth:
    """How much, why, and the standard or label that says so; `code` "" where nothing speaks against it."""

    weight: Literal["enough", "weak", "nothing"]
    code: str = ""
    rule: str = ""
    about: Mapping[str, str | None] | None = None


ENOUGH = Worth("enough")


def worth(proof: Proof, vocabulary: Vocabulary) -> Worth:
    """Of its kind a proof may show anything (see `findings.proves`); here speaks what it names."""
    if proof.attribute == CHILDHOOD or proof.basis == "equivalence":
        return ENOUGH
    return _remade(proof, vocabulary) if proof.attribute == REMADE else _of_label(proof, vocabulary)


def _of_label(proof: Proof, vocabulary: Vocabulary) -> Worth:
    label = vocabulary.labels.get(proof.label or "")
    if label is None or proof.attribute in label.attributes:
        return ENOUGH
    return Worth("nothing", "why.label.nothing", "LA-01", {"label": proof.label})


def _remade(proof: Proof, vocabulary: Vocabulary) -> Worth:
    """A label proves it by its criteria: Blue Angel UZ 177, not UZ 205. Else what standards the proof names."""
    proving = {each.label_group for each in vocabulary.standards if each.label_group and each.proves == "proves"}
    labelled = vocabulary.labels.get(proof.label or "")
    if labelled and proof.number:
        group = licence_of(labelled.code, proof.number, vocabulary).group
        if f"{labelled.code}/{group}" in proving:
            return ENOUGH
    if labelled and not proof.number and any(each.startswith(f"{labelled.code}/") for each in proving):
        return ENOUGH
    return _by_standard(proof, vocabulary, bool(labelled))


def _by_standard(proof: Proof, vocabulary: Vocabulary, labelled: bool) -> Worth:
    told = " ".join(text for text in (proof.number, proof.document_name, proof.issuer) if text).replace("_", " ")
    found = {each.proves: each for each in reversed(standards_named(told, vocabulary.standards))}
    if "proves" in found:
        return Worth("enough", "why.standard.proves", found["proves"].id, {"standard": found["proves"].name})
    if "weak" in found:
        return Worth("weak", "why.standard.weak", found["weak"].id, {"standard": found["weak"].name})
    if labelled:
        return Worth("nothing", "why.label.nothing", "LA-01", {"label": proof.label})
    other = next(iter(found.values()), None)
    return Worth("nothing", "why.standard.nothing", other.id, {"standard": other.name}) if other else ENOUGH
