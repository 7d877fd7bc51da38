"""The tagging benchmark: a workbook imported, proven in every way, tagged, and tagged again after one rule changed; then
what a start, a decision and the next day cost.

`python -m tests.bench.tagging_bench --products N [--folder F]` prints one JSON document, its table among it as `text`.
All figures are of one run on one machine: tagging stands beside the import it must not outlast. Tagging is the making
of an edition: every product with its sentences, put on the index and kept on disk. `--opened HOME` is the start: a
process of its own that opens what the one before it kept.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from catalog.access import OPERATOR
from catalog.entrance import Entrance
from catalog.facets.selection import EVERYTHING, Selection
from catalog.means.means import Means
from catalog.models import Coverage, Decision, DocumentReading, Fact, ProductVersion, Proof, TagDecision
from catalog.models.base import new_id
from catalog.published.shelf import Edition
from catalog.services.facts.load import load_facts
from catalog.services.intake.receive import Delivery
from catalog.services.release.publish import publish
from catalog.settings import Settings
from tests.bench.catalogue import write_xlsx
from tests.bench.steps import DAY, LOT, _entrance, _in_one, _received, spent, timed

Told = dict[str, Any]
Row = dict[str, Any]
SHARED = 20
"""Products of one licence."""
BLOCK = 5_000
BEGIN, END = dt.date(2026, 1, 1), dt.date(2027, 6, 30)
NAMES = ("licence", "sheet", "sheet and list", "all three", "contested", "matched", "nothing")


def run(products: int, folder: Path) -> Told:
    """Seconds of import, tagging, tagging again, a start, a decision and the next day; how many products each state has."""
    path = folder / f"tagging-{products}.xlsx"
    write_xlsx(path, products)
    with tempfile.TemporaryDirectory() as home:
        entrance = _entrance(Path(home), None)
        _in_one(entrance, lambda means: load_facts(OPERATOR, means))
        told = _measured(entrance, path) | _afterwards(entrance)
        entrance.engine.dispose()
    return told | {"ratio": round(told["tag"] / told["import"], 2), "products": products}


def _measured(entrance: Entrance, path: Path) -> Told:
    began = spent()
    received, (batch, _) = timed(lambda: _received(entrance, Delivery("HYG", (LOT.code,), path.name), path))
    published, _none = timed(lambda: _in_one(entrance, lambda means: publish(OPERATOR, means, [batch])))
    imported = spent() - began
    kinds = _in_one(entrance, _prove)
    began = spent()
    first, edition = timed(lambda: _edition(entrance))
    tagging = spent() - began
    _in_one(entrance, _change_a_rule)
    began = spent()
    again, after = timed(lambda: _edition(entrance))
    return {
        "import": received + published, "tag": first, "again": again,
        "import_cpu": imported, "tag_cpu": tagging, "again_cpu": spent() - began, "kinds": kinds,
        "moved": _moved(edition, after), "states": _states(edition), "yes": int(_counts(edition, "ecolabelled")["yes"]),
    }  # fmt: skip


def _edition(entrance: Entrance, days: int = 0) -> Edition:
    """What members see on a day."""
    with entrance.reading() as means:
        return entrance.shelf.edition(means, DAY + dt.timedelta(days=days))


def _counts(edition: Edition, attribute: str) -> Counter[str]:
    return Counter(tags[attribute].state for tags in edition.brief.values())


def _states(edition: Edition) -> dict[str, int]:
    return dict(_counts(edition, "early_childhood"))


def _moved(before: Edition, after: Edition) -> int:
    """Products whose answer on early childhood is another."""
    place = before.brief.attributes.index("early_childhood")
    return int((before.brief.codes[place] != after.brief.codes[place]).sum())


def _afterwards(entrance: Entrance) -> Told:
    """A start, then a decision on one proof, then the next day: each from what is kept."""
    command = [sys.executable, "-m", "tests.bench.tagging_bench", "--opened", str(entrance.settings.home)]
    started: Told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    _in_one(entrance, _refuse_one)
    decided, _ = timed(lambda: _edition(entrance))
    tomorrow, _ = timed(lambda: _edition(entrance, days=1))
    return started | {"decided": decided, "tomorrow": tomorrow}


def opened(home: Path) -> Told:
    """Seconds of a new process: until index and tags are open, then a search, then the sentences of its page."""
    entrance = Entrance(Settings(home=home, database_url=f"sqlite:///{home}/tamis.sqlite", day=DAY))
    with entrance.reading() as means:
        open_, edition = timed(lambda: entrance.shelf.edition(means))
        search, answer = timed(lambda: edition.index.ask(Selection(size=50), EVERYTHING, edition.live))
        shown = edition.index.offers(answer.rows)
        page, _ = timed(lambda: edition.tags_of_each(row.offer for row in shown))
    return {"opened": open_, "search": search, "page": page}


def _prove(means: Means) -> dict[str, int]:
    """Every kind of evidence in turn, straight into the tables: what is measured is the reading of it."""
    rows: dict[type, list[Row]] = {table: [] for table in (Proof, Decision, DocumentReading, Coverage, TagDecision)}
    version = ProductVersion
    found = means.session.execute(
        select(version.supplier_id, version.product_id, version.name).order_by(version.reference)
    )
    kinds: Counter[str] = Counter()
    licence = 0
    for place, (supplier, product, name) in enumerate(found):
        kind = NAMES[place % len(NAMES)]
        kinds[kind] += 1
        if place % SHARED == 0:
            licence = _licence(rows, means)
        _of_kind(rows, means, kind, supplier, product, name, licence)
    for table, several in rows.items():
        for start in range(0, len(several), BLOCK):
            means.session.execute(insert(table), several[start : start + BLOCK])
    return dict(kinds)


def _of_kind(
    rows: dict[type, list[Row]], means: Means, kind: str, supplier: int, product: int, name: str, licence: int
) -> None:
    key = {"supplier_id": supplier, "product_id": product, "recorded_at": means.clock.now()}
    covered = [] if kind in ("sheet", "sheet and list", "nothing") else [(licence, kind == "matched")]
    if kind in ("sheet", "sheet and list", "all three"):
        covered += [(number, False) for number in _documents(rows, means, name, kind != "sheet")]
    rows[Coverage] += [{**key, "id": new_id(), "proof_id": number, "matched": matched} for number, matched in covered]
    if kind == "contested":
        said = {"attribute": "ecolabelled", "side": "supplier", "verdict": "contest", "reason": "erreur"}
        rows[TagDecision].append({**key, **said, "id": new_id(), "seen": "0" * 64, "said_by": "Banc"})


def _licence(rows: dict[type, list[Row]], means: Means) -> int:
    return _proof(rows, means, "ecolabelled", "licence", "label", label="ECOCERT_DETERGENT", number="EX-901")


def _documents(rows: dict[type, list[Row]], means: Means, name: str, listed: bool) -> Iterator[int]:
    """A safety sheet of the product, and its ingredient list, as the reader keeps them."""
    sheet = {
        "is_sheet": True, "name": name, "revised": "2026-01-01", "readable": {"2": True, "3": True}, "older_format": False,
        "classified": True, "codes": [{"code": "H319", "section": 2, "page": 1, "line": 20}],
        "substances": [{"cas": "77-92-9", "name": "Acide citrique", "low": "1", "high": "5", "section": 3, "page": 2, "line": 4}],
    }  # fmt: skip
    yield _read(rows, means, name, "safety_sheet", sheet)
    if listed:
        lines = [
            {"name": each, "cas": None, "page": 1, "line": 4} for each in ("AQUA", "CITRIC ACID", "SODIUM CITRATE")
        ]
        yield _read(rows, means, name, "ingredient_list", {"name": name, "revised": None, "ingredients": lines})


def _read(rows: dict[type, list[Row]], means: Means, name: str, kind: str, payload: Row) -> int:
    document = hashlib.sha256(f"{kind} {name}".encode()).hexdigest()
    rows[DocumentReading].append(
        {
            "id": new_id(),
            "document": document,
            "kind": kind,
            "version": 1,
            "payload": payload,
            "recorded_at": means.clock.now(),
        }
    )
    return _proof(rows, means, "early_childhood", kind, "document", document=document)


def _proof(rows: dict[type, list[Row]], means: Means, attribute: str, kind: str, basis: str, **more: str) -> int:
    number, at = new_id(), means.clock.now()
    blank = dict.fromkeys(("label", "number", "document"))
    rows[Proof].append({
        "id": number, "attribute": attribute, "kind": kind, "basis": basis, "valid_from": BEGIN, "valid_until": END,
        "recorded_at": at, **blank, **more,
    })  # fmt: skip
    rows[Decision].append({"id": new_id(), "proof_id": number, "verdict": "accept", "reason": "lu", "recorded_at": at})
    return number


def _refuse_one(means: Means) -> None:
    """One licence of twenty products is refused after all."""
    proof = means.session.scalars(select(Proof.id).where(Proof.kind == "licence").order_by(Proof.id)).first()
    said = {"id": new_id(), "verdict": "refuse", "reason": "banc", "recorded_at": means.clock.now()}
    means.session.execute(insert(Decision), [{**said, "proof_id": proof}])


def _change_a_rule(means: Means) -> None:
    """Irritants exclude from now on: one row of the reference."""
    shipped = means.session.scalars(select(Fact).where(Fact.kind == "early_childhood", Fact.key == "EC-H07")).one()
    means.session.add(
        Fact(
            kind=shipped.kind, key=shipped.key, version=shipped.version + 1, payload={**shipped.payload, "effect": "exclude"},
            source="banc", confidence="own_synthesis", origin="local", reason="banc", recorded_at=means.clock.now(),
        )
    )  # fmt: skip


def text(told: Told) -> str:
    """The table."""
    return "\n".join(
        [
            f"{told['products']} products: {', '.join(f'{count} {kind}' for kind, count in told['kinds'].items())}",
            f"import and publication  {told['import']:7.1f} s",
            f"tagging                 {told['tag']:7.1f} s   {told['ratio']:.2f} of the import",
            f"  processor time        {told['tag_cpu']:7.1f} s   {told['tag_cpu'] / told['import_cpu']:.2f} of the import's {told['import_cpu']:.1f} s",
            f"tagging, a rule changed {told['again']:7.1f} s   {told['moved']} products moved",
            f"  processor time        {told['again_cpu']:7.1f} s",
            f"a start: opened         {told['opened']:7.3f} s   then a search {told['search']:.3f} s, the sentences of its page {told['page']:.3f} s",
            f"after one decision      {told['decided']:7.2f} s",
            f"the next day            {told['tomorrow']:7.2f} s",
        ]
    )


def main() -> None:
    """Print one JSON document."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--products", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--opened", type=Path)
    asked = parser.parse_args()
    if asked.opened:
        sys.stdout.write(json.dumps(opened(asked.opened)) + "\n")
        return
    with tempfile.TemporaryDirectory() as made:
        told = run(asked.products, asked.folder or Path(made))
    sys.stdout.write(json.dumps(told | {"text": text(told)}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
