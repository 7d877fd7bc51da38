"""Look again for products in the registers that are loaded: after each publication for what it wrote, and when asked.

A publication is never held up by it: what it brought is matched right after, in a transaction of its own, so a failure
here takes nothing back and whoever opens the registers can look again.
"""

from __future__ import annotations

from collections.abc import Mapping

from catalog.access import Actor, require
from catalog.evidence.label_registers import labels_of, match_label
from catalog.evidence.registering import Plan
from catalog.means.means import Means
from catalog.queries import registers


def look_again(actor: Actor, means: Means, label: str | None = None) -> Mapping[str, Plan]:
    """Label -> what was found, for every label with a register (or this one), among all products in force."""
    require(actor, "register.load")
    return _matched(actor, means, [label] if label else _loaded(means), None)


def after_publication(actor: Actor, means: Means, publication: int) -> Mapping[str, Plan]:
    """The same among what a publication wrote. Nothing ends by it: that takes a look at all."""
    require(actor, "publication.publish")
    return _matched(actor, means, _loaded(means), publication)


def any_loaded(means: Means) -> bool:
    """Whether a register is loaded at all, so that there is something to look in."""
    return bool(registers.labels_loaded(means.session))


def _loaded(means: Means) -> list[str]:
    return registers.labels_loaded(means.session)


def _matched(actor: Actor, means: Means, labels: list[str], publication: int | None) -> Mapping[str, Plan]:
    if not labels:
        return {}
    terms = labels_of(means).terms
    lines = None
    if publication is not None:
        lines = registers.product_lines(means.session, publication, since=publication)
    return {label: match_label(actor, means, terms[label], lines) for label in labels if label in terms}
