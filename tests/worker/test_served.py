"""The server does the work in line: asked to stop while a file is read, it ends in order and the next one goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from catalog.access import OPERATOR
from catalog.settings import Settings
from tests.house import ROOT
from tests.worker.test_command import variables
from tests.worker.test_killed import until
from tests.worker.world import lined_up, opened

ROWS = "".join(f"R{number};Savon {number};{number % 90 + 1},10\n" for number in range(60_000))


@contextmanager
def serving(settings: Settings) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The server as a process, and its address; asked to end at the end."""
    command = "import sys; from catalog.cli.entry import main; sys.exit(main(['serve', '--port', '0', '--json']))"
    environment = {**os.environ, **variables(settings)}
    child = subprocess.Popen(
        [sys.executable, "-c", command], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert child.stdout is not None
        yield child, json.loads(child.stdout.readline())["ready"]
        child.send_signal(signal.SIGTERM)
        assert child.wait(120) == 0
    finally:
        child.kill()
        child.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to ask with")
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_server_that_is_asked_to_stop_lets_its_job_wait_for_the_next_one(settings: Settings) -> None:
    entrance = opened(settings)
    with serving(settings) as (_, address):
        job = lined_up(entrance, f"Ref;Designation;Prix HT\n{ROWS}".encode())
        until(lambda: entrance.job(OPERATOR, job).state != "waiting")
        time.sleep(0.5)
        assert urllib.request.urlopen(f"{address}/healthz", timeout=120).status == 200
    left = entrance.job(OPERATOR, job)
    assert (left.state, left.tries) == ("waiting", 0)
    with serving(settings):
        assert entrance.awaited(OPERATOR, job, 120).state == "done"
