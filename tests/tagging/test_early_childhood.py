"""Early childhood: what the file and the proofs allow, from suited to conflict, and disinfectants as their own class."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from catalog.reference.shipped import facts_of
from catalog.tagging.biocides import Biocide, biocide_of
from catalog.tagging.hazards import codes_in, hazards_of
from catalog.tagging.records import Product, Proof
from tests.tagging.samples import COMPLETE, HAZARDS, LIST, PROOF, SHEET, product, sheet, tag, told, vocabulary

OLD = replace(SHEET, valid_until=dt.date(2026, 11, 21))


WAITING = replace(SHEET, accepted=None)


@pytest.mark.parametrize(
    ("hazards", "proofs", "expected"),
    [
        # nothing checked
        ((), (), ("unknown", "missing", "why.sheet.missing")),
        (("H319",), (), ("unknown", "missing", "why.sheet.missing")),
        (("H412",), (), ("unknown", "missing", "why.sheet.missing")),
        # sheet, list and label checked, and no excluding code: suited
        ((), COMPLETE, ("yes", "verified", "why.early_childhood.suited_until")),
        ((), tuple(replace(proof, valid_until=None, number=None) for proof in COMPLETE),
         ("yes", "verified", "why.early_childhood.suited_until")),
        (("H412", "H413"), COMPLETE, ("unknown", "verified", "why.early_childhood.note")),
        (("H412", "H319"), COMPLETE, ("unknown", "verified", "why.early_childhood.reserve")),
        # codes that go with GHS07 only: a reserve
        (("H319",), COMPLETE, ("unknown", "verified", "why.early_childhood.reserve")),
        (("GHS07",), COMPLETE, ("unknown", "verified", "why.early_childhood.reserve")),
        (("H302 H335", "EUH066"), COMPLETE, ("unknown", "verified", "why.early_childhood.reserve")),
        (("H999",), COMPLETE, ("unknown", "missing", "why.hazard.unknown_code")),
        (("H319", "H999"), COMPLETE, ("unknown", "missing", "why.hazard.unknown_code")),
        # any other hazard: not suited, whoever claims it
        (("EUH208",), (), ("no", "verified", "why.early_childhood.not_suited")),
        (("H317",), (), ("no", "verified", "why.early_childhood.not_suited")),
        (("H318", "H319"), (), ("no", "verified", "why.early_childhood.not_suited")),
        (("EUH380",), (), ("no", "verified", "why.early_childhood.not_suited")),
        (("EUH441",), (), ("no", "verified", "why.early_childhood.not_suited")),
        (("H411",), (), ("no", "verified", "why.early_childhood.not_suited")),
        (("H226",), (), ("no", "verified", "why.early_childhood.not_suited")),
        (("GHS05",), (), ("no", "verified", "why.early_childhood.not_suited")),
        (("GHS02", "GHS07"), (), ("no", "verified", "why.early_childhood.not_suited")),
        (("H222 H229",), (), ("no", "verified", "why.early_childhood.not_suited")),
        (("EUH208",), (WAITING,), ("no", "verified", "why.early_childhood.not_suited")),
        (("EUH208",), (OLD,), ("no", "verified", "why.early_childhood.not_suited")),
        # a checked sheet without it, or an accepted label, against an excluding code: a person must rule
        (("EUH208",), (SHEET,), ("unknown", "conflict", "why.conflict.evidence")),
        (("EUH208",), (PROOF,), ("unknown", "conflict", "why.early_childhood.conflict_label")),
        (("EUH208",), (replace(PROOF, accepted=None),), ("no", "verified", "why.early_childhood.not_suited")),
        (("EUH208",), (replace(PROOF, label="NF_ENVIRONNEMENT", number="NF438"),), ("no", "verified", "why.early_childhood.not_suited")),
        (("EUH208",), (replace(PROOF, accepted=False, matched=True),), ("no", "verified", "why.early_childhood.not_suited")),
        # a label alone does not prove it, nor a sheet alone
        ((), (PROOF,), ("unknown", "missing", "why.sheet.missing")),
        ((), (SHEET,), ("unknown", "missing", "why.label.missing")),
        # proofs that do not count (any more)
        ((), (OLD, LIST, PROOF), ("unknown", "expired", "why.proof.ended")),
        ((), (WAITING, LIST, PROOF), ("unknown", "to_verify", "why.proof.waiting")),
        ((), (replace(SHEET, kind="statement", sheet=None),), ("unknown", "declared", "why.proof.unfit")),
    ],
)  # fmt: skip
def test_a_cleaning_product(
    hazards: tuple[str, ...], proofs: tuple[Proof, ...], expected: tuple[str, str, str]
) -> None:
    assert told(tag("early_childhood", product(hazards=hazards), *proofs)) == expected


@pytest.mark.parametrize(
    ("item", "proofs", "expected"),
    [
        (product("Nettoyant", cells=[("early_childhood", "Crèche", "oui")]), (), ("declared", "why.claim.not_proven")),
        (product("Toner noir", family="PRINT_CONSUMABLES"), (), ("missing", "why.early_childhood.not_applicable")),
        (product("Toner noir", family="PRINT_CONSUMABLES"), (SHEET,), ("missing", "why.early_childhood.not_applicable")),
        (product("Toner", family="PRINT_CONSUMABLES", hazards=["H351"]), (), ("missing", "why.early_childhood.not_applicable")),
        (product("Désinfectant"), (), ("missing", "why.early_childhood.protocol_only")),
        (product("Désinfectant"), (SHEET,), ("missing", "why.early_childhood.protocol_only")),
        (product("Désinfectant", cells=[("early_childhood", "PE", "oui")]), (), ("missing", "why.early_childhood.protocol_only")),
        (product("Désinfectant", hazards=["H318"]), (sheet(name="Désinfectant"),), ("conflict", "why.conflict.evidence")),
    ],
)  # fmt: skip
def test_what_can_only_be_unknown(item: Product, proofs: tuple[Proof, ...], expected: tuple[str, str]) -> None:
    answer = tag("early_childhood", item, *proofs)
    assert told(answer) == ("unknown", *expected)


def test_a_disinfectant_is_never_claimed_suited() -> None:
    answer = tag("early_childhood", product("Désinfectant crèche"), SHEET)
    assert (answer.claimed, answer.meets("tolerant")) == (False, False)
    assert tag("early_childhood", product("Désinfectant", hazards=["H318"])).state == "no"


def test_a_code_counts_where_no_family_is_known_and_in_any_family_of_the_reference() -> None:
    assert tag("early_childhood", product("Produit", family=None, hazards=["H317"])).state == "no"
    assert tag("early_childhood", product("Jouet", family="TOYS", hazards=["H317"])).state == "no"


def test_a_reserve_counts_only_for_a_tolerant_profile() -> None:
    answer = tag("early_childhood", product(hazards=["H319"]), *COMPLETE)
    assert (answer.meets("strict"), answer.meets("tolerant"), answer.reserve) == (False, True, True)
    assert answer.until == dt.date(2027, 6, 30)


def test_a_note_counts_only_for_a_tolerant_profile() -> None:
    answer = tag("early_childhood", product(hazards=["H412"]), *COMPLETE)
    assert (answer.meets("strict"), answer.meets("tolerant"), answer.reserve) == (False, True, True)
    [note] = [item for item in answer.rules if item.value == "H412"]
    assert (note.rule, note.outcome, note.reason.code) == ("EC-H12", "unknown", "why.hazard.note")


def test_a_conflict_ends_with_the_proof() -> None:
    item = product(hazards=["EUH208"])
    assert tag("early_childhood", item, SHEET).until == dt.date(2027, 6, 30)
    assert tag("early_childhood", item, SHEET, day=dt.date(2027, 7, 1)).state == "no"


@pytest.mark.parametrize(
    "fact", [fact for fact in facts_of("hazard_statement") if "+" not in fact.key], ids=lambda fact: fact.key
)
def test_every_statement_falls_as_settled(fact) -> None:  # type: ignore[no-untyped-def]
    """Excluded by a rule, by any pictogram but GHS07, or by the statement's own default; else review, note or nothing."""
    signs = set(fact.payload["pictograms"].split(";")) - {"", "GHS07"}
    default = fact.payload["early_childhood_default"]
    by_rule = {
        code
        for rule in facts_of("early_childhood")
        if rule.key == "EC-F01"
        for code in rule.payload["codes"].split(";")
    }
    expected = "exclude" if default == "exclude" or signs or fact.key in by_rule else default
    [hazard] = hazards_of(product(hazards=[fact.key]), vocabulary())
    assert (hazard.code, hazard.effect) == (fact.key, expected)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("H319", ("H319",)),
        ("h319, euh 208", ("H319", "EUH208")),
        ("H-319, EUH.208, SGH-05", ("H319", "EUH208", "GHS05")),
        ("H360Fd / H360FD / h350I", ("H360Fd", "H360FD", "H350i")),
        ("H300+H310", ("H300", "H310")),
        ("EUH201A", ("EUH201A",)),
        ("H318A", ("H318",)),
        ("SGH07 ; GHS 5", ("GHS07",)),
        ("P280 - Danger", ()),
        ("H319 - Provoque une sévère irritation des yeux", ("H319",)),
        ("", ()),
    ],
)
def test_codes_are_read_as_written(text: str, codes: tuple[str, ...]) -> None:
    assert codes_in(text, vocabulary()) == codes


