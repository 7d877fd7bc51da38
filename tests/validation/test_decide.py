"""A supplier's word on its lines: kept beside the evidence, never over somebody else's, asked again when the evidence changes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time

import pytest

from catalog.errors import Conflict, Invalid, NotFound, Refusal
from catalog.means.clock import day_of
from catalog.means.means import Means
from catalog.models import Claim, JournalEntry, TagDecision
from catalog.queries import recorded
from catalog.services.validation.decide import decide, decide_all
from catalog.services.validation.lines import lines
from catalog.services.validation.prove import Deposit, prove
from catalog.services.validation.review import contest_tag, rule_tag, withdraw_tag
from catalog.wording.sentences import say
from tests.proofs.world import PDF
from tests.validation.conftest import Scene, add_product
from tests.validation.conftest import prove as proven


def moved(means: Means) -> int:
    """How many rows there are that may move a tag or a range."""
    return sum(rows for rows, _ in recorded.stamp(means.session, means.clock.now()))


def said(means: Means) -> list[tuple[str, str, str | None, str]]:
    rows = means.session.query(TagDecision).order_by(TagDecision.recorded_at, TagDecision.id)
    return [(row.side, row.verdict, row.reason_code, row.reason) for row in rows]


def test_an_accepted_line_is_the_suppliers_with_who_and_when(means: Means, scene: Scene) -> None:
    decide(scene.actor("supplier"), means, scene.request, scene.line(means, "V-1").choice, "accept")
    line = scene.line(means, "V-1")
    assert line.state == "accepted"
    assert line.mine is not None
    assert (line.mine.verdict, line.mine.by, day_of(line.mine.at)) == ("accept", "Nom supplier", means.clock.today())
    row = means.session.query(TagDecision).one()
    assert (row.request_id, row.link_id, row.by_account_id) == (
        scene.request, None, scene.actor("supplier").account_id,
    )  # fmt: skip
    assert line.tag.state == "yes"


def test_a_contested_line_leaves_the_range_until_it_is_taken_back(means: Means, scene: Scene) -> None:
    choice, actor = scene.line(means, "V-1").choice, scene.actor("supplier")
    decide(actor, means, scene.request, choice, "contest", reason_code="outdated", reason=" Refonte 2026 ")
    line = scene.line(means, "V-1")
    assert (line.state, line.tag.standing, line.tag.state, line.counts, line.duty) == (
        "contested", "contested", "unknown", False, True,
    )  # fmt: skip
    assert line.mine is not None
    assert line.mine.words("fr") == "La preuve est dépassée. Refonte 2026"
    decide(actor, means, scene.request, line.choice, "withdraw")
    assert (scene.line(means, "V-1").state, scene.line(means, "V-1").tag.state) == ("undecided", "yes")
    assert said(means) == [
        ("supplier", "contest", "outdated", "Refonte 2026"),
        ("supplier", "withdraw", None, "–"),
    ]


def test_an_accept_can_be_taken_back_too(means: Means, scene: Scene) -> None:
    actor = scene.actor("supplier")
    decide(actor, means, scene.request, scene.line(means, "V-1").choice, "accept")
    decide(actor, means, scene.request, scene.line(means, "V-1").choice, "withdraw")
    assert scene.line(means, "V-1").state == "undecided"
    decide(actor, means, scene.request, scene.line(means, "V-1").choice, "withdraw")
    assert len(said(means)) == 2


def test_whoever_accepts_what_it_contested_takes_the_contest_back(means: Means, scene: Scene) -> None:
    """What moves a tag is never an accept alone: readers keep their tags while nothing but accepts comes in."""
    actor = scene.actor("supplier")
    decide(actor, means, scene.request, scene.line(means, "V-1").choice, "contest", reason="non")
    before = moved(means)
    decide(actor, means, scene.request, scene.line(means, "V-1").choice, "accept")
    assert [(verdict, reason) for _, verdict, _, reason in said(means)] == [
        ("contest", "non"),
        ("withdraw", "–"),
        ("accept", ""),
    ]
    assert (scene.line(means, "V-1").state, scene.line(means, "V-1").tag.state) == ("accepted", "yes")
    assert moved(means) == before + 1
    decide(actor, means, scene.request, scene.line(means, "V-3").choice, "accept")
    assert moved(means) == before + 1


@pytest.mark.parametrize(
    ("verdict", "more", "code"),
    [
        ("contest", {}, "contest.reason_missing"),
        ("contest", {"reason": "  "}, "contest.reason_missing"),
        ("contest", {"reason_code": "because"}, "contest.reason_unknown"),
        ("contest", {"reason": "x" * 2001}, "contest.reason_long"),
        ("for", {"reason": "x"}, "decision.unknown"),
        ("", {}, "decision.unknown"),
    ],
)
def test_what_is_no_decision_is_refused(
    means: Means, scene: Scene, verdict: str, more: dict[str, str], code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        decide(scene.actor("supplier"), means, scene.request, scene.line(means, "V-1").choice, verdict, **more)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert said(means) == []


def test_what_somebody_decided_meanwhile_is_not_spoken_over(means: Means, scene: Scene) -> None:
    shown = scene.line(means, "V-1").choice
    contest_tag(scene.actor("reviewer"), means, "VERNET", "V-1", "ecolabelled", "Numéro d’un autre groupe")
    with pytest.raises(Conflict) as refused:
        decide(scene.actor("supplier"), means, scene.request, shown, "accept")
    sentence = say(refused.value.code, refused.value.params, "fr")
    assert sentence == (
        f"La centrale a décidé de ce point à {refused.value.params['time']}\u00a0: Contesté. "
        "Votre choix n’a pas été enregistré."
    )
    assert len(str(refused.value.params["time"])) == 5
    line = scene.line(means, "V-1")
    assert line.theirs is not None
    assert (line.theirs.side, line.theirs.reason) == ("central", "Numéro d’un autre groupe")
    decide(scene.actor("supplier"), means, scene.request, line.choice, "accept")
    assert scene.line(means, "V-1").state == "accepted"
    assert scene.line(means, "V-1").tag.standing == "contested"


def test_the_same_form_sent_twice_is_one_decision(means: Means, scene: Scene) -> None:
    shown = scene.line(means, "V-1").choice
    for _ in range(2):
        decide(scene.actor("supplier"), means, scene.request, shown, "contest", reason_code="not_applicable")
    assert len(said(means)) == 1
    with pytest.raises(Conflict) as refused:
        decide(scene.actor("supplier_admin"), means, scene.request, shown, "accept")
    assert refused.value.code == "line.meanwhile.supplier.contest"


def test_a_decision_stays_while_the_evidence_stays_and_asks_again_once_it_changes(means: Means, scene: Scene) -> None:
    decide(scene.actor("supplier"), means, scene.request, scene.line(means, "V-1").choice, "accept")
    claim = means.session.query(Claim).filter_by(product_id=scene.world.products["V-1"]).one()
    claim.row, claim.file = 77, "the next file.csv"
    means.session.flush()
    assert scene.line(means, "V-1").state == "accepted"
    claim.number = "FR/020/119"
    means.session.flush()
    line = scene.line(means, "V-1")
    assert (line.state, line.mine) == ("again", None)
    assert line.before is not None
    assert (line.before.verdict, line.before.lapsed) == ("accept", True)
    assert lines(scene.actor("supplier"), means, scene.request).verified == (line.choice,)


def test_evidence_that_changed_since_it_was_shown_is_not_decided_unseen(means: Means, scene: Scene) -> None:
    shown = scene.line(means, "V-1").choice
    proven(means, scene.world, "V-1", "VERNET", accepted=False)
    means.session.query(Claim).filter_by(product_id=scene.world.products["V-1"]).one().number = "FR/020/120"
    means.session.flush()
    with pytest.raises(Conflict) as refused:
        decide(scene.actor("supplier"), means, scene.request, shown, "accept")
    assert refused.value.code == "line.evidence_moved"


def test_a_ruling_closes_the_contest_and_asks_the_supplier_again(means: Means, scene: Scene) -> None:
    actor = scene.actor("supplier")
    decide(actor, means, scene.request, scene.line(means, "V-1").choice, "contest", reason="Autre formule")
    rule_tag(scene.actor("reviewer"), means, scene.line(means, "V-1").choice, "for", "Le certificat nomme la référence")
    line = scene.line(means, "V-1")
    assert (line.state, line.tag.state, line.counts) == ("undecided", "yes", True)
    assert line.theirs is not None
    assert line.before is not None
    assert (line.theirs.verdict, line.theirs.reason, line.before.reason) == (
        "for", "Le certificat nomme la référence", "Autre formule",
    )  # fmt: skip


def test_many_lines_at_once_tell_which_one_moved(means: Means, scene: Scene) -> None:
    shown = [scene.line(means, "V-1").choice, scene.line(means, "V-3").choice]
    contest_tag(scene.actor("reviewer"), means, "VERNET", "V-3", "ecolabelled", "À revoir")
    made = decide_all(scene.actor("supplier"), means, scene.request, shown, "accept")
    assert (made.done, [(key, refusal.code) for key, refusal in made.left]) == (
        1, [(shown[1].key, "line.meanwhile.central.contest")],
    )  # fmt: skip
    assert scene.line(means, "V-1").state == "accepted"


def test_two_hundred_lines_are_decided_at_once(means: Means, scene: Scene) -> None:
    for number in range(200):
        add_product(means, scene.world, f"N-{number:03}", claimed=True)
    every = scene.lines(means)
    assert len(every) == 202
    started = time.process_time()
    made = decide_all(scene.actor("supplier"), means, scene.request, [line.choice for line in every], "accept")
    assert time.process_time() - started < 5
    assert (made.done, made.left) == (202, ())
    assert {line.state for line in scene.lines(means)} == {"accepted"}
    entries = means.session.query(JournalEntry).filter_by(action="tag.accept").all()
    assert [len(entry.detail["lines"]) for entry in entries] == [202]


def test_a_deposited_proof_is_tied_to_the_line_and_confirms_it(means: Means, scene: Scene) -> None:
    given = Deposit("certificate", dt.date(2026, 1, 1), dt.date(2027, 12, 31), "FR/020/118", "EU_ECOLABEL", "Exemple",
                    document=PDF, document_name="certificat.pdf")  # fmt: skip
    prove(scene.actor("supplier"), means, scene.request, scene.line(means, "V-3").choice, given)
    line = scene.line(means, "V-3")
    assert (line.state, line.tag.standing, [proof.document_name for proof in line.proofs]) == (
        "accepted", "to_verify", ["certificat.pdf"],
    )  # fmt: skip
    entry = means.session.query(JournalEntry).filter_by(action="tag.accept").one()
    assert entry.detail == {"lines": [line.key], "proof": str(line.proofs[0].id)}
    decide(scene.actor("supplier"), means, scene.request, scene.line(means, "V-1").choice, "contest", reason="non")
    with pytest.raises(Conflict):
        prove(scene.actor("supplier"), means, scene.request, scene.line(means, "V-1").choice, given)


def test_a_line_of_others_and_none_at_all_answer_alike(means: Means, scene: Scene) -> None:
    own = scene.line(means, "V-1").choice
    answers: set[tuple[type[Refusal], str, str]] = set()
    for product in (scene.world.products["O-1"], scene.world.products["V-2"], 4_711, 0):
        other = dataclasses.replace(own, key=f"{product}:ecolabelled")
        with pytest.raises(Refusal) as refused:
            decide(scene.actor("supplier"), means, scene.request, other, "accept")
        answers.add((type(refused.value), refused.value.code, str(refused.value.params)))
    for key in ("x", "", f"{scene.world.products['V-1']}:early_childhood", "1" * 30 + ":ecolabelled"):
        with pytest.raises(NotFound) as refused:
            decide(scene.actor("supplier"), means, scene.request, dataclasses.replace(own, key=key), "accept")
        answers.add((type(refused.value), refused.value.code, str(refused.value.params)))
    assert answers == {(NotFound, "line.unknown", "{}")}


def test_the_central_body_takes_its_own_contest_back(means: Means, scene: Scene) -> None:
    contest_tag(scene.actor("reviewer"), means, "VERNET", "V-1", "ecolabelled", "Doute")
    with pytest.raises(Conflict):
        contest_tag(scene.actor("publisher"), means, "VERNET", "V-1", "ecolabelled", "Encore")
    withdraw_tag(scene.actor("publisher"), means, "VERNET", "V-1", "ecolabelled", "Levé")
    assert scene.line(means, "V-1").tag.state == "yes"
    with pytest.raises(Conflict):
        withdraw_tag(scene.actor("publisher"), means, "VERNET", "V-1", "ecolabelled", "Levé")


def test_a_set_day_that_begins_anew_at_midnight_keeps_the_order_of_words(means: Means, scene: Scene) -> None:
    """The day is set, the time of day is real: what was said after midnight bears an earlier time of the same day."""
    line = scene.line(means, "V-1")
    key = {
        "supplier_id": scene.world.organisations["VERNET"],
        "product_id": line.product_id,
        "attribute": "ecolabelled",
    }
    late, early = (dt.datetime(2026, 11, 22, 22, 59, tzinfo=dt.UTC), dt.datetime(2026, 11, 21, 23, 1, tzinfo=dt.UTC))
    for verdict, reason, at in (("contest", "non", late), ("withdraw", "si", early)):
        one = TagDecision(
            **key, side="supplier", verdict=verdict, reason=reason, seen=line.seen, said_by="A", recorded_at=at
        )
        means.session.add(one)
        means.session.flush()
    assert (scene.line(means, "V-1").state, scene.line(means, "V-1").tag.state) == ("undecided", "yes")
