"""What a service is handed beside the actor: an open transaction, the clock, the files, the settings."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from catalog.means.clock import Clock
from catalog.means.files import FileStore
from catalog.settings import Settings


@dataclass(frozen=True, slots=True)
class Means:
    """Opened and closed at the entrance (command line, screen, route); services flush, they never commit."""

    session: Session
    clock: Clock
    files: FileStore
    settings: Settings
