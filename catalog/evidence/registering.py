"""A register's entries against the products in force: what a GTIN verifies, what a name only proposes, what ends.

One plan is made for the rehearsal and for the act. Each product has a proof of its own, so that one that is no longer
listed ends alone. Numbers for internal use never match; a mark that is registered by country counts where France is named.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import insert
from sqlalchemy.orm import Session

from catalog.access import Actor
from catalog.evidence.listed_likeness import Entry, Line, Proposal, Register
from catalog.means.means import Means
from catalog.models import Coverage, Proof, ProofEnding, RegisterMatch, new_id
from catalog.queries import registers, release
from catalog.queries.registers import ExtractLine, KeptEntry, Key, ProductLine, RegisterProof
from catalog.wording.sentences import say, to_keep
from imports.cleaning import Fault
from imports.fields import fold
from imports.registers.numbers import global_number

BY_COUNTRY = frozenset({"EPEAT", "ENERGY_STAR"})
"""Marks that a product holds country by country (their facts say so): being listed for another country proves nothing here."""
_HERE = re.compile(
    r"\b(?:fr|fra|france|frankreich|francia|eu|european union|union europeenne|worldwide|world|monde|global)\b"
)
ONE = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Verified:
    """A product whose GTIN the register lists."""

    product: ProductLine
    entry: KeptEntry


@dataclass(frozen=True, slots=True)
class Proposed:
    """A product that may be an entry."""

    product: ProductLine
    entry: KeptEntry
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Ended:
    """A register proof that ends. code: why ("register.gone", "register.gtin_gone", "register.changed")."""

    proof: RegisterProof
    product: ProductLine
    code: str
    extract: dt.date
    last_day: dt.date

    def told(self, language: str) -> str:
        """Why, in a sentence."""
        return say(self.code, {"day": self.extract}, language)

    @property
    def kept(self) -> str:
        """Why, as it is kept with the ending: each reader is told in their own language."""
        return to_keep(self.code, day=self.extract.isoformat())


@dataclass(frozen=True, slots=True)
class Plan:
    """What loading or matching does. kept: proofs that stay; elsewhere: GTINs listed for other countries alone;
    unspoken: proofs in product groups that no newer extract lists."""

    verified: tuple[Verified, ...] = ()
    proposed: tuple[Proposed, ...] = ()
    ended: tuple[Ended, ...] = ()
    kept: int = 0
    elsewhere: int = 0
    unspoken: int = 0


@dataclass(slots=True)
class _Look:
    """Everything that one plan is made of."""

    label: str
    today: dt.date
    entries: Sequence[KeptEntry]
    speaking: Mapping[str | None, dt.date]
    """Product group -> the day of the extract that speaks for it."""
    whole: dt.date | None
    proofs: Mapping[Key, list[RegisterProof]]
    asked: frozenset[tuple[Key, str]]
    by_gtin: dict[str, list[KeptEntry]] = field(default_factory=dict)
    elsewhere: int = 0

    def __post_init__(self) -> None:
        for entry in self.entries:
            if entry.gtin:
                self.by_gtin.setdefault(entry.gtin, []).append(entry)


def speaking(extracts: Sequence[ExtractLine]) -> list[tuple[ExtractLine, frozenset[str | None]]]:
    """The extracts (the newest first) that still speak for a product group, each with those groups."""
    found: list[tuple[ExtractLine, frozenset[str | None]]] = []
    taken: set[str | None] = set()
    for extract in extracts:
        if groups := extract.groups - taken:
            found.append((extract, frozenset(groups)))
        taken |= extract.groups
        if extract.whole:
            break
    return found


def identity(entry: KeptEntry) -> str:
    """What makes an entry of one extract the same as one of another: its words, folded."""
    return "|".join(fold(part or "") for part in (entry.name, entry.company, entry.number, entry.model))


def plan(
    session: Session,
    label: str,
    today: dt.date,
    extracts: Sequence[ExtractLine],
    fresh: Sequence[KeptEntry] = (),
    products: Sequence[ProductLine] | None = None,
    families: frozenset[str] = frozenset(),
) -> Plan:
    """What the extracts of a label (the newest first) say of the products in force, or of these alone.

    fresh: the entries of the first of them, where it is not kept yet. Ends are looked for when all products are.
    families: products of another known family are not compared by name (empty: all are).
    """
    heard = speaking(extracts)
    entries = [each for extract, groups in heard for each in _entries(session, extract, groups, fresh)]
    number = release.newest(session)
    lines = registers.product_lines(session, number) if products is None else products
    look = _look(session, label, today, heard, entries)
    found = {line.key: _of_gtin(look, line) for line in lines if _gtin(line) in look.by_gtin}
    verified = {key: each for key, each in found.items() if each is not None}
    new = [each for each in verified.values() if not _carried(look, each)]
    ends = list(_endings(look, lines, verified)) if products is None else []
    free = [
        line for line in lines if line.key not in found and _within(line, families) and not _stays(look, line, ends)
    ]
    cited = registers.cited(session, number, label)
    kept = sum(map(len, look.proofs.values())) - len(ends)
    unspoken = 0 if products is not None else _unspoken(look)
    return Plan(tuple(new), tuple(_proposals(look, free, cited)), tuple(ends), kept, look.elsewhere, unspoken)


def _entries(
    session: Session, extract: ExtractLine, groups: Collection[str | None], fresh: Sequence[KeptEntry]
) -> list[KeptEntry]:
    own = [each for each in fresh if each.extract_id == extract.id]
    return [each for each in own if each.group in groups] if own else registers.entries(session, extract, groups)


def _look(
    session: Session,
    label: str,
    today: dt.date,
    heard: Sequence[tuple[ExtractLine, frozenset[str | None]]],
    entries: list[KeptEntry],
) -> _Look:
    proofs: dict[Key, list[RegisterProof]] = {}
    for proof in registers.standing_proofs(session, label):
        proofs.setdefault(proof.key, []).append(proof)
    asked = frozenset((key, identity(entry)) for key, entry in registers.refused_pairs(session, label))
    days = {group: extract.extracted_on for extract, groups in heard for group in groups}
    whole = next((extract.extracted_on for extract, _ in heard if extract.whole), None)
    return _Look(label, today, entries, days, whole, proofs, asked)


def _gtin(line: ProductLine) -> str | None:
    found = global_number(line.gtin)
    return None if isinstance(found, Fault) else found


def _of_gtin(look: _Look, line: ProductLine) -> Verified | None:
    """The entry with the product's GTIN that lasts longest; None where it is listed for other countries alone."""
    listed = look.by_gtin[_gtin(line) or ""]
    here = [each for each in listed if look.label not in BY_COUNTRY or _here(each.countries)]
    if not here:
        look.elsewhere += 1
        return None
    return Verified(line, max(here, key=lambda each: (each.valid_until or dt.date.max, each.extracted_on, -each.row)))


