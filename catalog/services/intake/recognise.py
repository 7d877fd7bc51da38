"""Whose file is it, and for which lots? A guess from its name, its headers and the names inside; a person confirms it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from catalog.access import Actor, require
from catalog.means.means import Means
from catalog.queries import agreements, batch_history
from catalog.queries.agreements import OrganisationCard
from catalog.queries.batch_history import Earlier
from imports.fields import fold
from imports.glance import glance

HEADERS, STEM, NAMED, INSIDE = 6, 4, 4, 2
"""What each sign weighs: the headers of an earlier file, its name, the supplier's name in this one's name, or inside it."""
ENOUGH = 2
BEGINNING = 2000
"""Characters among which the headers stand."""
ALIKE = 0.8
"""Share of an earlier file's headers that must be found again."""
COMMON = frozenset({"demo", "hygiene", "papier", "papiers", "bureau", "france", "groupe", "distribution", "services"})
"""Words of firms' names that tell nobody apart."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The likely supplier ("": none), its lots and mode, and why: codes with their parameters, the strongest first."""

    supplier: str = ""
    lots: tuple[str, ...] = ()
    mode: str = "full"
    why: tuple[tuple[str, Mapping[str, object]], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _Sign:
    weight: int
    code: str
    about: Mapping[str, object]
    file: Earlier | None = None


def recognise(actor: Actor, means: Means, sha256: str, name: str) -> Guess:
    """Guess from a stored file. Only suppliers that the actor may deliver for, and lots that they hold, are guessed."""
    require(actor, "batch.receive", actor.organisation_id)
    scope = agreements.scope_today(means.session, actor, means.clock)
    cards = [
        card
        for card in agreements.suppliers(means.session, scope)
        if actor.kind != "supplier" or card.id == actor.organisation_id
    ]
    text = glance(means.files.path(sha256))
    known = batch_history.earlier(means.session, [card.code for card in cards])
    found = {
        card.code: list(_signs(card, name, text, [each for each in known if each.supplier == card.code]))
        for card in cards
    }
    code, signs = max(found.items(), key=lambda pair: _weight(pair[1]), default=("", []))
    if len(cards) == 1:
        code = cards[0].code
    elif _weight(signs) < ENOUGH or sum(_weight(each) == _weight(signs) for each in found.values()) > 1:
        return Guess()
    held = tuple(lot.code for lot in agreements.lots(means.session, scope) if code in lot.holders)
    return _guess(code, held, sorted(found[code], key=lambda sign: -sign.weight), name, text)


def _weight(signs: Sequence[_Sign]) -> int:
    return sum(sign.weight for sign in signs)


def _signs(card: OrganisationCard, name: str, text: str, known: Sequence[Earlier]) -> Iterator[_Sign]:
    like = next((each for each in known if _alike(each, text)), None)
    if like is not None:
        yield _Sign(HEADERS, "headers", {"file": like.file_name, "day": like.recorded_at}, like)
    named = next((each for each in known if _stem(each.file_name) == _stem(name)), None)
    if named is not None:
        yield _Sign(STEM, "stem", {"file": named.file_name}, named)
    words = _words(card)
    if any(word in fold(re.sub(r"[_\W]+", " ", name)).split() for word in words):
        yield _Sign(NAMED, "named", {"name": card.name})
    if any(re.search(rf"\b{re.escape(word)}\b", text) for word in words):
        yield _Sign(INSIDE, "inside", {"name": card.name})


def _alike(one: Earlier, text: str) -> bool:
    headers = [fold(header) for whole in one.headers for header in whole.split("+") if len(header) > 2]
    return len(headers) >= 3 and sum(header in text for header in headers) >= ALIKE * len(headers)


def _stem(name: str) -> str:
    """A file's name without its ending, dates and numbers: « Tarif 2026-11 v2.xlsx » -> "tarif"."""
    return " ".join(word for word in re.split(r"[\W_\d]+", fold(name.rpartition(".")[0] or name)) if len(word) > 2)


def _words(card: OrganisationCard) -> set[str]:
    words = {fold(card.code), *(fold(word) for word in re.split(r"[\W_]+", card.name))}
    return {word for word in words if len(word) > 4 and word not in COMMON}


def _guess(code: str, held: Sequence[str], signs: Sequence[_Sign], name: str, text: str) -> Guess:
    """Lots and mode as for the earlier file that it is like; else the lot whose number its name says, or the only one.

    Several lots are not guessed where the rows of the earlier file named theirs and those of this one do not: each row
    would go to all of them.
    """
    file = next((sign.file for sign in signs if sign.file), None)
    lots = tuple(lot for lot in file.lots if lot in held) if file else ()
    if file and file.lot_header and len(lots) > 1 and f" {fold(file.lot_header)} " not in f" {text[:BEGINNING]} ":
        lots = ()
    if not lots:
        said = re.search(r"lots?[\s_-]*0*(\d+)", fold(name))
        lots = tuple(lot for lot in held if said and re.search(rf"\D0*{said[1]}$", lot))[:1]
    why = tuple((sign.code, sign.about) for sign in signs)
    return Guess(code, lots or (tuple(held) if len(held) == 1 else ()), file.mode if file else "full", why)
