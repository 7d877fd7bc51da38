"""What a batch would change, against what stands: the same answer for the screen, the command and the publication."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import pyarrow as pa

from catalog.means.means import Means
from catalog.models import Batch
from catalog.published import standing
from catalog.published.correcting import corrected_of
from catalog.published.price_verdicts import Judged, judged
from catalog.published.successions import renames_of
from catalog.queries import intake
from catalog.queries.references import former_names
from catalog.staging.changes import Changes, Standing, changes
from catalog.staging.columns import STAGED, complete, rejected_in
from catalog.staging.corrections import Met, over
from catalog.staging.renames import renamed, standing_as
from catalog.staging.silence import family_left


@dataclass(frozen=True, slots=True)
class Found:
    """What a batch would change, the people's corrections that it meets, its prices under the clauses of their lots.

    stands: what it is compared with. former: (as written, as shown) of references that the file still writes as they
    were. renames: old reference -> new one, of one product after a person's answer. said: the staged lines as compared.
    """

    changes: Changes
    prices: Judged
    stands: Standing
    corrections: tuple[Met, ...] = ()
    former: tuple[tuple[str, str], ...] = ()
    renames: Mapping[str, str] = field(default_factory=dict)
    said: pa.Table = field(default_factory=STAGED.empty_table)

    def names(self) -> Mapping[str, str]:
        """Reference -> name: what the batch says, and for what it leaves out, what stands."""
        said = {reference: name for reference, name in _named(self.said) if name}
        return dict(_named(self.stands.products)) | said


def changes_of(means: Means, batch: Batch, publication: int, day: dt.date | None = None) -> Changes:
    """The changes of a batch against a publication. A batch that still asks or was refused changes nothing."""
    return found_of(means, batch, publication, day).changes


def found_of(means: Means, batch: Batch, publication: int, day: dt.date | None = None) -> Found:
    """The same with what it meets: kept corrections and what was decided of prices are in the changes already.

    `day`: the one it takes effect on (default: today).
    """
    columns = batch.report.get("columns", {})
    names = former_names(means.session, batch.supplier_id, publication)
    received = staged(means, batch)
    rejected = frozenset(names.get(each, each) for each in rejected_in(received))
    table, former = renamed(received, names)
    stands = standing_of(means, batch, publication)
    renames = _renames(batch, table, stands)
    stands = standing_as(stands, renames)
    held = corrected_of(means, batch.supplier_id, publication)
    held = tuple(replace(each, reference=renames.get(each.reference, each.reference)) for each in held)
    table = family_left(table, stands.products, frozenset(columns.values()), erase=erases(batch))
    table, met = over(table, columns, held, keep=keeps(batch), erase=erases(batch))
    found = changes(table, columns, stands, full=batch.mode == "full", erase=erases(batch), rejected=rejected)
    found, prices = judged(means, batch, found, stands, table, day or means.clock.today(), publication)
    return Found(found, prices, stands, met, tuple((each, names[each]) for each in former), renames, table)


def _renames(batch: Batch, table: pa.Table, stands: Standing) -> Mapping[str, str]:
    """The renamings that a person answered and that are still to be done: the old one stands, the file names only the new."""
    wanted = renames_of(batch)
    if not wanted:
        return {}
    known, written = set(stands.products["reference"].to_pylist()), set(table["reference"].to_pylist())
    return {old: new for old, new in wanted.items() if old in known - written and new in written - known}


def _named(rows: pa.Table) -> Iterable[tuple[str, str]]:
    return zip(rows["reference"].to_pylist(), rows["name"].to_pylist(), strict=True)


def staged(means: Means, batch: Batch) -> pa.Table:
    """The staged rows of a batch, columns of STAGED."""
    if batch.staged is None or batch.state in ("asking", "refused"):
        return STAGED.empty_table()
    with pa.memory_map(str(means.files.path(batch.staged))) as file:
        return complete(pa.ipc.open_file(file).read_all())


def standing_of(means: Means, batch: Batch, publication: int) -> Standing:
    """What stands in a publication for the batch's supplier: all its products, its offers in the batch's lots."""
    lots = intake.lot_ids(means.session, batch.supplier_id, batch.id)
    return standing.standing_of(means.session, batch.supplier_id, lots.values(), publication)


def withdraws(batch: Batch) -> bool:
    """Whether a person said yes to withdrawing what the full file no longer names."""
    return bool(batch.answers.get("answers", {}).get("withdraw") == "yes")


def erases(batch: Batch) -> bool:
    """Whether a person lets the empty cells of the file erase what was said of its products."""
    return bool(batch.answers.get("answers", {}).get("emptied") == "erase")


def keeps(batch: Batch) -> bool:
    """Whether a person wants corrections kept where the supplier's own value changed, too."""
    return bool(batch.answers.get("answers", {}).get("corrections") == "keep")
