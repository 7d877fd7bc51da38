"""What was read in the document of a proof, with the page and line of each: evidence for whoever checks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import streamlit as st

from catalog.services.proofs.show import ProofSheet
from catalog.wording.formats import short_date
from catalog.wording.sentences import named, say
from ui import session
from ui.parts.facts import hazard_texts
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.notice import tell
from ui.wording.words import counted, t

FOUND = '<tr><th scope="row">{what}</th><td>{value}</td><td class="nowrap">{place}</td></tr>'
TABLE = """<div class="scroll" tabindex="0" role="group" aria-label="{caption}"><table class="sheet read">
<caption class="unseen">{caption}</caption><thead><tr><th scope="col">{what}</th><th scope="col">{value}</th>
<th scope="col">{place}</th></tr></thead><tbody>{rows}</tbody></table></div>"""
Row = tuple[str, str, Mapping[str, Any] | None]
SHOWN = 12
"""Findings of one kind that are shown; how many more there are is said."""


def read_section(sheet: ProofSheet) -> None:
    """Draw what was read; or that nothing could be, and why."""
    if sheet.line.document is None:
        return
    st.header(t("read.title"), anchor=False)
    if sheet.said is None:
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("read.nothing")))
        return
    _refused(sheet)
    rows = [*_certificate(sheet.said), *_sheet(sheet.sheet), *_ingredients(sheet.ingredients)]
    if rows:
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("read.lead")))
        st.html(_table(rows))
    elif not sheet.said.get("readable"):
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("read.no_text")))
    else:
        st.html(fill('<p class="quiet-text">{text}</p>', text=t("read.no_finding")))


def _refused(sheet: ProofSheet) -> None:
    """A safety sheet that is none says so; of another document it is no news."""
    refused = (sheet.said or {}).get("refused")
    if refused and sheet.line.kind == "safety_sheet":
        tell("stop", say(refused["code"], refused["params"], session.language()))


def _certificate(said: Mapping[str, Any]) -> Iterator[Row]:
    for each in said.get("numbers", [])[:SHOWN]:
        label = named("label", each["label"], session.language())
        shape = "" if each["shape"] else f" ({t('read.not_of_shape')})"
        yield t("read.number"), f"{label} {each['number']}{shape}", each
    for name in ("from", "until"):
        if found := said.get(name):
            day = short_date(dt.date.fromisoformat(found["day"]), session.language())
            yield t(f"read.{name}"), f"{day} – {t('proof_page.quoted', name=found['quote'])}", found
    for name in ("holder", "issuer"):
        if found := said.get(name):
            yield t(f"read.{name}"), found["name"], found
    for name in ("references", "gtins", "ufis"):
        yield from _several(t(f"read.{name}"), said.get(name, ()))


def _several(what: str, found: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    for each in found[:SHOWN]:
        yield what, each["value"], each
    if len(found) > SHOWN:
        yield what, t("read.more", n=len(found) - SHOWN), None


def _sheet(sheet: Mapping[str, Any] | None) -> Iterator[Row]:
    if sheet is None:
        return
    texts = hazard_texts(session.language())
    yield t("read.name"), sheet.get("name") or t("read.none"), None
    revised = sheet.get("revised")
    yield (
        t("read.revised"),
        short_date(dt.date.fromisoformat(revised), session.language()) if revised else t("read.none"),
        None,
    )
    for section in ("2", "3"):
        readable = (sheet.get("readable") or {}).get(section)
        yield t("read.section", n=section), t(f"read.readable.{'yes' if readable else 'no'}"), None
    for code in [each for each in sheet.get("codes", ()) if each["section"] == 2][: 3 * SHOWN]:
        said = texts.get(code["code"], "")
        printed = "" if code.get("printed", True) else f" ({t('read.phrase_only')})"
        yield t("read.code"), f"{code['code']}{printed} {said}".strip(), code
    if sheet.get("substances"):
        yield t("read.substances"), counted(len(sheet["substances"]), "read.substances.count"), sheet["substances"][0]


def _ingredients(found: Mapping[str, Any] | None) -> Iterator[Row]:
    if found is not None:
        yield t("read.ingredients"), ", ".join(each["name"] for each in found["ingredients"][:SHOWN]), None


def _table(rows: Sequence[Row]) -> Html:
    drawn = [
        fill(FOUND, what=what, value=value, place=t("read.place", page=at["page"], line=at["line"]) if at else "")
        for what, value, at in rows
    ]
    return fill(
        TABLE, caption=t("read.title"), what=t("read.what"), value=t("read.value"), place=t("read.where"),
        rows=Trusted(join(drawn)),
    )  # fmt: skip
