"""What a setup file changes: each entry beside what the database holds, and the writing of the difference."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Literal

from sqlalchemy import update
from sqlalchemy.orm import Session

from catalog.access import Actor
from catalog.facets.selection import EVERYTHING
from catalog.means import journal
from catalog.means.means import Means
from catalog.models import Account, Agreement, Holder, Lot, Membership, Organisation, Range
from catalog.queries import agreements, price_clauses, ranges
from catalog.services.agreements import setup_terms
from catalog.services.agreements.setup_file import Entry, Values, World
from catalog.services.agreements.setup_references import Known

Change = Literal["new", "changed", "unchanged", "gone"]


@dataclasses.dataclass(frozen=True, slots=True)
class SetupLine:
    """What happens to one entry. `before` and `after`: the facts that differ, as JSON values (all of them when new)."""

    what: str
    key: str
    change: Change
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def known(session: Session, world: World) -> Known:
    """What the database holds of each kind, in the shape of the file's facts."""
    lots = agreements.lots(session, EVERYTHING)
    used = price_clauses.lot_use(session, [lot.id for lot in lots], 0)
    emails = [entry.key for entry in world.of("account")]
    return {
        "organisation": {code: _facts(card) for code, card in agreements.organisations(session).items()},
        "agreement": {terms.code: _facts(terms) for terms in agreements.agreements(session, EVERYTHING)},
        "lot": {lot.code: {**_lot_facts(lot), "used": lot.id in used} for lot in lots},
        "holder": {f"{code}/{lot.code}": _holder(lot, code) for lot in lots for code in lot.holders},
        "clause": setup_terms.clauses_known(session, {lot.id: lot.code for lot in lots}),
        "index": setup_terms.indices_known(session),
        "membership": {f"{m.organisation}/{m.agreement}": _member(m) for m in agreements.memberships(session)},
        "range": {code: _facts(terms, "number") for code, terms in ranges.last_versions(session).items()},
        "account": {email: {"organisation": code} for email, code in agreements.account_homes(session, emails).items()},
    }


def lines(world: World, held: Known) -> list[SetupLine]:
    """One line an entry, in the order of the entries."""
    return [_line(entry, held[entry.what].get(entry.key)) for entry in world.entries]


def write(actor: Actor, means: Means, world: World, changes: list[SetupLine]) -> None:
    """Write every new or changed entry, each with its line in the journal."""
    writer = _Writer(actor, means)
    for entry, line in zip(world.entries, changes, strict=True):
        if line.change != "unchanged":
            WRITERS[entry.what](writer, entry.facts, line)
            means.session.flush()
            journal.write(
                actor, means, f"setup.{line.what}", line.key,
                change=line.change, before=dict(line.before), after=dict(line.after),
            )  # fmt: skip


def _line(entry: Entry, before: Values | None) -> SetupLine:
    """An account that exists is left as it is: its people rule it since."""
    after = entry.facts
    if before is None:
        return SetupLine(entry.what, entry.key, "new", {}, _json(after))
    different = {} if entry.what == "account" else {key: after[key] for key in after if after[key] != before[key]}
    earlier = {key: before[key] for key in different}
    return SetupLine(entry.what, entry.key, "changed" if different else "unchanged", _json(earlier), _json(different))


def _json(facts: Values) -> Mapping[str, Any]:
    return {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in facts.items()}


def _facts(record: Any, *without: str) -> dict[str, Any]:
    facts = dataclasses.asdict(record)
    return {key: value for key, value in facts.items() if key not in ("id", *without)}


def _lot_facts(lot: agreements.LotTerms) -> Values:
    return _facts(lot, "holders", "ranks", "held") | {"families": sorted(lot.families), "areas": list(lot.areas)}


def _holder(lot: agreements.LotTerms, supplier: str) -> Values:
    return {"supplier": supplier, "lot": lot.code, **dataclasses.asdict(lot.held[supplier])}


def _member(terms: agreements.MembershipTerms) -> Values:
    return {
        "organisation": terms.organisation,
        "agreement": terms.agreement,
        "from": terms.valid_from,
        "until": terms.valid_until,
    }


