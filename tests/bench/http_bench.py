"""The API over HTTP beside Datasette on the same offers: the same questions, the same totals, each over its own socket.

`python -m tests.bench.http_bench --products N [--datasette PATH]` prints one JSON document, its table among it as `text`.
Ours: one server process, a token, 50 offers a page and the counts of every facet under all other filters. Datasette: one
process over an SQLite table with an index a column and FTS5, 50 rows and its facets (counted under every filter, so less
work), its limits of time and of facet values lifted. Where no Datasette is found only ours is measured.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

import numpy as np

from tests.bench.browse_catalogue import tags
from tests.bench.screens_bench import served
from tests.bench.shop import Shop, known_families, opened

Told = dict[str, Any]
QUESTIONS, REPEATS = 100, 3
COLUMNS = (
    "supplier",
    "reference",
    "lot",
    "agreement",
    "name",
    "brand",
    "family",
    "gtin",
    "price",
    "currency",
    "order_unit",
)
ATTRIBUTES = ("ecolabelled", "remanufactured", "early_childhood")
MADE = ("price_band", *ATTRIBUTES)
"""What Datasette's table has beside the columns of the offers, so that it has eleven facets to count; ours counts more."""
FACETS = ("family", "supplier", "agreement", "lot", "brand", "order_unit", "currency", *MADE)
WORDS = ("savon", "toner", "ramette", "stylo", "chaise", "nettoyant", "éponge", "lampe", "peinture", "clavier")
LIMITS = {"sql_time_limit_ms": 60_000, "facet_time_limit_ms": 60_000, "max_returned_rows": 1_000, "default_facet_size": 1_000,
          "facet_suggest_time_limit_ms": 1, "suggest_facets": "off", "cache_size_kb": 200_000}  # fmt: skip


