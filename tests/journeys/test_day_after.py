"""The clock from D to D+1 and back: counts, ranges, explanations and the browser say the same, and why names the proof."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from catalog.access import OPERATOR
from catalog.entrance import Entrance
from catalog.facets.selection import Selection
from catalog.services.buying.explain import explain
from catalog.services.buying.search import search
from catalog.services.people.accounts import actor_by_email
from catalog.services.release.fingerprint import fingerprint
from catalog.wording.sentences import say
from tests import demo_world
from tests.journeys.browser import opened, window
from tests.journeys.buyer import BUYER, enter, total_on
from tests.journeys.demo_server import copy_of, served

D, NEXT = dt.date(2026, 11, 22), dt.date(2026, 11, 23)
RANGES = (
    "entretien-ecolabellise", "essuyage-ecolabellise", "impression-remanufacturee", "papier-ecolabellise", "petite-enfance",
)  # fmt: skip
ATTRIBUTES = ("ecolabelled", "remanufactured", "early_childhood")
Key = tuple[str, str, str]
"""Supplier, reference, lot."""


def door_on(home: Path, day: dt.date) -> Entrance:
    return demo_world.on(home, day.isoformat())


def counts(door: Entrance) -> Mapping[str, Counter[str]]:
    """facet -> value -> offers, as a search without any filter counts them."""
    with door.reading() as means:
        found = search(OPERATOR, means, door.shelf, Selection(size=1)).answer.facets
    return {name: Counter(dict(found[name])) for name in (*ATTRIBUTES, "range")}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a list shows of an offer: attribute -> state, and its ranges."""

    states: Mapping[str, str]
    ranges: frozenset[str]


def listed(door: Entrance) -> dict[Key, Shown]:
    """Every offer as a list shows it."""
    with door.reading() as means:
        edition = door.shelf.edition(means)
    found = {}
    for number in edition.offers:
        row = edition.row_of(number)
        one, tags = edition.index.offers([row])[0], edition.live.tags(row)
        states = {name: tags[name] for name in ATTRIBUTES}
        found[one.supplier, one.reference, one.lot] = Shown(states, frozenset(edition.live.listed("range", row)))
    return found


def recounted(lines: Mapping[Key, Shown]) -> Mapping[str, Counter[str]]:
    """The counts of the facets, from the lines."""
    found: dict[str, Counter[str]] = {name: Counter() for name in (*ATTRIBUTES, "range")}
    for each in lines.values():
        for name, state in each.states.items():
            found[name][state] += 1
        found["range"].update(each.ranges)
    return found


def in_force(facets: Mapping[str, Counter[str]]) -> dict[str, dict[str, int]]:
    return {name: {value: n for value, n in values.items() if n} for name, values in facets.items()}


@pytest.fixture(scope="module")
def lines(demo_home: Path) -> Mapping[dt.date, dict[Key, Shown]]:
    return {day: listed(door_on(demo_home, day)) for day in (D, NEXT)}


def looked_at(lines: Mapping[dt.date, dict[Key, Shown]]) -> list[Key]:
    """Every offer that changed overnight, and a hundred of the others."""
    changed = [key for key in lines[D] if lines[D][key] != lines[NEXT][key]]
    assert len(changed) > 30
    return changed + random.Random(7).sample([key for key in lines[D] if key not in changed], 100)


@pytest.mark.parametrize("day", [D, NEXT])
def test_counts_are_those_of_the_list(demo_home: Path, lines: Mapping[dt.date, dict[Key, Shown]], day: dt.date) -> None:
    assert in_force(counts(door_on(demo_home, day))) == in_force(recounted(lines[day]))


@pytest.mark.parametrize("day", [D, NEXT])
def test_each_offer_is_explained_as_it_is_listed(
    demo_home: Path, lines: Mapping[dt.date, dict[Key, Shown]], day: dt.date
) -> None:
    with door_on(demo_home, day).reading() as means:
        for key in looked_at(lines):
            said = explain(OPERATOR, means, *key)
            states: dict[str, str] = {name: said.tags[name].state for name in ATTRIBUTES}
            inside = frozenset(code for code, each in said.ranges.items() if each[0].verdict.inside)
            assert Shown(states, inside) == lines[day][key], key


