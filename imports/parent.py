"""A child of ours ends with the process that started it, even one that was killed: nobody would read its answer."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

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
