"""Settings: one frozen value made from the environment it is given. Each has a line in the README."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from catalog.errors import Invalid

LANGUAGES = ("fr", "en")
ADDRESS = "http://127.0.0.1:8501"
"""Where people reach the pages, as long as nothing says otherwise."""


@dataclass(frozen=True, slots=True)
class Settings:
    """home: folder of database, files and index; day: the set day, or None for the real one.

    idle_minutes / staff_idle_minutes / session_hours: limits of a browser session. max_upload_mb: largest file taken.
    workers: how many jobs the serving process does at a time. mail_server: smtp:// or smtps:// address, None: mails are
    files of `home`/outbox. address: where people reach the pages, for links in mails. doubt_days: how long
    staff have to answer a member's doubt.
    """

    home: Path
    database_url: str
    day: dt.date | None = None
    language: str = "fr"
    user: str | None = None
    max_upload_mb: int = 200
    idle_minutes: int = 60
    staff_idle_minutes: int = 30
    session_hours: int = 12
    trusted_proxy: str | None = None
    workers: int = 2
    mail_server: str | None = None
    mail_from: str = "tamis@localhost"
    address: str = ADDRESS
    doubt_days: int = 15

    @property
    def files(self) -> Path:
        return self.home / "files"

    @property
    def index(self) -> Path:
        return self.home / "index"


VARIABLES: Mapping[str, str] = {
    "TAMIS_HOME": "folder of the embedded database, the files and the index (default ./var)",
    "TAMIS_DATABASE_URL": "SQLAlchemy URL; default the SQLite file in TAMIS_HOME",
    "TAMIS_DAY": "the day everything is judged on, YYYY-MM-DD; default the real day",
    "TAMIS_LANG": "fr or en; default fr",
    "TAMIS_USER": "e-mail of the account the command line acts as; default the journalled operator",
    "TAMIS_MAX_UPLOAD_MB": "largest file taken, in MB; default 200",
    "TAMIS_IDLE_MINUTES": "a browser session without use ends after this; default 60",
    "TAMIS_STAFF_IDLE_MINUTES": "the same for central staff; default 30",
    "TAMIS_SESSION_HOURS": "a browser session ends after this at the latest; default 12",
    "TAMIS_TRUSTED_PROXY": "address of the proxy whose forwarded client address is believed; default none",
    "TAMIS_WORKERS": "jobs that the serving process does at a time; 0: none, `worker` does them; default 2",
    "TAMIS_MAIL_SERVER": "smtp://user:password@host:port or smtps://...; default none: mails are files of TAMIS_HOME/outbox. A mail is tried eight times over 12 hours or more",
    "TAMIS_MAIL_FROM": "the sender of mails; default tamis@localhost",
    "TAMIS_ADDRESS": "where people reach the pages, for links in mails; default the port that is served, else http://127.0.0.1:8501",
    "TAMIS_DOUBT_DAYS": "a member's doubt is to be answered within this many days; default 15",
}
"""Every variable that is read, with its meaning (the README's table is held to this)."""


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Read the TAMIS_ variables. Raises Invalid for a value that cannot be one."""
    home = Path(environment.get("TAMIS_HOME") or "var").absolute()
    return Settings(
        home=home,
        database_url=environment.get("TAMIS_DATABASE_URL") or f"sqlite:///{home / 'tamis.sqlite'}",
        day=_day(environment.get("TAMIS_DAY")),
        language=_language(environment.get("TAMIS_LANG") or "fr"),
        user=environment.get("TAMIS_USER") or None,
        max_upload_mb=_whole(environment, "TAMIS_MAX_UPLOAD_MB", 200),
        idle_minutes=_whole(environment, "TAMIS_IDLE_MINUTES", 60),
        staff_idle_minutes=_whole(environment, "TAMIS_STAFF_IDLE_MINUTES", 30),
        session_hours=_whole(environment, "TAMIS_SESSION_HOURS", 12),
        trusted_proxy=environment.get("TAMIS_TRUSTED_PROXY") or None,
        workers=_whole(environment, "TAMIS_WORKERS", 2, least=0),
        mail_server=_server(environment.get("TAMIS_MAIL_SERVER")),
        mail_from=environment.get("TAMIS_MAIL_FROM") or "tamis@localhost",
        address=(environment.get("TAMIS_ADDRESS") or ADDRESS).rstrip("/"),
        doubt_days=_whole(environment, "TAMIS_DOUBT_DAYS", 15),
    )


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid("setting.invalid", name="TAMIS_DAY", value=text) from None


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise Invalid("setting.invalid", name="TAMIS_LANG", value=text)
    return text


def _server(text: str | None) -> str | None:
    if text and not text.startswith(("smtp://", "smtps://")):
        raise Invalid("setting.invalid", name="TAMIS_MAIL_SERVER", value=text)
    return text or None


def _whole(environment: Mapping[str, str], name: str, default: int, least: int = 1) -> int:
    text = environment.get(name) or str(default)
    if not text.isdecimal() or int(text) < least:
        raise Invalid("setting.invalid", name=name, value=text)
    return int(text)
