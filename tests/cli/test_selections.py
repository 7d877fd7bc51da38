"""Selections on the command line: as a member (--user), never as the operator; order lists as files."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

from catalog.entrance import Entrance
from catalog.services.buying import select
from catalog.services.buying.select import OfferName
from catalog.services.people.accounts import actor_by_email
from catalog.settings import settings_from
from tests.cli.test_commands import Run, run

__all__ = ["run"]

BUYER, STRANGER = ("--user", "achats@lucioles.example"), ("--user", "gestion@aldebaran.example")


def chosen() -> int:
    """A selection of two holders' offers, in the demonstration that the commands work on."""
    door = Entrance(settings_from(os.environ))
    with door.writing() as means:
        actor = actor_by_email(means, BUYER[1])
        wanted = (OfferName("BRUMEVERT", "BV31002", "ENT-3"), OfferName("CLAIRONDE", "CL22301"))
        return select.add(actor, means, door.shelf.edition(means), wanted, 2)


def test_shown_and_written_for_its_organisation_alone(run: Run, tmp_path: Path) -> None:
    number = str(chosen())
    assert [(each["selection"], each["lines"]) for each in run("selection", "list", *BUYER)[1]["selections"]] == [
        (number, 2)
    ]
    shown = run("selection", "show", number, *BUYER)[1]
    assert [(each["reference"], each["quantity"], each["total"]) for each in shown["lines"]] == [
        ("BV31002", 2, "30.58"), ("CL22301", 2, "15.80"),
    ]  # fmt: skip
    holder = shown["holders"][0]
    assert (holder["supplier"], holder["goods"], holder["with_vat"], holder["minimum_missing"], holder["sole"]) == (
        "BRUMEVERT", "30.58", "36.70", "9.42", True,
    )  # fmt: skip
    out = tmp_path / "listes.zip"
    status, made = run("selection", "order", number, "--format", "csv", "-o", str(out), *BUYER)
    assert (status, made["name"]) == (0, "commandes-2026-11-22.zip")
    names = zipfile.ZipFile(out).namelist()
    assert names == ["commande-brumevert-2026-11-22.csv", "commande-claironde-2026-11-22.csv"]
    assert run("selection", "show", number, *STRANGER)[0] == 2
    assert run("selection", "show", number)[0] == 3
    assert run("selection", "order", number, "-o", str(tmp_path / "no" / "x.zip"), *BUYER)[1]["refusal"]["code"] == (
        "file.not_written"
    )
