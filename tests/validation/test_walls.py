"""Whoever asks gets its own, the same answer for another's and for none: every service by every role, and at random."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable

import pytest

from catalog.access import OPERATOR, Actor
from catalog.errors import NotAllowed, Refusal
from catalog.means.means import Means
from catalog.models import Organisation
from catalog.queries import validation
from catalog.services.validation.ask import remind, request_link, request_validation, revoke_link, revoke_request
from catalog.services.validation.decide import decide, decide_all
from catalog.services.validation.lines import Choice, lines
from catalog.services.validation.prove import Deposit, prove
from catalog.services.validation.show import lapsed, list_requests, show_request
from catalog.services.validation.sign import receipt, sign, summary
from catalog.validating.asked import asked_of, sees
from tests.validation.conftest import Scene, add_range
from tests.validation.test_requests import asked

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
WHO = {"signer": "A", "authority": "B", "certified": True, "content": ""}
Act = Callable[[Actor, Means, int], object]
CHOICE = Choice("1:ecolabelled", "", 0)
ACTS: dict[str, tuple[Act, str]] = {
    "lines": (lambda a, m, n: lines(a, m, n), "read"),
    "summary": (lambda a, m, n: summary(a, m, n), "read"),
    "show": (lambda a, m, n: show_request(a, m, n), "read"),
    "receipt": (lambda a, m, n: receipt(a, m, n), "read"),
    "decide": (lambda a, m, n: decide(a, m, n, CHOICE, "accept"), "own"),
    "decide_all": (lambda a, m, n: decide_all(a, m, n, [CHOICE], "accept"), "own"),
    "prove": (lambda a, m, n: prove(a, m, n, CHOICE, Deposit("certificate", m.clock.today())), "own"),
    "sign": (lambda a, m, n: sign(a, m, n, **WHO), "own"),  # type: ignore[arg-type]
    "revoke": (lambda a, m, n: revoke_request(a, m, n, "x"), "staff"),
    "link": (lambda a, m, n: request_link(a, m, n, "a@b.example"), "staff"),
    "revoke_link": (lambda a, m, n: revoke_link(a, m, n, 1), "staff"),
    "remind": (lambda a, m, n: remind(a, m, n), "staff"),
}
ROLES = {
    "read": {"supplier", "supplier_admin", "link", "reviewer", "publisher", "admin", "auditor"},
    "own": {"supplier", "supplier_admin", "link"},
    "staff": {"reviewer", "publisher"},
}


def everybody(means: Means, scene: Scene) -> dict[str, Actor]:
    """All the world's people, one by a link of VERNET's request, and a reviewer of another central body."""
    other = Organisation(kind="central", code="AUTRE", name="Autre", recorded_at=means.clock.now())
    means.session.add(other)
    means.session.flush()
    found = dict(scene.world.actors)
    vernet = scene.world.organisations["VERNET"]
    found["link"] = Actor("m@v.example", "m", "link", "supplier", None, vernet, "VERNET", "V", "fr", scene.request, 1)
    found["stray_link"] = dataclasses.replace(found["link"], request_id=4_711)
    found["other_central"] = dataclasses.replace(
        found["reviewer"], organisation_id=other.id, organisation="AUTRE", account_id=None
    )
    return found


def answer(act: Act, actor: Actor, means: Means, number: int) -> tuple[str, str]:
    """Kind and code of what is answered, in a transaction of its own."""
    with means.session.begin_nested() as nested:
        try:
            act(actor, means, number)
            return ("done", "")
        except Refusal as refusal:
            return (type(refusal).__name__, refusal.code)
        finally:
            if nested.is_active:
                nested.rollback()


@pytest.mark.parametrize("name", ACTS)
def test_another_s_request_answers_as_none_and_a_role_without_the_right_is_told(
    means: Means, scene: Scene, name: str
) -> None:
    act, kind = ACTS[name]
    orge = request_validation(scene.actor("publisher"), means, asked(supplier="ORGE")).request
    for who, actor in everybody(means, scene).items():
        own, other, none = (answer(act, actor, means, number) for number in (scene.request, orge, 4_711_000))
        if actor.role not in ROLES[kind]:
            assert {own, other, none} == {("NotAllowed", "right.missing")}, who
            continue
        missing = none[1]
        assert missing in ("request.unknown", "request.not_validated"), who
        if actor.kind == "supplier":
            mine = actor.organisation == "VERNET" and who != "stray_link"
            assert (other if actor.organisation == "VERNET" else own) == none, who
            assert mine or own == none, who
        if who == "other_central":
            assert own == other == none, who


def test_each_sees_its_own_lines_alone(means: Means, scene: Scene) -> None:
    orge = request_validation(scene.actor("publisher"), means, asked(supplier="ORGE")).request
    shown = {
        name: {each.reference for each in lines(scene.actor(name), means, number).products}
        for name, number in (("supplier", scene.request), ("other_supplier", orge), ("auditor", orge))
    }
    assert shown == {"supplier": {"V-1", "V-3"}, "other_supplier": {"O-1"}, "auditor": {"O-1"}}
    listed = {name: {each.id for each in list_requests(actor, means)} for name, actor in lists(means, scene).items()}
    assert listed == {
        "supplier": {scene.request}, "other_supplier": {orge}, "reviewer": {scene.request, orge}, "link": {scene.request},
        "stray_link": set(), "other_central": set(), "operator": {scene.request, orge},
    }  # fmt: skip
    assert lapsed(scene.actor("other_supplier"), means) == []


def lists(means: Means, scene: Scene) -> dict[str, Actor]:
    every = everybody(means, scene) | {"operator": OPERATOR}
    wanted = ("supplier", "other_supplier", "reviewer", "link", "stray_link", "other_central", "operator")
    return {name: every[name] for name in wanted}


def test_ten_thousand_random_looks_show_what_the_plain_rule_allows(means: Means, scene: Scene) -> None:
    """The rule, written once more in plain words, against the one way to a request."""
    for number in range(3):
        add_range(means, scene.world, f"GAMME-{number}")
        request_validation(scene.actor("publisher"), means, asked(supplier="ORGE", ranges=(f"GAMME-{number}",)))
        request_validation(scene.actor("publisher"), means, asked(ranges=(f"GAMME-{number}",)))
    known = {each.id: each for each in list_requests(OPERATOR, means)}
    chance, people = random.Random(4), list((everybody(means, scene) | {"operator": OPERATOR}).values())
    ids = [*known, 1, 4_711_000, -5]
    rows = {number: validation.request(means.session, number) for number in known}
    seen = {True: 0, False: 0}
    for turn in range(10_000):
        actor, number = chance.choice(people), chance.choice(ids)
        if actor.role == "link":
            actor = dataclasses.replace(actor, request_id=chance.choice(ids))
        row, kept = known.get(number), rows.get(number)
        allowed = row is not None and (
            actor.kind == "operator"
            or (actor.kind == "central" and row.central == actor.organisation)
            or (actor.kind == "supplier" and row.supplier == actor.organisation and actor.request_id in (None, number))
        )
        assert (kept is not None and sees(actor, kept)) == allowed
        if turn % 20 == 0:
            found = answer(lambda a, m, n: asked_of(a, m, n), actor, means, number)
            assert found == (("done", "") if allowed else ("NotFound", "request.unknown"))
        seen[allowed] += 1
    assert min(seen.values()) > 1000


def test_nobody_rules_or_validates_who_must_not(means: Means, scene: Scene) -> None:
    for name in ("reviewer", "publisher", "admin", "auditor"):
        with pytest.raises(NotAllowed):
            sign(scene.actor(name), means, scene.request, **WHO)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        sign(OPERATOR, means, scene.request, **WHO)  # type: ignore[arg-type]
