"""Create or change one agreement, lot, holder, membership, index or price clause by hand: checked and written as a setup file is.

Who opened a form gives back the mark of what it showed: somebody else's change in between is never overwritten unseen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.access import Actor, require
from catalog.clauses.figures import plain
from catalog.errors import Conflict, NotFound
from catalog.means.locks import alone
from catalog.means.means import Means
from catalog.queries import agreements, price_clauses, release
from catalog.services.agreements import setup_changes, setup_file, setup_leaving, setup_references
from catalog.services.agreements.setup_changes import SetupLine
from catalog.services.agreements.setup_file import SetupFault, Values, World
from catalog.services.agreements.setup_references import Known


@dataclass(frozen=True, slots=True)
class OneChange:
    """What becomes of the thing and of what it holds; or the faults, and then nothing was written.

    offers: how many offers in force hang on the lots concerned; members: how many organisations see them today.
    """

    lines: tuple[SetupLine, ...] = ()
    faults: tuple[SetupFault, ...] = ()
    offers: int = 0
    members: int = 0

    @property
    def moves(self) -> bool:
        """Whether anything is new or changed."""
        return any(line.change != "unchanged" for line in self.lines)


def change(
    actor: Actor, means: Means, what: str, table: Values, *, seen: str | None = None, dry: bool = False
) -> OneChange:
    """Write one thing as its table says it (`setup` documents the keys), unless `dry`: the answer is the same.

    what: agreement, lot (its `agreement` named), clause or holder (its `lot` named), membership, index. seen: the mark of
    what the person saw of it, None for something new. A holder's own terms are changed so; who holds a lot, by the lot. Raises NotAllowed, NotFound outside the actor's agreements, Conflict when
    it is not as it was seen any more.
    """
    require(actor, "agreement.change")
    _within(actor, means, what, table)
    alone(means.session, "agreements")
    world, faults = setup_file.read_one(what, {name: value for name, value in table.items() if value is not None})
    held = setup_changes.known(means.session, world)
    _unmoved(world, held, what, seen)
    leaving = setup_leaving.leaving(means.session, world)
    faults += setup_references.faults(world, held, actor) + setup_leaving.faults(means.session, world, leaving)
    if faults:
        return OneChange(faults=tuple(faults))
    lines = [*setup_changes.lines(world, held), *(setup_leaving.line(each) for each in leaving)]
    if any(line.what in ("agreement", "lot") and line.change == "new" for line in lines):
        require(actor, "agreement.create")
    if not dry:
        setup_changes.write(actor, means, world, lines[: len(world.entries)])
        setup_leaving.write(leaving, actor, means)
    return OneChange(tuple(lines), (), *_touched(means, world))


def facts_of(actor: Actor, means: Means, what: str, key: str) -> tuple[Mapping[str, Any], str]:
    """An agreement, lot, index or holder ("SUPPLIER/LOT") as its table would be written, and its mark; amounts as texts.

    Raises NotFound for none that the actor may know.
    """
    require(actor, "agreement.change")
    held = setup_changes.known(means.session, World())
    facts = held[what].get(key)
    if facts is None:
        raise NotFound("thing.unknown")
    _within(actor, means, what, facts)
    table = {name: value for name, value in facts.items() if value is not None and name != "used"}
    if what == "lot":
        table |= {name: plain(table[name]) for name in ("maximum", "minimum_order") if name in table}
        table |= {"holders": list(agreements.lots_by_code(means.session, [key])[key].holders)}
    if what == "holder":
        table |= {name: plain(table[name]) for name in setup_file.HOLDER_AMOUNTS if name in table}
        table.pop("rank", None)
    return table, mark(facts)


def mark(facts: Values) -> str:
    """A short name for what was seen of a thing: equal facts, equal mark."""
    text = json.dumps(dict(facts), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _within(actor: Actor, means: Means, what: str, table: Values) -> None:
    """Another central body's agreement answers like none."""
    scope = agreements.scope_today(means.session, actor, means.clock)
    if what in ("clause", "holder"):
        lots = {lot.code: lot for lot in agreements.lots(means.session, scope)}
        found = lots.get(str(table.get("lot")))
        if found is None or (what == "holder" and table.get("supplier") not in found.holders):
            raise NotFound("lot.not_found", lot=table.get("lot"))
    elif what in ("lot", "membership"):
        if table.get("agreement") not in {each.code for each in agreements.agreements(means.session, scope)}:
            raise NotFound("agreement.not_found", agreement=table.get("agreement"))
    elif what == "agreement" and actor.kind == "central" and table.get("central") != actor.organisation:
        raise NotFound("agreement.not_found", agreement=table.get("code"))


def _unmoved(world: World, held: Known, what: str, seen: str | None) -> None:
    for entry in world.of(what):
        before = held[what].get(entry.key)
        if what in ("agreement", "lot", "index", "holder") and (mark(before) if before else None) != seen:
            raise Conflict("agreement.taken" if seen is None else "agreement.changed_meanwhile", name=entry.key)


def _touched(means: Means, world: World) -> tuple[int, int]:
    """(offers in force in the lots concerned, members of their agreements today)."""
    agreed = {entry.key for entry in world.of("agreement")} | {entry.facts["agreement"] for entry in world.of("lot")}
    agreed |= {entry.facts["agreement"] for entry in world.of("membership")}
    named = {entry.key for entry in world.of("lot")}
    named |= {entry.facts["lot"] for what in ("clause", "holder") for entry in world.of(what)}
    lots = [
        lot for lot in agreements.lots_by_code(means.session).values() if lot.code in named or lot.agreement in agreed
    ]
    today = means.clock.today()
    use = price_clauses.lot_use(means.session, [lot.id for lot in lots], release.publication_on(means.session, today))
    concerned = {lot.agreement for lot in lots}
    members = {
        each.organisation
        for each in agreements.memberships(means.session)
        if each.agreement in concerned and each.valid_from <= today <= (each.valid_until or today)
    }
    return sum(each.in_force for each in use.values()), len(members)
