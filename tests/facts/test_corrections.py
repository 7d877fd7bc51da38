"""A fact is listed with where it comes from, corrected by two people after a rehearsal, and every version stays."""

from __future__ import annotations

import datetime as dt

import pytest

from catalog.access import OPERATOR
from catalog.errors import Conflict, Invalid, NotAllowed, NotFound
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.models import Fact, JournalEntry
from catalog.queries import proofs
from catalog.reference.shipped import shipped_facts
from catalog.services.facts.apply import apply, drop, rehearse
from catalog.services.facts.listing import list_facts
from catalog.services.facts.load import load_facts
from catalog.services.facts.propose import propose, propose_shipped, rehearse_change
from catalog.services.facts.show import Uses, show_fact
from tests.proofs.world import World

TODAY = dt.date(2026, 11, 22)
GROUP = ("ecolabel_group", "EU_ECOLABEL/020")
ONLY_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def drafted(means: Means, world: World, kind: str = "label", key: str = "EU_ECOLABEL", **changes: str) -> int:
    said = {"source": "catalogue de l’émetteur", "confidence": "verified", "reason": "lu au registre"}
    return propose(world.actors["reviewer"], means, kind, key, changes or {"owner": "Commission"}, **said)


def standing(means: Means, kind: str, key: str) -> dict[str, str]:
    return next(dict(row) for k, n, row in proofs.facts(means.session, end_of(TODAY)) if (k, n) == (kind, key))


def test_every_fact_is_listed_with_source_date_and_confidence(means: Means, world: World) -> None:
    shipped = shipped_facts()
    found = list_facts(world.actors["auditor"], means)

    assert sum(found.counts.values()) == len(shipped) == len(found.lines)
    assert found.to_confirm == sum(fact.confidence != "verified" for fact in shipped)
    label = next(line for line in found.lines if (line.kind, line.key) == ("label", "EU_ECOLABEL"))
    fact = next(fact for fact in shipped if (fact.kind, fact.key) == ("label", "EU_ECOLABEL"))
    assert (label.source, label.confidence, label.checked_on) == (fact.source, fact.confidence, fact.checked_on)
    assert (label.name_fr, label.origin, label.version, label.to_confirm) == ("Écolabel européen", "shipped", 1, False)


@ONLY_SQLITE
def test_the_list_is_narrowed_by_kind_words_and_confidence(means: Means, world: World) -> None:
    reviewer = world.actors["reviewer"]
    keys = [line.key for line in list_facts(reviewer, means, kind="label", search="ecolabel européen").lines]
    assert keys == ["EU_ECOLABEL"]
    unsure = list_facts(reviewer, means, confidence="to_confirm").lines
    assert unsure
    assert "verified" not in {line.confidence for line in unsure}
    assert list_facts(reviewer, means, only="local").lines == ()


def test_what_rests_on_a_fact_is_counted(means: Means, world: World) -> None:
    auditor = world.actors["auditor"]

    assert show_fact(auditor, means, "label", "EU_ECOLABEL").uses == Uses(1, 1)
    assert show_fact(auditor, means, *GROUP).uses == Uses(1, 1)
    assert show_fact(auditor, means, "ecolabel_group", "EU_ECOLABEL/006").uses == Uses(0, 0)
    assert show_fact(auditor, means, "family", "CLEANING").uses == Uses(3, None)
    assert show_fact(auditor, means, "hazard_statement", "H318").uses == Uses(1, None)
    assert show_fact(auditor, means, "attribute", "ecolabelled").uses == Uses(1, None)
    assert show_fact(auditor, means, "country", "FR").uses == Uses(None, None)


@ONLY_SQLITE
def test_a_supplier_reads_the_meaning_and_neither_drafts_nor_counts(means: Means, world: World) -> None:
    drafted(means, world)
    sheet = show_fact(world.actors["supplier"], means, "label", "EU_ECOLABEL")

    assert (sheet.proposals, sheet.uses) == ((), None)
    assert list_facts(world.actors["supplier"], means).proposed == 0
    with pytest.raises(NotAllowed):
        show_fact(world.actors["buyer"], means, "label", "EU_ECOLABEL")
    with pytest.raises(NotFound):
        show_fact(world.actors["supplier"], means, "label", "NOBODY")


