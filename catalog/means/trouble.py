"""What stands between the product and its disk or database, told in words: full, read-only, out of reach.

Anything else stays what it is: a bug, with its trace in the log.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath

from sqlalchemy.exc import DatabaseError, OperationalError

from catalog.errors import Busy, Conflict, Refusal

DISK: Mapping[int, str] = {
    errno.ENOSPC: "disk.full",
    errno.EDQUOT: "disk.full",
    errno.EFBIG: "disk.full",
    errno.EIO: "disk.failing",
    errno.EROFS: "disk.closed",
    errno.EACCES: "disk.closed",
    errno.EPERM: "disk.closed",
    errno.EEXIST: "disk.closed",
    errno.ENOTDIR: "disk.closed",
}
SQLITE: Mapping[str, str] = {
    "disk is full": "disk.full",
    "disk I/O error": "disk.full",
    "readonly database": "disk.closed",
    "unable to open": "disk.closed",
    "malformed": "database.damaged",
    "not a database": "database.damaged",
}
"""Words of SQLite's own message -> the refusal; it gives no code through SQLAlchemy's DatabaseError."""


SHORT = re.compile("[0-9]+ requested and [0-9]+ written")
"""What numpy says of a disk that took less than it was given; it passes on no number."""
HELD = "55P03"
"""What PostgreSQL says when another transaction held for too long what this one needs."""
AT_ONCE = frozenset({"23505", "40001", "40P01"})
"""What PostgreSQL says when two did the same at the same time: unique violation, serialisation failure, deadlock.

On SQLite writers come one after the other, so that a broken rule there is a bug.
"""
LOG = logging.getLogger("tamis")


@contextlib.contextmanager
def in_words() -> Iterator[None]:
    """Turn a disk or database out of order into a Refusal, whose cause is the error itself."""
    try:
        yield
    except (OSError, DatabaseError) as error:
        refusal = told(error)
        if refusal is None:
            raise
        raise refusal from error


def told(error: OSError | DatabaseError) -> Refusal | None:
    """The refusal for such an error; None where it is a bug."""
    if isinstance(error, DatabaseError):
        return _sqlite(str(error.orig)) or _at_once(error) or _out_of_reach(error)
    code = DISK.get(error.errno or 0) or ("disk.full" if SHORT.fullmatch(str(error)) else None)
    return Conflict(code, name=PurePath(str(error.filename or "")).name or None) if code else None


def _sqlite(message: str) -> Refusal | None:
    if "database is locked" in message:
        return Busy("database.locked")
    code = next((code for words, code in SQLITE.items() if words in message), None)
    return Conflict(code, name=None) if code else None


def _at_once(error: DatabaseError) -> Refusal | None:
    if getattr(error.orig, "sqlstate", None) == HELD:
        return Busy("database.held")
    if getattr(error.orig, "sqlstate", None) not in AT_ONCE:
        return None
    LOG.warning("two at once: %s", error.orig)
    return Conflict("database.at_once")


def _out_of_reach(error: DatabaseError) -> Refusal | None:
    """Whether a server is gone, or lets nobody in: an error before any statement, or one that broke the connection."""
    gone = isinstance(error, OperationalError) and (error.statement is None or error.connection_invalidated)
    return Conflict("database.out_of_reach") if gone else None
