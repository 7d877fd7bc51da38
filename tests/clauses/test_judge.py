"""Verdicts worked out by hand, to the cent, with the sentence that shows the arithmetic."""

from __future__ import annotations

import datetime as dt

import pytest

from catalog.clauses.judge import judge
from catalog.clauses.records import Base, Judgement, Priced
from catalog.clauses.terms import Clause, Part, Terms
from catalog.wording.clauses import clause_sentence

BEGAN = dt.date(2026, 1, 1)
DAY = dt.date(2027, 1, 15)
EURO = 1_000_000
INDICES = {
    "CHIM:2025-11": 112_600_000, "CHIM:2026-09": 115_000_000, "CHIM:2026-11": 118_400_000, "CHIM:2027-02": 120_000_000,
    "SAL:2025-11": 130_000_000, "SAL:2026-11": 133_900_000,
}  # fmt: skip


def euros(text: str) -> int:
    whole, _, part = text.partition(".")
    return int(whole) * EURO + int(part.ljust(6, "0"))


def index(**terms: object) -> Clause:
    known: dict[str, object] = {
        "months": 12, "fixed": 150_000, "indices": (Part("CHIM", 850_000),), "base_month": "2025-11", "lag": 2,
    }  # fmt: skip
    return Clause("index", BEGAN, Terms(**(known | terms)))  # type: ignore[arg-type]


def priced(price: str, standing: str | None = "12", base: str | None = "12", **more: object) -> Priced:
    known: dict[str, object] = {
        "standing": euros(standing) if standing else None,
        "base": Base(euros(base), BEGAN) if base else None,
    }
    return Priced(euros(price), **(known | more))  # type: ignore[arg-type]


def told(found: Judgement, language: str = "fr") -> str:
    said = clause_sentence([(step.code, step.params) for step in found.steps], "EUR", language)
    return said.replace("\u00a0", " ").replace("\u202f", " ")


def test_an_index_formula_is_worked_out_and_shown() -> None:
    found = judge(index(), priced("13.10"), DAY, INDICES)
    assert (found.word, found.allowed, found.gap, found.rise) == ("beyond", euros("12.53"), 45_491, 91_667)
    assert told(found) == (
        "12,00 € × (0,15 + 0,85 × 118,4 / 112,6) = 12,53 € (indices de novembre 2026 sur novembre 2025) ; "
        "le fichier dit 13,10 € : +4,5 % au-delà."
    )
    assert told(found, "en") == (
        "€12.00 × (0.15 + 0.85 × 118.4 / 112.6) = €12.53 (indices of November 2026 over November 2025); "
        "the file says €13.10: +4.5% beyond."
    )


@pytest.mark.parametrize(
    ("price", "word"),
    [("12.53", "equal"), ("12.54", "beyond"), ("12.530001", "beyond"), ("12.20", "within"), ("12", "within"),
     ("11.99", "below")],
)  # fmt: skip
def test_a_formula_sets_the_most(price: str, word: str) -> None:
    assert judge(index(), priced(price), DAY, INDICES).word == word


def test_two_indices_make_one_fraction_rounded_once() -> None:
    # 0.15 + 0.5 x 118.4/112.6 + 0.35 x 133.9/130 = 1.0362548...; x 100 = 103.63 (rounded term by term it would differ)
    clause = index(indices=(Part("CHIM", 500_000), Part("SAL", 350_000)))
    found = judge(clause, priced("100", "100", "100"), DAY, INDICES)
    assert found.allowed == euros("103.63")


def test_a_base_price_of_four_decimals_keeps_them() -> None:
    assert judge(index(), priced("0.05", "0.0325", "0.0325"), DAY, INDICES).allowed == euros("0.0339")
    assert judge(index(decimals=2), priced("0.05", "0.0325", "0.0325"), DAY, INDICES).allowed == euros("0.03")


