"""The command proof licence: licence numbers in a text, judged by shape and product group. It needs no database."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

import typer

from catalog.cli.frame import line
from catalog.cli.proofs import proof
from catalog.errors import Invalid
from catalog.means.clock import Clock
from catalog.reference.shipped import shipped_facts
from catalog.tagging.licences import Judgement, find_licences, judge_licence
from catalog.tagging.records import Reason
from catalog.tagging.vocabulary import Vocabulary
from catalog.wording.sentences import say


def register(app: typer.Typer) -> None:
    """The command stands in the group `proof`, which registers itself."""


@proof.command("licence")
def licence(
    text: Annotated[str, typer.Argument(help="a text that names licence numbers")],
    family: Annotated[
        str | None, typer.Option(help="purchase family of the product, to judge the product group")
    ] = None,
) -> None:
    """Find licence numbers and judge them. Whether a licence covers a product, only a register or a document tells."""
    facts = shipped_facts()
    vocabulary = Vocabulary.of((fact.kind, fact.key, fact.payload) for fact in facts)
    if family is not None and family not in vocabulary.families:
        raise Invalid("proof.family_unknown", family=family, known=", ".join(sorted(vocabulary.families)))
    unsure = frozenset(fact.key for fact in facts if fact.kind == "ecolabel_group" and fact.confidence != "verified")
    day = Clock(line().settings.day).today()
    judged = [judge_licence(each, family, vocabulary) for each in find_licences(text, vocabulary, asked=True)]
    found = [(each, _notes(each, vocabulary, unsure, day)) for each in judged]
    language = line().language
    said = "\n".join(f"{_mark(each)} {_sentence(each, notes, language)}" for each, notes in found)
    line().tell({"found": [_told(each, notes) for each, notes in found]}, said or say("licence.none", {}, language))


def _notes(judged: Judgement, vocabulary: Vocabulary, unsure: frozenset[str], day: dt.date) -> tuple[Reason, ...]:
    """What is to be known of the group besides: its criteria are over, or it stands in no source that was read."""
    group = vocabulary.groups.get((judged.licence.label, judged.licence.group or ""))
    if not judged.shape or group is None:
        return ()
    over = group.criteria_end and group.criteria_end < day
    known = {"group": group.number, "until": group.criteria_end.isoformat() if group.criteria_end else None}
    codes = [
        *(["licence.criteria_over"] if over else []),
        *(["licence.group_to_confirm"] if f"{group.label}/{group.number}" in unsure else []),
    ]
    return tuple(Reason(code, known) for code in codes)


def _sentence(judged: Judgement, notes: tuple[Reason, ...], language: str) -> str:
    return " ".join(say(each.code, each.params, language) for each in (judged.reason, *notes))


def _told(judged: Judgement, notes: tuple[Reason, ...]) -> dict[str, Any]:
    """The contract's object. family: null where the family or the group is not known. to_confirm: so is the group."""
    return {
        "label": judged.licence.label,
        "number": judged.licence.number,
        "shape": judged.shape,
        "family": judged.family,
        "group": judged.licence.group,
        "to_confirm": any(note.code == "licence.group_to_confirm" for note in notes),
        **{language: _sentence(judged, notes, language) for language in ("fr", "en")},
    }


def _mark(judged: Judgement) -> str:
    return "✓" if judged.holds else "✗" if not judged.shape or judged.family is False else "?"