def test_a_correction_is_rehearsed_then_applied_by_another_and_stays_beside_the_shipped_version(
    means: Means, world: World
) -> None:
    number = drafted(means, world, owner="Commission européenne")
    assert standing(means, "label", "EU_ECOLABEL")["owner"] != "Commission européenne"
    assert rehearse(world.actors["auditor"], means, number).tags == ()

    version = apply(world.actors["publisher"], means, number)

    assert version == 2
    assert standing(means, "label", "EU_ECOLABEL")["owner"] == "Commission européenne"
    sheet = show_fact(world.actors["reviewer"], means, "label", "EU_ECOLABEL")
    assert [(each.version, each.origin, each.by) for each in sheet.versions] == [
        (2, "local", "Nom publisher"),
        (1, "shipped", None),
    ]
    (proposal,) = sheet.proposals
    assert (proposal.answer, proposal.by, proposal.answered_by) == ("applied", "Nom reviewer", "Nom publisher")
    actions = [entry.action for entry in means.session.query(JournalEntry).order_by(JournalEntry.id)]
    assert actions[-3:] == ["fact.propose", "fact.record", "fact.applied"]


def test_a_group_that_no_longer_fits_the_family_takes_the_tag_and_says_who_leaves(means: Means, world: World) -> None:
    found = rehearse_change(world.actors["reviewer"], means, *GROUP, {"families": "toner"})
    number = drafted(means, world, *GROUP, families="toner")

    assert rehearse(world.actors["publisher"], means, number) == found
    assert [(shift.before, shift.after, [one.reference for one in shift.products]) for shift in found.tags] == [
        ("yes", "unknown", ["V-1"])
    ]


@ONLY_SQLITE
def test_nobody_applies_their_own_and_the_author_or_a_publisher_drops(means: Means, world: World) -> None:
    publisher, second = world.actors["publisher"], world.actors["second_reviewer"]
    number = drafted(means, world)
    with pytest.raises(NotAllowed):
        apply(world.actors["reviewer"], means, number)
    with pytest.raises(NotAllowed):
        drop(second, means, number, "pas d’accord")
    with pytest.raises(Conflict):
        drafted(means, world, owner="autre")
    drop(world.actors["reviewer"], means, number, "erreur de ma part")
    with pytest.raises(Conflict):
        apply(publisher, means, number)
    drop(publisher, means, drafted(means, world), "déjà vu")
    assert show_fact(publisher, means, "label", "EU_ECOLABEL").version == 1