def test_a_coefficient_is_rounded_upwards_where_the_contract_says_so() -> None:
    # 1.04378... -> 1.044; 12 x 1.044 = 12.528 -> 12.53; 100 x 1.044 = 104.40
    found = judge(index(coefficient_decimals=3), priced("100", "100", "100"), DAY, INDICES)
    assert found.allowed == euros("104.40")
    assert told(found).startswith(
        "100,00 € × 1,044 = 104,40 €, où 1,044 = 0,15 + 0,85 × 118,4 / 112,6 arrondi au-dessus"
    )


def test_a_month_without_index_is_named_and_nothing_is_beyond() -> None:
    found = judge(index(lag=1), priced("99"), DAY, INDICES)
    assert (found.word, found.allowed) == ("no_index", None)
    assert told(found) == (
        "La valeur de l’indice CHIM pour décembre 2026 n’est pas enregistrée ; "
        "le fichier dit 99,00 €, que la formule ne peut pas vérifier."
    )


def test_before_the_first_revision_the_price_is_firm() -> None:
    found = judge(index(), priced("12.10"), dt.date(2026, 12, 31), INDICES)
    assert (found.word, found.allowed) == ("beyond", euros("12"))
    assert told(found) == (
        "Prix ferme de 12,00 €, aucune révision avant le 1er janvier 2027 ; le fichier dit 12,10 € : +0,8 % au-delà."
    )


def test_between_two_revisions_the_month_of_the_last_one_is_read() -> None:
    quarterly = index(months=3, base_month="2025-11")
    assert judge(quarterly, priced("13"), dt.date(2027, 3, 31), INDICES).allowed == euros("12.53")
    assert judge(quarterly, priced("13"), dt.date(2027, 4, 1), INDICES).allowed == euros("12.67")


def test_an_offer_that_came_later_is_revised_from_its_own_day() -> None:
    came = Base(euros("12"), dt.date(2026, 11, 3))
    found = judge(index(), Priced(euros("13.10"), base=came, standing=came.price), DAY, INDICES)
    # indices read for November 2026: September 2026; 12 x (0.15 + 0.85 x 118.4/115) = 12.30
    assert found.allowed == euros("12.30")
    assert told(found).startswith(
        "12,00 € × (0,15 + 0,85 × 118,4 / 115) = 12,30 € (indices de novembre 2026 sur septembre 2026)"
    )
    later = Base(euros("12"), dt.date(2027, 1, 10))
    assert judge(index(), Priced(euros("12.10"), base=later), DAY, INDICES).allowed == euros("12")


def test_a_ceiling_caps_the_amount() -> None:
    found = judge(index(ceiling=30_000), priced("12.50"), DAY, INDICES)
    assert (found.word, found.allowed) == ("beyond", euros("12.36"))
    assert told(found).endswith(
        "plafonné par la clause butoir à +3 % par révision : 12,00 € + 3 % = 12,36 € ; "
        "le fichier dit 12,50 € : +1,1 % au-delà."
    )
    since = judge(index(ceiling=30_000), priced("12.50", eve=euros("12.20")), DAY, INDICES)
    assert (since.word, since.allowed) == ("within", euros("12.53"))
    year = index(ceiling=10_000, ceiling_per="year")
    assert judge(year, priced("12.50", year_ago=euros("11")), DAY, INDICES).allowed == euros("11.11")


def test_a_safeguard_is_a_warning_of_its_own() -> None:
    found = judge(index(safeguard=40_000), priced("12.53"), DAY, INDICES)
    assert (found.word, found.safeguard) == ("equal", True)
    assert told(found).endswith(
        "le fichier dit 12,53 €, comme prévu ; clause de sauvegarde : +4,4 % en un an (12,00 € auparavant) "
        "pour un seuil de 4 %, la centrale peut mettre fin au lot."
    )
    assert not judge(index(safeguard=40_000), priced("12.48"), DAY, INDICES).safeguard


