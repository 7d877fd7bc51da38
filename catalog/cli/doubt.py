"""Commands about doubts: a member opens a case, staff list and answer them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from catalog.cli.frame import line
from catalog.cli.intake import number
from catalog.services.release.suspend import Wanted, suspend
from catalog.services.validation.doubt import OUTCOMES, DoubtLine, answer_doubt, list_doubts, open_doubt
from catalog.wording.sentences import say

doubt = typer.Typer(no_args_is_help=True, help="Doubts: cases that members open on a tag or its proof.")


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.add_typer(doubt, name="doubt")


@doubt.command("open")
def open_(
    supplier: Annotated[str, typer.Option(help="supplier code")],
    reference: Annotated[str, typer.Option(help="the product's reference")],
    attribute: Annotated[str, typer.Option(help="the attribute in doubt")],
    text: Annotated[str, typer.Option(help="what makes you doubt")],
    proof: Annotated[str | None, typer.Option(help="the proof in doubt")] = None,
) -> None:
    """A member doubts a tag: a case with a deadline, which changes nothing by itself."""
    about = None if proof is None else number(proof, "proof")
    with line().entrance.writing() as means:
        made = open_doubt(line().actor, means, supplier, reference, attribute, text, about)
    line().tell({"doubt": str(made)}, str(made))


@doubt.command("list")
def list_(open_only: Annotated[bool, typer.Option("--open", help="those not answered")] = False) -> None:
    """The cases that concern the asker, those due first."""
    with line().entrance.reading() as means:
        found = list_doubts(line().actor, means, open_only=open_only)
    line().tell({"doubts": [_json(each) for each in found]}, "\n".join(_text(each) for each in found))


@doubt.command()
def answer(
    doubt_id: Annotated[str, typer.Argument(help="the case")],
    outcome: Annotated[str, typer.Option(help=f"one of {', '.join(OUTCOMES)}")],
    text: Annotated[str, typer.Option(help="the answer; member and supplier read it")],
) -> None:
    """Answer a case. "contested" contests the tag; "suspended" suspends the product in every lot, at once."""
    key = number(doubt_id, "doubt")
    with line().entrance.writing() as means:
        if outcome == "suspended":
            case = {each.id: each for each in list_doubts(line().actor, means)}.get(key)
            if case is not None and case.outcome is None:
                suspend(line().actor, means, Wanted(case.supplier, case.reference, text))
        answer_doubt(line().actor, means, key, outcome, text)
    line().tell({"doubt": doubt_id, "outcome": outcome}, doubt_id)


def _json(each: DoubtLine) -> dict[str, Any]:
    return {
        "doubt": str(each.id),
        "member": each.member,
        "supplier": each.supplier,
        "reference": each.reference,
        "attribute": each.attribute,
        "proof": None if each.proof is None else str(each.proof),
        "text": each.text,
        "until": each.deadline.isoformat(),
        "overdue": each.overdue,
        "outcome": each.outcome,
        "answer": each.answer,
        "answered_by": each.answered_by,
    }


def _text(each: DoubtLine) -> str:
    """What is doubted, by when, how it stands; the words of the case and its answer below."""
    language = line().language
    state = say(f"told.doubt.{each.outcome or ('late' if each.overdue else 'open')}", {}, language)
    told = {"doubt": each.id, "day": each.deadline, "supplier": each.supplier, "reference": each.reference}
    said = [f"    {words}" for words in (each.text, each.answer) if words]
    return "\n".join([say("told.doubt", {**told, "attribute": each.attribute, "state": state}, language), *said])
