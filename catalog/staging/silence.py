"""What a file leaves empty of a product that was said before. Silence takes nothing back.

A hazard code or a "compatible" speaks against a product. If the next file could take it back by saying nothing, an empty
cell would let through what the product's documents show. So what a product is called, what it is, its hazard codes and what
a claim cell said against it stay until a file says another thing ("aucune", "oui"), or a person lets the file erase it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from catalog.staging.compared import places_in
from catalog.staging.written import filled, whole
from catalog.tagging.words import quoted_from

Claims = Sequence[Mapping[str, Any]]
LeftEmpty = Mapping[str, pa.Array]
"""Field -> for each line the value that it leaves empty, as text; null where it does not."""
CELLS = ("description", "brand", "gtin", "family", "hazard_codes")
"""The cells of a product that stay where a later file leaves them empty; its name stays whatever a person says."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of a product: those that stood, and those that would stand."""

    before: tuple[str | None, str | None]
    after: tuple[str | None, str | None]


def says(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Where a line says something of a field. An empty list says that there is none."""
    kind = column.type
    return whole(column).is_valid() if pa.types.is_list(kind) else filled(column)


def family_left(staged: pa.Table, products: pa.Table, given: Set[str], *, erase: bool) -> pa.Table:
    """The staged table, without the lot's family where a file once named the product's own and this one is silent.

    products: what stands, columns of PRODUCT_ROWS. erase: a person lets empty cells of this file erase.
    """
    if erase and "family" in given:
        return staged
    stood = family_named(products).take(places_in(whole(staged["reference"]), whole(products["reference"])))
    silent = pc.and_not(stood.fill_null(False), family_named(staged))
    at = staged.schema.get_field_index("family")
    family = pc.if_else(silent, pa.scalar(None, pa.string()), whole(staged["family"]))
    return staged.set_column(at, staged.schema.field(at), family)


def left_empty(lines: pa.Table, before: pa.Table, given: Set[str]) -> LeftEmpty:
    """What stands in the CELLS that a line leaves empty in a column of the file."""
    found = {}
    for name in CELLS:
        silent = pc.and_not(filled(before[name]), family_named(lines) if name == "family" else says(lines[name]))
        if name == "family":
            silent = pc.and_(silent, family_named(before))
        if name in given and pc.any(silent).as_py():
            stood = whole(before[name])
            text = pc.binary_join(stood, ", ") if pa.types.is_list(stood.type) else stood
            found[name] = pc.if_else(silent, text, pa.scalar(None, pa.string()))
    return found


def family_named(rows: pa.Table) -> pa.Array:
    """Where a file named the family."""
    return whole(rows["family_told"]).fill_null(False)


def stays(said: Claims, stood: Claims, columns: Mapping[str, str], texts: Set[str], words: Texts) -> list[Any]:
    """The standing claims against a product whose cell a file leaves empty.

    columns: header -> field of the file. texts: its headers of name and description, whose claims follow the words.
    """
    return [
        claim
        for claim in stood
        if claim["against"] and not in_words(claim, texts, words.before) and not _answered(claim, said, columns, texts)
    ]


def restored(stood: Claims, texts: Set[str], words: Texts) -> list[Any]:
    """The standing claims made in words that stand again, since a cell beside them was left empty."""
    return [
        claim
        for claim in stood
        if in_words(claim, texts, words.before) and any(quoted_from(claim["quote"], text) for text in words.after)
    ]


def in_words(claim: Mapping[str, Any], texts: Set[str], words: Sequence[str | None]) -> bool:
    """Whether a claim was made in a name or description. An earlier file may have called the column otherwise."""
    return claim["column"] in (None, *texts) or any(quoted_from(claim["quote"], text) for text in words)


def _answered(claim: Mapping[str, Any], said: Claims, columns: Mapping[str, str], texts: Set[str]) -> bool:
    """Whether the line says something where the claim was made: in that column, or if the file has none of that title, of the
    attribute in any cell."""
    if claim["column"] in columns:
        return any(each["column"] == claim["column"] for each in said)
    cells = (each for each in said if each["column"] not in (None, *texts))
    return any(each["attribute"] == claim["attribute"] for each in cells)
