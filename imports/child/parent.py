"""What every child of ours is held to: it ends with the process that started it, and no limit of it is ever raised."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

if sys.platform != "win32":
    import resource

_SET_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of Linux."""


def end_with(parent: int) -> None:
    """Let the kernel end this process once the process `parent` is gone, or end it now where it is gone already.

    On other systems than Linux a child that is left alone ends by its own limits.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def lower(kind: int, limit: int) -> None:
    """Hold this process to a limit of the kernel (`resource.RLIMIT_...`), or to the lower one that it has already."""
    if sys.platform == "win32":
        return
    _, hard = resource.getrlimit(kind)
    most = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(kind, (most, most))
