"""A ZIP of documents: every file accounted for, matched by reference, GTIN or UFI, leftovers tied or dismissed by a person."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select

from catalog.errors import Invalid
from catalog.models import (
    Coverage,
    DocumentReading,
    JournalEntry,
    ProductDocument,
    Proof,
)
from catalog.services.proofs.check import check
from catalog.services.proofs.parcel_show import list_parcels, show_parcel
from catalog.services.proofs.parcel_tie import tie
from tests.proofs.papers import PNG, certificate, datasheet, sheet
from tests.proofs.parcel_world import EAN, SUMS, UFI, Place, counts, place

__all__ = ["place"]


def test_each_file_is_matched_and_kept_as_what_it_is(place: Place) -> None:
    parcel = place.send({
        "FDS/FDS_VN-1001_fr.pdf": sheet("Nettoyant sols"),
        f"FDS/{EAN}.pdf": sheet("Dégraissant"),
        "certificat.pdf": certificate("Référence : VN-1001, VN-1002"),
        "FT VN-1001.pdf": datasheet("Mode d'emploi"),
        "photos/VN-1002.png": PNG,
    })  # fmt: skip
    assert place.states(parcel) == {
        "FDS/FDS_VN-1001_fr.pdf": ("taken", "safety_sheet", None),
        f"FDS/{EAN}.pdf": ("taken", "safety_sheet", None),
        "certificat.pdf": ("taken", "certificate", None),
        "FT VN-1001.pdf": ("taken", "datasheet", None),
        "photos/VN-1002.png": ("taken", "picture", None),
    }
    assert place.covered(parcel) == {
        "FDS/FDS_VN-1001_fr.pdf": [("VN-1001", "reference")],
        f"FDS/{EAN}.pdf": [("VN-1002", "gtin")],
        "certificat.pdf": [("VN-1001", "reference"), ("VN-1002", "reference")],
    }
    with place.entrance.reading() as means:
        proofs = means.session.scalars(select(Proof).order_by(Proof.attribute, Proof.id)).all()
        assert [(p.kind, p.attribute, p.basis, p.valid_from, p.valid_until) for p in proofs] == [
            ("safety_sheet", "early_childhood", "document", dt.date(2026, 2, 3), None),
            ("safety_sheet", "early_childhood", "document", dt.date(2026, 2, 3), None),
            ("certificate", "ecolabelled", "label", dt.date(2026, 1, 1), dt.date(2027, 12, 31)),
        ]
        kept = means.session.execute(
            select(ProductDocument.kind, ProductDocument.product_id, ProductDocument.document_name)
        )
        ids = place.world.products
        assert {tuple(row) for row in kept} == {
            ("datasheet", ids["VN-1001"], "FT VN-1001.pdf"),
            ("picture", ids["VN-1002"], "VN-1002.png"),
        }
        readings = means.session.execute(
            select(DocumentReading.kind, func.count()).group_by(DocumentReading.kind)
        ).all()
        assert {kind: n for kind, n in readings} == {"document": 4, "safety_sheet": 2}


def test_a_certificate_becomes_a_proof_only_when_it_says_all(place: Place) -> None:
    parcel = place.send({
        "VN-1001 licence.pdf": certificate("VN-1001"),
        "VN-1002 licence.pdf": certificate("VN-1002", until="31/10/2026"),
        "VN-1002 autre.pdf": certificate("VN-1002", holder="Fabrique du Nord SA"),
        "VN-1001 sans numero.pdf": certificate("VN-1001", number="en attente"),
    })  # fmt: skip
    assert place.states(parcel) == {
        "VN-1001 licence.pdf": ("taken", "certificate", None),
        "VN-1002 licence.pdf": ("waiting", "certificate", "parcel.wait.over"),
        "VN-1002 autre.pdf": ("waiting", "certificate", "parcel.wait.holder"),
        "VN-1001 sans numero.pdf": ("waiting", "certificate", "parcel.wait.incomplete"),
    }
    with place.entrance.reading() as means:
        proof = means.session.scalars(select(Proof)).one()
    assert (proof.label, proof.number, proof.valid_from, proof.valid_until, proof.holder, proof.issuer) == (
        "EU_ECOLABEL", "FR/020/118", dt.date(2026, 1, 1), dt.date(2027, 12, 31), "Vernet SAS", "Exemple Certification"
    )  # fmt: skip


def test_every_file_is_accounted_for(place: Place) -> None:
    files = {
        "VN-1001.pdf": sheet("Nettoyant"), "notes.docx": b"PK\x03\x04word", "VN-1001.exe": b"MZ", "VN-1002.pdf": b"<html>",
        "__MACOSX/._V-1.pdf": b"x", "Thumbs.db": b"x", "inner.zip": b"PK\x03\x04", "vide.pdf": b"", "page.html": b"<script>",
        "dessin.svg": b"<svg/>", "inconnu.pdf": datasheet("rien"),
    }  # fmt: skip
    parcel = place.send(files)
    states = place.states(parcel)
    assert {name: (state, reason) for name, (state, _, reason) in states.items()} == {
        "VN-1001.pdf": ("taken", None), "notes.docx": ("waiting", "parcel.wait.no_product"),
        "VN-1001.exe": ("refused", "document.kind_unknown"), "VN-1002.pdf": ("refused", "document.not_as_named"),
        "__MACOSX/._V-1.pdf": ("refused", "parcel.system_file"), "Thumbs.db": ("refused", "parcel.system_file"),
        "inner.zip": ("refused", "parcel.nested"), "vide.pdf": ("refused", "document.empty"),
        "page.html": ("refused", "document.kind_unknown"), "dessin.svg": ("refused", "document.kind_unknown"),
        "inconnu.pdf": ("waiting", "parcel.wait.no_product"),
    }  # fmt: skip
    with place.entrance.reading() as means:
        (line,) = list_parcels(place.who("auditor"), means)
        counts = {name: line.counts.get(name, 0) for name in SUMS}
        assert (line.files, counts) == (11, {"taken": 1, "waiting": 2, "dismissed": 0, "refused": 8})
        entry = means.session.scalars(select(JournalEntry).where(JournalEntry.action == "parcel.receive")).one()
        assert {name: entry.detail[name] for name in ("taken", "waiting", "refused")} == {
            "taken": 1,
            "waiting": 2,
            "refused": 8,
        }


def test_the_same_zip_twice_creates_nothing(place: Place) -> None:
    files = {"VN-1001.pdf": sheet("Nettoyant"), "VN-1002.png": PNG, "x.pdf": datasheet("x")}
    first = place.send(files)
    counted = counts(place)
    assert place.send(files) == first
    assert counts(place) == counted
    again = place.send({**files, "more.txt": b"VN-1001"})
    assert again != first
    assert {name: state for name, (state, _, _) in place.states(again).items()} == {
        "VN-1001.pdf": "taken", "VN-1002.png": "taken", "x.pdf": "waiting", "more.txt": "waiting"
    }  # fmt: skip
    with place.entrance.reading() as means:
        assert means.session.scalar(select(func.count()).select_from(Proof)) == 1
        assert means.session.scalar(select(func.count()).select_from(Coverage)) == 1
        assert means.session.scalar(select(func.count()).select_from(ProductDocument)) == 1


def test_one_paper_under_several_names_is_one_proof(place: Place) -> None:
    paper = sheet("Gamme Nettoyants")
    parcel = place.send({"VN-1001.pdf": paper, "VN-1002.pdf": paper})
    assert place.covered(parcel)["VN-1001.pdf"] == [("VN-1001", "reference"), ("VN-1002", "reference")]
    with place.entrance.reading() as means:
        assert means.session.scalar(select(func.count()).select_from(Proof)) == 1


def test_a_decided_proof_is_not_widened_by_a_later_zip(place: Place) -> None:
    paper = sheet("Gamme Nettoyants")
    first = place.send({"VN-1001.pdf": paper})
    with place.entrance.writing() as means:
        number = means.session.scalars(select(Proof.id)).one()
        check(place.who("reviewer"), means, number, True, "lu")
    second = place.send({"VN-1002.pdf": paper})
    assert place.covered(first) == {"VN-1001.pdf": [("VN-1001", "reference")]}
    assert place.covered(second) == {"VN-1002.pdf": [("VN-1002", "reference")]}


def test_an_ufi_ties_what_a_sheet_taught(place: Place) -> None:
    parcel = place.send([
        (f"etiquette {UFI}.png", PNG),
        ("FDS VN-1001.pdf", sheet("Nettoyant sols", f"UFI : {UFI}")),
        ("fiche.pdf", sheet("Nettoyant sols, version en", f"UFI : {UFI}", revised="04/03/2026")),
    ])  # fmt: skip
    assert {state for state, _, _ in place.states(parcel).values()} == {"taken"}
    assert place.covered(parcel)["fiche.pdf"] == [("VN-1001", "ufi")]
    later = place.send({f"{UFI} pot.png": PNG + b"2"})
    assert place.states(later) == {f"{UFI} pot.png": ("taken", "picture", None)}
    with place.entrance.reading() as means:
        products = means.session.scalars(select(ProductDocument.product_id)).all()
    assert products == [place.world.products["VN-1001"]] * 2


def test_a_name_and_a_content_that_disagree_wait(place: Place) -> None:
    parcel = place.send({"VN-1001.pdf": sheet("Dégraissant", "Référence : VN-1002")})
    assert place.states(parcel) == {"VN-1001.pdf": ("waiting", "safety_sheet", "parcel.wait.two_names")}
    with place.entrance.reading() as means:
        (item,) = show_parcel(place.who("supplier"), means, parcel).items
    assert item.references == ("VN-1001", "VN-1002")


def test_a_sheet_named_so_that_is_none_is_no_sheet(place: Place) -> None:
    parcel = place.send({"FDS VN-1001.pdf": datasheet("Conseils d'emploi")})
    state, kind, _ = place.states(parcel)["FDS VN-1001.pdf"]
    assert (state, kind) == ("taken", "datasheet")
    parcel = place.send({"FDS VN-1002.pdf": certificate("x", number="rien")})
    with place.entrance.writing() as means:
        (item,) = show_parcel(place.who("reviewer"), means, parcel).items
        with pytest.raises(Invalid) as refusal:
            tie(place.who("reviewer"), means, parcel, [item.id], references=["VN-1002"], kind="safety_sheet")
    assert refusal.value.code == "sheet.not_a_sheet"
