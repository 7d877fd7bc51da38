"""While a process serves, what waits is sent, whatever else fails; a command that posts into the folder sends at once."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text

from catalog.db import session_scope
from catalog.entrance import Entrance
from catalog.means import mail
from catalog.means.means import Means
from catalog.models import Mail
from catalog.postman import posting
from catalog.settings import Settings


def letter(means: Means) -> bool:
    return mail.post(
        means, key="1", kind="code", recipient="a@b.example", language="fr", subject="Votre code", body="123456\n"
    )


def letters(settings: Settings) -> list[Path]:
    return sorted((settings.home / "outbox").glob("*.eml"))


def until_letters(settings: Settings) -> None:
    """Wait until something was sent, for as long as a loaded machine may need."""
    ends = time.monotonic() + 60
    while not letters(settings) and time.monotonic() < ends:
        time.sleep(0.05)


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
        until_letters(settings)
    assert len(letters(settings)) == 1
    entrance.engine.dispose()


def test_a_bug_in_the_alerts_keeps_no_code_waiting(settings: Settings, engine: Engine) -> None:
    with session_scope(engine, settings) as means:
        letter(means)
        means.session.execute(text("DROP TABLE expiry_closing"))
    entrance = Entrance(settings)
    with posting(entrance, pause=0.05):
        until_letters(settings)
    assert len(letters(settings)) == 1
    entrance.engine.dispose()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_server_that_does_not_answer_keeps_nobody_from_writing(settings: Settings, engine: Engine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        away = replace(settings, mail_server=f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        with session_scope(engine, settings) as means:
            letter(means)
        entrance = Entrance(away)
        made: list[tuple[int, int]] = []
        thread = threading.Thread(target=lambda: made.append(entrance.deliver()))
        thread.start()
        met, _ = silent.accept()
        with session_scope(engine, settings):
            pass  # refused as busy if a transaction were open while the message is on its way
        assert thread.is_alive()
        met.close()
        thread.join(60)
        assert made == [(0, 1)]
        with session_scope(engine, settings) as means:
            kept = means.session.scalars(select(Mail)).one()
            assert (kept.tries, kept.sent_at) == (1, None)
            assert "SMTPServerDisconnected" in (kept.trouble or "")
        entrance.engine.dispose()
