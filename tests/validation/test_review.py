"""The central body contests and rules; who is a party never rules; each side reads the other's reason."""

from __future__ import annotations

import dataclasses

import pytest

from catalog.access import OPERATOR
from catalog.errors import Conflict, Invalid, NotAllowed, NotFound
from catalog.means.means import Means
from catalog.models import Claim, Coverage, JournalEntry, Proof
from catalog.services.validation.decide import decide
from catalog.services.validation.review import ReviewLine, contest_tag, contested, rule_tag
from tests.proofs.world import PUBLISHED, decided
from tests.validation.conftest import Scene, add_range


def contest(means: Means, scene: Scene, reason: str = "Ce n’est pas notre licence") -> None:
    decide(scene.actor("supplier"), means, scene.request, scene.line(means, "V-1").choice, "contest", reason=reason)


def only(means: Means, scene: Scene, actor: str = "reviewer", *, ruled_too: bool = False) -> ReviewLine:
    found = contested(scene.actor(actor), means, ruled_too=ruled_too)
    assert len(found) == 1
    return found[0]


def test_a_contested_line_waits_with_both_sides_reasons(means: Means, scene: Scene) -> None:
    assert contested(scene.actor("reviewer"), means) == []
    contest(means, scene)
    contest_tag(scene.actor("publisher"), means, "VERNET", "V-1", "ecolabelled", "Groupe 020, produit de sol")
    line = only(means, scene)
    assert (line.supplier, line.reference, line.attribute, line.tag.standing) == (
        "VERNET", "V-1", "ecolabelled", "contested",
    )  # fmt: skip
    assert {side: said.reason for side, said in line.contests.items()} == {
        "supplier": "Ce n’est pas notre licence",
        "central": "Groupe 020, produit de sol",
    }
    theirs = scene.line(means, "V-1").theirs
    assert theirs is not None
    assert theirs.reason == "Groupe 020, produit de sol"


def test_against_keeps_the_tag_out_and_for_lets_it_in(means: Means, scene: Scene) -> None:
    contest(means, scene)
    rule_tag(scene.actor("reviewer"), means, only(means, scene).choice, "against", "Le titulaire a raison")
    assert scene.line(means, "V-1").tag.state != "yes"
    assert contested(scene.actor("reviewer"), means) == []
    ruled = only(means, scene, ruled_too=True)
    assert ruled.ruling is not None
    assert (ruled.ruling.verdict, ruled.ruling.reason) == ("against", "Le titulaire a raison")
    rule_tag(scene.actor("second_reviewer"), means, ruled.choice, "for", "Attestation reçue depuis")
    assert scene.line(means, "V-1").tag.state == "yes"
    entries = means.session.query(JournalEntry).filter(JournalEntry.action.in_(("tag.for", "tag.against")))
    assert [(entry.action, entry.detail["reason"]) for entry in entries.order_by(JournalEntry.id)] == [
        ("tag.against", "Le titulaire a raison"),
        ("tag.for", "Attestation reçue depuis"),
    ]


def test_who_contested_does_not_rule(means: Means, scene: Scene) -> None:
    contest_tag(scene.actor("reviewer"), means, "VERNET", "V-1", "ecolabelled", "Doute")
    assert not only(means, scene).mine_to_rule
    with pytest.raises(NotAllowed) as refused:
        rule_tag(scene.actor("reviewer"), means, only(means, scene).choice, "for", "Levé")
    assert refused.value.code == "tag.own_line"
    assert only(means, scene, "second_reviewer").mine_to_rule
    rule_tag(scene.actor("second_reviewer"), means, only(means, scene).choice, "for", "Levé")
    assert scene.line(means, "V-1").tag.state == "yes"


