"""The daily verbs on one product: correct, suspend, rename, succeed; and compare, which shows what changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from catalog.asking import day
from catalog.cli.frame import counted, line
from catalog.cli.intake import number
from catalog.cli.verbs_told import done_text
from catalog.errors import Invalid
from catalog.means.means import Means
from catalog.published.done import Done
from catalog.services.release.compare import compare as compare_publications
from catalog.services.release.correct import Wanted as Correction
from catalog.services.release.correct import correct as correct_value
from catalog.services.release.correct import rehearse_correct
from catalog.services.release.rename import rehearse_rename
from catalog.services.release.rename import rename as rename_reference
from catalog.services.release.succeed import Wanted as Succession
from catalog.services.release.succeed import rehearse_succeed
from catalog.services.release.succeed import succeed as record_succession
from catalog.services.release.suspend import Wanted as Suspension
from catalog.services.release.suspend import rehearse_suspend
from catalog.services.release.suspend import suspend as suspend_offer
from catalog.writing.delimited import delimited

Product = Annotated[str, typer.Argument(help="SUPPLIER/REFERENCE")]
Lot = Annotated[str | None, typer.Option(help="the lot, where the reference sits in several")]
Reason = Annotated[str, typer.Option(help="why; kept with it")]
Basis = Annotated[str | None, typer.Option(help="the article or amendment of the contract it rests on")]
Rehearse = Annotated[bool, typer.Option("--rehearse", help="say what would change; nothing is written")]


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    for command in (correct, suspend, rename, succeed, compare):
        app.command()(command)


def correct(
    product: Product,
    reason: Reason,
    field: Annotated[str, typer.Option(help="the field: price, name, gtin, family, order_unit, ...")],
    value: Annotated[str | None, typer.Option(help='as a file\'s cell: "12,50", "5,5 %"; "" for no value')] = None,
    lot: Lot = None,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="take the correction of this field back")] = False,
    basis: Basis = None,
    rehearse: Rehearse = False,
) -> None:
    """Correct one value; the supplier's own is kept beside it, and counts again once the supplier changes it."""
    if (value is None) != withdraw:
        raise Invalid("correct.value_or_withdraw")
    wanted = Correction(*named(product), field, value, reason, lot, basis)
    _do(rehearse, lambda means: rehearse_correct(line().actor, means, wanted),
        lambda means: correct_value(line().actor, means, wanted))  # fmt: skip


def suspend(
    product: Product,
    reason: Reason,
    lot: Annotated[str | None, typer.Option(help="this lot alone; without it every lot of the product")] = None,
    lift: Annotated[bool, typer.Option("--lift", help="the offer may be ordered again")] = False,
    basis: Basis = None,
    rehearse: Rehearse = False,
) -> None:
    """Suspend an offer at once: it stays in its lot, in no range and no search, and cannot be ordered."""
    wanted = Suspension(*named(product), reason, lot, basis, lift)
    _do(rehearse, lambda means: rehearse_suspend(line().actor, means, wanted),
        lambda means: suspend_offer(line().actor, means, wanted))  # fmt: skip


def rename(
    product: Product,
    new: Annotated[str, typer.Argument(help="the new reference")],
    reason: Reason,
    basis: Basis = None,
    rehearse: Rehearse = False,
) -> None:
    """Give a product another reference: it keeps its proofs, decisions and places in selections."""
    supplier, old = named(product)
    _do(rehearse, lambda means: rehearse_rename(line().actor, means, supplier, old, new),
        lambda means: rename_reference(line().actor, means, supplier, old, new, reason, basis))  # fmt: skip


def succeed(
    product: Product,
    reason: Reason,
    basis: Annotated[str, typer.Option(help="the article or amendment of the contract it rests on")],
    kind: Annotated[str, typer.Option(help="replaced, discontinued or new")],
    successor: Annotated[str | None, typer.Argument(help="SUPPLIER/REFERENCE that takes its place")] = None,
    rehearse: Rehearse = False,
) -> None:
    """Say what became of a reference, or that a new one follows nothing. Proofs never pass on by themselves."""
    supplier, reference = named(product)
    after = named(successor) if successor is not None else None
    if after is not None and after[0] != supplier:
        raise Invalid("succeed.other_supplier")
    wanted = Succession(supplier, reference, kind, reason, basis, after[1] if after else None)
    _do(rehearse, lambda means: rehearse_succeed(line().actor, means, wanted),
        lambda means: record_succession(line().actor, means, wanted))  # fmt: skip


def compare(
    before: Annotated[str, typer.Argument(help="a publication's number, or a day YYYY-MM-DD")],
    after: Annotated[str, typer.Argument(help="another")],
    supplier: Annotated[str | None, typer.Option(help="this supplier alone")] = None,
    lot: Annotated[str | None, typer.Option(help="this lot alone")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="write every line to this CSV file")] = None,
) -> None:
    """What is new, gone and changed between two versions of the catalogue, cell by cell."""
    with line().entrance.reading() as means:
        found = compare_publications(line().actor, means, _version(before), _version(after), supplier, lot)
    if output is not None:
        try:
            output.write_bytes(delimited(found.table()))
        except OSError as error:
            raise Invalid("file.not_written", name=str(output)) from error
    document = found.json()
    names = ("new_products", "new_offers", "changed_offers", "same_offers", "gone_offers", "cells_total")
    line().tell(document, counted({name: document[name] for name in names}))


def named(product: str) -> tuple[str, str]:
    """(supplier, reference) as typed. Raises Invalid."""
    supplier, slash, reference = product.partition("/")
    if not slash:
        raise Invalid("option.product", value=product)
    return supplier, reference


def _do(rehearse: bool, tell: Callable[[Means], Done], act: Callable[[Means], Done]) -> None:
    if rehearse:
        with line().entrance.reading() as means:
            done = tell(means)
    else:
        with line().waiting("progress.publishing"), line().entrance.writing() as means:
            done = act(means)
    document = done.json()
    line().tell(document, done_text(document, line().language))


def _version(text: str) -> int | dt.date:
    found = day(text) if "-" in text else None
    return found if found is not None else number(text, "publication")
