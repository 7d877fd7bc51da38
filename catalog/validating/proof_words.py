"""A proven tag in words, as documents print it: the state, the proof with number and issuer, who checked it, until when."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from catalog.reference.shipped import facts_of
from catalog.tagging.records import Proof, Tag
from catalog.validating.range_content import shown
from catalog.wording.sentences import named, say


def state_words(tag: Tag, language: str) -> str:
    """« Écolabellisé : oui (Écolabel européen) ». An equivalent to a label has its own word, and no label."""
    state = say(_state(tag), {}, language)
    labels = ", ".join(named("label", label, language) for label in labels_of(tag))
    code = "note.attribute_labels" if labels else "note.attribute"
    return say(code, {"attribute": tag.attribute, "state": state, "labels": labels}, language)


def labels_of(tag: Tag) -> tuple[str, ...]:
    """The labels that show it. A label that is only evidence among others (early childhood) names nothing."""
    return tag.labels if tag.state == "yes" and tag.attribute in _by_label() else ()


@cache
def _by_label() -> frozenset[str]:
    """The attributes that holding a label shows, as the facts say."""
    return frozenset(fact.key for fact in facts_of("attribute") if fact.payload["by_label"] == "yes")


def _state(tag: Tag) -> str:
    if tag.equivalent:
        return "selection.state.equivalent"
    return "range.state.reserve" if tag.state == "unknown" and tag.reserve else f"selection.state.{tag.state}"


def proof_words(tag: Tag, language: str) -> list[str]:
    """The proof that the tag rests on, one sentence a fact; only the end where there is none.

    What no label shows says first what it meets: the reference with its version and day.
    """
    proof = shown(tag)
    met = [] if tag.attribute in _by_label() else [say(tag.reason.code, tag.reason.params, language)]
    return [*met, *(_proof(proof, language) if proof else ()), _until(tag, proof, language)]


def _proof(proof: Proof, language: str) -> Iterator[str]:
    parts = [named("proof_kind", proof.kind, language)]
    if proof.number:
        parts.append(say("note.proof.number", {"number": proof.number}, language))
    if proof.issuer:
        parts.append(say("note.proof.issuer", {"issuer": proof.issuer}, language))
    yield say("note.proof", {"proof": ", ".join(parts)}, language)
    if checked := _checked(proof, language):
        yield checked


def _checked(proof: Proof, language: str) -> str | None:
    """Who looked at it; a match in the issuer's register stands for itself."""
    if proof.checked_on is not None:
        code = "note.checked.by" if proof.checked_by else "note.checked.on"
        return say(code, {"by": proof.checked_by, "on": proof.checked_on}, language)
    return say("note.checked.matched", {}, language) if proof.matched else None


def _until(tag: Tag, proof: Proof | None, language: str) -> str:
    until = tag.until or (proof.valid_until if proof else None)
    return say("note.until", {"until": until}, language) if until else say("note.no_end", {}, language)
