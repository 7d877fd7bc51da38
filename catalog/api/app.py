"""The ASGI application under /api/: a token and what it may, then the operation, then JSON. It knows no cookie.

Each request looks whether the database has moved; while it has not, what was read for the last one holds: account, scope,
edition. So a revoked token or a disabled account is out with the next request, at the cost of a look.
"""

from __future__ import annotations

import logging
import secrets
from collections import Counter
from functools import cached_property, partial

import anyio
from starlette.types import Receive, Scope, Send

from catalog.access import Actor
from catalog.api.answers import Answer, problem, refused
from catalog.api.operations import Asked, operation
from catalog.api.request import Request, TooLongError, bearer, language_of, takes_gzip
from catalog.entrance import Entrance
from catalog.errors import Refusal
from catalog.means.means import Means
from catalog.means.secrecy import digest
from catalog.services.people import tokens

AT_ONCE, IN_LINE = 4, 16
"""Requests worked on together; requests of one token that may wait, the running ones included."""
READ = ("GET", "HEAD")
LOG = logging.getLogger("tamis.api")


class Api:
    """`Api(entrance)`: see the module."""

    def __init__(self, entrance: Entrance) -> None:
        self.entrance = entrance
        self._waiting: Counter[bytes] = Counter()

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        token = bearer(scope)
        key = digest(token) if token else b""
        if self._waiting[key] >= IN_LINE:
            answer = problem(
                429, "api.busy", language_of(scope, self.entrance.settings.language), headers={"retry-after": "1"}
            )
        else:
            answer = await self._in_turn(scope, token, key)
        await answer.send(send, alone=scope["method"] == "HEAD")

    async def _in_turn(self, scope: Scope, token: str | None, key: bytes) -> Answer:
        self._waiting[key] += 1
        try:
            return await anyio.to_thread.run_sync(partial(self._packed, scope, token), limiter=self._turns)
        finally:
            self._waiting[key] -= 1
            if not self._waiting[key]:
                del self._waiting[key]

    @cached_property
    def _turns(self) -> anyio.CapacityLimiter:
        return anyio.CapacityLimiter(AT_ONCE)

    def _packed(self, scope: Scope, token: str | None) -> Answer:
        """Packed here, beside the event loop."""
        answer = self.answer(scope, token)
        return answer.packed() if takes_gzip(scope) else answer

    def answer(self, scope: Scope, token: str | None) -> Answer:
        """The answer to a request; whatever breaks is a problem with an id, whose detail is in the log."""
        language = language_of(scope, self.entrance.settings.language)
        try:
            with self.entrance.reading() as means:
                actor = tokens.actor_of_token(means, token) if token else None
                return _stranger(token, language) if actor is None else self._operated(scope, actor, means)
        except Refusal as refusal:
            return refused(refusal, language)
        except Exception:
            identifier = secrets.token_hex(4)
            LOG.exception("request failed, id %s", identifier)
            return problem(500, "api.failed", language, {"id": identifier})

    def _operated(self, scope: Scope, actor: Actor, means: Means) -> Answer:
        language = language_of(scope, actor.language)
        try:
            request = Request.of(scope)
            wanted = operation(request.parts)
            if wanted is None:
                return problem(404, "api.unknown", language)
            if scope["method"] not in READ:
                return problem(405, "api.method", language, headers={"allow": ", ".join(READ)})
            if not request.takes_json:
                return problem(406, "api.accept", language)
            return wanted(Asked(actor, means, self.entrance.shelf, request, language))
        except TooLongError:
            return problem(414, "api.too_long", language)
        except Refusal as refusal:
            return refused(refusal, language)


def _stranger(token: str | None, language: str) -> Answer:
    wrong = 'Bearer error="invalid_token"' if token else "Bearer"
    return problem(401, "api.token", language, headers={"www-authenticate": wrong})
