"""Daily verbs as tests do them, on a small world with two offers."""

from __future__ import annotations

import datetime as dt

from catalog.access import OPERATOR
from catalog.facets.selection import EVERYTHING, Selection
from catalog.means.means import Means
from catalog.published.shelf import Shelf
from catalog.queries import agreements, corrections, release
from catalog.services.release import correct as correcting
from catalog.services.release import succeed as succeeding
from catalog.services.release import suspend as suspending
from catalog.services.release.fingerprint import fingerprint
from catalog.services.release.publish import publish
from tests.release.world import deliver, set_up

WHY = "relu avec le titulaire"
GTIN = "3017620422003"


def two_offers(means: Means) -> Means:
    """Publication 1: A at 10.00 in both lots, B at 2.00 in the first."""
    set_up(means)
    one = deliver(means, "1", ("A", "Savon doux", "10.00"), ("B", "Gel mains", "2.00"))
    publish(OPERATOR, means, [one, deliver(means, "2", ("A", "Savon doux", "10.00"), lots=("ENT-L2",))])
    return means


def mark(means: Means, day: dt.date | None = None) -> str:
    """The fingerprint of today, or of a day."""
    return fingerprint(OPERATOR, means, day).value


def shown(means: Means) -> dict[str, tuple[str, int]]:
    """reference@lot -> (name, price in cents) of what a search finds."""
    edition = Shelf(means.settings.index).edition(means)
    answer = edition.index.ask(Selection(), EVERYTHING, edition.live)
    return {
        f"{row.reference}@{row.lot}": (row.name, (row.price or 0) // 10_000)
        for row in edition.index.offers(answer.rows)
    }


def correct(means: Means, reference: str, field: str, text: str | None, lot: str | None = None) -> int:
    """Correct one value; the publication."""
    found = correcting.correct(OPERATOR, means, correcting.Wanted("HYG", reference, field, text, WHY, lot))
    assert found.publication is not None
    return found.publication


def suspend(means: Means, reference: str, lot: str | None = None, *, lift: bool = False) -> list[str]:
    """Suspend, or lift; the lots."""
    wanted = suspending.Wanted("HYG", reference, WHY, lot, lift=lift)
    return list(suspending.suspend(OPERATOR, means, wanted).detail["lots"])


def held(means: Means) -> list[tuple[str, str | None, str, object]]:
    """The corrections in force: reference, lot, field, value."""
    supplier = agreements.organisations(means.session, ["HYG"])["HYG"].id
    lines = corrections.corrections(means.session, supplier, release.newest(means.session))
    return [(each.reference, each.lot, each.field, each.value["value"]) for each in lines]


def succeed(means: Means, reference: str, kind: str, successor: str | None = None) -> int:
    """Record what became of a reference; the publication."""
    wanted = succeeding.Wanted("HYG", reference, kind, WHY, "avenant 3", successor)
    found = succeeding.succeed(OPERATOR, means, wanted)
    assert found.publication is not None
    return found.publication
