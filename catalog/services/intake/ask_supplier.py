"""Write to a supplier about its file: what is asked, until which day; kept in the journal with the file's history."""

from __future__ import annotations

import datetime as dt

from catalog.access import SUPPLIERS, Actor, require
from catalog.errors import Invalid, NotFound
from catalog.means import journal, mail
from catalog.means.means import Means
from catalog.queries import agreements, intake, validation
from catalog.wording.sentences import say

LONGEST = 4000


def ask_supplier(actor: Actor, means: Means, batch_id: int, about: str, text: str, due: dt.date) -> int:
    """Post the message to the supplier's accounts, each in its language; how many. `about`: what of the file it is on.

    The same message is sent once a day. Raises NotFound, Invalid without a text, for a day that has passed, nobody to ask.
    """
    batch = intake.find(means.session, batch_id, agreements.scope_today(means.session, actor, means.clock))
    require(actor, "batch.decide", batch.supplier_id if batch else -1)
    if batch is None:
        raise NotFound("batch.unknown", batch=batch_id)
    said, today = text.strip(), means.clock.today()
    if not said or len(said) > LONGEST:
        raise Invalid("batch.ask_text", most=LONGEST)
    if due < today:
        raise Invalid("request.due_past", due=due)
    people = validation.accounts_of(means.session, batch.supplier_id, SUPPLIERS)
    if not people:
        raise Invalid("batch.ask_nobody")
    told = {"file": batch.file_name, "due": due, "text": said}
    told |= {"central": actor.organisation_name, "address": f"{means.settings.address}/import?id={batch_id}"}
    for email, language in people:
        mail.post(
            means, key=f"batch:{batch_id}:{about}:{today}:{email}", kind="batch.ask", recipient=email, language=language,
            subject=say("mail.batch.subject", told, language), body=say("mail.batch.body", told, language),
        )  # fmt: skip
    detail = {"about": about, "text": said, "due": due.isoformat(), "mails": len(people)}
    journal.write(actor, means, "batch.ask", f"batch:{batch_id}", **detail)
    return len(people)
