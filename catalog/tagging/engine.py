"""The one way to tags: a product, its proofs and open contests, a vocabulary and a day give a tag for each attribute."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from catalog.tagging.biocides import biocide_of, with_sheets
from catalog.tagging.childhood.evidence import ages_on, is_list, is_sheet
from catalog.tagging.childhood.needs import SELF_DECLARED
from catalog.tagging.decide import decide
from catalog.tagging.findings import Case, last_day
from catalog.tagging.forms import forms_of
from catalog.tagging.hazards import hazards_of
from catalog.tagging.heard import heard
from catalog.tagging.placing import Template, places_of, unplaced
from catalog.tagging.records import Claim, Contest, Product, Proof, Ruling, Tag
from catalog.tagging.rules import rules_for
from catalog.tagging.vocabulary import Vocabulary

Tags = Mapping[str, Tag]

_NEVER = dt.date.max
_DAY = dt.timedelta(days=1)
_CHILDHOOD = "early_childhood"


def tags_of(
    product: Product,
    proofs: Sequence[Proof],
    contests: Sequence[Contest],
    vocabulary: Vocabulary,
    day: dt.date,
    rulings: Sequence[Ruling] = (),
    *,
    brief: bool = False,
) -> Tags:
    """Attribute code -> tag, for every attribute of the vocabulary, in its order.

    proofs: those that cover the product, of any attribute. contests: the open ones. rulings: the last of each
    attribute. The answer is immutable; products of one family of which nothing more is known share it.
    brief: the same answers without sentences and cells, in half the time: where a hundred thousand are only counted.
    """
    product = heard(product, vocabulary)
    biocide = biocide_of(product, vocabulary)
    hazards, forms = hazards_of(product, vocabulary), forms_of(product, vocabulary)
    if not (biocide or hazards or forms or product.claims or proofs or contests or rulings):
        return _bare(product.family, vocabulary)
    told = with_sheets(biocide, proofs) if biocide else None
    product = _unsaid(product) if brief and product.claims else product
    return _all(
        Case("", product, tuple(proofs), tuple(contests), vocabulary, day, hazards, told, tuple(rulings), forms, brief)
    )


def _all(case: Case) -> Tags:
    touched = _touched(case)
    bare = _bare(case.product.family, case.vocabulary)
    return MappingProxyType({code: _tag_of(case, code) if code in touched else tag for code, tag in bare.items()})


def _tag_of(case: Case, attribute: str) -> Tag:
    """The tag of an attribute: where no document names the product, worked out once for all that claim the same and are
    proven by the same."""
    if attribute == _CHILDHOOD and any(is_sheet(proof) or is_list(proof) for proof in case.proofs):
        return _tag(case.about_attribute(attribute))
    claims = tuple(each for each in case.product.claims if _bears(each, attribute))
    childish = attribute == _CHILDHOOD and case.hazards and not case.brief
    source = case.product.hazard_source if childish else None
    if not claims and source is None:
        return _shared(_narrowed(case, attribute, _nameless(case.product.family))).tag
    sightings = case.product.sightings if claims else ()
    product = Product("", "", "", None, case.product.family, None, (), source, claims, None, sightings)
    if case.brief:
        return _shared(_narrowed(case, attribute, product)).tag
    return _shared(_narrowed(case, attribute, unplaced(product))).placed(places_of(product))


def _unsaid(product: Product) -> Product:
    """Without the words and cells of its claims: more products say the same then. Documents still look at its names."""
    said = dict.fromkeys(Claim(each.attribute, "", each.label, each.number, each.against) for each in product.claims)
    return Product(
        product.supplier, product.reference, product.name, product.description, product.family, product.gtin,
        product.hazard_codes, None, tuple(said), product.brand, product.sightings,
    )  # fmt: skip


@lru_cache(maxsize=512)
def _nameless(family: str | None) -> Product:
    """Any product of a family that says nothing of an attribute."""
    return Product("", "", "", family=family)


def _narrowed(case: Case, attribute: str, product: Product) -> Case:
    """The case with nothing but what bears on the attribute. Where no document names a product, reference and words are
    in no tag; early childhood looks at every proof."""
    childhood = attribute == _CHILDHOOD
    marks = _marks(case.vocabulary) if attribute == "ecolabelled" else frozenset()
    return Case(
        attribute,
        product,
        tuple(each for each in case.proofs if childhood or each.attribute == attribute or each.label in marks),
        tuple(each for each in case.contests if each.attribute == attribute),
        case.vocabulary,
        case.day,
        case.hazards if childhood else (),
        case.biocide if childhood or attribute == "ecolabelled" else None,
        tuple(each for each in case.rulings if each.attribute == attribute),
        case.forms if childhood else (),
        case.brief,
    )


def _bears(claim: Claim, attribute: str) -> bool:
    """A claim bears on its own attribute; a mark also on the ecolabel, and some marks on early childhood."""
    marked = attribute == "ecolabelled" or (attribute == _CHILDHOOD and claim.label in SELF_DECLARED)
    return claim.attribute == attribute or (marked and claim.label is not None)


@lru_cache(maxsize=16384)
def _shared(case: Case) -> Template:
    """The tag of whatever claims the same and is proven by the same."""
    return Template.of(_tag(case))


@lru_cache(maxsize=512)
def _bare(family: str | None, vocabulary: Vocabulary) -> Tags:
    """The tags of a product of which nothing but its family is known: the same on every day."""
    case = Case("", Product("", "", "", family=family), (), (), vocabulary, dt.date.min)
    return MappingProxyType({code: _decided(case.about_attribute(code)) for code in vocabulary.attributes})


def _touched(case: Case) -> frozenset[str]:
    """The attributes on which anything known of the product bears; for the others it is as bare as its family."""
    known = {claim.attribute for claim in case.product.claims}
    known |= {each.attribute for several in (case.proofs, case.contests, case.rulings) for each in several}
    if _childish(case):
        known.add("early_childhood")
    named = any(claim.label for claim in case.product.claims)
    if case.biocide or named or any(proof.label in _marks(case.vocabulary) for proof in case.proofs):
        known.add("ecolabelled")
    return frozenset(known)


def _childish(case: Case) -> bool:
    """Early childhood looks at safety sheets and labels, whatever they were given for; outside its families at nothing."""
    family = case.product.family
    if family is not None and family not in case.vocabulary.suited_families:
        return False
    marked = any(claim.label in SELF_DECLARED for claim in case.product.claims)
    return bool(case.hazards or case.biocide or case.forms or case.proofs or marked)


@lru_cache(maxsize=4)
def _marks(vocabulary: Vocabulary) -> frozenset[str]:
    """The marks on which a decision of equivalence was made."""
    return frozenset(each.mark for each in vocabulary.equivalences)


def _tag(own: Case) -> Tag:
    tag = _decided(own)
    if not _timed(own) or _settled(own, tag):
        return tag
    until = _only_end(own, tag) or _until(own, tag)
    if until is None:
        return tag
    return replace(tag, until=until, outcome="suited_until" if tag.outcome == "suited" else tag.outcome)


def _timed(case: Case) -> bool:
    """Whether anything with dates bears on the attribute: early childhood looks at every proof, others at their own."""
    if case.attribute == "early_childhood":
        return bool(case.proofs or case.contests or case.rulings)
    marks = _marks(case.vocabulary) if case.attribute == "ecolabelled" else frozenset()
    if any(proof.attribute == case.attribute or proof.label in marks for proof in case.proofs):
        return True
    return any(each.attribute == case.attribute for several in (case.contests, case.rulings) for each in several)


def _settled(case: Case, tag: Tag) -> bool:
    """Whether time alone cannot change an answer: nothing is proven or in conflict, nothing is yet to begin, and no
    document stands before another of its kind. A contest stays open whatever day it is."""
    if tag.state != "unknown" or tag.standing in ("verified", "conflict") or case.rulings:
        return False
    begins = any(proof.valid_from > case.day for proof in case.proofs) or any(
        each.on > case.day for each in case.contests
    )
    return not begins and sum(map(is_sheet, case.proofs)) < 2 and sum(map(is_list, case.proofs)) < 2


def _only_end(case: Case, tag: Tag) -> dt.date | None:
    """The first end among the proofs that an answer rests on, where each of them is the only one of its kind; None
    where there is more to it, or no end."""
    if case.contests or case.rulings or tag.standing != "verified":
        return None
    if tag.state == "no":
        return _end_of_evidence(case, tag)
    if case.attribute == _CHILDHOOD:
        return _first_end(case, tag)
    own = case.own_proofs()
    marks = _marks(case.vocabulary)
    alone = tag.state == "yes" and len(own) == 1 and not any(proof.label in marks for proof in case.proofs)
    return last_day(own[0], case.vocabulary) if alone else None


def _end_of_evidence(case: Case, tag: Tag) -> dt.date | None:
    """Of a safety sheet that speaks against a product, where it alone does and nothing but a list was given beside it: a
    sheet grows old and still speaks."""
    sheets = [each for each in case.proofs if is_sheet(each)]
    if len(sheets) != 1 or len(case.proofs) > 2 or not all(is_sheet(each) or is_list(each) for each in case.proofs):
        return None
    against = {rule.proof.id if rule.proof else None for rule in tag.rules if rule.outcome == "fail"}
    return last_day(sheets[0], case.vocabulary) if against == {sheets[0].id} else None


def _first_end(case: Case, tag: Tag) -> dt.date | None:
    """Of a sheet, a label or report, and for an answer without reserve also of the list and of the sheet's youth."""
    sheets, lists = [each for each in case.proofs if is_sheet(each)], [each for each in case.proofs if is_list(each)]
    if (len(sheets), len(case.proofs) - len(sheets) - len(lists)) != (1, 1) or len(lists) > 1:
        return None
    resting = [each for each in case.proofs if not tag.reserve or each not in lists]
    ends = {last_day(each, case.vocabulary) for each in resting} | ({ages_on(sheets[0])} if not tag.reserve else set())
    return min((end for end in ends if end), default=None)


