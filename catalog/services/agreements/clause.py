"""Try a price clause before it is written: the arithmetic on one price, and what it says of the prices in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.access import Actor, require
from catalog.clauses.figures import micro
from catalog.clauses.judge import judge
from catalog.clauses.reading import as_kept, read
from catalog.clauses.records import Base, Judgement, Priced
from catalog.clauses.terms import Clause, Kind, TermFault
from catalog.errors import Invalid, NotFound
from catalog.means.means import Means
from catalog.published.price_history import index_values
from catalog.published.price_standing import standing_counts
from catalog.queries import agreements, release
from catalog.wording.clauses import clause_sentence
from catalog.wording.sentences import say, templates


@dataclass(frozen=True, slots=True)
class Trial:
    """A clause as a form holds it, and an example: prices as written, None where not given."""

    kind: Kind
    valid_from: dt.date
    terms: Mapping[str, Any]
    price: str
    base: str | None = None
    list_price: str | None = None
    line: str | None = None
    family: str | None = None
    day: dt.date | None = None
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class Tried:
    """The verdict on the example, in a sentence of each language; or what is wrong with the terms, the same way."""

    judgement: Judgement | None = None
    sentence: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Mapping[str, str], ...] = ()


def try_clause(actor: Actor, means: Means, trial: Trial) -> Tried:
    """Work the example out under the clause, with the indices as recorded. Nothing is kept."""
    require(actor, "agreements.read", actor.organisation_id)
    terms, faults = read(trial.kind, as_kept(trial.terms))
    if faults:
        said = [_told(fault) for fault in faults]
        return Tried(faults=tuple(said))
    clause = Clause(trial.kind, trial.valid_from, terms)
    found = judge(clause, _priced(trial, clause), trial.day or means.clock.today(), index_values(means.session))
    steps = [(step.code, step.params) for step in found.steps]
    return Tried(found, {each: clause_sentence(steps, trial.currency, each) for each in ("fr", "en")})


def standing_under(
    actor: Actor, means: Means, lot: str, kind: Kind, valid_from: dt.date, terms: Mapping[str, Any]
) -> Mapping[str, int]:
    """Verdict -> how many prices in force in the lot get it under such a clause, on its first day or today.

    Raises NotFound for a lot outside the actor's agreements, Invalid for terms that cannot be.
    """
    require(actor, "agreement.change")
    scope = agreements.scope_today(means.session, actor, means.clock)
    seen = {each.code: each for each in agreements.lots(means.session, scope)}
    if lot not in seen:
        raise NotFound("lot.not_found", lot=lot)
    read_terms, faults = read(kind, as_kept(terms))
    if faults:
        raise Invalid("clause.unreadable", **{f"detail_{each}": text for each, text in _told(faults[0]).items()})
    day = max(valid_from, means.clock.today())
    holders = {card.code: card.id for card in agreements.organisations(means.session, seen[lot].holders).values()}
    publication = release.publication_on(means.session, day)
    return standing_counts(means, Clause(kind, valid_from, read_terms), (seen[lot].id, lot), holders, day, publication)


def _told(fault: TermFault) -> dict[str, str]:
    """What is wrong with a term, in each language, the term by its name."""
    known = f"clause.name.{fault.term}"
    names = {each: say(known, {}, each) if known in templates() else fault.term for each in ("fr", "en")}
    return {each: say(fault.code, {"term": name, "value": fault.value}, each) for each, name in names.items()}


def _priced(trial: Trial, clause: Clause) -> Priced:
    base = _amount(trial.base)
    return Priced(
        _amount(trial.price) or 0, trial.family, _amount(trial.list_price), base,
        None if base is None else Base(base, clause.base), line=_amount(trial.line),
    )  # fmt: skip


def _amount(text: str | None) -> int | None:
    if not text or not text.strip():
        return None
    found = micro(text.strip())
    if found is None:
        raise Invalid("setup.not_an_amount", place="", key="price", value=text)
    return found
