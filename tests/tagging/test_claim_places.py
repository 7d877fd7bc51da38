"""Claims of structured formats carry their place: the file's product, the field it stood in, the words as written."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.tagging.claims import claims_of
from catalog.tagging.families import family_of, family_words
from catalog.tagging.records import Claim, Source
from imports.reading import read_here
from imports.record import Request, Words
from tests.tagging.samples import vocabulary

DATA = Path(__file__).parents[1] / "data"


def claims(name: str) -> list[Claim]:
    """Every claim of a file, as the intake makes them."""
    known = vocabulary()
    reading = read_here(DATA / name, Request(name, words=Words(families=family_words(known))))
    found: list[Claim] = []
    for row in reading.products.to_pylist():
        cells = [(cell["attribute"], cell["column"], cell["text"]) for cell in row["claim_cells"] or ()]
        texts = [("name", row["name"]), ("description", row["description"])]
        source = Source(name, row["sheet"], row["row"])
        found += claims_of(texts, cells, source, known, family_of(row["family"], known))
    return [claim for claim in found if claim.attribute]


@pytest.mark.parametrize("name", ["bmecat_2005_new.xml", "ubl_peppol_new.xml"])
def test_each_claim_has_file_row_column_and_quote(name: str) -> None:
    found = claims(name)
    assert found, name
    for claim in found:
        assert claim.quote.strip()
        assert claim.source is not None
        assert claim.source.file == name
        assert claim.source.row is not None
        assert claim.source.column


def test_what_the_certificate_of_an_invoice_format_says_is_quoted() -> None:
    first = next(claim for claim in claims("ubl_peppol_new.xml") if claim.number)
    assert (first.attribute, first.label, first.number) == ("ecolabelled", "EU_ECOLABEL", "FR/011/002")
    assert (first.quote, first.source) == (
        "EU_ECOLABEL, Environmental, FR/011/002", Source("ubl_peppol_new.xml", None, 1, "Item/Certificate"),
    )  # fmt: skip
