"""Small PDFs of our own: words at places on pages, and the odd things that hostile files hold."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 595, 842
_TURNS = {0: "", 90: f"0 1 -1 0 {HEIGHT} 0 cm", 180: f"-1 0 0 -1 {WIDTH} {HEIGHT} cm", 270: f"0 -1 1 0 0 {WIDTH} cm"}


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text. x, y: points from the upper left corner; spacing: extra points between letters."""

    x: float
    y: float
    text: str
    size: float = 9
    spacing: float = 0


def pdf_of(
    pages: Sequence[Sequence[Run]],
    extra: Mapping[str, str] | None = None,
    catalog: str = "",
    turned: int = 0,
    font: str = "",
) -> bytes:
    """A PDF of these pages. extra: further objects by name ("AA": "<<...>>"), reached from `catalog` or `font` as {AA}.

    turned: degrees by which each page is turned when shown; it looks the same, what is drawn is turned the other way.
    """
    bodies: list[bytes] = [b"", b"", b""]
    kids = []
    size = f"{HEIGHT} {WIDTH}" if turned in (90, 270) else f"{WIDTH} {HEIGHT}"
    for runs in pages:
        content = "\n".join((_TURNS[turned], *(_shown(run) for run in runs))).encode("cp1252", "replace")
        bodies.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        bodies.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {size}]/Rotate {turned}/Contents {len(bodies)} 0 R"
            f"/Resources<</Font<</F1 3 0 R>>>>>>".encode()
        )
        kids.append(f"{len(bodies)} 0 R")
    names = {}
    for name, body in (extra or {}).items():
        bodies.append(body.encode("latin-1"))
        names[name] = f"{len(bodies)} 0 R"
    bodies[0] = f"<</Type/Catalog/Pages 2 0 R{catalog.format(**names)}>>".encode("latin-1")
    bodies[2] = (
        f"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding{font.format(**names)}>>".encode(
            "latin-1"
        )
    )
    bodies[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    return assembled(bodies)


def counting_pdf(pages: Sequence[Sequence[Run]]) -> bytes:
    """A PDF whose font tells for each letter the number of its picture, as one does that was printed without names."""
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Counted def /CMapType 2 def "
        "1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <20> <7E> <0003> endbfrange "
        "1 beginbfchar <E9> <006F> endbfchar endcmap end end"
    )
    return pdf_of(pages, {"T": f"<</Length {len(table)}>>stream\n{table}\nendstream"}, font="/ToUnicode {T}")


def assembled(bodies: Sequence[bytes], trailer: str = "") -> bytes:
    """Objects 1, 2, ... with their table of places and a trailer whose root is object 1."""
    out, places = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer\n<</Size {len(bodies) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode("latin-1")
    return bytes(out)


def _shown(run: Run) -> str:
    text = run.text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /F1 {run.size} Tf {run.spacing} Tc {run.x} {HEIGHT - run.y} Td ({text}) Tj ET"


def locked_pdf() -> bytes:
    """A PDF that opens with a password only (40 bit RC4, as the first security handler of PDF 1.1 has it)."""
    pad = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    identity = b"0123456789abcdef"
    owner = _rc4(hashlib.md5(b"owner".ljust(5) + pad[:27]).digest()[:5], (b"secret" + pad)[:32])
    rights = (-4).to_bytes(4, "little", signed=True)
    key = hashlib.md5((b"secret" + pad)[:32] + owner + rights + identity).digest()[:5]
    user = _rc4(key, pad)
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>" % (owner.hex().encode(), user.hex().encode()),
    ]
    return assembled(bodies, f"/Encrypt 4 0 R/ID[<{identity.hex()}><{identity.hex()}>]")


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
