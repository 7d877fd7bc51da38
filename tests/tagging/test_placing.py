"""Tags that are worked out once for all that say the same: each names the cells of its own product, and no others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from catalog.tagging.engine import tags_of
from catalog.tagging.records import Product, Proof, Reason, RuleOutcome, Source, Tag
from tests.tagging.samples import DAY, PROOF, product, vocabulary

LABELLED = product(cells=[(None, "Label", "Écolabel européen FR/020/901"), (None, "Label 2", "Nordic Swan")])
PRODUCTS = {
    "a licence in a cell": (LABELLED, (PROOF,)),
    "the same, with nothing shown": (LABELLED, ()),
    "a number of another group": (product(cells=[(None, "L", "FR/006/914")]), ()),
    "words of the name": (product("Nettoyant sols écolabellisé, flacon 50 % recyclé"), ()),
    "hazard codes": (product(hazards=("H318", "H412")), ()),
    "hazard codes and a claim": (product("Nettoyant écolabellisé", hazards=("H318",)), (PROOF,)),
    "counter-evidence": (product("Toner compatible, non remanufacturé", family="PRINT_CONSUMABLES"), ()),
    "an ended proof": (LABELLED, (replace(PROOF, valid_until=DAY - dt.timedelta(days=1)),)),
}


def at(whole: Product, file: str, first: int) -> Product:
    """The product with its hazard codes in row `first` of a file and each claim in a row of its own behind."""
    claims = (
        replace(claim, source=Source(file, None, row, claim.source.column if claim.source else None))
        for row, claim in enumerate(whole.claims, first + 1)
    )
    hazards = whole.hazard_source and Source(file, None, first, whole.hazard_source.column)
    return replace(whole, claims=tuple(claims), hazard_source=hazards)


def tags(whole: Product, proofs: Sequence[Proof]) -> Mapping[str, Tag]:
    return tags_of(whole, proofs, (), vocabulary(), DAY)


def moved(tag: Tag, file: str, by: int) -> Tag:
    """The tag with every cell it names in another file, `by` rows further down."""
    rules = tuple(_outcome(rule, file, by) for rule in tag.rules)
    return replace(tag, reason=_reason(tag.reason, by), rules=rules)


def _outcome(rule: RuleOutcome, file: str, by: int) -> RuleOutcome:
    source = rule.source and replace(
        rule.source, file=file, row=None if rule.source.row is None else rule.source.row + by
    )
    return replace(rule, source=source, reason=_reason(rule.reason, by))


def _reason(reason: Reason, by: int) -> Reason:
    row = reason.params.get("row")
    return Reason(reason.code, {**reason.params, "row": row + by}) if isinstance(row, int) else reason


def cells(found: Mapping[str, Tag]) -> set[Source]:
    return {rule.source for tag in found.values() for rule in tag.rules if rule.source}


@pytest.mark.parametrize("name", PRODUCTS)
def test_at_other_rows_a_product_has_the_same_tags_but_for_the_cells_they_name(name: str) -> None:
    whole, proofs = PRODUCTS[name]
    here, there = at(whole, "un.csv", 10), at(whole, "deux.xlsx", 510)
    first, second = tags(here, proofs), tags(there, proofs)
    assert cells(first)
    assert cells(first) <= {here.hazard_source, *(claim.source for claim in here.claims)}
    assert dict(second) == {name: moved(tag, "deux.xlsx", 500) for name, tag in first.items()}
    assert dict(tags(here, proofs)) == dict(first)


def test_two_claims_of_one_product_keep_their_own_cells() -> None:
    one, other = (claim.source for claim in at(LABELLED, "un.csv", 10).claims[:2])
    found = [rule.source for rule in tags(at(LABELLED, "un.csv", 10), ())["ecolabelled"].rules if rule.source]
    assert one != other
    assert {one, other} <= set(found)


def test_a_product_without_a_row_says_so_beside_one_that_has_one() -> None:
    whole = product(hazards=("H318",))
    nowhere = replace(whole, hazard_source=Source("un.xml", None, None, "Dangers"))
    placed, unplaced = (tags(each, ())["early_childhood"].reason for each in (at(whole, "un.csv", 10), nowhere))
    assert (placed.code, placed.params["row"]) == ("why.early_childhood.not_suited", 10)
    assert (unplaced.code, unplaced.params.get("row")) == ("why.early_childhood.not_suited.unplaced", None)
