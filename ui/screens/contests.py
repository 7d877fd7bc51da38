"""What is disputed: both sides' reasons beside each other, the evidence, a ruling with its reason; then the next one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from catalog.access import Actor, may
from catalog.errors import Refusal
from catalog.means.clock import day_of
from catalog.services.validation.lines import Said
from catalog.services.validation.review import ReviewLine, contested, rule_tag
from catalog.tagging.records import Proof
from catalog.wording.sentences import named, say
from ui import navigation, session
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.notice import hint, tell
from ui.parts.offer_row import reference, tag_chip
from ui.parts.said import rests_on
from ui.parts.why import place, proof_name, proofs
from ui.wording.words import refused, t

VERDICTS = ("for", "against")
SIDES = '<div class="sides">{sides}</div>'
SIDE = '<section class="side {look}"><h3>{title}</h3><p>{word}</p><p class="meta">{who}</p></section>'
HEAD = '<h2 class="contest-name">{name}</h2><p class="meta">{about}</p><p>{chip}</p><p>{reason}</p>'
EVIDENCE = '<h3>{title}</h3><ul class="said">{lines}</ul>'
LONGEST = 1000
SAID = "contests.said"


def show() -> None:
    """Draw the page: one dispute, and how many there are."""
    actor = session.actor()
    with session.means() as means:
        supplier = st.query_params.get("supplier") or None
        edition = session.house().shelf.edition(means)
        lines = contested(actor, means, supplier=supplier, edition=edition)
    st.title(t("page.contests"), anchor=False)
    said = st.session_state.pop(SAID, None)
    if said:
        tell("good", said)
    if not lines:
        st.write(t("contests.none"))
        navigation.link("a-faire", t("contests.desk"))
        return
    at = _place(lines)
    st.html(fill('<p class="lead" role="status">{text}</p>', text=t("contests.place", n=at + 1, all=len(lines))))
    _dispute(lines[at])
    _ruling(actor, lines, at)
    _turn(lines, at)


def _place(lines: Sequence[ReviewLine]) -> int:
    """Which one is shown: the one in the address, else the first."""
    asked = st.query_params.get("ligne", "")
    return next((n for n, line in enumerate(lines) if line.choice.key == asked), 0)


def _dispute(line: ReviewLine) -> None:
    language = session.language()
    with session.means() as means:
        day = means.clock.today()
    name = named("attribute", line.attribute, language)
    st.html(
        fill(
            HEAD,
            name=f"{line.name} · {name}",
            about=f"{line.supplier_name} · {line.reference}",
            chip=Trusted(tag_chip(line.tag, language, day, dated=True)),
            reason=say(line.tag.reason.code, line.tag.reason.params, language),
        )
    )
    sides = [_side(t("contests.supplier", supplier=line.supplier_name), line.contests.get("supplier"))]
    sides.append(_side(t("contests.central"), line.contests.get("central")))
    st.html(fill(SIDES, sides=Trusted(join(sides))))
    if not line.contests:
        tell("wait", t("contests.conflict"))
    st.html(fill(EVIDENCE, title=t("contests.evidence"), lines=Trusted(join(list(_evidence(line))))))
    with st.container(horizontal=True):
        for proof in _proofs(line):
            navigation.link("preuve", t("contests.proof"), proof_name(proof, language), id=str(proof.id))
        navigation.link("produit", t("contests.sheet"), line.name, **reference(line.supplier, line.reference))


def _proofs(line: ReviewLine) -> list[Proof]:
    """Its own, and those of other attributes that its rules looked at."""
    found = {proof.id: proof for proof in (*line.proofs, *proofs(line.tag))}
    return list(found.values())


def _side(title: str, said: Said | None) -> Html:
    if said is None:
        return fill(SIDE, look="side-none", title=title, word=t("contests.nothing"), who="")
    word = said.words(session.language())
    return fill(SIDE, look="", title=title, word=word, who=t("contests.who", by=said.by, day=day_of(said.at)))


def _evidence(line: ReviewLine) -> Iterator[Html]:
    """The cells that claim it and those that speak against it, then the proofs."""
    cells = [(claim.source, claim.quote) for claim in line.claims]
    cells += [(rule.source, rule.value) for rule in line.tag.rules if rule.value and rule.outcome != "pass"]
    for source, quote in dict.fromkeys(cells):
        if source:
            yield fill("<li>{text}</li>", text=t("contests.claim", place=place(source), quote=quote))
    yield fill("<li>{text}</li>", text=rests_on(_proofs(line)))


def _ruling(actor: Actor, lines: Sequence[ReviewLine], at: int) -> None:
    if not may(actor, "tag.rule"):
        tell("told", t("contests.not_you", role=t(f"role.{actor.role}")))
        return
    line, key = lines[at], lines[at].choice.key
    st.header(t("contests.rule"), anchor=False)
    if not line.mine_to_rule:
        tell("told", t("contests.party"), t("contests.party.text"))
        return
    with st.form(f"ruling_{key}"):
        verdict = st.radio(
            t("contests.verdict"), VERDICTS, index=None, key=f"verdict_{key}", format_func=_verdict,
            captions=[t(f"contests.verdict.{each}.why") for each in VERDICTS],
        )  # fmt: skip
        reason = st.text_area(t("contests.reason"), key=f"reason_{key}", max_chars=LONGEST)
        hint(t("contests.reason.why"))
        sent = st.form_submit_button(t("contests.send"), type="primary")
    if sent:
        _rule(actor, lines, at, verdict, reason.strip())


def _verdict(code: str) -> str:
    return t(f"contests.verdict.{code}")


def _rule(actor: Actor, lines: Sequence[ReviewLine], at: int, verdict: str | None, reason: str) -> None:
    if verdict is None or not reason:
        st.error(t("contests.missing"))
        return
    line = lines[at]
    try:
        with session.work() as means:
            rule_tag(actor, means, line.choice, verdict, reason)
    except Refusal as refusal:
        st.error(refused(refusal))
        return
    attribute = named("attribute", line.attribute, session.language())
    st.session_state[SAID] = t("contests.ruled", attribute=attribute, name=line.name)
    after = lines[(at + 1) % len(lines)].choice.key
    st.query_params["ligne"] = after
    st.rerun()


def _turn(lines: Sequence[ReviewLine], at: int) -> None:
    with st.bottom, st.container(key="barre", horizontal=True):
        st.html(fill('<p class="bar-said">{text}</p>', text=t("contests.place", n=at + 1, all=len(lines))))
        if at:
            st.button(t("contests.previous"), key="previous", on_click=_open, args=(lines[at - 1].choice.key,))
        if at + 1 < len(lines):
            st.button(t("contests.next"), key="next", on_click=_open, args=(lines[at + 1].choice.key,))


def _open(key: str) -> None:
    st.query_params["ligne"] = key