def test_a_firm_price_does_not_move() -> None:
    firm = Clause("firm", BEGAN)
    assert [judge(firm, priced(price), DAY, {}).word for price in ("12", "12.01", "11")] == ["equal", "beyond", "below"]
    assert told(judge(firm, priced("12"), DAY, {})) == (
        "Prix ferme de 12,00 € depuis le 1er janvier 2026 ; le fichier dit 12,00 €, comme prévu."
    )
    assert judge(firm, priced("12", None, None), DAY, {}).word == "no_base"


def test_a_firm_price_may_be_revised_on_its_days_once() -> None:
    firm = Clause("firm", BEGAN, Terms(months=12, ceiling=50_000))
    assert judge(firm, priced("12.60"), DAY, {}).word == "equal"
    assert judge(firm, priced("12.30"), DAY, {}).word == "within"
    found = judge(firm, priced("12.61"), DAY, {})
    assert (found.word, found.allowed) == ("beyond", euros("12.60"))
    again = judge(firm, priced("12.40", "12.30", eve=euros("12")), DAY, {})
    assert (again.word, again.allowed) == ("beyond", euros("12.30"))
    assert told(again).startswith("Déjà révisé depuis le 1er janvier 2027 : 12,30 € jusqu’à la prochaine révision")
    free = judge(Clause("firm", BEGAN, Terms(months=12)), priced("99"), DAY, {})
    assert (free.word, free.allowed, told(free)) == (
        "within", None, "Révisable depuis le 1er janvier 2027 ; le fichier dit 99,00 €, dans les limites de la clause.",
    )  # fmt: skip


def test_a_schedule_names_the_price() -> None:
    bpu = Clause("schedule", BEGAN)
    words = {price: judge(bpu, priced(price, line=euros("12")), DAY, {}).word for price in ("12", "12.01", "11.99")}
    assert words == {"12": "equal", "12.01": "beyond", "11.99": "below"}
    found = judge(bpu, priced("12"), DAY, {})
    assert (found.word, found.allowed) == ("not_in_schedule", None)
    assert (
        told(found)
        == "La référence n’est pas dans le bordereau en vigueur le 15 janvier 2027 ; le fichier dit 12,00 €."
    )


def test_a_tariff_takes_the_discount_of_the_family() -> None:
    clause = Clause("tariff", BEGAN, Terms(discount=100_000, discounts={"CLEANING": 125_000}))
    found = judge(clause, priced("8.80", family="CLEANING", list_price=euros("9.99")), DAY, {})
    assert (found.word, found.allowed) == ("beyond", euros("8.74"))  # 9.99 x 0.875 = 8.74125
    assert told(found) == (
        "Tarif public 9,99 €, remise de 12,5 % (famille « Produits d’entretien ») = 8,74 € ; "
        "le fichier dit 8,80 € : +0,7 % au-delà."
    )
    assert judge(clause, priced("8.99", family="LAUNDRY_DISH", list_price=euros("9.99")), DAY, {}).word == "equal"
    assert judge(clause, priced("8.80"), DAY, {}).word == "no_list_price"
    alone = Clause("tariff", BEGAN, Terms(discounts={"CLEANING": 125_000}))
    assert told(judge(alone, priced("8", family="X", list_price=euros("9")), DAY, {})).startswith("Aucune remise")


def test_without_a_clause_nothing_is_said() -> None:
    found = judge(None, priced("99"), DAY, {})
    assert (found.word, found.allowed, found.rise) == ("no_clause", None, 7_250_000)
    assert told(found) == "Le lot n’a pas de clause de prix ; le fichier dit 99,00 €."


def test_a_price_where_nothing_is_to_pay_has_no_percentage() -> None:
    found = judge(Clause("tariff", BEGAN, Terms(discount=1_000_000)), priced("8", list_price=euros("9")), DAY, {})
    assert (found.word, found.allowed, found.gap) == ("beyond", 0, None)
    assert told(found).endswith("le fichier dit 8,00 €, alors que la clause ne laisse rien payer.")
