"""Streamlit's one HTML page made ours: its language, title, icon, style sheet and script."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from starlette.types import Message, Scope, Send

from catalog.access import Actor
from catalog.settings import LANGUAGES
from ui.parts.markup import escape
from ui.theme.assets import assets
from ui.wording.words import word

DROPPED = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
"""Request headers that would bring back the page packed, in part or not at all."""
STALE = (b"content-length", b"etag", b"last-modified")


def reads(scope: Scope, actor: Actor) -> str:
    """The language of a page: of the address, else the account's."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[-1]
    return asked if asked in LANGUAGES else actor.language


def dressed(scope: Scope, send: Send, language: str) -> tuple[Scope, Send]:
    """Scope and send for a document: an HTML answer is held, changed and sent whole; all else streams through."""
    kept = [header for header in scope["headers"] if header[0] not in DROPPED]
    return {**scope, "headers": kept}, _Dressing(send, language)


class _Dressing:
    def __init__(self, send: Send, language: str) -> None:
        self.send, self.language = send, language
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message):
            self.start = message
        elif message["type"] == "http.response.body" and self.start is not None:
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self.start)
        else:
            await self.send(message)

    async def _finish(self, start: Message) -> None:
        body = page(self.body.decode(), self.language).encode()
        kept = [header for header in start["headers"] if header[0].lower() not in STALE]
        await self.send({**start, "headers": [*kept, (b"content-length", str(len(body)).encode())]})
        await self.send({"type": "http.response.body", "body": body})
        self.start = None


def page(html: str, language: str) -> str:
    """The shell in a language. What Streamlit's next version no longer has is left alone (a test looks)."""
    name, about = escape(word("app.name", language)), escape(word("app.description", language))
    html = html.replace('<html lang="en"', f'<html lang="{language}"', 1)
    html = re.sub(r"<title>.*?</title>", f"<title>{name}</title>", html, count=1)
    html = re.sub(r'<link rel="service-desc"[^>]*>', "", html, count=1)
    html = re.sub(r'href="[^"]*favicon\.png"', 'type="image/svg+xml" href="/assets/icon.svg"', html, count=1)
    ours = (
        f'<meta name="description" content="{about}" /><meta name="color-scheme" content="light dark" />'
        f'<link rel="stylesheet" href="{address("tamis.css")}" /><script defer src="{address("tamis.js")}"></script>'
    )
    return html.replace("</head>", f"{ours}</head>", 1)


def address(name: str) -> str:
    """The address of an asset; another one when its bytes change."""
    return f"/assets/{name}?v={assets()[name].mark}"


def _is_html(message: Message) -> bool:
    kinds = [value for name, value in message["headers"] if name.lower() == b"content-type"]
    return bool(kinds) and kinds[0].startswith(b"text/html")
