"""The browsing benchmark: our index beside every peer that is installed, same catalogue, same questions, same answers.

`python -m tests.bench.browse_bench --products N [--peers a,b] [--seconds S]` prints one JSON document, its table as `text`.
A peer's time counts only if its totals and counts are those of the plain answer, on every question it was given time for.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from catalog.facets import directory
from catalog.facets.build import KIND, build
from catalog.facets.index import Index
from catalog.facets.live import Live
from catalog.facets.selection import EVERYTHING, Answer, Scope
from catalog.facets.tally import COMPILED_PASS
from tests.bench import browse_engines, browse_sql
from tests.bench.browse_catalogue import offers, tags
from tests.bench.browse_facts import LISTS, SINGLE, Answered, Facts, facts, plain
from tests.bench.browse_queries import Question, questions
from tests.bench.browse_table import text

PEERS = {**browse_sql.ENGINES, **browse_engines.ENGINES}
REPEATS = 3
SMALLER = 10
JOINED = frozenset(f"AC{number:02}" for number in range(0, 60, 3))
"""The agreements that the member of the masked questions has joined: a third of them."""
MASKED = 20
"""So many of its answers are compared with the plain ones."""
Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Bench:
    """One catalogue with its index, the questions and their plain answers."""

    index: Index
    live: Live
    facts: Facts
    questions: Sequence[Question]
    answers: Sequence[Answered]
    built: Told


class Wrong(Exception):
    """Our own answer is not the plain one: no figure means anything."""


def run(products: int, peers: Sequence[str], seconds: float, say: Callable[[str], None]) -> Told:
    """Measure ours, ours on a tenth of the catalogue, and the named peers. Raises Wrong."""
    with tempfile.TemporaryDirectory() as made:
        small = _ours(max(1, products // SMALLER), Path(made) / "small", say)[0] if products > SMALLER else None
        ours, bench = _ours(products, Path(made) / "whole", say)
        found: Told = {"products": products, "ours": ours, "tenth": small, "compiled": COMPILED_PASS}
        found["pass_ms"] = browse_engines.counting_pass(bench.facts)
        found["peers"] = {name: _peer(name, bench, seconds, Path(made), say) for name in peers if PEERS.get(name)}
    found["absent"] = sorted(name for name in peers if not PEERS.get(name))
    return found


def _ours(products: int, folder: Path, say: Callable[[str], None]) -> tuple[Told, Bench]:
    say(f"{products} products …")
    bench = _made(products, folder)
    say("checked against the plain answers …")
    for question, answer in zip(bench.questions, bench.answers, strict=True):
        _check(bench, question, answer)
    first, times = _timed(bench, range(len(bench.questions)))
    for question in bench.questions[:MASKED]:
        _check(bench, question, plain(bench.facts, question, JOINED), Scope(agreements=JOINED))
    masked = _timed(bench, range(len(bench.questions)), Scope(agreements=JOINED))[1]
    told = {"products": products, **bench.built, **_spread(times), "first": _spread(first), "member": _spread(masked)}
    return told, bench


def _made(products: int, folder: Path) -> Bench:
    table = offers(products)
    days = tags(table)
    began, spent = time.perf_counter(), time.process_time()
    build(table, folder)
    built, spent = time.perf_counter() - began, time.process_time() - spent
    opened = min(_opening(folder) for _ in range(5))
    index = Index.open(folder)
    began = time.perf_counter()
    live = Live.of(index.offer_ids, days)
    tagged = time.perf_counter() - began
    arrays = directory.read(folder, KIND).arrays
    asked = questions(table, index, live, arrays)
    known = facts(table, days, index.offer_ids, arrays)
    size = sum(file.stat().st_size for file in folder.iterdir() if file.name != "display.arrow")
    told = {
        "build_s": built,
        "build_cpu_s": spent,
        "open_ms": opened,
        "live_s": tagged,
        "bytes": size / products,
        "parts": _parts(folder, products),
    }
    return Bench(Index.open(folder), live, known, asked, [plain(known, each) for each in asked], told)


def _opening(folder: Path) -> float:
    began = time.perf_counter()
    Index.open(folder)
    return (time.perf_counter() - began) * 1000


def _parts(folder: Path, products: int) -> Told:
    """Bytes a product by kind of column."""
    found: dict[str, float] = {}
    for file in folder.iterdir():
        kind = file.name.split(".")[0]
        found[kind] = found.get(kind, 0) + file.stat().st_size / products
    return {kind: round(size, 1) for kind, size in sorted(found.items()) if size >= 0.1}


def _check(bench: Bench, question: Question, plainly: Answered, scope: Scope = EVERYTHING) -> None:
    answer = bench.index.ask(question.selection, scope, bench.live)
    found = as_answered(bench.facts, answer)
    same = found.total == plainly.total and _same_counts(found.counts, plainly.counts)
    if not same or (question.selection.sort == "price" and list(found.page) != list(plainly.page)):
        raise Wrong(f"{question.selection}: {found.total}, plainly {plainly.total}")


def as_answered(facts: Facts, answer: Answer) -> Answered:
    """Our answer in the codes of the others."""
    counts = {}
    for name in (*SINGLE, *LISTS):
        said = answer.facets[name]
        counts[name] = np.array([said.get(value, 0) for value in facts.values[name]], np.int64)
    return Answered(answer.total, counts, answer.rows)


def _same_counts(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(np.array_equal(one[name], other[name]) for name in other)


def _timed(bench: Bench, numbers: Sequence[int], scope: Scope = EVERYTHING) -> tuple[list[float], list[float]]:
    """Milliseconds of each question: asked for the first time, and the best of the next ones. With its display rows.

    What was understood of a text is forgotten before it is asked again.
    """
    _settled()
    understood = bench.index._matcher._understood
    times: list[list[float]] = [[] for _ in numbers]
    for _ in range(1 + REPEATS):
        for place, number in enumerate(numbers):
            selection = bench.questions[number].selection
            understood.cache_clear()
            began = time.perf_counter()
            answer = bench.index.ask(selection, scope, bench.live)
            bench.index.offers(answer.rows)
            times[place].append((time.perf_counter() - began) * 1000)
    return [each[0] for each in times], [min(each[1:]) for each in times]


def _peer(name: str, bench: Bench, seconds: float, folder: Path, say: Callable[[str], None]) -> Told:
    """A peer's times, and ours on the questions it had time for, asked right after it."""
    say(f"{name} …")
    place = folder / name
    place.mkdir()
    gc.collect()
    began = time.perf_counter()
    engine: Any = PEERS[name](bench.facts, place)  # type: ignore[misc]
    built = time.perf_counter() - began
    try:
        times, wrong = _asked(engine, bench, seconds)
    finally:
        engine.close()
    ours = _timed(bench, sorted(times))[1]
    told = {"name": engine.name, "version": engine.version, "setup": engine.setup, "build_s": built,
            "bytes": engine.bytes / bench.facts.rows, "wrong": wrong}  # fmt: skip
    mine, theirs = _spread(ours), _spread(list(times.values()))
    return {**told, **theirs, "ours": mine, "ratio": {key: theirs[key] / mine[key] for key in ("p50", "p95", "max")}}


