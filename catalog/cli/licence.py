"""The command proof licence: licence numbers in a text, judged by shape and product group. It needs no database."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from catalog.cli.frame import line
from catalog.cli.proofs import proof
from catalog.errors import Invalid
from catalog.reference.shipped import shipped_facts
from catalog.tagging.licences import Judgement, find_licences, judge_licence
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
    vocabulary = Vocabulary.of((fact.kind, fact.key, fact.payload) for fact in shipped_facts())
    if family is not None and family not in vocabulary.families:
        raise Invalid("proof.family_unknown", family=family, known=", ".join(sorted(vocabulary.families)))
    found = [judge_licence(each, family, vocabulary) for each in find_licences(text, vocabulary)]
    language = line().language
    said = "\n".join(f"{_mark(each)} {say(each.reason.code, each.reason.params, language)}" for each in found)
    line().tell({"found": [_told(each) for each in found]}, said or say("licence.none", {}, language))


def _told(judged: Judgement) -> dict[str, Any]:
    """The contract's object. family: null where the family or the group is not known."""
    reason = judged.reason
    return {
        "label": judged.licence.label,
        "number": judged.licence.number,
        "shape": judged.shape,
        "family": judged.family,
        "group": judged.licence.group,
        **{language: say(reason.code, reason.params, language) for language in ("fr", "en")},
    }


def _mark(judged: Judgement) -> str:
    return "✓" if judged.holds else "✗" if not judged.shape or judged.family is False else "?"
