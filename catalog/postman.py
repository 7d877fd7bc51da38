"""While a process serves: posts each day what people are alerted of, and sends the mails that wait."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Iterator
from datetime import date

from catalog.access import OPERATOR
from catalog.entrance import Entrance
from catalog.errors import Refusal
from catalog.services.expiries.alert import alert

LOG = logging.getLogger("tamis")
PAUSE = 15.0
"""Seconds between two looks for mails: as long as somebody would wait for a code."""


@contextlib.contextmanager
def posting(entrance: Entrance, pause: float = PAUSE) -> Iterator[None]:
    """Send what waits while the block lasts."""
    stop = threading.Event()
    thread = threading.Thread(target=_rounds, args=(entrance, stop, pause), name="tamis-post", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(5.0)


def _rounds(entrance: Entrance, stop: threading.Event, pause: float) -> None:
    alerted: date | None = None
    while not stop.is_set():
        with _told("alerts"):
            alerted = _alerted(entrance, alerted)
        with _told("mails"):
            if entrance.mail_waits():
                entrance.deliver()
        stop.wait(pause)


@contextlib.contextmanager
def _told(what: str) -> Iterator[None]:
    """A bug in one kind of work ends neither the rounds nor the other kind: whoever waits for a code gets it."""
    try:
        yield
    except Refusal as refusal:
        LOG.info("%s wait: %s", what, refusal.code)
    except Exception:
        LOG.exception("%s could not be sent", what)


def _alerted(entrance: Entrance, last: date | None) -> date:
    """Post what is due, once a day; several processes that do so tell nobody twice."""
    with entrance.reading() as means:
        today = means.clock.today()
    if last != today:
        with entrance.writing() as means:
            alert(OPERATOR, means)
    return today
