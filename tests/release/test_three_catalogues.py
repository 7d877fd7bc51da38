"""Three successive catalogues of one supplier: rehearsal equals result, a correction survives the second, both values
show at the third, and undo goes back through all of them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from catalog.access import OPERATOR
from catalog.means.means import Means
from catalog.published.notes import notes_of
from catalog.queries import agreements, release
from catalog.queries.references import ids_by_reference
from catalog.services.intake.answer import answer
from catalog.services.intake.receive import Delivery, prepare, receive
from catalog.services.release import correct as correcting
from catalog.services.release import suspend as suspending
from catalog.services.release.fingerprint import fingerprint
from catalog.services.release.publish import publish
from catalog.services.release.rehearse import Rehearsal, rehearse
from catalog.services.release.rename import rename
from catalog.services.release.undo import undo
from imports.reading import read_file
from tests.release.compared import figures, result
from tests.release.world import set_up

HEAD = "Réf. article;Désignation;Marque;Code EAN;P.U. HT (€);TVA;Unité de commande;Colisage;Label;Délai (j)"
KINDS = ("Nettoyant sol neutre", "Dégraissant cuisine", "Savon mains doux", "Détartrant sanitaire", "Liquide vaisselle")
SIZES = ("500 ml", "1 L", "5 L", "20 L")
WHY = "vu avec le titulaire le 20/11"
JANUARY = dt.date(2027, 1, 1)
Line = list[str]


def catalogue() -> dict[str, Line]:
    """Twenty products as a supplier lists them: reference -> its cells."""
    found: dict[str, Line] = {}
    for number, (kind, size) in enumerate((kind, size) for kind in KINDS for size in SIZES):
        reference = f"{number + 1:05}"
        label = "Écolabel UE" if number % 3 == 0 else ""
        found[reference] = [reference, f"{kind} {size}", "Propre & Co", gtin(number), f"{3 + number},{40 + number}",
                            "20 %", "bidon" if size.endswith("L") else "flacon", "4", label, "5"]  # fmt: skip
    return found


def gtin(number: int) -> str:
    body = f"376012345{number:03}"
    weighed = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return f"{body}{-weighed % 10}"


def second() -> dict[str, Line]:
    """Prices rise by five cents on every fourth line, three lines are new, two gone; one of these under another number."""
    found = catalogue()
    for reference in list(found)[::4]:
        found[reference][4] = found[reference][4][:-1] + "9"
    del found["00020"]
    moved = found.pop("00019")
    found["10019"] = ["10019", *moved[1:]]
    for number, name in ((31, "Essuie-mains plié recyclé"), (32, "Bobine blanche 450 formats")):
        found[f"{number:05}"] = [
            f"{number:05}",
            name,
            "Papivert",
            gtin(number),
            "18,20",
            "20 %",
            "carton",
            "6",
            "",
            "3",
        ]
    return found


def third() -> dict[str, Line]:
    """The supplier itself changes the price that was corrected, and drops the label of a line."""
    found = second()
    found["00002"][4] = "4,75"
    found["00004"][8] = ""
    return found


@pytest.fixture
def world(means: Means) -> Means:
    set_up(means)
    return means


def send(means: Means, folder: Path, lines: dict[str, Line], **answers: str) -> int:
    """A catalogue as a file, read by the importer and received; its batch."""
    content = "\r\n".join(["Tarif 2027 ;;;;;;;;;", HEAD, *(";".join(cells) for cells in lines.values())]).encode(
        "cp1252"
    )
    sha256 = hashlib.sha256(content).hexdigest()
    path = folder / sha256
    path.write_bytes(content)
    delivery = Delivery("HYG", ("ENT-L1",), f"Tarif {sha256[:4]}.csv", answers=answers)
    reading = read_file(path, prepare(OPERATOR, means, delivery))
    assert (reading.verdict, reading.imported) == ("import", len(lines))
    return receive(OPERATOR, means, delivery, sha256, reading).batch


def publish_as_rehearsed(means: Means, batch: int, effective: dt.date | None = None) -> Rehearsal:
    """Publish a batch; what it changed is what its rehearsal said."""
    said = rehearse(OPERATOR, means, batch, effective)
    number = publish(OPERATOR, means, [batch], effective=effective, basis="art. 6")
    assert result(means, said.publication, number, "HYG") == figures(said)
    return said


def correct(means: Means, reference: str, field: str, text: str) -> None:
    correcting.correct(OPERATOR, means, correcting.Wanted("HYG", reference, field, text, WHY))


def mark(means: Means, day: dt.date | None = None) -> str:
    return fingerprint(OPERATOR, means, day).value


def test_three_catalogues_there_and_back(world: Means, tmp_path: Path) -> None:
    marks = [mark(world)]
    said = publish_as_rehearsed(world, send(world, tmp_path, catalogue()))
    assert (said.changes.new_offers, said.changes.changed_offers) == (20, 0)
    marks.append(mark(world))
    correct(world, "00002", "price", "4,10")
    marks.append(mark(world))
    correct(world, "00003", "name", "Nettoyant sol neutre bidon 5 L")
    marks.append(mark(world))

    batch = send(world, tmp_path, second(), withdraw="yes")
    proposed = {each.old: (each.new, each.why) for each in rehearse(OPERATOR, world, batch).successions}
    assert proposed["00019"] == ("10019", "gtin")
    answer(OPERATOR, world, batch, {"succession:00019": "rename:10019"})
    said = publish_as_rehearsed(world, batch)
    assert (said.changes.new_offers, said.changes.changed_offers, len(said.changes.gone)) == (2, 5, 1)
    assert {(each.correction.field, each.state) for each in said.corrections} == {("price", "kept"), ("name", "kept")}
    marks.append(mark(world))

    said = publish_as_rehearsed(world, send(world, tmp_path, third()))
    lapsed = next(each for each in said.json()["corrections"] if each["state"] == "lapsed")
    assert [lapsed[name] for name in ("reference", "corrected", "supplier_before", "supplier_now")] == [
        "00002", "4.10", "4.41", "4.75",
    ]  # fmt: skip
    (note,) = notes(world, "00002")
    assert [note[name] for name in ("corrected", "supplier_before", "supplier_now", "state")] == [
        "4.10", "4.41", "4.75", "lapsed",
    ]  # fmt: skip
    assert [each["state"] for each in notes(world, "00003")] == ["kept"]

    for expected in reversed(marks):
        undo(OPERATOR, world)
        assert mark(world) == expected


def notes(means: Means, reference: str) -> list[dict[str, object]]:
    supplier = agreements.organisations(means.session)["HYG"].id
    product = ids_by_reference(means.session, supplier, [reference])[reference]
    found = notes_of(means.session, supplier, product, release.newest(means.session), ["ENT-L1"])
    return list(found.json()["corrections"])


def test_the_same_with_the_third_waiting_and_verbs_below_it(world: Means, tmp_path: Path) -> None:
    publish_as_rehearsed(world, send(world, tmp_path, catalogue()))
    publish_as_rehearsed(world, send(world, tmp_path, third(), withdraw="yes"), JANUARY)
    marks = [(mark(world), mark(world, JANUARY))]
    correct(world, "00005", "lead_time_days", "2")
    marks.append((mark(world), mark(world, JANUARY)))
    suspending.suspend(OPERATOR, world, suspending.Wanted("HYG", "00006", WHY))
    marks.append((mark(world), mark(world, JANUARY)))
    rename(OPERATOR, world, "HYG", "00007", "P-00007", WHY)
    marks.append((mark(world), mark(world, JANUARY)))
    publish_as_rehearsed(world, send(world, tmp_path, second() | {"00007": catalogue()["00007"]}))
    assert len({pair for each in marks for pair in each}) == 8
    for expected in reversed(marks):
        undo(OPERATOR, world)
        assert (mark(world), mark(world, JANUARY)) == expected
