"""The central body's validation of a version, as it is recorded."""

from __future__ import annotations

from catalog.access import Actor
from catalog.means.means import Means
from catalog.models import RangeValidation
from catalog.published.validated import version_hash
from catalog.queries.ranges import RangeTerms


def record_central(actor: Actor, means: Means, version: RangeTerms) -> str:
    """The central body's validation of a version; its content hash."""
    made = version_hash(version)
    means.session.add(
        RangeValidation(
            range_version_id=version.version_id,
            content_hash=made,
            said_by=actor.name,
            recorded_at=means.clock.now(),
            **actor.by,
        )
    )
    means.session.flush()
    return made
