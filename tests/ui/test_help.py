"""Help and the statement on accessibility, for everybody, in both languages."""

from __future__ import annotations

import pytest

from tests.ui.demo_screens import BUYER, REVIEWER, SUPPLIER, Opened, demo, html, opened, text

__all__ = ["demo", "opened"]


@pytest.mark.parametrize("email", [BUYER, SUPPLIER, REVIEWER])
def test_it_is_not_compliant_until_an_audit_says_otherwise(opened: Opened, email: str) -> None:
    at = opened("/accessibilite", email)
    assert "Accessibilité : non conforme" in text(at)
    assert "Aucun audit daté" in text(at)
    assert html(at).count('<th scope="row"') == 13, "a line a theme of RGAA"


def test_it_says_so_in_english_too(opened: Opened) -> None:
    assert "Accessibility: not compliant" in text(opened("/accessibilite", language="en"))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ("Vérifié", "Déclaré", "Gamme dédiée", "n’est pas un bon de commande")),
        ("en", ("Verified", "Declared", "Dedicated range", "is not a purchase order")),
    ],
)
def test_the_words_are_explained(opened: Opened, language: str, words: tuple[str, ...]) -> None:
    said = text(opened("/aide", language=language))
    assert [word for word in words if word not in said] == []
