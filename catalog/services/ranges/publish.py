"""The draft becomes an immutable version: a publisher who is not its last author validates it for the central body."""

from __future__ import annotations

from catalog.access import Actor, require
from catalog.errors import Invalid, NotAllowed, NotFound
from catalog.means import journal
from catalog.means.clock import end_of
from catalog.means.locks import alone
from catalog.means.means import Means
from catalog.models import RangeDraft
from catalog.published.tags import vocabulary_of
from catalog.queries import range_work, ranges
from catalog.queries.ranges import RangeTerms
from catalog.validating.drafted import moved_on
from catalog.validating.recording import record_central


def publish_draft(actor: Actor, means: Means, code: str, sequence: int) -> int:
    """The number of the version made of the draft as it stands at `sequence`. Suppliers are asked beside this.

    Raises Conflict when it moved on, NotAllowed for its last author, Invalid when it says nothing new or takes everything.
    """
    require(actor, "range.validate")
    alone(means.session, f"range:{code}")
    central = None if actor.kind == "operator" else actor.organisation
    of = range_work.find(means.session, code, central)
    row = range_work.draft_row(means.session, of.id) if of else None
    if of is None or row is None:
        raise NotFound("range.no_draft", range=code)
    if row.sequence != sequence:
        raise moved_on(means.session, code, sequence)
    if range_work.is_author(actor, row.by_organisation_id, row.by_account_id):
        raise NotAllowed("range.own_version")
    _check(means, code, row)
    number = range_work.add_drafted_version(means.session, row, means.clock.now())
    version = ranges.last_versions(means.session)[code]
    made = record_central(actor, means, version)
    journal.write(actor, means, "range.publish", f"range:{code}", version=number, content_hash=made)
    return number


def _check(means: Means, code: str, row: RangeDraft) -> None:
    rule = row.rule
    if not any(rule.get(name) for name in ("attributes", "families", "lots", "withdrawn")):
        raise Invalid("range.of_everything")
    if not row.description_fr.strip() or not row.description_en.strip():
        raise Invalid("range.description_missing")
    last = ranges.last_versions(means.session).get(code)
    if last is not None and _same(last, row):
        raise Invalid("range.nothing_new", range=code, version=last.number)
    known = vocabulary_of(means.session, end_of(means.clock.today())).attributes
    if unknown := sorted(set(rule.get("attributes") or ()) - set(known)):
        raise Invalid("range.unknown_value", field="attributes", values=", ".join(unknown))


def _same(last: RangeTerms, row: RangeDraft) -> bool:
    said = (last.profile, last.description_fr, last.description_en, [dict(each) for each in last.hand])
    return {k: v for k, v in last.rule.items() if v} == {k: v for k, v in row.rule.items() if v} and said == (
        row.profile, row.description_fr, row.description_en, row.hand,
    )  # fmt: skip
