"""Two people at the same moment, on both databases: one of them is told, nothing is doubled, nothing is lost."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from catalog.access import Actor
from catalog.entrance import Entrance
from catalog.errors import Refusal
from catalog.means.means import Means
from catalog.models import Doubt, LinkEntry, TagDecision, Validation, ValidationRequest
from catalog.services.people.sign_in_link import ask_code, enter_code
from catalog.services.validation.ask import request_validation, revoke_request
from catalog.services.validation.decide import decide, decide_all
from catalog.services.validation.doubt import answer_doubt, open_doubt
from catalog.services.validation.lines import Choice
from catalog.services.validation.review import contest_tag, contested, rule_tag
from catalog.services.validation.sign import sign, summary
from catalog.settings import Settings
from tests.proofs.world import World
from tests.validation.conftest import LINK, Scene, build
from tests.validation.test_links import code_of
from tests.validation.test_requests import asked

WHO: dict[str, Any] = {"signer": "A", "authority": "B", "certified": True}
ROUNDS = 8
Act = Callable[[Means], object]


@dataclass(frozen=True, slots=True)
class Place:
    """The scene in a database that several transactions open."""

    entrance: Entrance
    scene: Scene

    @property
    def world(self) -> World:
        return self.scene.world

    def actor(self, name: str) -> Actor:
        return self.scene.actor(name)

    def both(self, *acts: Act) -> list[str]:
        """Start all acts at the same moment, each in its own transaction; "done" or the code of its refusal."""
        start, told = threading.Barrier(len(acts)), ["" for _ in acts]

        def run(place: int, act: Act) -> None:
            start.wait()
            try:
                with self.entrance.writing() as means:
                    act(means)
                told[place] = "done"
            except Refusal as refusal:
                told[place] = refusal.code

        threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return told

    def count(self, table: type[object]) -> int:
        with self.entrance.reading() as means:
            return means.session.query(table).count()


@pytest.fixture
def place(settings: Settings) -> Iterator[Place]:
    entrance = Entrance(settings)
    with entrance.writing() as means:
        world = build(means)
        made = request_validation(world.actors["publisher"], means, asked(addresses=(LINK,)))
    yield Place(entrance, Scene(world, made.request, made.links[0].token))
    entrance.engine.dispose()


def word(place: Place, name: str, choice: Choice, verdict: str, means: Means) -> None:
    decide(place.actor(name), means, place.scene.request, choice, verdict, reason="parce que")


def test_two_colleagues_who_decide_otherwise_write_one_decision(place: Place) -> None:
    for turn in range(ROUNDS):
        with place.entrance.reading() as means:
            shown = place.scene.line(means, "V-1")
            choice, stood = shown.choice, shown.state
        told = place.both(
            partial(word, place, "supplier", choice, "accept"),
            partial(word, place, "supplier_admin", choice, "contest"),
        )
        refused = [code for code in told if code != "done"]
        with place.entrance.reading() as means:
            spoken = [row.verdict for row in means.session.query(TagDecision)]
        assert len(spoken) - spoken.count("withdraw") == turn + 1
        assert all(code.startswith("line.meanwhile.supplier.") for code in refused)
        assert len(refused) == 1 or stood != "undecided"  # who says again what stands says nothing new


def test_a_supplier_never_speaks_over_a_contest_it_has_not_seen(place: Place) -> None:
    with place.entrance.reading() as means:
        choice = place.scene.line(means, "V-1").choice
    told = place.both(
        lambda means: decide(place.actor("supplier"), means, place.scene.request, choice, "accept"),
        lambda means: contest_tag(place.actor("reviewer"), means, "VERNET", "V-1", "ecolabelled", "doute"),
    )
    assert told[1] == "done"
    assert told[0] in ("done", "line.meanwhile.central.contest")
    assert place.count(TagDecision) == told.count("done")


def test_two_signatures_at_once_are_one(place: Place) -> None:
    with place.entrance.writing() as means:
        every = [line.choice for line in place.scene.lines(means)]
        decide_all(place.actor("supplier"), means, place.scene.request, every, "accept")
        content = summary(place.actor("supplier"), means, place.scene.request).content
    act: Act = lambda means: sign(  # noqa: E731
        place.actor("supplier"), means, place.scene.request, **WHO, content=content
    )
    assert sorted(place.both(act, act, act)) == ["done", "request.validated", "request.validated"]
    assert place.count(Validation) == 1


def test_a_decision_and_a_signature_at_once_never_sign_what_was_taken_back(place: Place) -> None:
    with place.entrance.writing() as means:
        every = [line.choice for line in place.scene.lines(means)]
        decide_all(place.actor("supplier"), means, place.scene.request, every, "accept")
        content = summary(place.actor("supplier"), means, place.scene.request).content
        choice = place.scene.line(means, "V-1").choice
    told = place.both(
        lambda means: sign(place.actor("supplier"), means, place.scene.request, **WHO, content=content),
        lambda means: decide(place.actor("supplier_admin"), means, place.scene.request, choice, "contest", reason="x"),
    )
    assert told in (["done", "request.validated"], ["validation.moved", "done"])


def test_two_reviewers_rule_once(place: Place) -> None:
    with place.entrance.writing() as means:
        choice = place.scene.line(means, "V-1").choice
        decide(place.actor("supplier"), means, place.scene.request, choice, "contest", reason="non")
        waiting = contested(place.actor("reviewer"), means)[0].choice
    told = place.both(
        lambda means: rule_tag(place.actor("reviewer"), means, waiting, "for", "vu"),
        lambda means: rule_tag(place.actor("second_reviewer"), means, waiting, "against", "vu"),
    )
    assert told.count("done") == 1
    assert place.count(TagDecision) == 2


def test_a_doubt_is_answered_once(place: Place) -> None:
    with place.entrance.writing() as means:
        number = open_doubt(place.actor("buyer"), means, "VERNET", "V-1", "ecolabelled", "autre numéro")
    told = place.both(
        lambda means: answer_doubt(place.actor("reviewer"), means, number, "kept", "vu"),
        lambda means: answer_doubt(place.actor("publisher"), means, number, "contested", "non"),
    )
    assert sorted(told) == ["done", "doubt.answered"]
    with place.entrance.reading() as means:
        row = means.session.query(Doubt).one()
        written = means.session.query(TagDecision).count()
    assert written == (1 if row.outcome == "contested" else 0)


def test_two_requests_at_once_leave_one_open(place: Place) -> None:
    with place.entrance.writing() as means:
        revoke_request(place.actor("publisher"), means, place.scene.request, "erreur")
    act: Act = lambda means: request_validation(place.actor("publisher"), means, asked())  # noqa: E731
    assert place.both(act, act) == ["done", "done"]
    with place.entrance.reading() as means:
        closed = [row.closed for row in means.session.query(ValidationRequest)]
    assert sorted(str(each) for each in closed) == ["None", "replaced", "revoked"]


def test_guesses_sent_at_once_are_all_counted(place: Place) -> None:
    moment = dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)
    with place.entrance.writing() as means:
        secret = ask_code(means, place.scene.token, "192.0.2.1", moment)
        right = code_of(means)
    wrong = "000000" if right != "000000" else "111111"
    place.both(*(lambda means, n=n: enter_code(means, secret, wrong, f"192.0.2.{n}", moment) for n in range(8)))
    with place.entrance.writing() as means:
        assert means.session.query(LinkEntry).one().tries == 5
        assert enter_code(means, secret, right, "192.0.2.99", moment) is None
