"""Why a product carries a tag or not, why it is in a range or not: each rule, the value found, the proof, a sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from catalog.access import Actor, require
from catalog.errors import NotFound
from catalog.evidence.fact_changes import SURE
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.published import contests_seen
from catalog.published.notes import Notes, notes_of
from catalog.published.tags import OfferKey, ProductKey, product_tags
from catalog.published.validated import verdict_of
from catalog.queries import agreements, facts, products, range_contents, ranges, references, release
from catalog.queries.ranges import Standing
from catalog.queries.references import normalised
from catalog.tagging.ranges import RangeVerdict, Said
from catalog.tagging.records import Ends, Proof, Reason, RuleOutcome, Source, Tag
from catalog.tagging.resting import KINDS as FACT_KINDS
from catalog.tagging.resting import FactKey, rests_on
from catalog.wording.sentences import say


@dataclass(frozen=True, slots=True)
class InRange:
    """One range for one offer of the product."""

    lot: str
    version: int
    verdict: RangeVerdict


@dataclass(frozen=True, slots=True)
class Explanation:
    """A product on a day. `lot`: the one asked for, or the only one; `lots`: all that the asker sees.

    ranges: code -> one verdict a lot, the best first. asked: the reference as asked, where the product bears another one
    now. notes: what people corrected, suspended or said of it. to_confirm: facts that its rules rest on and nobody has read
    at their source yet.
    """

    supplier: str
    reference: str
    name: str
    lot: str | None
    lots: tuple[str, ...]
    on: dt.date
    publication: int
    tags: Mapping[str, Tag]
    ranges: Mapping[str, tuple[InRange, ...]]
    asked: str | None = None
    notes: Notes = field(default_factory=Notes)
    to_confirm: frozenset[FactKey] = frozenset()

    def json(self) -> dict[str, Any]:
        """The contract's object."""
        product = {"supplier": self.supplier, "reference": self.reference, "lot": self.lot, "name": self.name}
        return {
            "product": product | {"lots": list(self.lots)} | self._renamed(),
            "on": self.on.isoformat(),
            "publication": self.publication,
            "tags": {attribute: tag_json(tag) for attribute, tag in self.tags.items()},
            "ranges": {code: range_json(found) for code, found in self.ranges.items()},
            **self.notes.json(),
        }

    def _renamed(self) -> dict[str, str]:
        """What was asked and a sentence, where the product bears another reference now."""
        if self.asked is None:
            return {}
        return {"asked": self.asked, **both(Reason("note.renamed", {"asked": self.asked, "reference": self.reference}))}


def explain(
    actor: Actor,
    means: Means,
    supplier: str,
    reference: str,
    lot: str | None = None,
    range_code: str | None = None,
    on: dt.date | None = None,
) -> Explanation:
    """Every attribute, and every range (or one) that the actor may know of, on a day (default: today).

    Raises NotFound, the same for a product, lot or range of others and for none.
    """
    require(actor, "catalogue.explain")
    day = on or means.clock.today()
    number = release.publication_on(means.session, day)
    owner, product = _identity(means, supplier, reference, number)
    sheet = products.sheet_of(means.session, owner, product, number)
    offers = products.offers_of_product(means.session, owner, product, number)
    lots = _seen(actor, means, day, offers, supplier)
    if not lots or sheet is None:
        raise NotFound("product.unknown", supplier=supplier, reference=reference)
    chosen = _chosen(lots, lot, reference)
    contract = max(offer["lot_ends"] for offer in offers if offer["lot"] in chosen)
    found_tags = product_tags(means.session, number, day, end_of(day), {product})[owner, product]
    tags = contests_seen.seen_by(actor, _until_contract(found_tags, contract))
    notes = notes_of(means.session, owner, product, number, lots).seen_by(actor)
    judged = _Judged.of(means, (owner, product), number, chosen, notes.suspended, tags)
    found = _ranges(actor, means, day, range_code, judged)
    only = chosen[0] if len(chosen) == 1 else None
    asked = None if sheet["reference"] == normalised(reference) else reference
    return Explanation(
        supplier, sheet["reference"], sheet["name"], only, lots, day, number, tags, found, asked, notes,
        _to_confirm(means, day, tags),
    )  # fmt: skip


def _to_confirm(means: Means, day: dt.date, tags: Mapping[str, Tag]) -> frozenset[FactKey]:
    """Of the facts that the rules of these tags rest on, those that are to be confirmed."""
    named = {fact for tag in tags.values() for rule in tag.rules for fact in rests_on(rule)}
    sure = facts.confidences(means.session, end_of(day), *FACT_KINDS) if named else {}
    return frozenset(fact for fact in named if fact in sure and sure[fact] not in SURE)


def _until_contract(tags: Mapping[str, Tag], contract: dt.date) -> dict[str, Tag]:
    """The tags with the third of the three dates: the last day of the longest lot concerned."""
    return {
        code: replace(tag, ends=replace(tag.ends, contract=contract)) if tag.ends else tag for code, tag in tags.items()
    }


