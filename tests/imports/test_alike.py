"""Products read by plan are read as one by one: same cells, same issues, whatever the markup; and most are read by plan."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imports.columns.structured import Structured
from imports.formats import alike, bmecat, cxml, ubl, xml
from imports.record import Request, UnreadableFile
from tests.imports.test_properties import mutated

DATA = Path(__file__).parents[1] / "data"
READERS: dict[str, tuple[Callable[..., Structured], frozenset[str]]] = {
    "bmecat": (bmecat._read, bmecat._ROWS),
    "ubl": (ubl._read, ubl._LINES),
    "cxml": (cxml._read, cxml._ROWS),
}
NOTHING: frozenset[str] = frozenset()


def told(path: Path, kind: str, apart: bool) -> object:
    """All that a reader makes of a file: rows as title -> cell, and what is said of them."""
    read, names = READERS[kind]
    try:
        source = read(path, Request("t.xml"), names if apart else NOTHING)
    except UnreadableFile as refusal:
        return refusal.code, dict(refusal.params)
    except xml.Uneven:
        return told(path, kind, False)
    grid = source.grids[0]
    rows = [
        {title: cell for title, cell in zip(source.titles, grid.line(line), strict=True) if cell}
        for line in range(len(grid.numbers))
    ]
    return (
        rows,
        source.titles,
        dict(source.fields),
        source.issues,
        dict(source.left_out),
        dict(grid.broken),
        source.deleted,
    )


def same(path: Path, kind: str) -> Any:
    one = told(path, kind, False)
    assert told(path, kind, True) == one
    return one


@pytest.mark.parametrize("path", sorted(DATA.glob("*.xml")), ids=lambda path: path.name)
def test_the_catalogues_of_these_tests_are_read_alike(path: Path) -> None:
    assert same(path, path.name.partition("_")[0])


WORDS = st.sampled_from(
    ["", " ", "Savon", "  Savon écru ", "a &amp; b", "&lt;5 l", "&#233;t&#xE9;", "<![CDATA[<b>gras</b> & co]]>", "d'ici > là",
     "50 €", "/img/a.jpg", "https://example.org/a.pdf", "a.JPG?x=1", "{0} {}", "a; b", "a\nb", "12,50", "0", "oui"]
)  # fmt: skip
BLANKS = st.sampled_from(["", "\n", "\r\n  ", "\t"])
FEATURES = st.lists(
    st.tuples(st.sampled_from(["Label", "Couleur", "Allergènes", ""]), WORDS, st.sampled_from(["", "LTR"])), max_size=4
)
PRICES = st.lists(
    st.tuples(st.sampled_from(["net_customer", "net_list", "nrp"]), st.sampled_from(["1.00", "2.50", " 3 ", ""]), st.sampled_from(["", "10"]),
              st.sampled_from(["", "1", "0.5"]), st.sampled_from(["", "CHF"]), st.sampled_from(["", "FR", "DE"])), max_size=3,
)  # fmt: skip


@st.composite
def articles(draw: st.DrawFn) -> str:
    """A product element, with or without this and that."""
    blank = draw(BLANKS)
    keywords = "".join(f"<KEYWORD>{word}</KEYWORD>{blank}" for word in draw(st.lists(WORDS, max_size=3)))
    names = "".join(
        f'<DESCRIPTION_SHORT xml:lang="{code}">{draw(WORDS)}</DESCRIPTION_SHORT>' for code in draw(st.lists(st.sampled_from(["fra", "deu"]), max_size=2))
    )  # fmt: skip
    features = "".join(
        f"<FEATURE><FNAME>{name}</FNAME><FVALUE>{value}</FVALUE>{f'<FUNIT>{unit}</FUNIT>' if unit else ''}</FEATURE>"
        for name, value, unit in draw(FEATURES)
    )
    prices = "".join(
        f'<ARTICLE_PRICE price_type="{kind}"><PRICE_AMOUNT>{amount}</PRICE_AMOUNT>'
        + "".join(f"<{name}>{word}</{name}>" for name, word in (("LOWER_BOUND", bound), ("PRICE_FACTOR", factor), ("PRICE_CURRENCY", currency), ("TERRITORY", place)) if word)
        + "</ARTICLE_PRICE>"
        for kind, amount, bound, factor, currency, place in draw(PRICES)
    )  # fmt: skip
    odd = draw(
        st.sampled_from(
            ["", "", "", "<!-- <ARTICLE> -->", "<EMPTY/>", "<?pi x?>", "<UDX.X type='a'>&amp;</UDX.X>", "words between"]
        )
    )
    mode = draw(st.sampled_from(["", "", ' mode="new"', " mode='delete'"]))
    return (
        f"{blank}<ARTICLE{mode}>{blank}<SUPPLIER_AID>{draw(WORDS)}</SUPPLIER_AID><ARTICLE_DETAILS>{names}{keywords}"
        f"<EAN>{draw(WORDS)}</EAN></ARTICLE_DETAILS>{odd}<ARTICLE_FEATURES>{features}</ARTICLE_FEATURES>"
        f"<ARTICLE_PRICE_DETAILS>{prices}</ARTICLE_PRICE_DETAILS><MIME_INFO><MIME><MIME_TYPE>image/jpeg</MIME_TYPE>"
        f"<MIME_SOURCE>{draw(WORDS)}</MIME_SOURCE></MIME></MIME_INFO></ARTICLE>"
    )


HEADS = st.sampled_from(["", "<?xml version='1.0' encoding='UTF-8'?>", "<!DOCTYPE BMECAT SYSTEM 'b.dtd'>", "<!-- <ARTICLE>no</ARTICLE> -->",
                         "<!DOCTYPE BMECAT [<!ATTLIST ARTICLE mode CDATA 'new'>]>"])  # fmt: skip
BETWEEN = st.sampled_from(
    [
        "",
        "",
        "",
        "<!-- <ARTICLE>no</ARTICLE> -->",
        "<ARTICLE/>",
        "<![CDATA[ <ARTICLE></ARTICLE> ]]>",
        "</T_NEW_CATALOG><T_NEW_CATALOG>",
    ]
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    st.lists(st.tuples(articles(), BETWEEN), min_size=1, max_size=8),
    HEADS,
    st.sampled_from(["", "https://example.org/"]),
    st.sampled_from([64, 1000, 1 << 18]),
)
def test_whatever_the_markup_products_are_read_alike(
    tmp_path: Path, pieces: list[tuple[str, str]], head: str, root: str, chunk: int
) -> None:
    body = "".join(article + between for article, between in pieces)
    path = tmp_path / "t.xml"
    header = f"<HEADER><CATALOG><CURRENCY>EUR</CURRENCY><MIME_ROOT>{root}</MIME_ROOT></CATALOG></HEADER>"
    path.write_bytes(f"{head}<BMECAT>{header}<T_NEW_CATALOG>{body}{body}</T_NEW_CATALOG></BMECAT>".encode())
    before, xml.CHUNK = xml.CHUNK, chunk
    try:
        same(path, "bmecat")
    finally:
        xml.CHUNK = before


@pytest.mark.parametrize("path", sorted(DATA.glob("*.xml")), ids=lambda path: path.name)
def test_broken_bytes_are_read_or_refused_alike(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "CHUNK", 900)
    raw, broken = path.read_bytes(), tmp_path / "t.xml"
    for seed in range(40):
        broken.write_bytes(mutated(raw, seed))
        same(broken, path.name.partition("_")[0])


def test_prefixes_are_read_alike_and_foreign_ones_are_left_to_the_parser(tmp_path: Path) -> None:
    path = tmp_path / "t.xml"
    one = "<b:ARTICLE><b:SUPPLIER_AID>A{}</b:SUPPLIER_AID>{}</b:ARTICLE>"
    rows = one.format(1, "") + one.format(2, "<b:X y:z='1' xmlns:y='urn:y'>w</b:X>") + one.format(3, "<c:X>w</c:X>")
    path.write_text(f"<b:BMECAT xmlns:b='urn:b' xmlns:c='urn:c'><b:T_NEW_CATALOG>{rows}</b:T_NEW_CATALOG></b:BMECAT>")
    assert [row.get("SUPPLIER_AID") for row in same(path, "bmecat")[0]] == ["A1", "A2", "A3"]


def test_an_undeclared_prefix_is_refused_alike(tmp_path: Path) -> None:
    path = tmp_path / "t.xml"
    path.write_text(
        "<BMECAT><T_NEW_CATALOG><b:ARTICLE><b:SUPPLIER_AID>A</b:SUPPLIER_AID></b:ARTICLE></T_NEW_CATALOG></BMECAT>"
    )
    assert same(path, "bmecat")[0] == "file.xml_damaged"


def test_nearly_all_products_are_read_by_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one_by_one: list[str] = []
    parse = xml.fragment
    monkeypatch.setattr(alike, "fragment", lambda product: one_by_one.append(product) or parse(product))  # type: ignore[func-returns-value]
    chance, path = random.Random(1), tmp_path / "t.xml"
    rows = "".join(
        f"<ARTICLE><SUPPLIER_AID>A{number}</SUPPLIER_AID><ARTICLE_DETAILS><DESCRIPTION_SHORT>N {number} &amp; co</DESCRIPTION_SHORT>"
        f"<KEYWORD>{chance.choice('ab')}</KEYWORD><KEYWORD>{chance.choice('ab')}</KEYWORD></ARTICLE_DETAILS>"
        f"<ARTICLE_PRICE_DETAILS><ARTICLE_PRICE price_type='net_customer'><PRICE_AMOUNT>{number}.50</PRICE_AMOUNT></ARTICLE_PRICE></ARTICLE_PRICE_DETAILS></ARTICLE>"
        for number in range(1, 400)
    )
    path.write_text(f"<BMECAT><T_NEW_CATALOG>{rows}</T_NEW_CATALOG></BMECAT>")
    found = same(path, "bmecat")[0]
    assert (len(found), found[7]["ARTICLE_DETAILS/DESCRIPTION_SHORT"]) == (399, "N 8 & co")
    assert not one_by_one


def test_a_catalogue_of_which_no_two_products_are_alike_is_read_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alike, "_TRIED", 10)
    path = tmp_path / "t.xml"
    rows = "".join(
        f"<ARTICLE><SUPPLIER_AID>A</SUPPLIER_AID><X{number}>w</X{number}></ARTICLE>" for number in range(100)
    )
    path.write_text(f"<BMECAT><T_NEW_CATALOG>{rows}</T_NEW_CATALOG></BMECAT>")
    assert len(same(path, "bmecat")[0]) == 100


def test_addresses_are_made_whole_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "t.xml"
    sources = ("a.jpg", "/b.jpg", "https://example.org/c.jpg", "d.jpg", "", "//e.jpg")
    rows = "".join(
        f"<ARTICLE><SUPPLIER_AID>A</SUPPLIER_AID><MIME_INFO><MIME><MIME_TYPE>image/jpeg</MIME_TYPE><MIME_SOURCE>{source}</MIME_SOURCE></MIME></MIME_INFO></ARTICLE>"
        for source in sources
    )
    root = "<HEADER><CATALOG><MIME_ROOT>https://example.org/img/</MIME_ROOT></CATALOG></HEADER>"
    path.write_text(f"<BMECAT>{root}<T_NEW_CATALOG>{rows}</T_NEW_CATALOG></BMECAT>")
    assert [row.get("MIME_INFO/MIME[image]") for row in same(path, "bmecat")[0]] == [
        "https://example.org/img/a.jpg", "https://example.org/img/b.jpg", "https://example.org/c.jpg", "https://example.org/img/d.jpg", None,
        "https://example.org/img/e.jpg",
    ]  # fmt: skip


def test_an_image_is_told_from_a_document_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "t.xml"
    rows = "".join(
        "<CatalogueLine><ID>1</ID><Item><ItemSpecificationDocumentReference><Attachment><ExternalReference>"
        f"<URI>{address}</URI></ExternalReference></Attachment></ItemSpecificationDocumentReference></Item></CatalogueLine>"
        for address in (
            "https://example.org/a.pdf",
            "https://example.org/b.JPG?x=1",
            "https://example.org/c.pdf",
            "d.png",
        )
    )
    path.write_text(f"<Catalogue><ID>1</ID>{rows}</Catalogue>")
    title = "Item/ItemSpecificationDocumentReference"
    assert [f"{title}[image]" in row for row in same(path, "ubl")[0]] == [False, True, False, True]


def test_an_amount_that_is_worked_out_is_worked_out_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "t.xml"
    place = (
        "<RequiredItemLocationQuantity><MinimumQuantity>{}</MinimumQuantity><Price><PriceAmount currencyID='EUR'>{}</PriceAmount>"
        "<BaseQuantity unitCode='C62'>{}</BaseQuantity></Price></RequiredItemLocationQuantity>"
    )
    rows = "".join(
        f"<CatalogueLine><ID>{number}</ID><OrderableUnit>C62</OrderableUnit>{place.format(1, number, 1)}{place.format(50, number * 90, 100)}</CatalogueLine>"
        for number in range(1, 4)
    )
    path.write_text(f"<Catalogue><ID>1</ID>{rows}</Catalogue>")
    second = "RequiredItemLocationQuantity[2]/Price/PriceAmount"
    assert [str(row[second]) for row in same(path, "ubl")[0]] == ["0.900000", "1.800000", "2.700000"]


def test_the_blanks_of_a_description_are_joined_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "t.xml"
    item = "<IndexItemAdd><ItemID><SupplierPartID>{}</SupplierPartID></ItemID><ItemDetail><Description>{}</Description></ItemDetail></IndexItemAdd>"
    rows = "".join(item.format(number, text) for number, text in enumerate(("a b", "a  b", " c\n d ", "e f")))
    path.write_text(f"<Index><IndexItem>{rows}</IndexItem></Index>")
    assert [row["ItemDetail/Description"] for row in same(path, "cxml")[0]] == ["a b", "a b", "c d", "e f"]


def test_once_enough_is_learnt_nothing_more_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alike, "MOST_PLANS", 6)
    kept: list[alike.Alike] = []
    take = alike.Alike.take_all
    monkeypatch.setattr(alike.Alike, "take_all", lambda self, *given: kept.append(self) or take(self, *given))  # type: ignore[func-returns-value]
    path = tmp_path / "t.xml"
    rows = "".join(
        f"<ARTICLE><SUPPLIER_AID>A{number}</SUPPLIER_AID><X>{number % 50}</X><KEYWORD>a</KEYWORD><KEYWORD>{'ab'[number % 2]}</KEYWORD></ARTICLE>"
        for number in range(200)
    )
    path.write_text(f"<BMECAT><T_NEW_CATALOG>{rows}</T_NEW_CATALOG></BMECAT>")
    assert len(same(path, "bmecat")[0]) == 200
    plans = [len(pattern.plans) for reader in kept for pattern in reader._patterns.values() if pattern]
    moulds = [len(mould.known) for reader in kept for each in reader._moulds.values() for mould in each]
    assert (max(plans) <= 6, max(moulds) <= 6) == (True, True)