def test_what_left_a_range_overnight_is_told_by_the_proof_that_ended(
    demo_home: Path, lines: Mapping[dt.date, dict[Key, Shown]]
) -> None:
    left = [(key, code) for key in lines[D] for code in lines[D][key].ranges - lines[NEXT][key].ranges]
    assert {code for _, code in left} == set(RANGES)
    with door_on(demo_home, NEXT).reading() as means:
        for key, _ in left:
            said = explain(OPERATOR, means, *key)
            lost = [name for name in ATTRIBUTES if "yes" == lines[D][key].states[name] != lines[NEXT][key].states[name]]
            assert lost
            for tag in (said.tags[name] for name in lost):
                ended = [rule.proof for rule in tag.rules if rule.proof and rule.proof.valid_until == D]
                named = str(ended[0].number or ended[0].document_name)
                assert tag.standing == "expired"
                sentences = say(tag.reason.code, tag.reason.params, "fr"), say(tag.reason.code, tag.reason.params, "en")
                assert [named in sentence for sentence in sentences] == [True, True], sentences


def test_nothing_enters_a_range_and_no_offer_leaves_its_lot_overnight(
    lines: Mapping[dt.date, dict[Key, Shown]],
) -> None:
    assert lines[D].keys() == lines[NEXT].keys()
    assert [key for key in lines[D] if lines[NEXT][key].ranges - lines[D][key].ranges] == []


def test_moved_back_they_agree_again(demo_home: Path, lines: Mapping[dt.date, dict[Key, Shown]]) -> None:
    tomorrow, back = door_on(demo_home, NEXT), door_on(demo_home, D)
    with tomorrow.reading() as means:
        of_d = fingerprint(OPERATOR, means, on=D)
    with back.reading() as means:
        assert fingerprint(OPERATOR, means) == of_d
    assert listed(back) == lines[D]
    assert in_force(counts(back)) == in_force(recounted(lines[D]))


@pytest.mark.browser
def test_the_browser_says_the_same_on_each_day(browser: Browser, demo_home: Path, address: str, tmp_path: Path) -> None:
    """On the day; on the next one, on a copy; and on that copy with the clock moved back."""
    of_day, of_next = (_of_buyer(door_on(demo_home, day)) for day in (D, NEXT))
    home = copy_of(demo_home, tmp_path / "home")
    with window(browser, address) as page:
        enter(page, "/")
        assert _shown(page) == of_day
    with served(home, NEXT.isoformat()) as tomorrow, window(browser, tomorrow) as page:
        enter(page, "/")
        assert _shown(page) == of_next
        _left_overnight(page, *_ends_tonight(door_on(demo_home, D)))
    with served(home, D.isoformat()) as back, window(browser, back) as page:
        enter(page, "/")
        assert _shown(page) == of_day


def _shown(page: Page) -> dict[str, int]:
    """Range -> how many offers the catalogue says it has."""
    return {code: total_on(opened(page, f"/catalogue?range={code}")) for code in RANGES}


def _of_buyer(door: Entrance) -> dict[str, int]:
    with door.reading() as means:
        actor = actor_by_email(means, BUYER)
        asked = {code: Selection(values={"range": frozenset({code})}, size=1) for code in RANGES}
        return {code: search(actor, means, door.shelf, one).answer.total for code, one in asked.items()}


def _ends_tonight(door: Entrance) -> tuple[str, str]:
    """A reference whose early-childhood proof ends on the set day, and its lot."""
    with door.reading() as means:
        asked = Selection(values={"range": frozenset({"petite-enfance"})}, size=200)
        found = search(actor_by_email(means, BUYER), means, door.shelf, asked)
    for offer, tags in zip(found.offers, found.tags, strict=True):
        if tags["early_childhood"].until == D:
            return offer.reference, offer.lot
    raise AssertionError("nothing ends tonight")


def _left_overnight(page: Page, reference: str, lot: str) -> None:
    """It has left the range and is still in its lot, marked."""
    opened(page, f"/catalogue?lot={lot}&q={reference}")
    offer = page.locator("[class*=st-key-produit_0]")
    expect(offer).to_contain_text("expiré le 22/11/2026")
    expect(offer.locator("button")).to_be_enabled()
    opened(page, f"/produit?ref=BRUMEVERT/{reference}&lot={lot}")
    expect(page.locator(".verdict-title").first).to_contain_text("preuve expirée le 22 novembre 2026")
