"""While a process serves, what waits is sent; a command that posts into the folder sends at once."""

from __future__ import annotations

import time
from pathlib import Path

from sqlalchemy import Engine

from catalog.db import session_scope
from catalog.entrance import Entrance
from catalog.means import mail
from catalog.means.means import Means
from catalog.postman import posting
from catalog.settings import Settings


def letter(means: Means) -> bool:
    return mail.post(
        means, key="1", kind="code", recipient="a@b.example", language="fr", subject="Votre code", body="123456\n"
    )


def letters(settings: Settings) -> list[Path]:
    return sorted((settings.home / "outbox").glob("*.eml"))


def test_what_was_posted_goes_out_right_after_the_commit(settings: Settings) -> None:
    entrance = Entrance(settings)
    with entrance.writing() as means:
        letter(means)
        assert letters(settings) == []
    assert len(letters(settings)) == 1
    entrance.engine.dispose()


def test_what_was_undone_is_never_sent(settings: Settings) -> None:
    entrance = Entrance(settings)
    try:
        with entrance.writing() as means:
            letter(means)
            raise RuntimeError("undone")
    except RuntimeError:
        pass
    assert entrance.deliver() == (0, 0)
    assert letters(settings) == []
    entrance.engine.dispose()


def test_the_serving_process_sends_what_another_left(settings: Settings, engine: Engine) -> None:
    with session_scope(engine, settings) as means:
        letter(means)
    entrance = Entrance(settings)
    with posting(entrance, pause=0.05):
        ends = time.monotonic() + 10
        while not letters(settings) and time.monotonic() < ends:
            time.sleep(0.05)
    assert len(letters(settings)) == 1
    entrance.engine.dispose()
