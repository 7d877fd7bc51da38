"""What validations leave on the desk: doubts (overdue first), contests, requests past their day, links asked for again."""

from __future__ import annotations

import dataclasses
import datetime as dt

from catalog.means.clock import Clock
from catalog.means.means import Means
from catalog.services.intake.desk import desk_of
from catalog.services.people.sign_in_link import ask_again
from catalog.services.validation.ask import request_link
from catalog.services.validation.decide import decide
from catalog.services.validation.doubt import answer_doubt, open_doubt
from tests.validation.conftest import LINK, Scene
from tests.validation.test_links import HERE, NOW

KINDS = {"doubt", "doubt_overdue", "contests", "request", "link"}


def waits(means: Means, scene: Scene, actor: str = "reviewer") -> list[tuple[str, int, dict[str, str]]]:
    tasks = desk_of(scene.actor(actor), means).tasks
    return [(task.kind, task.count, dict(task.state)) for task in tasks if task.kind in KINDS]


def test_a_request_that_is_due_waits_for_nobody_on_the_desk(means: Means, scene: Scene) -> None:
    assert waits(means, scene) == []
    after = dataclasses.replace(means, clock=Clock(dt.date(2026, 12, 7)))
    assert waits(after, scene) == [("request", 1, {"id": str(scene.request)})]


def test_contests_and_doubts_wait_until_they_are_answered(means: Means, scene: Scene) -> None:
    decide(scene.actor("supplier"), means, scene.request, scene.line(means, "V-1").choice, "contest", reason="non")
    doubt = open_doubt(scene.actor("buyer"), means, "VERNET", "V-1", "ecolabelled", "autre numéro")
    assert waits(means, scene) == [
        ("contests", 1, {"supplier": "VERNET"}),
        ("doubt", 1, {"id": str(doubt)}),
    ]
    late = dataclasses.replace(means, clock=Clock(dt.date(2026, 12, 8)))
    assert waits(late, scene)[0] == ("doubt_overdue", 1, {"id": str(doubt)})
    answer_doubt(scene.actor("reviewer"), means, doubt, "kept", "vu")
    decide(scene.actor("supplier"), means, scene.request, scene.line(means, "V-1").choice, "withdraw")
    assert waits(means, scene) == []


def test_a_link_asked_for_again_waits_until_a_new_one_is_made(means: Means, scene: Scene) -> None:
    assert ask_again(means, scene.token, HERE, NOW)
    assert waits(means, scene) == [("link", 1, {"id": str(scene.request)})]
    later = dataclasses.replace(means, clock=Clock(dt.date(2026, 11, 23)))
    request_link(scene.actor("publisher"), later, scene.request, LINK)
    assert waits(later, scene) == []
