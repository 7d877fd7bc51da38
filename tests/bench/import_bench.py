"""The import benchmark: the plain path beside ours in one run, on the same files; nothing counts unless the counts agree.

`python -m tests.bench.import_bench --products N [--folder F]` prints one JSON document, its table among it as `text`.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.bench.catalogue import write_csv, write_xlsx, write_xml
from tests.bench.steps import NEEDS, PEERS, file, peer

postgres = peer("tests.postgres")
ROOT = Path(__file__).resolve().parents[2]
LIBRARIES = ("pyarrow", "numpy", "sqlalchemy", "python-calamine", "openpyxl", "fastexcel", "polars", "lxml")
WORKBOOK_LINES = 200_000
"""Longer catalogues are measured as CSV and XML only: the plain path would take hours of everybody's machine."""
REHEARSED = 10_000
WRITERS: Mapping[str, Callable[[Path, int, bool], None]] = {"xlsx": write_xlsx, "csv": write_csv, "xml": write_xml}
Told = dict[str, Any]


class Disagreement(Exception):
    """Two paths counted differently: no time of theirs means anything."""


def run(products: int, folder: Path, say: Callable[[str], None]) -> Told:
    """All steps for a catalogue of `products` lines. Raises Disagreement."""
    small = max(1, products // 10)
    names = ["journey_csv", "journey_xml", "read_xml", "columns_xml", "lxml_loop", "difference"]
    if products <= WORKBOOK_LINES:
        names = ["plain_xlsx", "plain_published", "bare_fastexcel", "bare_sqlite", "journey_xlsx", *names]
    _write(folder, products, small, say)
    missing = [name for name, peer in PEERS.items() if peer is None]
    steps = {name: _step(name, folder, products, say) for name in names if NEEDS.get(name) not in missing}
    steps |= {f"{name}_small": _step(name, folder, small, say) for name in ("journey_csv", "journey_xml")}
    steps["rehearsed"] = _step(
        "rehearsed", folder, min(REHEARSED, small if products > WORKBOOK_LINES else products), say
    )
    if postgres and postgres.binaries() is not None:
        steps["journey_csv_postgres"] = _on_postgres(folder, products, say)
    document = {"products": products, "steps": steps, "missing": missing, **_machine()}
    _agree(document)
    document["ratios"] = ratios(steps)
    return document


def _write(folder: Path, products: int, small: int, say: Callable[[str], None]) -> None:
    rehearsal = min(REHEARSED, small if products > WORKBOOK_LINES else products)
    wanted = [(products, "csv", 1), (products, "csv", 2), (products, "xml", 1), (small, "csv", 1), (small, "xml", 1),
              (rehearsal, "xlsx", 1)]  # fmt: skip
    if products <= WORKBOOK_LINES:
        wanted.append((products, "xlsx", 1))
    for count, kind, version in wanted:
        path = file(folder, count, kind, version)
        if not path.exists():
            say(f"{path.name} …")
            WRITERS[kind](path, count, version == 2)


def _step(name: str, folder: Path, products: int, say: Callable[[str], None], url: str | None = None) -> Told:
    say(f"{name} ({products}) …")
    command = [sys.executable, "-m", "tests.bench.steps", name, str(folder), str(products), *([url] if url else [])]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr[-2000:]}")
    told: Told = json.loads(done.stdout.splitlines()[-1])
    return {**told, "asked": products}


def _on_postgres(folder: Path, products: int, say: Callable[[str], None]) -> Told:
    """A server of its own, as it comes: with fsync."""
    server = postgres.start(settings=())
    try:
        server.run("CREATE DATABASE bench")
        return _step("journey_csv", folder, products, say, server.url("bench"))
    finally:
        server.stop()