@pytest.mark.parametrize(
    ("description", "codes"),
    [
        ("Contient de la MIT. EUH208.", ("EUH208",)),
        ("Contient de la MIT. EUH-208.", ("EUH208",)),
        ("Mentions de danger : H318, H412.", ("H318", "H412")),
        ("Hauteur H200, largeur 80 cm", ()),
        ("pH 7, sans phosphate", ()),
    ],
)
def test_codes_in_running_text(description: str, codes: tuple[str, ...]) -> None:
    found = hazards_of(product(description=description), vocabulary())
    assert tuple(hazard.code for hazard in found) == codes
    assert not any(hazard.in_cell for hazard in found)


def test_a_code_in_the_text_excludes_without_naming_a_cell() -> None:
    answer = tag("early_childhood", product(description="Peut produire une réaction allergique (EUH208)."))
    assert told(answer) == ("no", "verified", "why.early_childhood.not_suited.unplaced")
    assert HAZARDS not in [item.source for item in answer.rules]


@pytest.mark.parametrize(
    ("name", "family", "description", "where"),
    [
        ("Détergent désinfectant sols", "CLEANING", None, "name"),
        ("Lingettes désinfectantes", "CLEANING", None, "name"),
        ("Lessive poudre désinfectante", "LAUNDRY_DISH", None, "name"),
        ("Gel hydroalcoolique 500 ml", "PERSONAL_HYGIENE", None, "name"),
        ("Eau de Javel 2,6 %", "CLEANING", None, "name"),
        ("Spray multi-usages", "CLEANING", "Bactéricide et virucide. EN 14476.", "description"),
        ("Spray multi-usages", "CLEANING", "EN 1276, EN 13697", "description"),
        ("Spray multi-usages", "CLEANING", "Produit biocide TP2", "description"),
        ("Spray multi-usages PT 4", "CLEANING", None, "name"),
        ("Pastilles effervescentes", "CLEANING", "Utilisez les biocides avec précaution.", "description"),
        ("Article 12", "DISINFECTANTS", None, "family"),
        ("Disinfectant wipes", None, None, "name"),
        ("Javel 250 ml", "CLEANING", None, "name"),
        ("Nettoyant antibactérien", "CLEANING", None, "name"),
        ("Spray anti-bactérien", "CLEANING", None, "name"),
        ("Savon antiseptique", "PERSONAL_HYGIENE", None, "name"),
        ("Nettoyant assainissant", "CLEANING", None, "name"),
        ("Spray élimine 99,9% des bactéries", "CLEANING", None, "name"),
        ("Flächendesinfektion", "CLEANING", None, "name"),
        ("Nettoyant sol TP2", None, None, "name"),
        # what is none
        ("Colle TP1", "OFFICE_SUPPLIES", None, None),
        ("Ruban PT2", None, None, None),
        ("Papier TP4", None, None, None),
        ("Chaise antibactérienne", None, None, None),
        ("Nettoyant sols", "CLEANING", "Sans agent antibactérien. Ne pas mélanger à la javel.", None),
        ("Nettoyant sans javel", "CLEANING", None, None),
        ("Nettoyant sols neutre", "CLEANING", "À utiliser avant le désinfectant.", None),
        ("Nettoyant non désinfectant", "CLEANING", None, None),
        ("Distributeur de gel hydroalcoolique", "CLEANING", None, None),
        ("Nettoyant sols", "CLEANING", "Nettoyage puis désinfection selon protocole.", None),
        ("Chaise antibactérienne", "FURNITURE", "Surface bactéricide", None),
        ("Étiqueteuse PT 2", "OFFICE_PAPER", None, None),
        ("Nettoyant HTTP 2 pts", "CLEANING", None, None),
    ],
)
def test_a_disinfectant_is_known_by_its_words(
    name: str, family: str, description: str | None, where: str | None
) -> None:
    found = biocide_of(product(name, family=family, description=description), vocabulary())
    assert (found.where if found else None) == where
    assert found is None or isinstance(found, Biocide)


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("TP2 TP4", ("2", "4")),
        ("TP 02 et TP 04", ("2", "4")),
        ("TP 2, 3 et 4", ("2", "3", "4")),
        ("type de produit : 2 et 4", ("2", "4")),
        ("PT2/4", ("2", "4")),
        ("TP2, 5 L", ("2",)),
        ("TP2, 5,5 L", ("2",)),
        ("TP4 - 1 L", ("4",)),
        ("TP2 5 L", ("2",)),
        ("TP18", ()),
    ],
)
def test_every_product_type_is_read_and_no_quantity(text: str, types: tuple[str, ...]) -> None:
    found = biocide_of(product(f"Désinfectant {text}"), vocabulary())
    assert found is not None
    assert found.product_types == types


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("biodégradable", ("biodegradable",)),
        ("à faible risque, non toxique", ("a faible risque", "non toxique")),
        ("respecte l’environnement", ("respecte l'environnement",)),
        ("respectueux de la nature", ("respectueux de la nature",)),
        ("ne nuit pas à la santé", ("ne nuit pas a la sante",)),
        ("non-toxic, eco-friendly", ("non-toxic", "eco-friendly")),
        ("sols et surfaces", ()),
    ],
)
def test_words_that_no_biocide_may_be_praised_with(text: str, words: tuple[str, ...]) -> None:
    found = biocide_of(product(f"Désinfectant {text}"), vocabulary())
    assert found is not None
    assert found.reassuring == words
