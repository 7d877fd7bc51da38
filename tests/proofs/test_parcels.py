"""A ZIP of documents: every file accounted for, matched by reference, GTIN or UFI, leftovers tied or dismissed by a person."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func, select, update

from catalog import deposits
from catalog.access import OPERATOR, Actor
from catalog.entrance import Entrance
from catalog.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from catalog.models import (
    Coverage,
    DocumentReading,
    JournalEntry,
    Parcel,
    ParcelItem,
    Product,
    ProductDocument,
    ProductVersion,
    Proof,
)
from catalog.services.proofs.check import check
from catalog.services.proofs.facts import load_facts
from catalog.services.proofs.parcel_show import list_parcels, open_item, show_parcel
from catalog.services.proofs.parcel_tie import dismiss, tie
from catalog.services.proofs.product_documents import documents_of, open_product_document
from catalog.settings import Settings
from catalog.worker import run_waiting
from tests.proofs.papers import PNG, certificate, datasheet, sheet, zipped
from tests.proofs.world import LONG_AGO, World, build_world

EAN = "3017620422003"
UFI = "A123-C456-D789-E012"
SUMS = ("taken", "waiting", "dismissed", "refused")


@dataclass(frozen=True)
class Place:
    """The world in a database of its own, with the door."""

    entrance: Entrance
    world: World

    def who(self, role: str) -> Actor:
        return self.world.actors[role]

    def send(
        self, files: Mapping[str, bytes] | Sequence[tuple[str, bytes]], role: str = "supplier", supplier: str = "VERNET"
    ) -> int:
        sha256 = self.entrance.files.put_stream(io.BytesIO(zipped(files)))
        return deposits.receive_parcel(self.entrance, self.who(role), supplier, sha256, "documents.zip")

    def states(self, parcel: int) -> dict[str, tuple[str, str | None, str | None]]:
        """File -> (state, kind, reason)."""
        with self.entrance.reading() as means:
            sheet = show_parcel(self.who("reviewer"), means, parcel)
        return {item.name: (item.state, item.kind, item.reason) for item in sheet.items}

    def covered(self, parcel: int) -> dict[str, list[tuple[str, str]]]:
        """File -> (reference, what tied it) of the proof that it became."""
        names = {number: reference for reference, number in self.world.products.items()}
        with self.entrance.reading() as means:
            rows = means.session.execute(
                select(ParcelItem.name, Coverage.product_id, Coverage.how)
                .join(Coverage, Coverage.proof_id == ParcelItem.proof_id)
                .where(ParcelItem.parcel_id == parcel)
            ).all()
        found: dict[str, list[tuple[str, str]]] = {}
        for name, product, how in rows:
            found[name] = sorted([*found.get(name, []), (names[product], how)])
        return found


@pytest.fixture
def place(settings: Settings) -> Place:
    entrance = Entrance(settings)
    with entrance.writing() as means:
        world = build_world(means)
        load_facts(OPERATOR, means)
        for old, new in (("V-1", "VN-1001"), ("V-2", "VN-1002"), ("O-1", "OR-1001")):
            renamed(means, world, old, new)
        version = ProductVersion
        gtin = update(version).where(version.product_id == world.products["VN-1002"]).values(gtin=EAN)
        means.session.execute(gtin)
    return Place(entrance, world)


def renamed(means: Any, world: World, old: str, new: str) -> None:
    """References as suppliers have them: long enough to be told apart in a file's name."""
    number = world.products[new] = world.products.pop(old)
    means.session.execute(update(Product).where(Product.id == number).values(reference=new))
    means.session.execute(update(ProductVersion).where(ProductVersion.product_id == number).values(reference=new))


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


def counts(place: Place) -> dict[str, int]:
    tables = (Proof, Coverage, ProductDocument, Parcel, ParcelItem, DocumentReading, JournalEntry)
    with place.entrance.reading() as means:
        return {
            table.__tablename__: means.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables
        }


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


