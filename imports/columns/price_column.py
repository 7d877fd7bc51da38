"""Which column is the price: the net one without VAT where that is plain, else a question."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from imports.cleaning.taxes import CHOICES, answered
from imports.cleaning.texts import plain
from imports.columns.draft import Draft, same_cells, tokens_of
from imports.columns.line_total import factors_of
from imports.columns.price_header import said_currency, said_rate, said_vat, without_vat
from imports.columns.price_proof import take_proved
from imports.columns.tier_columns import take_tiers
from imports.fields import field_of, never_applied
from imports.record import Cell, Issue, Question, UnreadableFile
from imports.tables.layout import number_like, number_share

_NET = frozenset("net nets nette remise remisee marche client accord bpu contract customer your apres netto".split())
_PUBLIC = frozenset(
    "public catalogue catalog brut brutto gross list liste conseille rrp msrp fort base general uvp standard".split()
)
_PASSING = frozenset("promo promotion promotionnel promotionnelle special soldes destockage".split())
"""A price for a while: whether it is the one to take is for a person to say."""
LESS = " - "
"""Between a list price and a discount in an answer: the price is the one less the other."""
_PER_MEASURE = frozenset("litre litres kilo kg kilogramme l m2 metre dose lavage usage page unite_mesure liter".split())
_OF_LINES = frozenset(("montant", "total", "amount"))
_PAST = frozenset("ancien ancienne anciens precedent precedente old former previous".split())
_ECO = frozenset(
    "eco ecopart ecotaxe ecoparticipation ecocontribution deee d3e weee participation contribution".split()
)
_NO_AMOUNT = frozenset(
    "stock quantite qte qty quantity poids weight page hauteur largeur longueur height width length depth profondeur nombre nb no num "
    "rang ordre annee year position watts w ghz gb mhz diametre volume surface index niveau level version count delai "
    "bestand lagerbestand menge anzahl gewicht leistung lichtstrom cri breite hohe lange tiefe jahr "
    "disponibilita giacenza quantita peso altezza larghezza existencia existencias cantidad ancho alto largo "
    "voorraad aantal gewicht".split()
)
"""Words of number columns that are no price whatever stands in them."""
_MONEY_WORDS = frozenset(
    "prix tarif pu px price preis prezzo precio preco prijs cost cout montant valeur amount value betrag importe importo "
    "bedrag eur euro euros ht ttc htva netto brutto net ek vk cmp pmp".split()
)
_KNOWN_HEADER = 3
"""So many fields named: the header speaks a language that we know, and would name its price."""
_CENTS = re.compile(r"\d[.,]\d{1,4}\D*$|[€$£]")
_BARCODES = (8, 12, 13, 14)
_DATE = re.compile(r"^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$")


def take_price(draft: Draft, positions: list[int]) -> None:
    """The price column, of several the one that is plainly the net one without VAT, else a question."""
    if "price" in draft.fields:
        return
    positions = take_tiers(draft, positions)
    if "price" not in draft.request.answers and not positions and draft.fields.get("list_price"):
        positions = list(draft.fields["list_price"])
        if draft.request.mode == "full":
            _ask_price(draft, positions)
        return
    held = [position for position in positions if draft.held(position)]
    if not held:
        _no_price(draft, positions)
        return
    held = _in_figures(draft, held)
    for words in (_PER_MEASURE, _OF_LINES, _PAST):
        held = _without(draft, held, words)
    held = _net_of_public(draft, _excluding_vat(draft, _without_eco(draft, held)))
    held = take_proved(draft, held)
    if _discount_to_come(draft, held):
        _ask_price(draft, held)
    elif _all_public(draft, held):
        _ask_price(draft, [*held, *draft.fields["list_price"]])
    elif len(held) == 1 or same_cells(draft, held):
        _take_one(draft, held[0])
    else:
        _ask_price(draft, held)


def _take_one(draft: Draft, price: int) -> None:
    """The only price column; a question where it is the amount of a line, made of two columns that no header explains."""
    factors = factors_of(draft, price)
    if factors is None:
        draft.take("price", [price])
        return
    titles, sheet = draft.table.titles, draft.table.grid.name
    about = {"first": titles[factors[0]], "second": titles[factors[1]]}
    draft.issues.append(Issue("price.line_total", "warning", column=titles[price], sheet=sheet, params=about))
    _ask_price(draft, [price, *factors])


def _discount_to_come(draft: Draft, held: list[int]) -> bool:
    """A public price alone beside a column of discounts is not what anybody pays."""
    public = tokens_of(draft, held[0]) & _PUBLIC and not tokens_of(draft, held[0]) & _NET
    return len(held) == 1 and bool(public) and bool(_discounts(draft))


def _all_public(draft: Draft, held: list[int]) -> bool:
    """A "standard price" beside a list price: neither says that it is the one to pay."""
    words = [tokens_of(draft, position) for position in held]
    listed = [position for position in draft.fields.get("list_price", ()) if draft.held(position)]
    return bool(listed) and all(each & {"standard"} and not each & _NET for each in words)


def _discounts(draft: Draft) -> list[int]:
    return [position for position in draft.fields.get("discount_rate", ()) if draft.held(position)]


def _ask_price(draft: Draft, positions: list[int]) -> None:
    """The columns to choose from; a single one beside discounts may also be taken less its discount."""
    titles = draft.table.titles
    columns = tuple(titles[position] for position in positions)
    less = tuple(columns[0] + LESS + titles[position] for position in _discounts(draft)) if len(columns) == 1 else ()
    draft.questions.append(Question("price_column", (*columns, *less)))
    ask_vat(draft, positions)


def _no_price(draft: Draft, empty: list[int]) -> None:
    """No price column that holds anything: refused, unless a column without a known title could be it."""
    if draft.request.mode == "patch":
        return
    if empty:
        raise UnreadableFile(
            "file.price_column_empty", column=draft.table.titles[empty[0]], rows=len(draft.table.lines)
        )
    if amounts := _likely(draft, [position for position in draft.free() if _amounts(draft, position)]):
        draft.ask("price_column", amounts[:12])


def _likely(draft: Draft, amounts: list[int]) -> list[int]:
    """Of columns of numbers those that a header calls money, where one does; else, under a known header, those with cents."""
    if called := [position for position in amounts if called_money(draft, position)]:
        return called
    known = len(draft.fields) >= _KNOWN_HEADER
    return [position for position in amounts if not _codes(draft, position) and not (known and _whole(draft, position))]


def called_money(draft: Draft, position: int) -> bool:
    """True where a column's header says that amounts of money stand in it."""
    return bool(tokens_of(draft, position) & _MONEY_WORDS or said_currency(draft.table.titles[position]))


