"""A supplier with many tags to decide: remanufactured cartridges received, published, proven and asked about."""

from __future__ import annotations

import datetime as dt
import io

from catalog.access import OPERATOR
from catalog.entrance import Entrance
from catalog.services.intake.receive import Delivery
from catalog.services.people.accounts import actor_by_email
from catalog.services.proofs import add, check
from catalog.services.release.publish import publish
from catalog.services.validation.ask import Asked, Made, request_validation

SUPPLIER, LOT, RANGE = "ENCRELUNE", "NUM-2", "impression-remanufacturee"
STAFF, PERSON = "controle@capdemo.example", "catalogue@encrelune.example"
DUE = dt.date(2026, 12, 6)
HEAD = "Référence;Désignation;Prix HT;Unité de vente;Famille;Remanufacturé\n"
LINE = "ESSAI/{n:04d};Toner remanufacturé pour Essai {n:04d} noir;{price},50;pièce;Consommables d'impression;O\n"


def references(n: int) -> list[str]:
    """The references of the made products."""
    return [f"ESSAI/{place:04d}" for place in range(1, n + 1)]


def grown(demo: Entrance, n: int) -> list[str]:
    """Add `n` remanufactured cartridges with a checked proof; their references."""
    content = HEAD + "".join(LINE.format(n=place, price=20 + place % 40) for place in range(1, n + 1))
    stream = io.BytesIO(content.encode())
    batch = demo.receive(OPERATOR, Delivery(SUPPLIER, (LOT,), "essai.csv", "patch"), stream).batch
    made = references(n)
    with demo.writing() as means:
        publish(OPERATOR, means, [batch])
        proof = add.add(
            OPERATOR, means, supplier=SUPPLIER, references=made, attribute="remanufactured", kind="certificate",
            basis="document", label="NF_ENVIRONNEMENT", number="NF335/0999", issuer="Organisme d’essai",
            valid_from=dt.date(2026, 1, 1), valid_until=dt.date(2027, 12, 31), document=b"%PDF-1.4 essai",
            document_name="NF335-0999.pdf",
        )  # fmt: skip
        check.check(OPERATOR, means, proof, True, "Liste de modèles jointe")
    return made


def asked(demo: Entrance, supplier: str = SUPPLIER, ranges: tuple[str, ...] = (RANGE,), **more: object) -> Made:
    """The reviewer asks the supplier to validate."""
    with demo.writing() as means:
        wanted = Asked(supplier, ranges, DUE, **more)  # type: ignore[arg-type]
        return request_validation(actor_by_email(means, STAFF), means, wanted)
