"""Signing: what is validated, what is left out, what is recorded, and what no longer is covered."""

from __future__ import annotations

import pytest

from catalog.errors import Conflict, Invalid, NotFound
from catalog.means.means import Means
from catalog.models import JournalEntry, ProductVersion, ValidatedProduct, Validation, ValidationRequest
from catalog.published.tags import product_tags as product_tags
from catalog.queries import ranges
from catalog.services.validation.decide import decide, decide_all
from catalog.services.validation.show import lapsed, list_requests
from catalog.services.validation.sign import receipt, sign, summary
from catalog.services.validation.sign_receipt import receipts
from tests.proofs.world import World
from tests.ranges.validated import central, validate_all
from tests.validation.conftest import Scene, prove

WHO = {"signer": "Marie  Vernet", "authority": "Directrice commerciale"}


def accept_all(means: Means, scene: Scene) -> None:
    every = [line.choice for line in scene.lines(means)]
    decide_all(scene.actor("supplier"), means, scene.request, every, "accept")


def signed(means: Means, scene: Scene, actor: str = "supplier") -> str:
    content = summary(scene.actor(actor), means, scene.request).content
    return sign(scene.actor(actor), means, scene.request, **WHO, certified=True, content=content).number


def test_what_buyers_would_see_must_be_decided_first(means: Means, scene: Scene) -> None:
    shown = summary(scene.actor("supplier"), means, scene.request)
    assert ([reference for reference, _ in shown.blocking], shown.signable) == (["V-1"], False)
    with pytest.raises(Conflict) as refused:
        sign(scene.actor("supplier"), means, scene.request, **WHO, certified=True, content=shown.content)
    assert (refused.value.code, dict(refused.value.params)) == ("validation.undecided", {"n": 1, "references": "V-1"})


def test_the_rest_may_stay_undecided_and_is_left_out(means: Means, scene: Scene) -> None:
    decide(scene.actor("supplier"), means, scene.request, scene.line(means, "V-1").choice, "accept")
    shown = summary(scene.actor("supplier"), means, scene.request)
    one = shown.ranges[0]
    assert ([each.reference for each in one.accepted], one.inside, one.contested, one.undecided, shown.signable) == (
        ["V-1"], 1, (), ("V-3",), True,
    )  # fmt: skip
    assert one.sentences("en") == (
        "Products validated: 1; visible to buyers already: 1.",
        "Without a decision, left out of the validation: 1.",
    )


def test_a_contested_product_is_left_out(means: Means, scene: Scene) -> None:
    decide(scene.actor("supplier"), means, scene.request, scene.line(means, "V-1").choice, "contest", reason="non")
    shown = summary(scene.actor("supplier"), means, scene.request)
    assert ([each.reference for each in shown.ranges[0].accepted], shown.ranges[0].contested, shown.signable) == (
        [], ("V-1",), True,
    )  # fmt: skip
    signed(means, scene)
    assert means.session.query(ValidatedProduct).count() == 0
    made = receipt(scene.actor("supplier"), means, scene.request)
    assert [(each.reference, each.attribute, each.reason) for each in made.contested] == [("V-1", "ecolabelled", "non")]


def test_it_records_identity_authority_and_content(means: Means, scene: Scene) -> None:
    accept_all(means, scene)
    shown = summary(scene.actor("supplier"), means, scene.request)
    signed(means, scene)
    row = means.session.query(Validation).one()
    assert (row.signer, row.authority, row.content_hash, row.request_id, row.link_id) == (
        "Marie Vernet", "Directrice commerciale", shown.ranges[0].content_hash, scene.request, None,
    )  # fmt: skip
    assert len(row.content_hash) == 64
    products = {each.product_id: each.content for each in means.session.query(ValidatedProduct)}
    assert products == {each.product_id: each.content for each in shown.ranges[0].accepted}
    assert set(products) == {scene.world.products["V-1"], scene.world.products["V-3"]}
    request = means.session.query(ValidationRequest).one()
    assert request.closed == "validated"
    entry = means.session.query(JournalEntry).filter_by(action="validation.sign").one()
    assert entry.detail["ranges"] == {"GAMME-ECO": {"version": 1, "hash": row.content_hash, "products": 2}}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"signer": " "}, "validation.identity"),
        ({"authority": ""}, "validation.identity"),
        ({"signer": "x" * 201}, "validation.identity"),
        ({"certified": False}, "validation.not_certified"),
        ({"content": "0" * 64}, "validation.moved"),
    ],
)
def test_what_is_missing_or_moved_is_refused(means: Means, scene: Scene, changed: dict[str, object], code: str) -> None:
    accept_all(means, scene)
    content = summary(scene.actor("supplier"), means, scene.request).content
    terms = {**WHO, "certified": True, "content": content, **changed}
    with pytest.raises((Invalid, Conflict)) as refused:
        sign(scene.actor("supplier"), means, scene.request, **terms)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert means.session.query(Validation).count() == 0


