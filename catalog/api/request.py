"""A request as the operations look at it: the parts of its path, its parameters, its language, what it accepts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, parse_qsl, unquote_to_bytes

from starlette.types import Scope

from catalog.errors import Invalid
from catalog.settings import LANGUAGES

ROOT = "/api/"
LONGEST_PATH, LONGEST_QUERY, MOST_PARAMETERS = 1_000, 8_000, 100


class TooLongError(Exception):
    """A path or a query that is longer than any question."""


@dataclass(frozen=True, slots=True)
class Request:
    """`parts`: of the path below /api/, each decoded by itself, so that a part may hold a slash."""

    parts: tuple[str, ...]
    params: Sequence[tuple[str, str]]
    headers: Mapping[str, str]

    @classmethod
    def of(cls, scope: Scope) -> Request:
        """Read from ASGI. Raises TooLongError, Invalid for bytes that are no text and for too many parameters."""
        raw: bytes = scope.get("raw_path") or scope["path"].encode()
        query: bytes = scope["query_string"]
        if len(raw) > LONGEST_PATH or len(query) > LONGEST_QUERY:
            raise TooLongError
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        parts = tuple(_text(part) for part in raw.partition(b"?")[0].removeprefix(ROOT.encode()).split(b"/"))
        return cls(parts, _params(query), headers)

    @property
    def takes_json(self) -> bool:
        """Whether the asker accepts what every operation answers."""
        wanted = self.headers.get("accept", "*/*").lower().replace(" ", "").split(",")
        kinds = {each.partition(";")[0] for each in wanted if _weight(each) > 0}
        return bool(kinds & {"*/*", "application/*", "application/json"})


def bearer(scope: Scope) -> str | None:
    """The token of `Authorization: Bearer TOKEN`; None where there is none, or two."""
    found = [value for name, value in scope["headers"] if name == b"authorization"]
    kind, _, token = (found[0].decode("latin-1") if len(found) == 1 else "").partition(" ")
    return token.strip() or None if kind.lower() == "bearer" else None


def takes_gzip(scope: Scope) -> bool:
    """Whether the asker unpacks gzip by itself; who names no coding gets the bytes as they are."""
    header = b",".join(value for name, value in scope["headers"] if name == b"accept-encoding").decode("latin-1")
    codings = {each.partition(";")[0]: _weight(each) for each in header.lower().replace(" ", "").split(",")}
    return codings.get("gzip", codings.get("*", 0.0)) > 0


def language_of(scope: Scope, own: str) -> str:
    """lang=, else the first that Accept-Language prefers and the product speaks, else the asker's own. Never refuses."""
    query: bytes = scope["query_string"]
    asked = parse_qs(query[:LONGEST_QUERY].decode("latin-1")).get("lang", [""])[-1]
    if asked in LANGUAGES:
        return asked
    header = b",".join(value for name, value in scope["headers"] if name == b"accept-language").decode("latin-1")
    return next((each for each in _preferred(header) if each in LANGUAGES), own)


def _params(query: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except UnicodeDecodeError:
        raise Invalid("api.no_text") from None
    except ValueError:
        raise Invalid("api.too_many", most=MOST_PARAMETERS) from None


def _text(part: bytes) -> str:
    try:
        return unquote_to_bytes(part).decode()
    except UnicodeDecodeError:
        raise Invalid("api.no_text") from None


def _preferred(header: str) -> list[str]:
    """Languages of an Accept-Language, the most wanted first."""
    wanted = header.lower().replace(" ", "").split(",")[:20]
    ranked = sorted((-_weight(each), place) for place, each in enumerate(wanted) if _weight(each) > 0)
    return [wanted[place].partition(";")[0].partition("-")[0] for _, place in ranked]


def _weight(text: str) -> float:
    """The q of one line of an Accept header; what is no number counts for nothing."""
    _, named, value = text.partition(";q=")
    try:
        return float(value.partition(";")[0]) if named else 1.0
    except ValueError:
        return 0.0
