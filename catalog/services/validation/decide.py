"""A supplier's word on its tags: accept, contest with a reason, take either back; one by one or many at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog.access import Actor, require
from catalog.errors import Invalid, NotFound, Refusal
from catalog.means import journal
from catalog.means.means import Means
from catalog.published.shelf import Edition
from catalog.queries import decided
from catalog.queries.decided import Word
from catalog.queries.validation import AskedRequest
from catalog.validating.asked import open_of
from catalog.validating.speaking import REASONS as REASONS
from catalog.validating.speaking import Speech, already, speak
from catalog.validating.tag_lines import Choice, TagLine, lines_of

VERDICTS = ("accept", "contest", "withdraw")
MOST = 5000
"""Lines of one call."""
Looked = tuple[Choice, TagLine, Sequence[Word]]
"""A choice, the line as it stands, all that was said of it."""


@dataclass(frozen=True, slots=True)
class Decided:
    """How many lines were decided; left: key -> why one was not (somebody spoke meanwhile, its evidence changed)."""

    done: int
    left: tuple[tuple[str, Refusal], ...] = ()


def decide(
    actor: Actor,
    means: Means,
    request: int,
    choice: Choice,
    verdict: str,
    *,
    reason_code: str | None = None,
    reason: str = "",
    edition: Edition | None = None,
) -> None:
    """Decide one line. edition: today's, so that nothing is tagged again. Raises NotFound, Invalid without a reason to contest, Conflict when somebody came first."""
    made = decide_all(
        actor, means, request, (choice,), verdict, reason_code=reason_code, reason=reason, edition=edition
    )
    if made.left:
        raise made.left[0][1]


def decide_all(
    actor: Actor,
    means: Means,
    request: int,
    choices: Sequence[Choice],
    verdict: str,
    *,
    reason_code: str | None = None,
    reason: str = "",
    edition: Edition | None = None,
) -> Decided:
    """Decide many lines alike. What moved since it was shown is left and told; the rest is kept.

    "withdraw" takes back the supplier's own last word, an accept as well as a contest. Raises NotFound (another's
    request, another's line and none at all alike), Conflict for a request that has ended, Invalid.
    """
    require(actor, "validation.decide", actor.organisation_id)
    if verdict not in VERDICTS or len(choices) > MOST:
        raise Invalid("decision.unknown", value=verdict, known=", ".join(VERDICTS), most=MOST)
    found = open_of(actor, means, request)
    speech = Speech("supplier", verdict, reason, reason_code if verdict == "contest" else None, found.id).checked()
    return _kept(actor, means, found, _looked_at(means, found, choices, edition), speech)


def _kept(actor: Actor, means: Means, found: AskedRequest, wanted: Sequence[Looked], speech: Speech) -> Decided:
    left, said = list[tuple[str, Refusal]](), list[TagLine]()
    for choice, line, words in wanted:
        try:
            if not _nothing_to_say(speech, choice, line, words):
                said.append(line)
        except Refusal as refusal:
            left.append((choice.key, refusal))
    if (
        speech.verdict == "accept"
    ):  # an accept alone moves no tag: what it puts an end to is taken back in so many words
        back = [line for line in said if line.state == "contested"]
        _spoken(actor, means, found, back, Speech("supplier", "withdraw", request=found.id).checked())
    _spoken(actor, means, found, said, speech)
    return Decided(len(wanted) - len(left), tuple(left))


def _spoken(actor: Actor, means: Means, found: AskedRequest, said: Sequence[TagLine], speech: Speech) -> None:
    if said:
        lines = [(line.product_id, line.attribute, line.seen) for line in said]
        speak(actor, means, found.supplier_id, lines, speech)
        _journal(actor, means, found, speech, lines)


def _nothing_to_say(speech: Speech, choice: Choice, line: TagLine, words: Sequence[Word]) -> bool:
    done = already(speech, choice, line.seen, words)
    return done or (speech.verdict == "withdraw" and line.mine is None and line.before is None)


def _looked_at(means: Means, found: AskedRequest, choices: Sequence[Choice], edition: Edition | None) -> list[Looked]:
    """Each choice with its line as it stands, nobody else deciding on it. Raises NotFound for one that is none."""
    products = {choice.line[0] for choice in choices}
    decided.hold(means.session, found.supplier_id, products)
    versions = [each.version_id for each in found.ranges]
    known = lines_of(means, found.supplier_id, found.supplier, versions, edition=edition, only=products)
    lines = {line.key: line for product in known for line in product.lines}
    words = decided.words(means.session, found.supplier_id, products)
    return list(_matched(found, {choice.key: choice for choice in choices}, lines, words))


def _matched(
    found: AskedRequest,
    choices: dict[str, Choice],
    lines: dict[str, TagLine],
    words: dict[decided.Key, tuple[Word, ...]],
) -> Iterator[Looked]:
    for key, choice in choices.items():
        if key not in lines:
            raise NotFound("line.unknown")
        line = lines[key]
        yield choice, line, words.get((found.supplier_id, line.product_id, line.attribute), ())


def _journal(
    actor: Actor, means: Means, found: AskedRequest, speech: Speech, said: Sequence[tuple[int, str, str]]
) -> None:
    lines = [f"{product}:{attribute}" for product, attribute, _ in said]
    detail = {"reason": speech.reason, "reason_code": speech.reason_code, "lines": lines}
    journal.write(actor, means, f"tag.{speech.verdict}", f"request:{found.id}", **detail)
