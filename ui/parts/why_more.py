"""What stands beside an answer: warnings that must be shown with it, the documents it lacks, the three dates it may end on."""

from __future__ import annotations

import datetime as dt

from catalog.tagging.records import Ends, Tag
from catalog.wording.sentences import say
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.pictogram import pictogram
from ui.wording.words import t, word

WARNINGS = '<div role="note"><ul class="warnings">{lines}</ul></div>'
WARNING = "<li>{icon}<span>{text}</span></li>"
LINE = '<p class="quiet-text">{text}</p>'
PROTOCOL = '<span class="chip chip-no"><span class="chip-standing">{text}</span></span>'


def warnings(tag: Tag, language: str) -> Html:
    """The mandatory warnings of a biocide: nothing reassuring is ever beside them."""
    if not tag.warnings:
        return Html("")
    icon = Trusted(pictogram("etat-conteste"))
    lines = [fill(WARNING, icon=icon, text=say(each.code, each.params, language)) for each in tag.warnings]
    return fill(WARNINGS, lines=Trusted(join(lines)))


def missing(tag: Tag, language: str) -> Html:
    """« Pièce manquante : … » for each document that would settle it."""
    names = [each.fr if language == "fr" else each.en for each in tag.missing]
    return fill(LINE, text=t("why.missing", documents=" ; ".join(names))) if names else Html("")


def dates(tag: Tag, day: dt.date) -> Html:
    """The end of the proof, of its label's criteria, of the contract: three dates, each on its own."""
    ends = tag.ends or Ends()
    told = [t(f"why.ends.{name}", day=end) for name in ("own", "criteria", "contract") if (end := getattr(ends, name))]
    if len(told) < 2 and not (ends.criteria and ends.criteria < day):
        return Html("")
    return fill(LINE, text=" · ".join(told))


def protocol_chip(language: str) -> Html:
    """Instead of a state, for what is used under a protocol only: neither green nor a child's drawing."""
    return fill(PROTOCOL, text=word("chip.protocol", language))
