"""Order lists: one a holder, headed as no purchase order, in the organisation's layout, with no formula in any cell."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from sqlalchemy import select

from catalog.access import OPERATOR, Actor
from catalog.errors import Conflict, Invalid, NotAllowed, NotFound
from catalog.means.means import Means
from catalog.models import Lot, OrderLayout, Organisation, ScheduleLine
from catalog.services.buying import layouts
from catalog.services.buying import select as buying
from catalog.services.buying.layouts import Layout, LayoutColumn
from catalog.services.buying.order_list import order_list, remember
from catalog.services.buying.select import OfferName
from tests.agreements.sample import HOMES, ROLES, person
from tests.buying.offers import NOON, RISKY, account, edition, published, withdrawn

SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
COLUMNS = (
    LayoutColumn("service_code", "Service"), LayoutColumn("engagement_number", "=EJ"), LayoutColumn("bpu_line"),
    LayoutColumn("reference", "Réf."), LayoutColumn("name"), LayoutColumn("quantity"), LayoutColumn("price"),
    LayoutColumn("total"), LayoutColumn("day"),
)  # fmt: skip


def rows_of(content: bytes, delimiter: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter))


def made_of(means: Means, code: str = "CRECHE") -> tuple[int, Actor]:
    offers, buyer = published(means), account(means, code)
    made = buying.add(
        buyer, means, edition(means), [offers["A-1", "ENT-1"], offers["B-1", "ENT-1"], offers["B-1", "ENT-2"]], 3
    )
    return made, buyer


@SQLITE
def test_one_file_a_holder_in_a_zip(means: Means) -> None:
    made, buyer = made_of(means)
    found = order_list(buyer, means, edition(means), made)
    assert (found.file_name, found.media_type) == ("commandes-2026-11-22.zip", "application/zip")
    archive = zipfile.ZipFile(io.BytesIO(found.content))
    assert archive.namelist() == ["commande-sup-a-2026-11-22.xlsx", "commande-sup-b-2026-11-22.xlsx"]
    sheet = openpyxl.load_workbook(io.BytesIO(archive.read("commande-sup-b-2026-11-22.xlsx"))).active
    assert sheet is not None
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0][0] == "Ce document n’est pas un bon de commande."
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    head = next(row for row in cells if row[0] == "Accord-cadre")
    lines = [dict(zip(head, row, strict=True)) for row in cells[cells.index(head) + 1 :] if row[0] == "ENT"]
    assert [(each["Lot"], each["Désignation"], each["Quantité"], each["Total HT"]) for each in lines] == [
        ("ENT-1", RISKY, 3, 3.7), ("ENT-2", RISKY, 3, 3.3),
    ]  # fmt: skip
    assert "A-1" not in str(cells)
    assert [row[0] for row in cells[cells.index(head) + 3 :]] == [
        "Total HT ENT-1", "TVA 5,5\u00a0% ENT-1", "Total TTC ENT-1, éco-contribution comprise", "Total HT ENT-2",
        "TTC non calculé\u00a0: taux de TVA inconnu pour 1 ligne(s)",
    ]  # fmt: skip


def test_a_layout_has_its_columns_titles_and_signs(means: Means) -> None:
    made, buyer = made_of(means)
    owner = means.session.scalars(select(Organisation.id).where(Organisation.code == "SUP-B")).one()
    lot = means.session.scalars(select(Lot.id).where(Lot.code == "ENT-1")).one()
    line = {"supplier_id": owner, "lot_id": lot, "reference": "B-1", "price": 1_234_567}
    means.session.add(ScheduleLine(**line, line="31.4", valid_from=NOON.date(), recorded_at=NOON))
    remember(buyer, means, made, " SERV-7 ", "=cmd|' /C calc'!A0")
    layout = layouts.save(buyer, means, Layout("Chorus", "csv", COLUMNS, "|", "."))
    found = order_list(buyer, means, edition(means), made, layout_id=layout, supplier="SUP-B")
    assert found.file_name == "commande-sup-b-2026-11-22.csv"
    rows = rows_of(found.content, "|")
    assert rows[0] == ["Ce document n’est pas un bon de commande."]
    head = next(place for place, row in enumerate(rows) if row[:1] == ["Service"])
    assert rows[head] == [
        "Service",
        "'=EJ",
        "Ligne BPU",
        "Réf.",
        "Désignation",
        "Quantité",
        "Prix unitaire HT",
        "Total HT",
        "Jour",
    ]
    assert rows[head + 1] == [
        "SERV-7", "'=cmd|' /C calc'!A0", "31.4", "B-1", "'" + RISKY, "3", "1.234567", "3.7", "2026-11-22",
    ]  # fmt: skip
    assert rows[head + 2][2] == ""
    assert not any(cell[:1] in "=+@" for row in rows for cell in row if cell)


@SQLITE
def test_what_cannot_be_ordered_is_counted_not_listed(means: Means) -> None:
    offers, buyer = published(means), account(means, "CRECHE")
    made = buying.add(buyer, means, edition(means), [offers["A-1", "ENT-1"], offers["B-1", "ENT-1"]])
    withdrawn(means, offers["A-1", "ENT-1"])
    found = order_list(buyer, means, edition(means), made, format="csv")
    assert found.file_name == "commande-sup-b-2026-11-22.csv"
    text = found.content.decode("utf-8-sig")
    assert ("A-1" in text, "1 ligne(s) de la sélection ne figurent dans aucune liste" in text) == (False, True)
    with pytest.raises(NotFound):
        order_list(buyer, means, edition(means), made, supplier="SUP-A")
    withdrawn_all = buying.add(account(means, "CRECHE", name="x"), means, edition(means), [offers["B-1", "ENT-1"]])
    line = buying.read(buyer, means, edition(means), withdrawn_all).content.lines[0].id
    buying.remove(buyer, means, withdrawn_all, line)
    with pytest.raises(Invalid) as refused:
        order_list(buyer, means, edition(means), withdrawn_all)
    assert refused.value.code == "order.nothing"


@SQLITE
def test_english_has_english_words(means: Means) -> None:
    made, buyer = made_of(means)
    found = order_list(buyer, means, edition(means), made, format="csv", supplier="SUP-A", language="en")
    rows = rows_of(found.content)
    assert rows[0] == ["This document is not a purchase order."]
    assert "Sole holder" not in str(rows)
    assert "Rule between the holders of the lot: not stated." in str(rows)


@SQLITE
def test_layouts_are_changed_by_a_new_one_and_retired(means: Means) -> None:
    made, buyer = made_of(means)
    first = layouts.save(buyer, means, Layout(" Tableur ", "xlsx", COLUMNS))
    second = layouts.save(buyer, means, Layout("Tableur", "csv", COLUMNS[:2], ";", ",", first))
    assert [(each.id, each.name, each.format, len(each.columns)) for each in layouts.layouts(buyer, means)] == [
        (second, "Tableur", "csv", 2)
    ]
    for act in (
        lambda: layouts.save(buyer, means, Layout("x", "csv", COLUMNS, id=first)),
        lambda: layouts.retire(buyer, means, first),
    ):
        with pytest.raises(Conflict):
            act()
    layouts.retire(buyer, means, second)
    assert layouts.layouts(buyer, means) == []
    assert len(means.session.scalars(select(OrderLayout.id)).all()) == 2
    with pytest.raises(NotFound):
        order_list(buyer, means, edition(means), made, layout_id=second)


@pytest.mark.parametrize(
    ("layout", "code"),
    [
        (Layout(" ", "csv", COLUMNS), "order.layout.name"), (Layout("x" * 121, "csv", COLUMNS), "order.layout.name"),
        (Layout("x", "csv", ()), "order.layout.columns"), (Layout("x", "csv", (LayoutColumn("nope"),)), "order.layout.columns"),
        (Layout("x", "csv", (LayoutColumn("name", "a\x07"),)), "order.layout.name"),
        (Layout("x", "csv", COLUMNS, ",", ","), "order.layout.signs"), (Layout("x", "csv", COLUMNS, "x", "."), "order.layout.signs"),
        (Layout("x", "pdf", COLUMNS), "selection.format"),  # type: ignore[arg-type]
    ],
)  # fmt: skip
@SQLITE
def test_layouts_that_cannot_be(means: Means, layout: Layout, code: str) -> None:
    published(means)
    with pytest.raises(Invalid) as refused:
        layouts.save(account(means, "CRECHE"), means, layout)
    assert refused.value.code == code


@SQLITE
def test_who_may_and_who_finds_nothing(means: Means) -> None:
    made, buyer = made_of(means)
    layout = layouts.save(buyer, means, Layout("Tableur", "xlsx", COLUMNS))
    acts: dict[str, Callable[[Actor], object]] = {
        "order": lambda actor: order_list(actor, means, edition(means), made, layout_id=layout),
        "remember": lambda actor: remember(actor, means, made, "a", "b"),
        "layouts": lambda actor: layouts.layouts(actor, means),
        "save": lambda actor: layouts.save(actor, means, Layout("y", "csv", COLUMNS, id=layout)),
        "retire": lambda actor: layouts.retire(actor, means, layout),
    }
    buyers = {"buyer", "buyer_admin"}
    for name, act in acts.items():
        allowed = set()
        for role, kind in ROLES:
            point = means.session.begin_nested()
            try:
                act(person(means, HOMES[kind], role))
                allowed.add(role)
            except NotAllowed:
                pass
            finally:
                point.rollback()
        assert (name, allowed) == (name, buyers | {"prescriber"} if name == "layouts" else buyers)
        with pytest.raises(NotAllowed):
            act(OPERATOR)
        if name != "layouts":
            with pytest.raises(NotFound):
                act(person(means, "LYCEE", "buyer"))
    assert layouts.layouts(person(means, "LYCEE", "buyer"), means) == []
    theirs = account(means, "LYCEE", name="l")
    own = buying.add(theirs, means, edition(means), [OfferName("SUP-A", "A-1")])
    with pytest.raises(NotFound):
        order_list(theirs, means, edition(means), own, layout_id=layout)


@SQLITE
def test_codes_are_kept_and_checked(means: Means) -> None:
    made, buyer = made_of(means)
    remember(buyer, means, made, " SERV  1 ", None)
    seen = buying.read(buyer, means, edition(means), made)
    assert (seen.service_code, seen.engagement_number) == ("SERV 1", None)
    for wrong in ("x" * 101, "a\x00"):
        with pytest.raises(Invalid):
            remember(buyer, means, made, wrong, None)
