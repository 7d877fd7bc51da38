"""A person says that an end is dealt with: nobody is alerted of it again in the agreements of their central body."""

from __future__ import annotations

from catalog.access import Actor, require
from catalog.errors import Invalid, NotFound
from catalog.evidence.ends import ends_of
from catalog.means import journal
from catalog.means.means import Means
from catalog.models import ExpiryClosing, new_id
from catalog.queries import agreements

LONGEST = 2000


def close(actor: Actor, means: Means, subject: str, reason: str) -> int:
    """The id of the closing. subject: as the list names it. Criteria that are prolonged end anew: that end is open again.

    Raises NotFound for an end that is none of the actor's, Invalid without a reason.
    """
    require(actor, "expiry.close")
    said = reason.strip()
    if not said or len(said) > LONGEST:
        raise Invalid("expiry.reason", longest=LONGEST)
    scope = agreements.scope_today(means.session, actor, means.clock)
    found = [end for end in ends_of(means.session, means.clock.today(), scope) if end.subject == subject]
    if not found:
        raise NotFound("expiry.unknown", subject=subject)
    one = ExpiryClosing(
        id=new_id(), subject=found[-1].closed_as, reason=said, recorded_at=means.clock.now(), **actor.by
    )
    means.session.add(one)
    journal.write(actor, means, "expiry.close", subject, reason=said)
    return one.id
