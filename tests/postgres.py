"""A PostgreSQL of our own for a test run: a temporary folder, a socket in it, no port, stopped by its own process."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

ADVICE = "no PostgreSQL server binaries found (pg_config --bindir, /usr/lib/postgresql/*/bin): apt install postgresql"
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""For tests that do not pull the plug. A test of faults starts its own server with `settings=()`."""


def binaries() -> Path | None:
    """The folder of `initdb` and `postgres`, the newest version of several; None where there is none."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: -float(place.parent.name))
    told = shutil.which("pg_config")
    if told:
        places.insert(0, Path(subprocess.run([told, "--bindir"], capture_output=True, text=True).stdout.strip()))
    return next((place for place in places if (place / "postgres").exists() and (place / "initdb").exists()), None)


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its folder (the socket lies in it) and its process."""

    folder: Path
    process: subprocess.Popen[bytes]

    def url(self, database: str) -> str:
        """The SQLAlchemy URL of a database of this server."""
        return f"postgresql+psycopg://tamis@/{database}?host={self.folder}"

    def run(self, statement: str) -> None:
        """Run one statement outside any transaction (CREATE DATABASE, DROP DATABASE)."""
        with psycopg.connect(host=str(self.folder), user="tamis", dbname="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    def stop(self) -> None:
        """End the server, its sessions too, and take its folder away."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(60)
        shutil.rmtree(self.folder, ignore_errors=True)


def start(settings: tuple[str, ...] = QUICK) -> Server:
    """Start a server as a plain user. Raises RuntimeError with the server's own words when it does not come up."""
    place = binaries()
    if place is None:
        raise RuntimeError(ADVICE)
    folder, user = Path(tempfile.mkdtemp(prefix="tamis-pg-")), _plain_user()
    if user:
        shutil.chown(folder, user)
    data = str(folder / "data")
    initdb = [str(place / "initdb"), "-D", data, "-U", "tamis", "-E", "UTF8", "--locale=C.UTF-8", "--auth=trust", "-N"]
    made = subprocess.run(initdb, user=user, cwd=folder, capture_output=True, text=True)
    if made.returncode:
        raise RuntimeError(f"initdb: {made.stderr}")
    options = [f"-c{setting}" for setting in (*settings, "listen_addresses=", f"unix_socket_directories={folder}")]
    with (folder / "log").open("wb") as log:
        command = [str(place / "postgres"), "-D", data, *options]
        process = subprocess.Popen(command, user=user, cwd=folder, stdout=log, stderr=log)
    return _ready(Server(folder, process))


def _plain_user() -> str | None:
    """The server refuses root: as root, run it as its package's user, else as nobody."""
    if os.geteuid() != 0:
        return None
    passwd = Path("/etc/passwd").read_text(encoding="utf-8")
    return "postgres" if "\npostgres:" in passwd else "nobody"


def _ready(server: Server) -> Server:
    end = time.monotonic() + 120
    while time.monotonic() < end and server.process.poll() is None:
        try:
            server.run("SELECT 1")
            return server
        except psycopg.OperationalError:
            time.sleep(0.05)
    words = (server.folder / "log").read_text(encoding="utf-8", errors="backslashreplace")
    server.stop()
    raise RuntimeError(f"PostgreSQL did not start: {words}")
