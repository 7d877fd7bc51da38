"""The process's house (its entrance: database, settings, shelf, files) and, at each rerun, who is signed in and in which language.

Nothing of a person is kept here: the account, its role and its organisation are read from the database each time.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import streamlit as st

from catalog.access import Actor
from catalog.entrance import Entrance
from catalog.means.means import Means
from catalog.published.shelf import Shelf
from catalog.services.people import accounts, sign_in
from catalog.settings import LANGUAGES, Settings

COOKIE = "tamis_session"
SECURE_COOKIE = f"__Host-{COOKIE}"
"""The cookie's name over HTTPS: no other host and no plain-text page can set it."""


def cookie_of_browser() -> str | None:
    """The session's secret, from the handshake of the page's websocket."""
    cookies = st.context.cookies
    return cookies.get(SECURE_COOKIE) or cookies.get(COOKIE)


@dataclass(frozen=True, slots=True)
class House:
    """What every rerun and route of this process shares. `token`: where a rerun's secret comes from (tests give one)."""

    entrance: Entrance
    token: Callable[[], str | None] = cookie_of_browser

    @property
    def settings(self) -> Settings:
        """The settings it was opened with."""
        return self.entrance.settings

    @property
    def shelf(self) -> Shelf:
        """The published editions, opened once for all."""
        return self.entrance.shelf


_open: list[House] = []


@contextlib.contextmanager
def living_in(house: House) -> Iterator[House]:
    """Make a house the process's own while the block lasts; its engine is disposed of after."""
    _open.append(house)
    try:
        yield house
    finally:
        _open.remove(house)
        house.entrance.close()


def house() -> House:
    """The house of this process. Raises RuntimeError before there is one."""
    if not _open:
        raise RuntimeError("no house is open: screens run under ui.app.serve, or inside `living_in` in tests")
    return _open[-1]


@contextlib.contextmanager
def means() -> Iterator[Means]:
    """Means to read with: one steady view."""
    with house().entrance.reading() as made:
        yield made


@contextlib.contextmanager
def work() -> Iterator[Means]:
    """Means to write with: committed at the end of the block, undone by an exception. Raises Busy."""
    with house().entrance.writing() as made:
        yield made


class _Now(threading.local):
    """The rerun that this thread is in: who asks and in which language, looked up at its beginning."""

    inside = False
    actor: Actor | None = None
    language: str | None = None


_now = _Now()


@contextlib.contextmanager
def rerun() -> Iterator[None]:
    """While the block lasts, `actor` and `language` answer as they did first: hundreds of words are asked for in one rerun."""
    _now.inside, _now.actor, _now.language = True, None, None
    try:
        yield
    finally:
        _now.inside, _now.actor, _now.language = False, None, None


def actor() -> Actor:
    """Who is signed in, as of this rerun. Ends it when nobody is (the guard is closing this page)."""
    if _now.actor is not None:
        return _now.actor
    found = _asking()
    if _now.inside:
        _now.actor = found
    return found


def _asking() -> Actor:
    token = house().token()
    with means() as reading:
        found = sign_in.actor_of(reading, token) if token else None
    if found is None:
        st.stop()
    return found


def language() -> str:
    """The language of this rerun: of the address, else chosen in this tab, else the account's."""
    if _now.language is not None:
        return _now.language
    found = _spoken()
    if _now.inside:
        _now.language = found
    return found


def _spoken() -> str:
    if asked := asked_language():
        st.session_state["language"] = asked
    elif "language" not in st.session_state:
        st.session_state["language"] = actor().language
    return str(st.session_state["language"])


def asked_language() -> str | None:
    """The language that the address names, if it names one."""
    asked = st.query_params.get("lang")
    return asked if asked in LANGUAGES else None


def choose_language(chosen: str) -> None:
    """Keep a language for this tab and, with the account, for the next session. The address no longer names one."""
    st.query_params.pop("lang", None)
    st.session_state["language"] = chosen
    who = actor()
    if who.role != "link":  # whoever came in by a link has no account to keep it with
        with work() as writing:
            accounts.set_language(who, writing, chosen)
