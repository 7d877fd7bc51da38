"""A small world with work to do: an entrance on a migrated database, one supplier's files as bytes."""

from __future__ import annotations

import io

from catalog.access import OPERATOR
from catalog.entrance import Entrance
from catalog.services.intake.receive import Delivery, Mode
from catalog.settings import Settings
from tests.release.world import set_up

PRICES = b"Ref;Designation;Prix HT\nA;Savon doux 5 L;12,40\nB;Gel mains 1 L;3,10\n"
ASKING = b"Ref;Designation;Prix HT;Tarif HT\nA;Savon doux 5 L;12,40;13,40\nB;Gel mains 1 L;3,10;4,10\n"


def opened(settings: Settings) -> Entrance:
    """The door of a house where the central body, its agreement and its suppliers stand."""
    entrance = Entrance(settings)
    with entrance.writing() as means:
        set_up(means)
    return entrance


def stored(entrance: Entrance, content: bytes) -> str:
    """The SHA-256 of bytes put into the file store."""
    return entrance.files.put_stream(io.BytesIO(content))


def delivery(name: str = "tarif.csv", mode: Mode = "full", supplier: str = "HYG") -> Delivery:
    """A supplier's file for the first lot."""
    return Delivery(supplier, ("ENT-L1",), name, mode)


def lined_up(entrance: Entrance, content: bytes = PRICES, name: str = "tarif.csv", supplier: str = "HYG") -> int:
    """The job that receives these bytes."""
    return entrance.enqueue_receive(OPERATOR, delivery(name, supplier=supplier), stored(entrance, content))
