"""Words that nobody understood, the most frequent first, with what they may mean; each is decided once for everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from catalog.access import Actor, require
from catalog.errors import Invalid
from catalog.means import journal
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.models import Word, new_id
from catalog.queries import agreements, proofs, words
from catalog.tagging.left_over import understood
from catalog.tagging.vocabulary import Vocabulary
from catalog.tagging.words import plain
from catalog.wording.sentences import templates
from imports.cleaning.units import unit_code
from imports.fields import fold, known_field

NEAR = 60.0
"""Least likeness (0-100) of a word that is proposed."""
PROPOSED = 3
YES_NO = ("yes", "no")
SAID = {"oui": "yes", "certifie": "yes", "conforme": "yes", "yes": "yes", "non": "no", "aucun": "no", "sans": "no"}
"""Words that a cell may begin with, and what it then probably says."""
Known = Mapping[str, str]
"""Folded word -> meaning."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a word may mean. score: 0 to 100."""

    kind: str
    meaning: str
    score: int


@dataclass(frozen=True, slots=True)
class WordLine:
    """A word that nobody understood: where it stands, in how many rows, of how many suppliers."""

    kinds: tuple[str, ...]
    word: str
    column: str
    rows: int
    suppliers: int
    proposals: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """A word that was decided; meaning None: it means nothing to us."""

    kind: str
    word: str
    meaning: str | None
    reason: str | None


def list_words(actor: Actor, means: Means) -> list[WordLine]:
    """What waits for a decision in the last batches, the most frequent first, with proposals."""
    require(actor, "word.read")
    seen = agreements.scope_today(means.session, actor, means.clock)
    vocabulary, known = _vocabulary(means), words.decided(means.session)
    found: dict[tuple[tuple[str, ...], str], dict[int, dict[str, Any]]] = {}
    for supplier_id, report in words.left_over(means.session, seen):
        for each in report.get("leftovers", ()):
            kinds, folded = _kinds(each["field"]), fold(each["value"])
            if not any((kind, _key(kind, each["value"])) in known for kind in kinds) and not understood(
                each["field"], each["value"], vocabulary
            ):
                most = found.setdefault((kinds, folded), {}).setdefault(supplier_id, each)
                if each["rows"] > most["rows"]:
                    found[kinds, folded][supplier_id] = each
    near = _candidates(means, vocabulary)
    lines = [_line(kinds, list(of.values()), near) for (kinds, _), of in found.items()]
    return sorted(lines, key=lambda line: (-line.rows, line.word))


def list_decided(actor: Actor, means: Means) -> list[Decided]:
    """The words that were decided, by kind and word."""
    require(actor, "word.read")
    rows = sorted(words.decided(means.session).items())
    return [Decided(kind, word, row.meaning, row.reason) for (kind, word), row in rows]


def decide_word(
    actor: Actor, means: Means, kind: str, word: str, meaning: str | None, reason: str | None = None
) -> None:
    """Say what a word means, from the next reading and tagging on; None: nothing. A later word on it wins.

    Raises Invalid for a kind or a meaning that is none.
    """
    require(actor, "word.decide")
    key = _key(kind, word)
    if kind not in ("label", "family", "unit", "yes_no", "header") or not key:
        raise Invalid("word.kind", kind=kind, word=word)
    if meaning is not None and not _possible(kind, meaning, _vocabulary(means)):
        raise Invalid("word.meaning", kind=kind, meaning=meaning)
    code = unit_code(meaning) if kind == "unit" and meaning else meaning
    row = Word(
        id=new_id(), kind=kind, word=key, meaning=code, reason=reason, recorded_at=means.clock.now(),
        by_organisation_id=actor.organisation_id, by_account_id=actor.account_id,
    )  # fmt: skip
    means.session.add(row)
    journal.write(actor, means, "word.decide", f"word:{kind}:{key}", meaning=code, reason=reason)


def _key(kind: str, word: str) -> str:
    """As it is compared: by the vocabulary for labels, by the readers for the rest."""
    return " ".join(plain(word).split()) if kind == "label" else fold(word)


def _kinds(field: str) -> tuple[str, ...]:
    if field in ("order_unit", "content_unit"):
        return ("unit",)
    return ("label", "yes_no") if field.startswith("claim:") else (field,)


def _possible(kind: str, meaning: str, vocabulary: Vocabulary) -> bool:
    tests: Mapping[str, Callable[[str], object]] = {
        "label": vocabulary.labels.__contains__,
        "family": vocabulary.families.__contains__,
        "unit": unit_code,
        "yes_no": YES_NO.__contains__,
        "header": known_field,
    }
    return bool(tests[kind](meaning))


def _line(kinds: tuple[str, ...], of: list[dict[str, Any]], near: Mapping[str, Known]) -> WordLine:
    first = max(of, key=lambda each: each["rows"])
    proposals = [one for kind in kinds for one in _proposals(kind, first["value"], near.get(kind, {}))]
    best = sorted(proposals, key=lambda one: -one.score)[:PROPOSED]
    return WordLine(kinds, first["value"], first["column"], sum(each["rows"] for each in of), len(of), tuple(best))


def _proposals(kind: str, word: str, known: Known) -> list[Proposal]:
    folded = fold(word)
    if kind == "yes_no":
        said = SAID.get(folded.split(" ")[0]) if folded else None
        return [Proposal(kind, said, 90)] if said else []
    best: dict[str, int] = {}
    hits = process.extract(folded, known.keys(), scorer=fuzz.WRatio, limit=10 * PROPOSED, score_cutoff=NEAR)
    for near, score, _ in hits:
        best[known[near]] = max(best.get(known[near], 0), round(score))
    return [Proposal(kind, meaning, score) for meaning, score in best.items()]


def _candidates(means: Means, vocabulary: Vocabulary) -> Mapping[str, Known]:
    facts = proofs.facts(means.session, end_of(means.clock.today()))
    labels = [(key, _spoken(row, "words", "name_fr", "name_en")) for kind, key, row in facts if kind == "label"]
    families = [(code, (code, *spoken)) for code, spoken in vocabulary.families.items()]
    units = [(name.split(".")[1], (said["fr"], said["en"])) for name, said in templates().items() if _is_unit(name)]
    return {"label": _known(labels), "family": _known(families), "unit": _known(units)}


def _is_unit(name: str) -> bool:
    return name.startswith(("unit.", "units.")) and name.count(".") == 1


def _spoken(row: Mapping[str, Any], *columns: str) -> list[str]:
    return [part.strip() for column in columns for part in (row.get(column) or "").split(";")]


def _known(spoken: Iterable[tuple[str, Iterable[str]]]) -> Known:
    return {fold(word): meaning for meaning, said in spoken for word in said if fold(word)}


def _vocabulary(means: Means) -> Vocabulary:
    return Vocabulary.of(proofs.facts(means.session, end_of(means.clock.today())))
