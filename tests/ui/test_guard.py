"""The wall, tried by real clients against a real server: what a stranger gets, and what ends a session."""

from __future__ import annotations

import time
from collections.abc import Callable

import httpx
import pytest
from sqlalchemy import update
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from catalog.db import writing
from catalog.means.clock import Clock
from catalog.means.files import FileStore
from catalog.means.means import Means
from catalog.models import Account, SignIn
from catalog.services.people.accounts import actor_by_email
from catalog.services.people.tokens import make_token
from catalog.settings import settings_from
from tests.journeys.browser import PATIENCE
from tests.people.conftest import PASSWORD
from tests.ui.conftest import Served
from ui import navigation
from ui.session import COOKIE
from ui.watch import RECHECK, by_a_person

Enter = Callable[[str], httpx.Client]
BUYER, STAFF, SUPPLIER = "buyer@lycee.example", "publisher@centrale.example", "supplier@savon.example"
HTML = {"accept": "text/html"}

PAGES = [*(f"/{page.path}" for page in navigation.PAGES), "/produit?ref=A", "/nowhere"]
OTHERS = [
    "/_stcore/health", "/_stcore/host-config", "/_stcore/metrics", "/_stcore/script-health-check",
    "/_stcore/agent/openapi.json", "/_stcore/upload_file/a/b", "/_stcore/stream", "/_stcore/bidi-components/x/y",
    "/component/x/index.html", "/media/0123456789.csv", "/app/static/x", "/static/js/index.js", "/favicon.png",
    "/auth/login", "/oauth2callback", "/files/proof/1", "/files", "/deconnexion", "/index.html", "/streamlit",
    "/assets/tamis.js", "/assets/tamis.css", "/assets/../ui/app.py",
    "//connexion", "/connexion/", "/connexion/../catalogue", "/connexion%2f..%2fcatalogue", "/Connexion", "/healthz/",
    "/api/v1/search", "/api/openapi.json", "/metrics",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_who_opens_a_page_is_led_to_the_log_in_page_and_back(stranger: httpx.Client, path: str) -> None:
    answer = stranger.get(path, headers=HTML)
    wanted = path.replace("?", "%3F").replace("=", "%3D")
    assert (answer.status_code, answer.headers["location"], answer.content) == (303, f"/connexion?next={wanted}", b"")


@pytest.mark.parametrize("path", [*PAGES, *OTHERS])
def test_a_stranger_is_refused_everything_else(stranger: httpx.Client, path: str) -> None:
    request = stranger.build_request("GET", "/")
    request.url = request.url.copy_with(raw_path=path.encode())
    answer = stranger.send(request)
    assert answer.status_code == 401
    assert answer.text in ("sign in first\n", "bearer token needed\n") or answer.json()["code"] == "api.token"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "HEAD"])
@pytest.mark.parametrize("path", ["/", "/_stcore/upload_file/a/b", "/files", "/deconnexion", "/files/proof/1"])
def test_a_stranger_changes_nothing(stranger: httpx.Client, method: str, path: str) -> None:
    assert stranger.request(method, path, headers={"origin": str(stranger.base_url)}).status_code == 401


