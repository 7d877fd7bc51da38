"""The central body validates the last version of a range: a publisher who did not write it."""

from __future__ import annotations

from catalog.access import Actor, require
from catalog.errors import Conflict, NotAllowed, NotFound
from catalog.means import journal
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.queries import range_work, ranges
from catalog.queries.ranges import RangeTerms
from catalog.validating.recording import record_central


def validate(actor: Actor, means: Means, code: str) -> str:
    """The content hash that the validation records. It is no electronic signature and amends no contract.

    Raises NotFound for a range of others and for none, Conflict when it is validated already, NotAllowed for the
    version's own author. The operator of the command line may.
    """
    require(actor, "range.validate")
    version = _version(actor, means, code)
    if range_work.is_validated(means.session, version.version_id):
        raise Conflict("range.validated_already", range=code, version=version.number)
    if range_work.wrote(means.session, actor, version.version_id):
        raise NotAllowed("range.own_version")
    made = record_central(actor, means, version)
    journal.write(actor, means, "range.validate", f"range:{code}", version=version.number, content_hash=made)
    return made


def _version(actor: Actor, means: Means, code: str) -> RangeTerms:
    today = means.clock.today()
    found = ranges.seen_by(means.session, actor, today, end_of(today)).get(code)
    if found is None:
        raise NotFound("range.unknown", range=code)
    return found
