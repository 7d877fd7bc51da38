"""What a price's header says beside its name: VAT, currency, rate, for how many units, and of what measure."""

from __future__ import annotations

import re

from imports.cleaning.amounts import BASES, CURRENCIES
from imports.cleaning.taxes import IN_FORCE, answered
from imports.cleaning.units import MEASURES, unit_code
from imports.fields import fold

_WITH_VAT = frozenset("ttc ati tvac tvaci inclusa incluido incluida inclusief".split())
_WITHOUT_VAT = frozenset(
    "ht htva puht pvht paht hors ex excl exkl excluding exclusief netto ohne sin senza esclusa esclusi excluido".split()
)
_TOGETHER = (frozenset(("toutes", "taxes")), frozenset(("vk", "brutto")))
"""A German selling price "brutto" is one with VAT; any other may be the price before a discount."""
_COUNTS = {"cent": 100, "mille": 1000, "millier": 1000, "centaine": 100, "hundred": 100, "thousand": 1000}
_COUNT = r"(\d{1,3}(?:[ .\u00a0\u202f]000)+|\d{2,5})(?![\d%,./]|\s*%|\s*[-–à]\s*\d|\s*(?:jours?|mois|ans?|an\b|j\b))"
_BASIS = re.compile(
    rf"\b(?:par|les|pour|per|pro)\s+{_COUNT}|[/€(]\s*{_COUNT}|\b(?:au|le|par|les|the|per)\s+(cent|mille|millier|centaine|hundred|thousand)\b",
    re.IGNORECASE,
)
_MEASURE = re.compile(r"(?:\b(?:par|au|le|per|pro|the)\s+|\bl['’]|/\s*)([^\W\d_]{1,12}[²³23]?)\b", re.IGNORECASE)


def said_vat(title: str) -> bool | None:
    """What a price's header says of VAT: included, excluded, or nothing; "Prix HT / TTC" says nothing of either."""
    tokens = set(fold(title).split())
    if halves(title):
        return None
    if (
        tokens & _WITH_VAT
        or any(words <= tokens for words in _TOGETHER)
        or tokens & {"incl", "including", "inc", "inkl"}
    ):
        return True
    return False if tokens & _WITHOUT_VAT else None


def without_vat(title: str) -> frozenset[str]:
    """The words of a header but those that tell a price with VAT from one without."""
    return frozenset(fold(title).split()) - _WITH_VAT - _WITHOUT_VAT - {"brutto"}


def halves(title: str) -> tuple[bool, ...]:
    """Where a header announces both prices, which of the two is the one without VAT: "Prix HT / TTC" -> (True, False)."""
    said = [word == "ht" for word in fold(title).split() if word in ("ht", "ttc")]
    return tuple(said) if len(said) == 2 and sum(said) == 1 else ()


def said_rate(title: str) -> int | None:
    """The rate in force that a price's header names: "Prix TTC (TVA 20 %)"."""
    rates = [answered(text) for text in re.findall(r"(\d+(?:[.,]\d+)?)\s*%", title)]
    return rates[0] if len(rates) == 1 and rates[0] in IN_FORCE else None


def said_currency(title: str) -> str | None:
    """The currency that a price's header names."""
    words = title.replace("(", " ").replace(")", " ").replace("/", " ").upper().split()
    return next((CURRENCIES[word] for word in words if word in CURRENCIES), "EUR" if "€" in title else None)


def said_basis(title: str) -> int | None:
    """For how many units (10^-6) the prices below are: "Prix HT les 100", "€/1000", "Prix au cent"."""
    match = _BASIS.search(title)
    if match is None:
        return None
    counted, marked, word = match.groups()
    if word:
        return _COUNTS[word.casefold()] * 10**6
    count = int(re.sub(r"\D", "", counted or marked))
    return count * 10**6 if count in BASES or (counted and 1 < count < 1990) else None


def said_measure(title: str) -> str | None:
    """The measure that the prices below are for: "Prix HT au kg", "€/L"; pieces and packages are no measure."""
    codes = [unit_code(match.group(1)) for match in _MEASURE.finditer(title)]
    return next((code for code in codes if code in MEASURES), None)
