"""What is made lighter in Streamlit's runtime is still there to be made so, and does the same as before."""

from __future__ import annotations

import asyncio
import gc
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import pytest
from streamlit.runtime import app_session
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.scriptrunner import script_runner as whole

from ui.lighter import Packets, Seldom, Together, lighten

script_runner: Any = whole
"""Streamlit does not say that `gc` is there for others."""


def test_this_version_has_all_that_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script_runner, "gc", gc)
    monkeypatch.setattr(
        app_session.AppSession, "_call_soon_on_event_loop", app_session.AppSession._call_soon_on_event_loop
    )
    monkeypatch.setattr(Runtime, "_enqueued_some_message", Runtime._enqueued_some_message)
    lighten()
    changed = (script_runner.gc, app_session.AppSession._call_soon_on_event_loop, Runtime._enqueued_some_message)
    lighten()
    assert isinstance(script_runner.gc, Seldom)
    assert changed == (
        script_runner.gc,
        app_session.AppSession._call_soon_on_event_loop,
        Runtime._enqueued_some_message,
    )


def test_only_the_young_are_looked_over(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(gc, "collect", asked.append)
    Seldom().collect(2)
    Seldom().collect(0)
    assert asked == [1, 0]
    assert Seldom().isenabled() == gc.isenabled()


def test_what_gathers_is_done_in_order_and_wakes_once(caplog: pytest.LogCaptureFixture) -> None:
    class Tab:
        pass

    woken: list[Any] = []
    together, tab, other, done = Together(lambda session, flush: woken.append((session, flush))), Tab(), Tab(), []
    for number in range(3):
        together.soon(tab, lambda number=number: done.append(number))  # type: ignore[misc]
    together.soon(tab, lambda: 1 / 0)  # type: ignore[arg-type]
    together.soon(tab, lambda: done.append(4))
    together.soon(other, lambda: done.append(9))
    assert [session for session, _ in woken] == [tab, other]
    woken[0][1]()
    assert done == [0, 1, 2, 4]
    assert "a message of a page was not sent" in caplog.text
    together.soon(tab, lambda: done.append(5))
    woken[2][1]()
    assert done == [0, 1, 2, 4, 5]


class Wire:
    """What a transport does, noted."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.closed = False

    def write(self, data: bytes) -> None:
        self.sent.append(data)

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True


def test_frames_leave_together_and_none_is_lost_on_closing() -> None:
    wire = Wire()

    async def talk() -> None:
        packets = Packets(cast("asyncio.Transport", wire), asyncio.get_running_loop())
        packets.write(b"a")
        packets.write(b"b")
        assert wire.sent == []
        await asyncio.sleep(Packets.MOMENT * 5)
        packets.write(b"c")
        packets.close()
        packets.write(b"d")
        await asyncio.sleep(Packets.MOMENT * 5)

    with ThreadPoolExecutor(1) as pool:  # a thread of its own: a browser's loop may run in this one
        pool.submit(asyncio.run, talk()).result()
    assert (wire.sent, wire.closed) == ([b"ab", b"c"], True)
