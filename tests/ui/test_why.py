"""« Pourquoi ? » on a product's sheet: each rule, and which of them nobody has read at its source yet."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.demo_screens import Opened, demo, html, opened, text

__all__ = ["demo", "opened"]

PAGE = "/produit?ref=CLAIRONDE/CL21403&lot=ENT-2"


def said(at: AppTest) -> str:
    """The words of the page with ordinary blanks."""
    return text(at).replace("\u00a0", " ")


@pytest.mark.parametrize(("language", "told"), [("fr", "règle à confirmer"), ("en", "rule to be confirmed")])
def test_rules_that_rest_on_a_fact_to_confirm_say_so(opened: Opened, language: str, told: str) -> None:
    """EUH208 and H319 are judged by rules from practice; the licence's shape and group were read at their source."""
    lines = re.findall(r"<li>.*?</li>", html(opened(PAGE, language=language)), re.DOTALL)
    marked = [line for line in lines if f'<span class="to-confirm">{told}</span>' in line]
    assert [code for line in marked for code in ("EUH208 –", "H319 –") if code in line] == ["EUH208 –", "H319 –"]
    assert not [line for line in marked if "FR/020/904" in line and "EUH208" not in line]


def test_the_verdict_says_ce_soir_of_what_ends_today(opened: Opened) -> None:
    assert "Prochaine échéance : ce soir, 22 novembre 2026." in said(opened(PAGE))
    assert "Next end: tonight, 22 November 2026." in said(opened(PAGE, language="en"))
