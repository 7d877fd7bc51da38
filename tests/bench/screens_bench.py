"""The screens benchmark: people at the real catalogue page who each click once a second, on two server processes.

`python -m tests.bench.screens_bench --products N [--people 1,10,25,50] [--seconds S]` prints one JSON document, its table
among it as `text`. The driver's own processor time stands apart: on two cores it takes its part of them.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from tests.bench.screens_person import BrokenPageError, Person
from tests.bench.shop import DAY, Shop, opened

Told = dict[str, Any]
PROCESSES, EVERY = 2, 1.0
"""Server processes; seconds between two clicks of a person."""
WARM_SECONDS = 3.0
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def run(products: int, people: Sequence[int], seconds: float, home: Path) -> Told:
    """Reruns, milliseconds of each and the servers' processor time, for each number of people."""
    shop = opened(home / "shop", products, max(*people, 2 * PROCESSES))
    with served(shop, PROCESSES) as (address, server):
        asyncio.run(_together(address, server, shop, 2 * PROCESSES, WARM_SECONDS))
        lines = [_measured(address, server, shop, count, seconds) for count in people]
        told = {"products": products, "processes": PROCESSES, "rows": lines, "mb": round(memory_mb(server))}
    return told | {"text": text(told)}


@contextlib.contextmanager
def served(shop: Shop, processes: int) -> Iterator[tuple[str, int]]:
    """A real server over the instance: its address and the number of the process that started the others."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TAMIS_")}
    command = [sys.executable, "-m", "catalog", "serve", "--port", "0", "--processes", str(processes)]
    process = subprocess.Popen(
        command, env={**environment, "TAMIS_HOME": str(shop.home), "TAMIS_DAY": DAY.isoformat()}, stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    try:
        assert process.stdout is not None
        yield process.stdout.readline().removeprefix("Ready: ").strip(), process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def _measured(address: str, server: int, shop: Shop, people: int, seconds: float) -> Told:
    gc.collect()
    gc.disable()  # the driver's own pauses are no time of the page's
    told = asyncio.run(_together(address, server, shop, people, seconds))
    gc.enable()
    return told


async def _together(address: str, server: int, shop: Shop, people: int, seconds: float) -> Told:
    """Everybody arrives and clicks once, then in turn. What is measured is the clicking in turn alone."""
    arrived = await asyncio.gather(*(Person.arriving(address, shop.sessions[n], n) for n in range(people)))
    await asyncio.gather(*(person.click() for person in arrived))  # the first one is noted as a sign of life: a write
    await asyncio.sleep(EVERY)
    for person in arrived:
        person.received = 0
    took: list[float] = []
    before, own, began = spent(server), time.process_time(), time.perf_counter()
    lost = await asyncio.gather(
        *(_clicking(person, place / people, seconds, took) for place, person in enumerate(arrived))
    )
    cpu, own, whole = spent(server) - before, time.process_time() - own, time.perf_counter() - began
    size = sum(person.received for person in arrived)
    await asyncio.gather(*(person.socket.close() for person in arrived))
    return {
        "people": people, "reruns": len(took), "lost": sum(lost), "p50": median(took), "p95": quantiles(took, n=20)[-1],
        "max": max(took), "cpu_ms": 1000 * cpu / len(took), "kb": size / len(took) / 1000,
        "driver_ms": 1000 * own / len(took), "busy": (cpu + own) / whole, "per_second": len(took) / whole,
    }  # fmt: skip


async def _clicking(person: Person, late: float, seconds: float, found: list[float]) -> int:
    """A click every EVERY seconds; who has waited longer than that clicks at once."""
    lost, due = 0, time.perf_counter() + late * EVERY
    until = due + seconds
    while due < until:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        try:
            found.append(await person.click())
        except TimeoutError:
            lost += 1
        except BrokenPageError as fault:
            sys.stderr.write(f"{fault}\n")
            lost += 1
        due = max(due + EVERY, time.perf_counter())
    return lost


def spent(server: int) -> float:
    """Processor seconds of a process and those below it, as far as they live."""
    return sum(_ticks(number) for number in family(server)) / TICKS


def family(server: int) -> list[int]:
    """A process and those below it."""
    parents = {}
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit():
                parents[int(entry.name)] = int(_stat(int(entry.name))[1])
    found = [server]
    for number in found:
        found += [child for child, parent in parents.items() if parent == number]
    return found


def memory_mb(server: int) -> float:
    """Megabytes of a process and those below it, each page counted once for those that share it."""
    total = 0
    for number in family(server):
        with contextlib.suppress(OSError):
            rollup = Path(f"/proc/{number}/smaps_rollup").read_text(encoding="utf-8")
            total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1000


def _ticks(number: int) -> int:
    try:
        fields = _stat(number)
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def _stat(number: int) -> list[str]:
    """What follows the name: state, parent, ... user time is the 12th, system time the 13th."""
    return Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()


def text(told: Told) -> str:
    """The table."""
    lines = [
        f"catalogue page, {told['products']} products, {told['processes']} server processes, {told['mb']} MB in all",
        "people  reruns  lost  p50 ms  p95 ms  max ms  server CPU ms/rerun  driver CPU ms/rerun  KB/rerun  cores busy",
    ]
    for row in told["rows"]:
        lines.append(
            f"{row['people']:>6}  {row['reruns']:>6}  {row['lost']:>4}  {row['p50']:>6.0f}  {row['p95']:>6.0f}  {row['max']:>6.0f}"
            f"  {row['cpu_ms']:>19.1f}  {row['driver_ms']:>19.1f}  {row['kb']:>8.0f}  {row['busy']:>10.2f}"
        )
    return "\n".join(lines)


def main() -> None:
    """Print one JSON document."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--products", type=int, default=100_000)
    parser.add_argument("--people", default="1,10,25,50")
    parser.add_argument("--seconds", type=float, default=15.0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        told = run(asked.products, [int(each) for each in asked.people.split(",")], asked.seconds, Path(made))
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
