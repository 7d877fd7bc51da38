"""Documents handed in: known by their first bytes, named without a path."""

from __future__ import annotations

import pytest

from catalog.errors import Invalid
from catalog.means.attachments import check_attachment, clean_name

PDF = b"%PDF-1.4\n"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (PDF, "a.pdf"),
        (PDF, "A.PDF"),
        (b"\x89PNG\r\n\x1a\n...", "a.png"),
        (b"\xff\xd8\xff\xe0", "a.jpeg"),
        (b"MM\x00*", "a.tif"),
        (b"PK\x03\x04...", "a.docx"),
        ("Attestation du 3 mars\r\n\tsignée".encode(), "a.txt"),
        ("é".encode("cp1252"), "a.txt"),
    ],
)
def test_what_is_taken(data: bytes, name: str) -> None:
    taken = check_attachment(data, f"C:\\dossier/{name}", 1)
    assert (taken.data, taken.name) == (data, name)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.pdf", "document.empty"),
        (PDF, "a.exe", "document.kind_unknown"),
        (PDF, "pdf", "document.kind_unknown"),
        (b"MZ\x90", "a.pdf", "document.not_as_named"),
        (b"\n%PDF-1.4", "a.pdf", "document.not_as_named"),
        (PDF, "a.png", "document.not_as_named"),
        (b"text\x00", "a.txt", "document.not_as_named"),
        (PDF + b"x" * (1 << 20), "a.pdf", "file.too_large"),
    ],
)
def test_what_is_refused(data: bytes, name: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_attachment(data, name, 1)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\licence 2026.pdf", "licence 2026.pdf"),
        ("a\r\nSet-Cookie: b\u202efdp.pdf", "aSet-Cookie: bfdp.pdf"),
        ("", "document"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_is_a_label(name: str, label: str) -> None:
    assert clean_name(name) == label
