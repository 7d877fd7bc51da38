"""Signing in: the password, the limits of a session, the limits of trying."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select, update

from catalog.means.means import Means
from catalog.means.secrecy import digest, matches
from catalog.models import Account, SignIn, SignInTry
from catalog.services.people import sign_in
from tests.people.conftest import PASSWORD

NOON = dt.datetime(2026, 11, 25, 12, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
BUYER = "buyer@lycee.example"


def signed_in(means: Means, email: str = BUYER, moment: dt.datetime = NOON) -> str:
    knocked = sign_in.knock(means, email, "192.0.2.1", moment)
    assert knocked is not None
    token = sign_in.enter(means, knocked, matched=True, moment=moment)
    assert token is not None
    return token


def test_the_right_password_opens_a_session_of_that_person(people: Means) -> None:
    knocked = sign_in.knock(people, "  BUYER@Lycee.example ", "192.0.2.1", NOON)
    assert knocked is not None
    assert matches(knocked.password_hash, PASSWORD)
    token = sign_in.enter(people, knocked, matched=True, moment=NOON)
    assert token is not None
    actor = sign_in.actor_of(people, token, NOON)
    assert actor is not None
    assert (actor.email, actor.role, actor.kind, actor.organisation) == (BUYER, "buyer", "member", "LYCEE")
    assert people.session.scalar(select(func.count()).select_from(SignInTry)) == 0


def test_only_the_hash_of_the_secret_is_kept(people: Means) -> None:
    token = signed_in(people)
    kept = people.session.scalars(select(SignIn.token_hash)).all()
    assert [bytes(each) for each in kept] == [digest(token)]
    assert len(token) == 43


def test_a_wrong_password_and_an_unknown_account_give_the_same(people: Means) -> None:
    for email in (BUYER, "nobody@lycee.example"):
        knocked = sign_in.knock(people, email, "192.0.2.1", NOON)
        assert knocked is not None
        assert not matches(knocked.password_hash, "autre mot de passe")
        assert sign_in.enter(people, knocked, matched=False, moment=NOON) is None
    assert people.session.scalar(select(func.count()).select_from(SignInTry)) == 6


def test_nobody_matches_even_if_the_work_says_so(people: Means) -> None:
    knocked = sign_in.knock(people, "nobody@lycee.example", "192.0.2.1", NOON)
    assert knocked is not None
    assert sign_in.enter(people, knocked, matched=True, moment=NOON) is None


def test_the_eleventh_try_of_an_account_is_refused_until_five_minutes_pass(people: Means) -> None:
    for number in range(10):
        assert sign_in.knock(people, BUYER, f"192.0.2.{number}", NOON) is not None
    assert sign_in.knock(people, BUYER, "198.51.100.1", NOON) is None
    assert sign_in.knock(people, "reviewer@centrale.example", "198.51.100.1", NOON) is not None
    assert sign_in.knock(people, BUYER, "198.51.100.1", NOON + 5 * MINUTE) is not None


def test_the_eleventh_try_from_an_address_is_refused_whatever_the_account(people: Means) -> None:
    for number in range(10):
        assert sign_in.knock(people, f"{number}@lycee.example", "192.0.2.1", NOON) is not None
    assert sign_in.knock(people, BUYER, "192.0.2.1", NOON) is None
    assert sign_in.knock(people, BUYER, "192.0.2.2", NOON) is not None


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_everybody_together_has_a_thousand_tries(people: Means) -> None:
    people.session.add_all(SignInTry(key=sign_in.EVERYBODY, at=NOON) for _ in range(999))
    people.session.flush()
    assert sign_in.knock(people, BUYER, "192.0.2.1", NOON) is not None
    assert sign_in.knock(people, "reviewer@centrale.example", "192.0.2.2", NOON) is None


def test_a_try_notes_no_email(people: Means) -> None:
    sign_in.knock(people, "mon mot de passe", "192.0.2.1", NOON)
    keys = people.session.scalars(select(SignInTry.key)).all()
    assert len(keys) == 3
    assert not any("passe" in key for key in keys)


@pytest.mark.parametrize(("email", "idle"), [(BUYER, 60), ("reviewer@centrale.example", 30)])
def test_an_idle_session_ends(people: Means, email: str, idle: int) -> None:
    token = signed_in(people, email)
    assert sign_in.actor_of(people, token, NOON + idle * MINUTE) is not None
    assert sign_in.actor_of(people, token, NOON + (idle + 1) * MINUTE) is None
    sign_in.touch(people, digest(token), NOON + idle * MINUTE)
    assert sign_in.actor_of(people, token, NOON + 2 * idle * MINUTE) is not None


def test_no_session_outlives_twelve_hours(people: Means) -> None:
    token = signed_in(people)
    sign_in.touch(people, digest(token), NOON + 12 * 60 * MINUTE)
    assert sign_in.actor_of(people, token, NOON + 12 * 60 * MINUTE) is not None
    assert sign_in.actor_of(people, token, NOON + 12 * 60 * MINUTE + MINUTE) is None


def test_a_touch_is_worth_a_write_once_a_minute(people: Means) -> None:
    token = digest(signed_in(people))
    assert not sign_in.stale(people, token, NOON + MINUTE)
    assert sign_in.stale(people, token, NOON + MINUTE + dt.timedelta(seconds=1))
    assert not sign_in.stale(people, digest("forged"), NOON + 2 * MINUTE)


def test_signing_out_ends_it_for_good(people: Means) -> None:
    token, other = signed_in(people), signed_in(people)
    sign_in.sign_out(people, digest(token), NOON)
    sign_in.touch(people, digest(token), NOON + MINUTE)
    assert sign_in.actor_of(people, token, NOON) is None
    assert sign_in.actor_of(people, other, NOON) is not None


def test_a_disabled_account_has_no_session_and_opens_none(people: Means) -> None:
    token = signed_in(people)
    people.session.execute(update(Account).where(Account.email == BUYER).values(disabled_at=NOON))
    assert sign_in.actor_of(people, token, NOON) is None
    knocked = sign_in.knock(people, BUYER, "192.0.2.1", NOON)
    assert knocked is not None
    assert sign_in.enter(people, knocked, matched=True, moment=NOON) is None


def test_a_role_changed_in_the_database_counts_at_once(people: Means) -> None:
    token = signed_in(people)
    people.session.execute(update(Account).where(Account.email == BUYER).values(role="prescriber"))
    actor = sign_in.actor_of(people, token, NOON)
    assert actor is not None
    assert actor.role == "prescriber"


@pytest.mark.parametrize("forged", ["", "x", "é\ud800", "a" * 5000])
def test_a_forged_secret_opens_nothing(people: Means, forged: str) -> None:
    assert sign_in.actor_of(people, forged, NOON) is None
