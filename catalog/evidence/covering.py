"""Which products a document names: by reference, GTIN, model list or family. Of one supplier, as they stand newest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from anyascii import anyascii
from sqlalchemy.orm import Session

from catalog.queries import documents
from catalog.queries.references import ids_by_reference, normalised

MOST_NAMED = 20_000
"""How many references, GTINs and models one action may name."""
LONGEST_RUN = 6
GTIN_LENGTHS = (8, 12, 13, 14)
_WORD = re.compile(r"[^\W_]+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Named:
    """What a person or a document names. A reference that is none and looks like a GTIN is looked up as one."""

    references: tuple[str, ...] = ()
    gtins: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    families: tuple[str, ...] = ()

    @property
    def scope(self) -> Mapping[str, list[str]] | None:
        """What of it may grow with later publications, as a proof keeps it."""
        kept = {"families": sorted(set(self.families)), "models": sorted(set(self.models))}
        return {name: values for name, values in kept.items() if values} or None

    def __bool__(self) -> bool:
        return bool(self.references or self.gtins or self.models or self.families)


@dataclass(frozen=True, slots=True)
class Covering:
    """found: product id -> what tied it; missing: what was named and names no product, in the order it was named."""

    found: Mapping[int, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


def covering_of(session: Session, supplier_id: int, named: Named) -> Covering:
    """The products of the supplier that are named. What names none is told, never left out in silence."""
    references = _distinct(map(normalised, named.references))
    by_reference = ids_by_reference(session, supplier_id, references)
    unknown = [reference for reference in references if reference not in by_reference]
    maybe = [*unknown, *_distinct(normalised(gtin) for gtin in named.gtins)]
    by_gtin = _by_gtin(session, supplier_id, maybe)
    found = dict.fromkeys(by_reference.values(), "reference")
    for keys in by_gtin.values():
        found = dict.fromkeys(keys, "gtin") | found
    by_model = _by_model(session, supplier_id, named.models)
    by_family = documents.ids_by_family(session, supplier_id, named.families)
    for how, groups in (("model", by_model), ("family", by_family)):
        for keys in groups.values():
            found = dict.fromkeys(keys, how) | found
    missing = [text for text in maybe if text not in by_gtin]
    missing += [text for text in _distinct((*named.models, *named.families)) if text not in by_model | by_family]
    return Covering(found, tuple(missing))


def _by_gtin(session: Session, supplier_id: int, texts: Sequence[str]) -> dict[str, list[int]]:
    """Text as given -> the products of that GTIN; leading zeros do not count."""
    asked = {text: gtin for text in texts if (gtin := gtin_of(text))}
    known = documents.ids_by_gtin(session, supplier_id, set(asked.values())) if asked else {}
    return {text: known[gtin] for text, gtin in asked.items() if gtin in known}


def _by_model(session: Session, supplier_id: int, models: Sequence[str]) -> dict[str, list[int]]:
    """Model -> the products whose name or reference holds it as whole words."""
    wanted = {text: squeezed(text) for text in _distinct(models) if len(squeezed(text)) > 1}
    if not wanted:
        return {}
    seen: dict[str, list[int]] = {}
    among = frozenset(wanted.values())
    for known in documents.known_products(session, supplier_id):
        for run in {*runs(known.name), *runs(known.reference)} & among:
            seen.setdefault(run, []).append(known.id)
    return {text: seen[run] for text, run in wanted.items() if run in seen}


def squeezed(text: str) -> str:
    """Letters and digits alone, without accents or case: "TN-2410 XL" is "tn2410xl"."""
    return "".join(_WORD.findall(anyascii(text).casefold()))


def runs(text: str, longest: int = LONGEST_RUN) -> Iterator[str]:
    """Every run of neighbouring words of a text, squeezed: "TN-2410 noir" gives tn, tn2410, tn2410noir, 2410, ..."""
    words = _WORD.findall(anyascii(text[:500]).casefold())
    for start in range(len(words)):
        joined = ""
        for word in islice(words, start, start + longest):
            joined += word
            yield joined


def gtin_of(text: str) -> str | None:
    """A GTIN as it is compared: 14 digits, zeros in front. None for anything without the right check digit."""
    digits = re.sub(r"[\s-]", "", text)
    if not (digits.isascii() and digits.isdigit() and len(digits) in GTIN_LENGTHS):
        return None
    whole = digits.zfill(14)
    total = sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(whole))
    return whole if total % 10 == 0 and int(whole) else None


def _distinct(texts: Iterator[str] | Sequence[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]
