"""Two server processes on one home and one port: what is done in one is seen in the other, and no request is lost."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select, update
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from catalog.access import OPERATOR
from catalog.db import make_engine, session_scope
from catalog.entrance import Entrance
from catalog.means.means import Means
from catalog.models import Account, Decision, Lot, Offer, OfferVersion, Proof, Publication
from catalog.services.people import sign_in
from catalog.services.people.tokens import make_token
from catalog.settings import Settings, settings_from
from tests.buying.offers import NOON, account, published
from tests.journeys.browser import PATIENCE
from ui.session import COOKIE
from ui.watch import OVER

ROOT = Path(__file__).parents[2]
DAY = "2026-11-22"


@dataclass(frozen=True, slots=True)
class Two:
    """The server's address, the instance, the number of the process that started both, a buyer's token."""

    address: str
    entrance: Entrance
    parent: int
    token: str

    def processes(self) -> set[int]:
        """The servers' own numbers, as the system knows them."""
        listed = subprocess.run(
            ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(self.parent)], capture_output=True, text=True
        )
        return {int(line.split()[0]) for line in listed.stdout.splitlines() if "spawn_main" in line}

    def connections(self, count: int = 12) -> list[httpx.Client]:
        """Kept connections, dealt out by the system: with so many both processes have some."""
        headers = {"authorization": f"Bearer {self.token}"}
        return [httpx.Client(base_url=self.address, headers=headers, timeout=PATIENCE) for _ in range(count)]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    home = tmp_path_factory.mktemp("two")
    settings = settings_from({"TAMIS_HOME": str(home), "TAMIS_DAY": DAY})
    entrance = Entrance(settings)
    entrance.migrate()
    with entrance.writing() as means:
        published(means)
        token = make_token(OPERATOR, means, account(means, "CRECHE").email)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TAMIS_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "catalog", "serve", "--port", "0", "--processes", "2"], cwd=ROOT, text=True,
        env={**environment, "TAMIS_HOME": str(home), "TAMIS_DAY": DAY}, stdout=subprocess.PIPE,
    )  # fmt: skip
    watchdog = threading.Timer(PATIENCE, process.kill)
    watchdog.start()
    try:
        assert process.stdout is not None
        address = process.stdout.readline().removeprefix("Ready: ").strip()
        watchdog.cancel()
        yield Two(address, entrance, process.pid, token)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)
        entrance.close()


def publish_without(entrance: Entrance, number: int, lot: str) -> None:
    """A further publication, in which one lot's offers are gone."""
    with entrance.writing() as means:
        one = {"kind": "publish", "effective": NOON.date(), "offers": 4, "recorded_at": means.clock.now()}
        means.session.add(Publication(number=number, **one))
        means.session.flush()
        gone = OfferVersion.offer_id.in_(
            means.session.query(Offer.id).join(Lot, Lot.id == Offer.lot_id).filter(Lot.code == lot).scalar_subquery()
        )
        means.session.execute(update(OfferVersion).where(gone, OfferVersion.until.is_(None)).values(until=number))


def until_each_has_asked(times: int, asked: list[int]) -> None:
    """Wait until every one of those who ask has had so many more answers. `asked`: how many each has had, counted on."""
    wanted, until = [had + times for had in asked], time.monotonic() + PATIENCE
    while any(had < times for had, times in zip(asked, wanted, strict=True)):
        assert time.monotonic() < until, f"nobody answers any more: {asked}"
        time.sleep(0.01)


def test_a_publication_is_seen_by_both_and_loses_no_request(two: Two) -> None:
    assert len(two.processes()) == 2
    clients, wrong, stop = two.connections(), [], threading.Event()
    assert {client.get("/api/v1/search").json()["total"] for client in clients} == {3}
    asked = [0] * 4

    def ask(place: int) -> None:
        while not stop.is_set():
            answer = clients[place].get("/api/v1/search", params={"size": 10})
            asked[place] += 1
            if answer.status_code != 200 or (answer.json()["publication"], answer.json()["total"]) not in (
                (1, 3),
                (2, 2),
            ):
                wrong.append(answer.text)

    threads = [threading.Thread(target=ask, args=(place,), daemon=True) for place in range(len(asked))]
    for thread in threads:
        thread.start()
    until_each_has_asked(6, asked)
    publish_without(two.entrance, 2, "ENT-2")
    seen = {
        (found["publication"], found["total"])
        for found in (client.get("/api/v1/search").json() for client in clients[4:])
    }
    until_each_has_asked(6, asked)
    stop.set()
    for thread in threads:
        thread.join()
    assert (wrong, seen) == ([], {(2, 2)})
    for client in clients:
        client.close()


