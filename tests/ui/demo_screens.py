"""Screens of the demonstration for AppTest: a page of its address, opened by one of the demonstration's people."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from catalog.demo.build import accounts
from catalog.entrance import Entrance
from catalog.means.means import Means
from catalog.services.people import sign_in
from tests.demo_world import Stage, World
from ui.session import House, living_in

PAGE = str(Path(__file__).parents[2] / "ui" / "page.py")
BUYER, PRESCRIBER = "achats@lucioles.example", "prescription@orvanne.example"
REVIEWER, SUPPLIER = "controle@capdemo.example", "catalogue@claironde.example"
Opened = Callable[..., AppTest]
AHEAD = dt.timedelta(days=1)
"""Sessions of tomorrow: they end of disuse in no run, however long it takes."""
FOOT = ["accessibilite", "aide"]
"""The pages that every page links to from its foot."""


@pytest.fixture
def demo(stage: Stage, world: World) -> Entrance:
    """The demonstration as the module's `world` has it, whatever earlier tests did."""
    return stage.show(world)


@pytest.fixture
def opened(demo: Entrance) -> Iterator[Opened]:
    """(address, e-mail, language) -> that page, drawn once, without a fault."""
    with ExitStack() as stack:

        def opening(address: str, email: str = BUYER, language: str = "fr") -> AppTest:
            token = token_of(demo, email)
            stack.enter_context(living_in(House(demo, lambda: token)))
            at = pages(60)
            parts = urlsplit(address)
            at._page_hash = calc_hash(parts.path.strip("/"))
            for name, value in [*parse_qsl(parts.query), ("lang", language)]:
                at.query_params[name] = value
            return drawn(at.run())

        yield opening


def pages(patience: float) -> AppTest:
    """Our pages, not drawn yet. patience: seconds that a drawing may take.

    A manager of its own keeps AppTest from looking through every installed package for components of others, each time.
    """
    at = AppTest.from_file(PAGE, default_timeout=patience)
    at._bidi_component_manager = BidiComponentManager()
    return at


def signed_in(demo: Entrance) -> None:
    """Everybody of the demonstration has a session, as after signing in; nobody need do it in a test."""
    with demo.writing() as means:
        tokens = {each.email: _entered(means, each.email) for each in accounts()}
    _sessions(demo).write_text(json.dumps(tokens))


def token_of(demo: Entrance, email: str) -> str:
    """The secret of a session of that person; who came after the demonstration signs in now."""
    tokens = json.loads(_sessions(demo).read_text())
    if email not in tokens:
        with demo.writing() as means:
            tokens[email] = _entered(means, email)
        _sessions(demo).write_text(json.dumps(tokens))
    return str(tokens[email])


def _sessions(demo: Entrance) -> Path:
    """The secrets lie in the home itself, and are copied with it."""
    return demo.settings.home / "sessions.json"


def _entered(means: Means, email: str) -> str:
    moment = sign_in.REAL.now() + AHEAD
    knocked = sign_in.knock(means, email, "192.0.2.1", moment)
    assert knocked is not None
    token = sign_in.enter(means, knocked, matched=True, moment=moment)
    assert token is not None
    return token


def drawn(at: AppTest) -> AppTest:
    """The page, which drew itself without a fault."""
    assert [each.message for each in at.exception] == []
    assert [each.value for each in at.error] == []
    return at


def html(at: AppTest) -> str:
    """All HTML of ours on the page."""
    return "\n".join(each.proto.body for each in at.get("html"))


def text(at: AppTest) -> str:
    """The words of that HTML."""
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html(at))).strip()


def state_of(at: AppTest) -> dict[str, str]:
    """The address as it stands, without its language."""
    found = {name: values[0] if isinstance(values, list) else values for name, values in at.query_params.items()}
    return {name: value for name, value in found.items() if name != "lang"}


def labels(at: AppTest, prefix: str) -> dict[str, str]:
    """Key after the prefix -> label, of the boxes whose key begins so."""
    boxes = [*at.checkbox, *at.sidebar.checkbox]
    return {box.key.removeprefix(prefix): box.label for box in boxes if box.key and box.key.startswith(prefix)}


def counts(at: AppTest, prefix: str) -> dict[str, int]:
    """Key after the prefix -> the count that its box shows."""
    shown = {code: re.search(r"\(([\d\s,\u202f]+)\)$", label) for code, label in labels(at, prefix).items()}
    return {code: int(re.sub(r"\D", "", found[1])) for code, found in shown.items() if found}


def key(at: AppTest, kind: str, prefix: str, place: int = 0) -> str:
    """The key of the widget of a kind ("button", "number_input") whose key begins so."""
    keys = [each.key for each in getattr(at, kind) if (each.key or "").startswith(prefix)]
    return str(keys[place])
