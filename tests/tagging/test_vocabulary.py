"""The vocabulary is the same from files and from the facts table."""

from __future__ import annotations

import json

import pytest

from catalog.reference.shipped import facts_of, shipped_facts
from catalog.tagging.engine import tags_of
from catalog.tagging.vocabulary import Vocabulary
from tests.tagging.samples import DAY, PROOF, SHEET, product, vocabulary


def test_files_and_table_give_the_same_answers() -> None:
    kept = [(fact.kind, fact.key, json.loads(json.dumps(fact.payload))) for fact in shipped_facts()]
    again = Vocabulary.of(reversed(kept))
    assert again is Vocabulary.of((fact.kind, fact.key, fact.payload) for fact in shipped_facts())
    item = product("Nettoyant écolabel FR/020/901", hazards=["H319"])
    assert tags_of(item, (PROOF, SHEET), (), again, DAY) == tags_of(item, (PROOF, SHEET), (), vocabulary(), DAY)


def test_no_facts_give_no_attributes() -> None:
    assert tags_of(product(), (PROOF,), (), Vocabulary.of([]), DAY) == {}


def test_an_unmapped_scope_is_refused() -> None:
    facts = [(fact.kind, fact.key, fact.payload) for fact in shipped_facts() if fact.kind != "family_scope"]
    with pytest.raises(KeyError):
        Vocabulary.of(facts)


def test_one_more_attribute_is_one_more_row() -> None:
    more = {
        "name_fr": "Durable",
        "name_en": "Durable",
        "pictogram": "",
        "order": "12",
        "by_label": "",
        "not_proven_by": "",
    }
    facts = [(fact.kind, fact.key, fact.payload) for fact in shipped_facts()]
    tags = tags_of(product(), (), (), Vocabulary.of([*facts, ("attribute", "durable", more)]), DAY)
    assert [*tags][-1] == "durable"
    assert tags["durable"].state == "unknown"


def test_the_documents_asked_for_fit_the_family() -> None:
    asked = {
        family: vocabulary().document_for("early_childhood", family).name_en[:30]
        for family in ("CLEANING", "TOYS", None)
    }
    assert asked == {
        "CLEANING": "the safety data sheet (sections"[:30],
        "TOYS": "a test report or certificate (E"[:30],
        None: "the safety data sheet, or the t"[:30],
    }


def test_criteria_ends_are_dates() -> None:
    ends = {fact.payload["group"]: fact.payload["criteria_end"] for fact in facts_of("ecolabel_group")}
    detergents = {ends[group] for group in ("006", "015", "019", "020", "038", "039")}
    assert detergents == {"2026-12-31"}
    assert ends["052"] == "2027-12-31"
