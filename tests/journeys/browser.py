"""A real browser for tests: found in the usual places, started with a new empty profile and no network of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
ADVICE = "no Chromium found: install the package chromium (apt-get install chromium), or put a Chrome on the PATH"


_running: list[Browser] = []


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
