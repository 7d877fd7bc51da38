"""What a selection makes at one holder of a lot: amounts, then what the holder asks of an order, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.published import holder_words
from catalog.published.holder_orders import HolderOrder
from ui import session
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.pictogram import pictogram
from ui.parts.price import money
from ui.wording.words import t

ORDER = """<section class="holder-order"><h3>{title}</h3><div class="holder-columns"><table class="sheet totals">
<caption class="unseen">{title}</caption><tbody>{rows}</tbody></table><ul class="holder-terms">{terms}</ul></div></section>"""
AMOUNT = '<tr class="{look}"><th scope="row">{name}</th><td class="number">{amount}</td></tr>'
TERM = '<li class="{look}">{icon}<span>{text}</span></li>'


def holder_order(order: HolderOrder) -> Html:
    """One block: the table of amounts beside the terms."""
    rows = join([fill(AMOUNT, look=look, name=name, amount=amount) for look, name, amount in _amounts(order)])
    title = t("order.title", agreement=order.agreement, lot=order.lot_name)
    return fill(ORDER, title=title, rows=Trusted(rows), terms=Trusted(join(list(_terms(order)))))


def _amounts(order: HolderOrder) -> Iterator[tuple[str, str, str]]:
    language, currency = session.language(), order.currency
    yield "whole", t("order.goods"), money(order.goods, language, currency)
    if order.eco:
        yield "", t("order.eco"), money(order.eco, language, currency)
    for each in order.rates:
        yield "", t("order.vat_at", rate=each.rate), money(each.vat, language, currency)
    if order.with_vat is None:
        yield "whole", holder_words.vat(order, language), "–"
    else:
        yield "whole", t("order.with_vat"), money(order.with_vat, language, currency)


def _terms(order: HolderOrder) -> Iterator[Html]:
    """A missing amount has its mark beside its words."""
    language = session.language()
    told = (
        (holder_words.minimum(order, language), order.minimum_missing),
        (holder_words.delivery(order, language), order.franco_missing),
        (holder_words.delay(order, language), 0),
        (holder_words.turn(order, language), 0),
    )
    for text, missing in told:
        icon = pictogram("etat-a-verifier") if missing else pictogram("obj-titulaire")
        yield fill(TERM, look="missing" if missing else "", icon=Trusted(icon), text=text)
