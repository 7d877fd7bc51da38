"""The databases as peers: PostgreSQL, SQLite and DuckDB, asked what a careful developer would ask them.

One materialised set of hits counted by every facet that is not chosen, one statement for each that is, one for the page
with its display columns.
"""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from tests import postgres
from tests.bench.browse_facts import LISTS, PAGE, SINGLE, Answered, Facts, chosen_codes, limits
from tests.bench.browse_queries import Question, spoken
from tests.bench.steps import peer

duckdb, psycopg = peer("duckdb"), peer("psycopg")
SHOWN = ("reference", "name", "brand_name", "supplier_name", "lot_name", "gtin", "price", "order_unit")
NAMES = (*SINGLE, *LISTS)
Rows = Iterable[Sequence[Any]]


def columns(facts: Facts) -> dict[str, Any]:
    """id, codes and bits of every row, and what a page shows."""
    shown = {name: facts.table["brand" if name == "brand_name" else name].to_pylist() for name in SHOWN}
    return {
        "id": list(range(facts.rows)),
        **{name: facts.codes[name].tolist() for name in SINGLE},
        **{name: facts.bits[name].tolist() for name in LISTS},
        **shown,
    }


def where(facts: Facts, question: Question, words: str | None, skip: str | None = None) -> str:
    """The conditions of a question but those of one facet."""
    said = [] if words is None else [words]
    for name, codes in chosen_codes(facts, question).items():
        if name == skip:
            continue
        mask = sum(1 << code for code in codes)
        said.append(f"({name} & {mask}) <> 0" if name in LISTS else f"{name} IN ({_joined(codes)})")
    if (between := limits(question)) is not None:
        said.append(f"price BETWEEN {between[0]} AND {between[1]}")
    return f" WHERE {' AND '.join(said)}" if said else ""


def bit_counts(name: str, source: str) -> str:
    """(name, place, count) of each value of a list."""
    sums = ", ".join(f"sum(({name} >> {place}) & 1) c{place}" for place in range(len(LISTS[name])))
    rows = " UNION ALL ".join(
        f"SELECT '{name}', {place}, coalesce(c{place}, 0) FROM s" for place in range(len(LISTS[name]))
    )
    return f"WITH s AS (SELECT {sums} FROM {source}) {rows}"


def one_facet(name: str, source: str) -> str:
    return (
        bit_counts(name, source)
        if name in LISTS
        else f"SELECT '{name}', {name}, count(*) FROM {source} GROUP BY {name}"
    )


def answered(facts: Facts, rows: Rows, page: Sequence[int]) -> Answered:
    """Put (facet, code, count) lines together; the facet "total" is the total."""
    counts = {name: np.zeros(len(facts.values[name]), np.int64) for name in NAMES}
    total = 0
    for name, code, count in rows:
        if name == "total":
            total = int(count)
        else:
            counts[name][code] = count
    return Answered(total, counts, page)


def _joined(values: Iterable[object]) -> str:
    return ", ".join(map(str, values))


