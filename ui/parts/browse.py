"""The browse page's state: the address says all of it, a widget only changes the address.

A rerun reads the address, sets every widget from it and draws; Back, Forward and a pasted link are reruns like others.
"""

from __future__ import annotations

import streamlit as st

from ui import address
from ui.address import Address, Choice

KEPT = "address"
"""The address as this rerun understood it, without what it ignored: what the next change starts from."""


def current() -> Address:
    """The address that is shown."""
    found: Address = st.session_state[KEPT]
    return found


def keep(shown: Address) -> None:
    """Note what this rerun shows."""
    st.session_state[KEPT] = shown


def state(shown: Address) -> dict[str, str]:
    """The query parameters of a page that shows this; the language stays where the address names it."""
    language = st.query_params.get("lang")
    return address.write(shown) | ({"lang": language} if language else {})


def show(wanted: Address) -> None:
    """Callback: show another address."""
    st.query_params.from_dict(state(wanted))


def drop(choice: Choice) -> None:
    """Callback: take one filter off."""
    show(address.without(current(), choice))


def take_value(facet: str, value: str, key: str) -> None:
    """Callback of a facet value's box."""
    show(address.with_value(current(), facet, value, bool(st.session_state[key])))


def take_tag(attribute: str, state_: str, key: str) -> None:
    """Callback of an attribute state's box."""
    show(address.with_tag(current(), attribute, state_, bool(st.session_state[key])))


def take_text(key: str) -> None:
    """Callback of the search box."""
    show(address.with_text(current(), st.session_state[key] or ""))


def take(field: str, key: str) -> None:
    """Callback of a widget whose value is a field of the question."""
    show(current().asking(**{field: st.session_state[key]}))


def take_price(field: str, key: str) -> None:
    """Callback of a price limit, in currency units."""
    amount = st.session_state[key]
    show(current().asking(**{field: None if amount is None else round(amount * address.MICRO)}))


def box(label: str, key: str, on: bool, **more: object) -> None:
    """A checkbox that shows the address's state whatever it showed before."""
    st.session_state[key] = on
    st.checkbox(label, key=key, **more)  # type: ignore[arg-type]
