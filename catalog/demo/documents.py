"""A readable document for each proof of the demonstration: one PDF page, written by hand, the same bytes every time."""

from __future__ import annotations

from collections.abc import Sequence

NOTICE = "Document de démonstration – exemple inventé, sans valeur"
PAGE = "/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >>"
FONT = "/Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding"
LEADING = 20
"""Points from one line to the next."""


def demo_pdf(title: str, lines: Sequence[str]) -> bytes:
    """One A4 page: the notice, the title, the lines. Texts outside Windows-1252 lose the odd sign to "?"."""
    stream = _page_text([NOTICE, "", title, "", *lines])
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< {PAGE} >>".encode("ascii"),
        f"<< {FONT} >>".encode("ascii"),
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
    ]
    return _file(objects)


def _page_text(lines: Sequence[str]) -> bytes:
    """The drawing orders: every line in 12 point Helvetica, from the top of the page down."""
    shown = b"".join(b"(%b) Tj T*\n" % _escaped(line) for line in lines)
    return b"BT /F1 12 Tf %d TL 60 770 Td\n%bET" % (LEADING, shown)


def _escaped(line: str) -> bytes:
    plain = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return plain.encode("cp1252", errors="replace")


def _file(objects: Sequence[bytes]) -> bytes:
    """Header, numbered objects, the table of where each begins, and the trailer that names the first."""
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + trailer
