"""Who is in a range on any day: against the long way, over random publications, proofs and validations of weeks."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

import pytest
from sqlalchemy import select

from catalog.access import OPERATOR
from catalog.facets.selection import EVERYTHING, Selection
from catalog.means.clock import day_of, end_of
from catalog.means.means import Means
from catalog.models import Range, RangeValidation, RangeVersion, ValidatedProduct, Validation
from catalog.published.tags import product_tags
from catalog.queries import products, range_contents, ranges, release
from catalog.services.proofs import check
from catalog.services.ranges.draft import ByHand, Change, change, decide, open_draft, start
from catalog.services.ranges.publish import publish_draft
from catalog.services.release import suspend as suspending
from catalog.tagging.ranges import RangeRule, content_of, judge
from tests.ranges.stage import FIRST, Stage, build_stage
from tests.ranges.validated import theirs

DAYS = 8
TURNS = 16
SEEN: dict[int, object] = {}
"""Seed -> what the first database found: the second must find the same."""
Found = dict[tuple[dt.date, str], set[tuple[str, str]]]


def the_long_way(means: Means, day: dt.date) -> dict[str, set[tuple[str, str]]]:
    """Range -> (reference, lot), by reading every row and asking of each offer: which version speaks, what did it say?"""
    session, until = means.session, end_of(day)
    number = release.publication_on(session, day)
    tags = product_tags(session, number, day, until)
    rows = list(products.published(session, number))
    said = range_contents.said(session, number, {row["product_id"] for row in rows})
    found: dict[str, set[tuple[str, str]]] = {}
    for range_ in session.scalars(select(Range)):
        inside = found.setdefault(range_.code, set())
        for row in rows:
            key = (row["supplier_id"], row["product_id"])
            version = _speaking(means, range_.id, key[0], until)
            if version is None or row["suspended"]:
                continue
            hand = next((each for each in version.hand or () if each["reference"] == row["reference"]), None)
            rule = RangeRule.from_json(version.rule)
            if hand and hand["verdict"] == "out":
                continue
            wanted = RangeRule(rule.attributes) if hand else rule
            fits = judge(row["family"], row["lot"], tags[key], wanted, version.profile).inside  # type: ignore[arg-type]
            if fits and _content(means, version.id, key, until) == content_of(said[key], rule):
                inside.add((row["reference"], row["lot"]))
    return found


def _speaking(means: Means, range_id: int, supplier: int, until: dt.datetime) -> RangeVersion | None:
    stood = means.session.scalars(
        select(RangeVersion).where(RangeVersion.range_id == range_id, RangeVersion.recorded_at < until)
    )
    for version in sorted(stood, key=lambda each: -each.number):
        ours = means.session.scalars(select(RangeValidation).where(RangeValidation.range_version_id == version.id))
        other = means.session.scalars(select(Validation).where(Validation.range_version_id == version.id))
        spoken = any(word.recorded_at < until for word in ours)
        answered = any(word.recorded_at < until and word.supplier_id == supplier for word in other)
        if spoken and answered:
            return version
    return None


def _content(means: Means, version: int, key: tuple[int, int], until: dt.datetime) -> str | None:
    words = means.session.execute(
        select(Validation.recorded_at, Validation.id, ValidatedProduct.content)
        .join(ValidatedProduct, ValidatedProduct.validation_id == Validation.id)
        .where(Validation.range_version_id == version, ValidatedProduct.product_id == key[1])
    ).all()
    known = [word for word in words if word[0] < until]
    return max(known, key=lambda word: (day_of(word[0]), word[1]), default=(None, None, None))[2]


def searched(stage: Stage, day: dt.date) -> dict[str, set[tuple[str, str]]]:
    """Range -> (reference, lot), as the index finds them."""
    edition = stage.edition(day)
    found = {}
    for code in ranges.last_versions(stage.means.session):
        answer = edition.index.ask(Selection(values={"range": frozenset({code})}, size=200), EVERYTHING, edition.live)
        found[code] = {(row.reference, row.lot) for row in edition.index.offers(answer.rows)}
    return found


def act(stage: Stage, chance: random.Random, proofs: list[int], turn: int) -> None:
    """One act of somebody."""
    means, name = stage.means, f"R-{chance.randint(1, 8)}"
    ada, bea = stage.actors["Ada"], stage.actors["Bea"]

    def redraft() -> None:
        draft = open_draft(ada, means, "sols")
        wanted = Change(
            attributes=chance.choice([("ecolabelled",), ()]), lots=chance.choice([("ENT-L1",), ("ENT-L2",)]),
            description_en=f"Floors {turn}.",
        )  # fmt: skip
        draft = change(ada, means, "sols", draft.sequence, wanted)
        verdict = chance.choice(["in", "out", None])
        draft = decide(ada, means, "sols", draft.sequence, ByHand("HYG", name, verdict, "vu"))  # type: ignore[arg-type]
        publish_draft(bea, means, "sols", draft.sequence)

    def signed() -> None:
        terms = ranges.last_versions(means.session)["sols"]
        said = range_contents.said(
            means.session, release.publication_on(means.session, means.clock.today()), all_products(means)
        )
        owner = chance.choice(sorted({key[0] for key in said}))
        some = {key: said[key] for key in sorted(said) if chance.random() < 0.8}
        theirs(means, terms, owner, some, means.clock.now())

    acts: list[Callable[[], object]] = [
        lambda: stage.publish(f"{turn:x}"[-1], (name, f"Nettoyant sols {chance.randint(1, 2)}", "2.00"), mode="patch"),
        lambda: stage.publish(f"{turn:x}"[-1], (name, f"Nettoyant sols numéro {name[2:]}", "3.00"), mode="patch"),
        lambda: proofs.append(stage.prove(name, until=means.clock.today() + dt.timedelta(chance.randint(0, 3)))),
        lambda: check.check(OPERATOR, means, chance.choice(proofs), chance.random() < 0.5, "revu"),
        lambda: suspending.suspend(bea, means, suspending.Wanted("HYG", name, "rappel", None, "art. 12")),
        redraft, signed, signed,
    ]  # fmt: skip
    chance.choice(acts)()


def all_products(means: Means) -> set[int]:
    number = release.publication_on(means.session, means.clock.today())
    return {row["product_id"] for row in products.published(means.session, number)}


@pytest.mark.parametrize("seed", range(3))
def test_any_day_is_what_the_long_way_finds(means: Means, seed: int) -> None:
    stage, chance = build_stage(means), random.Random(seed)
    proofs = [stage.prove("R-5")]
    draft = start(stage.actors["Ada"], means, "sols", "Sols", "Floors")
    wanted = Change(attributes=("ecolabelled",), description_fr="Sols.", description_en="Floors.")
    change(stage.actors["Ada"], means, "sols", draft.sequence, wanted)
    publish_draft(stage.actors["Bea"], means, "sols", draft.sequence + 1)
    for turn in range(TURNS):
        stage.on(FIRST + dt.timedelta(turn // 2))
        act(stage, chance, proofs, turn)
    days = [FIRST + dt.timedelta(n) for n in range(DAYS)]
    found = {day.isoformat(): searched(stage, day) for day in days}
    assert found == {day.isoformat(): the_long_way(stage.means, day) for day in days}
    assert SEEN.setdefault(seed, found) == found
