"""A selection: offers with quantities, read against what is published, inside one organisation and its agreements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from catalog.access import OPERATOR, Actor
from catalog.errors import Invalid, NotAllowed, NotFound
from catalog.means.means import Means
from catalog.models import Selection, SelectionLine
from catalog.prices import ContentPrice
from catalog.published.chosen import SupplierTotal
from catalog.services.agreements.setup import load
from catalog.services.buying import select as buying
from catalog.services.buying.select import OfferName
from catalog.wording.sentences import say
from tests.agreements.sample import DAY, HOMES, ROLES, on, person
from tests.buying.offers import account, edition, published, withdrawn


def _codes(raised: pytest.ExceptionInfo[Invalid] | pytest.ExceptionInfo[NotFound]) -> str:
    for language in ("fr", "en"):
        assert say(raised.value.code, raised.value.params, language)
    return raised.value.code


def test_a_selection_is_made_by_the_first_offer(means: Means) -> None:
    offers, buyer = published(means), account(means, "CRECHE")
    assert buying.current(buyer, means) is None
    made = buying.add(buyer, means, edition(means), [offers["A-1", "ENT-1"]], 3)
    card = buying.current(buyer, means)
    assert card is not None
    assert (card.id, card.name, card.lines) == (made, "Sélection du 22\u00a0novembre 2026", 1)
    assert buying.add(buyer, means, edition(means), [OfferName("SUP-B", " B-1", "ENT-2")]) == made
    seen = buying.read(buyer, means, edition(means), made)
    assert [(line.offer and line.offer.lot, line.quantity) for line in seen.content.lines] == [
        ("ENT-1", 3),
        ("ENT-2", 1),
    ]


def test_lines_show_the_offer_as_published(means: Means) -> None:
    offers, buyer = published(means), account(means, "CRECHE")
    made = buying.add(buyer, means, edition(means), [offers["A-1", "ENT-1"]], 3)
    line = buying.read(buyer, means, edition(means), made).content.lines[0]
    assert (line.state, line.price, line.currency, line.vat, line.total) == (
        "published",
        3_950_000,
        "EUR",
        200_000,
        11_850_000,
    )
    assert line.content == ContentPrice(790_000, "LTR")
    assert line.offer is not None
    assert (line.offer.supplier, line.offer.reference, line.offer.agreement) == ("SUP-A", "A-1", "ENT")
    assert (line.tags["ecolabelled"].state, line.tags["ecolabelled"].until) == ("yes", dt.date(2027, 5, 31))


def test_totals_by_supplier_and_currency_in_cents(means: Means) -> None:
    offers, buyer = published(means), account(means, "LYCEE")
    wanted = [offers["A-1", "ENT-1"], offers["A-2", "NUM-1"], offers["B-1", "ENT-1"], offers["B-1", "ENT-2"]]
    made = buying.add(buyer, means, edition(means), wanted, 3)
    content = buying.read(buyer, means, edition(means), made).content
    assert [line.total for line in content.lines] == [11_850_000, 149_700_000, 3_700_000, 3_300_000]
    assert content.suppliers == (
        SupplierTotal("SUP-A", "Titulaire A", "EUR", 161_550_000), SupplierTotal("SUP-B", "Titulaire B", "EUR", 7_000_000)
    )  # fmt: skip
    assert (content.totals, content.uncounted) == ({"EUR": 168_550_000}, 0)


def test_currencies_are_never_added_up(means: Means) -> None:
    offers, buyer = published(means), account(means, "MAIRIE")
    both = '[[membership]]\norganisation = "MAIRIE"\nagreement = "{}"\nfrom = 2026-01-01\n'
    toml = both.format("AUTRE") + both.format("ENT")
    assert load(OPERATOR, means, toml.encode(), dry=False).faults == ()
    made = buying.add(buyer, means, edition(means), [offers["A-1", "ENT-1"], offers["B-2", "AUTRE-1"]], 2)
    content = buying.read(buyer, means, edition(means), made).content
    assert content.totals == {"EUR": 7_900_000, "NOK": 160_000_000}
    assert [(each.supplier, each.currency) for each in content.suppliers] == [("SUP-A", "EUR"), ("SUP-B", "NOK")]


def test_a_quantity_that_reaches_a_tier_has_its_price(means: Means) -> None:
    offers, buyer = published(means), account(means, "LYCEE")
    made = buying.add(buyer, means, edition(means), [offers["A-2", "NUM-1"]], 9)
    line = buying.read(buyer, means, edition(means), made).content.lines[0]
    assert (line.price, line.total) == (49_900_000, 449_100_000)
    buying.change_quantity(buyer, means, made, line.id, 10)
    line = buying.read(buyer, means, edition(means), made).content.lines[0]
    assert (line.quantity, line.price, line.total) == (10, 45_000_000, 450_000_000)


def test_the_same_offer_again_raises_its_quantity(means: Means) -> None:
    offers, buyer = published(means), account(means, "CRECHE")
    made = buying.add(buyer, means, edition(means), [offers["A-1", "ENT-1"]], 3)
    buying.add(buyer, means, edition(means), [offers["A-1", "ENT-1"], OfferName("SUP-A", "A-1")], 2, made)
    assert [line.quantity for line in buying.read(buyer, means, edition(means), made).content.lines] == [5]


def test_lines_are_removed_and_the_selection_renamed(means: Means) -> None:
    offers, buyer = published(means), account(means, "CRECHE")
    made = buying.add(buyer, means, edition(means), [offers["A-1", "ENT-1"], offers["B-1", "ENT-1"]])
    first = buying.read(buyer, means, edition(means), made).content.lines[0]
    buying.remove(buyer, means, made, first.id)
    buying.rename(buyer, means, made, "  Rentrée   2027 ")
    seen = buying.read(buyer, means, edition(means), made)
    assert (seen.name, [line.offer_id for line in seen.content.lines]) == ("Rentrée 2027", [offers["B-1", "ENT-1"]])


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_names_and_quantities_that_cannot_be(means: Means) -> None:
    offers, buyer = published(means), account(means, "CRECHE")
    made = buying.add(buyer, means, edition(means), [offers["A-1", "ENT-1"]])
    line = buying.read(buyer, means, edition(means), made).content.lines[0].id
    for name in ("", "  ", "x" * 121, "a\0b"):
        with pytest.raises(Invalid) as raised:
            buying.rename(buyer, means, made, name)
        assert _codes(raised) == "selection.name"
    for quantity in (0, -1, 1_000_001, True, 1.5):
        with pytest.raises(Invalid) as raised:
            buying.add(buyer, means, edition(means), [offers["B-1", "ENT-1"]], quantity)  # type: ignore[arg-type]
        assert _codes(raised) == "selection.quantity"
        with pytest.raises(Invalid) as raised:
            buying.change_quantity(buyer, means, made, line, quantity)  # type: ignore[arg-type]
        assert _codes(raised) == "selection.quantity"
    assert [line.quantity for line in buying.read(buyer, means, edition(means), made).content.lines] == [1]


def test_a_raised_quantity_stays_within_the_limit(means: Means) -> None:
    offers, buyer = published(means), account(means, "CRECHE")
    made = buying.add(buyer, means, edition(means), [offers["A-1", "ENT-1"]], 1_000_000)
    with pytest.raises(Invalid) as raised:
        buying.add(buyer, means, edition(means), [offers["A-1", "ENT-1"]], 1, made)
    assert _codes(raised) == "selection.quantity"


def test_a_reference_in_several_lots_asks_for_the_lot(means: Means) -> None:
    published(means)
    with pytest.raises(Invalid) as raised:
        buying.add(account(means, "CRECHE"), means, edition(means), [OfferName("SUP-B", "B-1")])
    assert (_codes(raised), raised.value.params["lots"]) == ("selection.lot_needed", "ENT-1, ENT-2")


def test_an_offer_outside_the_agreements_cannot_be_told_from_none(means: Means) -> None:
    offers, buyer = published(means), account(means, "CRECHE")
    inside = offers["A-1", "ENT-1"]
    missing: list[int | OfferName] = [
        offers["A-2", "NUM-1"],
        12345,
        OfferName("SUP-A", "A-2"),
        OfferName("SUP-A", "NO"),
    ]
    for wanted in missing:
        with pytest.raises(NotFound) as raised:
            buying.add(buyer, means, edition(means), [inside, wanted])
        assert (_codes(raised), dict(raised.value.params)) == ("thing.unknown", {})
    assert means.session.scalar(select(func.count()).select_from(Selection)) == 0


def test_an_offer_that_is_gone_is_told_by_name_and_counts_for_nothing(means: Means) -> None:
    offers, buyer = published(means), account(means, "CRECHE")
    made = buying.add(buyer, means, edition(means), [offers["A-1", "ENT-1"], offers["B-1", "ENT-1"]])
    withdrawn(means, offers["A-1", "ENT-1"])
    content = buying.read(buyer, means, edition(means), made).content
    gone = content.lines[0]
    assert (gone.state, gone.price, gone.total, gone.tags) == ("withdrawn", None, None, {})
    assert gone.offer is not None
    assert (gone.offer.reference, gone.offer.name, gone.offer.lot) == ("A-1", "Détergent sols 5 L", "ENT-1")
    assert (content.totals, content.uncounted) == ({"EUR": 1_230_000}, 1)


def test_leaving_an_agreement_hides_its_lines_at_once(means: Means) -> None:
    offers, buyer = published(means), account(means, "LYCEE")
    made = buying.add(buyer, means, edition(means), [offers["A-1", "ENT-1"], offers["A-2", "NUM-1"]])
    later = on(means, DAY + dt.timedelta(days=1))
    content = buying.read(buyer, later, edition(later), made).content
    hidden, kept = content.lines
    assert (hidden.state, hidden.offer, hidden.price, hidden.currency, hidden.total, hidden.tags) == (
        "hidden", None, None, None, None, {}
    )  # fmt: skip
    assert (kept.state, content.totals, content.uncounted) == ("published", {"EUR": 49_900_000}, 1)
    withdrawn(means, offers["A-1", "ENT-1"])
    assert buying.read(buyer, later, edition(later), made).content.lines[0].offer is None
    buying.remove(buyer, later, made, hidden.id)


def test_colleagues_share_selections_each_has_a_current_one(means: Means) -> None:
    offers, buyer = published(means), account(means, "CRECHE")
    colleague = account(means, "CRECHE", "prescriber", "two")
    made = buying.add(buyer, means, edition(means), [offers["A-1", "ENT-1"]])
    assert buying.current(colleague, means) is None
    assert [card.id for card in buying.listing(colleague, means)] == [made]
    buying.rename(colleague, means, made, "À deux")
    assert buying.read(buyer, means, edition(means), made).name == "À deux"


Act = Callable[[Actor, Means], object]


def _acts(made: int, line: int, offer: int) -> dict[str, Act]:
    return {
        "read": lambda actor, means: buying.read(actor, means, edition(means), made),
        "add": lambda actor, means: buying.add(actor, means, edition(means), [offer], 1, made),
        "change": lambda actor, means: buying.change_quantity(actor, means, made, line, 2),
        "rename": lambda actor, means: buying.rename(actor, means, made, "x"),
        "remove": lambda actor, means: buying.remove(actor, means, made, line),
        "listing": lambda actor, means: buying.listing(actor, means),
        "current": lambda actor, means: buying.current(actor, means),
    }


def _made(means: Means) -> tuple[int, int, int]:
    offer = published(means)["A-1", "ENT-1"]
    made = buying.add(account(means, "CRECHE", name="owner"), means, edition(means), [offer])
    line = means.session.scalars(select(SelectionLine.id)).one()
    return made, line, offer


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_every_role_tries_every_act(means: Means) -> None:
    acts = _acts(*_made(means))
    refused = {(role, name) for role, kind in ROLES for name, act in acts.items() if not _done(means, role, kind, act)}
    assert refused == {(role, name) for role, kind in ROLES if kind != "member" for name in acts}
    for act in acts.values():
        with pytest.raises(NotAllowed):
            act(OPERATOR, means)


def _done(means: Means, role: str, kind: str, act: Act) -> bool:
    """Whether somebody of the role in the selection's own kind of organisation does it; undone afterwards."""
    point = means.session.begin_nested()
    try:
        act(person(means, HOMES[kind], role), means)
    except NotAllowed:
        return False
    finally:
        point.rollback()
    return True


def test_another_organisation_finds_nothing(means: Means) -> None:
    made, line, offer = _made(means)
    stranger = account(means, "LYCEE", "buyer_admin", "stranger")
    for name in ("read", "add", "change", "rename", "remove"):
        with pytest.raises(NotFound) as theirs:
            _acts(made, line, offer)[name](stranger, means)
        with pytest.raises(NotFound) as none:
            _acts(999, 999, offer)[name](stranger, means)
        assert _codes(theirs) == _codes(none) == "thing.unknown"
    assert buying.listing(stranger, means) == []


def test_a_line_of_another_selection_is_not_found(means: Means) -> None:
    made, line, offer = _made(means)
    other = account(means, "CRECHE", name="second")
    second = buying.add(other, means, edition(means), [offer])
    assert second != made
    with pytest.raises(NotFound):
        buying.remove(other, means, second, line)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_selection_has_a_limit(means: Means, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buying, "MOST_LINES", 1)
    offers, buyer = published(means), account(means, "CRECHE")
    with pytest.raises(Invalid) as raised:
        buying.add(buyer, means, edition(means), [offers["A-1", "ENT-1"], offers["B-1", "ENT-1"]])
    assert _codes(raised) == "selection.full"
