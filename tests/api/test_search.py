"""/api/v1/search: the command's answer, to each what it may see, once more only when something moved."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from sqlalchemy import delete, select, update

from catalog.cli.entry import main
from catalog.entrance import Entrance
from catalog.models import Account, Decision, Membership, OfferVersion, Organisation, Proof, Publication
from catalog.services.people.accounts import actor_by_email
from catalog.services.people.tokens import revoke_tokens
from tests.api.conftest import Ask
from tests.buying.offers import NOON

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
SEARCHED = "/api/v1/search"


def references(ask: Ask, query: str = "", who: str = "member") -> list[str]:
    answer = ask(f"{SEARCHED}?{query}", who)
    assert answer.status_code == 200, answer.text
    return [f"{each['reference']}@{each['lot']}" for each in answer.json()["products"]]


def test_the_answer_is_that_of_the_command(
    ask: Ask, entrance: Entrance, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAMIS_HOME", str(entrance.settings.home))
    monkeypatch.setenv("TAMIS_DAY", "2026-11-22")
    line = ["search", "détergent", "-f", "ecolabelled=yes", "--price-max", "4", "--sort", "price", "--json"]
    assert main([*line, "--user", "member.buyer@creche.example"]) == 0
    told = json.loads(capsys.readouterr().out)
    found = ask(f"{SEARCHED}?q=d%C3%A9tergent&tag=ecolabelled:yes&price-max=4&sort=price").json()
    assert told | {"ms": 0} == found | {"ms": 0}
    assert found["total"] == 1
    assert found["products"][0]["price"] == "3.95"


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("member", ["B-1@ENT-1", "B-1@ENT-2", "A-1@ENT-1"]),
        ("other", ["B-1@ENT-1", "B-1@ENT-2", "A-2@NUM-1", "A-1@ENT-1"]),
        ("nobody", []),
        ("supplier", ["A-2@NUM-1", "A-1@ENT-1"]),
        ("staff", ["B-1@ENT-1", "B-1@ENT-2", "A-2@NUM-1", "A-1@ENT-1"]),
    ],
)
def test_each_sees_what_its_account_may_see_and_counts_no_more(ask: Ask, who: str, found: list[str]) -> None:
    assert sorted(references(ask, who=who)) == sorted(found)
    answer = ask(SEARCHED, who).json()
    assert sum(answer["facets"]["supplier"].values()) == answer["total"] == len(found)
    assert sum(answer["facets"]["ecolabelled"].values()) == len(found)


def test_a_filter_is_given_in_any_of_its_forms(ask: Ask) -> None:
    forms = ("f=ecolabelled%3Dyes", "filter=ecolabelled=yes", "tag=ecolabelled:yes", "ecolabelled=yes")
    assert {form: references(ask, form) for form in forms} == dict.fromkeys(forms, references(ask, forms[0]))
    assert len(references(ask, forms[0])) < 3
    assert (
        references(ask, "supplier=SUP-A~SUP-B") == references(ask, "supplier=SUP-A&supplier=SUP-B") == references(ask)
    )
    assert references(ask, "lot=NO-SUCH") == []
    assert len(references(ask, "family=")) == 3, "an empty filter chooses nothing"


def test_a_page_leads_to_the_others(ask: Ask) -> None:
    first = ask(f"{SEARCHED}?size=2&q=&lot=ENT-1~ENT-2")
    assert len(first.json()["products"]) == 2
    assert first.headers["link"] == (
        '</api/v1/search?size=2&q=&lot=ENT-1~ENT-2&page=1>; rel="first", '
        '</api/v1/search?size=2&q=&lot=ENT-1~ENT-2&page=2>; rel="next", '
        '</api/v1/search?size=2&q=&lot=ENT-1~ENT-2&page=2>; rel="last"'
    )
    second = ask(f"{SEARCHED}?size=2&page=2")
    assert len(second.json()["products"]) == 1
    assert 'rel="next"' not in second.headers["link"]
    assert ask(f"{SEARCHED}?page=999999").json()["products"] == []


REFUSED = [
    ("page=0", 400, "api.number"),
    ("page=x", 400, "api.number"),
    ("page=%D9%A3", 400, "api.number"),
    ("size=201", 400, "search.page"),
    ("size=9999999999999", 400, "api.number"),
    ("page=1&page=2", 400, "api.twice"),
    ("sort=random", 400, "option.sort"),
    ("proof=none", 400, "option.proof"),
    ("price_min=-1", 400, "option.price"),
    ("price_min=1e9", 400, "option.price"),
    ("currency=EURO", 400, "option.currency"),
    ("on=2026-02-30", 400, "option.day"),
    ("tag=ecolabelled:maybe", 400, "search.state"),
    ("filter=nothing", 400, "option.not_a_pair"),
    ("colour=red", 400, "api.parameter"),
    (f"q={'x' * 201}", 400, "api.text"),
    ("q=%FF", 400, "api.no_text"),
    ("&".join(f"lot={n}" for n in range(101)), 400, "api.too_many"),
    (f"brand={'x' * 9000}", 414, "api.too_long"),
    ("as=CRECHE", 404, "thing.unknown"),
]


@pytest.mark.parametrize(("query", "status", "code"), REFUSED)
def test_what_cannot_be_asked_is_said_with_its_code(ask: Ask, query: str, status: int, code: str) -> None:
    answer = ask(f"{SEARCHED}?{query}")
    assert (answer.status_code, answer.json()["code"], answer.json()["status"]) == (status, code, status)
    assert answer.headers["content-type"] == "application/problem+json; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"


def test_staff_look_as_a_member_does(ask: Ask) -> None:
    assert sorted(references(ask, "as=CRECHE", "staff")) == sorted(references(ask))
    assert ask(f"{SEARCHED}?as=NOBODY", "staff").json()["code"] == "member.unknown"


def test_a_refusal_speaks_the_language_asked_for(ask: Ask) -> None:
    asked = f"{SEARCHED}?sort=random"
    assert ask(asked).json()["detail"].startswith("«\u00a0random\u00a0» n’est pas un tri")
    english = ask(asked, accept_language="de, en-GB;q=0.8, fr;q=0.5")
    assert english.json()["detail"].startswith("“random” is not an order")
    assert english.headers["content-language"] == "en"
    assert ask(f"{asked}&lang=fr", accept_language="en").headers["content-language"] == "fr"
    assert ask(asked, accept_language="en;q=0, fr;q=x").headers["content-language"] == "fr"


def test_the_same_answer_is_not_sent_twice(ask: Ask) -> None:
    first = ask(f"{SEARCHED}?q=savon")
    etag = first.headers["etag"]
    assert first.headers["cache-control"] == "private, no-cache"
    again = ask(f"{SEARCHED}?q=savon", if_none_match=f'"x", {etag}')
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert ask(f"{SEARCHED}?q=savon&size=50", if_none_match=etag).status_code == 304, "the same question"
    others = [
        f"{SEARCHED}?q=savons",
        f"{SEARCHED}?q=savon&page=2",
        f"{SEARCHED}?q=savon&on=2026-11-21",
        f"{SEARCHED}?q=savon&lang=en",
    ]
    assert [ask(other, if_none_match=etag).status_code for other in others] == [200, 200, 200, 200]
    assert ask(f"{SEARCHED}?q=savon", "other", if_none_match=etag).status_code == 200


def test_a_decision_makes_another_answer(ask: Ask, entrance: Entrance) -> None:
    asked = f"{SEARCHED}?ecolabelled=yes"
    before = ask(asked)
    assert before.json()["total"] == 1
    with entrance.writing() as means:
        licence = means.session.scalars(select(Proof).where(Proof.kind == "licence")).one()
        refused = Decision(proof_id=licence.id, verdict="refuse", reason="vu", recorded_at=means.clock.now())
        means.session.add(refused)
    after = ask(asked, if_none_match=before.headers["etag"])
    assert (after.status_code, after.json()["total"]) == (200, 0)


def test_a_number_taken_back_and_given_again_makes_another_answer(ask: Ask, entrance: Entrance) -> None:
    """The same publication number, day, decisions and question: only the index differs."""

    def second(gone: str, minute: int) -> None:
        with entrance.writing() as means:
            means.session.execute(update(OfferVersion).values(until=None))
            means.session.execute(delete(Publication).where(Publication.number == 2))
            at = NOON + dt.timedelta(minutes=minute)
            terms = {"kind": "publish", "effective": NOON.date(), "offers": 4, "recorded_at": at}
            means.session.add(Publication(number=2, **terms))
            means.session.flush()
            means.session.execute(update(OfferVersion).where(OfferVersion.digest == gone).values(until=2))

    second("ENT-2", 1)
    before = ask(SEARCHED)
    second("ENT-1", 2)
    after = ask(SEARCHED, if_none_match=before.headers["etag"])
    assert before.json()["publication"] == after.json()["publication"] == 2
    assert [sorted(each["lot"] for each in found.json()["products"]) for found in (before, after)] == [
        ["ENT-1", "ENT-1"], ["ENT-2"],
    ]  # fmt: skip
    assert ask(SEARCHED, if_none_match=after.headers["etag"]).status_code == 304


def test_leaving_an_agreement_cuts_access_with_the_next_request(ask: Ask, entrance: Entrance) -> None:
    etag = ask(SEARCHED).headers["etag"]
    assert len(references(ask)) == 3
    with entrance.writing() as means:
        joined = means.session.execute(
            select(Membership).join(Organisation).where(Organisation.code == "CRECHE")
        ).scalar_one()
        terms = {name: getattr(joined, name) for name in ("organisation_id", "agreement_id", "valid_from")}
        left = Membership(**terms, valid_until=dt.date(2026, 11, 21), recorded_at=means.clock.now())
        means.session.add(left)
    assert ask(SEARCHED, if_none_match=etag).status_code == 200
    assert references(ask) == []


def test_a_revoked_token_and_a_disabled_account_are_out_with_the_next_request(ask: Ask, entrance: Entrance) -> None:
    assert ask(SEARCHED).status_code == ask(SEARCHED, "other").status_code == 200
    elsewhere = Entrance(entrance.settings)
    with elsewhere.writing() as means:
        actor = actor_by_email(means, "member.buyer@creche.example")
        assert actor is not None
        revoke_tokens(actor, means)
        disabled = update(Account).where(Account.email == "other.buyer@lycee.example")
        means.session.execute(disabled.values(disabled_at=means.clock.now()))
    elsewhere.engine.dispose()
    for who in ("member", "other"):
        answer = ask(SEARCHED, who)
        assert (answer.status_code, answer.json()["code"]) == (401, "api.token")
        assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'
    assert ask(SEARCHED, "staff").status_code == 200


@pytest.mark.parametrize("header", ["", "Basic x", "Bearer", "Bearer ", "Bearer x", "bearer é", "Token x"])
def test_without_a_token_nothing_is_told(ask: Ask, header: str) -> None:
    for path in (SEARCHED, f"{SEARCHED}?colour=red", "/api/v1/nothing", f"{SEARCHED}?q={'x' * 9000}"):
        answer = ask(path, None, authorization=header)
        assert (answer.status_code, answer.json()["code"]) == (401, "api.token")


def test_a_cookie_is_no_token(ask: Ask, tokens: dict[str, str]) -> None:
    assert ask(SEARCHED, None, cookie=f"tamis_session={tokens['member']}").status_code == 401


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_nothing_is_written_by_this_door(ask: Ask, method: str) -> None:
    answer = ask(SEARCHED, method=method)
    assert (answer.status_code, answer.json()["code"], answer.headers["allow"]) == (405, "api.method", "GET, HEAD")
    assert ask(SEARCHED, method="HEAD").content == b""


def test_who_does_not_take_json_is_told(ask: Ask) -> None:
    assert ask(SEARCHED, accept="text/html").status_code == 406
    assert ask(SEARCHED, accept="application/json; q=0, text/html").status_code == 406
    for accept in ("*/*", "text/html, application/*;q=0.1", "application/json"):
        assert ask(SEARCHED, accept=accept).status_code == 200


def test_a_token_waits_its_turn(ask: Ask, entrance: Entrance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog.api.app.IN_LINE", 0)
    answer = ask(SEARCHED)
    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (429, "api.busy", "1")


def test_what_breaks_tells_its_number_and_nothing_else(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("catalog.api.app.operation", lambda parts: parts[99])
    answer = ask(SEARCHED)
    assert (answer.status_code, answer.json()["code"]) == (500, "api.failed")
    assert caplog.records[-1].getMessage().removeprefix("request failed, id ") in answer.json()["detail"]
    assert "IndexError" not in answer.text


def test_every_token_that_is_looked_at_stays_a_hash(ask: Ask, entrance: Entrance, tokens: dict[str, str]) -> None:
    ask(SEARCHED)
    assert any(key[0] == "token" for key in entrance.kept.now() if isinstance(key, tuple))
    assert not any(tokens["member"] in repr(key) for key in entrance.kept.now())