def _decided(case: Case) -> Tag:
    rules = rules_for(case.attribute, bool(case.product.claims), bool(case.contests or case.rulings))
    return decide(case, [finding for rule in rules for finding in rule(case)])


def _until(case: Case, tag: Tag) -> dt.date | None:
    """The last day the answer stays what it is: asked again on each day on which a proof begins or has ended."""
    for changes in sorted(_turning_days(case)):
        if changes > case.day:
            then = _decided(case.on_day(changes))
            if (then.state, then.equivalent, then.reserve) != (tag.state, tag.equivalent, tag.reserve):
                return changes - _DAY
    return None


def _turning_days(case: Case) -> set[dt.date]:
    return turning_days(case.proofs, case.contests, case.rulings, case.vocabulary)


def turning_days(
    proofs: Sequence[Proof], contests: Sequence[Contest], rulings: Sequence[Ruling], vocabulary: Vocabulary
) -> set[dt.date]:
    """The days on which a proof, a contest or a decision begins to speak, or a proof, criteria or a sheet's youth is over:
    between two of them no state, standing, label or last day of the product changes, as long as nothing is recorded."""
    begins = {proof.valid_from for proof in proofs}
    begins |= {each.on for several in (contests, rulings) for each in several}
    ends = {last_day(proof, vocabulary) for proof in proofs}
    ends |= {proof.valid_until for proof in proofs} | {ages_on(proof) for proof in proofs}
    ends |= {each.until for each in vocabulary.equivalences}
    return begins | {end + _DAY for end in ends if end and end != _NEVER}
