"""Words that nobody understood, on most products first, with what they may mean; each is decided once for everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from catalog.access import Actor, require
from catalog.errors import Invalid
from catalog.evidence.fact_changes import rehearse_fact
from catalog.means import journal
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.models import Word, new_id
from catalog.published.what_if import WhatIf
from catalog.queries import agreements, proofs, release, words
from catalog.queries.tagging import TaggingInput
from catalog.tagging.heard import word_of
from catalog.tagging.left_over import understood
from catalog.tagging.vocabulary import Vocabulary
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
    """A word that nobody understood: where it stands, on how many products, of how many suppliers.

    rows: of the last files. products: of the current publication or, where a supplier's last file has more, of that.
    """

    kinds: tuple[str, ...]
    word: str
    column: str
    rows: int
    suppliers: int
    proposals: tuple[Proposal, ...] = ()
    products: int = 0


@dataclass(frozen=True, slots=True)
class Decided:
    """A word that was decided; meaning None: it means nothing to us."""

    kind: str
    word: str
    meaning: str | None
    reason: str | None


def list_words(actor: Actor, means: Means) -> list[WordLine]:
    """What waits for a decision, on most products first, with proposals: in the last batches, and in what stands."""
    require(actor, "word.read")
    vocabulary, known = _vocabulary(means), words.decided(means.session)
    found: dict[tuple[tuple[str, ...], str], dict[int, _Heap]] = {}
    for supplier_id, field, heap in _unclear(actor, means):
        kinds = _kinds(field)
        waits = not any((kind, _key(kind, heap.word)) in known for kind in kinds)
        if waits and not understood(field, heap.word, vocabulary):
            of = found.setdefault((kinds, fold(heap.word)), {})
            of[supplier_id] = of[supplier_id].beside(heap) if supplier_id in of else heap
    near = _candidates(means, vocabulary)
    lines = [_line(kinds, list(of.values()), near) for (kinds, _), of in found.items()]
    return sorted(lines, key=lambda line: (-line.products, line.word))


@dataclass(frozen=True, slots=True)
class _Heap:
    """A word in one supplier's files and products."""

    word: str
    column: str
    rows: int
    standing: int

    def beside(self, other: _Heap) -> _Heap:
        """Both: the last file holds the products that stand, so the greater number counts, never the sum."""
        most = max(self, other, key=lambda each: each.rows)
        return _Heap(most.word, most.column, most.rows, max(self.standing, other.standing))


def _unclear(actor: Actor, means: Means) -> Iterator[tuple[int, str, _Heap]]:
    """(supplier id, field, word) of the last batches, then of the products that stand."""
    seen = agreements.scope_today(means.session, actor, means.clock)
    for supplier_id, report in words.left_over(means.session, seen):
        for each in report.get("leftovers", ()):
            yield supplier_id, each["field"], _Heap(each["value"], each["column"], each["rows"], 0)
    number = release.publication_on(means.session, means.clock.today())
    for supplier_id, column, quote, products in words.unheard(means.session, number, seen):
        yield supplier_id, "label", _Heap(quote, column or "", 0, products)


def list_decided(actor: Actor, means: Means) -> list[Decided]:
    """The words that were decided, by kind and word."""
    require(actor, "word.read")
    rows = sorted(words.decided(means.session).items())
    return [Decided(kind, word, row.meaning, row.reason) for (kind, word), row in rows]


def decide_word(
    actor: Actor, means: Means, kind: str, word: str, meaning: str | None, reason: str | None = None
) -> None:
    """Say what a word means; None: nothing. A later word on it wins.

    A label's word is heard at once on products published before; the others from the next reading on.
    Raises Invalid for a kind or a meaning that is none.
    """
    require(actor, "word.decide")
    key = _sound(means, kind, word, meaning)
    code = unit_code(meaning) if kind == "unit" and meaning else meaning
    row = Word(
        id=new_id(), kind=kind, word=key, meaning=code, reason=reason, recorded_at=means.clock.now(),
        by_organisation_id=actor.organisation_id, by_account_id=actor.account_id,
    )  # fmt: skip
    means.session.add(row)
    journal.write(actor, means, "word.decide", f"word:{kind}:{key}", meaning=code, reason=reason)


def rehearse_word(actor: Actor, means: Means, word: str, meaning: str | None) -> WhatIf:
    """What a decision on a label's word would move on the products that stand. Nothing is written. Raises Invalid."""
    require(actor, "word.decide")
    key = _sound(means, "label", word, meaning)
    return rehearse_fact(actor, means, "label_word", key, {"label": meaning} if meaning else None, _unlabelled)


def _unlabelled(given: TaggingInput) -> bool:
    return any(claim.label is None for claim in given.product.claims)


def _sound(means: Means, kind: str, word: str, meaning: str | None) -> str:
    """The word as it is kept. Raises Invalid."""
    key = _key(kind, word)
    if kind not in ("label", "family", "unit", "yes_no", "header") or not key:
        raise Invalid("word.kind", kind=kind, word=word)
    if meaning is not None and not _possible(kind, meaning, _vocabulary(means)):
        raise Invalid("word.meaning", kind=kind, meaning=meaning)
    return key


def _key(kind: str, word: str) -> str:
    """As it is compared: by the vocabulary for labels, by the readers for the rest."""
    return word_of(word) if kind == "label" else fold(word)


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


def _line(kinds: tuple[str, ...], of: list[_Heap], near: Mapping[str, Known]) -> WordLine:
    first = max(of, key=lambda each: (each.rows, each.standing))
    proposals = [one for kind in kinds for one in _proposals(kind, first.word, near.get(kind, {}))]
    best = sorted(proposals, key=lambda one: -one.score)[:PROPOSED]
    rows, products = sum(each.rows for each in of), sum(max(each.rows, each.standing) for each in of)
    return WordLine(kinds, first.word, first.column, rows, len(of), tuple(best), products)


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
