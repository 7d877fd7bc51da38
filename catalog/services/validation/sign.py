"""Validate: a supplier states that what it accepted is right; identity, authority and content are recorded.

It is no electronic signature and amends no contract. Validated are the products of which every asked attribute was
accepted, whether the version takes them today or will once their proof is checked. What was contested, or not decided,
is left out; but what buyers would see today must have been decided first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import update

from catalog.access import Actor, require
from catalog.errors import Conflict, Invalid
from catalog.means import journal
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.models import RequestLink, ValidatedProduct, Validation, ValidationRequest, new_id
from catalog.published.validated import Candidate, content_hash, digest
from catalog.queries import ranges
from catalog.queries.ranges import RangeTerms
from catalog.queries.validation import AskedRange, AskedRequest
from catalog.services.validation.sign_receipt import Receipt as Receipt
from catalog.services.validation.sign_receipt import receipt as receipt
from catalog.validating.asked import open_of, read_of
from catalog.validating.tag_lines import ProductLines, RangeOutcome, TagLine, lines_of
from catalog.wording.sentences import say

LONGEST_NAME = 200
NAMED = 5
"""References a refusal names."""


@dataclass(frozen=True, slots=True)
class RangeSummary:
    """What one asked version would hold. Products by reference.

    accepted: to be validated (`inside`: of these, how many the version takes today). contested, undecided: left out.
    content_hash: of the version with the accepted products.
    """

    asked: AskedRange
    accepted: tuple[Candidate, ...]
    contested: tuple[str, ...]
    undecided: tuple[str, ...]
    content_hash: str

    @property
    def inside(self) -> int:
        return sum(1 for each in self.accepted if each.verdict.inside)

    def sentences(self, language: str) -> tuple[str, ...]:
        """What is validated, and what happens to the rest."""
        counted = {"accepted": len(self.accepted), "inside": self.inside, "later": len(self.accepted) - self.inside}
        counted |= {"contested": len(self.contested), "undecided": len(self.undecided)}
        told = ["accepted", *(name for name in ("later", "contested", "undecided") if counted[name])]
        return tuple(say(f"validation.summary.{name}", counted, language) for name in told)


@dataclass(frozen=True, slots=True)
class Summary:
    """What signing now would record. blocking: lines that buyers would see, undecided. content: a digest of all of it."""

    request: AskedRequest
    ranges: tuple[RangeSummary, ...]
    blocking: tuple[tuple[str, TagLine], ...]
    content: str

    @property
    def signable(self) -> bool:
        return not self.blocking and self.request.closed is None


def summary(actor: Actor, means: Means, request: int) -> Summary:
    """What the request would validate as it stands. Raises NotFound; Conflict for a link whose request has ended."""
    require(actor, "validation.read", actor.organisation_id)
    return _summary(means, read_of(actor, means, request))


def sign(
    actor: Actor, means: Means, request: int, *, signer: str, authority: str, certified: bool, content: str
) -> Receipt:
    """Record the validation of every asked version, and close the request. content: `Summary.content` as it was shown.

    Raises Invalid without name, function or certification, Conflict when something moved since or is undecided.
    """
    require(actor, "validation.sign", actor.organisation_id)
    name, role = _identity(signer, authority, certified=certified)
    found = open_of(actor, means, request, alone=True)
    shown = _summary(means, found)
    if shown.blocking:
        references = ", ".join(dict.fromkeys(reference for reference, _ in shown.blocking[:NAMED]))
        raise Conflict("validation.undecided", n=len(shown.blocking), references=references)
    if content != shown.content:
        raise Conflict("validation.moved")
    for each in shown.ranges:
        _recorded(actor, means, found, each, name, role)
    _closed(actor, means, found)
    _journal(actor, means, shown, name, role)
    return receipt(actor, means, request)


def _identity(signer: str, authority: str, *, certified: bool) -> tuple[str, str]:
    name, role = " ".join(signer.split()), " ".join(authority.split())
    if not name or not role or max(len(name), len(role)) > LONGEST_NAME:
        raise Invalid("validation.identity", most=LONGEST_NAME)
    if not certified:
        raise Invalid("validation.not_certified")
    return name, role


def _summary(means: Means, found: AskedRequest) -> Summary:
    versions = [each.version_id for each in found.ranges]
    products = lines_of(means, found.supplier_id, found.supplier, versions)
    terms = ranges.versions(means.session, end_of(means.clock.today()))
    several = tuple(_range(each, terms[each.code][each.version], products) for each in found.ranges)
    waiting = [(each.reference, line) for each in products for line in each.lines if _blocks(line)]
    content = digest([[each.asked.code, each.asked.version, each.content_hash] for each in several])
    return Summary(found, several, tuple(waiting), content)


def _blocks(line: TagLine) -> bool:
    return line.counts and line.state in ("undecided", "again")


def _range(asked: AskedRange, terms: RangeTerms, products: Sequence[ProductLines]) -> RangeSummary:
    found = list(_outcomes(asked, terms, products))
    accepted = tuple(_candidate(product, outcome) for state, product, outcome in found if state == "accepted")
    left = {
        name: tuple(product.reference for state, product, _ in found if state == name)
        for name in ("contested", "undecided")
    }
    return RangeSummary(asked, accepted, left["contested"], left["undecided"], content_hash(terms, accepted))


def _outcomes(
    asked: AskedRange, terms: RangeTerms, products: Sequence[ProductLines]
) -> Iterator[tuple[str, ProductLines, RangeOutcome]]:
    """Each product that the version looks at and no hand leaves out, with what becomes of it."""
    for product in products:
        for outcome in product.outcomes:
            left_out = outcome.hand is not None and outcome.hand.verdict == "out"
            if outcome.version_id == asked.version_id and not left_out:
                yield _state(terms, product), product, outcome


def _state(terms: RangeTerms, product: ProductLines) -> str:
    """Accepted when each attribute that the version asks for was; one contested line leaves the product out."""
    states = {line.attribute: line.state for line in product.lines}
    found = [states.get(attribute, "undecided") for attribute in terms.asks.attributes]
    if "contested" in found:
        return "contested"
    return "accepted" if all(each == "accepted" for each in found) else "undecided"


def _candidate(product: ProductLines, outcome: RangeOutcome) -> Candidate:
    return Candidate(
        product.product_id, product.reference, product.name, outcome.lots, outcome.content, outcome.verdict
    )


def _recorded(actor: Actor, means: Means, found: AskedRequest, each: RangeSummary, name: str, role: str) -> None:
    one = Validation(
        supplier_id=found.supplier_id, id=new_id(), range_version_id=each.asked.version_id, request_id=found.id,
        link_id=actor.link_id, content_hash=each.content_hash, signer=name, authority=role,
        recorded_at=means.clock.now(), **actor.by,
    )  # fmt: skip
    means.session.add(one)
    means.session.flush()
    means.session.add_all(_kept(found.supplier_id, one.id, each))
    means.session.flush()


def _kept(supplier_id: int, validation_id: int, each: RangeSummary) -> Iterator[ValidatedProduct]:
    for product in each.accepted:
        yield ValidatedProduct(
            supplier_id=supplier_id,
            validation_id=validation_id,
            product_id=product.product_id,
            content=product.content,
        )


def _closed(actor: Actor, means: Means, found: AskedRequest) -> None:
    now, mine = means.clock.now(), (ValidationRequest.supplier_id == found.supplier_id)
    means.session.execute(
        update(ValidationRequest)
        .where(mine, ValidationRequest.id == found.id)
        .values(closed="validated", closed_at=now)
    )
    if actor.link_id is not None:
        used = (RequestLink.supplier_id == found.supplier_id, RequestLink.id == actor.link_id)
        means.session.execute(update(RequestLink).where(*used).values(used_at=now))


def _journal(actor: Actor, means: Means, shown: Summary, name: str, role: str) -> None:
    detail = {
        each.asked.code: {"version": each.asked.version, "hash": each.content_hash, "products": len(each.accepted)}
        for each in shown.ranges
    }
    subject = f"request:{shown.request.id}"
    journal.write(actor, means, "validation.sign", subject, signer=name, authority=role, ranges=detail)
