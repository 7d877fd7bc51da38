"""The addresses that mails tell open pages which stand."""

from __future__ import annotations

import re
from pathlib import Path

from ui import navigation, validation_entrance

CATALOG = Path(__file__).parents[2] / "catalog"
TOLD = re.compile(r"settings\.address\}/([a-z-]+)")


def told() -> dict[str, set[str]]:
    """Path of a page -> the files that tell it."""
    found: dict[str, set[str]] = {}
    for path in CATALOG.rglob("*.py"):
        for page in TOLD.findall(path.read_text(encoding="utf-8")):
            found.setdefault(page, set()).add(path.name)
    return found


def test_every_address_in_a_mail_is_that_of_a_page() -> None:
    pages = {each.path for each in navigation.PAGES} | {validation_entrance.PATH.strip("/")}
    found = told()
    assert {"demandes", "mes-gammes", "valider"} <= set(found)
    assert {page: files for page, files in found.items() if page not in pages} == {}
