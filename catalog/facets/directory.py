"""A directory of memory-mapped columns, written once and never changed: whole or not there at all.

All columns in one file, one Arrow file a table, `meta.json` last. The directory is filled beside its place, every file
is fsynced, and a rename puts it there: a reader sees the old one, the new one, or none.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

FORMAT = 2
COLUMNS = "columns.bin"
ALIGNED = 64
"""Columns begin at multiples of so many bytes, so that whole registers can be loaded from them."""
META = "meta.json"
Array = NDArray[Any]
Facts = Mapping[str, Any]


class DamagedIndex(Exception):
    """The directory is missing, incomplete or of another format; whoever opened it builds it again."""

    def __init__(self, directory: Path, why: str) -> None:
        super().__init__(f"{directory}: {why}")
        self.directory = directory
        self.why = why


@dataclass(frozen=True, slots=True)
class Contents:
    """What a directory holds. `checksum` names the contents: two directories with the same one are equal."""

    facts: Facts
    arrays: Mapping[str, Array]
    tables: Mapping[str, pa.Table]
    checksum: str


def write(
    directory: Path, kind: str, facts: Facts, arrays: Mapping[str, Array], tables: Mapping[str, pa.Table]
) -> None:
    """Write the columns beside `directory`, then put them there in one rename, in the place of what stood there."""
    directory.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(dir=directory.parent, prefix=f".{directory.name}.new-"))
    try:
        _fill(aside, kind, facts, arrays, tables)
        _put(aside, directory)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def read(directory: Path, kind: str) -> Contents:
    """Map the columns of `directory` into memory without reading them. Sizes are checked, contents are not.

    Raises DamagedIndex.
    """
    try:
        meta = json.loads((directory / META).read_bytes())
        _check_meta(directory, kind, meta)
        return _mapped(directory, meta)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, pa.ArrowException) as fault:
        raise DamagedIndex(directory, f"{type(fault).__name__}: {fault}") from fault


def verify(directory: Path, kind: str) -> None:
    """Compare every byte with the digests of `meta.json`. Raises DamagedIndex. Costs a reading of the whole directory."""
    read(directory, kind)
    meta = json.loads((directory / META).read_bytes())
    for name, entry in meta["files"].items():
        if _digest(directory / name) != entry["sha256"]:
            raise DamagedIndex(directory, f"{name} is not what was written")


def _fill(aside: Path, kind: str, facts: Facts, arrays: Mapping[str, Array], tables: Mapping[str, pa.Table]) -> None:
    places = _write_arrays(aside / COLUMNS, arrays)
    for name, table in tables.items():
        _write_table(aside / f"{name}.arrow", table)
    files = {path.name: _entry(path) for path in sorted(aside.iterdir())}
    meta = {"format": FORMAT, "kind": kind, "facts": facts, "columns": places, "files": files}
    _write_meta(aside / META, meta | {"checksum": _checksum(meta)})
    _sync_directory(aside)


def _put(aside: Path, directory: Path) -> None:
    """Rename, moving what stands in the way aside. Readers that mapped the old files keep them until they let go."""
    try:
        aside.rename(directory)
    except OSError:
        old = Path(tempfile.mkdtemp(dir=directory.parent, prefix=f".{directory.name}.old-"))
        directory.rename(old / directory.name)
        aside.rename(directory)
        shutil.rmtree(old, ignore_errors=True)
    _sync_directory(directory.parent)


def _write_arrays(path: Path, arrays: Mapping[str, Array]) -> dict[str, list[object]]:
    """name -> type, shape and first byte of each column. Raises ValueError for a column of objects."""
    places: dict[str, list[object]] = {}
    with path.open("wb") as file:
        file.write(bytes(ALIGNED))
        for name, column in sorted(arrays.items()):
            if column.dtype.hasobject:
                raise ValueError(f"{name} is a column of objects")
            places[name] = [column.dtype.str, list(column.shape), file.tell()]
            file.write(np.ascontiguousarray(column).data)
            file.write(bytes(-file.tell() % ALIGNED))
        _sync(file.fileno(), file)
    return places


def _write_table(path: Path, table: pa.Table) -> None:
    with path.open("wb") as file:
        with pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table.combine_chunks())
        _sync(file.fileno(), file)


def _write_meta(path: Path, meta: Facts) -> None:
    with path.open("wb") as file:
        file.write(_canonical(meta))
        _sync(file.fileno(), file)


def _sync(number: int, file: Any) -> None:
    file.flush()
    os.fsync(number)


def _sync_directory(directory: Path) -> None:
    if os.name == "nt":
        return
    number = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _entry(path: Path) -> dict[str, object]:
    return {"bytes": path.stat().st_size, "sha256": _digest(path)}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _canonical(meta: Facts) -> bytes:
    return json.dumps(meta, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _checksum(meta: Facts) -> str:
    return hashlib.sha256(_canonical({key: meta[key] for key in meta if key != "checksum"})).hexdigest()


def _check_meta(directory: Path, kind: str, meta: Facts) -> None:
    if meta["format"] != FORMAT or meta["kind"] != kind:
        raise DamagedIndex(directory, f"is {meta['kind']} in format {meta['format']}, not {kind} in format {FORMAT}")
    if meta["checksum"] != _checksum(meta):
        raise DamagedIndex(directory, f"{META} is not what was written")
    for name, entry in meta["files"].items():
        size = (directory / name).stat().st_size
        if size != entry["bytes"]:
            raise DamagedIndex(directory, f"{name} has {size} bytes of {entry['bytes']}")


def _mapped(directory: Path, meta: Facts) -> Contents:
    names = [Path(name) for name in meta["files"]]
    arrays = _map_arrays(directory / COLUMNS, meta["columns"])
    tables = {name.stem: _map_table(directory / name) for name in names if name.suffix == ".arrow"}
    return Contents(meta["facts"], arrays, tables, meta["checksum"])


def _map_arrays(path: Path, places: Mapping[str, Any]) -> dict[str, Array]:
    """Plain views on one mapping: `np.memmap` itself is slow to slice."""
    octets = np.asarray(np.memmap(path, np.uint8, "r"))
    return {name: np.ndarray(shape, np.dtype(kind), octets, first) for name, (kind, shape, first) in places.items()}


def _map_table(path: Path) -> pa.Table:
    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()
