"""Days on disk, beside the index they are for: written by whoever makes one first, mapped by every other process."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from catalog import tagging
from catalog.facets import directory as columns
from catalog.facets.directory import Array, DamagedIndex
from catalog.facets.live import KIND as LIVE
from catalog.facets.live import Live
from catalog.published.brief import Brief, Listed
from catalog.published.day_key import DayKey
from catalog.published.making import Day
from catalog.published.offered import Offered
from catalog.queries.recorded import Ledger, Stamp

FOLDER, KIND = "days", "day"
ROOMS = ("tagging", "queries", "published", "facets")
KEPT = 6
"""Days kept beside an index; any other is made again when asked for."""
NEAR = 3
"""How many of the last days written are looked at for one to make another from."""
SECONDS = 120
"""How long one process waits for another that is making the same day; then it makes it for itself."""
BRIEF = ("suppliers", "products", "codes", "until", "since", "upto")
OFFERED = ("offers", "places", "family_codes", "lot_codes", "suspended")
LISTED = ("labels", "ranges")


@dataclass(frozen=True, slots=True)
class Days:
    """The days beside the index of a publication. directory: of that index, whose checksum is `index`."""

    directory: Path
    index: str

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the folder, where the disk lets one: one process makes a day, the others find it made."""
        lock = FileLock(self.directory / f"{FOLDER}.lock", timeout=SECONDS)
        with contextlib.suppress(OSError, Timeout):
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def read(self, key: DayKey) -> tuple[Day, Live] | None:
        """A day as written, every byte of it looked at; None where it is not there, not whole or for another index."""
        place = self._place(key)
        try:
            day, index = _read(place)
            if day.key != key:
                return None
            if index == self.index:
                columns.verify(_live(place), LIVE)
                return day, Live.open(_live(place))
        except (DamagedIndex, KeyError, ValueError, TypeError, OSError):
            return None
        return None

    def near(self) -> Iterator[Day]:
        """The last days written of the publication, the last one first, whatever prices they were written beside."""
        own = self.directory.name.rpartition("-")[0] or self.directory.name
        found = [path for path in self.directory.parent.glob(f"{own}*/{FOLDER}/*") if _is_day(path)]
        for path in sorted(found, key=_written, reverse=True)[:NEAR]:
            with contextlib.suppress(DamagedIndex, KeyError, ValueError, TypeError, OSError):
                yield _read(path)[0]

    def write(self, day: Day, live: Live) -> None:
        """Keep a day, where the disk takes it: it can be made again at any time. Its live part first: a day is whole."""
        place = self._place(day.key)
        with contextlib.suppress(OSError):
            live.write(_live(place))
            columns.write(place, KIND, _facts(day, self.index), _arrays(day), {})
            for old in sorted((path for path in place.parent.iterdir() if _is_day(path)), key=_written)[:-KEPT]:
                shutil.rmtree(old, ignore_errors=True)
                shutil.rmtree(_live(old), ignore_errors=True)

    def _place(self, key: DayKey) -> Path:
        said = json.dumps([key.publication, key.on.isoformat(), key.stamp, rules()])
        return self.directory / FOLDER / f"{key.on.isoformat()}-{hashlib.sha256(said.encode()).hexdigest()[:20]}"


@lru_cache(maxsize=1)
def rules() -> str:
    """What a day is made by, by its text: what another release of the product wrote is not what this one would find."""
    house = Path(tagging.__file__).parents[1]
    files = [path for room in ROOMS for path in sorted((house / room).rglob("*.py"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _live(place: Path) -> Path:
    return place.with_name(f"{place.name}.{LIVE}")


def _is_day(path: Path) -> bool:
    return not path.name.startswith(".") and not path.name.endswith(f".{LIVE}")


def _written(path: Path) -> tuple[int, str]:
    try:
        return path.stat().st_mtime_ns, path.name
    except OSError:
        return 0, path.name


def _facts(day: Day, index: str) -> dict[str, Any]:
    return {
        "index": index,
        "rules": rules(),
        "publication": day.key.publication,
        "published": _plain(day.key.published),
        "on": day.key.on.isoformat(),
        "stamp": day.key.stamp,
        "ledger": {name: _plain(value) for name, value in asdict(day.ledger).items()},
        "attributes": day.brief.attributes,
        "families": day.offered.families,
        "lots": day.offered.lots,
        **{name: getattr(day.brief, name).values for name in LISTED},
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.datetime) else value


def _arrays(day: Day) -> dict[str, Array]:
    found = {name: getattr(day.brief, name) for name in BRIEF} | {name: getattr(day.offered, name) for name in OFFERED}
    for name in LISTED:
        listed: Listed = getattr(day.brief, name)
        found |= {f"{name}.places": listed.places, f"{name}.codes": listed.codes}
    return found


def _read(place: Path) -> tuple[Day, str]:
    """A day and the checksum of its index. Raises DamagedIndex; ValueError where another engine wrote it."""
    columns.verify(place, KIND)
    contents = columns.read(place, KIND)
    facts, arrays = contents.facts, contents.arrays
    if facts["rules"] != rules():
        raise ValueError("another engine")
    listed = [Listed(tuple(facts[name]), arrays[f"{name}.places"], arrays[f"{name}.codes"]) for name in LISTED]
    written: dict[str, Any] = {name: arrays[name] for name in BRIEF} | dict(zip(LISTED, listed, strict=True))
    brief = Brief(tuple(facts["attributes"]), **written)
    names: dict[str, Any] = {name: arrays[name] for name in OFFERED}
    names |= {name: tuple(facts[name]) for name in ("families", "lots")}
    offered = Offered(**names, suppliers=brief.suppliers, products=brief.products)
    published = facts["published"] and dt.datetime.fromisoformat(facts["published"])
    key = DayKey(facts["publication"], dt.date.fromisoformat(facts["on"]), _stamp(facts["stamp"]), published)
    return Day(key, brief, offered, _ledger(facts["ledger"])), facts["index"]


def _stamp(said: Any) -> Stamp:
    return tuple((rows, ids) for rows, ids in said)


def _ledger(said: Any) -> Ledger:
    until, settled = (dt.datetime.fromisoformat(said[name]) for name in ("until", "settled"))
    return Ledger(until, settled, _stamp(said["stamp"]), tuple(tuple(ids) for ids in said["tails"]))
