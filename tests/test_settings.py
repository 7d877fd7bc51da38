"""Settings come from the environment they are given, and a value that cannot be one is named."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from catalog.errors import Invalid
from catalog.settings import VARIABLES, Settings, settings_from


def test_without_variables_everything_has_a_value() -> None:
    home = Path("var").absolute()
    assert settings_from({}) == Settings(home, f"sqlite:///{home}/tamis.sqlite")


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("TAMIS_DAY", "2026-11-22", "day", dt.date(2026, 11, 22)),
        ("TAMIS_DAY", "", "day", None),
        ("TAMIS_LANG", "en", "language", "en"),
        ("TAMIS_USER", "a@b.example", "user", "a@b.example"),
        ("TAMIS_DATABASE_URL", "postgresql+psycopg://x/y", "database_url", "postgresql+psycopg://x/y"),
        ("TAMIS_MAX_UPLOAD_MB", "5", "max_upload_mb", 5),
        ("TAMIS_IDLE_MINUTES", "1", "idle_minutes", 1),
        ("TAMIS_STAFF_IDLE_MINUTES", "2", "staff_idle_minutes", 2),
        ("TAMIS_SESSION_HOURS", "3", "session_hours", 3),
        ("TAMIS_TRUSTED_PROXY", "10.0.0.1", "trusted_proxy", "10.0.0.1"),
        ("TAMIS_WORKERS", "3", "workers", 3),
        ("TAMIS_DOUBT_DAYS", "20", "doubt_days", 20),
        ("TAMIS_WORKERS", "0", "workers", 0),
        ("TAMIS_MAIL_SERVER", "smtp://mail.example:25", "mail_server", "smtp://mail.example:25"),
        ("TAMIS_MAIL_FROM", "tamis@centrale.example", "mail_from", "tamis@centrale.example"),
        ("TAMIS_ADDRESS", "https://tamis.example/", "address", "https://tamis.example"),
        ("TAMIS_HOME", "/srv/tamis", "home", Path("/srv/tamis")),
    ],
)
def test_a_variable_is_read(name: str, text: str, field: str, value: object) -> None:
    assert getattr(settings_from({name: text}), field) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("TAMIS_DAY", "22/11/2026"),
        ("TAMIS_LANG", "de"),
        ("TAMIS_MAX_UPLOAD_MB", "0"),
        ("TAMIS_IDLE_MINUTES", "-1"),
        ("TAMIS_SESSION_HOURS", "1.5"),
        ("TAMIS_WORKERS", "-1"),
        ("TAMIS_STAFF_IDLE_MINUTES", "1_0"),
    ],
)
def test_a_value_that_cannot_be_one_is_named(name: str, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        settings_from({name: text})
    assert (refused.value.code, refused.value.params) == ("setting.invalid", {"name": name, "value": text})


def test_every_variable_is_listed_and_every_setting_has_one() -> None:
    assert len(VARIABLES) == len(dataclasses.fields(Settings))


def test_the_home_holds_files_and_index() -> None:
    settings = settings_from({"TAMIS_HOME": "/srv/tamis"})
    assert (settings.files, settings.index) == (Path("/srv/tamis/files"), Path("/srv/tamis/index"))
