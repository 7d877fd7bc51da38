"""Files that the tests of the staff's screens hand in, and who does it."""

from __future__ import annotations

import io

from catalog.entrance import Entrance
from catalog.services.intake.receive import Delivery, Mode
from catalog.services.people.accounts import actor_by_email

PUBLISHER, AUDITOR = "publication@capdemo.example", "audit@capdemo.example"
ASKING = """Réf. article;Désignation;Prix TTC;Unité de vente;Code interne
SL-9001;Nettoyant amarante pour sols, bidon 5 L (essai);12,00;bidon;A1
SL-9002;Lessive amarante sans parfum, bidon 3 L (essai);sur devis;bidon;A2
SL-9003;Savon amarante doux, flacon 500 mL (essai);4,80;flacon;A3
"""
UNKNOWN_WORDS = """Kolumna;Nazwa tuta;Wartosc xyz
K-1;Nettoyant amarante vert (essai);10,00
K-2;Nettoyant amarante bleu (essai);12,50
"""


def receive(
    demo: Entrance,
    content: str | bytes,
    name: str,
    supplier: str = "SEPTALUNE",
    lots: tuple[str, ...] = ("ENT-4",),
    mode: Mode = "patch",
) -> int:
    """The batch of a file that the publisher hands in."""
    with demo.reading() as means:
        actor = actor_by_email(means, PUBLISHER)
    raw = content.encode() if isinstance(content, str) else content
    return demo.receive(actor, Delivery(supplier, lots, name, mode), io.BytesIO(raw)).batch
