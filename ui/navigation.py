"""Which pages there are, for whom, and what a person sees who opens another's.

A new screen is a module `ui/screens/NAME.py` with `show()` and one line in PAGES (and its title in ui/wording).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from catalog.access import CENTRAL, EVERYONE, KIND_ROLES, LINK, MEMBERS, SUPPLIERS, Actor
from catalog.errors import Refusal
from ui import session
from ui.parts import frame
from ui.parts.markup import plain
from ui.wording.words import refused, t


@dataclass(frozen=True, slots=True)
class Page:
    """`path`: of the address ("" is the home page); `title`: a code of ui/wording; `hidden`: not in the menu.

    unlisted: roles that may open it and do not find it in their menu.
    """

    path: str
    title: str
    roles: frozenset[str]
    screen: str
    hidden: bool = False
    unlisted: frozenset[str] = frozenset()

    def listed(self, actor: Actor) -> bool:
        """Whether it is in this person's menu."""
        return actor.role in self.roles - self.unlisted and not self.hidden

    def title_for(self, actor: Actor) -> str:
        """The home page is named after what the person does there."""
        if self.path:
            return t(self.title)
        return t({"central": "page.home.staff", "supplier": "page.home.supplier"}.get(actor.kind, self.title))


PAGES = (
    Page("", "page.home", EVERYONE | LINK, "home", unlisted=LINK),
    Page("mes-gammes", "page.my_ranges", SUPPLIERS | LINK, "my_ranges"),
    Page("ma-gamme", "page.my_range", SUPPLIERS | LINK, "my_range", hidden=True),
    Page("piece", "page.prove", SUPPLIERS | LINK, "prove", hidden=True),
    Page("signature", "page.signature", SUPPLIERS | LINK, "signature", hidden=True),
    Page("mes-preuves", "page.my_proofs", SUPPLIERS, "my_proofs"),
    Page("rejets", "page.rejected", SUPPLIERS, "rejected"),
    Page("a-faire", "page.home.staff", CENTRAL, "desk", hidden=True),
    Page("catalogue", "page.catalogue", EVERYONE, "catalogue"),
    Page("produit", "page.product", EVERYONE, "product", hidden=True),
    Page("selection", "page.selection", MEMBERS, "selection"),
    Page("mises-en-page", "page.layouts", MEMBERS, "order_layouts", hidden=True),
    Page("produits-demandes", "page.product_requests", CENTRAL | MEMBERS, "product_requests", hidden=True),
    Page("imports", "page.imports", CENTRAL | SUPPLIERS, "imports"),
    Page("import", "page.import", CENTRAL | SUPPLIERS, "batch", hidden=True),
    Page("mots", "page.words", CENTRAL, "words", hidden=True),
    Page("publications", "page.publications", CENTRAL, "publications"),
    Page("comparer", "page.compare", CENTRAL | SUPPLIERS, "compare", hidden=True),
    Page("renouvellements", "page.renewals", CENTRAL, "renewals", hidden=True),
    Page("renouvellement", "page.renewal", CENTRAL, "renewal", hidden=True),
    Page("substitution", "page.substitution", CENTRAL | MEMBERS, "substitution", unlisted=CENTRAL),
    Page("capacites", "page.capacities", SUPPLIERS, "capacities", hidden=True),
    Page("accords", "page.agreements", EVERYONE, "agreements"),
    Page("chiffres", "page.figures", CENTRAL | MEMBERS, "figures"),
    Page("accord", "page.agreement", EVERYONE, "agreement", hidden=True),
    Page("lot", "page.lot", EVERYONE, "agreement_lot", hidden=True),
    Page("preuves", "page.proofs", CENTRAL | SUPPLIERS, "proofs", unlisted=SUPPLIERS),
    Page("preuve", "page.proof", CENTRAL | SUPPLIERS, "proof", hidden=True),
    Page("envois", "page.parcels", CENTRAL | SUPPLIERS, "parcels", hidden=True),
    Page("envoi", "page.parcel", CENTRAL | SUPPLIERS, "parcel", hidden=True),
    Page("journal", "page.journal", frozenset({"auditor"}), "journal"),
    Page("registres", "page.registers", CENTRAL, "registers", hidden=True),
    Page("rapprochements", "page.matches", CENTRAL, "register_matches", hidden=True),
    Page("manques", "page.missing", CENTRAL | SUPPLIERS, "missing", hidden=True),
    Page("echeances", "page.expiries", CENTRAL | SUPPLIERS, "expiries"),
    Page("demandes", "page.requests", CENTRAL, "requests", hidden=True),
    Page("demande", "page.request", CENTRAL, "request", hidden=True),
    Page("contestations", "page.contests", CENTRAL, "contests", hidden=True),
    Page("doutes", "page.doubts", CENTRAL | SUPPLIERS | MEMBERS, "doubts", hidden=True),
    Page("faits", "page.facts", CENTRAL, "facts", hidden=True),
    Page("fait", "page.fact", CENTRAL, "fact", hidden=True),
    Page("criteres", "page.criteria", CENTRAL, "criteria", hidden=True),
    Page("equivalences", "page.equivalences", CENTRAL, "equivalences", hidden=True),
    Page("gammes", "page.ranges", CENTRAL, "ranges"),
    Page("gamme", "page.range", CENTRAL | MEMBERS, "range", hidden=True),
    Page("gamme-brouillon", "page.range_draft", CENTRAL, "range_draft", hidden=True),
    Page("gammes-demandees", "page.range_wishes", CENTRAL | MEMBERS, "range_wishes", hidden=True),
    Page("aide", "page.help", EVERYONE | LINK, "help", unlisted=CENTRAL | SUPPLIERS | LINK),
    Page("accessibilite", "page.accessibility", EVERYONE | LINK, "accessibility", hidden=True),
)
"""In the order of the menu."""