class _Writer:
    """Writes entries of each kind; finds the ids of what they name, written a moment ago or long since."""

    def __init__(self, actor: Actor, means: Means) -> None:
        self.actor, self.session, self.now = actor, means.session, means.clock.now()
        self.organisations = {code: card.id for code, card in agreements.organisations(self.session).items()}
        self.agreements = {terms.code: terms.id for terms in agreements.agreements(self.session, EVERYTHING)}
        self.lots = {lot.code: lot.id for lot in agreements.lots(self.session, EVERYTHING)}

    def organisation(self, facts: Values, line: SetupLine) -> None:
        self.reference(Organisation, self.organisations, dict(facts), line)

    def agreement(self, facts: Values, line: SetupLine) -> None:
        central_id = self.organisations[facts["central"]]
        self.reference(Agreement, self.agreements, _but(facts, "central") | {"central_id": central_id}, line)

    def lot(self, facts: Values, line: SetupLine) -> None:
        agreement_id = self.agreements[facts["agreement"]]
        self.reference(Lot, self.lots, _but(facts, "agreement") | {"agreement_id": agreement_id}, line)

    def holder(self, facts: Values, line: SetupLine) -> None:
        supplier_id, lot_id = self.organisations[facts["supplier"]], self.lots[facts["lot"]]
        said = _but(_but(facts, "supplier"), "lot")
        if line.change == "changed":
            mine = (Holder.supplier_id == supplier_id, Holder.lot_id == lot_id)
            self.session.execute(update(Holder).where(*mine).values(**said))
        else:
            self.session.add(Holder(supplier_id=supplier_id, lot_id=lot_id, recorded_at=self.now, **said))

    def clause(self, facts: Values, _line: SetupLine) -> None:
        self.session.add(setup_terms.clause_row(self.now, self.actor, self.lots[facts["lot"]], facts))

    def index(self, facts: Values, _line: SetupLine) -> None:
        self.session.add_all(setup_terms.index_rows(self.session, self.actor, self.now, facts))

    def membership(self, facts: Values, _line: SetupLine) -> None:
        """A further row: the earlier ones stay as they were said."""
        self.session.add(
            Membership(
                organisation_id=self.organisations[facts["organisation"]],
                agreement_id=self.agreements[facts["agreement"]],
                valid_from=facts["from"],
                valid_until=facts["until"],
                recorded_at=self.now,
            )
        )

    def range(self, facts: Values, line: SetupLine) -> None:
        """Names are changed in place; anything else is a further version."""
        names = {key: facts[key] for key in ("name_fr", "name_en")}
        if line.change == "changed":
            self.session.execute(update(Range).where(Range.code == line.key).values(**names))
        if line.change == "new" or line.after.keys() - names.keys():
            ranges.add_version(
                self.session, central_id=self.organisations[facts["central"]], by=self.actor, at=self.now,
                **_but(facts, "central"),
            )  # fmt: skip

    def account(self, facts: Values, _line: SetupLine) -> None:
        """Without a password: nobody signs in before one is set."""
        home = self.organisations[facts["organisation"]]
        self.session.add(Account(organisation_id=home, recorded_at=self.now, **_but(facts, "organisation")))

    def reference(
        self, table: type[Organisation | Agreement | Lot], ids: dict[str, int], values: dict[str, Any], line: SetupLine
    ) -> None:
        """A new row, its id kept for those that name it; or the changed row of a reference table."""
        if line.change == "changed":
            self.session.execute(update(table).where(table.id == ids[line.key]).values(**values))
            return
        row = table(recorded_at=self.now, **values)
        self.session.add(row)
        self.session.flush()
        ids[line.key] = row.id


def _but(facts: Values, key: str) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name != key}


WRITERS: Mapping[str, Callable[[_Writer, Values, SetupLine], None]] = {
    "organisation": _Writer.organisation,
    "agreement": _Writer.agreement,
    "lot": _Writer.lot,
    "holder": _Writer.holder,
    "clause": _Writer.clause,
    "index": _Writer.index,
    "membership": _Writer.membership,
    "range": _Writer.range,
    "account": _Writer.account,
}