@pytest.mark.parametrize(
    ("path", "holds"),
    [
        ("/connexion", "<h1>Connexion</h1>"),
        ("/connexion?lang=en", "<h1>Sign in</h1>"),
        ("/assets/sign_in.css", ".card"),
        ("/assets/logo.svg", "<svg"),
        ("/healthz", "ok\n"),
        ("/readyz", "ready\n"),
    ],
)
def test_what_a_stranger_does_get(stranger: httpx.Client, path: str, holds: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 200
    assert holds in answer.text
    assert "<script" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("token", ["", "x", "forged" * 8, "é", "a; path=/"])
def test_a_forged_cookie_opens_nothing(served: Served, token: str) -> None:
    with httpx.Client(base_url=served.address, timeout=PATIENCE) as client:
        headers = [(b"cookie", f"{COOKIE}={token}".encode()), (b"x-catalog-session", b"session")]
        assert client.get("/catalogue", headers=headers).status_code == 401


def rerun() -> bytes:
    message = BackMsg()
    message.rerun_script.query_string = ""
    return bytes(message.SerializeToString())


def opened(
    served: Served, client: httpx.Client | None, origin: str | None = None, resume: str = ""
) -> ClientConnection:
    cookies = {"cookie": f"{COOKIE}={client.cookies[COOKIE]}"} if client else {}
    protocols = [Subprotocol("streamlit")]
    if resume:
        protocols += [Subprotocol("PLACEHOLDER_AUTH_TOKEN"), Subprotocol(resume)]
    return connect(
        served.stream,
        origin=Origin(origin if origin is not None else served.address),
        additional_headers=cookies,
        subprotocols=protocols,
        open_timeout=PATIENCE,
        ping_timeout=PATIENCE,
    )


def messages(socket: ClientConnection, seconds: float = PATIENCE) -> list[ForwardMsg]:
    """What comes until the rerun is finished or the socket ends; a socket on which nothing happens any more hangs."""
    found: list[ForwardMsg] = []
    until = time.monotonic() + seconds
    try:
        while time.monotonic() < until:
            found.append(ForwardMsg.FromString(socket.recv(timeout=max(0.1, until - time.monotonic()))))
            if found[-1].WhichOneof("type") == "script_finished":
                break
    except (ConnectionClosed, TimeoutError):
        pass
    return found


def session_id(found: list[ForwardMsg]) -> str:
    return next(each.new_session.initialize.session_id for each in found if each.WhichOneof("type") == "new_session")


def texts(found: list[ForwardMsg]) -> str:
    elements = [each.delta.new_element for each in found if each.WhichOneof("type") == "delta"]
    return " ".join(each.heading.body + each.html.body + each.markdown.body for each in elements)


def led(found: list[ForwardMsg]) -> list[str]:
    """Where the page was told to go."""
    return [each.auth_redirect.url for each in found if each.WhichOneof("type") == "auth_redirect"]


def left(socket: ClientConnection) -> list[str]:
    """Where the page is led before the socket closes; a page drawn meanwhile is passed over."""
    until, found = time.monotonic() + PATIENCE, list[str]()
    while not found and time.monotonic() < until:
        found += led(messages(socket, until - time.monotonic()))
    return found


def test_a_websocket_without_a_session_is_never_accepted(served: Served) -> None:
    with pytest.raises(InvalidStatus) as refused:
        opened(served, None)
    assert refused.value.response.status_code == 401


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "null", "http://127.0.0.1:1", "http://127.0.0.1.example", "http://["]
)
def test_a_websocket_from_another_site_is_never_accepted(served: Served, signed_in: Enter, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        opened(served, signed_in(BUYER), origin)
    assert refused.value.response.status_code == 401


def test_a_websocket_without_an_origin_is_never_accepted(served: Served, signed_in: Enter) -> None:
    headers = {"cookie": f"{COOKIE}={signed_in(BUYER).cookies[COOKIE]}"}
    with pytest.raises(InvalidStatus) as refused:
        connect(
            served.stream, additional_headers=headers, subprotocols=[Subprotocol("streamlit")], open_timeout=PATIENCE
        )
    assert refused.value.response.status_code == 401


def test_a_person_signed_in_gets_their_page(served: Served, signed_in: Enter) -> None:
    client = signed_in(BUYER)
    page = client.get("/", headers=HTML)
    assert page.status_code == 200
    assert '<html lang="fr"' in page.text
    assert "<title>Tamis</title>" in page.text
    assert page.text.count("/assets/tamis.js?v=") == 1
    assert page.headers["cache-control"] == "private, no-store"
    assert '<html lang="en"' in client.get("/?lang=en", headers=HTML).text
    with opened(served, client) as socket:
        socket.send(rerun())
        drawn = texts(messages(socket))
    assert "Gammes responsables de vos accords-cadres" in drawn
    assert "Lycée de l’essai · acheteur" in drawn


@pytest.mark.parametrize("wrong", ["", "null", "https://elsewhere.example", "http://["])
def test_a_change_asked_from_another_site_is_refused(served: Served, signed_in: Enter, wrong: str) -> None:
    client = signed_in(BUYER)
    headers = {"origin": wrong, "sec-fetch-site": "same-origin"} if wrong else {"sec-fetch-site": "cross-site"}
    del client.headers["origin"]
    assert client.post("/deconnexion", headers=headers).status_code == 403
    assert client.post("/connexion", data={"email": BUYER, "password": PASSWORD}, headers=headers).status_code == 403
    assert client.get("/", headers=HTML).status_code == 200


def revoked(served: Served) -> None:
    """Another process ends every session."""
    with writing(served.engine) as session:
        session.execute(update(SignIn).values(revoked_at=SignIn.last_seen_at))


def disabled(served: Served, email: str, yes: bool) -> None:
    with writing(served.engine) as session:
        at = Account.recorded_at if yes else None
        session.execute(update(Account).where(Account.email == email).values(disabled_at=at))


def test_a_session_revoked_by_another_process_closes_its_page(served: Served, signed_in: Enter) -> None:
    client = signed_in(BUYER)
    with opened(served, client) as socket:
        socket.send(rerun())
        assert messages(socket)
        revoked(served)
        assert left(socket) == ["/connexion"]
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=PATIENCE)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401
    assert client.get("/", headers=HTML).status_code == 303
    assert RECHECK <= 2, "the seconds between two looks: nobody waits longer on a machine that keeps up"


