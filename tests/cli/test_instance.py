"""Mails lead to the port that is served, unless a setting says where they lead."""

from __future__ import annotations

import pytest

from catalog.cli.frame import take_common
from catalog.cli.instance import _reached


@pytest.mark.parametrize(
    ("setting", "port", "address"),
    [
        (None, 8613, "http://127.0.0.1:8613"),
        (None, 8501, "http://127.0.0.1:8501"),
        (None, 0, "http://127.0.0.1:8501"),
        ("https://tamis.example", 8613, "https://tamis.example"),
    ],
)
def test_where_mails_lead(setting: str | None, port: int, address: str) -> None:
    take_common([], {"TAMIS_ADDRESS": setting} if setting else {})
    assert _reached(port).settings.address == address
