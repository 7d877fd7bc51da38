"""The server's start, what a page says that broke, and the colours."""

from __future__ import annotations

import re
import socket
import tomllib

import pytest
from streamlit.testing.v1 import AppTest

from catalog.errors import Conflict
from ui import app
from ui.headers import session_token
from ui.session import COOKIE, SECURE_COOKIE
from ui.theme.assets import FOLDER


def test_a_port_in_use_is_said_plainly() -> None:
    with app.bound("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        assert first.proto == socket.IPPROTO_TCP, "else every answer waits 40 ms"
        with pytest.raises(Conflict) as refused:
            app.bound("127.0.0.1", port)
    assert (refused.value.code, dict(refused.value.params)) == ("port.taken", {"port": port, "host": "127.0.0.1"})


def broken() -> None:
    from ui.app import told

    told(ValueError("secret of the database"))


def refusing() -> None:
    from catalog.errors import NotFound
    from ui.app import told

    told(NotFound("thing.unknown"))


def test_a_page_that_broke_tells_an_id_and_no_detail() -> None:
    at = AppTest.from_function(broken)
    at.session_state["language"] = "en"
    told = at.run().error[0].value
    assert re.fullmatch(r"Something failed \(id [0-9a-f]{8}\)\. Nothing was saved\..*", told)


def test_a_refusal_is_its_sentence() -> None:
    at = AppTest.from_function(refusing)
    at.session_state["language"] = "fr"
    assert at.run().error[0].value.startswith("Cet élément n’existe pas")


def test_options_are_named_by_their_path() -> None:
    assert app._flat({"a": {"b": 1, "c": {"d": 2}}, "e": 3}) == {"a.b": 1, "a.c.d": 2, "e": 3}


@pytest.mark.parametrize(("scheme", "found"), [("http", "plain"), ("ws", "plain"), ("https", "safe"), ("wss", "safe")])
def test_over_https_only_the_safe_cookie_counts(scheme: str, found: str) -> None:
    cookie = f"{COOKIE}=plain; {SECURE_COOKIE}=safe".encode()
    assert session_token({"type": "http", "scheme": scheme, "headers": [(b"cookie", cookie)]}) == found


@pytest.mark.parametrize("beside", ['json={"a":1,"b":[2]}', "a[b]=c", 'x="half', "é=1", "alone", ""])
def test_another_applications_odd_cookie_hides_none_of_ours(beside: str) -> None:
    cookies = [f"{beside}; {COOKIE}=ours", f"{COOKIE}=ours; {beside}"]
    for cookie in cookies:
        scope = {"type": "http", "scheme": "http", "headers": [(b"cookie", cookie.encode("latin-1"))]}
        assert session_token(scope) == "ours", cookie


def colours() -> tuple[dict[str, str], dict[str, str]]:
    """The names of colours.css, light and dark."""
    light, dark = (FOLDER / "colours.css").read_text(encoding="utf-8").split("@media")
    return tuple(dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", part)) for part in (light, dark))  # type: ignore[return-value]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("found", colours(), ids=["light", "dark"])
def test_texts_and_edges_stand_out(found: dict[str, str]) -> None:
    for text in ("text", "quiet", "link"):
        assert min(contrast(found[text], found[ground]) for ground in ("page", "surface")) >= 4.5, text
    assert contrast(found["on-primary"], found["primary"]) >= 4.5
    assert min(contrast(found[edge], found["page"]) for edge in ("edge", "focus")) >= 3
    for state in ("verified", "declared", "to-verify", "expired", "contested"):
        assert contrast(found[f"{state}-text"], found[f"{state}-fill"]) >= 7, state
        assert contrast(found["text"], found[f"{state}-fill"]) >= 4.5, state
        assert contrast(found[f"{state}-edge"], found["page"]) >= 3, state


@pytest.mark.parametrize(("theme", "found"), list(zip(("light", "dark"), colours(), strict=True)))
def test_streamlit_is_told_the_same_colours(theme: str, found: dict[str, str]) -> None:
    told = tomllib.loads(app.CONFIG.read_text(encoding="utf-8"))["theme"][theme]
    names = {"primaryColor": "primary", "backgroundColor": "page", "secondaryBackgroundColor": "surface",
             "textColor": "text", "linkColor": "link", "borderColor": "edge"}  # fmt: skip
    assert {name: told[name].lower() for name in names} == {name: found[ours] for name, ours in names.items()}
