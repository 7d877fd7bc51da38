"""Record a proof with its dates, its document and the products it covers. Recorded is not checked: no tag turns yes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Unpack

from catalog.access import Actor, require
from catalog.errors import Invalid
from catalog.evidence.covering import MOST_NAMED, Covering, Named, covering_of
from catalog.evidence.depositing import FIRST_YEAR as FIRST_YEAR
from catalog.evidence.depositing import LONGEST_YEARS as LONGEST_YEARS
from catalog.evidence.depositing import Told as Told
from catalog.evidence.depositing import default_basis as default_basis
from catalog.evidence.depositing import deposit, holder_differs, required
from catalog.evidence.readings import refuse_other_sheet
from catalog.evidence.suppliers import supplier_of
from catalog.means.means import Means


def add(
    actor: Actor,
    means: Means,
    *,
    supplier: str,
    references: Sequence[str] = (),
    gtins: Sequence[str] = (),
    models: Sequence[str] = (),
    families: Sequence[str] = (),
    found_only: bool = False,
    document: bytes | Path | None = None,
    document_name: str | None = None,
    **told: Unpack[Told],
) -> int:
    """The id of the new proof, which covers the supplier's products that are named; a reference may be a GTIN.

    A proof needs a document, or a number to look up. found_only: what names no product is left out instead of refused
    (its rehearsal has told it). Raises NotFound for another's supplier, Invalid for anything that cannot be, naming
    unknown references; nothing is kept then.
    """
    require(actor, "proof.add")
    named = Named(tuple(references), tuple(gtins), tuple(models), tuple(families))
    card = supplier_of(actor, means, supplier, "proof.add")
    covering = _covered(means, card.id, named, found_only)
    if holder_differs(told.get("holder"), card.name):
        required(bool((told.get("holder_link") or "").strip()), "proof.holder_unexplained", holder=told["holder"],
                 supplier=card.name)  # fmt: skip
    refuse_other_sheet(means, told.get("kind", "certificate"), document)
    told["scope"] = named.scope
    return deposit(actor, means, card.id, covering.found, told, document, document_name)


def _covered(means: Means, supplier_id: int, named: Named, found_only: bool) -> Covering:
    required(bool(named), "proof.no_reference")
    if len(named.references) + len(named.gtins) + len(named.models) > MOST_NAMED:
        raise Invalid("proof.too_many_named", most=MOST_NAMED)
    covering = covering_of(means.session, supplier_id, named)
    missing = sorted(covering.missing)
    if missing and not found_only:
        raise Invalid("proof.references_unknown", n=len(missing), references=listed(missing))
    required(bool(covering.found), "proof.no_reference")
    return covering


def listed(values: Sequence[str], most: int = 10) -> str:
    """The first of them, in one line."""
    return ", ".join(values[:most]) + (", …" if len(values) > most else "")
