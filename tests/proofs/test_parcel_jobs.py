"""Parcels in line, hostile ones, three hundred documents in one, and who sees what came of them."""

from __future__ import annotations

import io
import json
from collections import Counter

import pytest
from sqlalchemy import select

from catalog import deposits
from catalog.errors import Invalid, NotAllowed, NotFound
from catalog.models import (
    ParcelItem,
    ProductDocument,
)
from catalog.services.proofs.parcel_show import list_parcels
from catalog.services.proofs.product_documents import documents_of, open_product_document
from catalog.worker import run_waiting
from tests.proofs.papers import PNG, datasheet, sheet, zipped
from tests.proofs.parcel_world import Place, counts, more_products, number_of, place

__all__ = ["place"]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_hostile_zip_leaves_nothing(place: Place) -> None:
    sha256 = place.entrance.files.put_stream(io.BytesIO(zipped([("../VN-1001.pdf", sheet("x"))])))
    with pytest.raises(Invalid) as refusal:
        deposits.receive_parcel(place.entrance, place.who("supplier"), "VERNET", sha256, "x.zip")
    assert refusal.value.code == "parcel.hostile"
    assert set(counts(place).values()) - {counts(place)["journal_entry"]} == {0}


def test_members_see_documents_of_products_they_see(place: Place) -> None:
    place.send({"photo VN-1001.png": PNG, "photo VN-1002.png": PNG + b"2"})
    with place.entrance.reading() as means:
        found = {
            (role, reference): [line.name for line in documents_of(place.who(role), means, "VERNET", reference)]
            for role in ("buyer", "other_buyer", "supplier", "other_supplier", "auditor")
            for reference in ("VN-1001", "VN-1002")
        }
        numbers = means.session.scalars(select(ProductDocument.id).order_by(ProductDocument.product_id)).all()
    assert {key for key, names in found.items() if names} == {
        ("buyer", "VN-1001"), ("buyer", "VN-1002"), ("other_buyer", "VN-1001"), ("supplier", "VN-1001"), ("supplier", "VN-1002"),
        ("auditor", "VN-1001"), ("auditor", "VN-1002"),
    }  # fmt: skip
    with place.entrance.reading() as means:
        assert open_product_document(place.who("other_buyer"), means, numbers[0])[1] == "photo VN-1001.png"
        for role, number in (("other_buyer", numbers[1]), ("other_supplier", numbers[0]), ("auditor", 1)):
            with pytest.raises(NotFound) as refusal:
                open_product_document(place.who(role), means, number)
            assert refusal.value.code == "document.unknown"


def test_it_runs_as_a_job_too(place: Place) -> None:
    sha256 = place.entrance.files.put_stream(
        io.BytesIO(zipped({"VN-1001.pdf": sheet("Nettoyant"), "x.pdf": datasheet("x")}))
    )
    supplier = place.who("supplier")
    job = deposits.enqueue_parcel(place.entrance, supplier, "VERNET", sha256, "documents.zip")
    assert run_waiting(place.entrance) == 1
    done = place.entrance.job(supplier, job)
    assert (done.state, done.kind, done.file) == ("done", "parcel", "documents.zip")
    assert done.parcel is not None
    assert {state for state, _, _ in place.states(done.parcel).values()} == {"taken", "waiting"}
    deposits.enqueue_parcel(place.entrance, supplier, "VERNET", sha256, "documents.zip")
    run_waiting(place.entrance)
    with place.entrance.reading() as means:
        assert len(list_parcels(supplier, means)) == 1
        assert any(job_.id == job for job_ in place.entrance.jobs(place.who("reviewer")))
    with pytest.raises(NotFound):
        place.entrance.job(place.who("other_supplier"), job)
    with pytest.raises(NotAllowed):
        deposits.enqueue_parcel(place.entrance, place.who("buyer"), "VERNET", sha256, "documents.zip")


def test_a_hostile_zip_refuses_its_job_in_words(place: Place) -> None:
    sha256 = place.entrance.files.put_stream(io.BytesIO(b"no zip"))
    job = deposits.enqueue_parcel(place.entrance, place.who("supplier"), "VERNET", sha256, "x.zip")
    run_waiting(place.entrance)
    found = place.entrance.job(place.who("supplier"), job)
    assert (found.state, found.refusal and found.refusal.code) == ("refused", "parcel.damaged")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_three_hundred_documents(place: Place) -> None:
    """Names as they come: with words, languages and dates around the reference, in folders, by GTIN."""
    with place.entrance.writing() as means:
        more_products(place.world, means, 100)
    ways = ("FDS_VN{n:04}_fr_2026.pdf", "fiche technique vn {n:04}.pdf", "VN-{n:04}/photo.png")
    files = [
        (way.format(n=n), paper)
        for n in range(100)
        for way, paper in zip(
            ways, (sheet(f"Nettoyant {n}"), datasheet(f"Nettoyant {n}"), PNG + bytes([n])), strict=True
        )
    ]
    parcel = place.send(files)
    states = place.states(parcel)
    assert Counter((state, kind) for state, kind, _ in states.values()) == {
        ("taken", "safety_sheet"): 100, ("taken", "datasheet"): 100, ("taken", "picture"): 100
    }  # fmt: skip
    with place.entrance.reading() as means:
        (line,) = list_parcels(place.who("supplier"), means)
        assert line.files == 300
        tied = means.session.execute(select(ParcelItem.name, ParcelItem.found)).all()
    assert all(found["references"] == [f"VN-{number_of(name)}"] for name, found in tied)
    assert json.dumps([found for _, found in tied])
