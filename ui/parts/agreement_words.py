"""Price clauses and terms of lots in words, as pages show them. Codes have their names; what is not agreed is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalog.clauses import figures
from catalog.clauses.reading import read
from catalog.clauses.terms import KINDS, Terms
from catalog.services.agreements.show import ClauseKept, LotTerms
from catalog.wording.formats import change, money, rate
from catalog.wording.sentences import named
from ui import session
from ui.parts.markup import Html, Trusted, fill, join
from ui.wording.words import counted, t

CLAUSE = """<div class="clause"><p class="notice-title">{kind}</p><ul class="plain">{lines}</ul>
<p class="meta">{about}</p></div>"""


def clause_card(kept: ClauseKept, indices: Mapping[str, str]) -> Html:
    """One clause: its kind, its terms one a line, since when and by which article. `indices`: code -> name."""
    lines = join([fill("<li>{text}</li>", text=line) for line in clause_lines(kept.kind, kept.terms, indices)])
    about = t("agreement.clause.about", day=kept.valid_from, source=kept.source)
    return fill(CLAUSE, kind=t(f"agreement.clause.{kept.kind}"), lines=Trusted(lines), about=about)


def clause_lines(kind: str, written: Mapping[str, object], indices: Mapping[str, str]) -> list[str]:
    """The terms of a clause, one sentence each; nothing for a kind that is none."""
    known = next((each for each in KINDS if each == kind), None)
    if known is None:
        return []
    terms, _ = read(known, written)
    own = {"index": _index, "tariff": _tariff, "schedule": _schedule, "firm": _firm}[known]
    return [*own(terms, indices), *_revisions(terms), *_limits(terms)]


def _index(terms: Terms, indices: Mapping[str, str]) -> Iterator[str]:
    parts = [figures.plain(terms.fixed)] if terms.fixed else []
    parts += [f"{figures.plain(part.weight)} × {part.code}" for part in terms.indices]
    yield t("agreement.formula", formula=" + ".join(parts))
    for part in terms.indices:
        yield t("agreement.formula.index", index=part.code, name=indices.get(part.code, part.code))
    if terms.base_month:
        yield counted(terms.lag, "agreement.formula.months", month=terms.base_month)
    if terms.coefficient_decimals is not None:
        yield counted(terms.coefficient_decimals, "agreement.formula.coefficient")


def _tariff(terms: Terms, _indices: Mapping[str, str]) -> Iterator[str]:
    if terms.discount is not None:
        yield t("agreement.discount", rate=terms.discount)
    for family, discount in terms.discounts.items():
        yield t("agreement.discount.family", family=family, rate=discount)


def _schedule(_terms: Terms, _indices: Mapping[str, str]) -> Iterator[str]:
    yield t("agreement.schedule.rule")


def _firm(terms: Terms, _indices: Mapping[str, str]) -> Iterator[str]:
    if not (terms.months or terms.dates or terms.effective):
        yield t("agreement.firm.always")


def _revisions(terms: Terms) -> Iterator[str]:
    if terms.base:
        yield t("agreement.base", day=terms.base)
    if terms.effective:
        yield t("agreement.effective", day=terms.effective)
    if terms.months:
        yield counted(terms.months, "agreement.months")
    for day in terms.dates:
        yield t("agreement.date", day=day)


def _limits(terms: Terms) -> Iterator[str]:
    language = session.language()
    if terms.ceiling is not None:
        yield t(f"agreement.ceiling.{terms.ceiling_per}", rate=rate(terms.ceiling, language))
    if terms.safeguard is not None:
        yield t("agreement.safeguard", rise=change(terms.safeguard, language))


def lot_facts(lot: LotTerms, names: Mapping[str, str]) -> list[tuple[str, object]]:
    """The terms of a lot: names and values, for a list of facts. `names`: supplier code -> name."""
    language = session.language()
    families = ", ".join(named("family", code, language) for code in lot.families)
    return [
        (t("agreement.lot.code"), lot.code),
        (t("agreement.dates"), t("agreement.period", first=lot.starts, last=lot.ends)),
        (t("agreement.renewals"), _renewals(lot)),
        (t("agreement.holders"), ", ".join(_holder(lot, code, names) for code in lot.holders)),
        (t("agreement.allocation"), t(f"agreement.allocation.{lot.allocation}") if lot.allocation else ""),
        (t("agreement.families"), families),
        (t("agreement.responsible"), named("attribute", lot.responsible, language) if lot.responsible else ""),
        (t("agreement.areas"), ", ".join(lot.areas)),
        (t("agreement.currency"), lot.currency),
        (t("agreement.maximum"), money(lot.maximum, language, lot.currency) if lot.maximum else ""),
        (t("agreement.minimum"), money(lot.minimum_order, language, lot.currency) if lot.minimum_order else ""),
    ]


def _renewals(lot: LotTerms) -> str:
    if not lot.renewals:
        return ""
    return counted(lot.renewals, "agreement.renewals.times", months=lot.renewal_months)


def _holder(lot: LotTerms, code: str, names: Mapping[str, str]) -> str:
    rank = lot.ranks.get(code)
    return f"{rank}. {names.get(code, code)}" if rank else names.get(code, code)
