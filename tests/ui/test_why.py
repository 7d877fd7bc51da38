"""« Pourquoi ? » on a product's sheet: each rule, and which of them nobody has read at its source yet."""

from __future__ import annotations

import re

import pytest

from tests.ui.demo_screens import Opened, demo, html, opened

__all__ = ["demo", "opened"]

PAGE = "/produit?ref=CLAIRONDE/CL21403&lot=ENT-2"


@pytest.mark.parametrize(("language", "told"), [("fr", "règle à confirmer"), ("en", "rule to be confirmed")])
def test_rules_that_rest_on_a_fact_to_confirm_say_so(opened: Opened, language: str, told: str) -> None:
    """EUH208 and H319 are judged by rules from practice; the licence's shape and group were read at their source."""
    lines = re.findall(r"<li>.*?</li>", html(opened(PAGE, language=language)), re.DOTALL)
    marked = [line for line in lines if f'<span class="to-confirm">{told}</span>' in line]
    assert [code for line in marked for code in ("EUH208 –", "H319 –") if code in line] == ["EUH208 –", "H319 –"]
    assert not [line for line in marked if "FR/020/904" in line and "EUH208" not in line]