class Sqlite:
    """SQLite with an index on each code column and FTS5 (no content, detail=column) over the exact terms."""

    name = "SQLite FTS5"
    version = sqlite3.sqlite_version
    setup = "index per code column and on price, FTS5 over the terms, ANALYZE; 400 MB cache, 4 GB mmap; page with its columns"

    def __init__(self, facts: Facts, folder: Path) -> None:
        self._facts = facts
        path = folder / "peer.sqlite"
        self._base = base = sqlite3.connect(path)
        base.executescript("PRAGMA cache_size=-400000; PRAGMA mmap_size=4000000000; PRAGMA temp_store=MEMORY;")
        said = columns(facts)
        kinds = _joined(
            f"{name} {'TEXT' if isinstance(values[0], str) else 'INTEGER'}" for name, values in said.items()
        )
        base.execute(f"CREATE TABLE p ({kinds.replace('id INTEGER', 'id INTEGER PRIMARY KEY', 1)})")
        base.executemany(f"INSERT INTO p VALUES ({_joined('?' * len(said))})", zip(*said.values(), strict=True))
        for name in (*SINGLE, "price"):
            base.execute(f"CREATE INDEX p_{name} ON p ({name})")
        base.execute("CREATE VIRTUAL TABLE ft USING fts5(terms, content='', detail=column)")
        base.executemany("INSERT INTO ft (rowid, terms) VALUES (?, ?)", enumerate(facts.documents()))
        base.execute("INSERT INTO ft (ft) VALUES ('optimize')")
        base.execute("ANALYZE")
        base.commit()
        self.bytes = path.stat().st_size

    def ask(self, question: Question) -> Answered:
        match = None
        if question.groups is not None:
            match = " AND ".join(f"({' OR '.join(group)})" if group else "nothing" for group in spoken(question.groups))
        words = None if match is None else f"id IN (SELECT rowid FROM ft WHERE ft MATCH '{match}')"
        chosen = chosen_codes(self._facts, question)
        hits = f"p{where(self._facts, question, words)}"
        rows = self._hits(hits, [name for name in NAMES if name not in chosen])
        for name in chosen:
            rows += self._base.execute(one_facet(name, f"p{where(self._facts, question, words, name)}")).fetchall()
        return answered(self._facts, rows, self._page(question, match, hits))

    def _hits(self, hits: str, names: Sequence[str]) -> list[Sequence[Any]]:
        parts = [f"SELECT '{name}', {name}, count(*) FROM h GROUP BY {name}" for name in names if name not in LISTS]
        for name in (name for name in names if name in LISTS):
            parts += [
                f"SELECT '{name}', {place}, coalesce(sum(({name} >> {place}) & 1), 0) FROM h"
                for place in range(len(LISTS[name]))
            ]
        counted = " UNION ALL ".join(["SELECT 'total', 0, count(*) FROM h", *parts])
        return self._base.execute(f"WITH h AS MATERIALIZED (SELECT {_joined(NAMES)} FROM {hits}) {counted}").fetchall()

    def _page(self, question: Question, match: str | None, hits: str) -> list[int]:
        said = f"SELECT id, {_joined(SHOWN)} FROM {hits} ORDER BY price, id LIMIT {PAGE}"
        if match is not None and question.selection.sort == "relevance":
            terms = where(self._facts, question, f"ft MATCH '{match}'")
            said = f"SELECT id, {_joined(SHOWN)} FROM ft JOIN p ON p.id = ft.rowid{terms} ORDER BY bm25(ft), id LIMIT {PAGE}"
        return [row[0] for row in self._base.execute(said)]

    def close(self) -> None:
        self._base.close()