def _here(countries: str | None) -> bool:
    return bool(countries and _HERE.search(fold(countries)))


def _may_be_here(countries: str | None) -> bool:
    return not countries or _here(countries)


def _carried(look: _Look, found: Verified) -> bool:
    """Whether a standing proof already says what the entry says."""
    entry = found.entry
    return any(
        proof.matched and proof.number == entry.number and proof.valid_until == entry.valid_until
        for proof in look.proofs.get(found.product.key, ())
    )


def _within(line: ProductLine, families: frozenset[str]) -> bool:
    return not families or line.family is None or line.family in families


def _stays(look: _Look, line: ProductLine, ends: Sequence[Ended]) -> bool:
    """Whether the product has a register proof that goes on."""
    gone = {each.proof.id for each in ends}
    return any(proof.id not in gone for proof in look.proofs.get(line.key, ()))


def _all(look: _Look) -> Iterator[RegisterProof]:
    for several in look.proofs.values():
        yield from several


def _day_of(look: _Look, proof: RegisterProof) -> dt.date | None:
    """The day of the newest extract that speaks for the group of a proof; None where none newer than its own does."""
    groups: list[str | None] = [*proof.scope.get("groups", ())] or [None]
    return max((day for group in groups if (day := look.speaking.get(group))), default=look.whole)


def _unspoken(look: _Look) -> int:
    """How many proofs lie in groups that the newest extract does not list."""
    newest = max(look.speaking.values(), default=dt.date.min)
    return sum(1 for proof in _all(look) if (_day_of(look, proof) or dt.date.min) < newest)