def _identity(means: Means, supplier: str, reference: str, number: int) -> tuple[int, int]:
    found = agreements.organisations(means.session, [supplier]).get(supplier)
    wanted = normalised(reference)
    ids = references.ids_by_reference(means.session, found.id, [wanted], number) if found else {}
    if found is None or wanted not in ids:
        raise NotFound("product.unknown", supplier=supplier, reference=reference)
    return found.id, ids[wanted]


def _seen(actor: Actor, means: Means, day: dt.date, offers: Sequence[products.Row], supplier: str) -> tuple[str, ...]:
    """The lots of the offers that the actor may see today and might have seen on the day."""
    scope = agreements.scope_open(means.session, actor, day, means.clock)
    return tuple(offer["lot"] for offer in offers if scope.allows(offer["agreement"], supplier, offer["lot"]))


def _chosen(lots: tuple[str, ...], lot: str | None, reference: str) -> tuple[str, ...]:
    if lot is not None and lot not in lots:
        raise NotFound("product.not_in_lot", reference=reference, lot=lot)
    return lots if lot is None else (lot,)


@dataclass(frozen=True, slots=True)
class _Judged:
    """The offers of one product, as ranges look at them, with its tags and what its sheet says."""

    offers: tuple[OfferKey, ...]
    tags: Mapping[str, Tag]
    said: Said | None

    @classmethod
    def of(
        cls,
        means: Means,
        key: ProductKey,
        number: int,
        lots: tuple[str, ...],
        held: frozenset[str],
        tags: Mapping[str, Tag],
    ) -> _Judged:
        """held: the lots in which its offer is suspended."""
        said = range_contents.said(means.session, number, {key[1]}).get(key)
        family = said.family if said else None
        return cls(tuple(OfferKey(0, *key, family, lot, lot in held) for lot in lots), tags, said)

    def by(self, range_: Standing) -> tuple[InRange, ...]:
        """A verdict a lot, the best first."""
        version = range_.of(self.offers[0].supplier_id).number
        found = [InRange(offer.lot, version, verdict_of(offer, self.tags, range_, self.said)) for offer in self.offers]
        return tuple(sorted(found, key=lambda each: (each.verdict.rules_short, each.lot)))


def _ranges(
    actor: Actor, means: Means, day: dt.date, code: str | None, judged: _Judged
) -> dict[str, tuple[InRange, ...]]:
    """Who may know of a range is judged today; which versions were validated, on the day."""
    today = means.clock.today()
    known = ranges.seen_by(means.session, actor, today, end_of(today))
    stood = ranges.standing(means.session, end_of(day), {offer.product_id for offer in judged.offers})
    if code is not None and code not in stood.keys() & known.keys():
        raise NotFound("range.unknown", range=code)
    return {name: judged.by(range_) for name, range_ in stood.items() if name in known and code in (None, name)}


def tag_json(tag: Tag) -> dict[str, Any]:
    """One tag with its sentence in both languages and each of its rules."""
    return {
        "state": tag.state,
        "standing": tag.standing,
        "basis": tag.basis,
        "until": _iso(tag.until),
        "labels": list(tag.labels),
        "claimed": tag.claimed,
        "outcome": tag.outcome,
        "ends": None if tag.ends is None else _ends(tag.ends),
        "missing": [{"code": asked.code, "fr": asked.fr, "en": asked.en} for asked in tag.missing],
        "warnings": [both(reason) for reason in tag.warnings],
        **both(tag.reason),
        "rules": [rule_json(rule) for rule in tag.rules],
    }


def _ends(ends: Ends) -> dict[str, str | None]:
    """Licence, criteria and contract end: three dates."""
    return {"licence": _iso(ends.own), "criteria": _iso(ends.criteria), "contract": _iso(ends.contract)}


def range_json(found: tuple[InRange, ...]) -> dict[str, Any]:
    """The best offer's answer, then each lot's: in when one of them is."""
    best = found[0]
    return {
        "in": best.verdict.inside,
        "rules_short": best.verdict.rules_short,
        "version": best.version,
        "lots": {each.lot: {"in": each.verdict.inside, "rules_short": each.verdict.rules_short} for each in found},
        "rules": [rule_json(rule) for rule in best.verdict.outcomes],
    }


def rule_json(rule: RuleOutcome) -> dict[str, Any]:
    """One rule as it fell out, with the proof or the cell that showed it."""
    return {
        "rule": rule.rule,
        "version": rule.version,
        "outcome": rule.outcome,
        "value": rule.value,
        **both(rule.reason),
        "proof": None if rule.proof is None else _proof(rule.proof, rule.reason),
        "source": None if rule.source is None else _source(rule.source),
    }


def both(reason: Reason) -> dict[str, str]:
    """A reason as a sentence in each language."""
    return {language: say(reason.code, reason.params, language) for language in ("fr", "en")}


def _proof(proof: Proof, reason: Reason) -> dict[str, Any]:
    return {
        "kind": proof.kind,
        "document": f"sha256:{proof.document}" if proof.document else None,
        "page": reason.params.get("page"),
        "issued": _iso(proof.sheet.revised if proof.sheet and proof.sheet.revised else proof.valid_from),
        "until": _iso(proof.valid_until),
    }


def _source(source: Source) -> dict[str, Any]:
    return {"file": source.file, "sheet": source.sheet, "row": source.row, "column": source.column}


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
