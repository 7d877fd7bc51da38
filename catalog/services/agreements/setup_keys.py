"""What a setup file may hold: the keys of each table, whether they are required, and what each accepts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from stdnum.fr import siret

from catalog.clauses.calendar import MONTH
from catalog.clauses.figures import micro
from catalog.clauses.terms import KINDS as CLAUSES
from catalog.models.agreements import ALLOCATIONS
from catalog.models.people import KINDS, ROLES
from catalog.models.ranges import PROFILES
from catalog.reference.shipped import names

LONGEST = 400
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
"""Codes stand in addresses and commands: no space, no `/`, `~`, `:` or `,`."""
RESERVED = "none"
"""The value of a facet for an offer that has none."""
EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")

Check = Callable[[Any], str | None]
"""The code of what is wrong with a value, or None."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table, or `many` values of one. `choices` are named in the fault where there are few."""

    check: Check
    required: bool = True
    default: Any = None
    choices: tuple[str, ...] = ()
    many: bool = False


def text(value: Any) -> str | None:
    """A line of text, not empty, printable (a NUL would break one database and not the other)."""
    good = isinstance(value, str) and value.strip() == value and value.isprintable() and 0 < len(value) <= LONGEST
    return None if good else "setup.not_a_text"


def code(value: Any) -> str | None:
    """A code as written in addresses."""
    good = isinstance(value, str) and CODE.fullmatch(value) and value != RESERVED
    return None if good else "setup.not_a_code"


def day(value: Any) -> str | None:
    """A TOML date without a time."""
    good = isinstance(value, dt.date) and not isinstance(value, dt.datetime)
    return None if good else "setup.not_a_date"


def whole(value: Any) -> str | None:
    """A whole number from 1."""
    good = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 40
    return None if good else "setup.not_a_number"


def none_or_more(value: Any) -> str | None:
    """A whole number from 0."""
    return None if value == 0 and not isinstance(value, bool) else whole(value)


def amount(value: Any) -> str | None:
    """An amount, as a text of decimals or a whole number; never a TOML float."""
    return None if micro(value) else "setup.not_an_amount"


def nothing_or_amount(value: Any) -> str | None:
    """An amount, 0 included: delivery may be free from the first order on."""
    return None if micro(value) is not None else "setup.not_an_amount"


def index_values(value: Any) -> str | None:
    """A table of months and values: "2026-03" = "118.4"."""
    good = isinstance(value, dict) and all(MONTH.fullmatch(key) and micro(each) for key, each in value.items())
    return None if good else "setup.not_index_values"


def truth(value: Any) -> str | None:
    """true or false."""
    return None if isinstance(value, bool) else "setup.not_a_truth"


def company(value: Any) -> str | None:
    """A SIRET: 14 digits whose check digit holds."""
    good = isinstance(value, str) and len(value) == 14 and siret.is_valid(value)
    return None if good else "setup.not_a_siret"


def currency(value: Any) -> str | None:
    """Three capitals."""
    good = isinstance(value, str) and re.fullmatch("[A-Z]{3}", value)
    return None if good else "setup.not_a_currency"


def email(value: Any) -> str | None:
    """An e-mail address as people write one."""
    good = isinstance(value, str) and len(value) <= 254 and value.isprintable() and EMAIL.fullmatch(value)
    return None if good else "setup.not_an_email"


def attribute(value: Any) -> str | None:
    """The code of an attribute that is shipped."""
    return None if isinstance(value, str) and value in names("attribute") else "setup.attribute_unknown"


def family(value: Any) -> str | None:
    """The code of a purchase family that is shipped."""
    return None if isinstance(value, str) and value in names("family") else "setup.family_unknown"


def among(choices: tuple[str, ...], required: bool = True, default: str | None = None) -> Key:
    """A key with few possible values."""
    return Key(lambda value: None if value in choices else "setup.not_among", required, default, choices)


def many(check: Check, required: bool = False) -> Key:
    """A key that holds a list, each of its values checked."""
    return Key(check, required, [], many=True)


TABLES: Mapping[str, Mapping[str, Key]] = {
    "organisation": {
        "code": Key(code),
        "kind": among(KINDS),
        "name": Key(text),
        "siret": Key(company, False),
        "sector": Key(text, False),
        "size": Key(whole, False),
    },
    "agreement": {
        "code": Key(code),
        "name": Key(text),
        "central": Key(code),
        "starts": Key(day),
        "ends": Key(day),
    },
    "lot": {
        "code": Key(code),
        "name": Key(text),
        "agreement": Key(code),
        "currency": Key(currency, False, "EUR"),
        "starts": Key(day),
        "ends": Key(day),
        "families": many(family),
        "responsible": Key(attribute, False),
        "free_items": Key(truth, False, False),
        "holders": many(code),
        "allocation": among(ALLOCATIONS, False),
        "maximum": Key(amount, False),
        "minimum_order": Key(amount, False),
        "renewals": Key(none_or_more, False, 0),
        "renewal_months": Key(whole, False),
        "areas": many(text),
    },
    "holder": {
        "supplier": Key(code),
        "minimum_order": Key(nothing_or_amount, False),
        "free_delivery_from": Key(nothing_or_amount, False),
        "delivery_fee": Key(nothing_or_amount, False),
        "lead_time_days": Key(none_or_more, False),
    },
    "clause": {"kind": among(CLAUSES), "from": Key(day), "source": Key(text)},
    "index": {
        "code": Key(code),
        "name_fr": Key(text),
        "name_en": Key(text),
        "source": Key(text),
        "confidence": Key(text),
        "values": Key(index_values, False, {}),
    },
    "membership": {"organisation": Key(code), "agreement": Key(code), "from": Key(day), "until": Key(day, False)},
    "range": {
        "code": Key(code),
        "name_fr": Key(text),
        "name_en": Key(text),
        "central": Key(code),
        "profile": among(PROFILES),
        "description_fr": Key(text),
        "description_en": Key(text),
        "attributes": many(attribute, required=True),
        "families": many(family),
        "lots": many(code),
    },
    "account": {"email": Key(email), "name": Key(text), "role": among(ROLES), "organisation": Key(code)},
}
