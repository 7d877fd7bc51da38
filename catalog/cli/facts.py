"""Commands about what the rules rest on: fact, criteria, equivalence."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from catalog.asking import day
from catalog.cli.frame import line
from catalog.cli.intake import number
from catalog.errors import Invalid
from catalog.published.what_if import WhatIf
from catalog.published.what_if_report import what_if_json, what_if_text
from catalog.services.facts.apply import apply as apply_fact
from catalog.services.facts.apply import drop as drop_fact
from catalog.services.facts.apply import rehearse as rehearse_fact
from catalog.services.facts.criteria import CriteriaLine, decide_criteria, list_criteria, rehearse_criteria
from catalog.services.facts.equivalences import (
    Asked,
    decide_equivalence,
    equivalence_table,
    list_equivalences,
    rehearse_equivalence,
)
from catalog.services.facts.listing import FactLine, list_facts
from catalog.services.facts.propose import propose as propose_fact
from catalog.services.facts.propose import propose_shipped
from catalog.services.facts.show import FactSheet, show_fact
from catalog.writing.xlsx import workbook

fact = typer.Typer(no_args_is_help=True, help="Facts that the rules rest on: list, show, propose, apply, drop.")
criteria = typer.Typer(no_args_is_help=True, help="Groups whose criteria end: list, decide.")
equivalence = typer.Typer(no_args_is_help=True, help="Equivalences of marks: list, decide.")
Kind = Annotated[str, typer.Argument(metavar="KIND", help="kind of fact, as `fact list` says it")]
Key = Annotated[str, typer.Argument(metavar="KEY", help="its key")]
Proposal = Annotated[str, typer.Argument(metavar="PROPOSAL", help="the number that `fact propose` gave")]
Reason = Annotated[str, typer.Option(help="why; kept with it")]
Rehearse = Annotated[bool, typer.Option("--rehearse", help="say what would move; nothing is written")]


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.add_typer(fact, name="fact")
    app.add_typer(criteria, name="criteria")
    app.add_typer(equivalence, name="equivalence")


@fact.command("list")
def list_(
    kind: Annotated[str | None, typer.Option(help="of one kind")] = None,
    search: Annotated[str, typer.Option(help="words in key, name or source")] = "",
    confidence: Annotated[str | None, typer.Option(help="verified, ..., or to_confirm")] = None,
    only: Annotated[str | None, typer.Option(help="proposed, newer or local")] = None,
) -> None:
    """The facts in force, each with its source, date and confidence."""
    if only not in (None, "proposed", "newer", "local"):
        raise Invalid("option.one_of", one="proposed, newer", other="local")
    with line().entrance.reading() as means:
        found = list_facts(line().actor, means, kind=kind, search=search, confidence=confidence, only=only)
    text = "\n".join(f"{each.kind:<16} {each.key:<24} {each.confidence:<18} {each.name_fr}" for each in found.lines)
    counts = {"counts": dict(found.counts), "to_confirm": found.to_confirm, "proposed": found.proposed}
    line().tell({"facts": [_fact_json(each) for each in found.lines], **counts, "newer": found.newer}, text)


@fact.command()
def show(kind: Kind, key: Key) -> None:
    """One fact: what it says, every version with who and why, the corrections proposed, what rests on it."""
    with line().entrance.reading() as means:
        found = show_fact(line().actor, means, kind, key)
    line().tell(_sheet_json(found), _sheet_text(found))


@fact.command()
def propose(
    kind: Kind,
    key: Key,
    reason: Reason,
    set_: Annotated[list[str] | None, typer.Option("--set", metavar="COLUMN=TEXT", help="repeatable")] = None,
    source: Annotated[str, typer.Option(help="where it was read")] = "",
    confidence: Annotated[str, typer.Option(help="verified, partly_verified, general_knowledge, ...")] = "verified",
    shipped: Annotated[bool, typer.Option("--shipped", help="take the newer shipped version")] = False,
) -> None:
    """Propose a correction; somebody else applies it."""
    changes = dict(_pair(each) for each in set_ or ())
    with line().entrance.writing() as means:
        if shipped:
            made = propose_shipped(line().actor, means, kind, key, reason)
        else:
            said = {"source": source, "confidence": confidence, "reason": reason}
            made = propose_fact(line().actor, means, kind, key, changes, **said)
    line().tell({"proposal": str(made)}, str(made))


@fact.command()
def apply(proposal: Proposal, rehearse: Rehearse = False) -> None:
    """Apply a correction that somebody else proposed, or say what it would move."""
    asked = number(proposal, "proposal")
    if rehearse:
        with line().entrance.reading() as means:
            _told(rehearse_fact(line().actor, means, asked))
        return
    with line().entrance.writing() as means:
        version = apply_fact(line().actor, means, asked)
    line().tell({"proposal": proposal, "version": version}, str(version))


@fact.command()
def drop(proposal: Proposal, reason: Reason) -> None:
    """Leave the fact as it is."""
    with line().entrance.writing() as means:
        drop_fact(line().actor, means, number(proposal, "proposal"), reason)
    line().tell({"proposal": proposal, "dropped": True}, proposal)


@criteria.command("list")
def list_criteria_(
    days: Annotated[int, typer.Option(min=0, help="that end within so many days")] = 90,
    all_: Annotated[bool, typer.Option("--all", help="every group")] = False,
) -> None:
    """The groups whose criteria end soon, have ended or were decided, with the proofs and products that rest on them."""
    with line().entrance.reading() as means:
        found = list_criteria(line().actor, means, None if all_ else days)
    rows = [_criteria_json(each) for each in found]
    text = "\n".join(
        f"{row['group']:<20} {row['ends'] or '–':<10} {row['decision'] or '?':<10} {row['products']:>7}  {row['fr']}"
        for row in rows
    )
    line().tell({"groups": rows}, text)


@criteria.command("decide")
def decide_criteria_(
    group: Annotated[str, typer.Argument(metavar="LABEL/GROUP", help="such as EU_ECOLABEL/020")],
    decision: Annotated[str, typer.Argument(help="prolonged, transition, ended, or open to undo")],
    until: Annotated[str | None, typer.Option(help="last day, YYYY-MM-DD")] = None,
    reason: Annotated[str, typer.Option(help="why; kept with it")] = "",
    rehearse: Rehearse = False,
) -> None:
    """Say once for a whole group what becomes of its criteria, or what that would move."""
    label, _, code = group.partition("/")
    if rehearse:
        with line().entrance.reading() as means:
            _told(rehearse_criteria(line().actor, means, label, code, decision, day(until), reason).what_if)
        return
    with line().entrance.writing() as means:
        version = decide_criteria(line().actor, means, label, code, decision, day(until), reason)
    line().tell({"group": group, "decision": decision, "version": version}, group)


@equivalence.command("list")
def list_equivalences_(
    output: Annotated[Path | None, typer.Option("-o", "--output", help="write them as a workbook")] = None,
) -> None:
    """The equivalences of marks that were decided."""
    with line().entrance.reading() as means:
        found = list_equivalences(line().actor, means)
        if output:
            output.write_bytes(workbook(equivalence_table(line().actor, means, line().language), means.clock.now()))
    rows = [
        {"mark": each.mark, "label": each.label, "families": list(each.families), "verdict": each.verdict,
         "reason": each.reason, "until": each.until.isoformat() if each.until else None, "document": each.document,
         "on": each.decided_on.isoformat(), "by": each.decided_by}
        for each in found
    ]  # fmt: skip
    text = "\n".join(f"{each.mark} = {each.label} [{', '.join(each.families) or '*'}] {each.verdict}" for each in found)
    line().tell({"equivalences": rows}, text)


@equivalence.command("decide")
def decide_equivalence_(
    mark: Annotated[str, typer.Argument(help="the mark: a label's code, or as it is written")],
    label: Annotated[str, typer.Argument(help="code of the label that it is worth")],
    verdict: Annotated[str, typer.Argument(help="accept, refuse, or open to undo")],
    family: Annotated[list[str] | None, typer.Option(help="for this family only, repeatable")] = None,
    until: Annotated[str | None, typer.Option(help="last day, YYYY-MM-DD")] = None,
    document: Annotated[str, typer.Option(help="what showed it")] = "",
    reason: Annotated[str, typer.Option(help="why; kept with it")] = "",
    rehearse: Rehearse = False,
) -> None:
    """Say once, for every supplier, whether a mark is worth a label."""
    asked = Asked(mark, label, verdict, tuple(family or ()), day(until), document)
    if rehearse:
        with line().entrance.reading() as means:
            _told(rehearse_equivalence(line().actor, means, asked))
        return
    with line().entrance.writing() as means:
        version = decide_equivalence(line().actor, means, asked, reason)
    line().tell({"equivalence": asked.key, "verdict": verdict, "version": version}, asked.key)


def _told(found: WhatIf) -> None:
    line().tell(what_if_json(found), what_if_text(found, line().language))


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise Invalid("option.not_a_pair", value=text)
    return name, value


def _fact_json(each: FactLine) -> dict[str, Any]:
    return {
        "kind": each.kind, "key": each.key, "fr": each.name_fr, "en": each.name_en, "version": each.version,
        "origin": each.origin, "source": each.source, "confidence": each.confidence, "to_confirm": each.to_confirm,
        "checked_on": each.checked_on.isoformat() if each.checked_on else None, "proposed": each.proposed,
        "newer": each.newer,
    }  # fmt: skip


def _sheet_json(found: FactSheet) -> dict[str, Any]:
    versions = [
        {"version": each.version, "origin": each.origin, "payload": dict(each.payload), "source": each.source,
         "confidence": each.confidence, "reason": each.reason, "by": each.by, "at": each.recorded_at.isoformat()}
        for each in found.versions
    ]  # fmt: skip
    proposals = [
        {"proposal": str(each.id), "payload": each.payload, "source": each.source, "confidence": each.confidence,
         "reason": each.reason, "by": each.by, "answer": each.answer, "answered_by": each.answered_by}
        for each in found.proposals
    ]  # fmt: skip
    uses = {"products": found.uses.products, "proofs": found.uses.proofs} if found.uses else None
    return {
        "kind": found.kind, "key": found.key, "version": found.version, "says": dict(found.columns),
        "versions": versions, "proposals": proposals, "newer": found.newer.version if found.newer else None,
        "uses": uses,
    }  # fmt: skip


def _sheet_text(found: FactSheet) -> str:
    told = [f"{name}: {text}" for name, text in found.columns.items() if text]
    told += [f"v{each.version} {each.origin} {each.by or '-'} {each.reason or ''}".rstrip() for each in found.versions]
    told += [f"#{each.id} {each.by or '-'} {each.reason}" for each in found.proposals if not each.answer]
    return "\n".join(told)


def _criteria_json(each: CriteriaLine) -> dict[str, Any]:
    return {
        "group": f"{each.label}/{each.group}", "fr": each.name_fr, "en": each.name_en,
        "criteria_end": each.criteria_end.isoformat() if each.criteria_end else None,
        "ends": each.ends.isoformat() if each.ends else None, "decision": each.decision, "reason": each.reason,
        "by": each.decided_by, "on": each.decided_on.isoformat() if each.decided_on else None,
        "proofs": each.proofs, "products": each.products, "suppliers": each.suppliers,
    }  # fmt: skip
