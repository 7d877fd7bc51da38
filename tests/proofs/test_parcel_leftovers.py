"""What of a parcel waits: tied by a person, or put away with a reason; by whom, and by whom never."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from catalog.errors import Conflict, Invalid, NotFound, Refusal
from catalog.models import (
    Proof,
)
from catalog.services.proofs.parcel_show import list_parcels, open_item, show_parcel
from catalog.services.proofs.parcel_tie import dismiss, tie
from tests.proofs.papers import PNG, certificate, datasheet, sheet
from tests.proofs.parcel_world import EAN, Place, place

__all__ = ["place"]


def waiting(place: Place) -> tuple[int, dict[str, int]]:
    parcel = place.send(
        {"a.pdf": sheet("Sans nom"), "b.pdf": datasheet("b"), "c.pdf": certificate("x"), "VN-1001.png": PNG}
    )
    with place.entrance.reading() as means:
        found = show_parcel(place.who("supplier"), means, parcel, "waiting").items
    return parcel, {item.name: item.id for item in found}


def test_a_person_ties_what_waits(place: Place) -> None:
    parcel, ids = waiting(place)
    supplier = place.who("supplier")
    with place.entrance.writing() as means:
        (proof,) = tie(supplier, means, parcel, [ids["a.pdf"]], references=["VN-1001", EAN], kind="safety_sheet")
        assert tie(supplier, means, parcel, [ids["b.pdf"]], references=["VN-1002"], kind="datasheet") == [None]
        says = {"attribute": "ecolabelled", "valid_from": dt.date(2026, 1, 1), "valid_until": dt.date(2027, 1, 1)}
        (licence,) = tie(supplier, means, parcel, [ids["c.pdf"]], references=["VN-1002"], kind="certificate", says=says)
    assert place.covered(parcel)["a.pdf"] == [("VN-1001", "person"), ("VN-1002", "person")]
    with place.entrance.reading() as means:
        sheet_ = show_parcel(supplier, means, parcel)
        assert sheet_.line.counts == {"taken": 4}
        assert {item.name: item.proof for item in sheet_.items} == {
            "a.pdf": proof,
            "b.pdf": None,
            "c.pdf": licence,
            "VN-1001.png": None,
        }
        kept = means.session.get_one(Proof, licence)
        assert (kept.kind, kept.number, kept.valid_until) == ("certificate", "FR/020/118", dt.date(2027, 1, 1))
    with place.entrance.writing() as means, pytest.raises(Conflict) as refusal:
        tie(supplier, means, parcel, [ids["a.pdf"]], references=["VN-1001"], kind="datasheet")
    assert refusal.value.code == "parcel.item_answered"


def test_what_is_dismissed_has_a_reason(place: Place) -> None:
    parcel, ids = waiting(place)
    with place.entrance.writing() as means:
        with pytest.raises(Invalid) as refusal:
            dismiss(place.who("supplier"), means, parcel, list(ids.values()), " ")
        assert refusal.value.code == "parcel.reason_missing"
        assert dismiss(place.who("supplier"), means, parcel, [ids["a.pdf"], ids["b.pdf"]], "ancienne version") == 2
    assert place.states(parcel)["a.pdf"] == ("dismissed", "safety_sheet", "ancienne version")
    with place.entrance.reading() as means:
        line = show_parcel(place.who("reviewer"), means, parcel).line
    assert (line.files, line.counts) == (4, {"dismissed": 2, "taken": 1, "waiting": 1})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"references": ["OR-1001"]}, "proof.references_unknown"), ({"references": []}, "proof.no_reference"),
        ({"kind": "rumour"}, "parcel.kind_unknown"), ({"kind": "certificate"}, "parcel.not_all_said"),
        ({"kind": "certificate", "says": {"attribute": "x", "valid_from": dt.date(2026, 1, 1)}}, "proof.attribute_unknown"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_cannot_be_tied_stays_waiting(place: Place, changes: dict[str, Any], code: str) -> None:
    parcel, ids = waiting(place)
    given: dict[str, Any] = {"references": ["VN-1001"], "kind": "datasheet"} | changes
    with pytest.raises(Invalid) as refusal, place.entrance.writing() as means:
        tie(place.who("supplier"), means, parcel, [ids["b.pdf"]], **given)
    assert refusal.value.code == code
    assert place.states(parcel)["b.pdf"][0] == "waiting"


ROLES = (
    "reviewer",
    "publisher",
    "admin",
    "auditor",
    "supplier",
    "supplier_admin",
    "other_supplier",
    "buyer",
    "prescriber",
)
SENDS = {"reviewer", "publisher", "supplier", "supplier_admin"}


def outcome(ask: Any) -> str:
    try:
        ask()
    except Refusal as refusal:
        return f"{type(refusal).__name__} {refusal.code}"
    return "done"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_each_role_with_each_service(place: Place, role: str) -> None:
    parcel, ids = waiting(place)
    actor, refused = place.who(role), "NotAllowed right.missing"
    sent = outcome(lambda: place.send({"VN-1001.png": PNG + role.encode()}, role))
    with place.entrance.writing() as means:
        tried = {
            "show": outcome(lambda: show_parcel(actor, means, parcel)),
            "open": outcome(lambda: open_item(actor, means, ids["a.pdf"])),
            "tie": outcome(lambda: tie(actor, means, parcel, [ids["b.pdf"]], references=["VN-1001"], kind="datasheet")),
            "dismiss": outcome(lambda: dismiss(actor, means, parcel, [ids["c.pdf"]], "non")),
        }
    reads, other = role not in ("buyer", "prescriber"), role == "other_supplier"
    gone = "NotFound parcel.item_unknown"
    assert sent == ("done" if role in SENDS else "NotFound thing.unknown" if other else refused)
    assert tried == {
        "show": "NotFound parcel.unknown" if other else "done" if reads else refused,
        "open": gone if other else "done" if reads else refused,
        "tie": "done" if role in SENDS else gone if other else refused,
        "dismiss": "done" if role in SENDS else gone if other else refused,
    }


def test_anothers_parcel_is_none(place: Place) -> None:
    parcel, ids = waiting(place)
    other = place.who("other_supplier")
    with place.entrance.writing() as means:
        assert list_parcels(other, means) == []
        answers = []
        for number, item in ((parcel, ids["a.pdf"]), (1, 1)):
            for ask in (
                lambda n=number: show_parcel(other, means, n),
                lambda i=item: open_item(other, means, i),
                lambda n=number, i=item: tie(other, means, n, [i], references=["OR-1001"], kind="datasheet"),
                lambda n=number, i=item: dismiss(other, means, n, [i], "non"),
            ):
                with pytest.raises(NotFound) as refusal:
                    ask()
                answers.append(refusal.value.code)
    assert answers[:4] == answers[4:]


def test_a_supplier_names_its_own_products_alone(place: Place) -> None:
    """Another's reference in a file's name is a word like any other."""
    parcel = place.send({"OR-1001.pdf": sheet("Vitres")})
    assert place.states(parcel) == {"OR-1001.pdf": ("waiting", "safety_sheet", "parcel.wait.no_product")}
    with pytest.raises(NotFound):
        place.send({"OR-1001.pdf": sheet("Vitres")}, supplier="ORGE")