def questions(shop: Shop) -> list[dict[str, str]]:
    """0 to 4 filters in turn; every second one with a word: what both are asked, by facet."""
    dice = random.Random(11)
    lines = shop.table.select(["supplier", "lot", "agreement", "brand", "family"]).to_pylist()
    found = []
    for number in range(QUESTIONS):
        line = dict(dice.choice(lines))
        line["family"] = known_families()[int(line["family"]) % len(known_families())]
        names = dice.sample(sorted(line), number // 2 % 5)
        asked = {name: str(line[name]) for name in names}
        found.append({**asked, "q": dice.choice(WORDS)} if number % 2 else asked)
    return found


def run(products: int, folder: Path, datasette: str | None) -> Told:
    """Milliseconds of each question at both; the ratio is over the questions on whose totals they agree."""
    shop = opened(folder / "shop", products, 1)
    asked = questions(shop)
    with contextlib.ExitStack() as stack:
        address, _ = stack.enter_context(served(shop, 1))
        ours = _measured(_ours(stack, address, shop.token), asked)
        theirs = None
        if datasette:
            _written(folder / "offers.db", shop)
            theirs = _measured(_theirs(stack, datasette, folder / "offers.db"), asked)
    told: Told = {"products": products, "questions": QUESTIONS, "ours": _summed(ours, range(QUESTIONS))}
    if theirs is not None:
        same = [place for place in range(QUESTIONS) if ours[place]["total"] == theirs[place]["total"]]
        told |= {"agree": len(same), "ours_same": _summed(ours, same), "datasette": _summed(theirs, same)}
        told["ratio"] = {name: told["datasette"][name] / told["ours_same"][name] for name in ("p50", "p95")}
    return told | {"text": text(told)}


@dataclass(frozen=True, slots=True)
class Peer:
    """A server asked over one kept connection. address: of a question. size: what an answer holds."""

    connection: HTTPConnection
    headers: Mapping[str, str]
    address: Callable[[Mapping[str, str]], str]
    size: Callable[[Any], Told]

    def ask(self, question: Mapping[str, str]) -> tuple[float, bytes]:
        """Milliseconds until the last byte, and the answer as it came."""
        path = self.address(question)
        began = time.perf_counter()
        self.connection.request("GET", path, headers=dict(self.headers))
        answer = self.connection.getresponse()
        body = answer.read()
        took = (time.perf_counter() - began) * 1000
        assert answer.status == 200, body[:500]
        return took, body


def _ours(stack: contextlib.ExitStack, address: str, token: str) -> Peer:
    connection = stack.enter_context(contextlib.closing(HTTPConnection(address.removeprefix("http://"), timeout=60)))
    headers = {"authorization": f"Bearer {token}"}
    return Peer(connection, headers, lambda question: f"/api/v1/search?{urlencode(question)}", _our_size)


def _our_size(found: Any) -> Told:
    return {"total": found["total"], "facets": len(found["facets"]), "counts": sum(map(len, found["facets"].values()))}


def _theirs(stack: contextlib.ExitStack, program: str, path: Path) -> Peer:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = [part for name, value in LIMITS.items() for part in ("--setting", name, str(value))]
    command = [program, "serve", str(path), "--port", str(port), *settings]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stack.callback(process.wait, timeout=20)
    stack.callback(process.terminate)
    _until_up(port)
    connection = stack.enter_context(contextlib.closing(HTTPConnection("127.0.0.1", port, timeout=120)))
    fixed = [("_size", "50"), ("_sort", "name"), *(("_facet", name) for name in FACETS), ("_facet_size", "max")]

    def address(question: Mapping[str, str]) -> str:
        params = [("_search" if name == "q" else name, value) for name, value in question.items()]
        return f"/offers/offers.json?{urlencode([*params, *fixed])}"

    return Peer(connection, {}, address, _their_size)


def _their_size(found: Any) -> Told:
    counts = sum(len(each["results"]) for each in found["facet_results"].values())
    return {"total": found["filtered_table_rows_count"], "facets": len(found["facet_results"]), "counts": counts}


def _until_up(port: int) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError("Datasette does not answer")


def _written(path: Path, shop: Shop) -> None:
    """The offers as one table: an index a facet, full text over name, brand and reference."""
    columns = (*COLUMNS, *MADE)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(f"CREATE TABLE offers (id INTEGER PRIMARY KEY, {', '.join(columns)})")
        marks = ", ".join("?" * len(columns))
        connection.executemany(f"INSERT INTO offers ({', '.join(columns)}) VALUES ({marks})", _rows(shop, columns))
        for name in (*FACETS, "name", "price"):
            connection.execute(f"CREATE INDEX of_{name} ON offers ({name})")
        connection.execute(
            "CREATE VIRTUAL TABLE offers_fts USING fts5 (name, brand, reference, content=\"offers\", content_rowid='id',"
            " tokenize='unicode61 remove_diacritics 2')"
        )
        connection.execute("INSERT INTO offers_fts (offers_fts) VALUES ('rebuild')")
        connection.execute("ANALYZE")
        connection.commit()


def _rows(shop: Shop, columns: Sequence[str]) -> Iterator[list[object]]:
    families, found = known_families(), tags(shop.table)
    states = {name: np.array(["unknown", "yes", "no"])[found.states[name]].tolist() for name in ATTRIBUTES}
    for place, line in enumerate(shop.table.select(COLUMNS).to_pylist()):
        line |= {name: values[place] for name, values in states.items()}
        line["price_band"] = len(str(line["price"]))
        line["family"] = families[int(line["family"]) % len(families)]
        yield [line[name] for name in columns]


def _measured(peer: Peer, asked: Sequence[Mapping[str, str]]) -> list[Told]:
    """Of each question the answer's size and the median of its times, once some have warmed the server."""
    for question in asked[:10]:
        peer.ask(question)
    found = []
    for question in asked:
        answers = [peer.ask(question) for _ in range(REPEATS)]
        found.append({**peer.size(json.loads(answers[0][1])), "ms": median(took for took, _ in answers)})
    return found


def _summed(found: Sequence[Told], places: Sequence[int]) -> Told:
    took = [found[place]["ms"] for place in places]
    most = {name: max(found[place][name] for place in places) for name in ("facets", "counts")}
    return {"p50": median(took), "p95": quantiles(took, n=20)[-1], "max": max(took), **most}


def text(told: Told) -> str:
    """The table."""
    lines = [
        f"{told['questions']} questions over HTTP, {told['products']} products",
        "                p50 ms    p95 ms    max ms   facets  counts",
    ]
    rows = [("/api/v1/search", told["ours"])]
    if "datasette" in told:
        lines.insert(1, f"ratios over the {told['agree']} questions on whose totals both agree")
        rows = [("/api/v1/search", told["ours_same"]), ("Datasette", told["datasette"])]
    lines += [
        f"{name:<14}  {row['p50']:>7.2f}  {row['p95']:>8.2f}  {row['max']:>8.2f}  {row['facets']:>7}  {row['counts']:>6}"
        for name, row in rows
    ]
    if "ratio" in told:
        lines.append(f"{'ratio':<14}  {told['ratio']['p50']:>6.1f}x  {told['ratio']['p95']:>7.1f}x")
    return "\n".join(lines)


def main() -> None:
    """Print one JSON document."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--products", type=int, default=100_000)
    parser.add_argument("--datasette", default=os.environ.get("DATASETTE") or shutil.which("datasette"))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        told = run(asked.products, Path(made), asked.datasette)
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
