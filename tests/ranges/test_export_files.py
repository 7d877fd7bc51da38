"""A range as PDF and as a catalogue message: what they say, that they are the same bytes, and that the message comes back."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest
from sqlalchemy import update

from catalog.access import OPERATOR
from catalog.errors import Invalid
from catalog.means.means import Means
from catalog.models import Organisation
from catalog.services.intake.check import check
from catalog.services.ranges.draft import Change
from catalog.services.ranges.export import RangeExported, export
from catalog.services.release.publish import publish
from imports.record import Request
from tests.ranges.stage import FIRST, Stage, build_stage
from tests.ranges.test_export import drafted, issued
from tests.ranges.validated import validate_all
from tests.release.world import deliver
from tests.writing.pdf_structure import structure
from tests.writing.peppol_shape import every, faults, text

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
EACH = {
    "R-1": {
        "gtin": "04006381333931", "order_unit": "XJY", "content_unit": "LTR", "content_per_order_unit": 5_000_000, "vat": 200_000,
        "brand": "Clarté", "description": "Sans parfum", "min_order_quantity": 2_000_000, "hazard_codes": ["H319"],
        "classifications": ["cpv:39831000"],
        "prices": [{"min_quantity": 10_000_000, "price": 1_250_000, "valid_from": None, "valid_to": None}],
    },
}  # fmt: skip
SIRETS = {"CENTRALE": "99999900600003", "CRECHE": "99999902200000", "HYG": "99999904800005"}


@pytest.fixture
def stage(means: Means) -> Stage:
    made = build_stage(means)
    batch = deliver(
        made.means, "c", ("R-1", "Nettoyant sols #1 <5 L>", "1.50"), mode="patch", each=EACH,
        columns={name: name for name in EACH["R-1"]} | {"family": "family"}, terms={"family": "CLEANING"},
    )  # fmt: skip
    publish(OPERATOR, made.means, [batch])
    drafted(made, Change(attributes=("ecolabelled",), description_fr="Sols.", description_en="Floors."))
    validate_all(made.means)
    for code, siret in SIRETS.items():
        means.session.execute(update(Organisation).where(Organisation.code == code).values(siret=siret))
    return made


def words_of(made: RangeExported) -> str:
    with pypdfium2.PdfDocument(made.content) as book:
        return " ".join("".join(page.get_textpage().get_text_range() for page in book).split())


def test_the_sheet_says_rule_version_day_hash_products_proofs_and_suppliers(stage: Stage) -> None:
    made = issued(stage, format="pdf", language="fr")
    assert (made.offers, made.file_name, made.media_type) == (4, "sols-2026-11-22-1.pdf", "application/pdf")
    said = words_of(made)
    for sentence in (
        "Fiche de gamme : Sols", "Gamme « sols », version 1", f"Empreinte du contenu (SHA-256) : {made.content_hash}",
        "État au 22 novembre 2026, d’après ce qui était enregistré à la fin de ce jour.", "Version 1, du 22 novembre 2026",
        "L’attribut « Écolabellisé » vaut « oui »", "Hygiene : 3 offre(s), version 1", "Nettoyant sols #1 <5 L>",
        "Preuve : licence, n° FR/020/118, émise par X", "Valable jusqu’au 31 décembre 2027",
    ):  # fmt: skip
        assert sentence in said, sentence


def test_the_sheet_is_tagged_and_each_pictogram_has_its_text(stage: Stage) -> None:
    found = structure(issued(stage, format="pdf", language="en").content)
    tags = found.tags()
    assert {name: tags.count(name) for name in ("H1", "Table", "TH", "TR", "Figure")} == {
        "H1": 1, "Table": 1, "TH": 4, "TR": 5, "Figure": 4,
    }  # fmt: skip
    assert all(b"Pictogram: Ecolabelled" in each for each in found.alternatives())


def test_both_are_given_again_byte_for_byte(stage: Stage) -> None:
    first = {format: issued(stage, format=format) for format in ("pdf", "ubl")}
    stage.on(dt.date(2026, 11, 25))
    stage.publish("d", ("R-1", "Un autre nom", "9.00"), mode="patch")
    for format, before in first.items():
        again = issued(stage, FIRST, format)
        assert (again.again, again.issue, again.content) == (True, before.issue, before.content)


def test_the_message_keeps_the_profile(stage: Stage) -> None:
    for who in ("Ada", "Mia", "Hugo"):
        made = issued(stage, format="ubl", who=who)
        assert faults(made.content) == []
        assert made.file_name.startswith("sols-2026-11-22-")
        assert made.file_name.endswith(".xml")
    root = ElementTree.parse(io.BytesIO(issued(stage, format="ubl", who="Mia").content)).getroot()
    assert [text(root, f"cac:{party}Party/cbc:EndpointID") for party in ("Provider", "Receiver")] == [
        SIRETS["CENTRALE"], SIRETS["CRECHE"]
    ]  # fmt: skip
    own = ElementTree.fromstring(issued(stage, format="ubl", who="Hugo").content)
    assert text(own, "cac:SellerSupplierParty/cac:Party/cac:PartyName/cbc:Name") == "Hygiene"
    assert len(every(own, "cac:CatalogueLine")) == 3


def test_a_line_ends_with_its_proof_and_names_it(stage: Stage) -> None:
    root = ElementTree.fromstring(issued(stage, format="ubl", who="Hugo").content)
    line = every(root, "cac:CatalogueLine")[0]
    assert text(line, "cac:LineValidityPeriod/cbc:EndDate") == "2027-12-31"
    certificate = every(line, "cac:Certificate")[0]
    assert [text(certificate, f"cbc:{name}") for name in ("ID", "CertificateTypeCode", "CertificateType", "Remarks")] == [
        "FR/020/118", "EU_ECO_LABEL", "Environmental", "Écolabel européen",
    ]  # fmt: skip
    said = {text(each, "cbc:Name"): text(each, "cbc:Value") for each in every(line, "cac:AdditionalItemProperty")}
    assert said == {
        "Titulaire": "Hygiene", "Accord-cadre": "ENT", "Lot": "ENT-L1", "Mentions de danger": "H319",
        "Fin de la preuve, Écolabellisé": "2027-12-31",
    }  # fmt: skip


def test_the_message_comes_back_as_the_same_products(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "gamme.xml"
    path.write_bytes(issued(stage, format="ubl", who="Hugo").content)
    found = check(path, Request("gamme.xml"))
    assert (found.reading.rows, found.reading.imported) == (3, 3)
    first, second, third = found.products()
    names = ("reference", "name", "description", "brand", "gtin", "order_unit", "content_unit", "content_per_order_unit", "price",
             "currency", "vat", "min_order_quantity", "hazard_codes")  # fmt: skip
    assert [first[name] for name in names] == [
        "R-1", "Nettoyant sols #1 <5 L>", "Sans parfum", "Clarté", "04006381333931", "XJY", "LTR", "5", "1.50", "EUR", "20", "2", ["H319"],
    ]  # fmt: skip
    assert [(each["reference"], each["name"], each["price"]) for each in (second, third)] == [
        ("R-2", "Nettoyant sols numéro 2", "2.50"), ("R-3", "Nettoyant sols numéro 3", "3.50")
    ]  # fmt: skip
    claims = [(each["attribute"], each["label"], each["number"]) for each in first["claims"]]
    assert claims == [("ecolabelled", "EU_ECOLABEL", "FR/020/118")]


def test_another_price_on_the_same_day_is_another_message(stage: Stage) -> None:
    before = issued(stage, format="ubl")
    stage.publish("d", ("R-2", "Nettoyant sols numéro 2", "2.40"), mode="patch")
    after = issued(stage, format="ubl")
    assert (after.content_hash, after.issue, after.again) == (before.content_hash, 2, False)
    assert b">2.4<" in after.content
    assert issued(stage, format="csv").issue == 3


def test_what_no_message_can_be_made_of_is_refused_in_words(stage: Stage) -> None:
    stage.means.session.execute(update(Organisation).where(Organisation.code == "CENTRALE").values(siret=None))
    with pytest.raises(Invalid) as unaddressed:
        issued(stage, format="ubl")
    assert (unaddressed.value.code, unaddressed.value.params["organisation"]) == ("range.ubl.no_siret", "Centrale")
    stage.means.session.execute(
        update(Organisation).where(Organisation.code == "CENTRALE").values(siret=SIRETS["CENTRALE"])
    )
    later = stage.on(dt.date(2028, 1, 1))
    with pytest.raises(Invalid) as empty:
        export(stage.actors["Ada"], later, stage.edition(), "sols", "ubl")
    assert empty.value.code == "range.ubl.empty"
    said = words_of(issued(stage, dt.date(2028, 1, 1), "pdf"))
    assert "La gamme ne contient ce jour aucune offre que vous puissiez voir." in said
