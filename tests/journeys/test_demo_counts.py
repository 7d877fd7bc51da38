"""The demonstration, counted by hand: search against brute force, every sentence, the day after, undo."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from catalog.access import OPERATOR
from catalog.entrance import Entrance
from catalog.facets.selection import MULTI_FACETS, SINGLE_FACETS, STATES, Selection
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.published.tags import OfferKey, product_tags
from catalog.published.validated import verdict_of
from catalog.queries import products, range_contents, ranges
from catalog.services.buying.explain import explain, tag_json
from catalog.services.buying.search import search
from catalog.services.intake.show import list_batches
from catalog.services.release.fingerprint import fingerprint
from catalog.services.release.publish import publish
from catalog.services.release.undo import undo
from catalog.tagging.records import Tag
from tests import demo_world

DAY, NEXT_DAY = dt.date(2026, 11, 22), dt.date(2026, 11, 23)
ATTRIBUTES = ("ecolabelled", "remanufactured", "early_childhood", "recycled_content", "reconditioned")
Offer = Mapping[str, Any]


@pytest.fixture(scope="module")
def door(demo_home: Path) -> Entrance:
    return demo_world.on(demo_home, DAY.isoformat())


@pytest.fixture
def means(door: Entrance) -> Iterator[Means]:
    with door.reading() as made:
        yield made


def all_offers(means: Means) -> list[Offer]:
    """Every offer with the values of its facets, straight from the tables."""
    tags = product_tags(means.session, 1, DAY, end_of(DAY))
    stood = ranges.standing(means.session, end_of(DAY))
    rows = list(products.published(means.session, 1))
    said = range_contents.said(means.session, 1, {row["product_id"] for row in rows})
    found: list[Offer] = []
    for row in rows:
        key = (row["supplier_id"], row["product_id"])
        mine, offer = tags[key], OfferKey(row["offer_id"], *key, row["family"], row["lot"])
        found.append(
            {name: row[name] or "none" for name in SINGLE_FACETS}
            | {"price": row["price"], "tags": mine}
            | {"label": {label for tag in mine.values() if tag.state == "yes" for label in tag.labels}}
            | {"range": {code for code, range_ in stood.items() if verdict_of(offer, mine, range_, said[key]).inside}}
        )  # fmt: skip
    return found


def fits(offer: Offer, asked: Selection, but: str | None = None) -> bool:
    """Whether an offer passes every filter, one left out."""
    for facet, chosen in asked.values.items():
        has = offer[facet] if facet in MULTI_FACETS else {offer[facet]}
        if facet != but and not has & chosen:
            return False
    for attribute, states in asked.tags.items():
        tag = offer["tags"][attribute]
        widened = asked.proof == "all" and "yes" in states and tag.claimed and tag.state == "unknown"
        if attribute != but and tag.state not in states and not widened:
            return False
    low, high = asked.price_min, asked.price_max
    return (low is None or offer["price"] >= low) and (high is None or offer["price"] <= high)


def counted(offers: list[Offer], asked: Selection) -> tuple[int, dict[str, dict[str, int]], dict[str, int]]:
    """Total, counts of every facet and claimed counts, the long way."""
    facets: dict[str, dict[str, int]] = {}
    for facet in (*SINGLE_FACETS, *MULTI_FACETS):
        counts = Counter(
            value
            for offer in offers
            if fits(offer, asked, but=facet)
            for value in (offer[facet] if facet in MULTI_FACETS else [offer[facet]])
        )
        facets[facet] = dict(counts) | {value: 0 for value in asked.values.get(facet, ()) if value not in counts}
    claimed: dict[str, int] = {}
    for attribute in offers[0]["tags"]:
        left = [offer["tags"][attribute] for offer in offers if fits(offer, asked, but=attribute)]
        facets[attribute] = {state: sum(tag.state == state for tag in left) for state in STATES}
        claimed[attribute] = sum(tag.claimed and tag.state == "unknown" for tag in left)
    return sum(fits(offer, asked) for offer in offers), facets, claimed


def asked_at_random(chance: random.Random, offers: list[Offer]) -> Selection:
    """Up to four filters whose values exist somewhere."""
    values: dict[str, frozenset[str]] = {}
    for facet in chance.sample([*SINGLE_FACETS, *MULTI_FACETS], chance.randint(0, 3)):
        known = sorted({v for o in offers for v in (o[facet] if facet in MULTI_FACETS else [o[facet]])})
        values[facet] = frozenset(chance.sample(known, min(len(known), chance.randint(1, 3))))
    tags = {
        attribute: frozenset(chance.sample(STATES, chance.randint(1, 2)))
        for attribute in chance.sample(ATTRIBUTES, chance.randint(0, 2))
    }
    prices = sorted(offer["price"] for offer in offers)
    low = chance.choice(prices) if chance.random() < 0.2 else None
    high = chance.choice(prices) if chance.random() < 0.3 else None
    return Selection(
        values=values, tags=tags, price_min=low, price_max=high, proof=chance.choice(["verified", "all"]), size=1
    )


def test_200_random_filters_count_as_by_hand(door: Entrance, means: Means) -> None:
    offers = all_offers(means)
    assert len(offers) == 1168
    chance = random.Random(20261122)
    totals = []
    for _ in range(200):
        asked = asked_at_random(chance, offers)
        answer = search(OPERATOR, means, door.shelf, asked).answer
        total, facets, claimed = counted(offers, asked)
        assert (answer.total, answer.facets, answer.claimed) == (total, facets, claimed), asked
        totals.append(total)
    assert sum(total > 0 for total in totals) > 80


def test_every_product_and_attribute_is_explained_in_both_languages(door: Entrance, means: Means) -> None:
    """Every tag of every product in words; of products whose tags come about in the same way, one is explained whole."""
    keys = {(row["supplier_id"], row["product_id"]): row for row in products.published(means.session, 1)}
    found = product_tags(means.session, 1, DAY, end_of(DAY))
    assert len(keys) == 1147
    for key in keys:
        for tag in found[key].values():
            assert_in_words(tag_json(tag))
    alike = {way(found[key]): row for key, row in keys.items()}
    assert len(alike) > 20
    for row in alike.values():
        said = explain(OPERATOR, means, row["supplier"], row["reference"]).json()
        assert {"ecolabelled", "remanufactured", "early_childhood"} <= said["tags"].keys()
        for tag in said["tags"].values():
            assert_in_words(tag)


def way(tags: Mapping[str, Tag]) -> object:
    """In which way the tags of a product come about: states, sentences and rules, whatever they name."""
    return frozenset(
        (code, tag.state, tag.standing, tag.reason.code, *((rule.rule, rule.reason.code) for rule in tag.rules))
        for code, tag in tags.items()
    )


def assert_in_words(tag: Mapping[str, Any]) -> None:
    assert tag["fr"].endswith(".")
    assert tag["en"].endswith(".")
    assert tag["fr"] != tag["en"]
    assert "{" not in tag["fr"] + tag["en"]
    assert all(rule["fr"] and rule["en"] for rule in tag["rules"])


def test_the_states_of_every_attribute_sum_to_the_total(door: Entrance, means: Means) -> None:
    answer = search(OPERATOR, means, door.shelf, Selection(size=1)).answer
    for attribute in ATTRIBUTES:
        assert sum(answer.facets[attribute].values()) == 1168
    for facet in SINGLE_FACETS:
        assert sum(answer.facets[facet].values()) == 1168


def test_the_day_after_its_end_a_proof_is_no_longer_yes_with_nothing_run(demo_home: Path) -> None:
    today, tomorrow = (demo_world.on(demo_home, day.isoformat()) for day in (DAY, NEXT_DAY))
    chosen = Selection(values={"range": frozenset({"petite-enfance"})}, size=200)
    with today.reading() as means:
        before = search(OPERATOR, means, today.shelf, chosen)
    with tomorrow.reading() as means:
        after = search(OPERATOR, means, tomorrow.shelf, chosen)
        left = {offer.offer for offer in before.offers} - {offer.offer for offer in after.offers}
        gone = [offer for offer in before.offers if offer.offer in left]
        assert len(gone) == len(before.offers) - len(after.offers) > 0
        for offer in gone:
            said = explain(OPERATOR, means, offer.supplier, offer.reference, offer.lot).json()
            tag = said["tags"]["early_childhood"]
            assert (tag["state"], tag["standing"]) == ("unknown", "expired")
            assert said["ranges"]["petite-enfance"]["in"] is False
            here = Selection(text=offer.reference, values={"lot": frozenset({offer.lot})}, size=5)
            assert offer.offer in {each.offer for each in search(OPERATOR, means, tomorrow.shelf, here).offers}
        back = search(OPERATOR, means, tomorrow.shelf, chosen, on=DAY)
        assert {offer.offer for offer in back.offers} == {offer.offer for offer in before.offers}


def test_undo_after_a_publish_restores_the_same_fingerprint(demo_home: Path, tmp_path: Path) -> None:
    door = demo_world.copied(demo_home, tmp_path / "home")
    with door.writing() as means:
        before = fingerprint(OPERATOR, means)
        number = undo(OPERATOR, means)
        empty = fingerprint(OPERATOR, means)
    batches = sorted(line.id for line in _batches(door))
    with door.writing() as means:
        assert publish(OPERATOR, means, batches) == number + 1
        assert fingerprint(OPERATOR, means).value == before.value != empty.value


def _batches(door: Entrance) -> list[Any]:
    with door.reading() as means:
        return list(list_batches(OPERATOR, means))
