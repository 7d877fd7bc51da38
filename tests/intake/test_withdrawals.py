"""A deletion in a supplier's update, from the file to the catalogue: shown, asked about, done after a yes alone."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from catalog.access import OPERATOR
from catalog.means.means import Means
from catalog.services.intake.answer import answer
from catalog.services.intake.receive import Delivery, prepare, receive
from catalog.services.release.publish import publish
from catalog.services.release.rehearse import rehearse, withdraw_question
from imports.reading import read_here
from tests.release.world import set_up

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
PRICE = (
    "<ARTICLE_PRICE_DETAILS><ARTICLE_PRICE price_type='net_customer'><PRICE_AMOUNT>{}</PRICE_AMOUNT></ARTICLE_PRICE>"
    "</ARTICLE_PRICE_DETAILS>"
)


def article(reference: str, price: str) -> str:
    name = f"<ARTICLE_DETAILS><DESCRIPTION_SHORT>Savon {reference}</DESCRIPTION_SHORT></ARTICLE_DETAILS>"
    return f"<ARTICLE><SUPPLIER_AID>{reference}</SUPPLIER_AID>{name}{PRICE.format(price)}</ARTICLE>"


def gone(reference: str) -> str:
    return f"<ARTICLE mode='delete'><SUPPLIER_AID>{reference}</SUPPLIER_AID></ARTICLE>"


def sent(means: Means, folder: Path, transaction: str, articles: str) -> int:
    """The batch of a BMEcat file."""
    path = folder / "tarif.xml"
    path.write_text(f"<BMECAT><{transaction}>{articles}</{transaction}></BMECAT>", "utf-8")
    delivery = Delivery("HYG", ("ENT-L1",), path.name)
    reading = read_here(path, prepare(OPERATOR, means, delivery))
    return receive(OPERATOR, means, delivery, hashlib.sha256(path.read_bytes()).hexdigest(), reading).batch


def left_behind(means: Means, batch: int) -> tuple[list[str], bool]:
    """The references whose offers would go, and whether somebody is asked."""
    rehearsal = rehearse(OPERATOR, means, batch)
    return [reference for reference, _ in rehearsal.changes.gone], withdraw_question(rehearsal, ("ENT-L1",)) is not None


def test_a_deletion_withdraws_after_a_yes_alone(means: Means, tmp_path: Path) -> None:
    set_up(means)
    publish(OPERATOR, means, [sent(means, tmp_path, "T_NEW_CATALOG", article("A", "1.00") + article("B", "2.00"))])
    update = sent(means, tmp_path, "T_UPDATE_PRODUCTS", article("A", "1.10") + gone("B") + gone("Z"))
    assert left_behind(means, update) == (["B"], True)
    answer(OPERATOR, means, update, {"withdraw": "yes"}, None)
    publish(OPERATOR, means, [update])
    full = sent(means, tmp_path, "T_NEW_CATALOG", article("A", "1.10"))
    assert left_behind(means, full) == ([], False)


def test_a_deletion_that_nobody_agrees_to_changes_nothing(means: Means, tmp_path: Path) -> None:
    set_up(means)
    publish(OPERATOR, means, [sent(means, tmp_path, "T_NEW_CATALOG", article("A", "1.00") + article("B", "2.00"))])
    update = sent(means, tmp_path, "T_UPDATE_PRODUCTS", article("A", "1.10") + gone("B"))
    publish(OPERATOR, means, [update])
    full = sent(means, tmp_path, "T_NEW_CATALOG", article("A", "1.10"))
    assert left_behind(means, full) == (["B"], True)


def test_a_cancelled_catalogue_leaves_every_offer_to_a_person(means: Means, tmp_path: Path) -> None:
    set_up(means)
    publish(OPERATOR, means, [sent(means, tmp_path, "T_NEW_CATALOG", article("A", "1.00") + article("B", "2.00"))])
    path = tmp_path / "annulation.xml"
    path.write_text(
        "<CatalogueDeletion><ID>9</ID><DeletedCatalogueReference><ID>CAT</ID></DeletedCatalogueReference></CatalogueDeletion>"
    )
    delivery = Delivery("HYG", ("ENT-L1",), path.name)
    reading = read_here(path, prepare(OPERATOR, means, delivery))
    batch = receive(OPERATOR, means, delivery, "c" * 64, reading).batch
    assert left_behind(means, batch) == (["A", "B"], True)


def test_a_rejected_row_is_not_left_out_of_a_full_file(means: Means, tmp_path: Path) -> None:
    set_up(means)
    every = article("A", "1.00") + article("B", "2.00") + article("C", "3.00")
    publish(OPERATOR, means, [sent(means, tmp_path, "T_NEW_CATALOG", every)])
    faulty = sent(means, tmp_path, "T_NEW_CATALOG", article("A", "1.00") + article("B", "sur devis"))
    assert left_behind(means, faulty) == (["C"], True)
    answer(OPERATOR, means, faulty, {"withdraw": "yes"}, None)
    publish(OPERATOR, means, [faulty])
    again = sent(means, tmp_path, "T_NEW_CATALOG", article("A", "1.00"))
    assert left_behind(means, again) == (["B"], True)
