"""What goes back over HTTP: a JSON document, "as before" (304), or a problem told in the asker's language."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any

from starlette.types import Send

from catalog.errors import Busy, Conflict, Invalid, NotAllowed, NotFound, Refusal
from catalog.wording.sentences import say

JSON, PROBLEM = "application/json; charset=utf-8", "application/problem+json; charset=utf-8"
KEPT, NEVER = "private, no-cache", "no-store"
"""An answer with an ETag may be kept by the asker alone and is asked for again each time; any other is never kept."""
STATUS: Mapping[type[Refusal], int] = {Invalid: 400, NotAllowed: 403, NotFound: 404, Conflict: 409, Busy: 503}
RETRY_SECONDS = "2"
WORTH_PACKING = 1_000
"""Bytes of a body from which on it is packed; a shorter one gains nothing."""
PACKING = 1
"""Level of gzip: a page of answers is a fifth, at the cost of a third of a millisecond; more effort gains little."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, a body and the headers beside what every answer has."""

    status: int
    body: bytes = b""
    media_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)

    def packed(self) -> Answer:
        """The same, compressed where that is worth it. The ETag stays: being weak, it names what is said, not the bytes."""
        if len(self.body) < WORTH_PACKING:
            return self
        body = gzip.compress(self.body, PACKING, mtime=0)
        return replace(self, body=body, headers={**self.headers, "content-encoding": "gzip"})

    async def send(self, send: Send, *, alone: bool = False) -> None:
        """As ASGI messages; `alone`: the head without the body."""
        headers = {
            "content-type": self.media_type,
            "content-length": str(len(self.body)),
            "vary": "authorization, accept-language, accept-encoding",
            "cache-control": NEVER,
            **self.headers,
        }
        if self.status == HTTPStatus.NOT_MODIFIED:
            del headers["content-type"], headers["content-length"]
        raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": raw})
        await send({"type": "http.response.body", "body": b"" if alone else self.body})


def document(found: Mapping[str, Any], etag: str, headers: Mapping[str, str] | None = None) -> Answer:
    """A document that may be asked for again by its ETag."""
    body = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(200, body, headers={"etag": etag, "cache-control": KEPT, **(headers or {})})


def unchanged(etag: str) -> Answer:
    """304: what the asker holds is still the answer."""
    return Answer(304, headers={"etag": etag, "cache-control": KEPT})


def mark(*parts: object) -> str:
    """A weak ETag over what makes an answer what it is (the milliseconds that an answer tells are no part of it)."""
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def same(etag: str, asked: str | None) -> bool:
    """Whether an If-None-Match names this ETag."""
    named = [each.strip().removeprefix("W/") for each in (asked or "").split(",")]
    return "*" in named or etag.removeprefix("W/") in named


def refused(refusal: Refusal, language: str) -> Answer:
    """A refusal as a problem."""
    status = next(number for kind, number in STATUS.items() if isinstance(refusal, kind))
    later = {"retry-after": RETRY_SECONDS} if status == HTTPStatus.SERVICE_UNAVAILABLE else None
    return problem(status, refusal.code, language, refusal.params, later)


def problem(
    status: int,
    code: str,
    language: str,
    params: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """RFC 9457: the stable code, and its sentence in a language."""
    told = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": say(code, params or {}, language),
    }
    body = json.dumps(told, ensure_ascii=False).encode()
    return Answer(status, body, PROBLEM, {"content-language": language, **(headers or {})})