def test_what_changed_since_the_summary_was_shown_is_not_signed(means: Means, scene: Scene) -> None:
    accept_all(means, scene)
    content = summary(scene.actor("supplier"), means, scene.request).content
    version = means.session.query(ProductVersion).filter_by(product_id=scene.world.products["V-1"]).one()
    version.name = "Nettoyant sols 10 L"
    means.session.flush()
    with pytest.raises(Conflict):
        sign(scene.actor("supplier"), means, scene.request, **WHO, certified=True, content=content)


def test_nobody_signs_twice_or_decides_after(means: Means, scene: Scene) -> None:
    accept_all(means, scene)
    choice = scene.line(means, "V-1").choice
    signed(means, scene)
    for act in (
        lambda: signed(means, scene),
        lambda: decide(scene.actor("supplier"), means, scene.request, choice, "withdraw"),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert (refused.value.code, refused.value.params["on"]) == ("request.validated", means.clock.today())


def test_the_receipt_says_the_same_whenever_it_is_asked_for(means: Means, scene: Scene) -> None:
    accept_all(means, scene)
    number = signed(means, scene)
    first = receipt(scene.actor("supplier"), means, scene.request)
    text = first.text("fr")
    assert text.startswith(f"Reçu de validation {number}\nMarie Vernet, Directrice commerciale, pour VERNET (démo)\n")
    assert "Ce n’est pas une signature électronique" in text
    assert "  V-1  " in text
    version = means.session.query(ProductVersion).filter_by(product_id=scene.world.products["V-1"]).one()
    version.reference, version.name = "V-1-BIS", "Autre nom"
    means.session.flush()
    again = receipt(scene.actor("reviewer"), means, scene.request)
    assert (again.text("fr"), again.json(), again.number) == (text, first.json(), number)
    assert [(each.code, each.products) for each in receipts(scene.actor("supplier"), means)] == [("GAMME-ECO", 2)]
    assert receipts(scene.actor("other_supplier"), means) == []


def test_a_request_that_is_not_validated_has_no_receipt(means: Means, scene: Scene) -> None:
    with pytest.raises(NotFound):
        receipt(scene.actor("supplier"), means, scene.request)


def inside(means: Means, world: World) -> set[str]:
    """References of VERNET that the range takes today, both validations counted."""
    standing = ranges.standing(means.session, means.clock.now())["GAMME-ECO"]
    return {
        name
        for name, product in world.products.items()
        if (world.organisations["VERNET"], product) in standing.contents
    }


def test_a_signature_lets_the_products_in_and_lapses_with_their_content(means: Means, scene: Scene) -> None:
    accept_all(means, scene)
    signed(means, scene)
    assert lapsed(scene.actor("supplier"), means) == []
    terms = ranges.last_versions(means.session)["GAMME-ECO"]
    central(means, terms, means.clock.now())
    means.session.flush()
    assert inside(means, scene.world) == {"V-1", "V-3"}
    version = means.session.query(ProductVersion).filter_by(product_id=scene.world.products["V-1"]).one()
    version.name = "Nettoyant sols, nouvelle formule"
    means.session.flush()
    found = lapsed(scene.actor("supplier"), means)
    assert [(each.code, each.signer, each.references) for each in found] == [("GAMME-ECO", "Marie Vernet", ("V-1",))]
    assert lapsed(scene.actor("other_supplier"), means) == []
    assert [each.references for each in lapsed(scene.actor("reviewer"), means)] == [("V-1",)]


def test_a_product_accepted_before_its_proof_is_checked_enters_by_itself(means: Means, scene: Scene) -> None:
    accept_all(means, scene)
    shown = summary(scene.actor("supplier"), means, scene.request).ranges[0]
    assert [(each.reference, each.verdict.inside) for each in shown.accepted] == [("V-1", True), ("V-3", False)]
    signed(means, scene)
    validate_all(means, suppliers=())
    prove(means, scene.world, "V-3", "VERNET")
    assert lapsed(scene.actor("supplier"), means) == []


def test_a_validated_request_is_listed_without_progress(means: Means, scene: Scene) -> None:
    accept_all(means, scene)
    signed(means, scene)
    line = list_requests(scene.actor("supplier"), means)[0]
    assert (line.closed, line.progress) == ("validated", None)
    assert list_requests(scene.actor("supplier"), means, open_only=True) == []
