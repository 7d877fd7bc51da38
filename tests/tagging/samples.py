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
from catalog.tagging.records import Claim, Contest, Product, Proof, Source, Tag
from catalog.tagging.vocabulary import Vocabulary

DAY = dt.date(2026, 11, 22)
LINE = Source("tarif.csv", None, 12)
HAZARDS = Source("tarif.csv", None, 12, "Mentions de danger")


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary.of((fact.kind, fact.key, fact.payload) for fact in shipped_facts())


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

SHEET = replace(
    PROOF, id=2, attribute="early_childhood", kind="safety_sheet", basis="document", label=None, number=None
)
"""A safety sheet, accepted for early childhood."""

CERTIFICATE = replace(
    PROOF, id=3, attribute="remanufactured", kind="certificate", label="NF_ENVIRONNEMENT", number="NF335"
)
"""A certificate that the cartridge is remanufactured, accepted."""


def tag(attribute: str, item: Product, *proofs: Proof, contests: Sequence[Contest] = (), day: dt.date = DAY) -> Tag:
    return tags_of(item, proofs, contests, vocabulary(), day)[attribute]


def told(answer: Tag) -> tuple[Any, ...]:
    """The answer in short: state, standing, reason."""
    return answer.state, answer.standing, answer.reason.code