def test_a_decision_is_seen_by_both(two: Two) -> None:
    clients = two.connections()
    asked = {"ecolabelled": "yes"}
    before = [client.get("/api/v1/search", params=asked) for client in clients]
    assert {answer.json()["total"] for answer in before} == {1}
    with two.entrance.writing() as means:
        licence = means.session.scalars(select(Proof).where(Proof.kind == "licence")).one()
        refused = Decision(proof_id=licence.id, verdict="refuse", reason="vu", recorded_at=means.clock.now())
        means.session.add(refused)
    marked = {"if-none-match": before[0].headers["etag"]}
    after = [client.get("/api/v1/search", params=asked, headers=marked) for client in clients]
    assert {(answer.status_code, answer.json()["total"]) for answer in after} == {(200, 0)}
    for client in clients:
        client.close()


def test_who_signs_out_in_one_is_out_of_both(two: Two) -> None:
    """A page is open in each process (the second goes to who has none); the way out is taken through one of them."""
    with two.entrance.writing() as means:
        cookie = {"cookie": f"{COOKIE}={entered(means)}"}
    with ExitStack() as stack:
        clients = [stack.enter_context(httpx.Client(base_url=two.address, timeout=PATIENCE)) for _ in range(8)]
        pages = [stack.enter_context(opened(two, cookie)) for _ in range(2)]
        document = {**cookie, "accept": "text/html"}
        assert {client.get("/", headers=document).status_code for client in clients} == {200}
        left = clients[0].post("/deconnexion", headers={**cookie, "origin": two.address})
        assert (left.status_code, left.headers["location"]) == (303, "/connexion?bye=1")
        after = [client.get("/", headers=document) for client in clients]
        assert {answer.headers["location"] for answer in after} == {"/connexion?next=/"}
        assert [closed_with(page) for page in pages] == [OVER, OVER]


def entered(means: Means) -> str:
    """The secret of a new session of the buyer."""
    knocked = sign_in.knock(means, "one.buyer@creche.example", "192.0.2.1")
    assert knocked is not None
    token = sign_in.enter(means, knocked, matched=True)
    assert token is not None
    return token


def closed_with(page: ClientConnection) -> int | None:
    """The code that a websocket is closed with; what comes before it is not looked at."""
    try:
        while True:
            page.recv(timeout=PATIENCE)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None


def opened(two: Two, cookie: dict[str, str]) -> ClientConnection:
    """A page's websocket."""
    stream = two.address.replace("http", "ws") + "/_stcore/stream"
    return connect(
        stream, additional_headers=cookie, origin=Origin(two.address), subprotocols=[Subprotocol("streamlit")],
        open_timeout=PATIENCE, ping_timeout=PATIENCE,
    )  # fmt: skip


def test_a_disabled_account_is_out_of_both_at_once(two: Two) -> None:
    clients = two.connections()
    assert {client.get("/api/v1/search").status_code for client in clients} == {200}
    settings: Settings = two.entrance.settings
    engine = make_engine(settings.database_url)
    with session_scope(engine, settings) as means:
        means.session.execute(update(Account).where(Account.name == "one").values(disabled_at=means.clock.now()))
    engine.dispose()
    assert {client.get("/api/v1/search").status_code for client in clients} == {401}
    for client in clients:
        client.close()


@pytest.mark.long
def test_a_process_that_is_killed_is_started_again(two: Two) -> None:
    before = two.processes()
    victim = max(before)
    os.kill(victim, 9)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and (victim in (now := two.processes()) or len(now) < 2):
        time.sleep(0.2)
    assert len(two.processes()) == 2
    assert victim not in two.processes()
    while time.monotonic() < until:
        try:
            assert httpx.get(f"{two.address}/readyz", timeout=PATIENCE).text == "ready\n"
            break
        except httpx.TransportError:
            time.sleep(0.2)
