"""What a batch would change, against what stands: the same answer for the screen, the command and the publication."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa

from catalog.means.means import Means
from catalog.models import Batch
from catalog.published import standing
from catalog.queries import intake
from catalog.staging.changes import Changes, Standing, changes
from catalog.staging.columns import STAGED


def changes_of(means: Means, batch: Batch, publication: int) -> Changes:
    """The changes of a batch against a publication. A batch that still asks or was refused changes nothing."""
    columns = batch.report.get("columns", {})
    return changes(staged(means, batch), columns, standing_of(means, batch, publication), full=batch.mode == "full")


def names_of(means: Means, batch: Batch, publication: int) -> Mapping[str, str]:
    """Reference -> name: what the batch says, and for what it leaves out, what stands."""
    stood = standing_of(means, batch, publication).products
    said = staged(means, batch)
    return dict(_named(stood)) | {reference: name for reference, name in _named(said) if name}


def _named(rows: pa.Table) -> Iterable[tuple[str, str]]:
    return zip(rows["reference"].to_pylist(), rows["name"].to_pylist(), strict=True)


def staged(means: Means, batch: Batch) -> pa.Table:
    """The staged rows of a batch, columns of STAGED."""
    if batch.staged is None or batch.state in ("asking", "refused"):
        return STAGED.empty_table()
    with pa.memory_map(str(means.files.path(batch.staged))) as file:
        return pa.ipc.open_file(file).read_all()


def standing_of(means: Means, batch: Batch, publication: int) -> Standing:
    """What stands in a publication for the batch's supplier: all its products, its offers in the batch's lots."""
    lots = intake.lot_ids(means.session, batch.supplier_id, batch.id)
    return standing.standing_of(means.session, batch.supplier_id, lots.values(), publication)


def withdraws(batch: Batch) -> bool:
    """Whether a person said yes to withdrawing what the full file no longer names."""
    return bool(batch.answers.get("answers", {}).get("withdraw") == "yes")
