"""Commands about proofs: proof add, proof check, proof list."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from catalog.cli.frame import line
from catalog.cli.intake import number
from catalog.cli.release import day
from catalog.errors import Invalid, NotFound
from catalog.services.proofs.add import add as add_proof
from catalog.services.proofs.check import check as check_proof
from catalog.services.proofs.listing import list_proofs

proof = typer.Typer(no_args_is_help=True, help="Proofs: record one, say a word on it.")


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.add_typer(proof, name="proof")


@proof.command()
def add(
    supplier: Annotated[str, typer.Option(help="supplier code")],
    reference: Annotated[list[str], typer.Option(help="a product's reference, repeatable")],
    attribute: Annotated[str, typer.Option(help="the attribute it shows")],
    from_: Annotated[str, typer.Option("--from", help="first day it holds, YYYY-MM-DD")],
    until: Annotated[str | None, typer.Option(help="last day it holds; left out: no end of its own")] = None,
    document: Annotated[Path | None, typer.Option(help="the document")] = None,
    kind: Annotated[
        str,
        typer.Option(
            help="licence, certificate, register, safety_sheet, test_report, equivalence, dialogue_form or statement"
        ),
    ] = "certificate",
    basis: Annotated[
        str | None, typer.Option(help="label, equivalence or document; left out: what kind and attribute suggest")
    ] = None,
    label: Annotated[str | None, typer.Option(help="label code")] = None,
    number_: Annotated[str | None, typer.Option("--number", help="licence or certificate number")] = None,
    issuer: Annotated[str | None, typer.Option(help="who issued it")] = None,
) -> None:
    """Record a proof with its coverage and dates. Until staff accept it, no tag turns yes."""
    if document is not None and not document.is_file():
        raise NotFound("file.missing", name=str(document))
    begins = day(from_)
    if begins is None:
        raise Invalid("option.day", value=from_)
    with line().entrance.writing() as means:
        made = add_proof(
            line().actor, means, supplier=supplier, references=reference, attribute=attribute, valid_from=begins,
            valid_until=day(until), kind=kind, basis=basis, label=label, number=number_, issuer=issuer,
            document=document, document_name=document.name if document else None,
        )  # fmt: skip
    line().tell({"proof": str(made)}, str(made))


@proof.command()
def check(
    proof_id: Annotated[str, typer.Argument(help="the proof")],
    reason: Annotated[str, typer.Option(help="why; the supplier reads it")],
    accept: Annotated[bool, typer.Option("--accept", help="it shows what it should")] = False,
    refuse: Annotated[bool, typer.Option("--refuse", help="it does not")] = False,
) -> None:
    """A staff member's word on a proof."""
    if accept == refuse:
        raise Invalid("option.one_of", one="--accept", other="--refuse")
    with line().entrance.writing() as means:
        decision = check_proof(line().actor, means, number(proof_id, "proof"), accept, reason)
    line().tell({"proof": proof_id, "decision": str(decision), "accepted": accept}, proof_id)


@proof.command("list")
def list_(
    state: Annotated[str | None, typer.Option(help="waiting, accepted, refused, expiring or expired")] = None,
) -> None:
    """The proofs on record."""
    with line().entrance.reading() as means:
        found = list_proofs(line().actor, means, state)
    rows: list[dict[str, Any]] = [
        {"proof": str(each.id), "suppliers": list(each.suppliers), "attribute": each.attribute, "kind": each.kind,
         "label": each.label, "number": each.number, "from": each.valid_from.isoformat(),
         "until": each.valid_until.isoformat() if each.valid_until else None, "verdict": each.verdict,
         "products": each.products}
        for each in found
    ]  # fmt: skip
    line().tell(
        {"proofs": rows},
        "\n".join(
            f"{r['proof']}  {r['attribute']:<16} {r['until'] or '–':<10} {', '.join(r['suppliers'])}" for r in rows
        ),
    )
