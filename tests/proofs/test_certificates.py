"""What is read in a certificate: numbers, dates by their words, names, references; in three languages; never a fault."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.evidence.certificates import about, read_certificate, ufis_in
from catalog.evidence.matching import Index, Match, kind_of
from catalog.queries.documents import Known
from catalog.reference.shipped import shipped_facts
from catalog.tagging.vocabulary import Vocabulary
from imports.documents.record import Line

VOCABULARY = Vocabulary.of([(fact.kind, fact.key, fact.payload) for fact in shipped_facts()])


def lines(*texts: str) -> list[Line]:
    return [Line(1, number, text) for number, text in enumerate(texts, 1)]


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("Valable du 01/01/2026 au 31/12/2027", "2026-01-01", "2027-12-31"),
        ("Valid from 1 January 2026 until 31 December 2027", "2026-01-01", "2027-12-31"),
        ("Gültig ab 01.01.2026 bis 31.12.2027", "2026-01-01", "2027-12-31"),
        ("Délivré le 1er février 2026 – expire le 2028-02-29", "2026-02-01", "2028-02-29"),
        ("Date d’expiration : 30 septembre 2027", None, "2027-09-30"),
        ("Issue date: 2026-03-01", "2026-03-01", None),
        ("Valable jusqu’au 31/02/2027", None, None),
        ("Le 12/03/2026, à Lyon", None, None),
        ("Réf. 12/34/5678", None, None),
    ],
)  # fmt: skip
def test_dates_by_their_words(text: str, begins: str | None, ends: str | None) -> None:
    found = read_certificate(lines("Certificat", text), VOCABULARY)
    assert tuple(found[name] and found[name]["day"] for name in ("from", "until")) == (begins, ends)


def test_a_date_under_its_heading() -> None:
    found = read_certificate(
        lines("Date de fin de validité", "31/12/2027", "Titulaire :", "Fabrique du Nord SA"), VOCABULARY
    )
    assert found["until"] == {"day": "2027-12-31", "quote": "31/12/2027", "page": 1, "line": 2}
    assert found["holder"] == {"name": "Fabrique du Nord SA", "page": 1, "line": 4}


def test_numbers_names_and_references_keep_their_place_and_their_case() -> None:
    found = read_certificate(
        lines("EU Ecolabel licence FR/020/118 and FR/20/1", "Licence holder: Vernet S.A.", "Issued by: AFNOR Certification",
              "Références : VN-1001, Vn 1002 et œN-3", "EAN 3017620422003", "UFI : A123-C456-D789-E012"),
        VOCABULARY,
    )  # fmt: skip
    assert [(n["label"], n["number"], n["shape"], n["line"]) for n in found["numbers"]] == [
        ("EU_ECOLABEL", "FR/020/118", True, 1), ("EU_ECOLABEL", "FR/20/1", False, 1)
    ]  # fmt: skip
    assert (found["holder"]["name"], found["issuer"]["name"]) == ("Vernet S.A.", "AFNOR Certification")
    assert [each["value"] for each in found["references"]] == ["VN-1001", "Vn 1002", "œN-3"]
    assert [each["value"] for each in found["gtins"]] == ["3017620422003"]
    assert [each["value"] for each in found["ufis"]] == ["A123-C456-D789-E012"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("certificat ecolabel", "certificate"), ("liste des ingredients", "ingredient_list"), ("rapport d'essai n 3", "test_report"),
     ("fiche technique", "datasheet"), ("bonjour", None)],
)  # fmt: skip
def test_what_a_document_is(text: str, kind: str | None) -> None:
    assert about(text) == kind


def test_a_number_of_digits_alone_is_no_ufi() -> None:
    assert ufis_in("1234-5678-9012-3456 et a123-c456-d789-e012") == ["A123-C456-D789-E012"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=200), max_size=12))
def test_whatever_stands_there_is_read_without_a_fault(texts: list[str]) -> None:
    found = read_certificate(lines(*texts), VOCABULARY)
    assert json.loads(json.dumps(found)) == found
    for name in ("from", "until"):
        assert found[name] is None or dt.date.fromisoformat(found[name]["day"])


KNOWN = [Known(1, "VN-1001", "Nettoyant", "3017620422003", None), Known(2, "VN 1002", "Vitres", None, None),
         Known(3, "vn1002", "Vitres bis", None, None), Known(4, "2026", "Agenda", None, None), Known(5, "AB", "Gants", None, None),
         Known(6, "VN-1001-L", "Nettoyant L", None, None)]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "found", "why"),
    [
        ("FDS_VN-1001_fr.pdf", {1: "reference"}, None),
        ("vn_1001.pdf", {1: "reference"}, None),
        ("VN-1001-L fiche.pdf", {6: "reference"}, None),
        ("FDS 03017620422003.pdf", {1: "gtin"}, None),
        ("VN-1001/photo.png", {1: "reference"}, None),
        ("VN1002.pdf", {2: "reference", 3: "reference"}, "parcel.wait.ambiguous"),
        ("certificat 2026.pdf", {}, "parcel.wait.no_product"),
        ("2026.pdf", {4: "reference"}, None),
        ("gants AB noirs.pdf", {}, "parcel.wait.no_product"),
        ("AB.pdf", {5: "reference"}, None),
        ("FDS AB.pdf", {5: "reference"}, None),
        ("VN-10012.pdf", {}, "parcel.wait.no_product"),
        ("", {}, "parcel.wait.no_product"),
    ],
)  # fmt: skip
def test_a_files_name_names_a_product(path: str, found: dict[int, str], why: str | None) -> None:
    assert Index.of(KNOWN).match(path, None) == Match(found, why)


def test_the_content_decides_between_two_and_contradicts_a_third() -> None:
    index = Index.of(KNOWN)
    said = {"words": [[1, 1, "VN-1001"]]}
    assert index.match("certificat.pdf", said) == Match({1: "reference"})
    assert index.match("VN-1001-L.pdf", said) == Match({6: "reference", 1: "reference"}, "parcel.wait.two_names")
    assert index.match("AB.pdf", {"words": [[1, 1, "AB"], [1, 2, "2026"]]}) == Match({5: "reference"})


@pytest.mark.parametrize(
    ("path", "said", "kind"),
    [
        ("FDS x.pdf", None, "safety_sheet"), ("FDS x.pdf", {"readable": True, "about": None}, "other"),
        ("x.pdf", {"readable": True, "about": "safety_sheet"}, "safety_sheet"), ("FT x.pdf", None, "datasheet"),
        ("x.png", None, "picture"), ("Certificats/x.pdf", None, "certificate"), ("x.pdf", None, "other"),
        ("certificat x.pdf", {"readable": True, "about": "datasheet"}, "datasheet"),
    ],
)  # fmt: skip
def test_what_a_file_is(path: str, said: dict[str, object] | None, kind: str) -> None:
    assert kind_of(path, said) == kind
