"""Ranges: who knows of which, the rule in words, versions by day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from catalog.access import OPERATOR
from catalog.errors import NotFound
from catalog.means.means import Means
from catalog.models import Organisation
from catalog.services.ranges.show import list_ranges, show_range
from catalog.wording.rules import rule_in_words
from tests.proofs.world import LONG_AGO, World
from tests.ranges.conftest import RULES, version

EVERY = ["entretien", "entretien-lot", "papier-lot"]
LATER = dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC)


def codes(found: Any) -> list[str]:
    return [sheet.terms.code for sheet in found]


@pytest.mark.parametrize(
    ("role", "known"),
    [
        ("reviewer", EVERY),
        ("publisher", EVERY),
        ("admin", EVERY),
        ("auditor", EVERY),
        ("supplier", EVERY),
        ("supplier_admin", EVERY),
        ("other_supplier", ["entretien", "entretien-lot"]),
        ("buyer", ["entretien", "entretien-lot"]),
        ("buyer_admin", ["entretien", "entretien-lot"]),
        ("prescriber", ["entretien", "entretien-lot"]),
        ("other_buyer", ["entretien", "papier-lot"]),
    ],
)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_each_role_knows_the_ranges_of_its_lots(means: Means, world: World, role: str, known: list[str]) -> None:
    actor = world.actors[role]
    assert codes(list_ranges(actor, means)) == known
    for code in (*EVERY, "nowhere"):
        if code in known:
            assert show_range(actor, means, code).terms.code == code
        else:
            with pytest.raises(NotFound) as refusal:
                show_range(actor, means, code)
            assert (refusal.value.code, refusal.value.params) == ("range.unknown", {"range": code})


def test_another_central_bodys_range_is_unknown(means: Means, world: World) -> None:
    other = Organisation(kind="central", code="AUTRE", name="Autre (démo)", recorded_at=LONG_AGO)
    means.session.add(other)
    means.session.flush()
    world.organisations["AUTRE"] = other.id
    version(means, world, "ailleurs", RULES["entretien"], central="AUTRE")

    assert codes(list_ranges(world.actors["reviewer"], means)) == EVERY
    assert codes(list_ranges(world.actors["buyer"], means)) == ["entretien", "entretien-lot"]
    assert codes(list_ranges(OPERATOR, means)) == ["ailleurs", *EVERY]


def test_a_day_shows_the_version_recorded_by_its_end(means: Means, world: World) -> None:
    changed = RULES["entretien"] | {"families": ["CLEANING"]}
    assert version(means, world, "entretien", changed, LATER) == 2

    def told(on: dt.date | None) -> tuple[int, str, list[str]]:
        sheet = show_range(world.actors["buyer"], means, "entretien", on)
        return sheet.terms.number, sheet.since.isoformat(), sheet.json()["rule"]["families"]

    assert told(None) == (2, "2026-11-20", ["CLEANING"])
    assert told(dt.date(2026, 11, 20)) == (2, "2026-11-20", ["CLEANING"])
    assert told(dt.date(2026, 11, 19)) == (1, "2026-01-05", ["CLEANING", "LAUNDRY_DISH"])
    with pytest.raises(NotFound):
        told(dt.date(2026, 1, 4))


def test_the_rule_in_words() -> None:
    rule = {"attributes": ["ecolabelled"], "families": ["CLEANING", "LAUNDRY_DISH"], "lots": ["ENT-1", "ENT-2"]}
    assert rule_in_words(rule, "strict", "en") == (
        "The tag “Ecolabelled” is “yes”: a checked proof in force covers the product.",
        "The family is one of these: “Cleaning products”, “Laundry and dishwashing”.",
        "The offer is in one of these lots: ENT-1, ENT-2.",
        "Strict profile: a reserve, a note or a missing document is enough to leave the product out.",
    )
    french = " ".join(rule_in_words(rule, "tolerant", "fr")).replace("\u00a0", " ")
    assert french == (
        "L’attribut « Écolabellisé » vaut « oui » : une preuve vérifiée et en cours couvre l’article. "
        "La famille est l’une de celles-ci : « Produits d’entretien », « Lessives et lavage vaisselle ». "
        "L’offre est dans l’un de ces lots : ENT-1, ENT-2. "
        "Profil tolérant : une réserve ou une note n’écarte pas l’article ; un document manquant l’écarte."
    )
    assert len(rule_in_words({"attributes": ["ecolabelled"]}, "strict", "fr")) == 2
