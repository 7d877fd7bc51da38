"""A small world to draft, publish and export ranges in: CENTRALE's staff, suppliers HYG and AUTRE, eight products."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from catalog.access import OPERATOR, Actor, Role
from catalog.means.clock import Clock
from catalog.means.means import Means
from catalog.models import Account
from catalog.published.shelf import Edition, Shelf
from catalog.queries import agreements
from catalog.services.proofs import add, check
from catalog.services.release.publish import publish
from tests.release.world import deliver, set_up

FIRST = dt.date(2026, 11, 22)
ROWS = tuple((f"R-{n}", f"Nettoyant sols numéro {n}", f"{n}.50") for n in range(1, 9))
CLEANING = {"family": "CLEANING", "order_unit": "BTL"}


@dataclass(slots=True)
class Stage:
    """Means that move through days, the shelf, and an actor for each role."""

    means: Means
    shelf: Shelf
    actors: dict[str, Actor] = field(default_factory=dict)

    def on(self, day: dt.date) -> Means:
        """The same means on another day, from now on."""
        self.means = replace(self.means, clock=Clock(day))
        return self.means

    def edition(self, day: dt.date | None = None) -> Edition:
        """What members see on a day."""
        return self.shelf.edition(self.means, day)

    def publish(self, sha256: str, *rows: tuple[str, str, str], supplier: str = "HYG", **options: Any) -> int:
        """Receive rows as one file of cleaning products and publish them."""
        terms = CLEANING | options.pop("terms", {})
        columns = {"Famille": "family"}
        batch = deliver(self.means, sha256, *rows, supplier=supplier, terms=terms, columns=columns, **options)
        return publish(OPERATOR, self.means, [batch])

    def prove(self, *references: str, supplier: str = "HYG", until: dt.date | None = dt.date(2027, 12, 31)) -> int:
        """An ecolabel of the product group of cleaning products, checked."""
        number = add.add(
            OPERATOR, self.means, supplier=supplier, references=list(references), attribute="ecolabelled",
            valid_from=dt.date(2026, 1, 1), valid_until=until, kind="licence", basis="label", label="EU_ECOLABEL",
            number="FR/020/118", issuer="X", document=None, document_name=None,
        )  # fmt: skip
        check.check(OPERATOR, self.means, number, True, "vu")
        return number


def account(means: Means, code: str, role: Role, name: str) -> Actor:
    """Somebody with an account."""
    card = agreements.organisations(means.session, [code])[code]
    row = Account(
        organisation_id=card.id, email=f"{name.lower()}@{code.lower()}.example", name=name, role=role, language="fr",
        recorded_at=means.clock.now(),
    )  # fmt: skip
    means.session.add(row)
    means.session.flush()
    return Actor(row.email, name, role, card.kind, row.id, card.id, code, code)  # type: ignore[arg-type]


def build_stage(means: Means) -> Stage:
    """Both suppliers publish on the first day; R-1 to R-4 and A-1 are ecolabelled."""
    set_up(means)
    stage = Stage(means, Shelf(means.settings.index))
    stage.publish("a", *ROWS)
    stage.publish("b", ("A-1", "Nettoyant vitres", "3.00"), ("A-2", "Dégraissant", "4.00"), supplier="AUTRE")
    stage.prove("R-1", "R-2", "R-3", "R-4")
    stage.prove("A-1", supplier="AUTRE")
    people: dict[str, tuple[str, Role]] = {
        "Ada": ("CENTRALE", "reviewer"), "Bea": ("CENTRALE", "publisher"), "Cleo": ("CENTRALE", "publisher"),
        "Dora": ("CENTRALE", "auditor"), "Hugo": ("HYG", "supplier"), "Mia": ("CRECHE", "buyer"),
    }  # fmt: skip
    for name, (code, role) in people.items():
        stage.actors[name] = account(means, code, role, name)
    return stage
