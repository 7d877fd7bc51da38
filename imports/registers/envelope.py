"""A register's reading as JSON, between the child that read it and whoever asked; its issues as kept with an extract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from imports.record import Issue
from imports.registers.record import ListedEntry, RegisterReading

_DAYS = ("valid_from", "valid_until")


def reading_json(reading: RegisterReading) -> dict[str, Any]:
    """The whole reading; days as text."""
    entries = [
        {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in asdict(entry).items()}
        for entry in reading.entries
    ]
    day = reading.extracted_on.isoformat() if reading.extracted_on else None
    return {**asdict(reading), "entries": entries, "extracted_on": day}


def reading_from(kept: Mapping[str, Any]) -> RegisterReading:
    """The same back."""
    entries = tuple(ListedEntry(**(each | {name: _day(each[name]) for name in _DAYS})) for each in kept["entries"])
    rest = {
        "entries": entries,
        "extracted_on": _day(kept["extracted_on"]),
        "issues": issues_from(kept["issues"]),
        "refusal": Issue(**kept["refusal"]) if kept["refusal"] else None,
        "ignored_columns": tuple(kept["ignored_columns"]),
    }
    return RegisterReading(**{**kept, **rest})


def issues_json(issues: tuple[Issue, ...]) -> list[dict[str, Any]]:
    """Issues as kept with an extract."""
    return [asdict(issue) for issue in issues]


def issues_from(kept: list[dict[str, Any]]) -> tuple[Issue, ...]:
    """The same back."""
    return tuple(Issue(**each) for each in kept)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
