"""The facts as shipped: every row complete, sourced and mapped; French as French is printed."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from catalog.reference.shipped import KINDS, facts_of, names, shipped_facts

CONTRACT = ("ecolabelled", "remanufactured", "early_childhood")
CONFIDENCE = {
    "verified", "verified_fr", "verified_en_only", "partly_verified", "general_knowledge", "own_synthesis", "low",
}  # fmt: skip
SCOPED = {
    "label": "families", "ecolabel_group": "families", "early_childhood": "families", "document": "families",
    "claim_word": "families", "remanufactured": "families",
}  # fmt: skip


def test_every_kind_has_its_rows() -> None:
    counted = {kind: len(facts_of(kind)) for kind in KINDS}
    assert counted == {
        "attribute": 11,
        "document": 22,
        "proof_kind": 9,
        "family": 34,
        "family_scope": 81,
        "label": 51,
        "ecolabel_group": 43,
        "country": 31,
        "remanufactured": 60,
        "claim_word": 15,
        "biocide_word": 13,
        "early_childhood": 90,
        "reference": 1,
        "hazard_statement": 130,
    }


def test_every_row_says_where_it_comes_from() -> None:
    for fact in shipped_facts():
        assert fact.source, fact
        assert fact.confidence in CONFIDENCE, fact
        assert fact.checked_on == dt.date(2026, 11, 22), fact
        assert None not in (*fact.payload, *fact.payload.values()), f"{fact.kind} {fact.key}: ragged row"


def test_the_contract_attributes_come_first() -> None:
    assert tuple(fact.key for fact in facts_of("attribute"))[:3] == CONTRACT
    assert names("attribute")["early_childhood"] == ("Petite enfance", "Early childhood")


@pytest.mark.parametrize(("kind", "column"), SCOPED.items())
def test_no_scope_word_is_unmapped(kind: str, column: str) -> None:
    known = {fact.key for fact in facts_of("family_scope")}
    used = {word for fact in facts_of(kind) for word in fact.payload[column].split(";") if word}
    assert used <= known


def test_no_scope_of_the_remanufactured_standards_is_unmapped() -> None:
    known = {fact.key for fact in facts_of("family_scope")}
    assert {fact.payload["scope"] for fact in facts_of("remanufactured")} <= known


def test_scopes_name_families_that_exist() -> None:
    families = {fact.key for fact in facts_of("family")}
    for fact in facts_of("family_scope"):
        assert set(fact.payload["families"].split(";")) <= families | {"*"}, fact.key


def test_labels_of_rules_and_families_exist() -> None:
    labels = {fact.key for fact in facts_of("label")}
    for fact in facts_of("family"):
        assert {code for code in fact.payload["labels"].split(";") if code} <= labels, fact.key
    accepted = next(fact for fact in facts_of("early_childhood") if fact.key == "EC-L01")
    assert set(accepted.payload["codes"].split(";")) <= labels


def test_hazard_codes_of_rules_are_statements() -> None:
    known = {fact.key for fact in facts_of("hazard_statement")}
    for fact in facts_of("early_childhood"):
        if fact.payload["rule_kind"] == "h_statement":
            assert set(fact.payload["codes"].split(";")) <= known, fact.key


@pytest.mark.parametrize("kind", list(KINDS))
def test_french_is_printed_as_french(kind: str) -> None:
    """No straight apostrophe, none dropped ("Produits d entretien"), no angle bracket for a screen to stumble on."""
    for fact in facts_of(kind):
        for column, text in fact.payload.items():
            if column.endswith("_fr"):
                assert "'" not in text, (fact.key, column)
                assert not re.search(r"(?<![\w’])[dlnsj] [aeiouyhéèê]", text), (fact.key, column, text)
                assert "<" not in text, (fact.key, column)


def test_a_pictogram_is_a_file_stem() -> None:
    drawn = {
        "attr-ecolabel", "attr-remanufacture", "attr-petite-enfance", "attr-matiere-recyclee", "attr-reemploi",
        "attr-rechargeable", "obj-preuve",
    }  # fmt: skip
    assert {fact.payload["pictogram"] for fact in facts_of("attribute")} == drawn


def test_names_of_an_unknown_kind_are_none() -> None:
    assert names("nothing") == {}
