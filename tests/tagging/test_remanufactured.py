"""Remanufactured: every word, standard, label and pitfall of the reference does what its row says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from catalog.reference.shipped import facts_of
from catalog.tagging.records import Tag
from tests.tagging.samples import CERTIFICATE, claims, product, tag

ROWS = {fact.key: fact.payload for fact in facts_of("remanufactured")}
REMADE = "remanufactured"


def words(*kinds: str) -> list[Any]:
    """(row, word) for each word of the rows of these kinds."""
    rows = [(key, row) for key, row in ROWS.items() if row["kind"] in kinds and row["words"]]
    return [pytest.param(key, word, id=f"{key}-{word}") for key, row in rows for word in row["words"].split(";")]


def family_of(row: Mapping[str, str]) -> str:
    return "IT" if row["families"] == "devices" else "PRINT_CONSUMABLES"


def said(name: str, family: str = "PRINT_CONSUMABLES") -> dict[str, bool]:
    """attribute -> whether what is said of it speaks against it."""
    return {claim.attribute: claim.against for claim in claims(name, family=family)}


@pytest.mark.parametrize(("key", "word"), words("title_word"))
def test_a_word_of_a_title(key: str, word: str) -> None:
    """Claims its own attribute, speaks against "remanufactured", or says nothing; never yes by itself."""
    row = ROWS[key]
    found = said(f"Cartouche {word} K12", family_of(row))
    match row["effect"]:
        case "claim":
            assert found == {row["attribute"]: False}
        case "against" | "against_unless_claimed":
            assert found == {REMADE: True}
        case _:
            assert set(found) <= {"claim_only"}  # "écologique" is a claim of its own that proves nothing
    answer = tag(REMADE, product(f"Cartouche {word} K12", family=family_of(row)))
    assert answer.state == ("no" if row["effect"].startswith("against") else "unknown")


@pytest.mark.parametrize(("key", "word"), words("title_word"))
def test_a_word_that_is_denied_says_nothing(key: str, word: str) -> None:
    if not word.startswith(("neuf", "neuve", "toner", "cartouche", "100")) and not word.endswith(("neuf", "neuve")):
        assert said(f"Cartouche non {word} K12", family_of(ROWS[key])) == {}


@pytest.mark.parametrize(("key", "word"), words("title_word"))
def test_compatible_beside_the_claim_tells_the_fit_only(key: str, word: str) -> None:
    """ "Toner remanufacturé compatible HP": what only tells the fit falls silent, what contradicts stays."""
    row = ROWS[key]
    if row["effect"].startswith("against"):
        answer = tag(REMADE, product(f"Toner remanufacturé {word} HP", family="PRINT_CONSUMABLES"))
        assert answer.standing == ("declared" if row["effect"] == "against_unless_claimed" else "conflict")


def by_proof(number: str | None = None, label: str | None = None, name: str | None = None) -> Tag:
    proof = replace(CERTIFICATE, label=label, number=number, document_name=name)
    return tag(REMADE, product("Toner", family="PRINT_CONSUMABLES"), proof)


@pytest.mark.parametrize(("key", "word"), words("standard"))
def test_a_standard_that_a_proof_names(key: str, word: str) -> None:
    """Proves, is superseded, or proves nothing of it (STMC, yields): and the answer says which."""
    answer = by_proof(number=word)
    match ROWS[key]["proves_remanufactured"]:
        case "proves":
            assert answer.state == "yes"
            assert [item.outcome for item in answer.rules if item.rule == key] == ["pass"]
        case "weak":
            assert (answer.state, answer.standing, answer.reason.code) == ("unknown", "to_verify", "why.standard.weak")
            assert [asked.code for asked in answer.missing] == [REMADE]
        case _:
            assert (answer.state, answer.standing, answer.reason.code) == (
                "unknown",
                "declared",
                "why.standard.nothing",
            )
            assert ROWS[key]["name"] in str(answer.reason.params["standard"])


@pytest.mark.parametrize(("key", "word"), words("label"))
def test_a_scheme_that_labels_a_company_proves_no_product(key: str, word: str) -> None:
    assert by_proof(name=f"{word}.pdf").reason.code == "why.standard.nothing"


@pytest.mark.parametrize(
    ("label", "number", "state"),
    [
        ("NF_ENVIRONNEMENT", "NF335", "yes"), ("NF_ENVIRONNEMENT", "NF316", "unknown"),
        ("NORDIC_SWAN", "5008 0123", "yes"), ("NORDIC_SWAN", "5026 0123", "unknown"),
        ("BLUE_ANGEL", "DE-UZ 177", "yes"), ("BLUE_ANGEL", "DE-UZ 171", "unknown"),
        ("EU_ECOLABEL", "FR/020/901", "unknown"), ("FSC", "FSC-C012345", "unknown"), ("ESAT_EA", "310000000", "unknown"),
    ],
)  # fmt: skip
def test_a_label_proves_it_by_its_own_criteria_only(label: str, number: str, state: str) -> None:
    answer = by_proof(number, label)
    assert answer.state == state
    assert state == "yes" or answer.reason.code == "why.label.nothing"


PITFALLS: Mapping[str, Sequence[tuple[str, dict[str, bool]]]] = {
    "RM-P01": [("Cartouche non remanufacturée", {}), ("Toner remplace la cartouche remanufacturée", {}),
               ("Toner pas compatible avec HP", {})],
    "RM-P02": [("Imprimante laser compatible toner remanufacturé", {})],
    "RM-P03": [("Lot 1 toner remanufacturé + 3 neufs", {REMADE: True})],
    "RM-P04": [("Toner remanufacturé", {REMADE: False})],
    "RM-P05": [("Toner, emballage en carton recyclé", {})],
    "RM-P06": [("Tambour noir", {})],
    "RM-P07": [("Flacon de poudre toner recyclée", {"recycled_content": False})],
    "RM-P08": [("Toner HP Planet Partners", {}), ("Toner Lexmark LCCP", {}), ("Toner Xerox Green World", {})],
}  # fmt: skip


def test_every_pitfall_and_word_is_tried() -> None:
    assert set(PITFALLS) == {key for key, row in ROWS.items() if row["kind"] == "pitfall"}
    silent = {key for key, row in ROWS.items() if row["kind"] in ("title_word", "standard") and not row["words"]}
    assert silent == set()


@pytest.mark.parametrize(("name", "expected"), [pair for each in PITFALLS.values() for pair in each])
def test_a_pitfall(name: str, expected: dict[str, bool]) -> None:
    family = "PRINTERS" if name.startswith("Imprimante") else "PRINT_CONSUMABLES"
    assert said(name, family) == expected
    assert tag(REMADE, product(name, family=family)).state != "yes"


def test_a_mixed_pack_is_a_conflict_and_a_certificate_does_not_settle_it() -> None:
    pack = product("Lot 1 toner remanufacturé + 3 neufs", family="PRINT_CONSUMABLES")
    assert tag(REMADE, pack).standing == tag(REMADE, pack, CERTIFICATE).standing == "conflict"


def test_the_five_attributes_are_told_apart() -> None:
    names = {
        "reconditioned": ("Ordinateur reconditionné", "IT"), "remanufactured": ("Toner remanufacturé", "PRINT_CONSUMABLES"),
        "recycled_content": ("Toner recyclé", "PRINT_CONSUMABLES"), "reused": ("Bureau d’occasion", "FURNITURE"),
        "refillable": ("Cartouche rechargeable", "PRINT_CONSUMABLES"),
    }  # fmt: skip
    for attribute, (name, family) in names.items():
        assert set(said(name, family)) == {attribute}, name