def waiting(place: Place) -> tuple[int, dict[str, int]]:
    parcel = place.send(
        {"a.pdf": sheet("Sans nom"), "b.pdf": datasheet("b"), "c.pdf": certificate("x"), "VN-1001.png": PNG}
    )
    with place.entrance.reading() as means:
        found = show_parcel(place.who("supplier"), means, parcel, "waiting").items
    return parcel, {item.name: item.id for item in found}


def test_a_person_ties_what_waits(place: Place) -> None:
    parcel, ids = waiting(place)
    supplier = place.who("supplier")
    with place.entrance.writing() as means:
        (proof,) = tie(supplier, means, parcel, [ids["a.pdf"]], references=["VN-1001", EAN], kind="safety_sheet")
        assert tie(supplier, means, parcel, [ids["b.pdf"]], references=["VN-1002"], kind="datasheet") == [None]
        says = {"attribute": "ecolabelled", "valid_from": dt.date(2026, 1, 1), "valid_until": dt.date(2027, 1, 1)}
        (licence,) = tie(supplier, means, parcel, [ids["c.pdf"]], references=["VN-1002"], kind="certificate", says=says)
    assert place.covered(parcel)["a.pdf"] == [("VN-1001", "person"), ("VN-1002", "person")]
    with place.entrance.reading() as means:
        sheet_ = show_parcel(supplier, means, parcel)
        assert sheet_.line.counts == {"taken": 4}
        assert {item.name: item.proof for item in sheet_.items} == {
            "a.pdf": proof,
            "b.pdf": None,
            "c.pdf": licence,
            "VN-1001.png": None,
        }
        kept = means.session.get_one(Proof, licence)
        assert (kept.kind, kept.number, kept.valid_until) == ("certificate", "FR/020/118", dt.date(2027, 1, 1))
    with place.entrance.writing() as means, pytest.raises(Conflict) as refusal:
        tie(supplier, means, parcel, [ids["a.pdf"]], references=["VN-1001"], kind="datasheet")
    assert refusal.value.code == "parcel.item_answered"