def test_nothing_is_drawn_after_a_revocation(served: Served, signed_in: Enter) -> None:
    with opened(served, signed_in(BUYER)) as socket:
        revoked(served)
        socket.send(rerun())
        assert [each.WhichOneof("type") for each in messages(socket)] in (["auth_redirect"], [])


def test_a_disabled_account_is_out_at_once(served: Served, signed_in: Enter) -> None:
    client = signed_in("buyer@creche.example")
    disabled(served, "buyer@creche.example", True)
    try:
        assert client.get("/", headers=HTML).status_code == 303
    finally:
        disabled(served, "buyer@creche.example", False)


def test_signing_out_ends_every_tab(served: Served, signed_in: Enter) -> None:
    client = signed_in(BUYER)
    with opened(served, client) as first, opened(served, client) as second:
        answer = client.post("/deconnexion")
        assert (answer.status_code, answer.headers["location"]) == (303, "/connexion?bye=1")
        for socket in (first, second):
            assert left(socket) == ["/connexion"]
    assert COOKIE not in client.cookies
    assert "Vous êtes déconnecté." in client.get("/connexion?bye=1").text


@pytest.mark.parametrize(("asked", "led_to"), [("en", "/connexion?bye=1&lang=en"), ("xx", "/connexion?bye=1")])
def test_signing_out_keeps_the_language_of_the_page(signed_in: Enter, asked: str, led_to: str) -> None:
    assert signed_in(BUYER).post(f"/deconnexion?lang={asked}").headers["location"] == led_to


def test_another_account_does_not_take_up_a_streamlit_session(served: Served, signed_in: Enter) -> None:
    alice, bob = signed_in(BUYER), signed_in(SUPPLIER)
    with opened(served, alice) as socket:
        socket.send(rerun())
        hers = session_id(messages(socket))
    with opened(served, bob, resume=hers) as socket:
        socket.send(rerun())
        assert session_id(messages(socket)) != hers
    with opened(served, alice, resume=hers) as socket:
        socket.send(rerun())
        assert session_id(messages(socket)) == hers


def test_a_new_sign_in_replaces_the_old_session(served: Served, signed_in: Enter) -> None:
    client = signed_in(BUYER)
    old = client.cookies[COOKIE]
    client.post("/connexion", data={"email": BUYER, "password": PASSWORD})
    assert client.cookies[COOKIE] != old
    with httpx.Client(base_url=served.address, cookies={COOKIE: old}, timeout=PATIENCE) as other:
        assert other.get("/", headers=HTML).status_code == 303


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "POST"])
def test_streamlits_own_upload_is_closed_to_everyone(served: Served, signed_in: Enter, method: str) -> None:
    assert signed_in(STAFF).request(method, "/_stcore/upload_file/a/b", content=b"x").status_code == 404


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/auth/login", "/oauth2callback"])
def test_routes_without_use_are_closed(served: Served, signed_in: Enter, path: str) -> None:
    assert signed_in(STAFF).get(path).status_code == 404


def test_only_what_a_person_does_moves_the_idle_limit() -> None:
    heartbeat, auto = BackMsg(), BackMsg()
    heartbeat.app_heartbeat = True
    auto.rerun_script.is_auto_rerun = True
    assert by_a_person(rerun())
    assert not by_a_person(bytes(heartbeat.SerializeToString()))
    assert not by_a_person(bytes(auto.SerializeToString()))
    assert not by_a_person(b"\xff\xff")


def bearer(served: Served) -> dict[str, str]:
    with writing(served.engine) as session:
        settings = settings_from({"TAMIS_HOME": str(served.home)})
        means = Means(session, Clock(), FileStore(settings.files), settings)
        return {"authorization": f"Bearer {make_token(actor_by_email(means, BUYER), means, BUYER)}"}


@pytest.mark.parametrize("path", ["/api/", "/api/v1", "/metrics", "/metrics/x"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_token_gets_no_page_where_there_is_nothing(served: Served, path: str, method: str) -> None:
    with httpx.Client(base_url=served.address, timeout=PATIENCE) as client:
        answer = client.request(method, path, headers=bearer(served))
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_a_token_asks_the_api_and_a_cookie_does_not(served: Served, signed_in: Enter) -> None:
    with httpx.Client(base_url=served.address, timeout=PATIENCE) as client:
        answer = client.get("/api/v1/search", headers=bearer(served))
    assert (answer.status_code, answer.json()["total"]) == (200, 0)
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert signed_in(BUYER).get("/api/v1/search").status_code == 401
