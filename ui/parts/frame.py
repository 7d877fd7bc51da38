"""What is around every page: organisation, language and sign-out above, accessibility and version below."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import streamlit as st

from catalog.access import Actor
from catalog.settings import LANGUAGES
from ui import session
from ui.parts.markup import fill
from ui.wording.words import t, word

THEME = Path(__file__).parents[1] / "theme"
LOGO = str(THEME / "logo.svg")
ICON = str(THEME / "icon.svg")
SIGN_OUT = "/deconnexion"

WHO = """<div class="who" data-language="{language}" data-page="{page}"><span class="who-name">{organisation} · {role}</span>
<form method="post" action="{sign_out}?lang={language}"><button type="submit" class="quiet" title="{label}"><span class="pic i-sortie"
aria-hidden="true"></span><span class="who-out">{label}</span></button></form></div>"""
FOOT = '<footer class="foot"><span>{day}</span><span>{version}</span></footer>'
HELP, ACCESSIBILITY = "aide", "accessibilite"
"""The pages that every page leads to from its foot."""


def head(actor: Actor, page: str) -> None:
    """Who is signed in, the language switch, the way out. Laid into the top bar by the style sheet.

    page: the path of the page being drawn, by which the browser knows that it is no longer the one before.
    """
    with st.container(key="entete", horizontal=True):
        organisation = actor.organisation_name or actor.organisation
        out, role = t("frame.sign_out"), t(f"role.{actor.role}")
        language = session.language()
        who = {"organisation": organisation, "role": role, "label": out}
        st.html(fill(WHO, sign_out=SIGN_OUT, language=language, page=page, **who))
        _switch(language)


def foot() -> None:
    """Accessibility and help as links, the day everything is judged on, the version."""
    with session.means() as means:
        day = means.clock.today()
    entries = st.session_state["entries"]
    with st.container(key="pied", horizontal=True):
        st.page_link(entries[ACCESSIBILITY], label=t("frame.accessibility"))
        st.page_link(entries[HELP], label=t("page.help"))
        version = t("frame.version", version=product_version())
        st.html(fill(FOOT, day=t("frame.day", day=day), version=version))


@cache
def product_version() -> str:
    """The version of the installed package, or of the checkout's project file."""
    try:
        return version("tamis")
    except PackageNotFoundError:
        text = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
        return text.partition('\nversion = "')[2].partition('"')[0]


def failure(identifier: str, language: str) -> str:
    """What a person reads when something of ours broke."""
    return word("frame.failure", language, id=identifier)


def _switch(language: str) -> None:
    st.session_state["langue"] = language
    st.segmented_control(
        t("frame.language"),
        LANGUAGES,
        key="langue",
        format_func=str.upper,
        label_visibility="collapsed",
        required=True,
        on_change=lambda: session.choose_language(st.session_state["langue"]),
        width="content",
    )
