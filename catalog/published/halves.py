"""A large publication tagged by two processes at once, each with half of its products.

The other process opens the database by itself and sees what is committed. It looks at the beginning and at the end whether
that is the very state it was asked for; where it is not (this transaction has written, somebody commits meanwhile), or where
it cannot be started, its half is made here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from catalog.published import brief as in_brief
from catalog.published.brief import Brief
from catalog.published.day_key import DayKey
from catalog.published.tags import Common, common_of, dated_tags
from catalog.queries.tagging import Between

LOG = logging.getLogger("tamis")
ALL = Between(0, 1 << 62)
"""Every id there may be."""


def tagged(session: Session, key: DayKey, common: Common, middle: int) -> Brief:
    """Every product of the publication in brief. middle: the id at which the second half begins."""
    with _beside(session, key, Between(middle, ALL.end)) as other:
        first = half(session, key, common, Between(ALL.first, middle))
        second = _result(other)
    return first.joined(second or half(session, key, common, Between(middle, ALL.end)))


def half(session: Session, key: DayKey, common: Common, ids: Between) -> Brief:
    """The products of these ids in brief."""
    dated = dated_tags(session, key.publication, key.on, key.until, common, ids, brief=True)
    return in_brief.of(dated, sorted(common.vocabulary.attributes))


@contextmanager
def _beside(session: Session, key: DayKey, ids: Between) -> Iterator[Future[Brief | None]]:
    url = session.get_bind().engine.url.render_as_string(hide_password=False)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        yield pool.submit(elsewhere, url, key, ids)


def elsewhere(url: str, key: DayKey, ids: Between) -> Brief | None:
    """The same in a process of its own; None where the database is not, or does not stay, in the state of `key`."""
    engine = create_engine(url)
    try:
        with Session(engine) as session:
            if DayKey.of(session, key.on) != key:
                return None
            made = half(session, key, common_of(session, key.until), ids)
            return made if DayKey.of(session, key.on) == key else None
    finally:
        engine.dispose()


def _result(other: Future[Brief | None]) -> Brief | None:
    try:
        return other.result()
    except Exception:  # whatever befell the other process, its half can be made here
        LOG.warning("half of a day is made again", exc_info=True)
        return None