@ONLY_SQLITE
def test_the_operators_draft_is_nobodys_own(means: Means, world: World) -> None:
    said = {"source": "s", "confidence": "low", "reason": "r"}
    number = propose(OPERATOR, means, "label", "EU_ECOLABEL", {"owner": "X"}, **said)
    assert apply(OPERATOR, means, number) == 2


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("kind", "key", "changes", "code"),
    [
        ("label", "EU_ECOLABEL", {"owner": "European Commission; AFNOR Certification in France"}, "fact.same"),
        ("label", "EU_ECOLABEL", {"colour": "bleu"}, "fact.fault.column"),
        ("label", "EU_ECOLABEL", {"name_fr": " "}, "fact.fault.empty"),
        ("label", "EU_ECOLABEL", {"number_regex": "^(FR"}, "fact.fault.pattern"),
        ("label", "EU_ECOLABEL", {"number_regex": "^(?:[A-Z]+/)+$"}, "fact.fault.slow"),
        ("label", "EU_ECOLABEL", {"families": "nulle part"}, "fact.fault.scope"),
        ("label", "EU_ECOLABEL", {"told_by_shape": "oui"}, "fact.fault.yes_no"),
        ("label", "EU_ECOLABEL", {"attribute_proven": "beau"}, "fact.fault.proven"),
        (*GROUP, {"criteria_end": "31/12/2026"}, "fact.fault.date"),
        (*GROUP, {"criteria_end": "2026-02-30"}, "fact.fault.date"),
        (*GROUP, {"label": "NOBODY"}, "fact.fault.label"),
        ("family_scope", "cleaning", {"families": "CLEANING;NOBODY"}, "fact.fault.family"),
        ("claim_word", "CW-E01", {"attribute": "beau"}, "fact.fault.attribute"),
    ],
)
def test_what_cannot_stand_is_refused_by_column(
    means: Means, world: World, kind: str, key: str, changes: dict[str, str], code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        drafted(means, world, kind, key, **changes)
    assert refused.value.code == code
    with pytest.raises(Invalid):
        rehearse_change(world.actors["reviewer"], means, kind, key, changes)


@ONLY_SQLITE
def test_a_correction_needs_reason_source_and_a_fact_of_a_known_kind(means: Means, world: World) -> None:
    reviewer, said = world.actors["reviewer"], {"source": "s", "confidence": "low", "reason": "r"}
    for wrong in ({"reason": " "}, {"source": ""}, {"confidence": "sure"}, {"reason": "x" * 2001}):
        with pytest.raises(Invalid):
            propose(reviewer, means, "label", "EU_ECOLABEL", {"owner": "X"}, **{**said, **wrong})
    with pytest.raises(NotFound):
        propose(reviewer, means, "colour", "RED", {"owner": "X"}, **said)
    for role in ("publisher", "admin", "auditor", "supplier", "buyer"):
        with pytest.raises(NotAllowed):
            propose(world.actors[role], means, "label", "EU_ECOLABEL", {"owner": "X"}, **said)


@ONLY_SQLITE
def test_a_further_fact_is_a_correction_too(means: Means, world: World) -> None:
    number = drafted(means, world, "family_scope", "crèche", families="CLEANING;DISINFECTANTS")
    apply(world.actors["publisher"], means, number)

    assert standing(means, "family_scope", "crèche") == {"families": "CLEANING;DISINFECTANTS"}
    assert show_fact(OPERATOR, means, "family_scope", "crèche").proposals[0].base_version is None


def older(means: Means, payload: dict[str, str], version: int, origin: str, day: dt.date) -> None:
    at = dt.datetime.combine(day, dt.time(12), dt.UTC)
    row = Fact(
        kind="country", key="FR", version=version, payload=payload, source="ancien", confidence="low", origin=origin,
        reason=None if origin == "shipped" else "corrigé", recorded_at=at,
    )  # fmt: skip
    means.session.add(row)
    means.session.flush()


def test_a_newer_shipped_version_waits_until_it_is_taken_and_then_later_ones_come_by_themselves(means: Means) -> None:
    older(means, {"name_fr": "Franse", "name_en": "Franse", "regions": ""}, 1, "shipped", dt.date(2026, 3, 1))
    older(means, {"name_fr": "France (local)", "name_en": "France", "regions": ""}, 2, "local", dt.date(2026, 4, 1))
    load_facts(OPERATOR, means)

    assert [(line.key, line.newer) for line in list_facts(OPERATOR, means, only="newer").lines] == [("FR", 3)]
    assert standing(means, "country", "FR")["name_fr"] == "France (local)"
    apply(OPERATOR, means, propose_shipped(OPERATOR, means, "country", "FR", "la version fournie est juste"))

    assert standing(means, "country", "FR")["name_fr"] == "France"
    sheet = show_fact(OPERATOR, means, "country", "FR")
    assert [(each.version, each.origin) for each in sheet.versions] == [
        (4, "shipped"), (3, "shipped"), (2, "local"), (1, "shipped"),
    ]  # fmt: skip
    assert (sheet.newer, list_facts(OPERATOR, means).newer, load_facts(OPERATOR, means).changed) == (None, 0, 0)
    with pytest.raises(NotFound):
        propose_shipped(OPERATOR, means, "country", "FR", "encore")
    older(means, {"name_fr": "République", "name_en": "F", "regions": ""}, 5, "shipped", TODAY)
    assert standing(means, "country", "FR")["name_fr"] == "République"


@ONLY_SQLITE
def test_a_draft_on_a_version_that_moved_on_is_not_applied(means: Means, world: World) -> None:
    number = drafted(means, world, "country", "FR", name_fr="France métropolitaine")
    older(means, {"name_fr": "F", "name_en": "F", "regions": ""}, 2, "local", TODAY)

    with pytest.raises(Conflict) as refused:
        apply(world.actors["publisher"], means, number)
    assert refused.value.code == "fact.moved_on"
    drop(world.actors["publisher"], means, number, "dépassé")
