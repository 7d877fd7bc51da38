"""A prescriber proposes a selection; a buyer of the same organisation accepts or declines. Each reads the other's word.

Each is told by mail too: the buyers that something waits for them, the prescriber how it ended.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from catalog.access import BUYERS, Actor, require
from catalog.errors import Conflict, Invalid, NotFound
from catalog.means import journal, mail
from catalog.means.clock import day_of
from catalog.means.means import Means
from catalog.models import Selection, SelectionProposal
from catalog.published.chosen import lines_mark
from catalog.published.own_selection import home, own
from catalog.queries import buying, people, selections_shared, validation
from catalog.queries.selections_shared import ProposalKept
from catalog.wording.sentences import say

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as its organisation sees it. `by`, `answered_by`: names; mine: the reader's own."""

    id: int
    selection_id: int
    selection: str
    message: str
    on: dt.date
    by: str
    mine: bool
    outcome: Literal["accepted", "declined"] | None
    reason: str | None
    answered_on: dt.date | None
    answered_by: str | None


def proposals(actor: Actor, means: Means, selection_id: int | None = None) -> list[Proposal]:
    """The proposals of the actor's organisation, or of one selection, the last one first."""
    require(actor, "selection.read", actor.organisation_id)
    names = {card.id: card.name for card in buying.selections(means.session, home(actor))}
    found = selections_shared.proposals(means.session, home(actor), selection_id)
    return [_told(actor, each, names[each.selection_id]) for each in found if each.selection_id in names]


def propose(actor: Actor, means: Means, selection_id: int, message: str) -> int:
    """Ask the buyers of one's organisation to take a selection; the proposal's id.

    Raises NotFound, Invalid for an empty selection or words that are too long, Conflict while one waits already.
    """
    require(actor, "selection.propose", actor.organisation_id)
    selection = own(actor, means, selection_id, for_change=True)
    if not buying.lines(means.session, selection):
        raise Invalid("selection.propose_empty")
    if any(each.outcome is None for each in selections_shared.proposals(means.session, home(actor), selection_id)):
        raise Conflict("selection.proposed")
    row = SelectionProposal(
        organisation_id=home(actor), selection_id=selection_id, message=_words(message), recorded_at=means.clock.now(),
        **actor.by,
    )  # fmt: skip
    means.session.add(row)
    means.session.flush()
    _ask_buyers(actor, means, row, selection.name)
    journal.write(actor, means, "selection.propose", f"selection:{selection_id}", proposal=row.id)
    return row.id


def decide(
    actor: Actor, means: Means, proposal_id: int, *, accepted: bool, reason: str = "", mark: str | None = None
) -> None:
    """Accept a proposal, or decline it with a reason. mark: of the selection as the person saw it.

    Raises NotFound, Invalid where it is declined without a reason, Conflict when it was answered, or when the selection
    is not as it was seen any more.
    """
    require(actor, "selection.decide", actor.organisation_id)
    row = selections_shared.proposal_row(means.session, home(actor), proposal_id)
    if row is None:
        raise NotFound("thing.unknown")
    if row.outcome is not None:
        raise Conflict("selection.answered")
    said = _words(reason)
    if not accepted and not said:
        raise Invalid("selection.reason", most=LONGEST)
    selection = buying.find(means.session, home(actor), row.selection_id, for_change=True)
    if selection is not None and mark not in (None, lines_mark(buying.lines(means.session, selection))):
        raise Conflict("selection.changed_meanwhile")
    row.outcome, row.outcome_reason = ("accepted" if accepted else "declined"), said or None
    row.answered_at, row.answered_by = means.clock.now(), actor.name
    means.session.flush()
    _tell_author(actor, means, row, selection)
    journal.write(
        actor, means, "selection.decide", f"selection:{row.selection_id}", proposal=row.id, outcome=row.outcome
    )


def _ask_buyers(actor: Actor, means: Means, row: SelectionProposal, name: str) -> None:
    """A mail to every buyer of the organisation, each in their language."""
    told = {"by": actor.name, "selection": name, "said": _paragraph(row.message), "address": _address(means, row)}
    for email, language in validation.accounts_of(means.session, home(actor), BUYERS):
        _post(means, f"proposal:{row.id}:{email}", (email, language), "mail.proposal", told)


def _tell_author(actor: Actor, means: Means, row: SelectionProposal, selection: Selection | None) -> None:
    """A mail to who proposed, unless they have left."""
    if row.by_account_id is None:
        return
    author = people.actor_of_account(means.session, home(actor), row.by_account_id)
    if author is None:
        return
    told = {"by": actor.name, "selection": selection.name if selection else None, "address": _address(means, row),
            "said": _paragraph(row.outcome_reason or "")}  # fmt: skip
    key, to = f"proposal:{row.id}:answer", (author.email, author.language)
    _post(means, key, to, f"mail.proposal.{row.outcome}", told)


def _post(means: Means, key: str, to: tuple[str, str], code: str, told: Mapping[str, object]) -> None:
    email, language = to
    mail.post(
        means, key=key, kind="selection.proposal", recipient=email, language=language,
        subject=say(f"{code}.subject", told, language), body=say(f"{code}.body", told, language),
    )  # fmt: skip


def _address(means: Means, row: SelectionProposal) -> str:
    return f"{means.settings.address}/selection?s={row.selection_id}"


def _paragraph(text: str) -> str:
    return f"{text}\n\n" if text else ""


def _words(text: str) -> str:
    said = text.strip()
    if len(said) > LONGEST or "\0" in said:
        raise Invalid("selection.words", most=LONGEST)
    return said


def _told(actor: Actor, kept: ProposalKept, name: str) -> Proposal:
    outcome: Literal["accepted", "declined"] | None = (
        None if kept.outcome is None else "accepted" if kept.outcome == "accepted" else "declined"
    )
    return Proposal(
        kept.id, kept.selection_id, name, kept.message, day_of(kept.recorded_at), kept.by or "",
        kept.by_account_id is not None and kept.by_account_id == actor.account_id, outcome, kept.outcome_reason,
        None if kept.answered_at is None else day_of(kept.answered_at), kept.answered_by,
    )  # fmt: skip
