"""Words that nobody understood: counted, proposed, decided once, and understood by readers and tagging from then on."""

from __future__ import annotations

import pytest

from catalog.access import OPERATOR
from catalog.entrance import Entrance
from catalog.errors import Invalid, NotAllowed
from catalog.means.clock import end_of
from catalog.queries import proofs
from catalog.services.intake.words import Decided, WordLine, decide_word, list_decided, list_words
from catalog.settings import Settings
from catalog.tagging.claims import claims_of
from catalog.tagging.vocabulary import Vocabulary
from tests.intake.test_memory import sent
from tests.release.world import actor
from tests.worker.world import opened

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
HEAD = "Réf;Désignation;Prix HT;Famille;Unité de commande;Labels;Écolabel\n"
ROWS = (
    "A;Savon;1;Savonnerie fine;touque;Fleur d'Europe;oui\n"
    "B;Gel;2;Savonnerie fine;touque;Fleur d'Europe;pas encore su\n"
    "C;Cire;3;Entretien;carton;Ecolabel UE;oui\n"
)


@pytest.fixture
def entrance(settings: Settings) -> Entrance:
    return opened(settings)


def waiting(entrance: Entrance) -> dict[str, WordLine]:
    with entrance.reading() as means:
        return {line.word: line for line in list_words(OPERATOR, means)}


def decide(entrance: Entrance, kind: str, word: str, meaning: str | None) -> None:
    with entrance.writing() as means:
        decide_word(OPERATOR, means, kind, word, meaning, "relu avec le titulaire")


def test_what_nobody_understands_is_counted_and_proposed(entrance: Entrance) -> None:
    sheet = sent(entrance, (HEAD + ROWS).encode())
    told = {(each["column"], each["value"]): each["rows"] for each in sheet.json()["leftovers"]}
    assert told == {
        ("Famille", "Savonnerie fine"): 2, ("Unité de commande", "touque"): 2,
        ("Labels", "Fleur d'Europe"): 2, ("Écolabel", "pas encore su"): 1,
    }  # fmt: skip
    sent(entrance, (HEAD + ROWS + "D;Mop;4;Savonnerie fine;boîte;;non\n").encode(), supplier="AUTRE")
    found = waiting(entrance)
    assert next((line.word, line.rows, line.suppliers) for line in found.values()) == ("Savonnerie fine", 5, 2)
    assert found["touque"].kinds == ("unit",)
    assert found["pas encore su"].kinds == ("label", "yes_no")
    assert ("label", "EU_ECOLABEL") in {(one.kind, one.meaning) for one in found["Fleur d'Europe"].proposals}
    assert all(60 <= one.score <= 100 for line in found.values() for one in line.proposals)


def test_a_decided_word_reaches_the_readers_and_the_vocabulary(entrance: Entrance) -> None:
    sent(entrance, (HEAD + ROWS).encode())
    decide(entrance, "label", "Fleur d’Europe", "EU_ECOLABEL")
    decide(entrance, "family", "Savonnerie fine", "CLEANING")
    decide(entrance, "unit", "touque", "XDR")
    decide(entrance, "yes_no", "pas encore su", None)
    assert waiting(entrance) == {}
    again = sent(entrance, (HEAD + ROWS + "D;Mop;4;Savonnerie fine;touque;Fleur d'Europe;non\n").encode(), "2.csv")
    assert again.json()["leftovers"] == []
    assert [each["code"] for each in again.json()["issues"] if each["code"] in ("family.unknown", "unit.unknown")] == []
    with entrance.reading() as means:
        found = Vocabulary.of(proofs.facts(means.session, end_of(means.clock.today())))
        before = Vocabulary.of(proofs.facts(means.session, means.clock.now().replace(year=2020)))
        assert list_decided(OPERATOR, means)[0] == Decided(
            "family", "savonnerie fine", "CLEANING", "relu avec le titulaire"
        )
    (claim,) = claims_of([], [(None, "Labels", "Label Fleur d’Europe n° 3")], None, found)
    assert (claim.attribute, claim.label, claim.quote) == ("ecolabelled", "EU_ECOLABEL", "Label Fleur d’Europe n° 3")
    assert claims_of([("Désignation", "Bougie Fleur d’Europe")], [], None, found) == ()
    assert (before.labels, before.heard) == ({}, {})


def test_the_last_word_on_a_word_counts(entrance: Entrance) -> None:
    sent(entrance, (HEAD + ROWS).encode())
    decide(entrance, "unit", "touque", "CT")
    decide(entrance, "unit", "Touque", "fût")
    with entrance.reading() as means:
        assert [(each.word, each.meaning) for each in list_decided(OPERATOR, means)] == [("touque", "XDR")]


def test_what_can_be_no_word_or_meaning_is_refused_and_so_is_who_may_not(entrance: Entrance) -> None:
    for kind, word, meaning in (
        ("colour", "rouge", "RED"), ("unit", " ", "CA"), ("unit", "touque", "nonsense"), ("label", "x", "NOBODY"),
        ("family", "x", "NOBODY"), ("yes_no", "x", "maybe"), ("header", "x", "no field"),
    ):  # fmt: skip
        with pytest.raises(Invalid):
            decide(entrance, kind, word, meaning)
    decide(entrance, "header", "Clé maison", "reference")
    with entrance.writing() as means:
        with pytest.raises(NotAllowed):
            decide_word(actor("supplier", "supplier", 1, "HYG"), means, "unit", "touque", "XDR")
        with pytest.raises(NotAllowed):
            decide_word(actor("admin", "central", 1, "CENTRALE"), means, "unit", "touque", "XDR")
        with pytest.raises(NotAllowed):
            list_words(actor("buyer", "member", 1, "CRECHE"), means)
    assert sent(entrance, "Clé maison;Désignation;Prix HT\nA;Savon;1\n".encode()).line.state == "rehearsed"
