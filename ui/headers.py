"""What goes on every answer, and what is asked of every request that changes something."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import streamlit
from starlette.requests import cookie_parser
from starlette.types import Message, Scope, Send

from ui.session import COOKIE, SECURE_COOKIE

CACHED = ("/static/", "/assets/", "/api/")
"""Paths that say themselves how long they may be kept; everything else is never kept."""


@cache
def security_headers() -> tuple[tuple[bytes, bytes], ...]:
    """Content policy and its companions. Inline scripts: the one of Streamlit's own page, by its hash; no other."""
    policy = "; ".join(
        (
            "default-src 'none'", f"script-src 'self' {_inline_scripts()}", "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:", "font-src 'self' data:", "connect-src 'self'", "media-src 'self'",
            "manifest-src 'self'", "worker-src 'self'", "frame-src 'none'", "object-src 'none'", "base-uri 'none'",
            "form-action 'self'", "frame-ancestors 'none'",
        )
    )  # fmt: skip
    return (
        (b"content-security-policy", policy.encode()),
        (b"x-frame-options", b"DENY"),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    )


def with_security(scope: Scope, send: Send) -> Send:
    """`send` that puts the headers on the answer, in the place of any of the same name."""
    added = security_headers()
    if not scope["path"].startswith(CACHED):
        added = (*added, (b"cache-control", b"private, no-store"))
    if scope["path"].startswith("/valider/"):
        # The address of a personal link is a secret: no page learns it. Without any referrer a form's origin would be null.
        added = (*(each for each in added if each[0] != b"referrer-policy"), (b"referrer-policy", b"strict-origin"))
    if scope["scheme"] == "https":
        added = (*added, (b"strict-transport-security", b"max-age=31536000"))
    ours = {name for name, _ in added}

    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [header for header in message["headers"] if header[0].lower() not in ours]
            message = {**message, "headers": [*kept, *added]}
        await send(message)

    return wrapped


def header(scope: Scope, name: bytes) -> str | None:
    """The value of a request header; None when it is not there, or there twice (nobody sends one of ours twice)."""
    found = [value for key, value in scope["headers"] if key == name]
    return found[0].decode("latin-1") if len(found) == 1 else None


def same_origin(scope: Scope) -> bool:
    """Whether a request says that it comes from a page of ours. A websocket must name its origin.

    Both schemes will do: behind a proxy that is not declared, the browser's is not known here.
    """
    origin, host = header(scope, b"origin"), header(scope, b"host")
    if origin is not None:
        return host is not None and origin.lower() in (f"http://{host}".lower(), f"https://{host}".lower())
    return scope["type"] == "http" and header(scope, b"sec-fetch-site") in ("same-origin", "none")


def session_token(scope: Scope) -> str | None:
    """The session's secret from the cookie; over HTTPS only from the one that no other host can have set."""
    name = SECURE_COOKIE if scope["scheme"] in ("https", "wss") else COOKIE
    cookies: dict[str, str] = {}
    for key, value in scope["headers"]:
        if key == b"cookie":  # read as Streamlit reads them; another application's odd cookie hides none of ours
            cookies |= cookie_parser(value.decode("latin-1"))
    return cookies.get(name) or None


def bearer_token(scope: Scope) -> str | None:
    """The token of `Authorization: Bearer TOKEN`."""
    kind, _, token = (header(scope, b"authorization") or "").partition(" ")
    return token.strip() or None if kind.lower() == "bearer" else None


def _inline_scripts() -> str:
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    found = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    return " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(each.encode()).digest()).decode()}'" for each in found)
