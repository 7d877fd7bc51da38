"""ODS by hand: the smallest package that spreadsheet programs open, with true numbers and text."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

from catalog.demo.tables import Table, Value

MIME = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""
CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="{sheet}">{rows}</table:table></office:spreadsheet></office:body>
</office:document-content>"""
STAMP = (2026, 10, 1, 8, 0, 0)
"""Written into the archive, so that the same data gives the same bytes."""


def write_opendocument(path: Path, table: Table) -> None:
    """One sheet: title lines, header, lines."""
    lines: list[tuple[Value, ...]] = [(title,) for title in table.titles] + [line.cells for line in table.lines]
    rows = "".join(f"<table:table-row>{''.join(map(_cell, line))}</table:table-row>\n" for line in lines)
    content = CONTENT.format(sheet=escape(table.sheet), rows=rows)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in (("mimetype", MIME), ("content.xml", content), ("META-INF/manifest.xml", MANIFEST)):
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, STAMP), text, packing)


def _cell(value: Value) -> str:
    if value in (None, ""):
        return "<table:table-cell/>"
    if isinstance(value, Decimal):
        number = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell {number}><text:p>{value}</text:p></table:table-cell>"
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'
