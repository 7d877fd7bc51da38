"""Each fault of an instance is found, told in both languages with what to do, and nothing else is told with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import delete, func, insert, select, text, update

from catalog.access import OPERATOR, Actor
from catalog.errors import NotAllowed
from catalog.means import chain, journal
from catalog.means.means import Means
from catalog.models import Batch, Fact, Job, JournalEntry, JournalLink, Mail, Proof, new_id
from catalog.services.facts.load import load_facts
from catalog.services.instance.doctor import Diagnosis, diagnose
from catalog.services.proofs.check import check
from catalog.wording.sentences import say
from tests.means.test_chain import unguarded
from tests.proofs.world import World, build_world, proof_of

LONG_AGO = dt.datetime(2026, 11, 1, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def sound(means: Means) -> World:
    """An instance in which nothing is wrong: facts loaded, the journal linked, an index on the disk."""
    world = build_world(means)
    for batch in means.session.scalars(select(Batch)):
        batch.sha256 = means.files.put(f"file of {batch.id}".encode())
    load_facts(OPERATOR, means)
    _commit(means)
    return world


def _commit(means: Means) -> None:
    chain.link(means.session)


def codes(found: Diagnosis) -> list[str]:
    return [each.code for each in found.findings if each.code not in ("doctor.clock.set", "doctor.index.missing")]


def test_a_sound_instance_says_what_was_looked_at(means: Means, sound: World) -> None:
    found = diagnose(OPERATOR, means)
    assert (codes(found), found.sound, found.head[0]) == ([], True, 1)
    assert set(found.checked) == {
        f"doctor.{name}"
        for name in ("database", "journal", "files", "index", "keys", "facts", "mail", "jobs", "clock", "registers")
    }
    assert all(say(code, params, "fr") and say(code, params, "en") for code, params in found.checked.items())


def _file_lost(means: Means) -> None:
    _proof(means, "a" * 64)


def _file_changed(means: Means) -> None:
    sha256 = means.files.put(b"%PDF-1.7 x")
    _proof(means, sha256)
    means.files.path(sha256).write_bytes(b"%PDF-1.7 y")


def _proof(means: Means, document: str) -> None:
    means.session.add(
        Proof(attribute="ecolabelled", kind="certificate", basis="label", valid_from=LONG_AGO.date(), document=document,
              recorded_at=LONG_AGO)
    )  # fmt: skip
    means.session.flush()


def _entry_changed(means: Means) -> None:
    unguarded(means.session).execute(update(JournalEntry).values(actor="somebody"))


def _entry_slipped_in(means: Means) -> None:
    means.session.add(JournalEntry(at=LONG_AGO, actor="x", action="slip", subject="s", detail={}))
    means.session.flush()


def _fact_lost(means: Means) -> None:
    if means.session.get_bind().dialect.name == "postgresql":
        means.session.execute(text("ALTER TABLE fact DISABLE TRIGGER USER"))
    else:
        names = means.session.scalars(text("SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='fact'"))
        for name in list(names):
            means.session.execute(text(f'DROP TRIGGER "{name}"'))
    means.session.execute(delete(Fact).where(Fact.kind == "country"))


def _mail(**values: object) -> Callable[[Means], None]:
    def posted(means: Means) -> None:
        row = {"id": new_id(), "key": "k", "kind": "x", "recipient": "a@b.example", "language": "fr", "subject": "s",
               "body": "b", "recorded_at": LONG_AGO, "sent_at": None, "trouble": None, "tries": 0}  # fmt: skip
        means.session.execute(insert(Mail), [row | values])

    return posted


def _job(**values: object) -> Callable[[Means], None]:
    def lined_up(means: Means) -> None:
        row = {
            "id": new_id(),
            "kind": "receive",
            "queue": "q",
            "state": "waiting",
            "payload": {},
            "recorded_at": LONG_AGO,
        }
        means.session.execute(insert(Job), [row | values])

    return lined_up


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (_file_lost, "doctor.files.missing"),
        (_file_changed, "doctor.files.changed"),
        (_entry_changed, "doctor.journal.hash"),
        (_entry_slipped_in, "doctor.journal.unlinked"),
        (_fact_lost, "doctor.facts.old"),
        (_mail(), "doctor.mail.late"),
        (_mail(tries=99), "doctor.mail.lost"),
        (_job(), "doctor.jobs.late"),
        (_job(state="running", lease=LONG_AGO, tries=1), "doctor.jobs.lost"),
    ],
)
def test_each_fault_is_found_alone(means: Means, sound: World, spoil: Callable[[Means], None], code: str) -> None:
    spoil(means)
    found = diagnose(OPERATOR, means)
    assert (codes(found), found.sound) == ([code], False)
    finding = next(each for each in found.findings if each.code == code)
    assert len({say(code, finding.params, language) for language in ("fr", "en")}) == 2


def test_a_clock_set_back_is_told(means: Means, sound: World) -> None:
    means.session.add(
        JournalEntry(at=dt.datetime(2027, 1, 1, tzinfo=dt.UTC), actor="x", action="a", subject="s", detail={})
    )
    means.session.flush()
    assert "doctor.clock.back" in codes(diagnose(OPERATOR, means))


def test_a_head_noted_earlier_must_still_be_there(means: Means, sound: World) -> None:
    head = diagnose(OPERATOR, means).head
    journal.write(OPERATOR, means, "later", "x")
    _commit(means)
    assert codes(diagnose(OPERATOR, means, head)) == []
    assert codes(diagnose(OPERATOR, means, (1, "f" * 64))) == ["doctor.journal.cut"]


def test_a_journal_that_was_cut_is_told_by_the_decisions_it_no_longer_knows(means: Means, sound: World) -> None:
    proof = proof_of(means, sound, "V-1", recorded_at=LONG_AGO)
    check(OPERATOR, means, proof, accept=True, reason="vu")
    _commit(means)
    assert "doctor.journal.short" not in codes(diagnose(OPERATOR, means))
    last = unguarded(means.session).scalars(select(func.max(JournalEntry.id))).one()
    means.session.execute(delete(JournalLink).where(JournalLink.entry_id == last))
    means.session.execute(delete(JournalEntry).where(JournalEntry.id == last))
    found = [code for code in codes(diagnose(OPERATOR, means)) if code.startswith("doctor.journal")]
    assert found == ["doctor.journal.short"]


def test_of_a_chain_that_does_not_hold_no_head_is_told(means: Means, sound: World) -> None:
    journal.write(OPERATOR, means, "later", "x")
    _commit(means)
    _entry_changed(means)
    assert diagnose(OPERATOR, means).head == (0, chain.BEGINNING)


def test_who_may_look(means: Means, sound: World) -> None:
    for role in ("admin", "auditor"):
        diagnose(sound.actors[role], means)
    for role in ("reviewer", "publisher", "supplier", "buyer"):
        with pytest.raises(NotAllowed):
            diagnose(_actor(sound, role), means)


def _actor(world: World, role: str) -> Actor:
    return world.actors[role]


def test_a_damaged_index_is_told(means: Means, sound: World) -> None:
    found = diagnose(OPERATOR, means)
    assert "doctor.index.missing" in [each.code for each in found.findings]
    folder: Path = means.settings.index
    name = next(str(each.params["number"]) for each in found.findings if each.code == "doctor.index.missing")
    assert name == "1"
    assert not folder.exists()
