"""Work that goes on while the page is looked at, left and found again; how its end is told."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from catalog.entrance import Entrance
from catalog.services.intake.receive import Delivery
from catalog.services.people.accounts import actor_by_email
from catalog.worker import run_waiting
from tests.ui.demo_screens import REVIEWER, SUPPLIER, Opened, demo, drawn, html, opened, text
from tests.ui.staff import ASKING, PUBLISHER
from ui.parts import work
from ui.screens.job import progress

__all__ = ["demo", "opened"]


@pytest.fixture
def slow(demo: Entrance, monkeypatch: pytest.MonkeyPatch) -> Iterator[Entrance]:
    """Nobody works: what is put in line waits."""
    monkeypatch.setattr(work, "PATIENCE", 0.0)
    wakers = demo.wakers[:]
    demo.wakers.clear()
    yield demo
    demo.wakers.extend(wakers)


def lined_up(demo: Entrance, content: str, name: str) -> int:
    with demo.reading() as means:
        actor = actor_by_email(means, PUBLISHER)
    sha256 = demo.files.put_stream(io.BytesIO(content.encode()))
    return demo.enqueue_receive(actor, Delivery("SEPTALUNE", ("ENT-4",), name, "patch"), sha256)


def test_a_job_is_left_and_found_again(opened: Opened, slow: Entrance) -> None:
    job = lined_up(slow, ASKING.replace("amarante", "bistre"), "bistre.csv")
    at = opened(f"/import?job={job}", PUBLISHER)
    assert at.title[0].value == "Lecture de «\u00a0bistre.csv\u00a0»"
    assert 'role="progressbar"' in html(at)
    assert "En attente" in text(at)
    home = opened("/", PUBLISHER)
    assert "En cours" in [each.value for each in home.header]
    assert f"job={job}" in [each.proto.query_string for each in home.get("page_link")]
    assert f"job={job}" in [each.proto.query_string for each in opened("/imports", REVIEWER).get("page_link")]
    assert "En cours" not in [each.value for each in opened("/imports", SUPPLIER).header], "another supplier's work"
    run_waiting(slow)
    at = opened(f"/import?job={job}", PUBLISHER)
    assert "Ce fichier attend 1 réponse" in text(at), "a job that is done leads to its batch"


def test_a_job_is_stopped_by_who_may(opened: Opened, slow: Entrance) -> None:
    job = lined_up(slow, ASKING.replace("amarante", "sepia"), "sepia.csv")
    at = opened(f"/import?job={job}", PUBLISHER)
    drawn(at.button(key="cancel").click().run())
    assert "Ce travail a été arrêté" in text(opened(f"/import?job={job}", PUBLISHER))


@pytest.mark.parametrize("address", ["/import?job=1", "/import?job=abc", "/import?job=" + "9" * 20])
def test_an_unknown_job(opened: Opened, address: str) -> None:
    assert opened(address, REVIEWER).title[0].value == "Travail introuvable"


def test_anothers_job_is_none(opened: Opened, slow: Entrance) -> None:
    job = lined_up(slow, ASKING.replace("amarante", "cyan"), "cyan.csv")
    assert opened(f"/import?job={job}", SUPPLIER).title[0].value == "Travail introuvable"
    run_waiting(slow)


def test_rows_and_rows_a_second_are_told(opened: Opened, slow: Entrance) -> None:
    job = lined_up(slow, ASKING.replace("amarante", "or"), "or.csv")
    opened(f"/import?job={job}", PUBLISHER)
    with slow.reading() as means:
        sheet = slow.job(actor_by_email(means, PUBLISHER), job)
    for name, value in (("state", "running"), ("done_rows", 12000), ("all_rows", 48000), ("rate", 8000.4)):
        object.__setattr__(sheet, name, value)
    drawn_ = progress(sheet)
    assert 'aria-valuenow="25"' in drawn_
    assert "12\u202f000 lignes sur 48\u202f000 · 8\u202f000 lignes par seconde" in drawn_
    run_waiting(slow)
