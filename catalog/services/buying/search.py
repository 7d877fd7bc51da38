"""Ask the published catalogue: what a buyer chose, what fits, and the counts of every further choice."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.access import Actor, require
from catalog.asking import FACETS
from catalog.errors import Invalid
from catalog.facets.index import OfferRow
from catalog.facets.profiles import STATE_NAMES
from catalog.facets.selection import STATES, Answer, Scope, Selection
from catalog.means.means import Means
from catalog.published.shelf import Edition, Shelf
from catalog.published.sight import scope_as
from catalog.tagging.records import ATTRIBUTES, Tag
from catalog.wording.formats import decimal_text

LARGEST_SIZE = 200


@dataclass(frozen=True, slots=True)
class Found:
    """An answer with the offers of its page, from one edition."""

    answer: Answer
    edition: Edition
    offers: tuple[OfferRow, ...]
    milliseconds: float

    @property
    def tags(self) -> tuple[Mapping[str, Tag], ...]:
        """The tags of each offer of the page, with their reasons."""
        return tuple(self.edition.tags_of_each(offer.offer for offer in self.offers))

    @property
    def marks(self) -> tuple[Mapping[str, Tag], ...]:
        """The tags as a list shows them: in full only where a chip hangs on more than the standing and the last day."""
        brief = {offer.offer: self.edition.brief_of(offer.offer) for offer in self.offers}
        asked = [offer for offer, tags in brief.items() if any(map(_hangs_on_more, tags.values()))]
        full = dict(zip(asked, self.edition.tags_of_each(asked), strict=True))
        return tuple(full.get(offer.offer, brief[offer.offer]) for offer in self.offers)

    def json(self) -> dict[str, Any]:
        """The contract's object."""
        return {
            "total": self.answer.total,
            "page": self.answer.page,
            "size": self.answer.size,
            "publication": self.edition.publication or None,
            "on": self.edition.on.isoformat(),
            "products": self._products(),
            "facets": {name: dict(counts) for name, counts in self.answer.facets.items()},
            "claimed": dict(self.answer.claimed),
            "other_currency": self.answer.other_currency,
            "ms": round(self.milliseconds, 2),
        }

    def _products(self) -> list[dict[str, Any]]:
        states, rows = self.edition.live.states, list(self.answer.rows)
        names = (*ATTRIBUTES, *sorted(states.keys() - set(ATTRIBUTES)))
        unknown = ["unknown"] * len(rows)
        columns = [
            [STATE_NAMES[code] for code in states[name][rows].tolist()] if name in states else unknown for name in names
        ]
        tags = [dict(zip(names, each, strict=True)) for each in zip(*columns, strict=True)]
        return [_product(offer, said) for offer, said in zip(self.offers, tags, strict=True)]


@dataclass(frozen=True, slots=True)
class Standing:
    """What an actor may see on a day: the edition and how much of it. Good as long as the database has not changed."""

    edition: Edition
    scope: Scope

    def ask(self, selection: Selection) -> Found:
        """Answer a browse question. Raises Invalid for a facet, state, page or size that is none."""
        began = time.perf_counter()
        _check(selection)
        answer = self.edition.index.ask(selection, self.scope, self.edition.live)
        offers = tuple(self.edition.index.offers(answer.rows))
        return Found(answer, self.edition, offers, (time.perf_counter() - began) * 1000)


def search(
    actor: Actor,
    means: Means,
    shelf: Shelf,
    selection: Selection,
    on: dt.date | None = None,
    as_member: str | None = None,
) -> Found:
    """Answer a browse question as the actor may see it on a day.

    `as_member`: as that member sees it, for the central body and the operator. Raises Invalid for a facet, state, page
    or size that is none; values that nobody has match nothing.
    """
    require(actor, "catalogue.search", actor.organisation_id)
    return standing(actor, means, shelf, on, as_member).ask(selection)


def standing(
    actor: Actor, means: Means, shelf: Shelf, on: dt.date | None = None, as_member: str | None = None
) -> Standing:
    """What the actor (or the member it looks for) may ask on a day, for several questions to one state."""
    require(actor, "catalogue.search", actor.organisation_id)
    edition = shelf.edition(means, on)
    return Standing(edition, scope_as(actor, means, edition.on, as_member))


def _hangs_on_more(tag: Tag) -> bool:
    """What has ended names the day in its reason; early childhood may come with warnings."""
    return tag.standing == "expired" or (tag.attribute == "early_childhood" and (tag.state == "yes" or tag.claimed))


def _check(selection: Selection) -> None:
    for facet in selection.values.keys() - set(FACETS):
        raise Invalid("search.facet", facet=facet, choices=", ".join(FACETS))
    for attribute, states in selection.tags.items():
        if states - set(STATES):
            raise Invalid(
                "search.state", attribute=attribute, value=", ".join(sorted(states)), choices=", ".join(STATES)
            )
    if selection.page < 1 or not 1 <= selection.size <= LARGEST_SIZE:
        raise Invalid("search.page", page=selection.page, size=selection.size, largest=LARGEST_SIZE)


def _product(offer: OfferRow, tags: Mapping[str, str]) -> dict[str, Any]:
    return {
        "supplier": offer.supplier,
        "reference": offer.reference,
        "lot": offer.lot,
        "name": offer.name,
        "price": decimal_text(offer.price),
        "currency": offer.currency,
        "order_unit": offer.order_unit,
        "family": offer.family or "none",
        "tags": tags,
    }
