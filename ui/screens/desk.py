"""The desk of the central body: what waits this week, what could harm first; each line leads to where it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from catalog.access import Actor
from catalog.means.clock import day_of
from catalog.means.means import Means
from catalog.services.buying.request_product import requests
from catalog.services.facts.criteria import list_criteria
from catalog.services.facts.listing import list_facts
from catalog.services.intake.desk import Task, desk_of
from catalog.services.intake.words import list_words
from catalog.services.proofs.extend import waiting_newcomers
from catalog.services.ranges.wish import wishes
from catalog.services.registers.show import waiting_count
from catalog.services.validation.review import contested
from catalog.wording.sentences import named
from ui import navigation, session
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.proof_state import name_of
from ui.wording.words import counted, t

TILES = (
    ("batches", ("asking", "rehearsed")),
    ("proofs", ("proofs",)),
    ("contests", ("contests", "conflicts", "doubt", "doubt_overdue")),
    ("ending", ("ending", "expiring")),
    ("coming", ("publication",)),
    ("failed", ("job", "refused")),
)
"""Tile -> the kinds of task it counts."""
MARKS = ("now", "soon", "soon", "later")
"""Risk -> the mark beside a task, and the word that says it."""
AGELESS = (
    "expiring",
    "ending",
    "publication",
    "words",
    "criteria",
    "conflicts",
    "proposals",
    "wishes",
    "products",
    "matches",
    "newcomers",
)
"""Kinds whose age says nothing."""
TILE = '<div class="tile{none}"><b>{n}</b><span>{text}</span></div>'
STATES = {"proposals": {"filtre": "proposed"}}
"""Kind -> the state of the page it leads to."""
COUNTED = (
    "proofs",
    "expiring",
    "words",
    "contests",
    "conflicts",
    "criteria",
    "proposals",
    "wishes",
    "products",
    "matches",
    "newcomers",
)
"""Kinds whose line begins with their number."""
ELSEWHERE = (
    "contestations", "doutes", "demandes", "gammes-demandees", "produits-demandes", "manques", "registres", "envois", "renouvellements", "faits",
    "criteres", "equivalences", "mots",
)  # fmt: skip
"""Pages of the staff that are not in the menu, in the order of the links below the desk."""
LINE = """<div class="desk-line desk-{mark}"><span class="desk-mark" aria-hidden="true"></span><p class="todo"><span class="unseen">{risk}</span>
<b>{what}</b><span class="quiet-text">{about}</span></p></div>"""


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    st.title(t("home.title.central"), anchor=False)
    st.write(t("home.lead.central"))
    with session.means() as means:
        desk(actor, means)


def desk(actor: Actor, means: Means) -> None:
    """Counts, what runs, what waits."""
    found, today = desk_of(actor, means), means.clock.today()
    more = _more(actor, means)
    st.html(_tiles([*found.tasks, *more]))
    if found.running:
        st.header(t("desk.running"), anchor=False)
        for place, task in enumerate(found.running):
            _line(f"running_{place}", task, today)
    st.header(counted(len(found.tasks) + len(more), "desk.tasks"), anchor=False)
    if not found.tasks and not more:
        end = found.next_end
        st.write(f"{t('desk.empty')} {t('desk.next_end', until=end) if end else ''}".strip())
    for place, task in enumerate(sorted([*found.tasks, *more], key=lambda each: each.risk)):
        _line(str(place), task, today)
    with st.container(horizontal=True, key="vers_faits"):
        for page in navigation.PAGES:
            if page.path in ELSEWHERE:
                navigation.link(page.path, t(page.title))


def _more(actor: Actor, means: Means) -> list[Task]:
    """What waits for a word: proofs that contradict each other, criteria that end, corrections, wishes, unknown words."""
    today = means.clock.today()
    ending = [each for each in list_criteria(actor, means) if each.products and not each.decision and each.asked(today)]
    disputed = contested(actor, means, edition=session.house().shelf.edition(means))
    counts = (
        ("conflicts", "contestations", sum(not line.contests for line in disputed)),
        ("criteria", "criteres", len(ending)),
        ("proposals", "faits", list_facts(actor, means).proposed),
        ("wishes", "gammes-demandees", sum(wish.outcome is None for wish in wishes(actor, means))),
        ("products", "produits-demandes", sum(each.outcome is None for each in requests(actor, means))),
        ("matches", "rapprochements", waiting_count(actor, means)),
        ("newcomers", "preuves", sum(many for _, many in waiting_newcomers(actor, means))),
        ("words", "mots", len(list_words(actor, means))),
    )
    return [Task(kind, means.clock.now(), page, STATES.get(kind, {}), n) for kind, page, n in counts if n]


def _tiles(tasks: Sequence[Task]) -> Html:
    counts = [(sum(task.count for task in tasks if task.kind in kinds), name) for name, kinds in TILES]
    drawn = [
        fill(TILE, n=n, none="" if n else " tile-none", text=counted(n, f"desk.tile.{name}")) for n, name in counts
    ]
    return fill('<div class="tiles">{tiles}</div>', tiles=Trusted(join(drawn)))


def _line(key: str, task: Task, today: dt.date) -> None:
    mark = MARKS[task.risk]
    with st.container(key=f"attente_{key}"):
        risk = t(f"desk.risk.{mark}")
        st.html(fill(LINE, mark=mark, risk=risk, what=what(task), about=about(task, today)))
        navigation.link(task.page, t(f"desk.do.{task.kind}"), what(task), **task.state)


def what(task: Task) -> str:
    """The task in a few words, the number before the noun."""
    told = dict(task.about)
    if "attribute" in told:
        told["attribute"] = named("attribute", str(told["attribute"]), session.language())
    if task.kind in COUNTED:
        return counted(task.count, f"desk.what.{task.kind}", **told)
    if task.kind == "ending":
        return t("desk.what.ending.today" if not told["days"] else "desk.what.ending", **told)
    return t(f"desk.what.{task.kind}", **told)


def _proof(task: Task) -> str:
    """« Licence FR/020/904 » of a task about one proof, "" for others."""
    kind = task.about.get("kind")
    return name_of(kind, None, task.about.get("number"), session.language()) if kind else ""


def about(task: Task, today: dt.date) -> str:
    """What more there is to know, and how long it has waited."""
    told = t(f"desk.about.{task.kind}", **{"supplier": "", **task.about, "proof": _proof(task)})
    days = (today - day_of(task.since)).days
    age = counted(days, "desk.age") if days else t("desk.age.today")
    age = "" if task.kind in AGELESS else age
    return " · ".join(part for part in (told, age) if part)
