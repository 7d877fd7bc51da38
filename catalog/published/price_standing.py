"""What a price clause would say of the prices in force in its lot, before it is written."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping

from catalog.clauses.judge import judge
from catalog.clauses.records import WORDS, Priced
from catalog.clauses.terms import Clause
from catalog.means.means import Means
from catalog.published.price_history import History, LotHistory, index_values, lot_history
from catalog.published.standing import standing_of
from catalog.staging.row_prices import Row, price_in


def standing_counts(
    means: Means, clause: Clause, lot: tuple[int, str], holders: Mapping[str, int], day: dt.date, publication: int
) -> Mapping[str, int]:
    """Verdict -> how many prices that stand in a lot (id, code) get it under a clause. holders: code -> supplier id."""
    counts: Counter[str] = Counter()
    indices = index_values(means.session)
    for supplier_id in holders.values():
        stands = standing_of(means.session, supplier_id, [lot[0]], publication)
        families = dict(
            zip(stands.products["reference"].to_pylist(), stands.products["family"].to_pylist(), strict=True)
        )
        behind = lot_history(History(means.session, supplier_id, (lot[0],), publication), clause, lot[0], day)
        for row in stands.offers.to_pylist():
            price = price_in(row, day)
            if price is not None:
                counts[_verdict(behind, row, price, families, indices)] += 1
    return {word: counts[word] for word in WORDS if counts[word]}


def _verdict(
    behind: LotHistory, row: Row, price: int, families: Mapping[str, str | None], indices: Mapping[str, int]
) -> str:
    priced = Priced(
        price, families.get(row["reference"]), row["list_price"], price, behind.base(row["offer_id"]),
        behind.eve.get(row["offer_id"]), behind.year_ago.get(row["offer_id"]), behind.lines.get(row["reference"]),
    )  # fmt: skip
    return judge(behind.clause, priced, behind.day, indices).word
