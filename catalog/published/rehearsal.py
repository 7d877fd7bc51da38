"""What a batch would change, against what stands: the same answer for the screen, the command and the publication."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from catalog.means.means import Means
from catalog.models import Batch
from catalog.queries import intake, products
from catalog.staging.changes import Changes, Standing, changes
from catalog.staging.columns import STAGED


def changes_of(means: Means, batch: Batch, publication: int) -> Changes:
    """The changes of a batch against a publication. A batch that still asks or was refused changes nothing."""
    columns = batch.report.get("columns", {})
    return changes(staged(means, batch), columns, standing_of(means, batch, publication), full=batch.mode == "full")


def names_of(means: Means, batch: Batch, publication: int) -> Mapping[str, str]:
    """Reference -> name: what the batch says, and for what it leaves out, what stands."""
    standing = products.product_states(means.session, batch.supplier_id, publication)
    table = staged(means, batch)
    said = zip(table["reference"].to_pylist(), table["name"].to_pylist(), strict=True)
    return {reference: state["name"] for reference, state in standing.items()} | {
        reference: name for reference, name in said if name
    }


def staged(means: Means, batch: Batch) -> pa.Table:
    """The staged rows of a batch, columns of STAGED."""
    if batch.staged is None or batch.state in ("asking", "refused"):
        return STAGED.empty_table()
    with pa.memory_map(str(means.files.path(batch.staged))) as file:
        return pa.ipc.open_file(file).read_all()


def standing_of(means: Means, batch: Batch, publication: int) -> Standing:
    """What stands in a publication for the batch's supplier: all its products, its offers in the batch's lots."""
    lots = intake.lot_ids(means.session, batch.supplier_id, batch.id)
    return Standing(
        products.product_states(means.session, batch.supplier_id, publication),
        products.offer_states(means.session, batch.supplier_id, lots.values(), publication),
    )


def withdraws(batch: Batch) -> bool:
    """Whether a person said yes to withdrawing what the full file no longer names."""
    return bool(batch.answers.get("answers", {}).get("withdraw") == "yes")
