"""A dropped file is recognised: its supplier, lots and mode from its name, its headers or the names inside."""

from __future__ import annotations

import io

import pytest

from catalog.entrance import Entrance
from catalog.errors import NotAllowed
from catalog.services.intake.recognise import Guess, recognise
from catalog.services.intake.show import list_batches, open_file
from catalog.services.people.accounts import actor_by_email
from tests.ui.demo_screens import BUYER, REVIEWER, SUPPLIER, demo

__all__ = ["demo"]


def guess(demo: Entrance, content: bytes, name: str, email: str = REVIEWER) -> Guess:
    sha256 = demo.files.put_stream(io.BytesIO(content))
    with demo.reading() as means:
        return recognise(actor_by_email(means, email), means, sha256, name)


def test_every_file_of_the_demonstration_is_known_by_what_is_in_it(demo: Entrance) -> None:
    with demo.reading() as means:
        actor = actor_by_email(means, REVIEWER)
        lines = list_batches(actor, means)
        contents = {line.id: means.files.read(open_file(actor, means, line.id)[0]) for line in lines}
    for line in lines:
        found = guess(demo, contents[line.id], "sans nom.bin")
        assert (found.supplier, found.lots, found.why[0][0]) == (line.supplier, line.lots, "headers"), line.file_name


@pytest.mark.parametrize(
    ("name", "supplier", "lots", "why"),
    [
        ("claironde_tarif_2027.csv", "CLAIRONDE", (), "stem"),
        ("Tarif BRUMEVERT décembre.csv", "BRUMEVERT", (), "named"),
        ("BRUMEVERT lot 3 maj.csv", "BRUMEVERT", ("ENT-3",), "named"),
    ],
)
def test_a_name_tells_enough(demo: Entrance, name: str, supplier: str, lots: tuple[str, ...], why: str) -> None:
    found = guess(demo, b"x;y;z\n1;2;3\n", name)
    assert (found.supplier, found.lots, found.why[0][0]) == (supplier, lots, why)


def test_several_lots_are_guessed_only_where_the_rows_name_theirs(demo: Entrance) -> None:
    assert guess(demo, "N° lot;y\n1;2\n".encode(), "claironde_tarif_2027.csv").lots == ("ENT-1", "ENT-2")


def test_the_name_inside_the_file_tells_too(demo: Entrance) -> None:
    found = guess(demo, b"Septalune SARL, tarif public\nx;y\n1;2\n", "prix.csv")
    assert (found.supplier, [code for code, _ in found.why]) == ("SEPTALUNE", ["inside"])


def test_nothing_is_guessed_from_nothing_or_from_two(demo: Entrance) -> None:
    assert guess(demo, b"x;y;z\n1;2;3\n", "prix.csv") == Guess()
    assert guess(demo, b"Claironde et Septalune\n", "prix.csv") == Guess()


def test_a_supplier_delivers_for_itself_whatever_the_file_says(demo: Entrance) -> None:
    assert guess(demo, b"Septalune\n", "septalune_catalogue.csv", SUPPLIER).supplier == "CLAIRONDE"
    with pytest.raises(NotAllowed):
        guess(demo, b"x", "x.csv", BUYER)
