"""What the lines of a file claim: worked out once for every line that says something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from catalog.staging.columns import CLAIM
from catalog.staging.compared import flags
from catalog.staging.written import filled, joined, text_of, whole
from catalog.tagging.claims import claims_of
from catalog.tagging.quiet import speaking
from catalog.tagging.records import Source
from catalog.tagging.vocabulary import Vocabulary

Row = Mapping[str, Any]
Flags = npt.NDArray[np.bool_]
TOLD = ("name", "description", "claim_cells")


def claims_said(products: pa.Table, columns: Mapping[str, str], vocabulary: Vocabulary, families: pa.Array) -> pa.Array:
    """The claims of each line of a reading, lists of CLAIM. `families`: the family code of each line, or null."""
    keys = _keys(products, vocabulary, families).dictionary_encode()
    codes = keys.indices.to_numpy()
    _, first = np.unique(codes, return_index=True)
    rows = products.select(TOLD).take(first).to_pylist()
    known = families.take(pa.array(first)).to_pylist()
    said = [claim_records(row, columns, vocabulary, family) for row, family in zip(rows, known, strict=True)]
    return pa.array(said, pa.list_(CLAIM)).take(pa.array(codes))


def _keys(products: pa.Table, vocabulary: Vocabulary, families: pa.Array) -> pa.Array:
    """One text for all lines with the same claims: cells, family, and the texts where they say anything.

    Of a line without a family the texts tell which family its cells speak of, so that speaking cells need them too.
    """
    texts = [whole(products[name]) for name in ("name", "description")]
    cells = whole(products["claim_cells"])
    heard = _speak(texts[0], vocabulary) | _speak(texts[1], vocabulary)
    heard |= ~flags(families.is_valid()) & _speaking_cells(cells, vocabulary)
    told = pc.if_else(pa.array(heard), joined(texts), "")
    silent = pc.and_(pc.invert(pa.array(heard)), pc.invert(filled(cells)))
    return pc.if_else(silent, "", joined([text_of(cells), families, told]))


def _speak(texts: pa.Array, vocabulary: Vocabulary) -> Flags:
    coded = pc.fill_null(texts, "").dictionary_encode()
    found = speaking(coded.dictionary.to_pylist(), vocabulary)
    return found[coded.indices.to_numpy()] if len(texts) else np.zeros(0, bool)


def _speaking_cells(cells: pa.Array, vocabulary: Vocabulary) -> Flags:
    found = np.zeros(len(cells), bool)
    heard = _speak(pc.list_flatten(cells).field("text"), vocabulary)
    found[pc.list_parent_indices(cells).to_numpy()[heard]] = True
    return found


def claim_records(
    row: Row, columns: Mapping[str, str], vocabulary: Vocabulary, family: str | None
) -> Sequence[dict[str, Any]]:
    """The claims of one product line, as records: attribute, label, number, quote, against, column.

    `columns`: header -> field of the file, to name the header of a text that claims something.
    """
    headers = {field: header for header, field in columns.items()}
    texts = [(headers.get(name), row[name]) for name in ("name", "description")]
    cells = [(cell["attribute"], cell["column"], cell["text"]) for cell in row["claim_cells"] or ()]
    return [
        {
            "attribute": claim.attribute,
            "label": claim.label,
            "number": claim.number,
            "quote": claim.quote,
            "against": claim.against,
            "column": claim.source.column if claim.source else None,
        }
        for claim in claims_of(texts, cells, Source(""), vocabulary, family)
    ]
