"""A catalogue message keeps the profile's rules whatever stands in it, and is read back equal."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.writing.readable import readable
from catalog.writing.ubl import Catalogue, CertificateHeld, Item, Party, PricedFrom, ubl
from imports.reading import read_here
from imports.record import Reading, Request
from tests.writing.peppol_shape import SHAPES, faults

DAY, END = dt.date(2026, 11, 22), dt.date(2027, 5, 31)
CENTRAL, MEMBER = Party("Centrale d’essai", "99999900600003"), Party("Crèche & Cie", "99999902200000")
LABEL = CertificateHeld("FR/020/118", "EU_ECO_LABEL", "Environmental", "Écolabel européen")
FULL = Item(
    "R-1", "Nettoyant sols <5 L> & Cie", END, "Sans parfum", "Marque", "4006381333931", "XJY", "LTR", 5_000_000, 2_000_000, 1_000_000,
    7, "EUR", (PricedFrom(3_950_000, 1_000_000), PricedFrom(3_500_001, 10_000_000, dt.date(2026, 12, 31))), 55_000, "FR",
    ("cpv:39831000", "unspsc:47131800", "etim:EC0001"), (("Titulaire", "Hygiène"), ("Mentions de danger", "H319; H412")), (LABEL,),
)  # fmt: skip
BARE = Item("R-2", "Papier", dt.date(2029, 12, 31), prices=(PricedFrom(1_500_000, 1_000_000),))


def catalogue(*items: Item) -> Catalogue:
    return Catalogue("sols-2026-11-22-1", "Sols", "3", DAY, CENTRAL, MEMBER, items, CENTRAL, "ENT")


def read(folder: Path, content: bytes) -> Reading:
    path = folder / "received.xml"
    path.write_bytes(content)
    return read_here(path, Request("gamme.xml"))


def test_a_full_and_a_bare_line_keep_the_rules() -> None:
    assert faults(ubl(catalogue(FULL, BARE))) == []
    assert faults(ubl(replace(catalogue(BARE), seller=None, contract=None))) == []


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("catalogue_only:3", "catalogue_only:2", "PEPPOL-T19-R017"),
        ("<cbc:IssueDate>2026-11-22", "<cbc:IssueDate>22/11/2026", "PEPPOL-COMMON-R030"),
        ("<cbc:PriceAmount currencyID=\"EUR\">3.95", "<cbc:PriceAmount currencyID=\"EUR\">-3.95", "PEPPOL-T19-R006"),
        ("<cbc:Percent>5.5", "<cbc:Percent>0", "PEPPOL-T19-R015"),
        ("<cbc:EndDate>2027-05-31", "<cbc:EndDate>2027-05-30", "PEPPOL-T19-R007"),
        ("<cbc:Name>Nettoyant sols &lt;5 L&gt; &amp; Cie", "<cbc:Name> ", "PEPPOL-COMMON-R001"),
        (" schemeID=\"0160\"", "", ""),
        ("<cbc:EndpointID schemeID=\"0009\">", "<cbc:EndpointID>", "cbc:EndpointID has no schemeID"),
    ],
)  # fmt: skip
def test_the_check_sees_what_is_broken(wrong: str, right: str, told: str) -> None:
    content = ubl(catalogue(FULL)).decode()
    assert wrong in content
    found = faults(content.replace(wrong, right, 1).encode())
    assert any(each.startswith(told) for each in found) if told else found == []


def test_the_check_knows_every_element_that_is_written() -> None:
    assert {"cac:Certificate", "cac:AdditionalItemProperty", "cac:SellerSupplierParty"} <= set(SHAPES)


def test_the_same_catalogue_is_the_same_bytes() -> None:
    assert ubl(catalogue(FULL, BARE)) == ubl(catalogue(FULL, BARE))


def test_it_is_read_back_equal(tmp_path: Path) -> None:
    found = read(tmp_path, ubl(catalogue(FULL, BARE)))
    assert (found.format, found.transaction, found.rows, found.imported) == ("ubl", "full", 2, 2)
    first, second = found.products.to_pylist()
    names = ("reference", "name", "description", "brand", "gtin", "order_unit", "content_unit", "content_per_order_unit",
             "min_order_quantity", "order_multiple", "lead_time_days", "currency", "price", "vat", "origin", "valid_to")  # fmt: skip
    assert [first[name] for name in names] == [
        "R-1", "Nettoyant sols <5 L> & Cie", "Sans parfum", "Marque", "4006381333931", "XJY", "LTR", 5_000_000, 2_000_000, 1_000_000,
        7, "EUR", 3_950_000, 55_000, "FR", END,
    ]  # fmt: skip
    assert first["hazard_codes"] == ["H319", "H412"]
    assert first["classifications"] == ["cpv:39831000", "unspsc:47131800"]
    assert [(each["min_quantity"], each["price"]) for each in first["prices"]] == [
        (1_000_000, 3_950_000), (10_000_000, 3_500_001)
    ]  # fmt: skip
    assert [each["text"] for each in first["claim_cells"]] == [
        "EU_ECO_LABEL, Environmental, Écolabel européen, FR/020/118"
    ]
    assert [second[name] for name in ("reference", "name", "price", "order_unit", "vat")] == [
        "R-2",
        "Papier",
        1_500_000,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("unit", "written"),
    [("XBO", "XBO"), ("BTL", "XBO"), ("PCE", "H87"), ("NRL", "XRO"), ("D64", "ZZ"), ("Schluck", "ZZ")],
)
def test_a_unit_is_one_of_the_profile_s_list(unit: str, written: str) -> None:
    assert f"<cbc:OrderableUnit>{written}<" in ubl(catalogue(replace(BARE, order_unit=unit))).decode()


@pytest.mark.parametrize(
    ("rate", "code", "percent"), [(200_000, "S", "20"), (55_000, "S", "5.5"), (21_000, "S", "2.1"), (0, "Z", "0")]
)
def test_the_rate_of_vat_has_its_category(rate: int, code: str, percent: str) -> None:
    content = ubl(catalogue(replace(BARE, vat=rate))).decode()
    assert f"<cbc:ID>{code}</cbc:ID>" in content
    assert f"<cbc:Percent>{percent}</cbc:Percent>" in content


TEXTS = st.text(max_size=30) | st.sampled_from(
    ("]]>", "<!ENTITY x>", "&amp;", "\x00", "\ufffe", "=1+1", "  ", "é\u0301")
)
AMOUNTS = st.integers(0, 10**15)


@st.composite
def items(draw: st.DrawFn) -> Item:
    some = st.none() | TEXTS
    return replace(
        FULL,
        reference=draw(TEXTS.filter(readable)),
        name=draw(TEXTS.filter(readable)),
        description=draw(some),
        brand=draw(some),
        order_unit=draw(st.none() | st.sampled_from(("XBO", "D64", "BTL"))),
        prices=tuple(
            PricedFrom(each, place * 10**6) for place, each in enumerate(draw(st.lists(AMOUNTS, max_size=3)), 1)
        ),
        vat=draw(st.none() | st.sampled_from((0, 21_000, 55_000, 200_000))),
        properties=[(name, value) for name, value in draw(st.lists(st.tuples(TEXTS, TEXTS), max_size=2))],
        certificates=draw(st.sampled_from(((), (LABEL,), (LABEL, LABEL)))),
    )


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(items(), min_size=1, max_size=3))
def test_whatever_people_type_the_message_keeps_the_rules(tmp_path: Path, found: list[Item]) -> None:
    content = ubl(catalogue(*found))
    assert faults(content) == []
    reading = read(tmp_path, content)
    assert reading.rows == len(found)
