"""What the entries of a setup file name: that it exists, is of the right kind, and is the actor's to change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from catalog.access import KIND_ROLES, Actor
from catalog.reference.shipped import names
from catalog.services.agreements.setup_file import Entry, SetupFault, Values, World

Known = Mapping[str, Mapping[str, Values]]
"""Kind -> key -> facts, as the database has them, in the shape of `Entry.facts`."""


def faults(world: World, known: Known, actor: Actor) -> list[SetupFault]:
    """Every entry that names what is not there, moves what cannot move, or belongs to another central body."""
    written = {(entry.what, entry.key): entry.facts for entry in world.entries}
    look = Look(world, written, known, actor)
    return [fault for entry in world.entries for fault in CHECKS[entry.what](look, entry)]


@dataclass(frozen=True, slots=True)
class Look:
    """What can be named: the file's own entries and what the database holds."""

    world: World
    written: Mapping[tuple[str, str], Values]
    known: Known
    actor: Actor

    def before(self, entry: Entry) -> Values | None:
        """The entry as the database has it."""
        return self.known[entry.what].get(entry.key)

    def exists(self, what: str, key: str) -> bool:
        return key in self.known[what] or key in self.world.named.get(what, ())

    def now(self, what: str, key: str) -> Values | None:
        """The facts of what is named, as they will be; None where its own table is faulty."""
        return self.written.get((what, key), self.known[what].get(key))

    def named(self, entry: Entry, key: str, kind: str) -> Iterator[SetupFault]:
        """The organisation named by a key must exist and be of a kind."""
        code = entry.facts[key]
        facts = self.now("organisation", code)
        if not self.exists("organisation", code):
            yield entry.fault("setup.organisation_unknown", key)
        elif facts and facts["kind"] != kind:
            yield entry.fault(f"setup.not_a_{kind}", key, kind=facts["kind"])

    def moved(self, entry: Entry, key: str, code: str) -> Iterator[SetupFault]:
        """What an entry belongs to never changes."""
        before = self.before(entry)
        if before and before[key] != entry.facts[key]:
            yield entry.fault(code, key, before=before[key])

    def ours(self, entry: Entry, key: str, central: str | None) -> Iterator[SetupFault]:
        """Staff of one central body change nothing of another's."""
        if self.actor.kind == "central" and central != self.actor.organisation:
            yield entry.fault("setup.other_central", key, central=central)


def _organisation(look: Look, entry: Entry) -> Iterator[SetupFault]:
    yield from look.moved(entry, "kind", "setup.kind_changed")
    if entry.facts["kind"] == "central":
        yield from look.ours(entry, "code", entry.key)


def _agreement(look: Look, entry: Entry) -> Iterator[SetupFault]:
    yield from look.named(entry, "central", "central")
    yield from look.moved(entry, "central", "setup.central_changed")
    yield from look.ours(entry, "central", entry.facts["central"])


def _lot(look: Look, entry: Entry) -> Iterator[SetupFault]:
    yield from look.moved(entry, "agreement", "setup.lot_moved")
    standing = look.known["agreement"].get(entry.facts["agreement"])
    if standing and ("agreement", entry.facts["agreement"]) not in look.written:
        yield from look.ours(entry, "agreement", standing["central"])
    before = look.before(entry)
    if before and before["used"]:
        yield from look.moved(entry, "currency", "setup.currency_in_use")
    if entry.facts["renewals"] and not entry.facts["renewal_months"]:
        yield entry.fault("setup.missing_key", "renewal_months")


def _clause(look: Look, entry: Entry) -> Iterator[SetupFault]:
    for family in entry.facts["terms"].get("discounts", {}):
        if family not in names("family"):
            yield entry.fault("setup.family_unknown", "discounts", family=family)


def _index(_look: Look, _entry: Entry) -> Iterator[SetupFault]:
    yield from ()


def _holder(look: Look, entry: Entry) -> Iterator[SetupFault]:
    yield from look.named(entry, "supplier", "supplier")


def _membership(look: Look, entry: Entry) -> Iterator[SetupFault]:
    yield from look.named(entry, "organisation", "member")
    agreement = look.now("agreement", entry.facts["agreement"])
    if not look.exists("agreement", entry.facts["agreement"]):
        yield entry.fault("setup.agreement_unknown", "agreement")
    elif agreement:
        yield from look.ours(entry, "agreement", agreement["central"])


def _range(look: Look, entry: Entry) -> Iterator[SetupFault]:
    yield from look.named(entry, "central", "central")
    yield from look.moved(entry, "central", "setup.central_changed")
    yield from look.ours(entry, "central", entry.facts["central"])
    for lot in entry.facts["rule"]["lots"]:
        if not look.exists("lot", lot):
            yield entry.fault("setup.lot_unknown", "lots", lot=lot)
    if not any(entry.facts["rule"].values()):
        yield entry.fault("setup.range_of_everything", "attributes")


def _account(look: Look, entry: Entry) -> Iterator[SetupFault]:
    yield from look.moved(entry, "organisation", "setup.email_taken")
    code = entry.facts["organisation"]
    facts = look.now("organisation", code)
    if not look.exists("organisation", code):
        yield entry.fault("setup.organisation_unknown", "organisation")
    elif facts:
        fitting = KIND_ROLES[facts["kind"]]
        if entry.facts["role"] not in fitting:
            yield entry.fault("setup.role_unfit", "role", kind=facts["kind"], known=", ".join(sorted(fitting)))
        if facts["kind"] == "central":
            yield from look.ours(entry, "organisation", code)


CHECKS: Mapping[str, Callable[[Look, Entry], Iterator[SetupFault]]] = {
    "organisation": _organisation,
    "agreement": _agreement,
    "lot": _lot,
    "holder": _holder,
    "clause": _clause,
    "index": _index,
    "membership": _membership,
    "range": _range,
    "account": _account,
}
