"""A session that came in by a personal link, tried by real clients: the same wall as for an account, and less behind it."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select, update
from websockets.exceptions import ConnectionClosed

from catalog.db import writing
from catalog.means.secrecy import digest, new_token
from catalog.models import LinkEntry, Mail, Organisation, RequestLink, ValidationRequest
from catalog.models.base import new_id
from tests.journeys.browser import PATIENCE
from tests.ui.conftest import Served
from tests.ui.test_guard import HTML, left, messages, opened, rerun
from ui.session import COOKIE

MARIE = "marie@savon.example"


@pytest.fixture
def link(served: Served) -> tuple[str, int]:
    """A request to SAVON and a link into it: its token and its id."""
    token, number = new_token(), new_id()
    now = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
    with writing(served.engine) as session:
        codes = {row.code: row.id for row in session.scalars(select(Organisation))}
        request = ValidationRequest(
            supplier_id=codes["SAVON"], id=new_id(), central_id=codes["CENTRALE"], due=dt.date(2026, 12, 6), message="",
            recorded_at=now,
        )  # fmt: skip
        session.add(request)
        session.flush()
        session.add(
            RequestLink(
                supplier_id=codes["SAVON"], id=number, request_id=request.id, email=MARIE, language="fr",
                token_hash=digest(token), expires_on=dt.date(2026, 12, 22), recorded_at=now,
            )
        )  # fmt: skip
    return token, number


@pytest.fixture
def inside(served: Served, link: tuple[str, int]) -> Iterator[httpx.Client]:
    """A client that came in by the link and the code of the mail."""
    with httpx.Client(base_url=served.address, timeout=PATIENCE, headers={"origin": served.address}) as client:
        answer = client.post("/valider", data={"code": coded(served, client, link[0])})
        assert (answer.status_code, answer.headers["location"]) == (303, "/mes-gammes")
        yield client


def mails(home: Path) -> list[Path]:
    """What was sent, the newest last."""
    return sorted((home / "outbox").glob("*.eml"), key=lambda path: int(path.stem))


def coded(served: Served, client: httpx.Client, token: str) -> str:
    """Ask for a code by a link, and read it in the mail that comes; who serves may be the one that sends it."""
    before, until = len(mails(served.home)), time.monotonic() + PATIENCE
    asked = client.post(f"/valider/{token}", data={"do": "code"})
    assert (asked.status_code, asked.headers["location"]) == (303, "/valider")
    while len(mails(served.home)) == before:
        assert time.monotonic() < until, "no mail comes"
        time.sleep(0.05)
    return code(served.home)


def code(home: Path) -> str:
    """The code of the newest mail in the outbox."""
    mail = message_from_bytes(mails(home)[-1].read_bytes(), policy=default)
    assert mail["To"] == MARIE
    found = re.search(r"(\d{3}) (\d{3})", mail.get_body().get_content())  # type: ignore[union-attr]
    assert found is not None
    return found[1] + found[2]


def test_a_link_s_page_is_for_whoever_holds_it_and_tells_its_address_to_no_other(
    stranger: httpx.Client, link: tuple[str, int]
) -> None:
    page = stranger.get(f"/valider/{link[0]}")
    assert page.status_code == 200
    assert page.headers["referrer-policy"] == "strict-origin"
    assert page.headers["cache-control"] == "private, no-store"
    for told in ("SAVON", "Savonnerie", MARIE, "<script"):
        assert told not in page.text
    assert stranger.get("/valider").status_code == 410
    wrong = stranger.get(f"/valider/{new_token()}")
    assert wrong.status_code == 404
    assert stranger.get("/valider/cut-off").text == wrong.text.replace(wrong.url.path, "/valider/cut-off")


@pytest.mark.parametrize("path", ["/valider/", "/valider/a/b", "/valider/x/", "/validera"])
def test_no_other_path_is_open_and_none_is_repeated(stranger: httpx.Client, path: str) -> None:
    answer = stranger.get(path, headers=HTML)
    assert answer.status_code == 303
    assert answer.headers["location"] in ("/connexion", "/connexion?next=/validera")


def test_a_code_asked_from_another_site_is_refused(stranger: httpx.Client, link: tuple[str, int]) -> None:
    for headers in ({"origin": "https://elsewhere.example"}, {"origin": "null"}, {}):
        assert stranger.post(f"/valider/{link[0]}", data={"do": "code"}, headers=headers).status_code == 403
    assert stranger.put(f"/valider/{link[0]}").status_code == 401


def test_the_code_opens_an_ordinary_session(served: Served, inside: httpx.Client) -> None:
    assert inside.get("/mes-gammes", headers=HTML).status_code == 200
    assert '<html lang="fr"' in inside.get("/mes-gammes", headers=HTML).text
    with opened(served, inside) as socket:
        socket.send(rerun())
        assert [each.WhichOneof("type") for each in messages(socket)][-1] == "script_finished"


def test_neither_the_token_nor_the_code_stays_in_the_database(
    served: Served, link: tuple[str, int], inside: httpx.Client
) -> None:
    assert inside.cookies[COOKIE]
    with writing(served.engine) as session:
        bodies = [mail.body for mail in session.scalars(select(Mail).where(Mail.kind == "validation.code"))]
        hashes = [bytes(each.token_hash) for each in session.scalars(select(LinkEntry)) if each.token_hash]
    assert set(bodies) == {""}
    assert digest(inside.cookies[COOKIE]) in hashes
    assert digest(link[0]) not in hashes


def test_a_session_by_link_gets_no_file_of_others(inside: httpx.Client) -> None:
    answers = [inside.get(f"/files/{kind}/4711") for kind in ("proof", "batch", "selection", "receipt", "nothing")]
    assert {(answer.status_code, answer.text) for answer in answers} == {(404, "not found\n")}
    assert inside.get("/files/evidence/1-2").status_code == 404
    assert inside.put("/_stcore/upload_file/a/b", content=b"x").status_code == 404
    sent = inside.post("/files", files={"file": ("preuve.pdf", b"%PDF-1.7\n%%EOF\n")})
    assert sent.status_code == 200
    assert sent.json()["name"] == "preuve.pdf"


def test_a_revoked_link_closes_the_page(served: Served, link: tuple[str, int], inside: httpx.Client) -> None:
    with opened(served, inside) as socket:
        socket.send(rerun())
        assert messages(socket)
        with writing(served.engine) as session:
            session.execute(
                update(RequestLink).where(RequestLink.id == link[1]).values(revoked_at=RequestLink.recorded_at)
            )
        assert left(socket) == ["/connexion"]
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=PATIENCE)
    assert inside.get("/mes-gammes", headers=HTML).status_code == 303
    assert inside.post("/files", files={"file": ("a.pdf", b"%PDF-1.7\n")}).status_code == 401
    assert inside.get(f"/valider/{link[0]}").status_code == 410


def test_signing_out_ends_it(served: Served, inside: httpx.Client) -> None:
    with opened(served, inside) as socket:
        socket.send(rerun())
        assert messages(socket)
        assert inside.post("/deconnexion").status_code == 303
        assert left(socket) == ["/connexion"]
    assert inside.get("/mes-gammes", headers=HTML).status_code == 303


def test_a_wrong_code_is_said_so_and_five_end_it(served: Served, link: tuple[str, int]) -> None:
    with httpx.Client(base_url=served.address, timeout=PATIENCE, headers={"origin": served.address}) as client:
        right = coded(served, client, link[0])
        wrong = "000000" if right != "000000" else "111111"
        statuses = [client.post("/valider", data={"code": wrong}).status_code for _ in range(5)]
        assert statuses[-1] == 410
        assert 303 not in statuses
        assert client.post("/valider", data={"code": right}).status_code == 410
        assert COOKIE not in client.cookies


def test_too_many_tries_from_one_address_are_told_so(served: Served, link: tuple[str, int]) -> None:
    with httpx.Client(base_url=served.address, timeout=PATIENCE, headers={"origin": served.address}) as client:
        for _ in range(4):
            client.post(f"/valider/{link[0]}", data={"do": "code"})
            statuses = [client.post("/valider", data={"code": "x"}).status_code for _ in range(4)]
            assert set(statuses) == {401}
        client.post(f"/valider/{link[0]}", data={"do": "code"})
        answer = client.post("/valider", data={"code": "x"})
        assert answer.status_code == 429
        assert "Trop de tentatives" in answer.text
        assert client.post(f"/valider/{link[0]}", data={"do": "code"}).status_code == 429
