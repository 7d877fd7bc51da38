"""The ASGI application and its server: the guard, our routes, Streamlit's pages, in one process.

No page imports this module: it would build a second server.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import importlib
import logging
import secrets
import signal
import socket
import threading
import tomllib
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from streamlit import config as streamlit_config
from streamlit.web import bootstrap

from catalog.entrance import Entrance
from catalog.errors import Conflict, Refusal
from catalog.means.secrecy import nobody
from catalog.postman import posting
from catalog.settings import Settings
from catalog.wording.sentences import FOLDER as SENTENCES
from catalog.wording.sentences import templates
from catalog.worker import working
from ui import session
from ui.guard import Guard
from ui.lighter import Websocket, lighten
from ui.navigation import PAGES
from ui.parts.frame import failure
from ui.routes import routes
from ui.session import House
from ui.wording.words import FOLDER as WORDS
from ui.wording.words import refused

HERE = Path(__file__).parent
PAGE = HERE / "page.py"
CONFIG = HERE.parent / ".streamlit" / "config.toml"
BACKLOG = 2048
"""Connections that may wait to be taken."""
IN_USE = (errno.EADDRINUSE, errno.EACCES)
LARGEST_MESSAGE = 32 << 20
"""Bytes of one websocket message from a browser. Files do not come this way."""
LOG = logging.getLogger("tamis")

SAFE: Mapping[str, Any] = {
    "server.headless": True,
    "server.fileWatcherType": "none",
    "server.enableStaticServing": False,
    "server.enableAgentApi": False,
    "server.enableXsrfProtection": True,
    "server.trustedUserHeaders": '{"x-catalog-session": "session"}',
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "runner.magicEnabled": False,
    "global.developmentMode": False,
    "global.disableWidgetStateDuplicationWarning": True,
}
"""Options of Streamlit that no file of a working folder may change."""


def serve(settings: Settings, host: str, port: int, ready: Callable[[str], None] | None = None) -> None:
    """Serve until stopped. `port` 0 takes a free one; `ready` is told the address once pages can be opened.

    Migrates the database, opens the index, does the work that waits in line. Raises Conflict for a port in use, Busy
    for a database held by another.
    """
    with contextlib.closing(bound(host, port)) as listening:
        address = listening.getsockname()[:2]
        serve_on([listening], settings, lambda _: ready("http://{}:{}".format(*address)) if ready else None)


def serve_on(
    sockets: list[socket.socket],
    settings: Settings,
    ready: Callable[[uvicorn.Server], None],
    *,
    works: bool = True,
) -> None:
    """The same on sockets that listen; `ready` is called in the event loop. works: whether this process does what waits
    in line and sends the mail."""
    with contextlib.ExitStack() as stack:
        house = stack.enter_context(session.living_in(opened(settings)))
        stack.enter_context(_ended_in_order())
        if works:
            stack.enter_context(working(house.entrance, settings.workers))
            stack.enter_context(posting(house.entrance))
        configure(settings)
        servers: list[uvicorn.Server] = []
        app = make_app(house, lambda: ready(servers[0]))
        servers.append(uvicorn.Server(_server_config(app, settings)))
        servers[0].run(sockets=sockets)


@contextlib.contextmanager
def _ended_in_order() -> Iterator[None]:
    """SIGTERM unwinds what was opened, like Ctrl+C: once it has stopped, uvicorn raises the signal again."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _leave(_number: int, _frame: object) -> None:
    raise SystemExit(0)


def opened(settings: Settings) -> House:
    """The house with its database at today's tables and today's edition on the shelf."""
    house = House(Entrance(settings))
    house.entrance.migrate()
    with house.entrance.reading() as means:
        house.shelf.edition(means)
    nobody()  # the first stranger's try must not take longer than the others
    return house


def bound(host: str, port: int) -> socket.socket:
    """A listening socket. Raises Conflict, in plain words, when the port is taken or the host is none of this machine."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named TCP, so that asyncio sends at once: a socket of "any" protocol waits 40 ms before its last packet.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
        made.listen(BACKLOG)
    except OSError as error:
        made.close()
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            raise Conflict("host.unknown", host=host) from None
        if error.errno not in IN_USE:
            raise
        raise Conflict("port.taken", port=port, host=host) from None
    return made


def make_app(house: House, ready: Callable[[], None]) -> st.App:
    """The application over an open house; one a process (Streamlit's limit)."""

    @contextlib.asynccontextmanager
    async def lifespan(_app: st.App) -> AsyncGenerator[dict[str, Any], None]:
        _warm()
        # What was loaded by now never needs the collector's look again.
        gc.collect()
        gc.freeze()
        ready()
        yield {}

    return st.App(
        PAGE, lifespan=lifespan, middleware=[Middleware(Guard, house=house)], routes=routes(), on_script_error=told
    )


def _warm() -> None:
    """What the first page would wait for: every screen is loaded, every word read. One that breaks breaks when it is opened."""
    for page in PAGES:
        try:
            importlib.import_module(f"ui.screens.{page.screen}")
        except ImportError:
            LOG.exception("screen %s cannot be loaded", page.screen)
    for folder in (WORDS, SENTENCES):
        templates(folder)


def configure(settings: Settings) -> None:
    """Streamlit's options: the colours of the product's file, the upload limit of the settings, then what is SAFE."""
    options = _flat(tomllib.loads(CONFIG.read_text(encoding="utf-8"))) if CONFIG.is_file() else {}
    # The options file of whatever folder the server was started in is not read: this page script has none beside it.
    streamlit_config._main_script_path = str(PAGE)
    bootstrap.load_config_options({**options, "server.maxUploadSize": settings.max_upload_mb, **SAFE})
    lighten()


def told(error: Exception) -> bool:
    """What a rerun that broke says: a refusal in its sentence, anything else an id, whose detail is in the log."""
    language = str(st.session_state.get("language", "fr"))
    if isinstance(error, Refusal):
        st.error(refused(error, language))
        return True
    identifier = secrets.token_hex(4)
    LOG.error("page failed, id %s", identifier, exc_info=error)
    st.error(failure(identifier, language))
    return True


def _server_config(app: st.App, settings: Settings) -> uvicorn.Config:
    proxy = settings.trusted_proxy
    return uvicorn.Config(
        app,
        ws=Websocket,
        ws_max_size=LARGEST_MESSAGE,
        ws_ping_interval=20,
        ws_ping_timeout=20,
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=proxy is not None,
        forwarded_allow_ips=proxy or "",
        timeout_graceful_shutdown=3,
    )


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """{"theme": {"light": {"textColor": …}}} -> {"theme.light.textColor": …}."""
    found: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{prefix}{key}.")
        else:
            found[f"{prefix}{key}"] = value
    return found
