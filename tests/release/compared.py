"""A rehearsal held against what its publication changed: the figures and every cell of both."""

from __future__ import annotations

from typing import Any

from catalog.access import OPERATOR
from catalog.means.means import Means
from catalog.services.release.compare import Comparison, compare
from catalog.services.release.rehearse import Rehearsal

COUNTS = ("new_products", "new_offers", "changed_offers")


def figures(rehearsal: Rehearsal) -> dict[str, Any]:
    """What a rehearsal says would change."""
    said = rehearsal.json()
    return {
        **{name: said[name] for name in COUNTS},
        "gone_offers": said["withdrawn_offers"],
        "gone": sorted((each["reference"], each["lot"]) for each in said["gone"]) if rehearsal.withdraws else [],
        "renames": sorted((each["before"], each["after"]) for each in said["renames"]),
        "cells": sorted(map(cell, said["cells"])),
        "cells_total": said["cells_total"],
    }


def result(means: Means, before: int, after: int, supplier: str) -> dict[str, Any]:
    """What two publications differ in, for one supplier."""
    found: Comparison = compare(OPERATOR, means, before, after, supplier)
    said = found.json()
    return {
        **{name: said[name] for name in COUNTS},
        "gone_offers": said["gone_offers"],
        "gone": sorted((each["reference"], each["lot"]) for each in said["gone"]),
        "renames": sorted((each["before"], each["after"]) for each in said["renames"]),
        "cells": sorted(map(cell, said["cells"])),
        "cells_total": said["cells_total"],
    }


def cell(line: dict[str, Any]) -> tuple[str, str, str, str, str]:
    """A changed cell, to be sorted."""
    return line["reference"], line["lot"] or "", line["field"], str(line["before"]), str(line["after"])
