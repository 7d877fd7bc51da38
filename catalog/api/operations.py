"""The operations: parameters of an address read, the service of the command asked, its document given back."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from catalog import asking
from catalog.access import Actor
from catalog.api.answers import Answer, document, mark, same, unchanged
from catalog.api.openapi import openapi
from catalog.api.request import Request
from catalog.errors import Invalid
from catalog.facets.selection import Selection
from catalog.means.means import Means
from catalog.published.shelf import Shelf
from catalog.reference.shipped import names
from catalog.services.buying.explain import explain
from catalog.services.buying.search import Found, standing
from catalog.services.ranges.content import content
from catalog.services.ranges.show import list_ranges, show_range

VERSION = 1
LONGEST_TEXT, LAST_PAGE = 200, 1_000_000
TERMS = ("price_min", "price_max", "currency", "proof", "sort")
SEARCH = ("q", "filter", "tag", *asking.FACETS, *TERMS, "page", "size", "as", "on", "lang")
ALIKE = {"text": "q", "f": "filter"}


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """One request of one actor in one language, with means that read."""

    actor: Actor
    means: Means
    shelf: Shelf
    request: Request
    language: str

    def given(self, allowed: Sequence[str], several: Collection[str] = ()) -> dict[str, list[str]]:
        """The parameters by name, `-` for `_` as on the command line. Raises Invalid for a stranger, or one given twice.

        several: those that may be given more than once.
        """
        found: dict[str, list[str]] = {}
        for raw, value in self.request.params:
            name = ALIKE.get(raw, raw.replace("-", "_"))
            if name not in allowed:
                raise Invalid("api.parameter", name=raw[:60], choices=", ".join(allowed))
            found.setdefault(name, []).append(value)
        for name, values in found.items():
            if len(values) > 1 and name not in several:
                raise Invalid("api.twice", name=name)
        return found

    def answered(self, found: Mapping[str, Any]) -> Answer:
        """A document whose ETag is over all that it says."""
        etag = mark(VERSION, self.language, found)
        return self.told(etag) or document(found, etag)

    def told(self, etag: str) -> Answer | None:
        """304 for who holds this very answer."""
        return unchanged(etag) if same(etag, self.request.headers.get("if-none-match")) else None


def search(asked: Asked) -> Answer:
    """`search`: the ETag is over publication, decisions, day, scope, question and language; it is known before the answer.

    The checksum of the index is in it too: a number that was taken back is given to another publication.
    """
    attributes = names("attribute")
    given = asked.given((*SEARCH, *attributes), {"filter", "tag", *asking.FACETS, *attributes})
    selection, day, member = _question(given), asking.day(_one(given, "on")), _one(given, "as")
    seen = standing(asked.actor, asked.means, asked.shelf, day, member)
    edition = seen.edition
    etag = mark(VERSION, asked.language, edition.publication, edition.index.checksum, edition.decisions, edition.on,
                *_stable(seen.scope), *_stable(selection))  # fmt: skip
    kept = asked.told(etag)
    if kept is not None:
        return kept
    found = seen.ask(selection)
    return document(found.json(), etag, _links(asked, found))


def product(asked: Asked) -> Answer:
    """`explain`."""
    given = asked.given(("lot", "range", "on", "lang"))
    _, _, supplier, *reference = asked.request.parts
    terms = (_one(given, "lot"), _one(given, "range"), asking.day(_one(given, "on")))
    return asked.answered(explain(asked.actor, asked.means, supplier, "/".join(reference), *terms).json())


def ranges(asked: Asked) -> Answer:
    """`range list`."""
    asked.given(("lang",))
    return asked.answered({"ranges": [each.json() for each in list_ranges(asked.actor, asked.means)]})


def range_(asked: Asked) -> Answer:
    """`range show`."""
    given = asked.given(("on", "lang"))
    code = asked.request.parts[-1]
    edition = asked.shelf.edition(asked.means, asking.day(_one(given, "on")))
    sheet = show_range(asked.actor, asked.means, code, edition.on).json()
    held = content(asked.actor, asked.means, edition, code).json()
    return asked.answered(sheet | {name: held[name] for name in ("on", "versions", "content_hash", "offers")})


def described(asked: Asked) -> Answer:
    """This interface itself."""
    asked.given(("lang",))
    return asked.answered(openapi())


def operation(parts: tuple[str, ...]) -> Callable[[Asked], Answer] | None:
    """What a path names, None for nothing."""
    match parts:
        case ("openapi.json",):
            return described
        case ("v1", "search"):
            return search
        case ("v1", "products", supplier, *reference) if supplier and any(reference):
            return product
        case ("v1", "ranges"):
            return ranges
        case ("v1", "ranges", code) if code:
            return range_
    return None


def _question(given: Mapping[str, list[str]]) -> Selection:
    text = _one(given, "q") or ""
    if len(text) > LONGEST_TEXT:
        raise Invalid("api.text", most=LONGEST_TEXT)
    named = [name for name in given if name == "tag" or name in asking.FACETS or name in names("attribute")]
    filters = [*given.get("filter", ()), *(f"{name}={value}" for name in named for value in given[name] if value)]
    page, size = _whole(given, "page", 1, LAST_PAGE), _whole(given, "size", asking.SIZE, LAST_PAGE)
    return asking.question(text, filters, {name: _one(given, name) for name in TERMS}, page, size)


def _one(given: Mapping[str, list[str]], name: str) -> str | None:
    """A parameter that is given once; nothing for an empty one."""
    return given.get(name, [""])[0] or None


def _whole(given: Mapping[str, list[str]], name: str, default: int, most: int) -> int:
    text = _one(given, name)
    if text is None:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= most):
        raise Invalid("api.number", name=name, value=text[:40], most=most)
    return int(text)


def _stable(record: Any) -> list[object]:
    """The fields of a record of sets and mappings, in an order that is the same in every process."""
    return [_ordered(getattr(record, each.name)) for each in dataclasses.fields(record)]


def _ordered(value: Any) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return sorted((name, _ordered(each)) for name, each in value.items())
    return value


def _links(asked: Asked, found: Found) -> dict[str, str]:
    """The pages around this one (RFC 8288)."""
    page, last = found.answer.page, max(1, -(-found.answer.total // found.answer.size))
    around = {"first": 1, "prev": page - 1, "next": page + 1, "last": last}
    params = [pair for pair in asked.request.params if pair[0] != "page"]
    shown = [f'</api/v1/search?{urlencode([*params, ("page", number)])}>; rel="{name}"'
             for name, number in around.items() if 1 <= number <= last]  # fmt: skip
    return {"link": ", ".join(shown)}