def test_who_entered_the_proof_does_not_rule(means: Means, scene: Scene) -> None:
    mine = scene.actor("reviewer")
    proof = means.session.query(Proof).order_by(Proof.id).first()
    assert proof is not None
    contest(means, scene)
    line = scene.line(means, "V-1")
    means.session.add(
        Proof(
            attribute="ecolabelled", kind="certificate", basis="label", label="EU_ECOLABEL", number="FR/020/118",
            valid_from=proof.valid_from, recorded_at=proof.recorded_at, **mine.by,
        )
    )  # fmt: skip
    means.session.flush()
    entered = means.session.query(Proof).filter(Proof.by_account_id.is_not(None)).one()
    key = {"supplier_id": scene.world.organisations["VERNET"], "product_id": line.product_id}
    means.session.add(Coverage(**key, proof_id=entered.id, recorded_at=proof.recorded_at))
    means.session.flush()
    assert not only(means, scene).mine_to_rule
    with pytest.raises(NotAllowed):
        rule_tag(mine, means, only(means, scene).choice, "for", "Je l’ai déposé")


def test_a_ruling_lapses_with_the_evidence(means: Means, scene: Scene) -> None:
    contest(means, scene)
    rule_tag(scene.actor("reviewer"), means, only(means, scene).choice, "against", "Vu")
    means.session.query(Claim).filter_by(product_id=scene.world.products["V-1"]).one().number = "FR/020/121"
    means.session.flush()
    line = scene.line(means, "V-1")
    assert line.theirs is not None
    assert line.theirs.lapsed


def test_somebody_came_first(means: Means, scene: Scene) -> None:
    contest(means, scene)
    shown = only(means, scene).choice
    rule_tag(scene.actor("second_reviewer"), means, shown, "against", "Vu")
    with pytest.raises(Conflict) as refused:
        rule_tag(scene.actor("reviewer"), means, shown, "for", "Vu aussi")
    assert refused.value.code == "line.meanwhile.central.against"
    with pytest.raises(Invalid):
        rule_tag(scene.actor("reviewer"), means, shown, "for", " ")


def test_nothing_to_rule_and_a_line_of_others_answer_alike(means: Means, scene: Scene) -> None:
    contest(means, scene)
    shown = only(means, scene).choice
    for product in (scene.world.products["O-1"], 4_711):
        with pytest.raises(NotFound) as refused:
            rule_tag(OPERATOR, means, dataclasses.replace(shown, key=f"{product}:ecolabelled"), "for", "x")
        assert refused.value.code == "line.unknown"


def test_only_staff_see_the_list_and_only_a_reviewer_rules(means: Means, scene: Scene) -> None:
    contest(means, scene)
    shown = only(means, scene).choice
    for name in ("supplier", "supplier_admin"):
        with pytest.raises(NotAllowed):
            contested(scene.actor(name), means)
    for name in ("publisher", "admin", "auditor", "supplier", "buyer"):
        with pytest.raises(NotAllowed):
            rule_tag(scene.actor(name), means, shown, "for", "x")
    for name in ("admin", "auditor", "supplier", "buyer"):
        with pytest.raises(NotAllowed):
            contest_tag(scene.actor(name), means, "VERNET", "V-1", "ecolabelled", "x")


def test_evidence_that_disagrees_waits_for_a_ruling(means: Means, scene: Scene) -> None:
    """H318 in the supplier's column against an accepted early-childhood proof."""
    add_range(means, scene.world, "GAMME-PE", ("early_childhood",))
    proof = Proof(
        attribute="early_childhood", kind="test_report", basis="document", valid_from=PUBLISHED.date(),
        document="c" * 64, recorded_at=PUBLISHED,
    )  # fmt: skip
    means.session.add(proof)
    means.session.flush()
    key = {"supplier_id": scene.world.organisations["VERNET"], "product_id": scene.world.products["V-2"]}
    means.session.add(Coverage(**key, proof_id=proof.id, recorded_at=PUBLISHED))
    means.session.flush()
    decided(means, proof.id, "accept", PUBLISHED)
    line = only(means, scene)
    assert (line.reference, line.attribute, line.tag.standing) == ("V-2", "early_childhood", "conflict")
    rule_tag(scene.actor("reviewer"), means, line.choice, "against", "La fiche de sécurité l’emporte")
    assert contested(scene.actor("reviewer"), means) == []
