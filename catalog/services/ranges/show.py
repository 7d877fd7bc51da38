"""Dedicated ranges in words: the rule of each version, in both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.access import Actor, require
from catalog.errors import NotFound
from catalog.means.clock import day_of, end_of
from catalog.means.means import Means
from catalog.queries import ranges
from catalog.queries.ranges import RangeTerms
from catalog.wording.rules import rule_in_words


@dataclass(frozen=True, slots=True)
class RangeSheet:
    """A range in the version in force on a day. `since`: the day this version was recorded."""

    terms: RangeTerms
    since: dt.date

    def words(self, language: str) -> tuple[str, ...]:
        """What an offer must be, one sentence a condition."""
        return rule_in_words(self.terms.rule, self.terms.profile, language)

    def json(self) -> dict[str, Any]:
        """Codes and figures, then `fr` and `en` with name, description and rule in words."""
        terms = self.terms
        return {
            "code": terms.code,
            "central": terms.central,
            "version": terms.number,
            "since": self.since.isoformat(),
            "profile": terms.profile,
            "rule": {name: list(terms.rule.get(name) or []) for name in ("attributes", "families", "lots")},
            "fr": self._told(terms.name_fr, terms.description_fr, "fr"),
            "en": self._told(terms.name_en, terms.description_en, "en"),
        }

    def _told(self, name: str, description: str, language: str) -> dict[str, Any]:
        return {"name": name, "description": description, "rule": list(self.words(language))}


def list_ranges(actor: Actor, means: Means, on: dt.date | None = None) -> list[RangeSheet]:
    """The ranges that the actor may know of, by code, in the versions recorded by the end of a day (default: today)."""
    require(actor, "range.read")
    return [_sheet(means, terms) for terms in _seen(actor, means, on).values()]


def show_range(actor: Actor, means: Means, code: str, on: dt.date | None = None) -> RangeSheet:
    """One range. Raises NotFound, the same for one of others and for none."""
    require(actor, "range.read")
    terms = _seen(actor, means, on).get(code)
    if terms is None:
        raise NotFound("range.unknown", range=code)
    return _sheet(means, terms)


def _seen(actor: Actor, means: Means, on: dt.date | None) -> Mapping[str, RangeTerms]:
    """Who may know of a range is judged today; which version stood, on the day."""
    today = means.clock.today()
    known = ranges.seen_by(means.session, actor, today, end_of(today))
    if on is None or on == today:
        return known
    return {code: terms for code, terms in ranges.last_versions(means.session, end_of(on)).items() if code in known}


def _sheet(means: Means, terms: RangeTerms) -> RangeSheet:
    return RangeSheet(terms, day_of(ranges.recorded_at(means.session, terms)))
