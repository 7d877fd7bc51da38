"""The hardened parser: what is hostile, broken or misdeclared is refused; what is only odd is read."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from imports.formats import cut, xml
from imports.reading import read_file
from imports.record import Reading, Request, UnreadableFile
from tests.imports.made import column, read_bytes
from tests.imports.test_properties import mutated

DATA = Path(__file__).parents[1] / "data"
BODY = (
    "<T_NEW_CATALOG><ARTICLE><SUPPLIER_AID>A</SUPPLIER_AID><ARTICLE_DETAILS><DESCRIPTION_SHORT>{name}</DESCRIPTION_SHORT></ARTICLE_DETAILS>"
    "<ARTICLE_PRICE_DETAILS><ARTICLE_PRICE price_type='net_customer'><PRICE_AMOUNT>1.00</PRICE_AMOUNT></ARTICLE_PRICE></ARTICLE_PRICE_DETAILS>"
    "{more}</ARTICLE></T_NEW_CATALOG>"
)


def catalogue(name: str = "Savon", more: str = "", head: str = "") -> str:
    return f"{head}<BMECAT>{BODY.format(name=name, more=more)}</BMECAT>"


def why(folder: Path, raw: bytes | str) -> tuple[str, object]:
    """(code, detail or encoding) of a refusal."""
    reading = read_bytes(folder, raw if isinstance(raw, bytes) else raw.encode(), "t.xml")
    assert (reading.verdict, reading.products.num_rows) == ("refuse", 0)
    assert reading.refusal is not None
    return reading.refusal.code, reading.refusal.params.get("detail") or reading.refusal.params.get("encoding")


BOMB = (
    "<!DOCTYPE BMECAT [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY a{n} '{'&a' + str(n - 1 or '') + ';' * 1}'>" for n in range(1, 9))
    + "]>"
)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (BOMB, "&a8;"),
        ("<!DOCTYPE BMECAT [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>", "&x;"),
        ("<!DOCTYPE BMECAT [<!ENTITY x SYSTEM 'http://127.0.0.1:9/x'>]>", "&x;"),
        ("<!DOCTYPE BMECAT [<!ENTITY x PUBLIC 'p' 'http://127.0.0.1:9/x'>]>", "Savon"),
        ("<!DOCTYPE BMECAT [<!ENTITY % p 'x'><!ENTITY q 'y'>]>", "Savon"),
        ("<!DOCTYPE BMECAT SYSTEM 'b.dtd'>", "&eacute;"),
    ],
)
def test_general_entities_are_refused(tmp_path: Path, head: str, name: str) -> None:
    assert why(tmp_path, catalogue(name, head=head)) == ("file.xml_hostile", "entity")


def test_entities_hidden_in_another_encoding_are_refused(tmp_path: Path) -> None:
    text = catalogue(
        "&x;", head="<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE BMECAT [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    )
    assert why(tmp_path, text.encode("utf-16")) == ("file.xml_hostile", "entity")
    assert why(tmp_path, text.replace("UTF-16", "UTF-7").encode())[0] == "file.xml_encoding"


@pytest.mark.parametrize(
    "head",
    [
        "<!DOCTYPE BMECAT SYSTEM 'http://127.0.0.1:9/bmecat.dtd'>",
        "<!DOCTYPE BMECAT PUBLIC '-//x//y' 'http://127.0.0.1:9/bmecat.dtd' [<!ENTITY % USERDEFINES '(UDX.A?)'><!ELEMENT UDX.A (#PCDATA)>]>",
        "<!DOCTYPE BMECAT SYSTEM 'b.dtd' [<!ENTITY % ext SYSTEM 'file:///etc/passwd'> %ext;]>",
    ],
)
def test_a_doctype_without_general_entities_is_tolerated_and_never_followed(tmp_path: Path, head: str) -> None:
    reading = read_bytes(tmp_path, catalogue(head=head).encode(), "t.xml")
    assert (reading.verdict, column(reading, "name")) == ("import", ["Savon"])


def test_a_text_is_whole_whatever_parts_it(tmp_path: Path) -> None:
    reading = read_bytes(
        tmp_path, catalogue("Sa<!-- x -->von <![CDATA[<noir> &]]><?pi x?> &#233;cru").encode(), "t.xml"
    )
    assert column(reading, "name") == ["Savon <noir> & écru"]


@pytest.mark.parametrize("where", ["<HEADER>{}</HEADER>", "{}"])
def test_deep_nesting_is_refused(tmp_path: Path, where: str) -> None:
    deep = "<a>" * 50_000 + "</a>" * 50_000
    text = catalogue().replace("<T_NEW", where.format(deep) + "<T_NEW")
    assert why(tmp_path, text) == ("file.xml_hostile", "depth")
    assert why(tmp_path, catalogue(more=deep)) == ("file.xml_hostile", "depth")


@pytest.mark.parametrize("place", ["<BMECAT", "<ARTICLE>", "<PRICE_AMOUNT"])
def test_a_hundred_thousand_attributes_are_refused(tmp_path: Path, place: str) -> None:
    many = " ".join(f"a{number}='x'" for number in range(100_000))
    text = catalogue().replace(place, f"{place.rstrip('>')} {many}" + (">" if place.endswith(">") else ""), 1)
    assert why(tmp_path, text) == ("file.xml_hostile", "attributes")


def test_attributes_that_a_doctype_adds_to_every_element_are_bounded(tmp_path: Path) -> None:
    added = "".join(f"<!ATTLIST ARTICLE a{number} CDATA '{'x' * 50}'>" for number in range(100))
    assert why(tmp_path, catalogue(head=f"<!DOCTYPE BMECAT [{added}]>")) == ("file.xml_hostile", "attributes")
    one = "<!DOCTYPE BMECAT [<!ATTLIST ARTICLE_PRICE price_type CDATA #IMPLIED><!ATTLIST ARTICLE mode (new|delete) 'new'>]>"
    assert read_bytes(tmp_path, catalogue(head=one).encode(), "t.xml").imported == 1


def test_a_product_of_endless_elements_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "CHUNK", 4096)
    monkeypatch.setattr(cut, "LONGEST", 1000)
    monkeypatch.setattr(xml, "MOST_NODES_A_ROW", 2_000)
    assert why(tmp_path, catalogue(more="<UDX.A/>" * 5_000)) == ("file.xml_hostile", "nodes")


@pytest.mark.parametrize("endless", ["<!--{}-->", "<A b='{}'/>", "<A>{}</A>"])
def test_an_endless_token_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, endless: str) -> None:
    monkeypatch.setattr(xml, "CHUNK", 4096)
    monkeypatch.setattr(cut, "LONGEST", 1000)
    monkeypatch.setattr(xml, "LONGEST_TOKEN", 100_000)
    assert why(tmp_path, catalogue(more=endless.format("x" * 200_000))) == ("file.xml_hostile", "token")


def test_an_endless_prolog_is_refused(tmp_path: Path) -> None:
    assert (
        why(tmp_path, f"<?xml version='1.0'?><!--{'x' * 100}--><BMECAT><!--".encode() + b" " * 10)[0]
        == "file.xml_damaged"
    )
    path = tmp_path / "t.xml"
    path.write_bytes(b"<!--" + b"x" * (xml.LONGEST_PROLOG + xml.CHUNK))
    with pytest.raises(UnreadableFile, match=r"file\.xml_hostile"):
        xml.prolog(path)


def test_a_truncated_file_is_refused_wherever_it_ends(tmp_path: Path) -> None:
    raw = (DATA / "bmecat_2005_new.xml").read_bytes().rstrip()
    for end in range(200, len(raw), 333):
        assert why(tmp_path, raw[:end])[0] in ("file.xml_damaged", "file.unknown_xml"), end


@pytest.mark.parametrize(
    ("declared", "real", "code"),
    [
        ("UTF-8", "iso-8859-1", "file.encoding"), ("ISO-8859-1", "utf-8", "file.encoding"), ("UTF-16", "utf-8", "file.encoding"),
        ("windows-1252", "cp1252", "file.xml_encoding"), ("UTF-32", "utf-8", "file.xml_encoding"), ("x-none", "utf-8", "file.xml_encoding"),
    ],
)  # fmt: skip
def test_a_wrong_or_foreign_encoding_is_refused(tmp_path: Path, declared: str, real: str, code: str) -> None:
    text = catalogue("Savon écru", head=f"<?xml version='1.0' encoding='{declared}'?>")
    assert why(tmp_path, text.encode(real)) == (code, declared.lower() if code == "file.encoding" else declared)


@pytest.mark.parametrize("real", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "iso-8859-15"])
def test_the_encodings_of_catalogues_are_read(tmp_path: Path, real: str) -> None:
    declared = real.removesuffix("-sig")
    text = catalogue("Savon écru", head=f"<?xml version='1.0' encoding='{declared}'?>")
    reading = read_bytes(tmp_path, text.encode(real), "t.xml")
    assert (column(reading, "name"), reading.encoding) == (["Savon écru"], declared)


def test_memory_stays_flat_and_the_sandbox_holds(tmp_path: Path) -> None:
    path = tmp_path / "t.xml"
    one = BODY.removeprefix("<T_NEW_CATALOG>").removesuffix("</T_NEW_CATALOG>")
    rows = (
        one.replace("<SUPPLIER_AID>A", f"<SUPPLIER_AID>A{number}").format(name=f"Savon {number}", more="")
        for number in range(20_000)
    )
    path.write_text(f"<BMECAT><T_NEW_CATALOG>{''.join(rows)}</T_NEW_CATALOG></BMECAT>")
    reading: Reading = read_file(path, Request("t.xml"))
    assert (reading.verdict, reading.imported, reading.peak_mb < 200) == ("import", 20_000, True)


SEEDS = ("bmecat_2005_new.xml", "bmecat_12_prices.xml", "ubl_peppol_new.xml", "cxml_index_full.xml", "cif_full.cif")


@pytest.mark.parametrize("name", SEEDS)
def test_broken_bytes_get_an_answer(tmp_path: Path, name: str) -> None:
    raw = (DATA / name).read_bytes()
    verdicts = {read_bytes(tmp_path, mutated(raw, seed), name).verdict for seed in range(60)}
    assert verdicts <= {"import", "ask", "refuse"}
    assert "refuse" in verdicts or name.endswith(".cif")


@pytest.mark.long
@pytest.mark.parametrize("name", SEEDS)
def test_ten_thousand_broken_files_get_an_answer(tmp_path: Path, name: str) -> None:
    raw = (DATA / name).read_bytes()
    chance = random.Random(name)
    for _ in range(2_500):
        read_bytes(tmp_path, mutated(raw, chance.randrange(10**9)), name)
    assert raw
