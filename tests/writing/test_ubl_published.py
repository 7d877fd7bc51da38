"""Our messages against the profile's published rules, where a folder of them is named; `test_ubl.py` keeps the same rules
in words of ours on every run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from catalog.services.ranges.export_ubl import GS1
from catalog.writing.ubl import CertificateHeld, Party, ubl
from imports.cleaning import unit_words
from tests.writing.peppol_files import ENGINE, THERE, broken, misplaced
from tests.writing.test_ubl import BARE, FULL, catalogue

pytestmark = pytest.mark.skipif(not THERE, reason="no published rules: set TAMIS_PEPPOL to their folder")
UNITS = sorted({*unit_words._WORDS, *unit_words._CODES})


def message() -> bytes:
    """Every unit that we know, every certificate that we name, a full line and a bare one."""
    held = tuple(CertificateHeld("1", code, "Social", "Label") for code in (*GS1.values(), "NA"))
    units = [replace(BARE, reference=unit, order_unit=unit, content_unit=unit, content=1, least=1) for unit in UNITS]
    return ubl(catalogue(FULL, BARE, replace(FULL, reference="C", certificates=held), *units))


def test_every_element_and_code_is_of_the_published_structure() -> None:
    assert misplaced(message()) == []
    assert misplaced(ubl(replace(catalogue(replace(BARE, prices=(), vat=0)), seller=Party("Sans", "")))) == []


@pytest.mark.parametrize(
    ("wrong", "right"), [(b">Replace<", b">Remove<"), (b"cbc:Remarks", b"cbc:Note"), (b' unitCode="XJY"', b"")]
)
def test_the_structure_is_really_asked(wrong: bytes, right: bytes) -> None:
    assert misplaced(ubl(catalogue(FULL)).replace(wrong, right)) != []


@pytest.mark.skipif(not ENGINE, reason="the published assertions are XPath 2: install saxonche to run them")
def test_no_published_assertion_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "message.xml"
    path.write_bytes(message())
    assert broken(path) == []
    path.write_bytes(ubl(catalogue(FULL)).replace(b">3.95<", b">-3.95<").replace(b">5.5<", b">0<"))
    assert sorted(set(broken(path))) == ["PEPPOL-T19-R006", "PEPPOL-T19-R015"]
