"""Decisions lie beside claims: the next file keeps them while its words stay, and asks again once they change."""

from __future__ import annotations

import datetime as dt

import pytest

from catalog.access import OPERATOR, Actor
from catalog.means.means import Means
from catalog.queries import agreements, ranges
from catalog.services.release.publish import publish
from catalog.services.validation.ask import Asked, request_validation
from catalog.services.validation.decide import decide_all
from catalog.services.validation.lines import lines
from tests.release.world import actor, deliver, set_up
from tests.validation.test_proposed import CLAIMING, OTHER, PLAIN, covered

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def asked(means: Means) -> tuple[Actor, int]:
    """HYG, asked to validate its products of a first file, A of them proven."""
    set_up(means)
    publish(OPERATOR, means, [deliver(means, "1", CLAIMING, OTHER, PLAIN)])
    covered(means, "A", accepted=True)
    cards = agreements.organisations(means.session)
    central = next(card.id for card in cards.values() if card.kind == "central")
    ranges.add_version(
        means.session, central_id=central, code="eco", name_fr="Éco", name_en="Eco", rule={"attributes": ["ecolabelled"]},
        profile="strict", description_fr="x", description_en="x", by=OPERATOR, at=means.clock.now(),
    )  # fmt: skip
    wanted = Asked("HYG", ("eco",), dt.date(2026, 12, 6), accounts=False, addresses=("a@hyg.example",))
    made = request_validation(OPERATOR, means, wanted)
    return actor("supplier", "supplier", cards["HYG"].id, "HYG"), made.request


def states(means: Means, asked: tuple[Actor, int]) -> dict[str, str]:
    found = lines(asked[0], means, asked[1])
    return {each.reference: line.state for each in found.products for line in each.lines}


def test_the_same_words_in_the_next_file_keep_their_decision(means: Means, asked: tuple[Actor, int]) -> None:
    every = [line.choice for each in lines(asked[0], means, asked[1]).products for line in each.lines]
    decide_all(asked[0], means, asked[1], every, "accept")
    assert states(means, asked) == {"A": "accepted", "B": "accepted"}
    moved = deliver(means, "2", PLAIN, (*OTHER[:2], "9.90"), (*CLAIMING[:2], "8.80"))
    publish(OPERATOR, means, [moved])
    assert states(means, asked) == {"A": "accepted", "B": "accepted"}


def test_other_words_ask_again_and_a_contest_stays(means: Means, asked: tuple[Actor, int]) -> None:
    found = {each.reference: each.lines[0].choice for each in lines(asked[0], means, asked[1]).products}
    decide_all(asked[0], means, asked[1], [found["A"]], "accept")
    decide_all(asked[0], means, asked[1], [found["B"]], "contest", reason="pas ce numéro")
    changed = [(each[0], each[1].replace("FR/020/11", "FR/020/33"), each[2]) for each in (CLAIMING, OTHER)]
    publish(OPERATOR, means, [deliver(means, "2", *changed, PLAIN)])
    assert states(means, asked) == {"A": "again", "B": "contested"}
