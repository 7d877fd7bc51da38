"""What is one document short of a range, by supplier; what staff ask for, once a day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select

from catalog.access import OPERATOR
from catalog.errors import Invalid, NotAllowed, NotFound
from catalog.means.means import Means
from catalog.models import Batch, Claim, Mail
from catalog.published.shelf import Shelf
from catalog.queries import ranges
from catalog.services.facts.load import load_facts
from catalog.services.ranges.missing import MissingDocument, ask_documents, missing_documents
from catalog.services.ranges.status import status
from tests.proofs.world import World, build_world, decided, proof_of

AT = dt.datetime(2026, 6, 1, 9, 0, tzinfo=dt.UTC)
DUE = dt.date(2026, 12, 6)


@pytest.fixture
def world(means: Means) -> World:
    """Ecolabelled cleaning: V-1 claims the label and proves it by nothing, O-1 too, V-2 says nothing."""
    made = build_world(means)
    load_facts(OPERATOR, means)
    supplier = made.organisations["ORGE"]
    batch = means.session.scalars(select(Batch.id).where(Batch.supplier_id == supplier)).one()
    means.session.add(
        Claim(supplier_id=supplier, product_id=made.products["O-1"], since=1, attribute="ecolabelled", label="EU_ECOLABEL",
              number=None, quote="Écolabel européen", batch_id=batch, file="orge.csv", column="Label")
    )  # fmt: skip
    ranges.add_version(
        means.session, central_id=made.organisations["CAP"], code="entretien", name_fr="Entretien", name_en="Cleaning",
        rule={"attributes": ["ecolabelled"], "families": ["CLEANING"], "lots": []}, profile="strict", description_fr="",
        description_en="", by=OPERATOR, at=AT,
    )  # fmt: skip
    return made


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "index")


def listed(means: Means, world: World, shelf: Shelf, who: str = "reviewer", **asked: str) -> list[MissingDocument]:
    return missing_documents(world.actors[who], means, shelf, **asked)


def short(found: list[MissingDocument]) -> list[tuple[str, list[str]]]:
    return [(each.supplier, [one.reference for one in each.products]) for each in found]


def test_what_one_document_would_let_in_is_listed_by_supplier(means: Means, world: World, shelf: Shelf) -> None:
    found = listed(means, world, shelf)
    assert short(found) == [("ORGE", ["O-1"]), ("VERNET", ["V-1"])]
    assert found[1].fr == "la licence ou le certificat de l’écolabel qui couvre cette référence"
    assert (found[1].attribute, list(found[1].ranges)) == ("ecolabelled", ["entretien"])
    assert listed(means, world, shelf, supplier="ORGE") == found[:1]
    with pytest.raises(NotFound, match=r"range\.unknown"):
        listed(means, world, shelf, range_code="autre")


def test_a_proof_that_waits_is_staffs_to_do_and_a_proven_product_nobodys(
    means: Means, world: World, shelf: Shelf
) -> None:
    proof = proof_of(means, world, "O-1", recorded_at=AT)
    assert short(listed(means, world, shelf)) == [("VERNET", ["V-1"])]
    decided(means, proof, "accept", AT)
    assert short(listed(means, world, shelf)) == [("VERNET", ["V-1"])]
    decided(means, proof, "refuse", AT + dt.timedelta(hours=1))
    assert short(listed(means, world, shelf)) == [("ORGE", ["O-1"]), ("VERNET", ["V-1"])]


def test_a_range_counts_the_products_that_its_list_names(means: Means, world: World, shelf: Shelf) -> None:
    def near() -> int:
        return status(world.actors["reviewer"], means, shelf.edition(means), "entretien").near

    assert near() == 2
    proof_of(means, world, "O-1", recorded_at=AT)
    assert short(listed(means, world, shelf)) == [("VERNET", ["V-1"])]
    assert near() == 1


def test_a_supplier_reads_its_own_and_a_member_nothing(means: Means, world: World, shelf: Shelf) -> None:
    assert short(listed(means, world, shelf, "other_supplier")) == [("ORGE", ["O-1"])]
    with pytest.raises(NotAllowed):
        listed(means, world, shelf, "buyer")


def test_staff_ask_once_a_day(means: Means, world: World, shelf: Shelf) -> None:
    key = listed(means, world, shelf, supplier="VERNET")[0].key
    assert ask_documents(world.actors["reviewer"], means, shelf, "VERNET", {key}, DUE) == 2
    assert ask_documents(world.actors["publisher"], means, shelf, "VERNET", {key}, DUE) == 0
    letter = means.session.scalars(select(Mail).where(Mail.recipient == "supplier@vernet.example")).one()
    assert letter.subject == "1 produit à une pièce près d’une gamme, réponse attendue le 06/12/2026"
    assert "- V-1 Nettoyant sols écolabellisé 5 L" in letter.body
    assert "O-1" not in letter.body


def test_what_is_not_missing_cannot_be_asked_for(means: Means, world: World, shelf: Shelf) -> None:
    key = listed(means, world, shelf, supplier="VERNET")[0].key
    with pytest.raises(NotFound, match=r"missing\.none"):
        ask_documents(world.actors["reviewer"], means, shelf, "VERNET", {"x"}, DUE)
    with pytest.raises(Invalid, match=r"missing\.due"):
        ask_documents(world.actors["reviewer"], means, shelf, "VERNET", {key}, dt.date(2026, 11, 21))
    for who in ("supplier", "buyer", "admin", "auditor"):
        with pytest.raises(NotAllowed):
            ask_documents(world.actors[who], means, shelf, "VERNET", {key}, DUE)
