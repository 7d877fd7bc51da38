"""Why an attribute is what it is: its answer in a sentence, the proof behind, every rule with the place it was read."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from catalog.access import MEMBERS, Actor
from catalog.tagging.records import Proof, RuleOutcome, Source, Tag
from catalog.tagging.resting import FactKey, rests_on
from catalog.wording.sentences import named, say
from ui.parts import why_more
from ui.parts.chip import standing_chip
from ui.parts.markup import Html, Trusted, fill, join, plain
from ui.parts.offer_row import PROTOCOL_ONLY, end_of
from ui.parts.pictogram import pictogram, pictogram_of
from ui.parts.proof_dialog import proof_dialog
from ui.wording.words import t, word

WHY = """<div class="why"><span class="why-drawing">{drawing}</span><div><h3 class="why-name">{name} {chip}</h3>
{warnings}<p>{reason}</p>{missing}{dates}</div></div>"""
RULES = (
    """<div class="why-rules"><details><summary>{title}</summary><ul class="rules">{rules}</ul>{told}</details></div>"""
)
RULE = '<li>{icon}<span><span class="unseen">{outcome} </span>{sentence}{mark}{source}</span></li>'
MARK = ' <span class="to-confirm">{text}</span>'
PROOF = '<p class="quiet-text">{text}</p>'
ToConfirm = frozenset[FactKey]
OUTCOMES = {"pass": "etat-verifie", "fail": "etat-non", "unknown": "etat-declare"}


def why(
    actor: Actor, tag: Tag, family: str | None, language: str, day: dt.date, to_confirm: ToConfirm = frozenset()
) -> None:
    """Draw one attribute, and a button for each proof that was looked at. to_confirm: facts that are to be confirmed."""
    shown = proofs(tag)
    with st.container(key=f"pourquoi_{tag.attribute}"):
        st.html(_drawn(tag, family, language, day))
        for proof in shown:
            with st.container(key=f"piece_{tag.attribute}_{proof.id}"):
                _proof(actor, tag, proof, language, day)
        st.html(_rules(tag, language, to_confirm))


def _proof(actor: Actor, tag: Tag, proof: Proof, language: str, day: dt.date) -> None:
    """One line a proof, and beside it the button that opens it."""
    st.html(_checked(proof, language))
    about = f"{named('attribute', tag.attribute, language)}, {proof_name(proof, language)}"
    label = f"{t('why.see_proof')} :small[{plain(about)}]"
    if st.button(label, key=f"proof.{tag.attribute}.{proof.id}", icon=":material/description:"):
        proof_dialog(proof, tag, language, day, openable=openable(actor, tag, proof))


def proofs(tag: Tag) -> list[Proof]:
    """The proofs that its rules name, each once."""
    found = {rule.proof.id: rule.proof for rule in tag.rules if rule.proof is not None}
    return list(found.values())


def openable(actor: Actor, tag: Tag, proof: Proof) -> bool:
    """Whether the document is handed to this person: a member gets what is in force behind a verified answer."""
    if proof.document is None:
        return False
    in_force = any(rule.proof is proof or (rule.proof and rule.proof.id == proof.id) for rule in tag.rules if
                   rule.rule == "PR-01" and rule.outcome == "pass")  # fmt: skip
    return actor.role not in MEMBERS or (tag.standing == "verified" and in_force)


def proof_name(proof: Proof, language: str) -> str:
    """« licence FR/020/011 »."""
    return " ".join(part for part in (named("proof_kind", proof.kind, language), proof.number) if part)


def place(source: Source) -> str:
    """Where in which file: the parts that are known."""
    parts = [t("why.file", file=source.file)]
    parts += [t("why.sheet", sheet=source.sheet)] if source.sheet else []
    parts += [t("why.row", row=source.row)] if source.row else []
    parts += [t("why.column", column=source.column)] if source.column else []
    return ", ".join(parts)


def _drawn(tag: Tag, family: str | None, language: str, day: dt.date) -> Html:
    return fill(
        WHY,
        drawing=Trusted(pictogram(drawing_of(tag, family))),
        name=name_of(tag, language),
        chip=Trusted(_chip(tag, language, day)),
        reason=say(tag.reason.code, tag.reason.params, language),
        warnings=Trusted(why_more.warnings(tag, language)),
        missing=Trusted(why_more.missing(tag, language)),
        dates=Trusted(why_more.dates(tag, day)),
    )


def _rules(tag: Tag, language: str, to_confirm: ToConfirm) -> Html:
    drawn = join([_rule(rule, language, to_confirm) for rule in tag.rules])
    doubtful = any(_is_to_confirm(rule, to_confirm) for rule in tag.rules)
    told = fill(PROOF, text=t("why.to_confirm.means")) if doubtful else Html("")
    return fill(RULES, title=t("why.rules", n=len(tag.rules)), rules=Trusted(drawn), told=Trusted(told))


def _is_to_confirm(rule: RuleOutcome, to_confirm: ToConfirm) -> bool:
    return not to_confirm.isdisjoint(rests_on(rule))


def drawing_of(tag: Tag, family: str | None) -> str:
    """No child's face beside what is used under a protocol, no ribbon beside what holds no label."""
    protocol = bool(tag.warnings) or family == PROTOCOL_ONLY
    bare = tag.equivalent or (tag.attribute == "early_childhood" and protocol)
    return "obj-preuve" if bare else pictogram_of(tag.attribute)


def name_of(tag: Tag, language: str) -> str:
    """The attribute, or that an equivalence was recognised: never the name of a label that is not held."""
    return word("chip.equivalent.long", language) if tag.equivalent else named("attribute", tag.attribute, language)


def _chip(tag: Tag, language: str, day: dt.date) -> Html:
    if tag.warnings:
        return why_more.protocol_chip(language)
    if tag.reserve or tag.equivalent:
        kind = "equivalent" if tag.equivalent else "reserve"
        return fill(
            '<span class="chip chip-{look}"><span class="chip-standing">{icon}{text}</span></span>',
            look="verified" if tag.equivalent else "to_verify",
            icon=Trusted(pictogram("etat-verifie" if tag.equivalent else "etat-a-verifier")),
            text=word(f"chip.{kind}", language),
        )
    return standing_chip(tag.standing, end_of(tag), language, day, state=tag.state)


def _checked(proof: Proof, language: str) -> Html:
    """One line a proof: what it is, from whom, who checked it and when."""
    name = proof_name(proof, language)
    by = proof.checked_by or t("why.central")
    name = name[:1].upper() + name[1:]
    issuer = f"{name} – {proof.issuer}" if proof.issuer else name
    if proof.checked_on is None:
        return fill(PROOF, text=t("why.unchecked", proof=issuer))
    code = "why.accepted" if proof.accepted else "why.refused"
    return fill(PROOF, text=t(code, proof=issuer, on=proof.checked_on, by=by))


def _rule(rule: RuleOutcome, language: str, to_confirm: ToConfirm) -> Html:
    source = fill(' <span class="quiet-text">{place}</span>', place=place(rule.source)) if rule.source else Html("")
    return fill(
        RULE,
        icon=Trusted(pictogram(OUTCOMES[rule.outcome])),
        outcome=t(f"why.outcome.{rule.outcome}"),
        sentence=say(rule.reason.code, rule.reason.params, language),
        source=Trusted(source),
        mark=Trusted(fill(MARK, text=t("why.to_confirm")) if _is_to_confirm(rule, to_confirm) else Html("")),
    )
