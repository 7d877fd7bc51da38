"""A real browser for tests: found in the usual places, started with a new empty profile and no network of its own."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE = 120
"""Seconds after which a step hangs: a machine that does much else is slow, and slow is not wrong."""
DRAWN = """mark => {
  const app = document.querySelector("[data-test-script-state]");
  const page = document.querySelector(".who")?.dataset.page;
  const ours = document.querySelector("#root")
    ? app?.dataset.testScriptState === "notRunning" && page === location.pathname.slice(1)
    : document.readyState === "complete";
  const moving = document.getAnimations().some((each) =>
    each.playState === "running" && each.effect?.getComputedTiming().iterations !== Infinity);
  if (window.rested?.mark !== mark) window.rested = { mark, turns: 0 };
  window.rested.turns = ours && !moving ? window.rested.turns + 1 : 0;
  return window.rested.turns > 10;
}"""
"""Whether a page rests, asked before each frame: ten in a row, in which a change of size or a new run would show itself."""
ADVICE = "no Chromium found: install the package chromium (apt-get install chromium), or put a Chrome on the PATH"


_running: list[Browser] = []
_marks = itertools.count()


def launched() -> Iterator[Browser]:
    """The browser, one for the whole run; skipped with advice where there is none, a failure in CI."""
    if _running:
        yield _running[0]
        return
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(ADVICE)
        pytest.skip(ADVICE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        _running.append(browser)
        yield browser
        _running.clear()
        browser.close()


@contextmanager
def window(
    browser: Browser, address: str, width: int = 1400, scheme: Literal["light", "dark"] = "light"
) -> Iterator[Page]:
    """A page of a browser of its own, without any session, that waits for as long as a loaded machine needs."""
    expect.set_options(timeout=PATIENCE * 1000)
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": 900}, color_scheme=scheme, locale="fr-FR"
    )
    context.set_default_timeout(PATIENCE * 1000)
    yield context.new_page()
    context.close()


def sign_in(page: Page, path: str, email: str, password: str) -> None:
    """Open a page as a stranger and come in by the log-in page; the frame of the page stands then, its content not yet."""
    page.goto(path)
    page.fill("#email", email)
    page.fill("#password", password)
    page.click("button[type=submit]")
    page.wait_for_selector(".who")


def drawn(page: Page) -> Page:
    """The page of this address once it is drawn to its end and rests: what is read or counted now stays so."""
    page.wait_for_function(DRAWN, arg=next(_marks))
    return page


def opened(page: Page, path: str) -> Page:
    """Another address, drawn to its end."""
    page.goto(path)
    return drawn(page)


def overheard(page: Page, address: str) -> list[str]:
    """What the page complains of from now on: errors of its console, requests to anywhere but `address`."""
    heard: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and not _probe(message):
            heard.append(message.text)

    def look(request: Request) -> None:
        ours = (address, address.replace("http", "ws", 1), "data:", "blob:")
        if not request.url.startswith(ours):
            heard.append(f"asked for {request.url}")

    page.on("console", listen)
    page.on("request", look)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


def _probe(message: ConsoleMessage) -> bool:
    """Streamlit looks for its host under every deep link (`/page/_stcore/…`) before it asks at the root."""
    return "_stcore" in str(message.location.get("url", ""))