def _endings(look: _Look, lines: Sequence[ProductLine], verified: Mapping[Key, Verified]) -> Iterator[Ended]:
    """The proofs that the speaking extracts no longer bear out. A product that is not in force now keeps its own."""
    listed = {identity(entry) for entry in look.entries}
    shown = {line.key: line for line in lines}
    for proof in _all(look):
        line, day = shown.get(proof.key), _day_of(look, proof)
        if line is None or day is None:
            continue
        now = verified.get(proof.key)
        if not proof.matched:
            code = None if set(proof.scope.get("names", ())) & listed else "register.gone"
        elif now is None:
            same = _gtin(line) in proof.scope.get("gtins", ())
            code = "register.gone" if same else "register.gtin_gone"
        else:
            code = "register.changed" if _shortened(proof, now.entry) else None
        if code and (day > proof.extracted_on or code == "register.gtin_gone"):
            last = (look.today if code == "register.gtin_gone" else day) - ONE
            yield Ended(proof, line, code, day, max(last, proof.valid_from - ONE))


def _shortened(proof: RegisterProof, entry: KeptEntry) -> bool:
    """Whether the register now says an earlier end, or another licence."""
    if proof.number != entry.number:
        return True
    return entry.valid_until is not None and (proof.valid_until is None or entry.valid_until < proof.valid_until)


def _proposals(look: _Look, lines: Sequence[ProductLine], cited: Mapping[Key, frozenset[str]]) -> Iterator[Proposed]:
    if not look.entries or not lines:
        return
    entries = [each for each in look.entries if look.label not in BY_COUNTRY or _may_be_here(each.countries)]
    listed = Register([Entry(e.name, e.company, e.model, e.number, e.group) for e in entries])
    for line in lines:
        asked = Line(line.name, line.brand, line.supplier_name, cited.get(line.key, frozenset()))
        for found in listed.proposals(asked):
            entry = entries[found.entry]
            if (line.key, identity(entry)) not in look.asked:
                yield Proposed(line, entry, found)


def apply(actor: Actor, means: Means, label: str, attribute: str, issuer: str | None, made: Plan) -> None:
    """Write a plan: endings, proofs with their coverage, proposals."""
    for end in made.ended:
        means.session.add(
            ProofEnding(
                proof_id=end.proof.id, last_day=end.last_day, reason=end.kept, **actor.by,
                recorded_at=means.clock.now(),
            )
        )  # fmt: skip
    for each in made.verified:
        proof = register_proof(means, label, attribute, issuer, each.entry, actor.by)
        cover(means, proof, each.product.key, matched=True)
    rows = [_match(means, each) for each in made.proposed]
    if rows:
        means.session.execute(insert(RegisterMatch), rows)
    means.session.flush()


def _match(means: Means, each: Proposed) -> dict[str, object]:
    return {
        "supplier_id": each.product.supplier_id, "id": new_id(), "product_id": each.product.product_id,
        "entry_id": each.entry.id, "how": each.proposal.how, "score": each.proposal.score,
        "recorded_at": means.clock.now(), "answer": None, "reason": None, "answered_at": None,
        "by_organisation_id": None, "by_account_id": None,
    }  # fmt: skip


def register_proof(
    means: Means, label: str, attribute: str, issuer: str | None, entry: KeptEntry, by: Mapping[str, int | None]
) -> Proof:
    """The proof that an entry is: from its own first day, else the extract's; until its own last day, if it has one."""
    begins = entry.valid_from or entry.extracted_on
    scope: dict[str, list[str | None]] = {
        "groups": [entry.group], "gtins": [entry.gtin], "names": [identity(entry)],
    }  # fmt: skip
    return Proof(
        attribute=attribute, kind="register", basis="label", label=label, number=entry.number,
        issuer=_issuer(issuer, entry),
        valid_from=min(begins, entry.valid_until or begins), valid_until=entry.valid_until, holder=entry.company,
        scope={name: [text for text in texts if text] for name, texts in scope.items()},
        extract_id=entry.extract_id, **by, recorded_at=means.clock.now(),
    )  # fmt: skip


def _issuer(owner: str | None, entry: KeptEntry) -> str:
    """Who says so and as of which day: shown wherever the proof is, so that its age is seen."""
    return f"{owner or entry.company or ''} (registre/register {entry.extracted_on:%d/%m/%Y})".strip()


def cover(means: Means, proof: Proof, key: Key, *, matched: bool = False, score: int | None = None) -> None:
    """Keep a register's proof with the one product that it covers."""
    means.session.add(proof)
    means.session.flush()
    how = "gtin" if matched else "register"
    means.session.add(
        Coverage(
            supplier_id=key[0], product_id=key[1], proof_id=proof.id, matched=matched, how=how, score=score,
            recorded_at=proof.recorded_at,
        )
    )  # fmt: skip
