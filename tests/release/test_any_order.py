"""Whatever people do, in whatever order and for whichever day: undoing their acts one by one gives every day back."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

import pytest

from catalog.access import OPERATOR
from catalog.errors import Refusal
from catalog.means.means import Means
from catalog.queries import agreements, corrections, release
from catalog.queries.references import ids_by_reference
from catalog.services.release.publish import publish
from catalog.services.release.rename import rename
from catalog.services.release.undo import undo, undo_batch
from tests.release.acts import correct, mark, succeed, suspend, two_offers
from tests.release.world import deliver

DAYS = (dt.date(2026, 11, 22), dt.date(2026, 12, 1), dt.date(2027, 1, 1))
NAMES = ("A", "B", "C", "D")
Act = Callable[[Means, random.Random], object]


def file(means: Means, chance: random.Random) -> object:
    """A made file, full or patch, published for one of the days."""
    names = chance.sample(NAMES, chance.randint(1, 4))
    rows = [(name, f"{name} {chance.randint(1, 2)}", f"{chance.randint(1, 9)}.00") for name in names]
    mode = chance.choice(("full", "patch"))
    sign = f"{chance.getrandbits(4):x}"
    batch = deliver(means, sign, *rows, mode=mode, answers={"withdraw": chance.choice(("yes", "no"))})  # type: ignore[arg-type]
    return publish(OPERATOR, means, [batch], effective=chance.choice(DAYS))


def back(means: Means, chance: random.Random) -> object:
    """Take one published batch back."""
    numbers = [each.number for each in release.all_publications(means.session)]
    batches = [batch for number in numbers for _, batch, _ in release.batches_of(means.session, number)]
    return undo_batch(OPERATOR, means, chance.choice(batches))


ACTS: tuple[Act, ...] = (
    file, file, file, back,
    lambda means, chance: correct(means, chance.choice(NAMES), "price", f"{chance.randint(1, 9)},50", "ENT-L1"),
    lambda means, chance: correct(means, chance.choice(NAMES), "name", f"nom {chance.randint(1, 3)}"),
    lambda means, chance: correct(means, chance.choice(NAMES), "name", None),
    lambda means, chance: suspend(means, chance.choice(NAMES), lift=chance.random() < 0.4),
    lambda means, chance: rename(OPERATOR, means, "HYG", chance.choice(NAMES), chance.choice((*NAMES, "E", "F")), "w"),
    lambda means, chance: succeed(means, chance.choice(NAMES), "replaced", chance.choice(NAMES)),
)  # fmt: skip


def every_day(means: Means) -> list[tuple[str, object, object]]:
    """Of each day its fingerprint, and what people corrected and said became of products."""
    supplier = agreements.organisations(means.session)["HYG"].id
    found: list[tuple[str, object, object]] = []
    for day in DAYS:
        number = release.publication_on(means.session, day)
        held = corrections.corrections(means.session, supplier, number)
        known = ids_by_reference(means.session, supplier, [*NAMES, "E", "F"], number)
        became = [
            corrections.successions(means.session, supplier, product, number) for product in sorted(known.values())
        ]
        corrected = sorted(
            (each.product_id, each.lot or "", each.field, str(each.value), str(each.seen)) for each in held
        )
        found.append(
            (mark(means, day), corrected, [[(each.kind, each.successor) for each in some] for some in became if some])
        )
    return found


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_undo_gives_every_day_back(means: Means, seed: int) -> None:
    chance = random.Random(seed)
    two_offers(means)
    marks: list[list[tuple[str, object, object]]] = []
    while len(marks) < 9:
        before, nested = every_day(means), means.session.begin_nested()
        try:
            chance.choice(ACTS)(means, chance)
        except Refusal:
            nested.rollback()
            assert every_day(means) == before
            continue
        nested.commit()
        marks.append(before)
    for expected in reversed(marks):
        undo(OPERATOR, means)
        assert every_day(means) == expected
