"""A pair of a renewal: the outgoing offer beside what takes its place, the price gap, the attributes lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from catalog.prices import ONE, divided
from catalog.published.renewing import Gap, Pair, Side
from catalog.services.renewal.told import Told
from catalog.wording.formats import rate
from catalog.wording.sentences import named
from catalog.wording.units import pack_text, unit_name
from ui.parts.markup import Html, Trusted, fill, join
from ui.parts.price import money
from ui.wording.words import t

TENTH = 1_000
"""A tenth of a percent, as rates are kept."""
PAIR = (
    '<div class="pair"><div>{old}</div><div class="pair-arrow" aria-hidden="true">→</div><div>{new}</div></div>{told}'
)
SIDE = '<p class="quiet-text">{word}</p><p><b>{name}</b></p><p class="meta">{about}</p><p>{price}</p>'
MOVED = """<div class="notice notice-told" role="status"><div><p class="notice-title">{title}</p>
<ul class="plain">{lines}</ul></div></div>"""
TOLD = '<ul class="plain pair-told">{lines}</ul>'


def pair_card(pair: Pair, language: str) -> Html:
    """Both sides and what changes between them, as HTML."""
    new = (
        _side(pair.new, t("renewal.side.new"), language) if pair.new else fill("<p>{text}</p>", text=t(_lacking(pair)))
    )
    lines = join([fill("<li>{text}</li>", text=text) for text in told(pair, language)])
    return fill(
        PAIR,
        old=Trusted(_side(pair.old, t("renewal.side.old"), language)),
        new=Trusted(new),
        told=Trusted(fill(TOLD, lines=Trusted(lines)) if lines else Html("")),
    )


def told(pair: Pair, language: str) -> list[str]:
    """Why they are thought the same, the gap, what is lost and gained: a sentence each."""
    if pair.new is None:
        return []
    why = [t(f"renewal.why.{pair.why}", score=pair.score)] if pair.why and pair.state == "proposed" else []
    lost = [t("renewal.lost", attribute=named("attribute", name, language)) for name in pair.lost]
    gained = [t("renewal.gained", attribute=named("attribute", name, language)) for name in pair.gained]
    return [*why, gap_text(pair.gap, pair.old.offer.currency, language), *lost, *gained]


def gap_text(gap: Gap | None, currency: str, language: str) -> str:
    """« 2,00 € → 2,20 € par litre : +10 % », or that the prices cannot be compared."""
    if gap is None:
        return t("renewal.gap.none")
    unit = unit_name(gap.unit, language) if gap.unit else t("renewal.gap.order_unit")
    before, after = money(gap.before, language, currency), money(gap.after, language, currency)
    if gap.percent is None:
        return t("renewal.gap.free", before=before, after=after, unit=unit)
    tenths = divided(abs(gap.percent), TENTH) * TENTH
    sign = "" if not tenths else "+" if gap.percent > 0 else "−"
    return t("renewal.gap", before=before, after=after, unit=unit, percent=f"{sign}{rate(tenths, language)}")


def moved_lines(lines: Sequence[tuple[Told, str]], language: str) -> Html:
    """What a member reads of lines that were turned: (what was told then, name of the new offer)."""
    said = join([fill("<li>{text}</li>", text=" ".join(_moved(each, name, language))) for each, name in lines])
    return fill(MOVED, title=t("renewal.told.title"), lines=Trusted(said))


def _moved(each: Told, name: str, language: str) -> list[str]:
    then = each.told
    about = {
        "old": then["old"],
        "supplier": then["supplier"],
        "reference": then["reference"],
        "new": name,
        "on": each.on,
    }
    said = [t("renewal.told.line", **about), _gap_then(then, language)]
    if each.quantity != each.new_quantity:
        said.insert(1, t("renewal.told.quantity", before=each.quantity, after=each.new_quantity))
    return said + [t("renewal.lost", attribute=named("attribute", lost, language)) for lost in then.get("lost", ())]


def _gap_then(then: Mapping[str, Any], language: str) -> str:
    if then.get("before") is None:
        return t("renewal.gap.none")
    percent = None if then["percent"] is None else int(Decimal(then["percent"]) * 10_000)
    before, after = (int(Decimal(then[name]) * ONE) for name in ("before", "after"))
    return gap_text(Gap(before, after, then["unit"], percent), then["currency"], language)


def _side(side: Side, word: str, language: str) -> Html:
    offer = side.offer
    pack = pack_text(offer.order_unit, offer.content_unit, offer.content_per_order_unit, language)
    about = " · ".join(part for part in (offer.reference, offer.supplier_name, pack) if part)
    return fill(SIDE, word=word, name=offer.name, about=about, price=money(side.price, language, offer.currency))


def _lacking(pair: Pair) -> str:
    return "renewal.side.none" if pair.state == "none" else "renewal.side.alone"
