"""The one way to tags: a product, its proofs and open contests, a vocabulary and a day give a tag for each attribute."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from catalog.tagging.biocides import biocide_of
from catalog.tagging.decide import decide
from catalog.tagging.findings import Case, last_day
from catalog.tagging.hazards import hazards_of
from catalog.tagging.records import Contest, Product, Proof, Tag
from catalog.tagging.rules import RULES
from catalog.tagging.vocabulary import Vocabulary

Tags = Mapping[str, Tag]

_NEVER = dt.date.max
_DAY = dt.timedelta(days=1)


def tags_of(
    product: Product, proofs: Sequence[Proof], contests: Sequence[Contest], vocabulary: Vocabulary, day: dt.date
) -> Tags:
    """Attribute code -> tag, for every attribute of the vocabulary, in its order.

    proofs: those that cover the product, of any attribute. contests: the open ones. The answer is immutable; products
    of one family of which nothing more is known share it.
    """
    biocide = biocide_of(product, vocabulary)
    hazards = hazards_of(product, vocabulary)
    if not (biocide or hazards or product.claims or proofs or contests):
        return _bare(product.family, vocabulary)
    case = Case("", product, tuple(proofs), tuple(contests), vocabulary, day, hazards, biocide)
    return MappingProxyType({code: _tag(case, code) for code in vocabulary.attributes})


@lru_cache(maxsize=512)
def _bare(family: str | None, vocabulary: Vocabulary) -> Tags:
    """The tags of a product of which nothing but its family is known: the same on every day."""
    case = Case("", Product("", "", "", family=family), (), (), vocabulary, dt.date.min)
    return MappingProxyType({code: _decided(replace(case, attribute=code)) for code in vocabulary.attributes})


def _tag(case: Case, attribute: str) -> Tag:
    own = replace(case, attribute=attribute)
    if not _touched(own):
        return _bare(case.product.family, case.vocabulary)[attribute]
    tag = _decided(own)
    return replace(tag, until=_until(own, tag))


def _touched(case: Case) -> bool:
    """Whether anything known of the product bears on this attribute; else it is as bare as its family."""
    code = case.attribute
    return (
        any(claim.attribute == code for claim in case.product.claims)
        or any(proof.attribute == code for proof in case.proofs)
        or any(contest.attribute == code for contest in case.contests)
        or (code == "early_childhood" and bool(case.hazards or case.biocide))
        or (code == "ecolabelled" and bool(case.biocide or case.product.claims))
    )


def _decided(case: Case) -> Tag:
    return decide(case, [finding for rule in RULES for finding in rule(case)])


def _until(case: Case, tag: Tag) -> dt.date | None:
    """The last day the answer stays what it is: asked again on each day on which a proof begins or has ended."""
    for changes in sorted(_turning_days(case.proofs, case.vocabulary)):
        if changes > case.day:
            then = _decided(replace(case, day=changes))
            if (then.state, then.equivalent, then.reserve) != (tag.state, tag.equivalent, tag.reserve):
                return changes - _DAY
    return None


def _turning_days(proofs: Iterable[Proof], vocabulary: Vocabulary) -> set[dt.date]:
    begins = {proof.valid_from for proof in proofs}
    ends = (last_day(proof, vocabulary) for proof in proofs)
    return begins | {end + _DAY for end in ends if end and end != _NEVER}
