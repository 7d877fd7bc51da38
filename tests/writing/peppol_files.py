"""The profile's own published files: structure with code lists, and its assertions, put to a message.

The rules belong to their publisher and are no part of this repository: TAMIS_PEPPOL names a folder of them (the one that
holds `rules` and `structure`). Assertions are XPath 2: they need the package saxonche, which is not among ours.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr

from tests.writing.peppol_shape import SHORT, short

FOLDER = Path(os.environ.get("TAMIS_PEPPOL") or Path(__file__).parent / "peppol")
SYNTAX = FOLDER / "structure" / "syntax" / "ubl-catalogue.xml"
PARTS = FOLDER / "rules" / "sch" / "parts"
PATTERNS = ("common/empty-elements.sch", "common/rules.sch", "PEPPOL-M-T19.sch")
THERE = SYNTAX.is_file()
ENGINE = importlib.util.find_spec("saxonche") is not None
S = "{urn:fdc:difi.no:2017:vefa:structure-1}"
C = "{urn:fdc:difi.no:2017:vefa:structure:CodeList-1}"
SCH = "{http://purl.oclc.org/dsdl/schematron}"


def misplaced(content: bytes) -> list[str]:
    """What is missing, too many, unknown or outside a code list."""
    document = ElementTree.parse(SYNTAX).getroot().find(f"{S}Document")
    assert document is not None
    return list(_element(ElementTree.fromstring(content), document, "Catalogue"))


def _element(element: Element, rule: Element, path: str) -> Iterator[str]:
    wanted = {(each.findtext(f"{S}Term") or ""): each for each in rule.findall(f"{S}Element")}
    found = [short(each.tag) for each in element]
    for name, each in wanted.items():
        least, most = each.get("cardinality", "1..1").split("..")
        if found.count(name) < int(least) or (most != "n" and found.count(name) > int(most)):
            yield f"{path}: {found.count(name)} of {name}"
    yield from _attributes(element, rule, path)
    if not wanted and not _listed(element.text or "", rule):
        yield f"{path}: {element.text} is in no list"
    for child in element:
        if short(child.tag) in wanted:
            yield from _element(child, wanted[short(child.tag)], f"{path}/{short(child.tag)}")
        else:
            yield f"{path}: {short(child.tag)}"


def _attributes(element: Element, rule: Element, path: str) -> Iterator[str]:
    wanted = {(each.findtext(f"{S}Term") or ""): each for each in rule.findall(f"{S}Attribute")}
    yield from (f"{path}: @{name}" for name in element.attrib.keys() - wanted.keys())
    for name, each in wanted.items():
        if name not in element.attrib and each.get("usage") != "Optional":
            yield f"{path}: no @{name}"
        elif name in element.attrib and not _listed(element.attrib[name], each):
            yield f"{path}: @{name} {element.attrib[name]} is in no list"


def _listed(value: str, rule: Element) -> bool:
    named = [each.text or "" for each in rule.findall(f"{S}Reference") if each.get("type") == "CODE_LIST"]
    known = [_codes()[name] for name in named if name in _codes()]
    return not known or any(value.strip() in codes for codes in known)


@cache
def _codes() -> dict[str, frozenset[str]]:
    """Code list -> its codes."""
    roots = [ElementTree.parse(path).getroot() for path in (FOLDER / "structure" / "codelist").glob("*.xml")]
    return {
        root.findtext(f"{C}Identifier") or "": frozenset((each.text or "").strip() for each in root.iter(f"{C}Id"))
        for root in roots
    }


def broken(path: Path) -> list[str]:
    """The ids of the assertions that a message breaks."""
    return re.findall(r'<f id="([^"]+)"', _sheet().transform_to_string(source_file=str(path)))


@cache
def _sheet() -> Any:
    engine = importlib.import_module("saxonche").PySaxonProcessor(license=False)
    return engine.new_xslt30_processor().compile_stylesheet(stylesheet_text=_stylesheet())


def _stylesheet() -> str:
    """The patterns as one stylesheet, a mode each; of the rules of a pattern the first that matches speaks."""
    roots = [ElementTree.parse(PARTS / name).getroot() for name in PATTERNS]
    variables = "".join(_variable(each) for root in roots for each in root.findall(f"{SCH}let"))
    starts = "".join(f'<xsl:apply-templates select="*" mode="m{place}"/>' for place, _ in enumerate(roots))
    spaces = " ".join(f'xmlns:{(prefix or "ubl:")[:-1]}="{space[1:-1]}"' for space, prefix in SHORT.items())
    return (
        f'<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:u="utils" {spaces}>{variables}{_functions()}'
        f'<xsl:template match="/"><r>{starts}</r></xsl:template>'
        + "".join(_mode(root, place) for place, root in enumerate(roots))
        + "</xsl:stylesheet>"
    )


def _functions() -> str:
    texts = [path.read_text(encoding="utf-8") for path in sorted((PARTS / "function").glob("*.xml"))]
    bare = [re.sub(r'<\?xml[^>]*>|<!--.*?-->| xmlns="[^"]*"', "", text, flags=re.DOTALL) for text in texts]
    return "".join(re.sub(r"<(/?)(\w)", r"<\1xsl:\2", text) for text in bare if '"u:cat2str"' not in text)


def _variable(each: Element) -> str:
    return f"<xsl:variable name={quoteattr(each.get('name', ''))} select={quoteattr(each.get('value', ''))}/>"


def _mode(pattern: Element, place: int) -> str:
    further = f'<xsl:apply-templates select="*" mode="m{place}"/>'
    made = [f'<xsl:template match="*" mode="m{place}" priority="-5">{further}</xsl:template>']
    for turn, rule in enumerate(pattern.findall(f"{SCH}rule")):
        tests = "".join(_assertion(each) for each in rule.findall(f"{SCH}assert"))
        variables = "".join(_variable(each) for each in rule.findall(f"{SCH}let"))
        head = f'<xsl:template match={quoteattr(rule.get("context", ""))} mode="m{place}" priority="{1000 - turn}">'
        made.append(f"{head}{variables}{tests}{further}</xsl:template>")
    return "".join(made)


def _assertion(each: Element) -> str:
    wrong = quoteattr(f"not({each.get('test', '')})")
    return f"<xsl:if test={wrong}><f id={quoteattr(each.get('id', ''))}/></xsl:if>"
