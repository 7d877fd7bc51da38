"""What is remembered of a supplier's files, and of suppliers' words: kept when a person confirms it, given to the next reading.

Headers decide, never places or file names. What a person said of one format is advice for the supplier's other formats
too, the newest first: a catalogue that comes as XLSX this year may come as CSV next year.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from catalog.access import Actor
from catalog.means.means import Means
from catalog.models import Batch, MappingKept, new_id
from catalog.queries import mappings, words
from catalog.queries.mappings import MappingLine
from catalog.tagging.families import family_words
from catalog.tagging.vocabulary import Vocabulary
from imports.fields import field_of, fold, known_field
from imports.record import Memory, Words

MOST = 400
"""Headers that are remembered for one format."""
PASSING = ("withdraw", "corrections", "emptied", "price_clause", "succession:")
"""How the questions begin that are about one file, and no other."""
CLAIM = "claim:"


def teaches(answers: Mapping[str, str], mapping: Mapping[str, str] | None, sheet: str | None = None) -> bool:
    """Whether a person said something that holds for the next file too."""
    return bool(mapping) or bool(sheet) or not all(question.startswith(PASSING) for question in answers)


def keep(actor: Actor, means: Means, batch: Batch) -> bool:
    """Remember how a batch is read and what was answered of it; whether there was something new to remember."""
    kind = batch.report.get("format")
    if not kind:
        return False
    before = _before(means.session, batch.supplier_id, kind)
    columns = _merged(_columns(batch), before.columns if before else {})
    answers = {**(before.answers if before else {}), **_answers(batch)}
    if not (columns or answers) or (before and (before.columns, before.answers) == (columns, answers)):
        return False
    write(actor, means, batch.supplier_id, kind, batch.id, columns, answers)
    return True


def write(
    actor: Actor, means: Means, supplier_id: int, kind: str, batch_id: int,
    columns: Mapping[str, str], answers: Mapping[str, str],
) -> None:  # fmt: skip
    """Add the last word on a supplier's files of one format."""
    row = MappingKept(
        supplier_id=supplier_id, id=new_id(), format=kind, columns=dict(columns), answers=dict(answers),
        batch_id=batch_id, recorded_at=means.clock.now(),
        by_organisation_id=actor.organisation_id, by_account_id=actor.account_id,
    )  # fmt: skip
    means.session.add(row)
    means.session.flush()


def memory_of(session: Session, supplier_id: int) -> Memory:
    """What the supplier's earlier files taught, the newest word first."""
    columns: dict[str, str] = {}
    answers: dict[str, str] = {}
    for line in mappings.latest(session, supplier_id):
        columns = _merged(columns, line.columns)
        answers = {**line.answers, **answers}
    return Memory(columns, answers)


def words_of(session: Session, vocabulary: Vocabulary, supplier_id: int | None = None) -> Words:
    """What the house knows about words: decided ones, families of the facts, headers that other suppliers taught."""
    units = {word: meaning for word, meaning in words.meanings(session, "unit").items()}
    values = _values(session, vocabulary, units)
    known_units = {word: meaning for word, meaning in units.items() if meaning}
    return Words(_headers(session, supplier_id), family_words(vocabulary), known_units, values)


def _columns(batch: Batch) -> dict[str, str]:
    """What a person said of the columns first, then how the others are read; "" for one that is left aside."""
    told: Mapping[str, str] = batch.answers.get("mapping", {})
    read: Mapping[str, str] = batch.report.get("columns", {})
    aside = batch.report.get("ignored_columns", ()) if batch.report.get("verdict") == "import" else ()
    return {**read, **dict.fromkeys(aside, ""), **told}


def _answers(batch: Batch) -> dict[str, str]:
    said = {
        question: value
        for question, value in batch.answers.get("answers", {}).items()
        if not question.startswith(PASSING)
    }
    sheet = batch.answers.get("sheet")
    return {**said, "sheet": sheet} if sheet else said


def _merged(first: Mapping[str, str], then: Mapping[str, str]) -> dict[str, str]:
    """Both, the first before the other and winning: where two headers claim one field, the newer is looked for first."""
    rest = {header: name for header, name in then.items() if header not in first}
    return dict(list({**first, **rest}.items())[:MOST])


def _before(session: Session, supplier_id: int, kind: str) -> MappingLine | None:
    return next((line for line in mappings.latest(session, supplier_id) if line.format == kind), None)


def _headers(session: Session, supplier_id: int | None) -> dict[str, str]:
    """Folded header -> field: decided ones, and what the staff confirmed for one supplier and no other contradicts.

    A header that our own vocabulary knows is not taught otherwise by one supplier's file.
    """
    said: dict[str, set[str]] = {}
    confirmed: set[str] = set()
    for line in mappings.latest(session):
        if line.supplier_id != supplier_id:
            _hear(line, said, confirmed)
    learnt = {word: fields.pop() for word, fields in said.items() if word in confirmed and len(fields) == 1}
    decided = words.meanings(session, "header")
    plain = {word: name for word, name in learnt.items() if word not in decided and not field_of(word, Words())}
    return {**plain, **{word: name for word, name in decided.items() if name}}


def _hear(line: MappingLine, said: dict[str, set[str]], confirmed: set[str]) -> None:
    for header, name in line.columns.items():
        word = fold(header)
        if word and not header.startswith("[") and "+" not in header:
            said.setdefault(word, set()).add(name)
            if not line.by_supplier and known_field(name) and not name.startswith("prices:"):
                confirmed.add(word)


def _values(session: Session, vocabulary: Vocabulary, units: Mapping[str, str | None]) -> dict[str, dict[str, str]]:
    """Field -> folded word -> meaning, as `imports.record.Words.values`. A word for a label is known in claim columns too."""
    labels = {fold(word): meaning or "" for word, meaning in words.meanings(session, "label").items()}
    answers = {word: meaning or "" for word, meaning in words.meanings(session, "yes_no").items()}
    families = {word: meaning or "" for word, meaning in words.meanings(session, "family").items()}
    known: dict[str, Any] = {"label": labels, "family": families}
    known |= {
        field: {word: meaning or "" for word, meaning in units.items()} for field in ("order_unit", "content_unit")
    }
    known |= {f"{CLAIM}{attribute}": {**labels, **answers} for attribute in vocabulary.attributes}
    return {field: meanings for field, meanings in known.items() if meanings}
