"""The command about parcels of documents: proof parcel."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from catalog import deposits
from catalog.cli.frame import PARTLY, leave, line
from catalog.cli.proofs import proof
from catalog.entrance import Watch
from catalog.errors import NotFound
from catalog.services.proofs.parcel_show import STATES, ItemLine, ParcelSheet, show_parcel
from catalog.wording.sentences import say, templates


def register(app: typer.Typer) -> None:
    """The command lies in the group of `proof`, which is registered already."""


@proof.command("parcel")
def parcel_(
    file: Annotated[Path, typer.Argument(help="a ZIP of safety sheets, datasheets, certificates and pictures")],
    supplier: Annotated[str, typer.Option(help="supplier code")],
) -> None:
    """Receive a ZIP of documents, matched by reference, GTIN or UFI. Status 1: a file waits for a person or was refused."""
    if not file.is_file():
        raise NotFound("file.missing", name=str(file))
    on = line()
    with file.open("rb") as stream:
        sha256 = on.entrance.files.put_stream(stream)
    with on.following("progress.reading", file=file.name) as told:
        number = deposits.receive_parcel(on.entrance, on.actor, supplier, sha256, file.name, Watch(told))
    with on.entrance.reading() as means:
        found = show_parcel(on.actor, means, number)
    on.tell(_json(found), _text(found))
    if found.line.counts.get("waiting") or found.line.counts.get("refused"):
        leave(PARTLY)


def _json(found: ParcelSheet) -> dict[str, Any]:
    counts = {state: found.line.counts.get(state, 0) for state in STATES}
    return {
        "parcel": str(found.line.id),
        "files": found.line.files,
        **counts,
        "items": [_item(each) for each in found.items],
    }


def _item(each: ItemLine) -> dict[str, Any]:
    both = {language: _why(each, language) for language in ("fr", "en")}
    return {"item": str(each.id), "name": each.name, "kind": each.kind, "state": each.state, "code": each.reason,
            "references": list(each.references), "proof": str(each.proof) if each.proof else None, **both}  # fmt: skip


def _why(each: ItemLine, language: str) -> str | None:
    """The sentence of a code; a person's own words as they are."""
    if each.reason is None or each.reason not in templates():
        return each.reason
    return say(each.reason, each.found.get("params", {}), language)


def _text(found: ParcelSheet) -> str:
    counts = ", ".join(f"{state} {found.line.counts.get(state, 0)}" for state in STATES)
    left = [f"- {each.name}: {_why(each, line().language)}" for each in found.items if each.state != "taken"]
    return "\n".join([f"{found.line.id}: {found.line.files} = {counts}", *left])