def test_what_is_dismissed_has_a_reason(place: Place) -> None:
    parcel, ids = waiting(place)
    with place.entrance.writing() as means:
        with pytest.raises(Invalid) as refusal:
            dismiss(place.who("supplier"), means, parcel, list(ids.values()), " ")
        assert refusal.value.code == "parcel.reason_missing"
        assert dismiss(place.who("supplier"), means, parcel, [ids["a.pdf"], ids["b.pdf"]], "ancienne version") == 2
    assert place.states(parcel)["a.pdf"] == ("dismissed", "safety_sheet", "ancienne version")
    with place.entrance.reading() as means:
        line = show_parcel(place.who("reviewer"), means, parcel).line
    assert (line.files, line.counts) == (4, {"dismissed": 2, "taken": 1, "waiting": 1})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"references": ["OR-1001"]}, "proof.references_unknown"), ({"references": []}, "proof.no_reference"),
        ({"kind": "rumour"}, "parcel.kind_unknown"), ({"kind": "certificate"}, "parcel.not_all_said"),
        ({"kind": "certificate", "says": {"attribute": "x", "valid_from": dt.date(2026, 1, 1)}}, "proof.attribute_unknown"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_cannot_be_tied_stays_waiting(place: Place, changes: dict[str, Any], code: str) -> None:
    parcel, ids = waiting(place)
    given: dict[str, Any] = {"references": ["VN-1001"], "kind": "datasheet"} | changes
    with pytest.raises(Invalid) as refusal, place.entrance.writing() as means:
        tie(place.who("supplier"), means, parcel, [ids["b.pdf"]], **given)
    assert refusal.value.code == code
    assert place.states(parcel)["b.pdf"][0] == "waiting"


ROLES = (
    "reviewer",
    "publisher",
    "admin",
    "auditor",
    "supplier",
    "supplier_admin",
    "other_supplier",
    "buyer",
    "prescriber",
)
SENDS = {"reviewer", "publisher", "supplier", "supplier_admin"}


def outcome(ask: Any) -> str:
    try:
        ask()
    except Refusal as refusal:
        return f"{type(refusal).__name__} {refusal.code}"
    return "done"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_each_role_with_each_service(place: Place, role: str) -> None:
    parcel, ids = waiting(place)
    actor, refused = place.who(role), "NotAllowed right.missing"
    sent = outcome(lambda: place.send({"VN-1001.png": PNG + role.encode()}, role))
    with place.entrance.writing() as means:
        tried = {
            "show": outcome(lambda: show_parcel(actor, means, parcel)),
            "open": outcome(lambda: open_item(actor, means, ids["a.pdf"])),
            "tie": outcome(lambda: tie(actor, means, parcel, [ids["b.pdf"]], references=["VN-1001"], kind="datasheet")),
            "dismiss": outcome(lambda: dismiss(actor, means, parcel, [ids["c.pdf"]], "non")),
        }
    reads, other = role not in ("buyer", "prescriber"), role == "other_supplier"
    gone = "NotFound parcel.item_unknown"
    assert sent == ("done" if role in SENDS else "NotFound thing.unknown" if other else refused)
    assert tried == {
        "show": "NotFound parcel.unknown" if other else "done" if reads else refused,
        "open": gone if other else "done" if reads else refused,
        "tie": "done" if role in SENDS else gone if other else refused,
        "dismiss": "done" if role in SENDS else gone if other else refused,
    }


def test_anothers_parcel_is_none(place: Place) -> None:
    parcel, ids = waiting(place)
    other = place.who("other_supplier")
    with place.entrance.writing() as means:
        assert list_parcels(other, means) == []
        answers = []
        for number, item in ((parcel, ids["a.pdf"]), (1, 1)):
            for ask in (
                lambda n=number: show_parcel(other, means, n),
                lambda i=item: open_item(other, means, i),
                lambda n=number, i=item: tie(other, means, n, [i], references=["OR-1001"], kind="datasheet"),
                lambda n=number, i=item: dismiss(other, means, n, [i], "non"),
            ):
                with pytest.raises(NotFound) as refusal:
                    ask()
                answers.append(refusal.value.code)
    assert answers[:4] == answers[4:]


def test_a_supplier_names_its_own_products_alone(place: Place) -> None:
    """Another's reference in a file's name is a word like any other."""
    parcel = place.send({"OR-1001.pdf": sheet("Vitres")})
    assert place.states(parcel) == {"OR-1001.pdf": ("waiting", "safety_sheet", "parcel.wait.no_product")}
    with pytest.raises(NotFound):
        place.send({"OR-1001.pdf": sheet("Vitres")}, supplier="ORGE")


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


def number_of(name: str) -> str:
    return "".join(sign for sign in name.replace("2026", "") if sign.isdigit())


def more_products(world: World, means: Any, many: int) -> None:
    owner = world.organisations["VERNET"]
    like = means.session.scalars(
        select(ProductVersion).where(ProductVersion.product_id == world.products["VN-1001"])
    ).one()
    for n in range(many):
        reference = f"VN-{n:04}"
        from_model(means, owner, reference, like)


def from_model(means: Any, owner: int, reference: str, like: ProductVersion) -> None:
    product = Product(supplier_id=owner, reference=reference, recorded_at=LONG_AGO)
    means.session.add(product)
    means.session.flush()
    means.session.add(
        ProductVersion(
            supplier_id=owner, product_id=product.id, since=1, reference=reference, name=f"Nettoyant {reference}",
            family="CLEANING", digest=reference, hazard_codes=[], data={}, batch_id=like.batch_id, sheet=None, row=9,
        )
    )  # fmt: skip