class Postgres:
    """PostgreSQL of the run's own: btree on each code column, GIN over the exact terms, grouping sets."""

    name = "PostgreSQL"
    setup = (
        "btree per code column and on price, GIN on tsvector of the terms, VACUUM ANALYZE; jit off, work_mem 256 MB, shared_buffers "
        "1 GB, up to 2 parallel workers; one materialised hit set with GROUPING SETS; page with its columns; unix socket"
    )

    def __init__(self, facts: Facts, folder: Path) -> None:
        self._facts = facts
        self._server = postgres.start(
            settings=("fsync=off", "synchronous_commit=off", "shared_buffers=1GB", "max_wal_size=4GB")
        )
        self._base = psycopg.connect(host=str(self._server.folder), user="tamis", dbname="postgres", autocommit=True)
        self.version = str(self._base.info.server_version // 10_000)
        self._fill(columns(facts))
        run = self._base.execute
        for name in (*SINGLE, "price"):
            run(f"CREATE INDEX ON p ({name})")
        run("CREATE INDEX ON p USING gin (tsv)")
        run("VACUUM ANALYZE p")
        run("SET jit = off")
        run("SET work_mem = '256MB'")
        run("SET max_parallel_workers_per_gather = 2")
        self.bytes = run("SELECT pg_total_relation_size('p')").fetchone()[0]

    def _fill(self, said: Mapping[str, Any]) -> None:
        kinds = {
            name: "text" if isinstance(values[0], str) else "bigint" if name == "price" else "int"
            for name, values in said.items()
        }
        made = _joined(f"{name} {kind}" for name, kind in kinds.items()).replace("id int", "id int PRIMARY KEY", 1)
        self._base.execute(f"CREATE TABLE p ({made}, terms text)")
        lines = zip(*(map(str, values) for values in said.values()), self._facts.documents(), strict=True)
        with self._base.cursor().copy("COPY p FROM STDIN") as into:
            block = io.StringIO()
            for number, line in enumerate(lines, 1):
                block.write("\t".join(line) + "\n")
                if number % 20_000 == 0:
                    into.write(block.getvalue())
                    block = io.StringIO()
            into.write(block.getvalue())
        self._base.execute("ALTER TABLE p ADD tsv tsvector")
        self._base.execute("UPDATE p SET tsv = array_to_tsvector(string_to_array(terms, ' '))")
        self._base.execute("ALTER TABLE p DROP terms")
        self._base.execute("VACUUM FULL p")

    def ask(self, question: Question) -> Answered:
        match = None
        if question.groups is not None:
            quoted = [[f"''{term}''" for term in group] for group in spoken(question.groups)]
            match = " & ".join(f"({' | '.join(group)})" if group else "''nothing''" for group in quoted)
        words = None if match is None else f"tsv @@ '{match}'::tsquery"
        chosen = chosen_codes(self._facts, question)
        hits = f"p{where(self._facts, question, words)}"
        rows = self._hits(hits, [name for name in SINGLE if name not in chosen])
        for name in NAMES:
            if name in chosen:
                rows += self._base.execute(one_facet(name, f"p{where(self._facts, question, words, name)}")).fetchall()
            elif name in LISTS:
                rows += self._base.execute(one_facet(name, hits)).fetchall()
        best = (
            f"ts_rank(tsv, '{match}'::tsquery) DESC, id"
            if match and question.selection.sort == "relevance"
            else "price, id"
        )
        page = self._base.execute(f"SELECT id, {_joined(SHOWN)} FROM {hits} ORDER BY {best} LIMIT {PAGE}").fetchall()
        return answered(self._facts, rows, [row[0] for row in page])

    def _hits(self, hits: str, names: Sequence[str]) -> list[Sequence[Any]]:
        """Which set a line is of is told by the one bit of GROUPING that is not set."""
        keys, every = _joined(names), (1 << len(names)) - 1
        sets = _joined(["()", *(f"({name})" for name in names)])
        said = f"""WITH h AS MATERIALIZED (SELECT {keys} FROM {hits})
            SELECT GROUPING({keys}), coalesce({keys}), count(*) FROM h GROUP BY GROUPING SETS ({sets})"""
        of = {every ^ (1 << (len(names) - 1 - place)): name for place, name in enumerate(names)}
        return [(of.get(group, "total"), code or 0, count) for group, code, count in self._base.execute(said)]

    def close(self) -> None:
        self._base.close()
        self._server.stop()


class Duck:
    """DuckDB in memory: a table of codes, a table of postings by term."""

    name = "DuckDB"
    setup = "in memory, as many threads as cores; a table in price order, a posting table by term; a temporary table of hits"

    def __init__(self, facts: Facts, folder: Path) -> None:
        self._facts = facts
        self.version = str(duckdb.__version__)
        self._base = duckdb.connect()
        made = pa.table({name: pa.array(values) for name, values in columns(facts).items()})
        rows, terms = facts.pairs
        postings = pa.table({"term": terms.astype(np.int32), "id": rows.astype(np.int32)})
        self._base.register("made", made)
        self._base.register("postings", postings)
        small = dict.fromkeys(SINGLE, "SMALLINT") | {"id": "INTEGER"} | dict.fromkeys(LISTS, "SMALLINT")
        said = _joined(f"{name}::{small[name]} {name}" if name in small else name for name in made.column_names)
        self._base.execute(f"CREATE TABLE p AS SELECT {said} FROM made")
        self._base.execute("CREATE TABLE post AS SELECT * FROM postings")
        self.bytes = 0

    def ask(self, question: Question) -> Answered:
        words = None
        if question.groups is not None:
            lists = [_joined(group) or "-1" for group in question.groups]
            words = " AND ".join(f"id IN (SELECT id FROM post WHERE term IN ({terms}))" for terms in lists)
        chosen, run = chosen_codes(self._facts, question), self._base.execute
        run(
            f"CREATE OR REPLACE TEMP TABLE h AS SELECT id, {_joined(NAMES)} FROM p{where(self._facts, question, words)}"
        )
        rest = [f"SELECT '{name}', {name}, count(*) FROM h GROUP BY {name}" for name in SINGLE if name not in chosen]
        rows = run(" UNION ALL ".join(["SELECT 'total', 0, count(*) FROM h", *rest])).fetchall()
        for name in NAMES:
            source = f"p{where(self._facts, question, words, name)}" if name in chosen else "h"
            if name in chosen or name in LISTS:
                rows += run(one_facet(name, source)).fetchall()
        page = run(f"""SELECT id, {_joined(SHOWN)} FROM p WHERE id IN (SELECT id FROM h ORDER BY id LIMIT {PAGE})
            ORDER BY price, id""").fetchall()
        return answered(self._facts, rows, [row[0] for row in page])

    def close(self) -> None:
        self._base.close()


ENGINES: Mapping[str, Callable[[Facts, Path], Any] | None] = {
    "postgres": Postgres if psycopg and postgres.binaries() else None,
    "sqlite": Sqlite,
    "duckdb": Duck if duckdb else None,
}
