"""The wall before every route, ours and Streamlit's: nothing without a session that the database knows right now.

A pure ASGI middleware. It proves *signed in*; whose a thing is, the services say. A stranger gets what is on PUBLIC,
by exact path; `/metrics` takes a bearer token and no cookie, and so does `/api`, which looks at it itself. An open websocket is looked at again before each
message it sends and every RECHECK seconds; a session that ended sends nothing more and leads to the log-in page.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from catalog.access import Actor
from catalog.api.app import Api
from catalog.means.secrecy import digest
from catalog.services.people import sign_in, tokens
from ui import shell
from ui.headers import bearer_token, header, same_origin, session_token, with_security
from ui.session import House
from ui.theme.assets import STRANGERS
from ui.watch import Watched, touch

SIGN_IN = "/connexion"
READ = ("GET", "HEAD")
PUBLIC = frozenset(
    {(method, path) for method in READ for path in (SIGN_IN, "/login", "/healthz", "/readyz")}
    | {(method, f"/assets/{name}") for method in READ for name in STRANGERS}
    | {("POST", SIGN_IN)}
)
"""All that a stranger may ask for. Exact: no prefix, no trailing slash, no other method."""
BY_LINK = re.compile(r"/valider(/[^/\\?#\x00-\x20]{1,200})?")
"""The pages of a personal link, for whoever holds its address, cut off by a mail program or whole: read, and answered to."""
API, BY_TOKEN = "/api/", ("/metrics",)
CLOSED = (
    "/_stcore/upload_file", "/_stcore/agent", "/_stcore/metrics", "/_stcore/script-health-check",
    "/auth/", "/oauth2callback", "/app/static",
)  # fmt: skip
"""Streamlit's routes that this product does not use. Files come in by our own route, bound to who sends them."""


class Guard:
    """`Guard(app, house)`: see the module."""

    def __init__(self, app: ASGIApp, house: House) -> None:
        self.app, self.house, self.api = app, house, Api(house.entrance)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, with_security(scope, send))
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        # any other kind of scope is unknown, so refused

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        method, path = scope["method"], scope["path"]
        if path.startswith(API):
            await self.api(scope, receive, send)
            return
        if path.startswith(BY_TOKEN):
            await self._by_token(scope, receive, send)
            return
        actor, key = await self._who(scope)
        if actor is None and not _open_to_strangers(method, path):
            await _turned_away(scope, send)
        elif path.startswith(CLOSED):
            await reply(send, 404, "not found\n")
        elif method not in (*READ, "OPTIONS") and not same_origin(scope):
            await reply(send, 403, "cross-site request refused\n")
        else:
            await self._let_in(scope, receive, send, actor, key)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send, actor: Actor | None, key: bytes | None) -> None:
        scope = {**scope, "headers": _without_ours(scope), "tamis.actor": actor, "tamis.session": key}
        if actor is not None and key is not None and _is_document(scope):
            touch(self.house, key)
            scope, send = shell.dressed(scope, send, shell.reads(scope, actor))
        await self.app(scope, receive, send)

    async def _by_token(self, scope: Scope, receive: Receive, send: Send) -> None:
        token = bearer_token(scope)
        actor = await run_in_threadpool(self._speaker, token) if token else None
        if actor is None:
            await reply(send, 401, "bearer token needed\n", [(b"www-authenticate", b"Bearer")])
            return
        await self.app({**scope, "headers": _without_ours(scope), "tamis.actor": actor}, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        actor, key = await self._who(scope)
        if actor is None or key is None or not same_origin(scope):
            await _not_accepted(scope, receive, send)
            return
        # Streamlit takes up an old session again only for the same value of this header (server.trustedUserHeaders).
        mark = (b"x-catalog-session", digest(key.hex()).hex()[:32].encode())
        scope = {**scope, "headers": [*_without_ours(scope), mark]}
        await Watched(self.house, key, receive, send).run(self.app, scope)

    async def _who(self, scope: Scope) -> tuple[Actor | None, bytes | None]:
        token = session_token(scope)
        if not token:
            return None, None
        key = digest(token)
        return await run_in_threadpool(look, self.house, key), key

    def _speaker(self, token: str) -> Actor | None:
        with self.house.entrance.reading() as means:
            return tokens.actor_of_token(means, token)


def look(house: House, key: bytes) -> Actor | None:
    """Whose session this hash is now. One read of the database."""
    with house.entrance.reading() as means:
        return sign_in.actor_of_hash(means, key)


async def reply(send: Send, status: int, text: str, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    """A short plain answer."""
    body = text.encode()
    plain = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*plain, *(headers or [])]})
    await send({"type": "http.response.body", "body": body})


async def _turned_away(scope: Scope, send: Send) -> None:
    """A page leads to the log-in page and back; anything else is refused."""
    if not _is_document(scope):
        await reply(send, 401, "sign in first\n")
        return
    if scope["path"].startswith("/valider"):  # an address that holds a secret is repeated nowhere
        await reply(send, 303, "", [(b"location", SIGN_IN.encode())])
        return
    query = scope["query_string"].decode("latin-1")
    wanted = quote(scope["path"] + (f"?{query}" if query else ""), safe="/")
    await reply(send, 303, "", [(b"location", f"{SIGN_IN}?next={wanted}".encode())])


async def _not_accepted(scope: Scope, receive: Receive, send: Send) -> None:
    await receive()
    if "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": 4401})  # before accept: the server answers 403
        return
    start: Message = {"type": "websocket.http.response.start", "status": 401, "headers": [(b"content-length", b"0")]}
    await send(start)
    await send({"type": "websocket.http.response.body", "body": b""})


def _open_to_strangers(method: str, path: str) -> bool:
    return (method, path) in PUBLIC or (method in (*READ, "POST") and BY_LINK.fullmatch(path) is not None)


def _is_document(scope: Scope) -> bool:
    wanted = header(scope, b"sec-fetch-dest") in (None, "document")
    return scope["method"] == "GET" and wanted and "text/html" in (header(scope, b"accept") or "")


def _without_ours(scope: Scope) -> list[tuple[bytes, bytes]]:
    """Nobody outside says who they are in a header of ours."""
    return [pair for pair in scope["headers"] if not pair[0].startswith(b"x-catalog-")]
