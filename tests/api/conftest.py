"""The API over the small published world, asked by people with tokens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import httpx
import pytest

from catalog.access import OPERATOR
from catalog.api.app import Api
from catalog.entrance import Entrance
from catalog.means.means import Means
from catalog.services.people.tokens import make_token
from catalog.settings import Settings
from tests.buying.offers import account, published

Ask = Callable[..., httpx.Response]
PEOPLE = {
    "member": ("CRECHE", "buyer"),
    "other": ("LYCEE", "buyer"),
    "nobody": ("MAIRIE", "buyer"),
    "supplier": ("SUP-A", "supplier"),
    "staff": ("CEN", "publisher"),
}


def token_for(means: Means, who: str) -> str:
    """A token of a new account of that person."""
    return make_token(OPERATOR, means, account(means, *PEOPLE[who], name=who).email)


@pytest.fixture
def entrance(settings: Settings) -> Iterator[Entrance]:
    made = Entrance(settings)
    with made.writing() as means:
        published(means)
    yield made
    made.kept.pulse.close()
    made.engine.dispose()


@pytest.fixture
def tokens(entrance: Entrance) -> dict[str, str]:
    """Person -> token."""
    with entrance.writing() as means:
        return {who: token_for(means, who) for who in PEOPLE}


@pytest.fixture
def ask(entrance: Entrance, tokens: dict[str, str]) -> Iterator[Ask]:
    """ask(path, who="member", method="GET", **headers) -> the answer."""
    client = httpx.AsyncClient(transport=httpx.ASGITransport(Api(entrance)), base_url="http://tamis.example")
    with asyncio.Runner() as loop:

        def asked(path: str, who: str | None = "member", method: str = "GET", **headers: str) -> httpx.Response:
            sent = {name.replace("_", "-").encode(): value.encode() for name, value in headers.items()}
            if who is not None:
                sent.setdefault(b"authorization", f"Bearer {tokens[who]}".encode())
            return loop.run(client.request(method, path, headers=list(sent.items())))

        yield asked
        loop.run(client.aclose())