def _codes(draft: Draft, position: int) -> bool:
    """True for a column of barcodes or of dates."""
    cells = [plain(cell) for cell in _cells(draft, position)]
    coded = sum((cell.isdigit() and len(cell) in _BARCODES) or bool(_DATE.match(cell)) for cell in cells)
    return coded * 2 > len(cells)


def _whole(draft: Draft, position: int) -> bool:
    """True for a column in which no number has a part behind its point and none a currency."""
    return not any(number_like(cell) and _CENTS.search(plain(cell)) for cell in _cells(draft, position))


def _cells(draft: Draft, position: int) -> list[Cell]:
    column = draft.table.grid.columns[position]
    return [column.values[code] for code in np.unique(column.codes[draft.table.lines]).tolist() if code]


def _amounts(draft: Draft, position: int) -> bool:
    """True for a column of numbers that no known word names."""
    title = draft.table.titles[position]
    known = field_of(title, draft.request.words) or tokens_of(draft, position) & _NO_AMOUNT
    return (
        not known
        and not never_applied(title)
        and number_share(draft.table.grid.columns[position], draft.table.lines) >= 0.5
    )


def _without(draft: Draft, positions: list[int], words: frozenset[str]) -> list[int]:
    """Without prices per litre (they are for comparing) or amounts of lines, where an order price stands beside them."""
    orders = [position for position in positions if not tokens_of(draft, position) & words]
    return orders or positions


def _in_figures(draft: Draft, positions: list[int]) -> list[int]:
    """Without columns of words ("Prix en toutes lettres"), where a column of amounts stands beside them."""
    shares = {position: number_share(draft.table.grid.columns[position], draft.table.lines) for position in positions}
    return [position for position in positions if shares[position] >= 0.1] or positions


def _without_eco(draft: Draft, positions: list[int]) -> list[int]:
    """Without prices in which an eco-contribution is included: it is never folded into the price."""
    kept = [
        position
        for position in positions
        if not tokens_of(draft, position) & _ECO or tokens_of(draft, position) & {"hors", "sans", "ex", "without"}
    ]
    return kept or positions


def _excluding_vat(draft: Draft, positions: list[int]) -> list[int]:
    """Of two columns that differ by HT and TTC only, the one without VAT."""
    stems: dict[frozenset[str], list[int]] = defaultdict(list)
    for position in positions:
        stems[without_vat(draft.table.titles[position])].append(position)
    return [
        position
        for group in stems.values()
        for position in ([p for p in group if said_vat(draft.table.titles[p]) is False] or group)
    ]


def _net_of_public(draft: Draft, positions: list[int]) -> list[int]:
    """One net price beside public ones: the first is the price, the public one the list price."""
    public = [
        position
        for position in positions
        if tokens_of(draft, position) & _PUBLIC and not tokens_of(draft, position) & _NET
    ]
    net = [position for position in positions if position not in public]
    if len(net) != 1 or tokens_of(draft, net[0]) & _PASSING:
        return positions
    if "list_price" not in draft.fields and len(public) == 1:
        draft.take("list_price", public)
    return net


def ask_vat(draft: Draft, positions: Sequence[int]) -> None:
    """A price that includes VAT at a rate nobody named cannot be shown without it."""
    known = "vat" in draft.fields and draft.held(draft.fields["vat"][0])
    if known or answered(draft.request.answers.get("vat_rate")) is not None or not positions:
        return
    titles = [draft.table.titles[position] for position in positions]
    if all(said_vat(title) and said_rate(title) is None for title in titles):
        draft.questions.append(Question("vat_rate", CHOICES))