def _asked(engine: Any, bench: Bench, seconds: float) -> tuple[dict[int, float], int]:
    """question -> its best time; how many were answered wrongly. In an order of chance, for the time there is."""
    _settled()
    order = list(range(len(bench.questions)))
    random.Random(3).shuffle(order)
    times: dict[int, list[float]] = {}
    wrong, end = 0, time.perf_counter() + seconds
    for turn in range(REPEATS):
        for number in order:
            if time.perf_counter() > end:
                break
            began = time.perf_counter()
            answer = engine.ask(bench.questions[number])
            times.setdefault(number, []).append((time.perf_counter() - began) * 1000)
            wrong += turn == 0 and not _agrees(bench, number, answer)
    return {number: min(each) for number, each in sorted(times.items())}, wrong


def _settled() -> None:
    """What is loaded leaves the collector's sight, as in the server."""
    gc.collect()
    gc.freeze()


def _agrees(bench: Bench, number: int, answer: Answered) -> bool:
    plainly = bench.answers[number]
    same = answer.total == plainly.total and _same_counts(answer.counts, plainly.counts)
    return same and (bench.questions[number].selection.sort != "price" or list(answer.page) == list(plainly.page))


def _spread(times: Sequence[float]) -> Told:
    return {
        "questions": len(times),
        "p50": float(np.median(times)),
        "p95": float(np.percentile(times, 95)),
        "max": float(np.max(times)),
    }


def main() -> None:
    """Print one JSON document."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--products", type=int, default=100_000)
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--seconds", type=float, default=60, help="for the questions to each peer")
    asked = parser.parse_args()
    told = run(asked.products, asked.peers.split(","), asked.seconds, lambda said: print(said, file=sys.stderr))
    sys.stdout.write(json.dumps(told | {"text": text(told)}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
