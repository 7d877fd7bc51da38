"""How much memory this process has held at most."""

from __future__ import annotations

import re
import sys
from pathlib import Path

if sys.platform != "win32":
    import resource


def peak_mb() -> int:
    """Peak resident memory in MiB; 0 where the system does not tell."""
    return _status("VmHWM") or _usage()


def held_mb() -> int:
    """Resident memory now, in MiB."""
    return _status("VmRSS") or _usage()


def mapped_bytes() -> int:
    """Address space now, in bytes; 0 where the system does not tell."""
    return _status_kb("VmSize") * 1024


def _status(name: str) -> int:
    return _status_kb(name) // 1024


def _status_kb(name: str) -> int:
    """A line of the kernel's own account, which unlike getrusage does not count the parent's memory."""
    try:
        found = re.search(
            rf"^{name}:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii", "surrogateescape"), re.MULTILINE
        )
    except OSError:
        return 0
    return int(found.group(1)) if found else 0


def _usage() -> int:
    if sys.platform == "win32":
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (2**20 if sys.platform == "darwin" else 1024)
