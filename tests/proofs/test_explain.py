"""Explain: what a product carries on a day and why, for those who may see it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from catalog.access import OPERATOR, Actor
from catalog.errors import NotFound, Refusal
from catalog.evidence.fact_changes import record_fact
from catalog.means.clock import Clock
from catalog.means.means import Means
from catalog.models import Membership
from catalog.queries import proofs, ranges
from catalog.reference.shipped import facts_of
from catalog.services.buying.explain import Explanation, explain
from catalog.services.facts.load import load_facts
from catalog.services.proofs.add import add
from catalog.services.proofs.check import check
from catalog.services.validation.review import contest_tag
from tests.proofs.world import LONG_AGO, PDF, World
from tests.ranges.validated import validate_all

TODAY = dt.date(2026, 11, 22)
END = dt.date(2026, 12, 31)
BEGIN = dt.date(2026, 1, 6)


def on(means: Means, day: dt.date) -> Means:
    """The same means, on another day."""
    return dataclasses.replace(means, clock=Clock(day))


@pytest.fixture
def stocked(means: Means, world: World) -> World:
    """The world with its facts loaded before anything was published."""
    load_facts(OPERATOR, on(means, BEGIN))
    return world


def licence(means: Means, world: World, reference: str = "V-1", until: dt.date | None = END) -> int:
    return add(
        world.actors["supplier"], means, supplier="VERNET", references=[reference], attribute="ecolabelled", kind="licence",
        label="EU_ECOLABEL", number="FR/020/118", valid_from=dt.date(2026, 1, 1), valid_until=until,
        document=PDF, document_name="licence.pdf",
    )  # fmt: skip


def tag(means: Means, actor: Actor = OPERATOR, reference: str = "V-1", day: dt.date | None = None) -> tuple[Any, ...]:
    found = explain(actor, means, "VERNET", reference, on=day).tags["ecolabelled"]
    return found.state, found.standing, found.basis, found.until


def test_a_claim_alone_and_a_recorded_proof_alone_are_never_yes(means: Means, stocked: World) -> None:
    assert tag(means) == ("unknown", "to_verify", None, None)
    number = licence(means, stocked)
    assert tag(means)[:2] == ("unknown", "to_verify")
    check(stocked.actors["reviewer"], means, number, True, "lu")
    assert tag(means) == ("yes", "verified", "label", END)
    check(stocked.actors["reviewer"], means, number, False, "erreur")
    assert tag(means)[0] == "unknown"


def test_the_day_after_the_end_it_is_no_longer_yes_with_nothing_run(means: Means, stocked: World) -> None:
    check(stocked.actors["reviewer"], means, licence(means, stocked), True, "lu")

    last, after = on(means, END), on(means, END + dt.timedelta(days=1))
    assert tag(last)[:2] == ("yes", "verified")
    assert tag(after)[:2] == ("unknown", "expired")
    assert explain(OPERATOR, after, "VERNET", "V-1").lots == ("ENT-1", "PAP-1")
    assert tag(after, day=END)[0] == tag(means)[0] == "yes"
    assert tag(means, day=END + dt.timedelta(days=1))[:2] == ("unknown", "expired")


def test_a_decision_recorded_later_changes_no_earlier_day(means: Means, stocked: World) -> None:
    number = licence(on(means, dt.date(2026, 6, 1)), stocked)
    reviewer = stocked.actors["reviewer"]
    check(reviewer, on(means, dt.date(2026, 6, 10)), number, True, "lu")
    days = [dt.date(2026, 5, 31), dt.date(2026, 6, 9), dt.date(2026, 6, 10), dt.date(2026, 11, 21), TODAY]
    before = [tag(means, day=day)[0] for day in days]
    check(reviewer, means, number, False, "la référence n’y figure pas")

    assert before == ["unknown", "unknown", "yes", "yes", "yes"]
    assert [tag(means, day=day)[0] for day in days] == ["unknown", "unknown", "yes", "yes", "unknown"]


def test_the_contracts_object(means: Means, stocked: World) -> None:
    number = licence(means, stocked)
    check(stocked.actors["reviewer"], means, number, True, "lu")
    told = explain(stocked.actors["buyer"], means, "VERNET", " V-1 ").json()

    assert told["product"] == {
        "supplier": "VERNET", "reference": "V-1", "lot": "ENT-1", "lots": ["ENT-1"], "name": "Nettoyant sols écolabellisé 5 L"
    }  # fmt: skip
    assert (told["on"], told["publication"]) == ("2026-11-22", 1)
    assert list(told["tags"])[:3] == ["ecolabelled", "remanufactured", "early_childhood"]
    mark = told["tags"]["ecolabelled"]
    assert (mark["state"], mark["standing"], mark["basis"], mark["until"]) == ("yes", "verified", "label", "2026-12-31")
    assert mark["ends"] == {"licence": "2026-12-31", "criteria": "2026-12-31", "contract": "2029-12-31"}
    assert (mark["outcome"], mark["missing"], mark["warnings"]) == (None, [], [])
    child = told["tags"]["early_childhood"]
    assert (child["outcome"], [asked["code"] for asked in child["missing"]]) == (
        "undecidable",
        ["sheet", "ingredients"],
    )
    shown = [rule["proof"] for rule in mark["rules"] if rule["proof"]]
    sha256 = stored(means, number)
    assert {
        "kind": "licence", "document": f"sha256:{sha256}", "page": None, "issued": "2026-01-01", "until": "2026-12-31"
    } in shown  # fmt: skip
    place = {"file": "vernet.csv", "sheet": None, "row": 2, "column": "Label"}
    assert place in [rule["source"] for rule in mark["rules"]]
    for each in told["tags"].values():
        for said in (each, *each["rules"]):
            assert said["fr"]
            assert said["en"]
            assert said["fr"] != said["en"]


def stored(means: Means, number: int) -> str | None:
    proof = proofs.find(means.session, number)
    return proof.document if proof else None


def ranged(means: Means, world: World, code: str, at: dt.datetime = LONG_AGO, **rule: list[str]) -> None:
    ranges.add_version(
        means.session, central_id=world.organisations["CAP"], code=code, name_fr=code, name_en=code, rule=rule,
        profile="strict", description_fr="Exemple.", description_en="Example.", by=OPERATOR, at=at,
    )  # fmt: skip


def test_ranges_lot_by_lot_and_rules_short(means: Means, stocked: World) -> None:
    ranged(means, stocked, "eco", attributes=["ecolabelled"])
    ranged(means, stocked, "eco-paper", attributes=["ecolabelled"], lots=["PAP-1"])
    ranged(means, stocked, "both", attributes=["ecolabelled", "early_childhood"], families=["OFFICE_PAPER"])
    validate_all(means)

    def told(lot: str | None = None) -> dict[str, Any]:
        found = explain(OPERATOR, means, "VERNET", "V-1", lot).json()["ranges"]
        return {code: (each["in"], each["rules_short"], each["lots"]) for code, each in found.items()}

    out, short = {"in": False, "rules_short": 1}, {"in": False, "rules_short": 2}
    assert told()["eco"] == (False, 1, {"ENT-1": out, "PAP-1": out})
    assert told()["eco-paper"] == (False, 1, {"PAP-1": out, "ENT-1": short})
    check(stocked.actors["reviewer"], means, licence(means, stocked), True, "lu")
    inside = {"in": True, "rules_short": 0}
    assert told()["eco"] == (True, 0, {"ENT-1": inside, "PAP-1": inside})
    assert told()["eco-paper"] == (True, 0, {"PAP-1": inside, "ENT-1": out})
    assert told("ENT-1")["eco-paper"] == (False, 1, {"ENT-1": out})
    assert told()["both"][:2] == (False, 2)


def test_a_missing_validation_is_a_rule_of_its_own(means: Means, stocked: World) -> None:
    ranged(means, stocked, "eco", attributes=["ecolabelled"])
    check(stocked.actors["reviewer"], means, licence(means, stocked), True, "lu")

    def told(day: dt.date | None = None) -> tuple[bool, int, str, str]:
        found = explain(OPERATOR, means, "VERNET", "V-1", "ENT-1", on=day).json()["ranges"]["eco"]
        last = found["rules"][-1]
        return found["in"], found["rules_short"], last["rule"], last["en"]

    waits = (False, 1, "RG-VALIDATION")
    assert told() == (*waits, "Version 1 of the range waits for validation by the central body.")
    validate_all(means, suppliers=[])
    assert told() == (*waits, "Version 1 of the range waits for validation by the supplier.")
    before = told(dt.date(2026, 11, 21))
    assert before == (False, 2, "RG-VALIDATION", "Version 1 of the range waits for validation by the central body.")
    validate_all(means)
    assert told()[:2] == (True, 0)


def test_a_ranges_rules_are_told_in_both_languages(means: Means, stocked: World) -> None:
    ranged(means, stocked, "eco", attributes=["ecolabelled"], families=["CLEANING"], lots=["ENT-1"])
    found = explain(OPERATOR, means, "VERNET", "V-1", "ENT-1", "eco").json()["ranges"]

    assert list(found) == ["eco"]
    assert [rule["outcome"] for rule in found["eco"]["rules"]].count("pass") == 2
    assert all(rule["fr"] and rule["en"] and rule["fr"] != rule["en"] for rule in found["eco"]["rules"])


def answer(ask: Any) -> Any:
    try:
        found: Explanation = ask()
    except Refusal as refusal:
        return refusal.code
    return found.lots


UNKNOWN = "product.unknown"
BOTH = ("ENT-1", "PAP-1")


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("reviewer", (BOTH, ("ENT-1",), ("ENT-1",))),
        ("publisher", (BOTH, ("ENT-1",), ("ENT-1",))),
        ("admin", (BOTH, ("ENT-1",), ("ENT-1",))),
        ("auditor", (BOTH, ("ENT-1",), ("ENT-1",))),
        ("supplier", (BOTH, ("ENT-1",), UNKNOWN)),
        ("supplier_admin", (BOTH, ("ENT-1",), UNKNOWN)),
        ("other_supplier", (UNKNOWN, UNKNOWN, ("ENT-1",))),
        ("buyer", (("ENT-1",), ("ENT-1",), ("ENT-1",))),
        ("buyer_admin", (("ENT-1",), ("ENT-1",), ("ENT-1",))),
        ("prescriber", (("ENT-1",), ("ENT-1",), ("ENT-1",))),
        ("other_buyer", (("PAP-1",), UNKNOWN, UNKNOWN)),
    ],
)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_each_role_sees_its_own_products_and_lots(means: Means, stocked: World, role: str, seen: Any) -> None:
    actor = stocked.actors[role]
    asked = (("VERNET", "V-1"), ("VERNET", "V-2"), ("ORGE", "O-1"))
    assert tuple(answer(lambda key=key: explain(actor, means, *key)) for key in asked) == seen
    for supplier, reference in (("VERNET", "V-9"), ("NOBODY", "V-1"), ("CRECHE", "V-1")):
        assert answer(lambda s=supplier, r=reference: explain(actor, means, s, r)) == UNKNOWN


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_lot_or_range_of_others_answers_as_none(means: Means, stocked: World) -> None:
    ranged(means, stocked, "paper", attributes=["ecolabelled"], lots=["PAP-1"])
    buyer = stocked.actors["buyer"]
    for lot in ("PAP-1", "NOWHERE"):
        assert answer(lambda lot=lot: explain(buyer, means, "VERNET", "V-1", lot)) == "product.not_in_lot"
    for code in ("paper", "nowhere"):
        assert answer(lambda code=code: explain(buyer, means, "VERNET", "V-1", None, code)) == "range.unknown"
    assert explain(buyer, means, "VERNET", "V-1").ranges == {}
    assert list(explain(stocked.actors["other_buyer"], means, "VERNET", "V-1").ranges) == ["paper"]


def test_leaving_an_agreement_cuts_the_past_too(means: Means, stocked: World) -> None:
    buyer, before = stocked.actors["buyer"], dt.date(2026, 10, 1)
    assert explain(buyer, means, "VERNET", "V-1", on=before).lots == ("ENT-1",)
    joined = means.session.query(Membership).filter_by(organisation_id=buyer.organisation_id).one()
    means.session.add(
        Membership(
            organisation_id=joined.organisation_id, agreement_id=joined.agreement_id, valid_from=joined.valid_from,
            valid_until=dt.date(2026, 11, 21), recorded_at=means.clock.now(),
        )
    )  # fmt: skip
    means.session.flush()

    for day in (None, before):
        with pytest.raises(NotFound):
            explain(buyer, means, "VERNET", "V-1", on=day)


def test_before_the_first_publication_there_is_no_product(means: Means, stocked: World) -> None:
    with pytest.raises(NotFound) as refusal:
        explain(OPERATOR, means, "VERNET", "V-1", on=dt.date(2026, 2, 28))
    assert refusal.value.code == UNKNOWN


def test_a_contest_is_told_to_members_without_its_reason(means: Means, stocked: World) -> None:
    check(stocked.actors["reviewer"], means, licence(means, stocked), True, "lu")
    contest_tag(stocked.actors["reviewer"], means, "VERNET", "V-1", "ecolabelled", "litige avec le certificateur")
    told = {who: str(explain(stocked.actors[who], means, "VERNET", "V-1").json()) for who in ("supplier", "buyer")}
    assert "litige avec le certificateur" in told["supplier"]
    assert "litige" not in told["buyer"]
    assert (
        "Contesté par la centrale le 22\u00a0novembre 2026. Rien ne compte avant que ce soit réglé."
        in explain(stocked.actors["buyer"], means, "VERNET", "V-1").json()["tags"]["ecolabelled"]["fr"]
    )


def test_a_rule_says_that_its_fact_is_to_be_confirmed_until_somebody_has(means: Means, stocked: World) -> None:
    """The product group of a licence, asserted as a low-confidence fact, then confirmed at its source."""
    key = ("ecolabel_group", "EU_ECOLABEL/020")
    payload = next(fact.payload for fact in facts_of(key[0]) if fact.key == key[1])
    assert key not in explain(OPERATOR, means, "VERNET", "V-1").to_confirm
    for confidence, to_confirm in (("low", True), ("verified", False)):
        record_fact(
            OPERATOR, means, *key, payload, source="Décision (UE) 2018/1702", confidence=confidence, reason="lu"
        )
        later = on(means, TODAY + dt.timedelta(days=1))
        assert (key in explain(OPERATOR, later, "VERNET", "V-1").to_confirm) is to_confirm
