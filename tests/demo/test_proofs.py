"""Proofs are dated from the day, cover what exists, and carry a readable document."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter

from catalog.demo.documents import NOTICE, demo_pdf
from catalog.demo.items import all_items, rows_of
from catalog.demo.world import SET_DAY, demo_proofs
from catalog.means.attachments import check_attachment
from catalog.models.proofs import BASES, PROOF_KINDS


def test_what_staff_said_of_them() -> None:
    proofs = demo_proofs()
    assert Counter(proof.checked for proof in proofs) == {"accept": 82, None: 16, "refuse": 6}
    assert all(bool(proof.reason) == (proof.checked is not None) for proof in proofs)
    assert {proof.attribute for proof in proofs} == {
        "ecolabelled", "early_childhood", "remanufactured", "recycled_content", "reconditioned",
    }  # fmt: skip
    assert [proof.references for proof in proofs if proof.basis == "equivalence"] == [
        ("CL22301", "CL22302", "CL22303", "CL22304")
    ]


def test_some_end_soon_today_and_lately_on_any_day() -> None:
    for day in (SET_DAY, dt.date(2031, 2, 28)):
        left = Counter((proof.valid_until - day).days for proof in demo_proofs(day) if proof.valid_until)
        assert (left[23], left[0]) == (6, 6)
        assert sum(count for days, count in left.items() if days < 0) == 6
        assert sum(count for days, count in left.items() if 0 < days <= 60) == 8
    assert [proof.number for proof in demo_proofs() if proof.valid_until is None] == ["FR/006/912"]


def test_they_cover_products_that_exist() -> None:
    known = {(item.supplier, item.reference) for item in all_items()}
    for proof in demo_proofs():
        assert proof.references, proof.document_name
        assert {(proof.supplier, reference) for reference in proof.references} <= known
        assert proof.kind in PROOF_KINDS
        assert proof.basis in BASES
        assert proof.valid_until is None or proof.valid_from <= proof.valid_until


def test_they_cover_nothing_that_the_importer_rejects() -> None:
    faults = [fault for fault in rows_of("faults") if fault["action"] in ("overwrite", "contradict")]
    lost = {fault["reference"] for fault in faults if fault["column"].startswith(("PU", "Prix"))}
    assert len(lost) == 11
    assert not lost & {reference for proof in demo_proofs() for reference in proof.references}


def test_no_two_documents_are_the_same_and_each_says_what_it_is() -> None:
    proofs = demo_proofs()
    assert len({proof.document_name for proof in proofs}) == len({proof.document for proof in proofs}) == 104
    assert all(NOTICE.encode("cp1252") in proof.document for proof in proofs)
    assert check_attachment(proofs[0].document, proofs[0].document_name, 10).name == (
        "licence-ecolabel-europeen-nettoyant-sols-verdalie.pdf"
    )
    assert [proof.document for proof in demo_proofs()] == [proof.document for proof in proofs]


def test_the_table_of_a_document_names_where_each_object_begins() -> None:
    body = demo_pdf("Titre (avec parenthèses)", ["Ligne \\ une"])
    start = int(body.rsplit(b"startxref\n", 1)[1].split()[0])
    places = [int(place) for place in re.findall(rb"^(\d{10}) 00000 n ", body[start:], re.MULTILINE)]
    assert [body[place : place + 7] for place in places] == [b"%d 0 obj" % number for number in range(1, 6)]
    assert rb"(Titre \(avec parenth\350ses\)) Tj".replace(rb"\350", b"\xe8") in body
    assert rb"(Ligne \\ une) Tj" in body
