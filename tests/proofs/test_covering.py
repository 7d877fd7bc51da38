"""Which products a proof covers: named by reference, GTIN, model list or family; what names none is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select, update

from catalog.access import OPERATOR
from catalog.errors import Invalid, NotFound
from catalog.evidence.covering import Named, covering_of, gtin_of, runs, squeezed
from catalog.evidence.depositing import holder_differs
from catalog.means.means import Means
from catalog.models import Coverage, Product, ProductVersion, Proof
from catalog.queries.references import normalised
from catalog.services.facts.load import load_facts
from catalog.services.proofs.add import add
from catalog.services.proofs.check import check
from catalog.services.proofs.extend import extend, newcomers, waiting_newcomers
from catalog.services.proofs.rehearse import rehearse
from tests.proofs.world import LONG_AGO, PDF, World, proof_of

EAN = "3017620422003"


def with_gtin(means: Means, world: World, reference: str, gtin: str) -> None:
    version = ProductVersion
    means.session.execute(
        update(version)
        .where(version.product_id == world.products[reference], version.until.is_(None))
        .values(gtin=gtin)
    )


def newly_published(means: Means, world: World, reference: str, name: str, family: str = "CLEANING") -> int:
    """A further product of VERNET, as a later file brings it."""
    owner = world.organisations["VERNET"]
    like = means.session.scalars(select(ProductVersion).where(ProductVersion.product_id == world.products["V-1"])).one()
    product = Product(supplier_id=owner, reference=reference, recorded_at=LONG_AGO)
    means.session.add(product)
    means.session.flush()
    means.session.add(
        ProductVersion(
            supplier_id=owner, product_id=product.id, since=1, reference=reference, name=name, family=family,
            digest=reference, hazard_codes=[], data={}, batch_id=like.batch_id, sheet=None, row=9,
        )
    )  # fmt: skip
    means.session.flush()
    return product.id


def entered(means: Means, world: World, who: str = "supplier", **changes: Any) -> int:
    given: dict[str, Any] = {
        "supplier": "VERNET", "attribute": "ecolabelled", "valid_from": dt.date(2026, 1, 1), "document": PDF,
        "valid_until": dt.date(2027, 12, 31), "document_name": "licence.pdf", "kind": "licence", "label": "EU_ECOLABEL",
    }  # fmt: skip
    return add(world.actors[who], means, **(given | changes))


def covered(means: Means, proof: int) -> dict[int, str]:
    query = select(Coverage.product_id, Coverage.how).where(Coverage.proof_id == proof)
    return {product: how for product, how in means.session.execute(query)}


@pytest.mark.parametrize(
    ("text", "gtin"),
    [
        ("3017620422003", "03017620422003"), (" 3017620-422003", "03017620422003"), ("03017620422003", "03017620422003"),
        ("96385074", "00000096385074"), ("3017620422004", None), ("301762042200", None), ("abc", None), ("", None),
        ("00000000", None), ("٣٠١٧٦٢٠٤٢٢٠٠٣", None),
    ],
)  # fmt: skip
def test_a_gtin_has_its_check_digit(text: str, gtin: str | None) -> None:
    assert gtin_of(text) == gtin


def test_words_are_compared_without_signs() -> None:
    assert squeezed("TN-2410 XL é") == "tn2410xle"
    assert list(runs("TN-2410 noir", 2)) == ["tn", "tn2410", "2410", "2410noir", "noir"]


@pytest.mark.parametrize(
    ("holder", "supplier", "differs"),
    [
        ("VERNET SAS", "Vernet (démo)", False), ("Vernét", "VERNET", False), ("Groupe Vernet", "Vernet", False),
        ("Orge S.A.", "Vernet", True), ("Vernet Hygiène", "Vernet Papier", True), (None, "Vernet", False), ("", "V", False),
    ],
)  # fmt: skip
def test_the_holder_is_compared_without_legal_forms(holder: str | None, supplier: str, differs: bool) -> None:
    assert holder_differs(holder, supplier) is differs


def test_each_way_of_naming_says_what_tied_it(means: Means, world: World) -> None:
    with_gtin(means, world, "V-2", EAN)
    supplier, ids = world.organisations["VERNET"], world.products
    for named, found, missing in (
        (Named(("V-1", EAN, "V-9")), {ids["V-1"]: "reference", ids["V-2"]: "gtin"}, ("V-9",)),
        (Named(gtins=("0" + EAN, "3017620422010")), {ids["V-2"]: "gtin"}, ("3017620422010",)),
        (Named(models=("Dégraissant alcalin", "TN 1")), {ids["V-2"]: "model"}, ("TN 1",)),
        (Named(models=("v 1",)), {ids["V-1"]: "model"}, ()),
        (Named(families=("CLEANING", "TONER")), {ids["V-1"]: "family", ids["V-2"]: "family"}, ("TONER",)),
        (Named(("V-1",), families=("CLEANING",)), {ids["V-1"]: "reference", ids["V-2"]: "family"}, ()),
        (Named(("O-1",)), {}, ("O-1",)),
        (Named(), {}, ()),
    ):
        covering = covering_of(means.session, supplier, named)
        assert (dict(covering.found), covering.missing) == (found, missing)
        assert all(normalised(text) for text in covering.missing)


def test_a_proof_keeps_what_tied_it_and_its_scope(means: Means, world: World) -> None:
    with_gtin(means, world, "V-2", EAN)
    number = entered(means, world, references=["V-1", EAN])
    assert covered(means, number) == {world.products["V-1"]: "reference", world.products["V-2"]: "gtin"}
    assert means.session.get_one(Proof, number).scope is None
    family = entered(means, world, families=["CLEANING"], models=["nettoyant sols"])
    assert means.session.get_one(Proof, family).scope == {"families": ["CLEANING"], "models": ["nettoyant sols"]}
    assert covered(means, family) == {world.products["V-1"]: "model", world.products["V-2"]: "family"}


def test_what_names_nothing_is_refused_unless_it_was_rehearsed(means: Means, world: World) -> None:
    with pytest.raises(Invalid) as refusal:
        entered(means, world, references=["V-1", "X-1"], families=["TONER"])
    assert (refusal.value.code, refusal.value.params) == (
        "proof.references_unknown",
        {"n": 2, "references": "TONER, X-1"},
    )
    number = entered(means, world, references=["V-1", "X-1"], found_only=True)
    assert covered(means, number) == {world.products["V-1"]: "reference"}
    with pytest.raises(Invalid) as none:
        entered(means, world, references=["X-1"], found_only=True)
    assert none.value.code == "proof.no_reference"


def test_an_end_that_has_passed_is_refused_in_words(means: Means, world: World) -> None:
    with pytest.raises(Invalid) as refusal:
        entered(means, world, references=["V-1"], valid_until=dt.date(2026, 10, 31))
    assert (refusal.value.code, refusal.value.params) == ("proof.already_over", {"day": dt.date(2026, 10, 31)})
    entered(means, world, references=["V-1"], valid_until=means.clock.today())


def test_another_holder_is_explained_or_refused(means: Means, world: World) -> None:
    with pytest.raises(Invalid) as refusal:
        entered(means, world, references=["V-1"], holder="Fabrique du Nord SA")
    assert refusal.value.code == "proof.holder_unexplained"
    assert refusal.value.params == {"holder": "Fabrique du Nord SA", "supplier": "VERNET (démo)"}
    number = entered(
        means, world, references=["V-1"], holder="Fabrique du Nord SA", holder_link="Notre fabricant, contrat joint"
    )
    kept = means.session.get_one(Proof, number)
    assert (kept.holder, kept.holder_link) == ("Fabrique du Nord SA", "Notre fabricant, contrat joint")
    entered(means, world, references=["V-1"], holder="Vernet SAS")


def test_the_rehearsal_tells_what_recording_and_accepting_would_do(means: Means, world: World) -> None:
    load_facts(OPERATOR, means)
    standing = proof_of(means, world, "V-1", recorded_at=LONG_AGO)
    told = {"attribute": "ecolabelled", "valid_from": dt.date(2026, 1, 1), "kind": "licence", "label": "EU_ECOLABEL",
            "number": "FR/020/118", "holder": "Fabrique du Nord"}  # fmt: skip
    found = rehearse(world.actors["supplier"], means, supplier="VERNET", references=["V-2", "V-1", "X"], **told)  # type: ignore[arg-type]
    lines = [(line.reference, line.how, line.proofs) for line in found.found]
    assert lines == [("V-1", "reference", (standing,)), ("V-2", "reference", ())]
    assert (found.missing, found.covered_already, found.holder) == (("X",), 1, "Fabrique du Nord")
    shifts = [(s.attribute, s.before, s.after, [m.reference for m in s.products]) for s in found.tags]
    assert shifts == [
        ("early_childhood", "no", "unknown", ["V-2"]), ("ecolabelled", "unknown", "yes", ["V-1", "V-2"])
    ]  # fmt: skip
    assert means.session.scalars(select(Proof.id)).all() == [standing]


def test_the_rehearsal_equals_the_result(means: Means, world: World) -> None:
    load_facts(OPERATOR, means)
    told: dict[str, Any] = {"attribute": "ecolabelled", "valid_from": dt.date(2026, 1, 1), "kind": "licence",
                            "label": "EU_ECOLABEL", "number": "FR/020/118"}  # fmt: skip
    rehearsed = rehearse(world.actors["supplier"], means, supplier="VERNET", families=["CLEANING"], **told)
    assert sum(len(shift.products) for shift in rehearsed.tags) == 3
    number = add(world.actors["supplier"], means, supplier="VERNET", families=["CLEANING"], **told)
    assert covered(means, number) == {line.id: line.how for line in rehearsed.found}
    check(world.actors["reviewer"], means, number, True, "lu")
    again = rehearse(world.actors["supplier"], means, supplier="VERNET", families=["CLEANING"], **told)
    assert (again.tags, again.covered_already) == ((), 2)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_rehearsal_of_anothers_products_is_none(means: Means, world: World) -> None:
    for supplier in ("ORGE", "NOBODY"):
        with pytest.raises(NotFound) as refusal:
            rehearse(world.actors["supplier"], means, supplier=supplier, references=["O-1"], attribute="ecolabelled",
                     valid_from=dt.date(2026, 1, 1))  # fmt: skip
        assert (refusal.value.code, refusal.value.params) == ("thing.unknown", {})


def test_newcomers_are_told_and_never_covered_in_silence(means: Means, world: World) -> None:
    supplier, reviewer = world.actors["supplier"], world.actors["reviewer"]
    waits = entered(means, world, families=["CLEANING"])
    done = entered(means, world, models=["nettoyant sols"], document=PDF + b"2")
    check(reviewer, means, done, True, "lu")
    assert (newcomers(supplier, means, waits), newcomers(supplier, means, done)) == ([], [])
    new = newly_published(means, world, "V-3", "Nettoyant sols 1 L")
    newly_published(means, world, "V-4", "Ramette A4", "PAPER")
    assert [known.reference for known in newcomers(supplier, means, waits)] == ["V-3"]
    assert [known.reference for known in newcomers(reviewer, means, done)] == ["V-3"]
    assert new not in covered(means, waits)
    told = [(line.id, many) for line, many in waiting_newcomers(reviewer, means)]
    assert told == [(done, 1), (waits, 1)]
    assert waiting_newcomers(world.actors["other_supplier"], means) == []

    assert extend(supplier, means, waits) == waits
    assert covered(means, waits)[new] == "family"
    further = extend(supplier, means, done)
    assert further != done
    assert covered(means, further) == {new: "model"}
    assert new not in covered(means, done)
    assert (newcomers(supplier, means, waits), newcomers(supplier, means, done)) == ([], [])
    assert waiting_newcomers(supplier, means) == []


def test_a_reference_that_claims_a_known_licence_is_told_and_tied_by_a_person(means: Means, world: World) -> None:
    """V-1 claims FR/020/118 in its file; the proof of that number was entered for V-2 alone."""
    supplier, reviewer = world.actors["supplier"], world.actors["reviewer"]
    done = entered(means, world, references=["V-2"], number="FR/020/118")
    other = entered(means, world, references=["V-2"], number="FR/020/119", document=PDF + b"3")
    check(reviewer, means, done, True, "lu")
    assert [known.reference for known in newcomers(reviewer, means, done)] == ["V-1"]
    assert newcomers(reviewer, means, other) == []
    assert [(line.id, many) for line, many in waiting_newcomers(reviewer, means)] == [(done, 1)]
    further = extend(supplier, means, done)
    assert covered(means, further) == {world.products["V-1"]: "person"}
    assert (means.session.get_one(Proof, further).number, further != done) == ("FR/020/118", True)
    assert (newcomers(reviewer, means, done), waiting_newcomers(reviewer, means)) == ([], [])


def test_an_accepted_proof_never_grows_by_itself(means: Means, world: World) -> None:
    """Breaking this would let a supplier widen what a reviewer accepted."""
    done = entered(means, world, families=["CLEANING"])
    check(world.actors["reviewer"], means, done, True, "lu")
    before = covered(means, done)
    newly_published(means, world, "V-3", "Nettoyant sols 1 L")
    with pytest.raises(NotFound):
        extend(world.actors["other_supplier"], means, done)
    further = extend(world.actors["supplier"], means, done)
    assert covered(means, done) == before
    made, old = means.session.get_one(Proof, further), means.session.get_one(Proof, done)
    assert (made.document, made.number, made.valid_until, made.scope) == (
        old.document,
        old.number,
        old.valid_until,
        old.scope,
    )
    assert made.by_account_id == world.actors["supplier"].account_id
