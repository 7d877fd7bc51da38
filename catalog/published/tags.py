"""The tags of every product of a publication on one day."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass

from sqlalchemy.orm import Session

from catalog.published.brief import ALWAYS, Dated, Span
from catalog.published.offered import OfferKey as OfferKey
from catalog.queries import evidence, proofs, tagging
from catalog.queries.evidence import Registers
from catalog.queries.tagging import Between, TaggingInput
from catalog.tagging.engine import tags_of, turning_days
from catalog.tagging.records import Tag
from catalog.tagging.vocabulary import Vocabulary

Tags = Mapping[str, Tag]
ProductKey = tuple[int, int]
"""(supplier id, product id)."""


def vocabulary_of(session: Session, recorded_before: dt.datetime) -> Vocabulary:
    """The facts as they were known at an instant."""
    return Vocabulary.of(proofs.facts(session, recorded_before))


@dataclass(frozen=True, slots=True)
class Common:
    """What every product is tagged by: the facts and the registers of an instant."""

    vocabulary: Vocabulary
    registers: Registers


def common_of(session: Session, recorded_before: dt.datetime) -> Common:
    """What was known in common at an instant."""
    return Common(vocabulary_of(session, recorded_before), evidence.registers(session, recorded_before))


def product_tags(
    session: Session,
    publication: int,
    day: dt.date,
    recorded_before: dt.datetime,
    only: set[int] | None = None,
    common: Common | None = None,
) -> dict[ProductKey, Tags]:
    """(supplier id, product id) -> tags on `day`, by what was recorded before the instant. `only`: product ids.

    common: of the instant, where the caller has it already.
    """
    known = common or common_of(session, recorded_before)
    with _uncollected() if only is None else nullcontext():
        inputs = tagging.tagging_inputs(session, publication, recorded_before, only, known.registers)
        return {key: _tags(each, known.vocabulary, day) for key, each in inputs.items()}


def dated_tags(
    session: Session,
    publication: int,
    day: dt.date,
    recorded_before: dt.datetime,
    common: Common,
    only: set[int] | Between | None = None,
    *,
    brief: bool = False,
) -> Iterator[tuple[ProductKey, Dated]]:
    """The same one by one, with the days between which they stay what they are, as long as nothing is recorded.

    Nothing of a product is kept here once the next is asked for: a hundred thousand take much memory. brief: without
    sentences and cells.
    """
    with nullcontext() if isinstance(only, set) else _uncollected():
        vocabulary = common.vocabulary
        inputs = tagging.tagging_inputs(session, publication, recorded_before, only, common.registers)
        for key in list(inputs):
            each = inputs.pop(key)
            yield key, Dated(_tags(each, vocabulary, day, brief), span_of(each, vocabulary, day))


def span_of(given: TaggingInput, vocabulary: Vocabulary, day: dt.date) -> Span:
    """Without anything that has dates, tags are the same on every day."""
    if not (given.proofs or given.contests or given.rulings):
        return ALWAYS
    turns = [turn.toordinal() for turn in turning_days(given.proofs, given.contests, given.rulings, vocabulary)]
    now = day.toordinal()
    first = max((turn for turn in turns if turn <= now), default=ALWAYS[0])
    return first, min((turn for turn in turns if turn > now), default=ALWAYS[1])


def _tags(given: TaggingInput, vocabulary: Vocabulary, day: dt.date, brief: bool = False) -> Tags:
    return tags_of(given.product, given.proofs, given.contests, vocabulary, day, given.rulings, brief=brief)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector: what is made here is kept and holds no circles; to look it over again and again, and once
    more for each tagging that comes after, costs a third of the time. So it leaves the collector's sight.

    For a whole edition only: freezing after each product would keep whatever circle is alive just then.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if running:
            gc.enable()
