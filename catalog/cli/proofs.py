"""Commands about proofs: proof add, proof check, proof end, proof renew, proof list. Parcels: `parcels`."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Annotated, Any

import typer

from catalog import deposits
from catalog.asking import day
from catalog.cli.frame import line
from catalog.cli.intake import number
from catalog.errors import Invalid, NotFound
from catalog.published.what_if_report import what_if_text
from catalog.services.proofs.add import Told, listed
from catalog.services.proofs.add import add as add_proof
from catalog.services.proofs.check import check, check_all
from catalog.services.proofs.end import end as end_proof
from catalog.services.proofs.listing import list_proofs
from catalog.services.proofs.rehearse import Rehearsal
from catalog.services.proofs.rehearse import rehearse as rehearse_proof
from catalog.services.proofs.renew import renew as renew_proof
from catalog.services.proofs.show import show_proof
from catalog.wording.sentences import say

proof = typer.Typer(no_args_is_help=True, help="Proofs: record one, say a word on it.")
KINDS = "licence, certificate, register, safety_sheet, test_report, equivalence, dialogue_form, statement or ingredient_list"
BETWEEN = re.compile(r"[\n\t,;]+")


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.add_typer(proof, name="proof")


@proof.command()
def add(
    supplier: Annotated[str, typer.Option(help="supplier code")],
    attribute: Annotated[str, typer.Option(help="the attribute it shows")],
    from_: Annotated[str, typer.Option("--from", help="first day it holds, YYYY-MM-DD")],
    reference: Annotated[list[str] | None, typer.Option(help="a product's reference, repeatable")] = None,
    gtin: Annotated[list[str] | None, typer.Option(help="a product's GTIN, repeatable")] = None,
    model: Annotated[
        list[str] | None, typer.Option(help="a model that names or references hold as whole words, repeatable")
    ] = None,
    family: Annotated[list[str] | None, typer.Option(help="all of this supplier's products of a family")] = None,
    list_: Annotated[
        Path | None, typer.Option("--list", help="a text file of references and GTINs, one a line or with commas")
    ] = None,
    until: Annotated[str | None, typer.Option(help="last day it holds; left out: no end of its own")] = None,
    document: Annotated[Path | None, typer.Option(help="the document")] = None,
    kind: Annotated[str, typer.Option(help=KINDS)] = "certificate",
    basis: Annotated[
        str | None, typer.Option(help="label, equivalence or document; left out: what kind and attribute suggest")
    ] = None,
    label: Annotated[str | None, typer.Option(help="label code")] = None,
    number_: Annotated[str | None, typer.Option("--number", help="licence or certificate number")] = None,
    issuer: Annotated[str | None, typer.Option(help="who issued it")] = None,
    holder: Annotated[str | None, typer.Option(help="whom the document names")] = None,
    holder_link: Annotated[str | None, typer.Option(help="why that is not the supplier")] = None,
    found_only: Annotated[bool, typer.Option("--found-only", help="leave out what names no product")] = False,
    rehearse: Annotated[bool, typer.Option("--rehearse", help="only say what it would cover and change")] = False,
) -> None:
    """Record a proof with its coverage and dates. Until staff accept it, no tag turns yes."""
    told: Told = {
        "attribute": attribute, "valid_from": _begins(from_), "valid_until": day(until), "kind": kind, "basis": basis,
        "label": label, "number": number_, "issuer": issuer, "holder": holder, "holder_link": holder_link,
    }  # fmt: skip
    named: dict[str, Any] = {
        "supplier": supplier, "references": [*(reference or ()), *_listed(list_)], "gtins": gtin or (), "models": model or (),
        "families": family or (),
    }  # fmt: skip
    if rehearse:
        _rehearsed(named | {"document": document}, told)
        return
    _read(document)
    with line().entrance.writing() as means:
        paper: dict[str, Any] = {
            "document": document,
            "document_name": document.name if document else None,
            "found_only": found_only,
        }
        made = add_proof(line().actor, means, **named, **paper, **told)
    line().tell({"proof": str(made)}, str(made))


def _begins(text: str) -> dt.date:
    begins = day(text)
    if begins is None:
        raise Invalid("option.day", value=text)
    return begins


def _listed(path: Path | None) -> list[str]:
    """The references and GTINs of a text file."""
    if path is None:
        return []
    if not path.is_file():
        raise NotFound("file.missing", name=str(path))
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    return [part.strip() for part in BETWEEN.split(text) if part.strip()]


def _read(document: Path | None) -> None:
    """Read the document in the sandbox, so that what it says is there for whoever checks."""
    if document is None:
        return
    if not document.is_file():
        raise NotFound("file.missing", name=str(document))
    with document.open("rb") as stream:
        sha256 = line().entrance.files.put_stream(stream)
    with line().waiting("progress.reading", file=document.name):
        deposits.read_document(line().entrance, line().actor, sha256, document.name)


def _rehearsed(named: dict[str, Any], told: Told) -> None:
    with line().entrance.reading() as means:
        found = rehearse_proof(line().actor, means, **named, **told)
    line().tell(rehearsal_json(found), "\n".join(_rehearsal_text(found, line().language)))


def _rehearsal_text(found: Rehearsal, language: str) -> list[str]:
    """For a person: what is covered and what names nothing, what the number does not prove, what would turn."""
    told = [f"{each.reference}  {each.how}" for each in found.found]
    told += [say("proof.rehearsal.missing", {"name": name}, language) for name in found.missing]
    if not found.found:
        return [*told, say("proof.no_reference", {}, language)]
    if found.holder:
        told.append(say("proof.rehearsal.holder", {"holder": found.holder, "supplier": found.supplier_name}, language))
    told += [
        f"{say(each.reason.code, each.reason.params, language)} ({listed(each.references)})" for each in found.wrong
    ]
    return told + ([what_if_text(found.shifts, language)] if found.shifts else [])


def rehearsal_json(found: Rehearsal) -> dict[str, Any]:
    """What recording would cover and, once accepted, change."""
    return {
        "found": [{"reference": each.reference, "how": each.how, "proofs": [str(one) for one in each.proofs]}
                  for each in found.found],
        "missing": list(found.missing),
        "holder": found.holder,
        "wrong": [{"references": list(each.references), "code": each.reason.code,
                   **{language: say(each.reason.code, each.reason.params, language) for language in ("fr", "en")}}
                  for each in found.wrong],
        "tags": [{"attribute": shift.attribute, "before": shift.before, "after": shift.after,
                  "references": [mover.reference for mover in shift.products]} for shift in found.tags],
    }  # fmt: skip


@proof.command("check")
def check_(
    proof_id: Annotated[str, typer.Argument(help="the proof")],
    reason: Annotated[str, typer.Option(help="why; the supplier reads it")],
    accept: Annotated[bool, typer.Option("--accept", help="it shows what it should")] = False,
    refuse: Annotated[bool, typer.Option("--refuse", help="it does not")] = False,
    same_paper: Annotated[
        bool, typer.Option("--same-paper", help="the other waiting proofs of the same paper too")
    ] = False,
) -> None:
    """A staff member's word on a proof."""
    if accept == refuse:
        raise Invalid("option.one_of", one="--accept", other="--refuse")
    asked = number(proof_id, "proof")
    with line().entrance.writing() as means:
        alike = show_proof(line().actor, means, asked).alike if same_paper else ()
        decision = check(line().actor, means, asked, accept, reason)
        others = check_all(line().actor, means, alike, accept, reason) if alike else []
    told = {"proof": proof_id, "decision": str(decision), "accepted": accept}
    line().tell(told | ({"others": [str(one) for one in others]} if same_paper else {}), proof_id)


