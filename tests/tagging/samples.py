"""What the tagging tests share: the shipped vocabulary, and a product, a proof and a day to start from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from catalog.reference.shipped import shipped_facts
from catalog.tagging.claims import Cell, claims_of
from catalog.tagging.engine import tags_of
from catalog.tagging.records import Claim, Contest, Product, Proof, Ruling, Source, Tag
from catalog.tagging.sheets import Found, Ingredients, Sheet, Substance
from catalog.tagging.vocabulary import Fact, Vocabulary

DAY = dt.date(2026, 11, 22)
LINE = Source("tarif.csv", None, 12)
HAZARDS = Source("tarif.csv", None, 12, "Mentions de danger")


@cache
def _facts() -> tuple[Fact, ...]:
    return tuple((fact.kind, fact.key, fact.payload) for fact in shipped_facts())


@cache
def _shipped() -> Vocabulary:
    return Vocabulary.of(_facts())


def vocabulary(*more: Fact) -> Vocabulary:
    """The facts as shipped, with further ones (a later one of the same kind and key takes the place of the shipped)."""
    if not more:
        return _shipped()
    named = {(kind, key) for kind, key, _ in more}
    return Vocabulary.of([*(fact for fact in _facts() if fact[:2] not in named), *more])


def claims(
    name: str, *, family: str | None = None, cells: Sequence[Cell] = (), description: str | None = None
) -> tuple[Claim, ...]:
    texts = (("Désignation", name), ("Descriptif", description))
    return claims_of(texts, cells, LINE, vocabulary(), family)


def product(
    name: str = "Nettoyant sols 5 L",
    *,
    family: str | None = "CLEANING",
    hazards: Sequence[str] = (),
    cells: Sequence[Cell] = (),
    description: str | None = None,
) -> Product:
    """A product as the intake makes it: its claims are read from its cells and words."""
    found = claims(name, family=family, cells=cells, description=description)
    return Product("BRUME", "X1", name, description, family, None, tuple(hazards), HAZARDS if hazards else None, found)


PROOF = Proof(
    id=1,
    attribute="ecolabelled",
    kind="licence",
    basis="label",
    valid_from=dt.date(2026, 1, 1),
    valid_until=dt.date(2027, 6, 30),
    label="EU_ECOLABEL",
    number="FR/020/901",
    accepted=True,
    checked_by="Alix",
    checked_on=dt.date(2026, 2, 3),
)
"""A licence in force that a person accepted."""

CLEAN = Sheet(
    name="Nettoyant sols", revised=dt.date(2026, 1, 1), readable=True, classified=False, older_format=False,
    regulation="2020/878",
)  # fmt: skip
"""A safety sheet in the present format that says: not classified."""

SHEET = replace(
    PROOF,
    id=2,
    attribute="early_childhood",
    kind="safety_sheet",
    basis="document",
    label=None,
    number=None,
    sheet=CLEAN,
)
"""That sheet, accepted for early childhood."""

LIST = replace(
    SHEET, id=4, kind="ingredient_list", sheet=None,
    ingredients=Ingredients("Nettoyant sols", dt.date(2026, 1, 1), (Substance(None, "AQUA"), Substance("77-92-9", "CITRIC ACID"))),
)  # fmt: skip
"""The full list of its ingredients, accepted."""

COMPLETE = (SHEET, LIST, PROOF)
"""All that the early-childhood reference asks of a detergent."""

CERTIFICATE = replace(
    PROOF, id=3, attribute="remanufactured", kind="certificate", label="NF_ENVIRONNEMENT", number="NF335"
)
"""A certificate that the cartridge is remanufactured, accepted."""


def sheet(*codes: str, section: int = 2, cas: Sequence[str] = (), **more: Any) -> Proof:
    """The accepted sheet with these codes in a section, and these numbers in section 3."""
    found = tuple(Found(code, section, 1, 9) for code in codes)
    substances = tuple(Substance(number, None, page=2) for number in cas)
    told: dict[str, Any] = {"codes": found, "substances": substances, "classified": bool(codes) and section == 2} | more
    return replace(SHEET, sheet=replace(CLEAN, **told))


def tag(
    attribute: str,
    item: Product,
    *proofs: Proof,
    contests: Sequence[Contest] = (),
    rulings: Sequence[Ruling] = (),
    day: dt.date = DAY,
    known: Vocabulary | None = None,
) -> Tag:
    return tags_of(item, proofs, contests, known or vocabulary(), day, rulings)[attribute]


def told(answer: Tag) -> tuple[Any, ...]:
    """The answer in short: state, standing, reason."""
    return answer.state, answer.standing, answer.reason.code
