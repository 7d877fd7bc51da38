"""Licence numbers: shapes right and nearly right, groups against families."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.reference.shipped import facts_of
from catalog.tagging.licences import find_licences, judge_licence, licence_of
from tests.tagging.samples import vocabulary

EXAMPLES = [
    (fact.key, number)
    for fact in facts_of("label")
    for number in f"{fact.payload['examples_verified']};{fact.payload['examples_shape_only']}".split(";")
    if number
]


def found(text: str) -> list[tuple[str, str, bool, str | None]]:
    return [(item.label, item.number, item.shape, item.fault) for item in find_licences(text, vocabulary())]


@pytest.mark.parametrize(("label", "number"), EXAMPLES)
def test_every_example_has_the_shape_of_its_label(label: str, number: str) -> None:
    assert licence_of(label, number, vocabulary()).shape


@pytest.mark.parametrize(("label", "number"), [pair for pair in EXAMPLES if vocabulary().labels[pair[0]].told_by_shape])
def test_a_telling_number_is_found_in_a_sentence(label: str, number: str) -> None:
    assert (label, number, True, None) in found(f"Produit certifié sous le numéro {number}, carton de 12.")


@pytest.mark.parametrize(
    ("text", "number", "fault"),
    [
        ("FRA/020/118", "FRA/020/118", "country"),
        ("XX/020/118", "XX/020/118", "country"),
        ("FR-IDF/020/118", "FR-IDF/020/118", "country"),
        ("FR/012/2024", "FR/012/2024", "closed"),
        ("FR/999/118", "FR/999/118", "group"),
        ("FR/20/118", "FR/20/118", "shape"),
        ("FR/020/1", "FR/020/1", "shape"),
        ("FR/020/123456", "FR/020/123456", "shape"),
    ],
)
def test_a_nearly_right_eu_number_is_told(text: str, number: str, fault: str) -> None:
    assert found(f"Écolabel européen {text}") == [("EU_ECOLABEL", number, False, fault)]


@pytest.mark.parametrize("number", ["FR-020-118", "FR 020 118", "FR/020-118", "FR/O20/118", "FR/020/l18", "FR.020.118"])
def test_a_slip_of_the_pen_is_told_where_the_label_is_named_or_numbers_are_asked_for(number: str) -> None:
    assert found(f"Écolabel européen {number}") == [("EU_ECOLABEL", number, False, "shape")]
    asked = find_licences(number, vocabulary(), asked=True)
    assert [(each.label, each.number, each.fault) for each in asked] == [("EU_ECOLABEL", number, "shape")]
    assert found(f"Lot {number}") == []
    known = licence_of("EU_ECOLABEL", number, vocabulary())
    assert (known.shape, known.group) == (False, "020"), "its criteria end with the group it is meant to be of"


@pytest.mark.parametrize(
    "text", ["Écolabel, lot de 12", "Écolabel DE 12 24", "Écolabel, boîte 120-250", "Ecolabel 020"]
)
def test_other_numbers_beside_the_label_are_no_slips(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("number", ["302 60033", "3026 003", "302 6003"])
def test_a_swan_number_with_too_few_digits_is_told(number: str) -> None:
    assert found(f"Nordic Swan {number}") == [("NORDIC_SWAN", number, False, "shape")]


def test_the_prefix_of_the_blue_angel_names_it_and_its_group_is_not_claimed_to_be_known() -> None:
    [licence] = find_licences("Papier RAL-UZ 14", vocabulary())
    assert (licence.label, licence.number, licence.shape) == ("BLUE_ANGEL", "RAL-UZ 14", True)
    judged = judge_licence(licence, "OFFICE_PAPER", vocabulary())
    assert (judged.holds, judged.reason.code) == (True, "why.licence.fits_scope")
    assert found("Joint UZ 12") == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("licence fr / 020 / 118", "FR/020/118"),
        ("ES-CAT/004/002", "ES-CAT/004/002"),
        ("ESGA/006/001", "ESGA/006/001"),
        ("SI/004/01", "SI/004/01"),
        ("LV/020/01001", "LV/020/01001"),
        ("EL/019/012", "EL/019/012"),
    ],
)
def test_a_right_eu_number_is_read_as_typed(text: str, number: str) -> None:
    assert found(text) == [("EU_ECOLABEL", number, True, None)]


@pytest.mark.parametrize(
    "text",
    [
        "Règlement CE/1907/2006",
        "livré le 12/05/2026",
        "ramette 80 g/m2, 210/297/500",
        "Papier FSC 80 g A4 210x297",
        "NF EN 1276 et NF 100 µ",
        "20260101",
        "",
    ],
)
def test_what_is_no_licence_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "label", "number"),
    [
        ("FSC-C12345", "FSC", "C12345"),
        ("PEFC/10-31", "PEFC", "10-31"),
        ("Cygne nordique 30260033", "NORDIC_SWAN", "30260033"),
    ],
)
def test_other_labels_are_told_right_from_nearly_right(text: str, label: str, number: str) -> None:
    assert found(text) == [(label, number, label == "NORDIC_SWAN", None if label == "NORDIC_SWAN" else "shape")]


@pytest.mark.parametrize(
    ("number", "family", "shape", "fits", "code"),
    [
        ("FR/020/901", "CLEANING", True, True, "why.licence.fits"),
        ("FR/006/012", "CLEANING", True, False, "why.licence.other_group"),
        ("FR/006/012", "LAUNDRY_DISH", True, True, "why.licence.fits"),
        ("FR/011/001", "HYGIENE_PAPER", True, True, "why.licence.fits"),
        ("FR/052/001", "CLEANING", True, False, "why.licence.other_group"),
        ("FR/020/901", "DISINFECTANTS", True, False, "why.licence.other_group"),
        ("FR/020/901", None, True, None, "why.licence.family_unknown"),
        ("FR/012/2024", "CLEANING", False, None, "why.licence.closed"),
        ("FRA/020/118", "CLEANING", False, None, "why.licence.country"),
        ("abc", "CLEANING", False, None, "why.licence.shape"),
    ],
)
def test_a_licence_is_judged_on_two_levels(
    number: str, family: str | None, shape: bool, fits: bool | None, code: str
) -> None:
    judged = judge_licence(licence_of("EU_ECOLABEL", number, vocabulary()), family, vocabulary())
    assert (judged.shape, judged.family, judged.reason.code) == (shape, fits, code)
    assert judged.holds is (shape and fits is True)


@pytest.mark.parametrize(
    ("label", "number", "family", "fits"),
    [
        ("NF_ENVIRONNEMENT", "NF335", "PRINT_CONSUMABLES", True),
        ("NF_ENVIRONNEMENT", "NF335", "CLEANING", False),
        ("BLUE_ANGEL", "DE-UZ 177", "PRINT_CONSUMABLES", True),
        ("BLUE_ANGEL", "DE-UZ 14", "OFFICE_PAPER", True),
        ("BLUE_ANGEL", "DE-UZ 171", "PRINT_CONSUMABLES", False),
        ("NORDIC_SWAN", "3026 0033", "CLEANING", True),
        ("NORDIC_SWAN", "3026 0033", "PRINT_CONSUMABLES", False),
        ("BLUE_ANGEL", "DE-UZ 219", "PRINTERS", None),
        ("AT_UMWELTZEICHEN", "UW-1407", "PRINT_CONSUMABLES", None),
    ],
)
def test_other_labels_have_groups_or_a_scope(label: str, number: str, family: str, fits: bool | None) -> None:
    judged = judge_licence(licence_of(label, number, vocabulary()), family, vocabulary())
    assert judged.family is fits


@given(st.text(max_size=80))
def test_any_text_is_read_without_a_stumble(text: str) -> None:
    for licence in find_licences(text, vocabulary()):
        assert licence.end > licence.start
        assert licence.shape == (licence.fault is None)


@given(st.sampled_from(["FR", "DE", "ES-V", "XX", "F"]), st.integers(0, 9999), st.integers(0, 999_999))
def test_a_licence_like_number_is_always_found_beside_its_label(country: str, group: int, serial: int) -> None:
    number = f"{country}/{group:03d}/{serial:02d}"
    [licence] = find_licences(f"écolabel n° {number}", vocabulary())
    assert licence.number == number
