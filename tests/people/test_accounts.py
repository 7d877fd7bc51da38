"""Accounts: who may add which, passwords refused, tokens."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from catalog.access import OPERATOR, Actor
from catalog.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from catalog.means.means import Means
from catalog.means.secrecy import digest, hash_password, matches, nobody
from catalog.queries.people import account_by_email
from catalog.services.people import accounts, sign_in, tokens
from tests.people.conftest import PASSWORD

GOOD = "des noix dans le grenier"


def who(means: Means, email: str) -> Actor:
    return accounts.actor_by_email(means, email)


def test_the_operator_adds_an_account_that_can_sign_in(people: Means) -> None:
    made = accounts.add_account(OPERATOR, people, " Léa@Savon.Example", "supplier", "SAVON", "Léa Roux", GOOD)
    account = account_by_email(people.session, "léa@savon.example")
    assert account is not None
    assert (account.id, account.actor.name, account.actor.organisation) == (made, "Léa Roux", "SAVON")
    assert account.password_hash is not None
    assert account.password_hash.startswith("$argon2id$")
    assert matches(account.password_hash, GOOD)


@pytest.mark.parametrize(
    ("adder", "role", "organisation"),
    [
        ("buyer@lycee.example", "buyer", "LYCEE"),
        ("publisher@centrale.example", "buyer", "LYCEE"),
        ("auditor@centrale.example", "buyer", "LYCEE"),
    ],
)
def test_who_may_not_add_accounts_is_refused(people: Means, adder: str, role: str, organisation: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        accounts.add_account(who(people, adder), people, "new@x.example", role, organisation)
    assert refused.value.code == "right.missing"


@pytest.mark.parametrize("organisation", ["CRECHE", "CENTRALE", "SAVON", "NOWHERE"])
def test_a_members_administrator_sees_no_other_organisation(people: Means, organisation: str) -> None:
    with pytest.raises(NotFound) as refused:
        accounts.add_account(who(people, "buyer_admin@lycee.example"), people, "n@x.example", "buyer", organisation)
    assert refused.value.code == "organisation.unknown"


@pytest.mark.parametrize(
    ("role", "organisation"), [("supplier", "LYCEE"), ("admin", "LYCEE"), ("buyer", "CENTRALE"), ("operator", "SAVON")]
)
def test_a_role_must_suit_the_organisation(people: Means, role: str, organisation: str) -> None:
    with pytest.raises(Invalid) as refused:
        accounts.add_account(OPERATOR, people, "new@x.example", role, organisation)
    assert refused.value.code == "account.role_unfit"


def test_an_email_has_one_account(people: Means) -> None:
    with pytest.raises(Conflict) as refused:
        accounts.add_account(OPERATOR, people, "BUYER@lycee.example", "buyer", "CRECHE")
    assert refused.value.code == "account.exists"


@pytest.mark.parametrize("email", ["", "nobody", "a b@c.fr", "@c.fr", "a@", "a\n@c.fr", "a" * 65 + "@c.fr"])
def test_an_email_must_look_like_one(people: Means, email: str) -> None:
    with pytest.raises(Invalid) as refused:
        accounts.add_account(OPERATOR, people, email, "buyer", "LYCEE")
    assert refused.value.code == "account.email"


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("court1234!", "password.short"),
        ("a" * 257, "password.long"),
        ("motdepasse123456", "password.common"),
        ("Password2026!!", "password.common"),
        ("azertyuiop123", "password.common"),
        ("123456789012", "password.common"),
        ("abababababab", "password.common"),
        ("centrale2026centrale", "password.common"),
    ],
)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_weak_password_is_refused(people: Means, password: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        accounts.set_password(who(people, "admin@centrale.example"), people, "admin@centrale.example", password)
    assert refused.value.code == code


def test_a_password_of_two_hundred_characters_is_taken_whole(people: Means) -> None:
    long = "voici une phrase fort longue, " * 7
    accounts.set_password(who(people, "buyer@lycee.example"), people, "buyer@lycee.example", long)
    account = account_by_email(people.session, "buyer@lycee.example")
    assert account is not None
    assert matches(account.password_hash, long)
    assert not matches(account.password_hash, long[:-1])


def test_a_new_password_ends_the_sessions(people: Means) -> None:
    knocked = sign_in.knock(people, "buyer@lycee.example", "192.0.2.1")
    assert knocked is not None
    token = sign_in.enter(people, knocked, matched=True)
    assert token is not None
    accounts.set_password(who(people, "buyer_admin@lycee.example"), people, "buyer@lycee.example", GOOD)
    assert sign_in.actor_of(people, token) is None


def refusal(people: Means, by: str, email: str) -> Refusal:
    with pytest.raises(Refusal) as refused:
        accounts.set_password(who(people, by), people, email, GOOD)
    return refused.value


def test_another_organisations_account_answers_as_none(people: Means) -> None:
    other = refusal(people, "buyer_admin@lycee.example", "buyer@creche.example")
    none = refusal(people, "buyer_admin@lycee.example", "none@creche.example")
    assert (type(other), other.code) == (type(none), none.code) == (NotFound, "account.unknown")


def test_a_colleagues_password_is_not_for_a_buyer(people: Means) -> None:
    assert isinstance(refusal(people, "buyer@lycee.example", "buyer_admin@lycee.example"), NotAllowed)


def test_a_disabled_account_is_closed_but_never_ones_own(people: Means) -> None:
    admin = who(people, "buyer_admin@lycee.example")
    with pytest.raises(NotAllowed) as refused:
        accounts.disable_account(admin, people, "buyer_admin@lycee.example")
    assert refused.value.code == "account.own"
    token = tokens.make_token(OPERATOR, people, "buyer@lycee.example")
    accounts.disable_account(admin, people, "buyer@lycee.example")
    assert tokens.actor_of_token(people, token) is None
    with pytest.raises(NotFound):
        who(people, "buyer@lycee.example")


def test_lists_hold_what_each_may_see(people: Means) -> None:
    assert len(accounts.list_accounts(OPERATOR, people)) == 11
    assert len(accounts.list_accounts(who(people, "auditor@centrale.example"), people)) == 11
    own = accounts.list_accounts(who(people, "supplier_admin@savon.example"), people)
    assert [line.email for line in own] == ["supplier@savon.example", "supplier_admin@savon.example"]
    with pytest.raises(NotAllowed):
        accounts.list_accounts(who(people, "buyer@lycee.example"), people)


def test_a_token_speaks_for_its_account_until_revoked(people: Means) -> None:
    buyer = who(people, "buyer@lycee.example")
    token = tokens.make_token(buyer, people, "buyer@lycee.example")
    assert tokens.actor_of_token(people, token) == buyer
    assert tokens.actor_of_token(people, token + "x") is None
    assert sign_in.actor_of(people, token) is None
    tokens.revoke_tokens(buyer, people)
    assert tokens.actor_of_token(people, token) is None


@pytest.mark.parametrize("email", ["buyer_admin@lycee.example", "buyer@creche.example", "none@lycee.example"])
def test_a_token_for_another_person_is_refused(people: Means, email: str) -> None:
    with pytest.raises(NotFound) as refused:
        tokens.make_token(who(people, "buyer@lycee.example"), people, email)
    assert refused.value.code == "account.unknown"


def test_the_language_is_ones_own(people: Means) -> None:
    buyer = who(people, "buyer@lycee.example")
    accounts.set_language(buyer, people, "en")
    assert who(people, "buyer@lycee.example").language == "en"
    assert who(people, "buyer_admin@lycee.example").language == "fr"
    with pytest.raises(Invalid):
        accounts.set_language(buyer, people, "de")


def test_passwords_compare_by_normal_form() -> None:
    assert matches(hash_password("é" * 12), "e\u0301" * 12)
    assert not matches(None, PASSWORD)
    assert not matches("not a hash", PASSWORD)
    assert len(digest("x")) == 32


def test_an_unknown_account_costs_what_a_known_one_does() -> None:
    assert not PasswordHasher().check_needs_rehash(nobody())
    assert nobody().partition("$v=")[2].split("$")[:2] == hash_password(PASSWORD).partition("$v=")[2].split("$")[:2]
