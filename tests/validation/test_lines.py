"""What a request shows its supplier: the lines of its own products, each with claim, proof and both sides' words."""

from __future__ import annotations

from catalog.means.means import Means
from catalog.services.validation.lines import lines
from tests.validation.conftest import Scene


def test_the_lines_are_the_claimed_and_proven_attributes_of_the_suppliers_products(means: Means, scene: Scene) -> None:
    asked = lines(scene.actor("supplier"), means, scene.request)
    assert [(each.reference, each.lots) for each in asked.products] == [("V-1", ("ENT-1",)), ("V-3", ("ENT-1",))]
    first, second = (each.lines[0] for each in asked.products)
    assert (first.attribute, first.tag.state, first.tag.standing, first.counts) == (
        "ecolabelled",
        "yes",
        "verified",
        True,
    )
    assert (second.tag.state, second.counts, second.duty, second.state) == ("unknown", False, False, "undecided")
    claim = second.claims[0]
    assert claim.source is not None
    assert (claim.quote, claim.source.file, claim.source.row, claim.source.column) == (
        "Écolabel européen FR/020/118", "vernet.csv", 9, "Label",
    )  # fmt: skip
    assert [proof.number for proof in first.proofs] == ["FR/020/118"]


def test_a_product_says_how_it_stands_in_each_version(means: Means, scene: Scene) -> None:
    asked = lines(scene.actor("supplier"), means, scene.request)
    inside, outside = (each.outcomes[0] for each in asked.products)
    assert (inside.code, inside.version, inside.inside, inside.validated) == ("GAMME-ECO", 1, True, False)
    assert (outside.inside, outside.verdict.rules_short, outside.lots) == (False, 1, ())


def test_progress_counts_what_the_supplier_must_decide(means: Means, scene: Scene) -> None:
    asked = lines(scene.actor("supplier"), means, scene.request)
    assert (asked.progress.products, asked.progress.lines, asked.progress.undecided) == (1, 1, 1)
    assert [choice.key for choice in asked.verified] == [scene.line(means, "V-1").key]
    assert asked.members == 1