def run() -> None:
    """One rerun: who is it, the frame, the menu of their role, the page they asked for."""
    with session.rerun():
        _run()


def _run() -> None:
    st.set_page_config(page_title=t("app.name"), page_icon=frame.ICON, layout="wide")
    actor = session.actor()
    st.logo(frame.LOGO, size="large")
    entries = _entries(actor)
    asked = st.navigation(list(entries.values()), position="top")
    frame.head(actor, asked.url_path)
    content = st.container(key="contenu")
    frame.foot()
    with content:
        asked.run()


def open_to(actor: Actor, path: str) -> bool:
    """Whether there is such a page and this person may open it (for links that depend on it)."""
    return any(page.path == path and actor.role in page.roles for page in PAGES)


def link(path: str, label: str, about: str = "", **state: str) -> None:
    """A link to another page that keeps the tab's session. `label` is text; `state`: the page's own, in its address.

    `about`: what tells it from its like beside it, read out and not shown.
    """
    said = f"{plain(label)} :small[{plain(about)}]" if about else plain(label)
    st.page_link(st.session_state["entries"][path], label=said, query_params=state)


def go(path: str, **state: str) -> None:
    """Leave for another page, with its state in its address."""
    st.switch_page(st.session_state["entries"][path], query_params=state)


def _entries(actor: Actor) -> dict[str, st.Page]:
    """Path -> its entry, made once for a tab as long as role and language stay."""
    made_for = (actor.role, actor.kind, session.language())
    if st.session_state.get("entries.for") != made_for:
        st.session_state["entries"] = {page.path: _entry(page, actor) for page in PAGES}
        st.session_state["entries.for"] = made_for
    found: dict[str, st.Page] = st.session_state["entries"]
    return found


def _entry(page: Page, actor: Actor) -> st.Page:
    allowed = actor.role in page.roles
    return st.Page(
        _shown(page) if allowed else _reserved(page, actor),
        title=page.title_for(actor),
        url_path=page.path or None,
        default=not page.path,
        visibility="visible" if page.listed(actor) else "hidden",
    )


def _shown(page: Page) -> Callable[[], None]:
    def show() -> None:
        st.set_page_config(page_title=t("app.title", page=page.title_for(session.actor())))
        try:
            importlib.import_module(f"ui.screens.{page.screen}").show()
        except Refusal as refusal:
            st.error(refused(refusal), icon=":material/block:")

    return show


def _reserved(page: Page, actor: Actor) -> Callable[[], None]:
    def show() -> None:
        by_link = actor.role in LINK
        title = t("frame.reserved.link" if by_link else f"frame.reserved.{_whose(page)}")
        st.set_page_config(page_title=t("app.title", page=title))
        st.title(title, anchor=False)
        st.write(t("frame.reserved.link.why" if by_link else "frame.reserved.why", role=t(f"role.{actor.role}")))
        link("", t("frame.home"))

    return show


def _whose(page: Page) -> str:
    kinds = [kind for kind, roles in KIND_ROLES.items() if page.roles & roles]
    if page.roles == {"auditor"}:
        return "auditor"  # said to others of the central body too
    return "central" if page.roles & CENTRAL else kinds[0]
