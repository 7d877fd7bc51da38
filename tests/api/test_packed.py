"""An answer goes out packed to who unpacks it, says the same, and bears the same mark."""

from __future__ import annotations

import gzip

import pytest

from catalog.api.answers import WORTH_PACKING, Answer
from catalog.api.request import takes_gzip
from tests.api.conftest import Ask

SEARCHED = "/api/v1/search"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_packed_or_not_it_is_the_same_answer(ask: Ask) -> None:
    plain = ask(SEARCHED, accept_encoding="identity")
    packed = ask(SEARCHED, accept_encoding="gzip")
    assert ("content-encoding" in plain.headers, packed.headers["content-encoding"]) == (False, "gzip")
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    assert plain.json() | {"ms": 0} == packed.json() | {"ms": 0}
    assert plain.headers["vary"] == packed.headers["vary"] == "authorization, accept-language, accept-encoding"
    assert plain.headers["etag"] == packed.headers["etag"]
    assert plain.headers["etag"].startswith('W/"'), "a strong mark would be another one for other bytes"
    for coding in ("gzip", "identity"):
        kept = ask(SEARCHED, if_none_match=plain.headers["etag"], accept_encoding=coding)
        assert (kept.status_code, kept.content, "content-encoding" in kept.headers) == (304, b"", False)
    head = ask(SEARCHED, method="HEAD", accept_encoding="gzip")
    assert (head.status_code, head.content, head.headers["content-encoding"]) == (200, b"", "gzip")
    short = ask(f"{SEARCHED}?sort=random", accept_encoding="gzip")
    assert (short.status_code, "content-encoding" in short.headers) == (400, False), "too short to gain by it"


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        (None, False), ("", False), ("identity", False), ("br, deflate", False), ("gzip;q=0", False), ("*;q=0", False),
        ("gzip;q=x", False), ("gzip;q=0, *", False), ("gzip", True), ("br, GZIP;q=0.5", True), ("*", True), ("br;q=1.0, *;q=0.1", True),
    ],
)  # fmt: skip
def test_who_unpacks(header: str | None, taken: bool) -> None:
    assert takes_gzip({"headers": [] if header is None else [(b"accept-encoding", header.encode())]}) is taken


def test_the_same_answer_packs_into_the_same_bytes() -> None:
    answer = Answer(200, b"x" * WORTH_PACKING, headers={"etag": 'W/"1"'})
    assert answer.packed().body == answer.packed().body
    assert gzip.decompress(answer.packed().body) == answer.body
    assert answer.packed().headers == {"etag": 'W/"1"', "content-encoding": "gzip"}
    assert Answer(200, answer.body[1:]).packed().body == answer.body[1:]
