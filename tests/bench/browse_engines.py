"""The engines without a database as peers: tantivy, Polars and Roaring bitmaps; and one bare counting pass as the limit."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench.browse_facts import LISTS, PAGE, SINGLE, Answered, Codes, Facts, chosen_codes, limits
from tests.bench.browse_queries import Question, spoken
from tests.bench.steps import peer

numba, polars, pyroaring, tantivy = peer("numba"), peer("polars"), peer("pyroaring"), peer("tantivy")
NAMES = (*SINGLE, *LISTS)
WIDEST = 1024


class Tantivy:
    """tantivy on disk: every code an indexed fast field, the terms split at blanks; terms aggregations."""

    name = "tantivy"
    setup = "one writer thread, merged; codes as indexed fast fields, terms by whitespace; ids of the page, no display columns"

    def __init__(self, facts: Facts, folder: Path) -> None:
        self._facts = facts
        self.version = str(tantivy.__version__)
        place = folder / "tantivy"
        place.mkdir()
        self._index = tantivy.Index(self._schema(), path=str(place))
        split = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("blanks", split)
        writer = self._index.writer(400_000_000, 1)
        self._fill(writer)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()
        self.bytes = sum(file.stat().st_size for file in place.iterdir())

    def _schema(self) -> Any:
        made = tantivy.SchemaBuilder()
        made.add_text_field("terms", stored=False, tokenizer_name="blanks", index_option="freq")
        for name in NAMES:
            made.add_unsigned_field(name, indexed=True, fast=True, stored=False)
        made.add_unsigned_field("id", indexed=False, fast=True, stored=True)
        made.add_unsigned_field("price", indexed=True, fast=True, stored=False)
        return made.build()

    def _fill(self, writer: Any) -> None:
        codes = [self._facts.codes[name].tolist() for name in SINGLE]
        bits = {name: self._facts.bits[name].tolist() for name in LISTS}
        prices = self._facts.prices.tolist()
        for row, (words, *single) in enumerate(zip(self._facts.documents(), *codes, strict=True)):
            document = tantivy.Document()
            document.add_text("terms", words)
            document.add_unsigned("id", row)
            document.add_unsigned("price", prices[row])
            for name, code in zip(SINGLE, single, strict=True):
                document.add_unsigned(name, code)
            for name, column in bits.items():
                for place in range(len(LISTS[name])):
                    if column[row] >> place & 1:
                        document.add_unsigned(name, place)
            writer.add_document(document)

    def ask(self, question: Question) -> Answered:
        chosen, must = chosen_codes(self._facts, question), self._must(question)
        whole = self._all({name: self._any(name, codes) for name, codes in chosen.items()}, must)
        found = self._searcher.aggregate(whole, _terms([name for name in NAMES if name not in chosen]))
        for skip in chosen:
            others = {name: self._any(name, codes) for name, codes in chosen.items() if name != skip}
            found |= self._searcher.aggregate(self._all(others, must), _terms([skip]))
        best = question.selection.sort == "relevance"
        order = {} if best else {"order_by_field": "id", "order": tantivy.Order.Asc}
        hits = self._searcher.search(whole, PAGE, count=True, **order)
        page = [self._searcher.doc(address)["id"][0] for _, address in hits.hits]
        return Answered(hits.count, {name: self._counts(name, found[name]["buckets"]) for name in NAMES}, page)

    def _must(self, question: Question) -> list[Any]:
        schema, query = self._index.schema, tantivy.Query
        should = tantivy.Occur.Should
        groups = spoken(question.groups) if question.groups is not None else []
        must = [
            query.boolean_query([(should, query.term_query(schema, "terms", term)) for term in group or ["nothing"]])
            for group in groups
        ]
        if (between := limits(question)) is not None:
            kind = tantivy.FieldType.Unsigned
            must.append(query.const_score_query(query.range_query(schema, "price", kind, *between, True, True), 0.0))
        return must

    def _any(self, name: str, codes: Sequence[int]) -> Any:
        query = tantivy.Query
        each = [(tantivy.Occur.Should, query.term_query(self._index.schema, name, code)) for code in codes]
        return query.const_score_query(query.boolean_query(each), 0.0)

    def _all(self, filters: Mapping[str, Any], must: Sequence[Any]) -> Any:
        both = [(tantivy.Occur.Must, each) for each in (*filters.values(), *must)]
        return tantivy.Query.boolean_query(both) if both else tantivy.Query.all_query()

    def _counts(self, name: str, buckets: Sequence[Mapping[str, Any]]) -> Codes:
        counts = np.zeros(len(self._facts.values[name]), np.int64)
        for bucket in buckets:
            counts[int(bucket["key"])] = bucket["doc_count"]
        return counts

    def close(self) -> None:
        """Its files go with the folder."""


def _terms(names: Sequence[str]) -> dict[str, Any]:
    return {name: {"terms": {"field": name, "size": WIDEST, "segment_size": WIDEST}} for name in names}


class Polars:
    """Polars over columns of codes; the rows with the words come from the same postings as ours."""

    name = "Polars"
    setup = "in memory, as many threads as cores; codes as small integers, one lazy group_by a facet collected together; ids of the page"

    def __init__(self, facts: Facts, folder: Path) -> None:
        self._facts = facts
        self.version = str(polars.__version__)
        small = {name: facts.codes[name].astype(np.uint16) for name in SINGLE}
        lists = {name: facts.bits[name].astype(np.uint16) for name in LISTS}
        self._frame = polars.DataFrame(
            {"id": np.arange(facts.rows, dtype=np.uint32), "price": facts.prices, **small, **lists}
        )
        self.bytes = int(self._frame.estimated_size())

    def ask(self, question: Question) -> Answered:
        frame = self._frame if question.groups is None else self._frame[_rows(self._facts, question.groups)]
        filters = {}
        for name, codes in chosen_codes(self._facts, question).items():
            column = polars.col(name)
            mask = sum(1 << code for code in codes)
            filters[name] = (column & mask) != 0 if name in LISTS else column.is_in(codes)
        if (between := limits(question)) is not None:
            filters["price"] = polars.col("price").is_between(*between)
        hits = frame.filter(*filters.values()) if filters else frame
        asked = []
        for name in NAMES:
            others = [each for other, each in filters.items() if other != name]
            source = hits.lazy() if name not in filters else frame.lazy().filter(*others) if others else frame.lazy()
            asked.append(source.group_by(name).len())
        counts = {name: self._counts(name, each) for name, each in zip(NAMES, polars.collect_all(asked), strict=True)}
        return Answered(len(hits), counts, hits["id"][:PAGE].to_list())

    def _counts(self, name: str, found: Any) -> Codes:
        keys, lengths = found[name].to_numpy().astype(np.int64), found["len"].to_numpy().astype(np.int64)
        if name not in LISTS:
            counts = np.zeros(len(self._facts.values[name]), np.int64)
            counts[keys] = lengths
            return counts
        return np.array([lengths[keys >> place & 1 == 1].sum() for place in range(len(LISTS[name]))])

    def close(self) -> None:
        """Nothing is left open."""


class Roaring:
    """A Roaring bitmap per value; counts are sizes of intersections."""

    name = "Roaring bitmaps"
    setup = "a bitmap per value, run-optimised, unfiltered counts kept; words from the same postings as ours; ids of the page"

    def __init__(self, facts: Facts, folder: Path) -> None:
        self._facts = facts
        self.version = str(pyroaring.__version__)
        self._maps = {name: self._of(name) for name in NAMES}
        for bitmap in (bitmap for maps in self._maps.values() for bitmap in maps):
            bitmap.run_optimize()
        self._whole = {name: np.array([len(bitmap) for bitmap in maps]) for name, maps in self._maps.items()}
        self.bytes = sum(len(bitmap.serialize()) for maps in self._maps.values() for bitmap in maps)

    def _of(self, name: str) -> list[Any]:
        """The bitmap of every value of a facet or list."""
        if name in LISTS:
            return [pyroaring.BitMap(np.flatnonzero(self._facts.bits[name] >> place & 1).astype(np.uint32))
                    for place in range(len(LISTS[name]))]  # fmt: skip
        codes = self._facts.codes[name]
        cuts = np.cumsum(np.bincount(codes, minlength=len(self._facts.values[name])))[:-1]
        return [pyroaring.BitMap(rows.astype(np.uint32)) for rows in np.split(np.argsort(codes, kind="stable"), cuts)]

    def ask(self, question: Question) -> Answered:
        passing = {name: pyroaring.BitMap.union(*(self._maps[name][code] for code in codes))
                   for name, codes in chosen_codes(self._facts, question).items()}  # fmt: skip
        base = self._base(question)
        hits = _meeting([*passing.values(), *base])
        counts = {}
        for name in NAMES:
            others = [each for other, each in passing.items() if other != name]
            under = _meeting([*others, *base]) if name in passing else hits
            counts[name] = self._whole[name] if under is None else self._counted(name, under)
        if hits is None:
            return Answered(self._facts.rows, counts, list(range(min(PAGE, self._facts.rows))))
        return Answered(len(hits), counts, list(hits[:PAGE]))

    def _counted(self, name: str, under: Any) -> Codes:
        return np.array([bitmap.intersection_cardinality(under) for bitmap in self._maps[name]])

    def _base(self, question: Question) -> list[Any]:
        found = []
        if question.groups is not None:
            found.append(pyroaring.BitMap(_rows(self._facts, question.groups).astype(np.uint32)))
        if (between := limits(question)) is not None:
            first = np.searchsorted(self._facts.prices, between[0])
            found.append(pyroaring.BitMap(range(first, np.searchsorted(self._facts.prices, between[1], side="right"))))
        return found

    def close(self) -> None:
        """Nothing is left open."""


def _meeting(bitmaps: Sequence[Any]) -> Any:
    return pyroaring.BitMap.intersection(*bitmaps) if bitmaps else None


def _rows(facts: Facts, groups: Sequence[Sequence[int]]) -> Codes:
    """The rows that have a term of every group."""
    found = np.ones(facts.rows, np.bool_)
    for group in groups:
        inside = np.zeros(facts.rows, np.bool_)
        for term in group:
            inside[facts.rows_having(term)] = True
        found &= inside
    return np.flatnonzero(found)


ENGINES: Mapping[str, Callable[[Facts, Path], Any] | None] = {
    "tantivy": Tantivy if tantivy else None,
    "polars": Polars if polars else None,
    "roaring": Roaring if pyroaring else None,
}


def counting_pass(facts: Facts, repeats: int = 7) -> float | None:
    """Milliseconds of one compiled pass over all rows that counts every single-valued column; None without Numba."""
    if numba is None:
        return None
    matrix = np.stack(
        [facts.codes[name] for name in NAMES if name not in LISTS] + [facts.bits[name] for name in LISTS], axis=1
    )
    widths = np.concatenate([[0], np.cumsum(matrix.max(axis=0) + 1)])
    cells = np.ascontiguousarray(matrix + widths[:-1]).astype(np.uint16)
    counted = numba.njit(_count_all)
    times = []
    for _ in range(repeats + 1):
        began = time.perf_counter()
        counted(cells, np.zeros(int(widths[-1]), np.int32))
        times.append((time.perf_counter() - began) * 1000)
    return float(np.median(times[1:]))


def _count_all(cells: Codes, counts: Codes) -> None:
    for row in range(cells.shape[0]):
        for column in range(cells.shape[1]):
            counts[cells[row, column]] += 1
