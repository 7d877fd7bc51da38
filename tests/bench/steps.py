"""The steps of the import benchmark, each a process of its own: `python -m tests.bench.steps STEP FOLDER PRODUCTS [URL]`.

A step prints one line of JSON: seconds, processor seconds (its children's too), rows, peak memory, and what else it tells.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import gc
import importlib
import json
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from catalog.access import OPERATOR
from catalog.entrance import Entrance
from catalog.reference.shipped import shipped_facts
from catalog.services.intake import receive
from catalog.services.intake.receive import Delivery
from catalog.services.release.fingerprint import fingerprint
from catalog.services.release.publish import publish
from catalog.services.release.rehearse import rehearse
from catalog.services.release.undo import undo
from catalog.settings import Settings
from catalog.staging.changes import Standing, changes
from catalog.staging.columns import OFFER_FIELDS, PRODUCT_FIELDS
from catalog.staging.lots import StagedLot
from catalog.staging.stage import stage
from catalog.tagging.families import family_words
from catalog.tagging.vocabulary import Vocabulary
from imports.child.memory import peak_mb
from imports.formats import bmecat
from imports.journey import read_here
from imports.reading import read_file
from imports.record import Request, Words
from tests.bench.catalogue import HEADERS, lines
from tests.bench.plain import import_plainly, publish_plainly
from tests.release.world import set_up

DAY = dt.date(2026, 11, 22)
LARGEST_MB = 4000
"""A million products are more than an instance takes unless its limit is set higher."""
LOT = StagedLot("ENT-L1", "General", "EUR", "CLEANING")
Told = dict[str, Any]


def peer(name: str) -> Any:
    """A library that the benchmark compares with, None where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


fastexcel, polars, etree = peer("fastexcel"), peer("polars"), peer("lxml.etree")
PEERS: Mapping[str, Any] = {"openpyxl": peer("openpyxl"), "fastexcel": fastexcel, "polars": polars, "lxml": etree}


