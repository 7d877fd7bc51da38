"""Loading a register: what a GTIN verifies, what a name only proposes, what a newer extract ends, who may and who may not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import func, select

from catalog.access import Actor
from catalog.errors import Conflict, Invalid, NotAllowed
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.models import (
    Coverage,
    Decision,
    JournalEntry,
    Proof,
    ProofEnding,
    RegisterEntry,
    RegisterExtract,
    RegisterMatch,
)
from catalog.published.tags import product_tags
from catalog.services.proofs.listing import list_proofs
from catalog.services.registers.answer import answer
from catalog.services.registers.load import RegisterReport, load_register, register_request
from catalog.services.registers.match import after_publication, look_again
from catalog.services.registers.show import list_registers, proposals, show_register, waiting_count
from catalog.wording.sentences import retold
from imports.registers.reading import read_register_here
from tests.proofs.world import World
from tests.registers.conftest import give

HEAD = "Licence number;Product;Company;Group;EAN;Valid until"
V1 = "FR/020/901;Nettoyant sols Vernet;Vernet SA;020;3701000000010;31/12/2027"
O1 = "FR/020/902;Nettoyant vitres Orge;Orge SARL;020;;31/12/2027"
ANOTHER = "FR/020/903;Autre chose;Ailleurs;020;3799999999994;31/12/2027"
DAY = dt.date(2026, 11, 22)


def load(
    means: Means, actor: Actor, tmp_path: Path, *rows: str, on: dt.date = DAY, whole: bool = False, dry: bool = False
) -> RegisterReport:
    path = tmp_path / f"registre_{on.isoformat()}.csv"
    path.write_text("\n".join((HEAD, *rows)), "utf-8")
    request = register_request(actor, means, "EU_ECOLABEL", path.name)
    sha = means.files.put(path.read_bytes())
    reading = read_register_here(path, request)
    return load_register(actor, means, "EU_ECOLABEL", sha, path.name, reading, whole=whole, dry=dry)


def state(means: Means, world: World, reference: str, day: dt.date = DAY) -> str:
    owner = world.organisations["ORGE" if reference.startswith("O") else "VERNET"]
    key = (owner, world.products[reference])
    return product_tags(means.session, 1, day, end_of(DAY), {key[1]})[key]["ecolabelled"].state


def counts(means: Means) -> list[int]:
    tables = (RegisterExtract, RegisterEntry, RegisterMatch, Proof, Coverage, ProofEnding, Decision, JournalEntry)
    return [means.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def test_a_gtin_verifies_at_once(means: Means, world: World, tmp_path: Path) -> None:
    report = load(means, world.actors["publisher"], tmp_path, V1, ANOTHER)
    assert [each.product.reference for each in report.plan.verified] == ["V-1"]
    proof = means.session.scalars(select(Proof)).one()
    assert (proof.kind, proof.basis, proof.label, proof.number) == ("register", "label", "EU_ECOLABEL", "FR/020/901")
    assert (proof.valid_from, proof.valid_until, proof.extract_id) == (DAY, dt.date(2027, 12, 31), report.extract)
    coverage = means.session.scalars(select(Coverage)).one()
    assert (coverage.matched, coverage.how) == (True, "gtin")
    assert [state(means, world, each) for each in ("V-1", "V-2")] == ["yes", "unknown"]
    assert state(means, world, "V-1", dt.date(2027, 12, 31)) == "yes"
    assert state(means, world, "V-1", dt.date(2028, 1, 1)) == "unknown"


def test_the_same_bytes_twice_create_nothing(means: Means, world: World, tmp_path: Path) -> None:
    first = load(means, world.actors["publisher"], tmp_path, V1, O1)
    before = counts(means)
    second = load(means, world.actors["reviewer"], tmp_path, V1, O1)
    assert (second.known, second.extract, counts(means)) == (True, first.extract, before)


def test_a_rehearsal_says_what_the_act_does_and_writes_nothing(means: Means, world: World, tmp_path: Path) -> None:
    before = counts(means)
    dry = load(means, world.actors["publisher"], tmp_path, V1, O1, dry=True)
    assert counts(means) == before
    done = load(means, world.actors["publisher"], tmp_path, V1, O1)
    assert [
        [[each.product.reference for each in part] for part in (plan.verified, plan.proposed, plan.ended)]
        for plan in (dry.plan, done.plan)
    ] == [[["V-1"], ["O-1"], []]] * 2


def test_a_rehearsal_says_which_tags_move(means: Means, world: World, tmp_path: Path) -> None:
    dry = load(means, world.actors["publisher"], tmp_path, V1, on=dt.date(2026, 11, 1), dry=True)
    assert dry.effects is not None
    assert [
        (move.attribute, move.before, move.after, [each.reference for each in move.products])
        for move in dry.effects.tags
    ] == [("ecolabelled", "unknown", "yes", ["V-1"])]
    load(means, world.actors["publisher"], tmp_path, V1, on=dt.date(2026, 11, 1))
    gone = load(means, world.actors["publisher"], tmp_path, ANOTHER, dry=True)
    assert gone.effects is not None
    assert [(move.before, move.after) for move in gone.effects.tags] == [("yes", "unknown")]
    load(means, world.actors["publisher"], tmp_path, ANOTHER)
    assert state(means, world, "V-1") == "unknown"


def test_a_proof_that_a_register_verified_waits_for_nobody(means: Means, world: World, tmp_path: Path) -> None:
    load(means, world.actors["publisher"], tmp_path, V1, on=dt.date(2026, 11, 1))
    reviewer = world.actors["reviewer"]

    def in_state(name: str, days: int = 60) -> list[tuple[str | None, bool]]:
        return [(line.number, line.matched) for line in list_proofs(reviewer, means, name, days)]

    assert (in_state("waiting"), in_state("accepted")) == ([], [("FR/020/901", True)])
    assert (in_state("expiring"), in_state("expiring", 500)) == ([], [("FR/020/901", True)])
    load(means, world.actors["publisher"], tmp_path, ANOTHER)
    assert (in_state("waiting"), in_state("accepted"), in_state("expired")) == ([], [], [("FR/020/901", True)])


def test_a_name_only_proposes_and_waits_for_a_word(means: Means, world: World, tmp_path: Path) -> None:
    give(means, "O-1", brand="Orge", gtin=None)
    load(means, world.actors["publisher"], tmp_path, O1)
    waiting = proposals(world.actors["reviewer"], means)
    assert [(line.product.reference, line.how, line.score >= 80) for line in waiting] == [("O-1", "company", True)]
    assert (counts(means)[3], state(means, world, "O-1")) == (0, "unknown")
    answer(world.actors["reviewer"], means, [waiting[0].id], accept=True, reason="même article")
    coverage = means.session.scalars(select(Coverage)).one()
    assert (coverage.matched, coverage.how, coverage.score) == (False, "register", waiting[0].score)
    assert means.session.scalars(select(Decision)).one().verdict == "accept"
    assert (state(means, world, "O-1"), waiting_count(world.actors["reviewer"], means)) == ("yes", 0)


def test_what_was_refused_is_not_proposed_by_the_next_extract(means: Means, world: World, tmp_path: Path) -> None:
    load(means, world.actors["publisher"], tmp_path, O1, on=dt.date(2026, 11, 1))
    waiting = proposals(world.actors["reviewer"], means)
    answer(world.actors["reviewer"], means, [line.id for line in waiting], accept=False, reason="autre article")
    report = load(means, world.actors["publisher"], tmp_path, O1, ANOTHER)
    assert (report.plan.proposed, proposals(world.actors["reviewer"], means)) == ((), [])
    assert state(means, world, "O-1") == "unknown"


def test_what_waits_is_not_asked_twice(means: Means, world: World, tmp_path: Path) -> None:
    load(means, world.actors["publisher"], tmp_path, O1, on=dt.date(2026, 11, 1))
    load(means, world.actors["publisher"], tmp_path, O1, ANOTHER)
    assert waiting_count(world.actors["reviewer"], means) == 1


def test_a_proposal_follows_its_entry_into_the_newest_extract(means: Means, world: World, tmp_path: Path) -> None:
    load(means, world.actors["publisher"], tmp_path, O1, on=dt.date(2026, 11, 1))
    load(means, world.actors["publisher"], tmp_path, O1.replace("2027", "2028"))
    (waiting,) = proposals(world.actors["reviewer"], means)
    assert (waiting.entry.valid_until, waiting.entry.extracted_on) == (dt.date(2028, 12, 31), DAY)
    load(means, world.actors["publisher"], tmp_path, ANOTHER, whole=True)
    assert (proposals(world.actors["reviewer"], means), waiting_count(world.actors["reviewer"], means)) == ([], 0)
    with pytest.raises(Conflict, match="answered"):
        answer(world.actors["reviewer"], means, [waiting.id], accept=True, reason="oui")


def test_a_newer_extract_ends_what_it_no_longer_lists(means: Means, world: World, tmp_path: Path) -> None:
    load(means, world.actors["publisher"], tmp_path, V1, O1, on=dt.date(2026, 11, 1))
    dry = load(means, world.actors["publisher"], tmp_path, O1, dry=True)
    assert [(each.product.reference, each.code, each.last_day) for each in dry.plan.ended] == [
        ("V-1", "register.gone", dt.date(2026, 11, 21))
    ]
    assert state(means, world, "V-1") == "yes"
    load(means, world.actors["publisher"], tmp_path, O1)
    ending = means.session.scalars(select(ProofEnding)).one()
    assert ending.last_day == dt.date(2026, 11, 21)
    assert ending.reason == '{"code": "register.gone", "day": "2026-11-22"}'
    assert retold(ending.reason, "fr") == "Ne figure plus dans l’extrait du registre du 22/11/2026."
    assert retold(ending.reason, "en") == "No longer listed in the register extract of 22 Nov 2026."
    assert state(means, world, "V-1") == "unknown"
    back = load(means, world.actors["publisher"], tmp_path, V1, O1, ANOTHER)
    assert [each.product.reference for each in back.plan.verified] == ["V-1"]
    assert state(means, world, "V-1") == "yes"


def test_an_extract_of_other_groups_ends_nothing_unless_it_is_the_whole_register(
    means: Means, world: World, tmp_path: Path
) -> None:
    load(means, world.actors["publisher"], tmp_path, V1, on=dt.date(2026, 11, 1))
    other = "FR/006/733;Lessive;Brisaline;006;;31/12/2027"
    report = load(means, world.actors["publisher"], tmp_path, other)
    assert (report.plan.ended, report.plan.unspoken) == ((), 1)
    assert state(means, world, "V-1") == "yes"
    whole = load(means, world.actors["publisher"], tmp_path, other, other.replace("733", "734"), whole=True)
    assert [each.code for each in whole.plan.ended] == ["register.gone"]
    assert state(means, world, "V-1") == "unknown"


def test_an_older_extract_is_kept_and_changes_nothing(means: Means, world: World, tmp_path: Path) -> None:
    load(means, world.actors["publisher"], tmp_path, V1)
    report = load(means, world.actors["publisher"], tmp_path, O1, on=dt.date(2026, 10, 1))
    assert (report.outdated, report.plan.ended, report.plan.proposed) == (True, (), ())
    assert state(means, world, "V-1") == "yes"


def test_a_prolonged_licence_is_a_further_proof_a_shortened_one_ends_the_first(
    means: Means, world: World, tmp_path: Path
) -> None:
    load(means, world.actors["publisher"], tmp_path, V1, on=dt.date(2026, 11, 1))
    longer = load(means, world.actors["publisher"], tmp_path, V1.replace("2027", "2029"), on=dt.date(2026, 11, 10))
    assert (len(longer.plan.verified), longer.plan.ended) == (1, ())
    assert state(means, world, "V-1", dt.date(2029, 12, 31)) == "yes"
    shorter = load(means, world.actors["publisher"], tmp_path, V1.replace("31/12/2027", "30/11/2026"))
    assert {each.code for each in shorter.plan.ended} == {"register.changed"}
    assert (state(means, world, "V-1"), state(means, world, "V-1", dt.date(2026, 12, 1))) == ("yes", "unknown")


def test_an_article_number_that_changed_is_no_longer_verified(means: Means, world: World, tmp_path: Path) -> None:
    load(means, world.actors["publisher"], tmp_path, V1)
    give(means, "V-1", gtin="3701000000041")
    found = look_again(world.actors["publisher"], means)
    assert [each.code for each in found["EU_ECOLABEL"].ended] == ["register.gtin_gone"]
    assert state(means, world, "V-1") == "unknown"


def test_internal_codes_never_match(means: Means, world: World, tmp_path: Path) -> None:
    give(means, "V-1", gtin="2000000000015")
    report = load(means, world.actors["publisher"], tmp_path, V1.replace("3701000000010", "2000000000015"))
    assert report.plan.verified == ()


def test_new_products_are_matched_after_their_publication(means: Means, world: World, tmp_path: Path) -> None:
    give(means, "V-1", gtin=None)
    load(means, world.actors["publisher"], tmp_path, V1)
    assert state(means, world, "V-1") == "unknown"
    give(means, "V-1", gtin="3701000000010")
    found = after_publication(world.actors["publisher"], means, 1)
    assert [each.product.reference for each in found["EU_ECOLABEL"].verified] == ["V-1"]
    assert state(means, world, "V-1") == "yes"


def test_who_loaded_an_extract_does_not_take_what_it_proposes(means: Means, world: World, tmp_path: Path) -> None:
    load(means, world.actors["reviewer"], tmp_path, O1)
    ids = [line.id for line in proposals(world.actors["reviewer"], means)]
    with pytest.raises(NotAllowed, match="own_extract"):
        answer(world.actors["reviewer"], means, ids, accept=True, reason="oui")
    assert answer(world.actors["second_reviewer"], means, ids, accept=True, reason="oui").answered == 1
    with pytest.raises(Conflict, match="answered"):
        answer(world.actors["second_reviewer"], means, ids, accept=True, reason="oui")


@pytest.mark.parametrize("role", ["supplier", "buyer", "auditor", "admin"])
def test_others_load_and_answer_nothing(means: Means, world: World, tmp_path: Path, role: str) -> None:
    with pytest.raises(NotAllowed):
        load(means, world.actors[role], tmp_path, V1)
    with pytest.raises(NotAllowed):
        answer(world.actors[role], means, [1], accept=True, reason="x")


def test_what_cannot_be_is_refused(means: Means, world: World, tmp_path: Path) -> None:
    staff = world.actors["publisher"]
    with pytest.raises(Invalid, match="future"):
        load(means, staff, tmp_path, V1, on=dt.date(2026, 11, 23))
    with pytest.raises(Invalid, match="no_rows"):
        load(means, staff, tmp_path)
    with pytest.raises(Invalid, match="label_unknown"):
        register_request(staff, means, "NOPE", "x.csv")
    with pytest.raises(Invalid, match="choose"):
        answer(world.actors["reviewer"], means, [], accept=True, reason="x")


def test_the_list_shows_age_and_which_one_speaks(means: Means, world: World, tmp_path: Path) -> None:
    load(means, world.actors["publisher"], tmp_path, V1, on=dt.date(2026, 5, 1))
    load(means, world.actors["publisher"], tmp_path, V1, O1)
    shown = list_registers(world.actors["auditor"], means)
    assert [(each.age, each.speaks, each.proofs, each.old) for each in shown] == [
        (0, True, 0, False),
        (205, False, 1, False),
    ]
    one, issues = show_register(world.actors["auditor"], means, shown[0].extract.id)
    assert (one.extract.imported, issues) == (2, ())
