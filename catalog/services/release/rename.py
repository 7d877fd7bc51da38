"""Rename a reference: the product keeps its identity; its old reference goes on finding it."""

from __future__ import annotations

from catalog.access import Actor, require
from catalog.errors import Invalid
from catalog.means import journal
from catalog.means.means import Means
from catalog.published.acts import Intent, make
from catalog.published.done import Done
from catalog.published.naming import Named, named
from catalog.published.renaming import check_rename, write_rename
from catalog.queries.references import normalised


def rehearse_rename(actor: Actor, means: Means, supplier: str, reference: str, new: str) -> Done:
    """What the renaming would change. Raises what `rename` raises."""
    require(actor, "publication.correct")
    return _done(means, named(actor, means, supplier, reference), new)


def rename(
    actor: Actor, means: Means, supplier: str, reference: str, new: str, reason: str, basis: str | None = None
) -> Done:
    """Give a product another reference, as a publication of its own.

    Raises NotFound for a product that is none, Invalid for an empty reference or without a reason, Conflict when the
    new reference is another product's.
    """
    require(actor, "publication.correct")
    if not reason.strip():
        raise Invalid("act.no_reason")
    found = named(actor, means, supplier, reference)
    done = _done(means, found, new)
    wanted = normalised(new)
    intent = Intent("rename", means.clock.today(), basis, reason.strip())
    number = make(
        actor, means, intent, lambda made: write_rename(means, found.supplier_id, found.product_id, wanted, made)
    )
    told = {"supplier": supplier, "before": found.reference, "after": wanted, "reason": reason}
    journal.write(actor, means, "product.rename", f"publication:{number}", **told)
    return done.as_published(number)


def _done(means: Means, found: Named, new: str) -> Done:
    wanted = normalised(new)
    if not wanted:
        raise Invalid("rename.empty")
    check_rename(means, found.supplier_id, found.product_id, wanted, found.place.base)
    return Done.of("rename", found, name=found.name, before=found.reference, after=wanted, lots=sorted(found.offers))
