"""What may happen between two editions: proofs, readings, decisions, endings, contests, ranges; each recorded at any time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from catalog.access import OPERATOR
from catalog.means.means import Means
from catalog.models import Coverage, Decision, DocumentReading, Proof, ProofEnding, TagDecision
from catalog.queries import ranges
from tests.proofs.world import PRODUCTS, World
from tests.ranges.validated import validate_all

FIRST = dt.date(2026, 10, 1)
BEGAN = dt.datetime(2026, 10, 1, 8, tzinfo=dt.UTC)
REFERENCES = tuple(PRODUCTS)
KINDS = ("proof", "proof", "sheet", "list", "read", "decide", "end", "say", "range", "validate", "mark")
DOCUMENTS = tuple(sign * 64 for sign in "cde")

days = st.integers(0, 90).map(lambda number: FIRST + dt.timedelta(days=number))
lags = st.one_of(st.integers(0, 20_000), st.integers(-9, 9), st.integers(-2_000, -11))
"""Minutes from what was recorded last: later as a rule, now and then a little or long before it."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that is recorded. which: of several proofs, products or documents, whichever stand then.

    lag: minutes after what was recorded before it; `at` is set once that is known.
    """

    kind: str
    lag: int
    which: int
    begins: dt.date
    ends: dt.date | None
    yes: bool
    at: dt.datetime = BEGAN

    def after(self, last: dt.datetime) -> Happening:
        """The same at its time."""
        return replace(self, at=last + dt.timedelta(minutes=self.lag))


happenings = st.builds(
    Happening, st.sampled_from(KINDS), lags, st.integers(0, 5), days, st.none() | days, st.booleans()
)


def happen(means: Means, world: World, proofs: list[int], what: Happening) -> None:
    """Record it. proofs: the ids of those that stand, grown here. What has nothing to happen to does not."""
    if what.kind in ("proof", "sheet", "list", "mark"):
        proofs.append(_proof(means, world, what))
    elif what.kind == "read":
        _read(means, what)
    elif what.kind == "say":
        _say(means, world, what)
    elif what.kind == "range":
        _range(means, world, what)
    elif what.kind == "validate":
        validate_all(means, at=what.at)
    elif proofs:
        _of_proof(means, proofs[what.which % len(proofs)], what)
    means.session.flush()


def _proof(means: Means, world: World, what: Happening) -> int:
    label = {
        "attribute": "ecolabelled",
        "kind": "licence",
        "basis": "label",
        "label": "EU_ECOLABEL",
        "number": "FR/020/118",
    }
    mark = {**label, "kind": "certificate", "label": "NF_ENVIRONNEMENT", "number": "NF 1"}
    paper = {"attribute": "early_childhood", "basis": "document", "document": DOCUMENTS[what.which % len(DOCUMENTS)]}
    kinds: dict[str, dict[str, Any]] = {
        "proof": label, "mark": mark, "sheet": {**paper, "kind": "safety_sheet"}, "list": {**paper, "kind": "ingredient_list"},
    }  # fmt: skip
    until = None if what.ends is None else max(what.ends, what.begins)
    proof = Proof(**kinds[what.kind], valid_from=what.begins, valid_until=until, recorded_at=what.at)
    means.session.add(proof)
    means.session.flush()
    covered = (
        REFERENCES[: 1 + what.which % len(REFERENCES)] if what.yes else (REFERENCES[what.which % len(REFERENCES)],)
    )
    for reference in covered:
        owner = world.organisations[PRODUCTS[reference][0]]
        key = {"supplier_id": owner, "product_id": world.products[reference], "proof_id": proof.id}
        means.session.add(Coverage(**key, matched=what.yes and what.kind == "proof", recorded_at=what.at))
    return proof.id


def _read(means: Means, what: Happening) -> None:
    document = DOCUMENTS[what.which % len(DOCUMENTS)]
    codes = [{"code": "H412", "section": 2, "page": 1, "line": 4}] if what.yes else []
    sheet = {
        "is_sheet": True, "name": None, "readable": {"2": True, "3": True}, "older_format": False, "classified": what.yes,
        "revised": (what.begins - dt.timedelta(days=3 * 365)).isoformat(), "codes": codes,
    }  # fmt: skip
    listed = {"name": None, "ingredients": [{"name": "AQUA", "cas": None, "page": 1, "line": 1}]}
    kind, payload = ("safety_sheet", sheet) if what.which < 4 else ("ingredient_list", listed)
    version = 1 + means.session.query(DocumentReading).filter_by(document=document, kind=kind).count()
    means.session.add(
        DocumentReading(document=document, kind=kind, version=version, payload=payload, recorded_at=what.at)
    )


def _say(means: Means, world: World, what: Happening) -> None:
    reference = REFERENCES[what.which % len(REFERENCES)]
    side, verdict = [
        ("supplier", "contest"), ("supplier", "withdraw"), ("central", "contest"), ("central", "for"),
        ("central", "against"), ("central", "withdraw"),
    ][what.which]  # fmt: skip
    means.session.add(
        TagDecision(
            supplier_id=world.organisations[PRODUCTS[reference][0]], product_id=world.products[reference],
            attribute="ecolabelled" if what.yes else "early_childhood", side=side, verdict=verdict, reason="dit",
            seen="0" * 64, said_by="Nom", recorded_at=what.at,
        )
    )  # fmt: skip


def _range(means: Means, world: World, what: Happening) -> None:
    asked = ["ecolabelled"] if what.yes else ["early_childhood"]
    ranges.add_version(
        means.session, central_id=world.organisations["CAP"], code=f"range-{what.which % 2}", name_fr="r", name_en="r",
        rule={"attributes": asked if what.which else []}, profile="tolerant" if what.which > 3 else "strict",
        description_fr="", description_en="", by=OPERATOR, at=what.at,
    )  # fmt: skip


def _of_proof(means: Means, proof: int, what: Happening) -> None:
    if what.kind == "end":
        means.session.add(ProofEnding(proof_id=proof, last_day=what.begins, reason="retirée", recorded_at=what.at))
    else:
        verdict = "accept" if what.which else "refuse"
        means.session.add(Decision(proof_id=proof, verdict=verdict, reason="lu", recorded_at=what.at))
