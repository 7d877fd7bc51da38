"""/healthz: the process lives. /readyz: it can serve. One word each, to anyone."""

from __future__ import annotations

import logging

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from catalog.db import reachable
from catalog.errors import Refusal
from ui.session import House, house

LOG = logging.getLogger("tamis.health")


async def healthz(_request: Request) -> Response:
    """The process answers."""
    return PlainTextResponse("ok\n")


async def readyz(_request: Request) -> Response:
    """Database reached, migrations current, index of the publication in force loaded."""
    ready = await run_in_threadpool(is_ready, house())
    return PlainTextResponse("ready\n") if ready else PlainTextResponse("waiting\n", 503)


def is_ready(home: House) -> bool:
    """What /readyz answers. Why not is for the log, not for a stranger."""
    if not reachable(home.entrance.engine):
        return False
    try:
        with home.entrance.reading() as means:  # refuses a database whose tables are not today's
            home.shelf.edition(means)
    except (OSError, Refusal) as error:
        LOG.warning("not ready: %s", error)
        return False
    return True
