"""Pictures of the catalogue as the reader may see it, each with its table and its way into the same filter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

import streamlit as st

from catalog.access import Actor
from catalog.means.means import Means
from catalog.published.shelf import Edition
from catalog.services.buying import figures
from catalog.services.buying.figures import By, Month, PriceOf, Prices, Share
from catalog.wording import formats
from catalog.wording.sentences import named
from ui import session
from ui.parts import charts
from ui.parts.charts import Bar, Part
from ui.parts.facts import attribute_order
from ui.parts.markup import Html, Trusted, fill
from ui.parts.names import Names, label, names
from ui.parts.price import money
from ui.parts.sheet import Head, table
from ui.wording.words import counted, t

BY: tuple[By, ...] = ("family", "lot")
MOST = 15
"""Families or lots in one picture; the table has them all."""
LINK = '<a href="/catalogue?{query}" target="_self">{text}<span class="unseen"> {about}</span></a>'
QUIET = '<p class="quiet-text">{text}</p>'


def show() -> None:
    """Draw the page."""
    actor = session.actor()
    st.title(t("page.figures"), anchor=False)
    st.html(fill('<p class="lead">{text}</p>', text=t("figures.lead")))
    with session.means() as means:
        edition = session.house().shelf.edition(means)
        _Page(actor, means, edition, names(actor, means, edition, session.language())).draw()


class _Page:
    """One rerun: the attribute asked for, then three pictures of it."""

    def __init__(self, actor: Actor, means: Means, edition: Edition, called: Names) -> None:
        self.actor, self.means, self.edition, self.names = actor, means, edition, called
        self.language, self.colours = called.language, charts.look()

    def draw(self) -> None:
        """Choose an attribute, then look."""
        with st.container(key="chiffres_choix", horizontal=True, vertical_alignment="bottom"):
            self.attribute = _choice(
                "tag", list(attribute_order()), lambda code: named("attribute", code, self.language)
            )
            by: By = _choice("by", list(BY), lambda code: t(f"facet.{code}"))  # type: ignore[assignment]
        self.called = named("attribute", self.attribute, self.language)
        found = figures.shares(self.actor, self.means, self.edition, self.attribute, by)
        self._shares(found, by)
        self._prices(found if by == "family" else figures.shares(
            self.actor, self.means, self.edition, self.attribute, "family"
        ))  # fmt: skip
        self._endings(figures.endings(self.actor, self.means, self.edition, self.attribute))

    def _shares(self, found: Sequence[Share], by: By) -> None:
        st.header(t(f"figures.shares.{by}", attribute=self.called), anchor=False)
        if not found:
            st.write(t("figures.none"))
            return
        rows = [(self._name(by, each.value), _parts(each)) for each in found[:MOST]]
        self._chart(charts.shares(rows, self.colours, t("figures.shares.axis")), self._told(found[:MOST], by))
        if len(found) > MOST:
            st.html(fill(QUIET, text=t("figures.shares.more", n=MOST, all=len(found))))
        heads = [Head(t(f"facet.{by}")), *(Head(t(f"figures.column.{name}"), number=True) for name in
                 ("yes", "no", "unknown", "offers", "share")), Head(t("figures.column.see"))]  # fmt: skip
        self._table(
            t("figures.shares.caption", attribute=self.called), heads, [self._share(each, by) for each in found]
        )

    def _share(self, each: Share, by: By) -> list[object]:
        name = self._name(by, each.value)
        percent = (
            formats.change(each.yes * 1_000_000 // each.offers, self.language).lstrip("+") if each.yes else _zero()
        )
        numbers = [formats.count(n, self.language) for n in (each.yes, each.no, each.unknown, each.offers)]
        state = "yes" if each.yes else "unknown"
        return [name, *numbers, percent, self._link(name, **{by: each.value, "tag": f"{self.attribute}:{state}"})]

    def _told(self, found: Sequence[Share], by: By) -> str:
        lines = [
            t("figures.shares.told", name=self._name(by, each.value), yes=each.yes, no=each.no, unknown=each.unknown)
            for each in found
        ]
        return " ".join([t(f"figures.shares.{by}", attribute=self.called) + ".", *lines])

    def _prices(self, families: Sequence[Share]) -> None:
        st.header(t("figures.prices", attribute=self.called), anchor=False)
        st.html(fill(QUIET, text=t("figures.prices.why")))
        codes = [each.value for each in families if each.yes] or [each.value for each in families]
        if not codes:
            st.write(t("figures.none"))
            return
        family = _choice("family", codes, lambda code: self._name("family", code))
        found = figures.prices(self.actor, self.means, self.edition, self.attribute, family)
        for basis, currency in dict.fromkeys((each.basis, each.currency) for each in found.lines):
            lines = [each for each in found.lines if (each.basis, each.currency) == (basis, currency)]
            if len(lines) > 1:  # what has nothing to be compared with stands in the table alone
                self._basis(lines)
        self._price_table(found, family)

    def _basis(self, lines: Sequence[PriceOf]) -> None:
        """One picture a basis: two bases are never on one scale."""
        bars = [
            Bar(f"{_group(each)} ({each.offers})", each.median, self._money(each.median, each),
                "bar" if each.proven else "other")
            for each in lines
        ]  # fmt: skip
        title = t("figures.prices.basis", basis=t(f"figures.basis.{lines[0].basis}"), currency=lines[0].currency)
        st.subheader(title, anchor=False)
        self._chart(
            charts.lengths(bars, self.colours), " ".join([title, *(f"{bar.name} : {bar.said}." for bar in bars)])
        )

    def _money(self, amount: int, each: PriceOf) -> str:
        return money(amount, self.language, each.currency)

    def _price_table(self, found: Prices, family: str) -> None:
        heads = [Head(t("figures.column.basis")), Head(t("figures.column.group")), *(Head(t(f"figures.column.{name}"),
                 number=True) for name in ("offers", "median", "least", "most")), Head(t("figures.column.see"))]  # fmt: skip
        rows = [self._price(each, family) for each in found.lines]
        if rows:
            self._table(t("figures.prices.caption", attribute=self.called), heads, rows)
        else:
            st.write(t("figures.prices.none"))
        if found.uncompared:
            st.html(fill(QUIET, text=counted(found.uncompared, "figures.uncompared")))

    def _price(self, each: PriceOf, family: str) -> list[object]:
        amounts = [self._money(amount, each) for amount in (each.median, each.least, each.most)]
        state = "yes" if each.proven else f"no~{self.attribute}:unknown"
        link = self._link(_group(each), family=family, tag=f"{self.attribute}:{state}", sort="unit_price")
        basis = t(f"figures.basis.{each.basis}")
        return [basis, _group(each), formats.count(each.offers, self.language), *amounts, link]

    def _endings(self, found: Sequence[Month]) -> None:
        st.header(t("figures.endings", attribute=self.called), anchor=False)
        st.html(fill(QUIET, text=t("figures.endings.why")))
        if not any(each.offers for each in found):
            st.write(t("figures.endings.none"))
            return
        bars = [Bar(self._month(each), each.offers, str(each.offers)) for each in found]
        said = " ".join(f"{bar.name} : {bar.said}." for bar in bars)
        self._chart(charts.columns(bars, self.colours), f"{t('figures.endings', attribute=self.called)}. {said}")
        heads = [
            Head(t("figures.column.month")),
            Head(t("figures.column.offers"), number=True),
            Head(t("figures.column.see")),
        ]
        rows = [
            [self._month(each), formats.count(each.offers, self.language), self._link(self._month(each), **self._yes(each))]
            for each in found if each.offers
        ]  # fmt: skip
        self._table(t("figures.endings.caption", attribute=self.called), heads, rows)

    def _yes(self, each: Month) -> dict[str, str]:
        """What has the attribute on the day the month begins: what ends in it is still there."""
        later = {"on": each.first.isoformat()} if each.first > self.edition.on else {}
        return {"tag": f"{self.attribute}:yes", **later}

    def _month(self, each: Month) -> str:
        return formats.month(f"{each.first:%Y-%m}", self.language)

    def _name(self, by: By, code: str) -> str:
        called = self.names(by, code)
        return f"{code} · {called}" if by == "lot" and called != code else called

    def _link(self, about: str, **state: str) -> object:
        query = urlencode({**state, "lang": self.language}, safe="~:")
        return Trusted(fill(LINK, query=query, text=t("figures.see"), about=about))

    def _chart(self, drawn: charts.Drawing, told: str) -> None:
        st.altair_chart(drawn, width="stretch", alt=told)

    def _table(self, caption: str, heads: Sequence[Head], rows: Sequence[Sequence[object]]) -> None:
        with st.expander(t("figures.table")):
            st.html(table(caption, heads, rows, said=False))


def _choice(name: str, codes: Sequence[str], called: Callable[[str], str]) -> str:
    """One of several, kept in the address; the first where it names none that is known."""
    asked = st.query_params.get(name, "")
    key = f"figures.{name}"
    st.session_state[key] = asked if asked in codes else codes[0]
    st.selectbox(
        t(f"figures.choose.{name}"), codes, key=key, format_func=lambda code: label(called(code)), filter_mode=None,
        on_change=_keep, args=(name, key),
    )  # fmt: skip
    return str(st.session_state[key])


def _keep(name: str, key: str) -> None:
    st.query_params[name] = st.session_state[key]


def _parts(each: Share) -> list[Part]:
    return [
        Part(state, n, t(f"state.{state}"))
        for state, n in (("yes", each.yes), ("no", each.no), ("unknown", each.unknown))
    ]


def _group(each: PriceOf) -> str:
    return t("figures.group.yes" if each.proven else "figures.group.other")


def _zero() -> Html:
    return Html("0\u00a0%" if session.language() == "fr" else "0%")
