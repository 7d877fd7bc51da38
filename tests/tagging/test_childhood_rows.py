"""Every row of the early-childhood reference: each code, number, word, form, mark and label does what its row says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from catalog.reference.shipped import ShippedFact, facts_of
from catalog.tagging.records import Proof, Tag
from catalog.tagging.sheets import Found, Ingredients, Substance
from tests.tagging.samples import CLEAN, LIST, PROOF, SHEET, product, sheet, tag, vocabulary

ROWS = {fact.key: fact for fact in facts_of("early_childhood")}
SCOPES = {fact.key: fact.payload["families"].split(";") for fact in facts_of("family_scope")}
REPORT = replace(SHEET, id=7, kind="test_report", sheet=None)


def parts(row: ShippedFact, column: str) -> list[str]:
    return [part for part in row.payload[column].split(";") if part]


def of_kind(kind: str, column: str) -> list[Any]:
    """(rule, value) for each value of a column of the rows of a kind."""
    rows = [(key, row) for key, row in ROWS.items() if row.payload["rule_kind"] == kind]
    return [pytest.param(key, value, id=f"{key}-{value}") for key, row in rows for value in parts(row, column)]


def fell(answer: Tag, rule: str) -> list[str]:
    return [item.outcome for item in answer.rules if item.rule == rule]


def family_of(rule: str) -> str:
    """A family the rule speaks of: the first of its scopes that is no disinfectant."""
    return next(
        family
        for scope in parts(ROWS[rule], "families")
        for family in (SCOPES[scope] if SCOPES[scope] != ["*"] else ["CLEANING"])
        if family != "DISINFECTANTS"
    )


def listing(name: str) -> Proof:
    """The accepted list of ingredients with one more name."""
    assert LIST.ingredients
    more = (*LIST.ingredients.ingredients, Substance(None, name, page=1))
    return replace(LIST, ingredients=Ingredients(LIST.ingredients.name, LIST.ingredients.revised, more))


@pytest.mark.parametrize(("rule", "code"), of_kind("h_statement", "codes"))
def test_a_statement_on_the_sheet(rule: str, code: str) -> None:
    """Section 2: excluded, with a reserve or with a note, as the row says; with a label, excluded is a conflict (EC-D10)."""
    effect = ROWS[rule].payload["effect"]
    alone = tag("early_childhood", product(), sheet(code), LIST)
    labelled = tag("early_childhood", product(), sheet(code), LIST, PROOF)
    if effect == "exclude":
        assert (alone.state, alone.outcome, alone.reason.code) == (
            "no",
            "not_suited",
            "why.early_childhood.not_suited.sheet",
        )
        assert alone.reason.params["page"] == 1
        assert (labelled.state, labelled.outcome) == ("unknown", "conflict")
        assert fell(labelled, "EC-D10") == ["unknown"]
    else:
        word = {"review": "suited_with_reserve", "note": "suited_with_note"}[effect]
        assert (alone.state, alone.outcome) == ("unknown", "undecidable")
        assert (labelled.outcome, labelled.meets("strict"), labelled.meets("tolerant")) == (word, False, True)
    assert fell(labelled, rule) == ["fail" if effect == "exclude" else "unknown"]


@pytest.mark.parametrize(("rule", "code"), of_kind("h_statement", "codes"))
def test_a_statement_of_an_ingredient(rule: str, code: str) -> None:
    """Section 3: carcinogens and endocrine disruptors exclude, category 2 leaves a reserve, the others say nothing."""
    expected = {
        "EC-H01": ("unknown", "conflict"),
        "EC-H08": ("unknown", "conflict"),
        "EC-H02": ("unknown", "suited_with_reserve"),
    }
    answer = tag("early_childhood", product(), sheet(code, section=3), LIST, PROOF)
    assert (answer.state, answer.outcome) == expected.get(rule, ("yes", "suited_until"))


@pytest.mark.parametrize("section", [11, 12])
@pytest.mark.parametrize("code", ["EUH380", "EUH381", "EUH430", "EUH431"])
def test_a_new_hazard_class_counts_wherever_it_stands(code: str, section: int) -> None:
    assert tag("early_childhood", product(), sheet(code, section=section), LIST).state == "no"
    assert tag("early_childhood", product(), sheet("H317", section=section), LIST, PROOF).state == "yes"


@pytest.mark.parametrize(("rule", "sign"), of_kind("pictogram", "codes"))
def test_a_pictogram(rule: str, sign: str) -> None:
    """GHS07 alone leaves a reserve, any other excludes."""
    alone = tag("early_childhood", product(), sheet(sign), LIST)
    both = tag("early_childhood", product(), sheet(sign), LIST, PROOF)
    assert alone.state == ("unknown" if sign == "GHS07" else "no")
    assert both.outcome == ("suited_with_reserve" if sign == "GHS07" else "conflict")
    assert rule in [item.rule for item in both.rules]


@pytest.mark.parametrize(("rule", "cas"), of_kind("substance", "cas"))
def test_a_substance_by_number(rule: str, cas: str) -> None:
    """In section 3 or in the ingredient list, whatever section 2 says and whatever label is held (EC-D06)."""
    expected = ("no", "not_suited") if ROWS[rule].payload["effect"] == "exclude" else ("unknown", None)
    item = product(family=family_of(rule))
    substances = Ingredients("Nettoyant sols", None, (Substance(cas, None, page=3),))
    for proofs in ((sheet(cas=[cas]), LIST, PROOF), (SHEET, replace(LIST, ingredients=substances), PROOF)):
        answer = tag("early_childhood", item, *proofs)
        assert answer.state == expected[0]
        assert expected[1] in (None, answer.outcome)
        assert fell(answer, rule) == ["fail" if expected[0] == "no" else "unknown"]
        [told] = [each for each in answer.rules if each.rule == rule]
        assert (told.value, told.proof is not None) == (cas, True)
    if expected[0] == "no":
        assert tag("early_childhood", item, sheet(cas=[cas])).reason.code == "why.early_childhood.ingredient_rule"


@pytest.mark.parametrize(("rule", "name"), of_kind("substance", "words"))
def test_a_substance_by_name(rule: str, name: str) -> None:
    if ROWS[rule].payload["requires"]:
        return  # enzymes: see below
    answer = tag("early_childhood", product(family=family_of(rule)), SHEET, listing(name.upper()), PROOF)
    assert answer.state == ("no" if ROWS[rule].payload["effect"] == "exclude" else "unknown")
    assert rule in [item.rule for item in answer.rules]


def test_enzymes_count_in_a_spray_only() -> None:
    liquid = tag("early_childhood", product(), SHEET, listing("PROTEASE"), PROOF)
    spray = tag("early_childhood", product("Spray nettoyant sols"), SHEET, listing("PROTEASE"), PROOF)
    assert (liquid.state, fell(liquid, "EC-S27"), fell(spray, "EC-S27")) == ("yes", [], ["fail"])


def test_a_substance_of_another_family_s_rule_says_nothing() -> None:
    assert tag("early_childhood", product(), SHEET, listing("PHENOXYETHANOL"), PROOF).state == "yes"
    assert (
        tag("early_childhood", product("Soin sols", family="BABY_CARE"), listing("PHENOXYETHANOL"), REPORT).state
        == "no"
    )


@pytest.mark.parametrize(("rule", "word"), of_kind("form", "words"))
def test_a_form(rule: str, word: str) -> None:
    """Told by the name alone; no document says otherwise."""
    family = family_of(rule)
    answer = tag("early_childhood", product(f"Sols, {word}", family=family), SHEET, LIST, PROOF)
    by_effect = {"exclude": "no", "review": "unknown", "info": "yes"}
    if family == "CLEANING" or rule in ("EC-F01", "EC-F04", "EC-F06"):
        assert answer.state in (by_effect[ROWS[rule].payload["effect"]], "no")
    assert rule in [item.rule for item in answer.rules]
    denied = tag("early_childhood", product(f"Produit sans {word}", family=family))
    assert rule not in [item.rule for item in denied.rules]
    elsewhere = tag("early_childhood", product("Produit", family=family, description=word))
    assert rule not in [item.rule for item in elsewhere.rules]


@pytest.mark.parametrize("unless", parts(ROWS["EC-F01"], "unless"))
def test_a_foam_nozzle_takes_the_spray_back(unless: str) -> None:
    item = product("Nettoyant sols, vaporisateur 500 ml", description=unless.capitalize())
    assert tag("early_childhood", item, SHEET, LIST, PROOF).state == "yes"
    assert tag("early_childhood", product("Nettoyant sols, vaporisateur"), SHEET, LIST, PROOF).state == "no"


@pytest.mark.parametrize(
    ("name", "state"),
    [("Assiette en mélamine", "no"), ("Bol en fibre de bambou", "no"), ("Assiette sans mélamine", "yes"),
     ("Gobelet en polypropylène", "unknown"), ("Assiette en porcelaine", "yes")],
)  # fmt: skip
def test_a_material_that_the_catalogue_declares(name: str, state: str) -> None:
    assert tag("early_childhood", product(name, family="TABLEWARE"), REPORT).state == state


@pytest.mark.parametrize(("rule", "asked"), of_kind("required_mark", "requires"))
def test_a_mark_or_standard(rule: str, asked: str) -> None:
    """A standard named by a checked document is said to be; a label that a rule names is a proof, CE and A+ are not."""
    family = family_of(rule)
    if asked[0:2] in ("EN", "XP", "NF") and not asked.startswith("NF_"):
        named = tag("early_childhood", product("Article", family=family), replace(REPORT, number=f"NF {asked}:2019"))
        other = tag("early_childhood", product("Article", family=family), replace(REPORT, number=f"{asked}99"))
        assert (fell(named, rule), fell(other, rule)) == (["pass"], ["unknown"])
        return
    label, _, group = asked.partition("/")
    numbers = {"EU_ECOLABEL": f"FR/{group}/901", "NORDIC_SWAN": f"3{group} 0901", "OEKOTEX_100": "classe 1"}
    shown = replace(PROOF, attribute="early_childhood", kind="certificate", label=label, number=numbers.get(label))
    if family == "BABY_CARE":
        answer = tag(
            "early_childhood",
            product("Article", family=family),
            shown,
            replace(LIST, ingredients=Ingredients("Article", None, (Substance(None, "AQUA"),))),
        )
    else:
        answer = tag("early_childhood", product("Article", family=family), shown)
    assert answer.state == ("unknown" if label in ("CE", "A_PLUS") else "yes")


@pytest.mark.parametrize("label", parts(ROWS["EC-L01"], "codes"))
def test_an_accepted_label(label: str) -> None:
    shown = replace(PROOF, label=label, number=None)
    assert tag("early_childhood", product(), SHEET, LIST, shown).outcome == "suited_until"
    assert (
        tag("early_childhood", product(), SHEET, LIST, replace(shown, label="NF_ENVIRONNEMENT")).outcome
        == "undecidable"
    )
    assert (
        tag("early_childhood", product(), SHEET, LIST, replace(shown, label=None, basis="equivalence")).state == "yes"
    )


def test_every_row_is_tried() -> None:
    """Each kind of row has its test above, and the decisions theirs in test_childhood_decisions."""
    tried = {"h_statement", "pictogram", "substance", "form", "required_mark", "required_label", "decision", "use"}
    assert {row.payload["rule_kind"] for row in ROWS.values()} == tried
    bare = [
        key
        for key, row in ROWS.items()
        if row.payload["rule_kind"] == "substance" and not (row.payload["cas"] or row.payload["words"])
    ]
    assert bare == []
    assert CLEAN.codes_of(frozenset({2})) == ()
    assert Found("H317", 2) not in CLEAN.codes
    assert vocabulary().childhood.version
