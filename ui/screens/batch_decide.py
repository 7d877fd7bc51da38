"""The decisions that a file puts to a person: what could harm somebody, with its consequence and a few answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from catalog.access import may
from catalog.published.price_report import line_json
from catalog.published.price_verdicts import PriceLine
from catalog.published.successions import DISCONTINUED, QUESTION, RENAME, REPLACED, TWO, Proposal
from catalog.services.release.rehearse import Met
from ui import session
from ui.parts.ask_supplier import ask_supplier_of
from ui.parts.batch import Seen, answer, answered
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.names import label
from ui.parts.state import state_chip
from ui.parts.values import change, field_name, value_text
from ui.wording.words import counted, t

CARDS = 20
"""Decisions on one page."""
SHOWN = 20
"""Lines of one decision that are listed; all are counted."""
FEW = 8
"""The same where nothing is at stake as long as nobody answers."""
TITLE = '<p class="decision-title">{title} {chip}</p><p class="meta">{about}</p>'
LINE = '<li><span class="decision-what">{name}<span class="meta cell-about">{about}</span></span>{change}<p class="quiet-text">{why}</p></li>'
LINES = '<ul class="decision-lines">{lines}</ul>'


@dataclass(frozen=True, slots=True)
class Decision:
    """One question with its answers (value -> code of its words). right: who may answer, beside whoever may correct.

    waits: nothing is published before it is answered. draw: what it is about. silent: what follows from no answer.
    """

    id: str
    title: str
    about: str
    answers: tuple[tuple[str, str], ...]
    draw: Callable[[], None]
    right: str = ""
    waits: bool = False
    silent: str = "decide.open.why"


def decisions(seen: Seen) -> list[Decision]:
    """What there is to decide, what blocks first."""
    found = seen.rehearsal
    every = [
        *_prices(seen),
        *_corrections(seen),
        *_emptied(seen),
        *(_succession(seen, each) for each in found.successions),
    ]
    if found.changes.gone_rows.num_rows:
        every.append(_withdrawal(seen, found.changes.gone_rows.num_rows))
    return every


def open_decisions(seen: Seen, *, waits: bool = False) -> int:
    """How many have no answer yet; with `waits`, only those that publication waits for."""
    return sum(answered(seen, each.id) is None and (each.waits or not waits) for each in decisions(seen))


def show(seen: Seen) -> None:
    """Draw a card for each."""
    every = decisions(seen)
    if not every:
        st.write(t("decide.none"))
        return
    pages, cards = -(-len(every) // CARDS), st.container()
    page = st.pagination(pages, key="page_decide") if pages > 1 else 1
    with cards:
        for place, decision in enumerate(every[(page - 1) * CARDS : page * CARDS]):
            card(seen, decision, place)


def card(seen: Seen, decision: Decision, place: int = 0) -> None:
    """One decision: what it is about, what follows from each answer, what was decided."""
    said = answered(seen, decision.id)
    look = "decided" if said else "waits" if decision.waits else "open"
    with st.container(border=True, key=f"decision_{look}_{place}"):
        st.html(fill(TITLE, title=decision.title, chip=Trusted(_chip(look)), about=decision.about))
        decision.draw()
        _answers(seen, decision, said, place)
        if not said and seen.answerable:
            ask_supplier_of(seen, decision.id, decision.title)


def _chip(look: str) -> Html:
    drawn = {
        "decided": ("verified", "etat-verifie"),
        "waits": ("expired", "etat-conteste"),
        "open": ("to_verify", "etat-a-verifier"),
    }
    return state_chip(*drawn[look], t(f"decide.{look}"))


def _answers(seen: Seen, decision: Decision, said: str | None, place: int) -> None:
    if not seen.answerable or (decision.right and not may(seen.actor, decision.right)):
        chosen = next((code for value, code in decision.answers if value == said), None)
        told = t("decide.answered", answer=t(chosen)) if chosen else t("decide.not_you")
        st.html(fill('<p class="quiet-text">{text}</p>', text=told))
        return
    with st.container(horizontal=True, key=f"reponses_{place}"):
        for value, code in decision.answers:
            kind: Literal["primary", "secondary"] = "primary" if said == value else "secondary"
            name = f"{t(code)} :small[{label(decision.title)}]"
            if st.button(name, key=f"{decision.id.split(':')[0]}_{value.split(':')[0]}_{place}", type=kind):
                st.query_params["show"] = "decide"  # the card stays in sight with what was decided
                answer(seen, {decision.id: value})
    follows = next((f"{code}.why" for value, code in decision.answers if value == said), decision.silent)
    st.html(
        fill('<p class="quiet-text">{text}</p>', text=t("decide.blocks" if decision.waits and not said else follows))
    )


def _prices(seen: Seen) -> Iterator[Decision]:
    judged = seen.rehearsal.prices
    if judged is None or not judged.asked:
        return
    offers = len({(line.reference, line.lot) for line in judged.asked})
    clauses = {line.lot: judged.clauses.get(line.lot) for line in judged.asked}
    sources = ", ".join(sorted({f"{lot} : {clause.source}" for lot, clause in clauses.items() if clause}))
    yield Decision(
        "price_clause", counted(offers, "decide.prices"), sources,
        tuple((value, f"decide.prices.{value}") for value in ("keep", "allowed", "accept")),
        lambda: _lines([_price_line(seen, line) for line in judged.asked[:SHOWN]], len(judged.asked)),
        "price_clause.answer", waits=True,
    )  # fmt: skip


def _price_line(seen: Seen, line: PriceLine) -> Html:
    """The price before and after, and the arithmetic of what the clause allows."""
    told, language = line_json(line), session.language()
    moved = change("price", line.before, line.judgement.price, language, line.currency)
    allowed = t("decide.prices.to", price=value_text("price", line.judgement.allowed, language, line.currency))
    return _line(seen, line.reference, line.lot, moved, f"{allowed} {told[language]}")


def _corrections(seen: Seen) -> Iterator[Decision]:
    lapsed = [met for met in seen.rehearsal.corrections if met.changed]
    if lapsed:
        yield Decision(
            "corrections", counted(len(lapsed), "decide.corrections"), t("decide.corrections.both"),
            (("keep", "decide.corrections.keep"), ("supplier", "decide.corrections.supplier")),
            lambda: _lines([_correction_line(seen, met) for met in lapsed[:SHOWN]], len(lapsed)), "batch.decide", silent="decide.corrections.about",
        )  # fmt: skip


def _correction_line(seen: Seen, met: Met) -> Html:
    """Both values: what a person wrote, what the supplier said then and says now."""
    held, language = met.correction, session.language()
    moved = change(held.field, held.seen, met.now, language)
    ours = value_text(held.field, held.value, language)
    why = t("decide.corrections.ours", value=ours, by=held.by or t("history.operator"), reason=held.reason)
    return _line(seen, held.reference, held.lot, moved, why, field_name(held.field, language))


def _emptied(seen: Seen) -> Iterator[Decision]:
    left = seen.rehearsal.changes.left_rows
    if left.num_rows:
        yield Decision(
            "emptied", counted(left.num_rows, "decide.emptied"), t("decide.emptied.both"),
            (("stay", "decide.emptied.stay"), ("erase", "decide.emptied.erase")),
            lambda: _lines([_left_line(seen, each) for each in left.slice(0, FEW).to_pylist()], left.num_rows),
            "batch.decide", silent="decide.emptied.about",
        )  # fmt: skip


def _left_line(seen: Seen, left: Mapping[str, str]) -> Html:
    """What stands in a cell that the file leaves empty."""
    language = session.language()
    value = value_text("family", left["value"], language) if left["field"] == "family" else left["value"]
    name = field_name(left["field"], language)
    return _line(seen, left["reference"], None, fill('<span class="after">{value}</span>', value=value), "", name)


def _succession(seen: Seen, each: Proposal) -> Decision:
    answers = (
        (f"{RENAME}{each.new}", "decide.succession.rename"), (f"{REPLACED}{each.new}", "decide.succession.replaced"),
        (DISCONTINUED, "decide.succession.discontinued"), (TWO, "decide.succession.two"),
    )  # fmt: skip
    return Decision(
        f"{QUESTION}{each.old}", t("decide.succession", old=each.old, new=each.new),
        t(f"decide.succession.by_{each.why}", score=each.score), answers,
        lambda: _draw(_names(each)), "batch.decide", silent="decide.succession.silent",
    )  # fmt: skip


def _draw(moved: Html) -> None:
    st.html(fill('<p class="decision-change">{change}</p>', change=Trusted(moved)))


def _names(each: Proposal) -> Html:
    return change("name", f"{each.old} · {each.old_name}", f"{each.new} · {each.new_name}", session.language())


def _withdrawal(seen: Seen, n: int) -> Decision:
    keys = seen.rehearsal.changes.gone_rows.slice(0, SHOWN)
    pairs = zip(keys["reference"].to_pylist(), keys["lot"].to_pylist(), strict=True)
    lines = [_line(seen, reference, lot, Html(""), "") for reference, lot in pairs]
    return Decision(
        "withdraw", counted(n, "withdraw.title"), t("decide.withdraw.about"),
        (("yes", "withdraw.yes"), ("no", "withdraw.no")), lambda: _lines(lines, n), silent="withdraw.open",
    )  # fmt: skip


def _line(seen: Seen, reference: str, lot: str | None, moved: Html, why: str, field: str = "") -> Html:
    about = " · ".join(part for part in (reference, lot or "", field) if part)
    name = seen.rehearsal.names.get(reference, reference)
    return fill(LINE, name=name, about=about, change=Trusted(moved), why=why)


def _lines(drawn: Sequence[Html], n: int) -> None:
    st.html(fill(LINES, lines=Trusted(join(list(drawn)))))
    if n > len(drawn):
        st.html(fill('<p class="quiet-text">{text}</p>', text=counted(n - len(drawn), "checks.more")))
