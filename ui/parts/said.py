"""What each side said of a tag, in sentences, and what the tag rests on: its proofs, or the cell where it was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalog.means.clock import day_of
from catalog.services.validation.lines import Said, TagLine
from catalog.tagging.records import Proof
from catalog.wording.sentences import named, say
from ui import session
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.why import place, proof_name
from ui.wording.words import t

LINES = '<ul class="said">{lines}</ul>'
LINE = "<li>{text}</li>"
KINDS = ("not_applicable", "outdated", "other_product")
"""The grounds of a contest, in the order in which they are offered."""


def said_lines(line: TagLine) -> Html:
    """Everything there is to read of one tag before deciding, oldest evidence first."""
    drawn = [fill(LINE, text=text) for text in _told(line)]
    return fill(LINES, lines=Trusted(join(drawn)))


def _told(line: TagLine) -> Iterator[str]:
    yield rests_on(line.proofs)
    if line.tag.state != "yes":
        yield say(line.tag.reason.code, line.tag.reason.params, session.language())
    for claim in line.claims[:1]:
        if claim.source:
            yield t("tags.source", place=place(claim.source), quote=claim.quote)
    yield from _again(line)
    if line.mine and line.state in ("accepted", "contested"):
        yield own(line.mine)
    if line.theirs:
        yield central(line.theirs)


def _again(line: TagLine) -> Iterator[str]:
    """Both, where the evidence changed after a decision: what was decided then, what stands now."""
    if line.state != "again" or line.before is None:
        return
    before = line.before
    verdict = t(f"tags.verdict.{before.verdict}")
    yield t("tags.said.again.before", day=day_of(before.at), verdict=verdict, by=before.by)
    yield t("tags.said.again.now", now=rests_on(line.proofs))


def rests_on(proofs: Sequence[Proof]) -> str:
    """« Preuve : certificat FR/020/901, jusqu’au 31/12/2026 »."""
    if not proofs:
        return t("tags.rests.none")
    return t("tags.rests", proofs=", ".join(_proof(proof) for proof in proofs))


def _proof(proof: Proof) -> str:
    name = proof_name(proof, session.language())
    return t("tags.proof.until", proof=name, until=proof.valid_until) if proof.valid_until else name


def own(said: Said) -> str:
    """The supplier's word."""
    if said.verdict == "contest":
        return t("tags.said.contested.by", day=day_of(said.at), by=said.by, reason=reason_of(said))
    return t("tags.said.accepted.by", day=day_of(said.at), by=said.by)


def central(said: Said) -> str:
    """The central body's word."""
    return t(f"tags.said.central.{said.verdict}", day=day_of(said.at), reason=reason_of(said))


def reason_of(said: Said) -> str:
    """The ground and the sentence, as far as there are any."""
    return said.words(session.language())


def attribute_of(line: TagLine) -> str:
    """The attribute's name."""
    return named("attribute", line.attribute, session.language())
