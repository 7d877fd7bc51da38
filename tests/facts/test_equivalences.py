"""Equivalences of marks: kept, reused for every supplier, printed, undone by a further word."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from catalog.errors import Invalid, NotAllowed, NotFound
from catalog.means.means import Means
from catalog.services.facts.equivalences import (
    Asked,
    decide_equivalence,
    equivalence_table,
    list_equivalences,
    rehearse_equivalence,
)
from catalog.writing.xlsx import workbook
from tests.proofs.world import World

ONLY_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
ASKED = Asked("NF_ENVIRONNEMENT", "EU_ECOLABEL", "accept", ("CLEANING",), dt.date(2027, 12, 31), "avis du 3 mai")


def test_a_decision_is_kept_with_who_why_and_until(means: Means, world: World) -> None:
    reviewer = world.actors["reviewer"]
    assert rehearse_equivalence(reviewer, means, ASKED).tags == ()
    assert list_equivalences(reviewer, means) == []

    decide_equivalence(reviewer, means, ASKED, "mêmes critères, contrôle tiers")

    (found,) = list_equivalences(world.actors["auditor"], means)
    assert (found.mark, found.label, found.families) == ("NF_ENVIRONNEMENT", "EU_ECOLABEL", ("CLEANING",))
    assert (found.verdict, found.until, found.document) == ("accept", dt.date(2027, 12, 31), "avis du 3 mai")
    assert (found.reason, found.decided_by) == ("mêmes critères, contrôle tiers", "Nom reviewer")


@ONLY_SQLITE
def test_the_last_word_on_the_same_mark_and_families_counts(means: Means, world: World) -> None:
    reviewer = world.actors["reviewer"]
    decide_equivalence(reviewer, means, ASKED, "oui")
    decide_equivalence(reviewer, means, Asked(ASKED.mark, ASKED.label, "refuse", ASKED.families), "à la relecture, non")
    decide_equivalence(reviewer, means, Asked("Autre marque", ASKED.label, "accept"), "vaut partout")

    assert [(each.mark, each.verdict, each.families) for each in list_equivalences(reviewer, means)] == [
        ("Autre marque", "accept", ()),
        ("NF_ENVIRONNEMENT", "refuse", ("CLEANING",)),
    ]
    decide_equivalence(reviewer, means, Asked("autre  Marque", ASKED.label, "open"), "retiré")
    assert [each.mark for each in list_equivalences(reviewer, means)] == ["NF_ENVIRONNEMENT"]


@ONLY_SQLITE
def test_they_are_printed_as_a_workbook(means: Means, world: World) -> None:
    decide_equivalence(world.actors["reviewer"], means, ASKED, "=mêmes critères")
    table = equivalence_table(world.actors["auditor"], means, "fr")
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(table, means.clock.now()))).active

    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "Équivalences de marques"
    assert rows[2][:4] == ["Marque", "Équivaut au label", "Familles", "Décision"]
    assert rows[3][1:5] == ["Écolabel européen", "Produits d’entretien", "acceptée", "=mêmes critères"]
    assert rows[3][5:] == ["31/12/2027", "avis du 3 mai", "Nom reviewer", "22/11/2026"]
    assert equivalence_table(world.actors["auditor"], means, "en").columns[3].header == "Decision"


@ONLY_SQLITE
@pytest.mark.parametrize(
    "asked",
    [
        Asked(" ", "EU_ECOLABEL", "accept"),
        Asked("EU_ECOLABEL", "EU_ECOLABEL", "accept"),
        Asked("Marque", "EU_ECOLABEL", "maybe"),
        Asked("Marque", "EU_ECOLABEL", "accept", ("NOBODY",)),
    ],
)
def test_what_makes_no_sense_is_refused(means: Means, world: World, asked: Asked) -> None:
    with pytest.raises(Invalid):
        decide_equivalence(world.actors["reviewer"], means, asked, "r")


@ONLY_SQLITE
def test_only_reviewers_decide_and_no_supplier_reads_them(means: Means, world: World) -> None:
    for role in ("publisher", "admin", "auditor", "supplier", "buyer"):
        with pytest.raises(NotAllowed):
            decide_equivalence(world.actors[role], means, ASKED, "r")
    for role in ("supplier", "buyer"):
        with pytest.raises(NotAllowed):
            list_equivalences(world.actors[role], means)
    with pytest.raises(NotFound):
        decide_equivalence(world.actors["reviewer"], means, Asked("Marque", "NOBODY", "accept"), "r")