@proof.command()
def end(
    proof_id: Annotated[str, typer.Argument(help="the proof")],
    reason: Annotated[str, typer.Option(help="why; the supplier reads it")],
    last: Annotated[str | None, typer.Option(help="last day it still holds; left out: yesterday")] = None,
) -> None:
    """Withdraw a proof before its end."""
    with line().entrance.writing() as means:
        ending = end_proof(line().actor, means, number(proof_id, "proof"), reason, day(last))
    line().tell({"proof": proof_id, "ending": str(ending)}, proof_id)


@proof.command()
def renew(
    proof_id: Annotated[str, typer.Argument(help="the proof that ends")],
    from_: Annotated[str, typer.Option("--from", help="first day the new one holds, YYYY-MM-DD")],
    until: Annotated[str | None, typer.Option(help="last day the new one holds")] = None,
    document: Annotated[Path | None, typer.Option(help="the new document")] = None,
    number_: Annotated[str | None, typer.Option("--number", help="its number; left out: as before")] = None,
    issuer: Annotated[str | None, typer.Option(help="who issued it; left out: as before")] = None,
    holder: Annotated[str | None, typer.Option(help="whom it names; left out: as before")] = None,
    holder_link: Annotated[str | None, typer.Option(help="why that is not the supplier")] = None,
) -> None:
    """A new proof in place of one that ends, for the same products. It waits for a check."""
    _read(document)
    with line().entrance.writing() as means:
        made = renew_proof(
            line().actor, means, number(proof_id, "proof"), valid_from=_begins(from_), valid_until=day(until),
            document=document, document_name=document.name if document else None, number=number_, issuer=issuer,
            holder=holder, holder_link=holder_link,
        )  # fmt: skip
    line().tell({"proof": str(made), "replaces": proof_id}, str(made))


@proof.command("list")
def list_all(
    state: Annotated[
        str | None, typer.Option(help="waiting, contested, accepted, refused, expiring or expired")
    ] = None,
) -> None:
    """The proofs on record."""
    with line().entrance.reading() as means:
        found = list_proofs(line().actor, means, state)
    rows: list[dict[str, Any]] = [
        {"proof": str(each.id), "suppliers": list(each.suppliers), "attribute": each.attribute, "kind": each.kind,
         "label": each.label, "number": each.number, "from": each.valid_from.isoformat(),
         "until": each.valid_until.isoformat() if each.valid_until else None, "verdict": each.verdict,
         "products": each.products, "last_day": each.last_day.isoformat() if each.last_day else None,
         "holder": each.holder, "replaces": str(each.replaces_id) if each.replaces_id else None}
        for each in found
    ]  # fmt: skip
    line().tell(
        {"proofs": rows},
        "\n".join(
            f"{r['proof']}  {r['attribute']:<16} {r['last_day'] or '–':<10} {', '.join(r['suppliers'])}" for r in rows
        ),
    )
