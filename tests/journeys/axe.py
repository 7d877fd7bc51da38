"""axe-core on a page: what breaks WCAG 2.0 to 2.2, A and AA, or good practice. The engine comes with a development
requirement and is run in the page, never kept here."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

from playwright.sync_api import Page, expect

from tests.journeys.browser import drawn

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
STREAMLITS = (
    ("target-size", "stDateInput"),
    ("presentation-role-conflict", "stFileUploader"),
    ("empty-table-header", "stDataFrame"),
    ("region", "stSelectbox"),
    ("region", "stMultiSelect"),
    ("aria-dialog-name", "stToast"),
)
"""(rule, widget) that Streamlit itself breaks and no page of ours can mend."""

LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((1400, "light"), (390, "dark"), (320, "light"))
"""Width and scheme: wide and light, narrow and dark, and narrower still."""

RUN = """async (tags) => {
  const found = await axe.run(document, {
    runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], elementRef: true,
  });
  const within = (element) => element
    ? [element.dataset.testid ?? "", ...within(element.parentElement)]
    : [];
  return found.violations.flatMap((rule) => rule.nodes.map((node) => ({
    rule: rule.id, impact: rule.impact, html: node.html.slice(0, 200), widgets: within(node.element),
  })));
}"""


def violations(page: Page) -> list[str]:
    """`rule (impact): html` of each violation of ours on the page as it stands; empty is what a test wants."""
    page.evaluate(_engine())
    found = page.evaluate(RUN, list(TAGS))
    return [
        f"{each['rule']} ({each['impact']}): {each['html']}"
        for each in found
        if not any((each["rule"], widget) in STREAMLITS for widget in each["widgets"])
    ]


def looked_at(page: Page, path: str) -> None:
    """Nothing of ours breaks a rule on the page as it stands, wide and light, narrow and dark, and narrower still."""
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        drawn(page)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        assert violations(page) == [], (path, width)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0, (path, width)
    page.set_viewport_size({"width": 1400, "height": 900})
    page.emulate_media(color_scheme="light")


@cache
def _engine() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
