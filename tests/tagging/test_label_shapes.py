"""Every label that gives numbers: right ones have its shape, and numbers that are nearly right have not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from catalog.reference.shipped import facts_of
from catalog.tagging.licences import find_licences, licence_of
from tests.tagging.samples import vocabulary

NEARLY: Mapping[str, tuple[str, ...]] = {
    "EU_ECOLABEL": ("FRA/020/118", "FR/20/118", "FR/020/1", "FR/020/123456", "FR-020-118", "XX/020/118", "FR/999/118", "FR/012/2024"),
    "NORDIC_SWAN": ("302 0033", "3026 00333", "3026-0033", "A026 0033"),
    "BLUE_ANGEL": ("UZ", "DE-UZ 1777", "DE UZ 177", "DE-UZ 177/12"),
    "AT_UMWELTZEICHEN": ("UW-14", "UW-14070", "UZ-1407"),
    "NF_ENVIRONNEMENT": ("NF33", "NF3355", "NFX335", "NF EN 335"),
    "FSC": ("FSC-C12345", "FSC-C1234567", "FSC 192811", "FSC-D192811"),
    "FSC_COC": ("SGSHK-COC-3508", "SGSHK-CO-350878", "S-COC-350878"),
    "PEFC": ("PEFC/10-31", "PEFC/1-31-95", "PEFC-10-31-95", "PEFC/10-31-123456"),
    "EU_ENERGY_LABEL": ("1234", "123456789", "12A456"),
    "OEKOTEX_100": ("A 12", "AB", "12345678901234567890"),
    "FAIRTRADE": ("FLO ID 12", "FLO 12345", "1234567"),
    "AB_BIO": ("FR-BIO-1", "FR-BIO-1234", "FRBIO-01", "DE-BIO-01"),
    "AB_BIO_EU": ("DE-ÖKO-1", "D-ÖKO-001", "DE-OEKO-001", "DE-ÖKO-0001"),
    "LABEL_ROUGE": ("LA 1/05", "LA 001/05", "LR 01/05"),
    "MSC": ("MSC-C-540", "MSC-54001", "MSC-C-5400111"),
    "ASC": ("ASC-C-7", "ASC-00007", "ASC-C-0000007"),
    "INDICE_REPARABILITE": ("11/10", "7,95/10", "7,9/20"),
    "INDICE_DURABILITE": ("11/10", "8,05/10", "A"),
    "ESAT_EA": ("31000000", "3100000000", "31000000A"),
    "SIAE": ("1234567890123", "123456789012345", "1234567890123A"),
    "A_PLUS": ("A", "A++", "B+"),
    "MOBIUS": ("1000 %", "%", "cent %"),
    "APUR": ("1000 %", "%", "cent %"),
    "EN_BIOCIDE": ("EN 12", "EN 123456", "ISO 1276"),
}  # fmt: skip
RIGHT: Mapping[str, str] = {"SIAE": "12345678901234", "OEKOTEX_100": "12.HCN.45678"}
"""For labels whose row gives no example."""

NUMBERED = {fact.key: fact for fact in facts_of("label") if fact.payload["number_regex"]}


def examples(label: str) -> list[str]:
    row = NUMBERED[label].payload
    told = f"{row['examples_verified']};{row['examples_shape_only']};{RIGHT.get(label, '')}".split(";")
    return [number for number in told if number]


def test_every_label_that_gives_numbers_is_tried() -> None:
    assert set(NEARLY) == set(NUMBERED)
    assert [label for label in NUMBERED if not examples(label)] == []


@pytest.mark.parametrize("label", NUMBERED)
def test_right_numbers(label: str) -> None:
    for number in examples(label):
        found = licence_of(label, number, vocabulary())
        assert (found.shape, found.fault) == (True, None), number


@pytest.mark.parametrize(("label", "number"), [(label, number) for label, each in NEARLY.items() for number in each])
def test_nearly_right_numbers(label: str, number: str) -> None:
    found = licence_of(label, number, vocabulary())
    assert not found.shape
    assert found.fault is not None


@pytest.mark.parametrize("label", NUMBERED)
def test_a_letter_for_a_digit_is_seen(label: str) -> None:
    """The commonest slip of a keyboard: the letter O for a zero, or l for one, in every example."""
    for number in examples(label):
        for digit, letter in (("0", "O"), ("1", "l")):
            if digit in number and label != "OEKOTEX_100":
                slipped = number[: number.rindex(digit)] + letter + number[number.rindex(digit) + 1 :]
                assert not licence_of(label, slipped, vocabulary()).shape, slipped


@pytest.mark.parametrize(
    ("text", "label", "number"),
    [
        ("Papier recyclé, Ange bleu DE-UZ 1777", "BLUE_ANGEL", "DE-UZ 1777"),
        ("Österreichisches Umweltzeichen UW-14", "AT_UMWELTZEICHEN", "UW-14"),
        ("NF Environnement NF33", "NF_ENVIRONNEMENT", "NF33"),
        ("Agriculture biologique, certifié FR-BIO-1", "AB_BIO", "FR-BIO-1"),
        ("Agriculture biologique (FRBIO-012)", "AB_BIO", "FRBIO-012"),
        ("Pêche durable MSC MSC-C-54", "MSC", "MSC-C-54"),
    ],
)
def test_beside_the_labels_name_a_number_that_only_begins_as_its_own_is_told(
    text: str, label: str, number: str
) -> None:
    assert [(each.label, each.number, each.shape, each.fault) for each in find_licences(text, vocabulary())] == [
        (label, number, False, "shape")
    ]


@pytest.mark.parametrize(
    "text", ["Réf. UW-14, chariot", "Vis NF33", "NF Environnement, selon NF EN 335", "Ange bleu, 12 rouleaux", "MSC 54"]
)
def test_without_the_name_or_the_beginning_nothing_is_told(text: str) -> None:
    assert find_licences(text, vocabulary()) == ()