def _machine() -> Told:
    model = next((line.partition(":")[2].strip() for line in _lines(Path("/proc/cpuinfo")) if "model name" in line), "")
    versions = {name: version for name in LIBRARIES if (version := _version(name))}
    return {
        "machine": f"{model or platform.processor()}, {os.cpu_count()} cores, {platform.system()}",
        "load": list(os.getloadavg()), "python": platform.python_version(), "versions": versions,
        "date": time.strftime("%Y-%m-%d"),
    }  # fmt: skip


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines() if path.exists() else []


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _agree(document: Told) -> None:
    """Every step has read or written all lines; the differences agree; both databases hold the same."""
    steps: Mapping[str, Told] = document["steps"]
    wrong = [name for name, told in steps.items() if told["rows"] != told["asked"]]
    if not steps["difference"].get("agrees", True):
        wrong.append("difference")
    for one, other in (("journey_csv", "journey_csv_postgres"), ("journey_xlsx", "plain_published")):
        if one in steps and other in steps and steps[one]["fingerprint"] != steps[other]["fingerprint"]:
            wrong.append(other)
    if wrong:
        raise Disagreement(", ".join(wrong))


def ratios(steps: Mapping[str, Told]) -> dict[str, float]:
    """What is compared with what; a ratio without both sides is not there."""
    found: dict[str, float] = {}

    def put(name: str, above: tuple[str, str], *below: tuple[str, str]) -> None:
        if above[0] in steps and all(step in steps and key in steps[step] for step, key in below):
            found[name] = steps[above[0]][above[1]] / sum(steps[step][key] for step, key in below)

    for kind in ("seconds", "cpu"):
        put(f"plain to the same state / ours, xlsx, {kind}", ("plain_published", kind), ("journey_xlsx", kind))
        put(f"plain into one table alone / ours, xlsx, {kind}", ("plain_xlsx", kind), ("journey_xlsx", kind))
    put(
        "ours, xlsx / bare read + bare write",
        ("journey_xlsx", "seconds"),
        ("bare_fastexcel", "seconds"),
        ("bare_sqlite", "seconds"),
    )
    put("lxml loop / our XML to columns", ("lxml_loop", "cpu"), ("columns_xml", "cpu"))
    put("our difference / Polars join", ("difference", "seconds"), ("difference", "polars"))
    for kind in ("csv", "xml"):
        for key in ("seconds", "peak_mb", "own_peak_mb"):
            put(f"{kind}, ten times the lines: {key}", (f"journey_{kind}", key), (f"journey_{kind}_small", key))
    return found


def text(document: Told) -> str:
    """The document as a table for people."""
    head = f"{'step':22}{'lines':>9}{'seconds':>9}{'cpu s':>8}{'lines/s':>10}{'peak MB':>9}  of which"
    rows = [_row(name, told) for name, told in document["steps"].items()]
    compared = [f"{name:58}{value:8.2f}" for name, value in document["ratios"].items()]
    missing = ", ".join(document["missing"]) or "none"
    versions = ", ".join(f"{name} {version}" for name, version in document["versions"].items())
    load = "load " + "/".join(f"{each:.1f}" for each in document["load"])
    place = f"{document['date']}, {document['machine']}, {load}, Python {document['python']}, {versions}"
    return "\n".join([head, *rows, "", *compared, "", f"peers not installed: {missing}", place])


def _row(name: str, told: Told) -> str:
    parts = ("read", "keep", "publish", "undo", "polars")
    which = ", ".join(f"{part} {told[part]:.2f}" for part in parts if part in told)
    which += f", our own process {told['own_peak_mb']} MB" if "own_peak_mb" in told else ""
    rate = told["rows"] / told["seconds"]
    return f"{name:22}{told['rows']:9}{told['seconds']:9.2f}{told['cpu']:8.1f}{rate:10.0f}{told['peak_mb']:9}  {which}"


def main() -> None:
    """Run, and print the document."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--products", type=int, default=100_000)
    asked.add_argument("--folder", type=Path)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="tamis-bench-") as folder:
        document = run(
            given.products, given.folder or Path(folder), lambda line: print(line, file=sys.stderr, flush=True)
        )
    print(json.dumps({**document, "text": text(document)}))


if __name__ == "__main__":
    main()