def file(folder: Path, products: int, kind: str, version: int = 1) -> Path:
    """Where the benchmark keeps its file of a kind."""
    return folder / f"catalogue-{products}-{version}.{kind}"


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what came of it."""
    started = time.perf_counter()
    found = work()
    return time.perf_counter() - started, found


def plain_xlsx(folder: Path, products: int, _: str | None) -> Told:
    """openpyxl, row loop, mapper objects, one table."""
    with tempfile.TemporaryDirectory() as home:
        seconds, rows = timed(lambda: import_plainly(file(folder, products, "xlsx"), Path(home) / "plain.sqlite"))
    return {"seconds": seconds, "rows": rows}


def plain_published(folder: Path, products: int, _: str | None) -> Told:
    """openpyxl, row loop, mapper objects, to the very state that ours publishes."""
    with tempfile.TemporaryDirectory() as home:
        entrance = _entrance(Path(home), None)
        work = partial(publish_plainly, file(folder, products, "xlsx"), day=DAY)
        seconds, rows = timed(lambda: _in_one(entrance, work))
        told = {"seconds": seconds, "rows": rows, "fingerprint": _fingerprint(entrance)}
        entrance.engine.dispose()
    return told


def bare_fastexcel(folder: Path, products: int, _: str | None) -> Told:
    """The bare read: every cell a text in Arrow columns, nothing understood."""
    path = str(file(folder, products, "xlsx"))
    seconds, table = timed(lambda: fastexcel.read_excel(path).load_sheet(0, dtypes="string").to_arrow())
    return {"seconds": seconds, "rows": table.num_rows}


def bare_sqlite(_: Path, products: int, __: str | None) -> Told:
    """The bare write: one table of 25 columns with a unique key, executemany, one transaction."""
    columns = list(zip(*lines(products), strict=True))
    with tempfile.TemporaryDirectory() as home:
        seconds, _none = timed(lambda: _written(Path(home) / "bare.sqlite", columns))
    return {"seconds": seconds, "rows": len(columns[0])}


def _written(path: Path, columns: list[tuple[object, ...]]) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        named = ", ".join(f'"c{place}"' for place in range(len(HEADERS)))
        connection.execute(f"CREATE TABLE line (id INTEGER PRIMARY KEY, {named}, UNIQUE (c0))")
        marks = ", ".join("?" * len(HEADERS))
        connection.executemany(f"INSERT INTO line ({named}) VALUES ({marks})", zip(*columns, strict=True))


def lxml_loop(folder: Path, products: int, _: str | None) -> Told:
    """The plain loop: iterparse, a dictionary a product."""
    seconds, rows = timed(lambda: sum(1 for _ in _looped(file(folder, products, "xml"))))
    return {"seconds": seconds, "rows": rows}


def _looped(path: Path) -> Any:
    name = "{http://www.bmecat.org/bmecat/2005}PRODUCT"
    for _, product in etree.iterparse(str(path), tag=name, no_network=True, resolve_entities=False):
        said = {
            each.tag: each.text for each in product.iter() if each.text and not each.tag.endswith(("FNAME", "FVALUE"))
        }
        said |= {each[0].text: each[1].text for each in product.iter() if each.tag.endswith("}FEATURE")}
        yield said
        product.clear()
        while product.getprevious() is not None:
            del product.getparent()[0]


def columns_xml(folder: Path, products: int, _: str | None) -> Told:
    """Our reader of the same file, from bytes to columns of cells; the reading child does not look for circles either."""
    gc.disable()
    seconds, source = timed(lambda: bmecat.read(file(folder, products, "xml"), request()))
    return {"seconds": seconds, "rows": len(source.grids[0].numbers)}


def read_alone(kind: str) -> Callable[[Path, int, str | None], Told]:
    """Our reader alone, in its sandbox: values cleaned, rows accounted for."""

    def step(folder: Path, products: int, _: str | None) -> Told:
        seconds, reading = timed(lambda: read_file(file(folder, products, kind), _patient(request())))
        return {"seconds": seconds, "rows": reading.imported, "peak_mb": reading.peak_mb}

    return step


def request() -> Request:
    """How a file is read for the lot of the benchmark."""
    return Request("catalogue", words=Words(families=family_words(vocabulary())))


def vocabulary() -> Vocabulary:
    """The facts as shipped."""
    return Vocabulary.of((fact.kind, fact.key, fact.payload) for fact in shipped_facts())


def _patient(asked: Request) -> Request:
    """A million rows may take their time and memory here: it is what is measured."""
    return dataclasses.replace(asked, max_seconds=3600, max_mb=8000)


def journey(kind: str, *, further: bool = False) -> Callable[[Path, int, str | None], Told]:
    """From file to published, as a job of ours does it. `further`: then its fingerprint, and undone."""

    def step(folder: Path, products: int, url: str | None) -> Told:
        with tempfile.TemporaryDirectory() as home:
            return _journey(Path(home), url, file(folder, products, kind), further)

    return step


def _journey(home: Path, url: str | None, path: Path, further: bool) -> Told:
    entrance = _entrance(home, url)
    delivery, before = Delivery("HYG", (LOT.code,), path.name), spent()
    received, (batch, reading) = timed(lambda: _received(entrance, delivery, path))
    published, _ = timed(lambda: _in_one(entrance, lambda means: publish(OPERATOR, means, [batch])))
    told = {"seconds": received + published, "cpu": spent() - before, "rows": reading.imported, "read": reading.seconds, "publish": published,
            "keep": received - reading.seconds, "peak_mb": reading.peak_mb, "own_peak_mb": peak_mb()}  # fmt: skip
    if further:
        told["fingerprint"] = _fingerprint(entrance)
        told["undo"], _ = timed(lambda: _in_one(entrance, lambda means: undo(OPERATOR, means)))
    entrance.engine.dispose()
    return told


def _entrance(home: Path, url: str | None) -> Entrance:
    """A new instance with one supplier and its lot."""
    database = url or f"sqlite:///{home}/tamis.sqlite"
    entrance = Entrance(Settings(home=home, database_url=database, day=DAY, max_upload_mb=LARGEST_MB))
    entrance.migrate()
    _in_one(entrance, set_up)
    return entrance


def _fingerprint(entrance: Entrance) -> str:
    with entrance.reading() as means:
        return fingerprint(OPERATOR, means, published_only=True).value


def _received(entrance: Entrance, delivery: Delivery, path: Path) -> tuple[int, Any]:
    with entrance.reading() as means:
        asked = _patient(receive.prepare(OPERATOR, means, delivery))
    with path.open("rb") as content:
        sha256 = entrance.files.put_stream(content)
    reading = read_file(entrance.files.path(sha256), asked)
    kept = _in_one(entrance, lambda means: receive.receive(OPERATOR, means, delivery, sha256, reading, first=True))
    return kept.batch, reading


def _in_one(entrance: Entrance, work: Callable[[Any], Any]) -> Any:
    with entrance.writing() as means:
        return work(means)


def rehearsed(folder: Path, products: int, _: str | None) -> Told:
    """A workbook from file to the rehearsal on the screen, effects and all."""
    path = file(folder, products, "xlsx")
    with tempfile.TemporaryDirectory() as home:
        entrance = _entrance(Path(home), None)
        seconds, found = timed(lambda: _rehearsed(entrance, path))
        entrance.engine.dispose()
    return {"seconds": seconds, "rows": found["new_offers"]}


def _rehearsed(entrance: Entrance, path: Path) -> Any:
    batch, _ = _received(entrance, Delivery("HYG", (LOT.code,), path.name), path)
    with entrance.reading() as means:
        return rehearse(OPERATOR, means, batch).json()


def difference(folder: Path, products: int, _: str | None) -> Told:
    """Two catalogues compared column by column, and the same two joined by Polars; both must count the same."""
    tables = [_staged(folder, products, version) for version in (1, 2)]
    columns = {header: header for header in (*PRODUCT_FIELDS, *OFFER_FIELDS)}
    first = changes(tables[0], columns, Standing(), full=True)
    stood = Standing(first.product_rows, first.offer_rows)
    ours, found = timed(lambda: changes(tables[1], columns, stood, full=True))
    changed = found.changed_offers
    told = {
        "seconds": ours,
        "rows": products,
        "new": found.new_offers,
        "gone": found.gone_rows.num_rows,
        "changed": changed,
    }
    if polars is not None:
        told["polars"], joined = timed(lambda: _joined(tables[0], tables[1]))
        told["agrees"] = joined == (told["new"], told["gone"], changed)
    return told


def _staged(folder: Path, products: int, version: int) -> pa.Table:
    reading = read_here(file(folder, products, "csv", version), _patient(request()))
    return stage(reading, [LOT], vocabulary(), by_column=False).table


def _joined(before: pa.Table, after: pa.Table) -> tuple[int, int, int]:
    fields = [name for name in (*PRODUCT_FIELDS, *OFFER_FIELDS)]
    old, new = (polars.from_arrow(table.select(["reference", "lot", *fields])) for table in (before, after))
    keys = ["reference", "lot"]
    both = old.join(new, on=keys, how="inner", suffix="_new")
    moved = both.filter(
        polars.any_horizontal([polars.col(name).ne_missing(polars.col(f"{name}_new")) for name in fields])
    )
    return new.join(old, on=keys, how="anti").height, old.join(new, on=keys, how="anti").height, moved.height


STEPS: Mapping[str, Callable[[Path, int, str | None], Told]] = {
    "plain_xlsx": plain_xlsx, "plain_published": plain_published, "bare_fastexcel": bare_fastexcel, "bare_sqlite": bare_sqlite, "lxml_loop": lxml_loop,
    "columns_xml": columns_xml, "read_xlsx": read_alone("xlsx"), "read_csv": read_alone("csv"), "read_xml": read_alone("xml"),
    "journey_xlsx": journey("xlsx", further=True), "journey_csv": journey("csv", further=True), "journey_xml": journey("xml"),
    "rehearsed": rehearsed, "difference": difference,
}  # fmt: skip
NEEDS: Mapping[str, str] = {
    "plain_xlsx": "openpyxl",
    "plain_published": "openpyxl",
    "bare_fastexcel": "fastexcel",
    "lxml_loop": "lxml",
}
"""Step -> the peer that it cannot do without."""


def main(arguments: list[str]) -> None:
    """Do one step and print what it tells."""
    name, folder, products, *url = arguments
    before = spent()
    told = STEPS[name](Path(folder), int(products), url[0] if url else None)
    sys.stdout.write(json.dumps({"peak_mb": peak_mb(), "cpu": spent() - before, **told}) + "\n")


def spent() -> float:
    """Processor seconds of this process and its children so far."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    main(sys.argv[1:])
