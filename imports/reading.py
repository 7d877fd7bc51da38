"""One file as received -> a Reading.

`read_file` reads it in a sandbox (a child process with limits); `read_here` does the same in this very process.
"""

from __future__ import annotations

from imports.child.sandbox import read_file
from imports.journey import read_here

__all__ = ["read_file", "read_here"]
