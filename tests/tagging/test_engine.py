"""Three states, one engine: the truth table of proofs, claims, contests and days."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.tagging.engine import tags_of
from catalog.tagging.records import Contest, Product, Proof
from tests.tagging.samples import CERTIFICATE, DAY, HAZARDS, PROOF, SHEET, product, tag, told, vocabulary

CLEANER = product()
TONER = product("Toner remanufacturé noir", family="PRINT_CONSUMABLES")
CLAIMED = product("Nettoyant sols écolabellisé")
LICENSED = product(cells=[(None, "Label", "Écolabel européen FR/020/901")])
STAFF = Contest("ecolabelled", "staff", "licence d’un autre produit", dt.date(2026, 11, 1))


def test_every_attribute_has_an_answer_in_the_order_of_the_facts() -> None:
    tags = tags_of(CLEANER, (), (), vocabulary(), DAY)
    assert [*tags] == [
        "ecolabelled", "remanufactured", "early_childhood", "recycled_content", "reconditioned", "reused", "refillable",
        "environmental_mark", "organic", "fair_trade", "social",
    ]  # fmt: skip
    assert {answer.state for answer in tags.values()} == {"unknown"}
    assert all(answer.rules for answer in tags.values())


@pytest.mark.parametrize(
    ("item", "proofs", "expected"),
    [
        # nothing but words
        (CLEANER, (), ("unknown", "missing", "why.missing")),
        (CLAIMED, (), ("unknown", "declared", "why.claim.not_proven")),
        (LICENSED, (), ("unknown", "to_verify", "why.licence.to_check")),
        (product(cells=[(None, "L", "FR/006/914")]), (), ("unknown", "declared", "why.licence.other_group.asked")),
        (product(cells=[(None, "L", "FRA/020/118")]), (), ("unknown", "declared", "why.licence.country.asked")),
        (product(cells=[(None, "L", "FR/012/2024")]), (), ("unknown", "declared", "why.licence.closed.asked")),
        (product(cells=[(None, "L", "FR/020/901")], family=None), (), ("unknown", "declared", "why.claim.not_proven")),
        (product(cells=[("ecolabelled", "Écolabel", "non")]), (), ("unknown", "missing", "why.missing")),
        (product(cells=[(None, "Label", "ISO 14001")]), (), ("unknown", "missing", "why.missing")),
        # proofs
        (CLEANER, (PROOF,), ("yes", "verified", "why.proof.in_force")),
        (CLEANER, (replace(PROOF, valid_until=None, number=None),), ("yes", "verified", "why.proof.in_force_open")),
        (CLEANER, (replace(PROOF, accepted=None),), ("unknown", "to_verify", "why.proof.waiting")),
        (CLEANER, (replace(PROOF, accepted=None, matched=True),), ("yes", "verified", "why.proof.in_force")),
        (CLEANER, (replace(PROOF, accepted=False, matched=True),), ("unknown", "missing", "why.proof.refused")),
        (CLEANER, (replace(PROOF, accepted=False),), ("unknown", "missing", "why.proof.refused")),
        (CLAIMED, (replace(PROOF, accepted=False),), ("unknown", "declared", "why.claim.not_proven")),
        (CLEANER, (replace(PROOF, kind="statement"),), ("unknown", "declared", "why.proof.unfit")),
        (CLEANER, (replace(PROOF, kind="safety_sheet"),), ("unknown", "declared", "why.proof.unfit")),
        (CLEANER, (replace(PROOF, kind="certificate", basis="document"),), ("yes", "verified", "why.proof.in_force")),
        (
            CLEANER,
            (replace(PROOF, kind="equivalence", basis="equivalence"),),
            ("unknown", "verified", "why.proof.equivalent"),
        ),
        (CLEANER, (replace(PROOF, number="FR/006/914"),), ("unknown", "conflict", "why.licence.conflict")),
        (CLEANER, (replace(PROOF, accepted=None, number="FR/006/914"),), ("unknown", "to_verify", "why.proof.waiting")),
        (product(family=None), (replace(PROOF, number="FR/006/914"),), ("yes", "verified", "why.proof.in_force")),
        (CLEANER, (replace(PROOF, valid_until=dt.date(2026, 11, 21)),), ("unknown", "expired", "why.proof.ended")),
        (CLEANER, (replace(PROOF, valid_until=DAY),), ("yes", "verified", "why.proof.in_force")),
        (CLEANER, (replace(PROOF, valid_from=DAY),), ("yes", "verified", "why.proof.in_force")),
        (CLEANER, (replace(PROOF, valid_from=dt.date(2026, 11, 23)),), ("unknown", "to_verify", "why.proof.not_yet")),
        (LICENSED, (replace(PROOF, valid_until=dt.date(2026, 11, 21)),), ("unknown", "expired", "why.proof.ended")),
        (CLEANER, (SHEET,), ("unknown", "missing", "why.missing")),
        # disinfectants
        (product("Désinfectant surfaces"), (), ("no", "verified", "why.ecolabelled.biocide")),
        (product("Désinfectant écolabellisé"), (), ("no", "verified", "why.ecolabelled.biocide_claimed")),
        (product("Désinfectant surfaces"), (PROOF,), ("unknown", "conflict", "why.conflict.evidence")),
    ],
)
def test_ecolabelled(item: Product, proofs: tuple[Proof, ...], expected: tuple[str, str, str]) -> None:
    state, standing, code = told(tag("ecolabelled", item, *proofs))
    assert (state, standing, code.removesuffix(".unplaced")) == expected


@pytest.mark.parametrize(
    ("item", "proofs", "expected"),
    [
        (product("Toner noir", family="PRINT_CONSUMABLES"), (), ("unknown", "missing")),
        (TONER, (), ("unknown", "declared")),
        (TONER, (CERTIFICATE,), ("yes", "verified")),
        (product("Toner compatible HP", family="PRINT_CONSUMABLES"), (), ("no", "verified")),
        (product("Toner compatible HP", family="PRINT_CONSUMABLES"), (CERTIFICATE,), ("unknown", "conflict")),
        (product("Toner remanufacturé compatible", family="PRINT_CONSUMABLES"), (CERTIFICATE,), ("yes", "verified")),
        (product("Toner remanufacturé new-built", family="PRINT_CONSUMABLES"), (), ("unknown", "conflict")),
        (product("Toner remanufacturé new-built", family="PRINT_CONSUMABLES"), (CERTIFICATE,), ("unknown", "conflict")),
        (
            product("Toner", family="PRINT_CONSUMABLES", cells=[("remanufactured", "Reman", "non")]),
            (),
            ("no", "verified"),
        ),
        (
            product("Toner", family="PRINT_CONSUMABLES", cells=[("remanufactured", "Reman", "")]),
            (),
            ("unknown", "missing"),
        ),
        (product("Toner recyclé", family="PRINT_CONSUMABLES"), (), ("unknown", "missing")),
        (product("Toner reconditionné", family="PRINT_CONSUMABLES"), (), ("unknown", "missing")),
    ],
)
def test_remanufactured(item: Product, proofs: tuple[Proof, ...], expected: tuple[str, str]) -> None:
    assert told(tag("remanufactured", item, *proofs))[:2] == expected


def test_an_open_contest_suspends_a_yes_and_not_a_no() -> None:
    assert told(tag("ecolabelled", CLEANER, PROOF, contests=[STAFF])) == ("unknown", "contested", "why.contest.staff")
    assert tag("ecolabelled", CLEANER, PROOF, contests=[STAFF]).claimed
    assert not tag("ecolabelled", CLEANER, contests=[STAFF]).claimed
    assert tag("ecolabelled", product("Désinfectant"), contests=[STAFF]).state == "no"
    assert tag("ecolabelled", CLEANER, PROOF, contests=[replace(STAFF, attribute="reused")]).state == "yes"


def test_a_contest_counts_from_its_day() -> None:
    later = replace(STAFF, on=DAY + dt.timedelta(days=1))
    before = tag("ecolabelled", CLEANER, PROOF, contests=[later])
    assert (before.state, before.until) == ("yes", DAY)
    assert tag("ecolabelled", CLEANER, PROOF, contests=[later], day=later.on).standing == "contested"


def test_the_last_day_counts_and_the_day_after_does_not() -> None:
    end = dt.date(2027, 6, 30)
    states = [tag("ecolabelled", CLEANER, PROOF, day=end + dt.timedelta(days=shift)) for shift in (-1, 0, 1)]
    assert [told(answer)[:2] for answer in states] == [("yes", "verified"), ("yes", "verified"), ("unknown", "expired")]
    assert [answer.until for answer in states] == [end, end, None]
    assert states[2].claimed


def test_where_no_own_end_is_recorded_the_criteria_end_is_taken() -> None:
    proof = replace(PROOF, valid_until=None)
    last = tag("ecolabelled", CLEANER, proof, day=dt.date(2026, 12, 31))
    after = tag("ecolabelled", CLEANER, proof, day=dt.date(2027, 1, 1))
    assert (last.state, last.until) == ("yes", dt.date(2026, 12, 31))
    assert told(after) == ("unknown", "to_verify", "why.proof.criteria_ended")


def test_an_own_end_outlives_the_criteria_and_asks_for_a_decision() -> None:
    answer = tag("ecolabelled", CLEANER, PROOF, day=dt.date(2027, 2, 1))
    notes = [(item.outcome, item.reason.code) for item in answer.rules if item.rule == "PR-02"]
    assert answer.state == "yes"
    assert notes == [("unknown", "why.proof.criteria_over")]


def test_until_runs_through_proofs_that_follow_each_other() -> None:
    first = replace(PROOF, valid_until=dt.date(2026, 12, 31))
    second = replace(PROOF, id=9, valid_from=dt.date(2027, 1, 1), valid_until=dt.date(2027, 3, 31))
    assert tag("ecolabelled", CLEANER, first, second).until == dt.date(2027, 3, 31)
    gap = replace(second, valid_from=dt.date(2027, 1, 2))
    assert tag("ecolabelled", CLEANER, first, gap).until == dt.date(2026, 12, 31)
    assert tag("ecolabelled", CLEANER, gap).until == dt.date(2027, 1, 1)


@pytest.mark.parametrize(("left", "expiring"), [(0, True), (60, True), (61, False)])
def test_expiring_is_sixty_days_or_less(left: int, expiring: bool) -> None:
    answer = tag("ecolabelled", CLEANER, replace(PROOF, valid_until=DAY + dt.timedelta(days=left)))
    assert (answer.standing, answer.days_left(DAY), answer.expiring(DAY)) == ("verified", left, expiring)


def test_an_equivalent_meets_a_rule_and_is_never_a_yes() -> None:
    equivalent = replace(PROOF, kind="equivalence", basis="equivalence")
    answer = tag("ecolabelled", CLEANER, equivalent)
    assert (answer.state, answer.standing, answer.basis) == ("unknown", "verified", "equivalence")
    assert (answer.equivalent, answer.meets(), answer.claimed, answer.labels) == (True, True, False, ())
    assert answer.until == dt.date(2027, 6, 30)
    both = tag("ecolabelled", CLEANER, equivalent, replace(PROOF, id=4))
    assert (both.state, both.basis) == ("yes", "label")


def test_an_equivalent_of_an_attribute_that_is_no_label_is_a_proof() -> None:
    file = replace(CERTIFICATE, kind="equivalence", basis="equivalence", label=None, number=None)
    assert tag("remanufactured", TONER, file).state == "yes"


def test_proven_labels_are_told_apart_from_named_ones() -> None:
    item = product(cells=[(None, "Label", "Cygne nordique")])
    answer = tag("ecolabelled", item, PROOF)
    assert (answer.labels, answer.claimed_labels) == (("EU_ECOLABEL",), ("NORDIC_SWAN",))
    assert tag("ecolabelled", item).labels == ()


def test_a_mark_that_proves_nothing_is_told() -> None:
    answer = tag("ecolabelled", product(cells=[(None, "Label", "ISO 14001")]))
    [mark] = [item for item in answer.rules if item.rule == "CL-02"]
    assert (mark.outcome, mark.value, mark.reason.code) == ("unknown", "ISO 14001", "why.claim.mark_proves_nothing")


def test_a_rule_names_value_proof_and_cell() -> None:
    answer = tag("early_childhood", product(hazards=["EUH208"]))
    [rule] = [item for item in answer.rules if item.rule == "EC-H03"]
    assert (rule.version, rule.outcome, rule.value, rule.source) == ("1", "fail", "EUH208", HAZARDS)
    [proof] = [item for item in tag("ecolabelled", CLEANER, PROOF).rules if item.rule == "PR-01"]
    assert proof.proof == PROOF


def test_products_of_which_nothing_is_known_share_their_tags() -> None:
    first, second = product("Nettoyant vitres"), product("Nettoyant inox")
    assert tags_of(first, (), (), vocabulary(), DAY) is tags_of(second, (), (), vocabulary(), DAY)


PROOFS = st.builds(
    Proof,
    id=st.integers(1, 9),
    attribute=st.sampled_from(["ecolabelled", "remanufactured", "early_childhood", "reused"]),
    kind=st.sampled_from(["licence", "certificate", "safety_sheet", "equivalence", "statement"]),
    basis=st.sampled_from(["label", "equivalence", "document"]),
    valid_from=st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    valid_until=st.none() | st.dates(dt.date(2027, 1, 1), dt.date(2027, 12, 31)),
    label=st.sampled_from([None, "EU_ECOLABEL"]),
    number=st.sampled_from([None, "FR/020/901", "FR/006/914"]),
    accepted=st.sampled_from([None, True, True, False]),
    matched=st.booleans(),
)
ITEMS = st.builds(
    product,
    st.sampled_from(["Nettoyant", "Désinfectant", "Toner compatible", "Toner remanufacturé", "Écolabel", "Crèche"]),
    family=st.sampled_from(["CLEANING", "PRINT_CONSUMABLES", "TOYS", None]),
    hazards=st.lists(st.sampled_from(["H319", "EUH208", "H412", "GHS07", "H999"]), max_size=2),
    cells=st.lists(
        st.tuples(
            st.sampled_from([None, "ecolabelled", "remanufactured", "early_childhood"]),
            st.just("Colonne"),
            st.sampled_from(["oui", "non", "FR/020/901", "FRA/020/118", "ISO 14001"]),
        ),
        max_size=2,
    ),
)
CONTESTS = st.lists(st.just(STAFF), max_size=1)
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2028, 1, 1))


@given(ITEMS, st.lists(PROOFS, max_size=3), CONTESTS, DAYS)
def test_three_states_and_yes_only_by_a_proof_in_force(
    item: Product, proofs: list[Proof], contests: list[Contest], day: dt.date
) -> None:
    for code, answer in tags_of(item, proofs, contests, vocabulary(), day).items():
        assert answer.state in ("yes", "no", "unknown")
        assert answer.rules
        if answer.state == "yes":
            assert answer.standing == "verified"
            assert any(
                proof.attribute == code
                and (proof.accepted or (proof.matched and proof.accepted is None))
                and proof.valid_from <= day
                and (proof.valid_until is None or day <= proof.valid_until)
                for proof in proofs
            )
            assert not any(contest.attribute == code and contest.on <= day for contest in contests)


@given(ITEMS, st.lists(PROOFS, max_size=3), DAYS)
def test_a_state_holds_until_its_until_and_changes_the_day_after(
    item: Product, proofs: list[Proof], day: dt.date
) -> None:
    now = tags_of(item, proofs, (), vocabulary(), day)
    for code, answer in now.items():
        if answer.until:
            last = tag(code, item, *proofs, day=answer.until)
            after = tag(code, item, *proofs, day=answer.until + dt.timedelta(days=1))
            same = (answer.state, answer.equivalent, answer.reserve)
            assert (last.state, last.equivalent, last.reserve) == same
            assert (after.state, after.equivalent, after.reserve) != same
        else:
            assert tag(code, item, *proofs, day=dt.date(2030, 1, 1)).state == answer.state


@given(ITEMS, st.lists(PROOFS, max_size=2), DAYS, st.sampled_from(["", " ", "-", "n/a", "sans objet"]))
def test_an_empty_cell_never_changes_an_answer(item: Product, proofs: list[Proof], day: dt.date, text: str) -> None:
    cells = [(code, "Vide", text) for code in (None, "ecolabelled", "remanufactured", "early_childhood")]
    bare = product(item.name, family=item.family)
    with_empty = product(item.name, family=item.family, cells=cells)
    assert tags_of(bare, proofs, (), vocabulary(), day) == tags_of(with_empty, proofs, (), vocabulary(), day)


@given(ITEMS, st.lists(PROOFS, min_size=1, max_size=3), st.integers(0, 2), DAYS, DAYS)
def test_moving_one_end_changes_only_that_attribute(
    item: Product, proofs: list[Proof], which: int, end: dt.date, day: dt.date
) -> None:
    """Early childhood also looks at ecolabels; every other attribute looks at its own proofs only."""
    moved = list(proofs)
    place = which % len(proofs)
    moved[place] = replace(proofs[place], valid_until=max(end, proofs[place].valid_from))
    before = tags_of(item, proofs, (), vocabulary(), day)
    after = tags_of(item, moved, (), vocabulary(), day)
    changed = {code for code in before if before[code] != after[code]}
    assert changed <= {proofs[place].attribute, "early_childhood"}
