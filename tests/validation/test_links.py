"""A personal link: what it opens, what ends it, what is told of it, and how hard its code is to guess."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

import pytest

from catalog.access import Actor
from catalog.errors import Conflict, NotAllowed, NotFound
from catalog.means.clock import Clock
from catalog.means.means import Means
from catalog.means.secrecy import digest
from catalog.models import JournalEntry, LinkEntry, Mail, RequestLink, Validation
from catalog.services.buying.explain import explain
from catalog.services.people import sign_in, sign_in_link
from catalog.services.people.sign_in_link import ask_again, ask_code, enter_code, link_of, pending_of
from catalog.services.validation.ask import request_link, request_validation, revoke_link, revoke_request
from catalog.services.validation.decide import decide, decide_all
from catalog.services.validation.evidence import open_evidence
from catalog.services.validation.lines import lines
from catalog.services.validation.show import lapsed, list_requests, show_request
from catalog.services.validation.sign import receipt, sign, summary
from catalog.services.validation.sign_receipt import receipts
from tests.validation.conftest import DUE, LINK, Scene, add_range, prove
from tests.validation.test_requests import asked

NOW = dt.datetime(2026, 11, 25, 10, 0, tzinfo=dt.UTC)
MINUTE, HERE = dt.timedelta(minutes=1), "192.0.2.7"


def code_of(means: Means) -> str:
    """The code of the last mail."""
    mail = means.session.query(Mail).filter_by(kind="validation.code").order_by(Mail.id.desc()).first()
    assert mail is not None
    found = re.search(r"(\d{3}) (\d{3})", mail.body)
    assert found is not None
    return found[1] + found[2]


def come_in(means: Means, scene: Scene, moment: dt.datetime = NOW) -> str:
    """The secret of a session opened by the scene's link."""
    secret = ask_code(means, scene.token, HERE, moment)
    token = enter_code(means, secret, code_of(means), HERE, moment)
    assert token is not None
    return token


def by_link(means: Means, scene: Scene, moment: dt.datetime = NOW) -> Actor:
    actor = sign_in.actor_of(means, come_in(means, scene, moment), moment)
    assert actor is not None
    return actor


def test_a_link_is_kept_as_a_hash_and_told_once(means: Means, scene: Scene) -> None:
    row = means.session.query(RequestLink).one()
    assert (row.token_hash, row.email, row.expires_on) == (digest(scene.token), LINK, dt.date(2026, 12, 22))
    assert len(scene.token) == 43
    kept = " ".join(f"{entry.subject} {entry.detail}" for entry in means.session.query(JournalEntry))
    assert scene.token not in kept


def test_looking_at_a_link_writes_nothing(means: Means, scene: Scene) -> None:
    assert link_of(means, scene.token) == sign_in_link.LinkSeen("open", None, "CAP (démo)", "fr")
    assert means.session.query(LinkEntry).count() == 0


def test_a_code_by_mail_then_a_session_of_the_request_alone(means: Means, scene: Scene) -> None:
    secret = ask_code(means, scene.token, HERE, NOW)
    mail = means.session.query(Mail).filter_by(kind="validation.code").one()
    assert (mail.recipient, mail.secret) == (LINK, True)
    assert pending_of(means, secret, NOW) == sign_in_link.Pending(5, "fr")
    assert sign_in.actor_of(means, secret, NOW) is None
    token = enter_code(means, secret, f" {code_of(means)[:3]} {code_of(means)[3:]} ", HERE, NOW)
    assert token is not None
    assert token != secret
    actor = sign_in.actor_of(means, token, NOW)
    link = means.session.query(RequestLink).one()
    assert actor == Actor(LINK, LINK, "link", "supplier", None, scene.world.organisations["VERNET"], "VERNET",
                          "VERNET (démo)", "fr", scene.request, link.id)  # fmt: skip
    assert pending_of(means, secret, NOW) is None
    assert enter_code(means, secret, code_of(means), HERE, NOW) is None


def test_what_a_link_may_and_may_not(means: Means, scene: Scene) -> None:
    actor = by_link(means, scene)
    choice = lines(actor, means, scene.request).products[0].lines[0].choice
    decide(actor, means, scene.request, choice, "accept")
    line = scene.line(means, "V-1")
    assert line.mine is not None
    assert line.mine.by == LINK
    assert [each.id for each in list_requests(actor, means)] == [scene.request]
    assert show_request(actor, means, scene.request).links == ()
    with pytest.raises(NotAllowed):
        explain(actor, means, "VERNET", "V-1")
    with pytest.raises(NotAllowed):
        request_validation(actor, means, asked())


def test_another_request_of_the_same_supplier_is_none(means: Means, scene: Scene) -> None:
    actor = by_link(means, scene)
    add_range(means, scene.world, "GAMME-2")
    other = request_validation(scene.actor("reviewer"), means, asked(ranges=("GAMME-2",)))
    for number in (other.request, 4_711):
        for act in (lines, receipt, summary, show_request):
            with pytest.raises(NotFound) as refused:
                act(actor, means, number)
            assert refused.value.code == "request.unknown"
    assert [each.id for each in list_requests(actor, means)] == [scene.request]


def test_a_wrong_code_five_times_and_it_is_over(means: Means, scene: Scene) -> None:
    secret = ask_code(means, scene.token, HERE, NOW)
    right = code_of(means)
    wrong = "000000" if right != "000000" else "111111"
    for left in (4, 3, 2, 1):
        assert enter_code(means, secret, wrong, HERE, NOW) is None
        found = pending_of(means, secret, NOW)
        assert found is not None
        assert found.tries_left == left
    assert enter_code(means, secret, wrong, HERE, NOW) is None
    assert pending_of(means, secret, NOW) is None
    assert enter_code(means, secret, right, HERE, NOW) is None


def test_a_code_is_good_for_ten_minutes_in_the_browser_that_asked(means: Means, scene: Scene) -> None:
    secret = ask_code(means, scene.token, HERE, NOW)
    right = code_of(means)
    assert enter_code(means, "another browser's", right, HERE, NOW) is None
    assert enter_code(means, secret, right, HERE, NOW + 10 * MINUTE + dt.timedelta(seconds=1)) is None
    assert enter_code(means, secret, right, HERE, NOW + 10 * MINUTE) is not None


def test_codes_are_few_per_link_and_tries_few_per_address(means: Means, scene: Scene) -> None:
    for number in range(5):
        ask_code(means, scene.token, f"192.0.2.{number}", NOW)
    with pytest.raises(Conflict) as refused:
        ask_code(means, scene.token, HERE, NOW + MINUTE)
    assert refused.value.code == "link.too_many"
    for hour in (1, 2):
        for number in range(5):
            ask_code(means, scene.token, f"192.0.2.{number}", NOW + hour * 61 * MINUTE)
    with pytest.raises(Conflict):
        ask_code(means, scene.token, HERE, NOW + 3 * 61 * MINUTE)
    ask_code(means, scene.token, HERE, NOW + dt.timedelta(days=1, minutes=130))
    for _ in range(19):
        assert enter_code(means, "guess", "123456", "192.0.2.99", NOW) is None
    enter_code(means, "guess", "123456", "192.0.2.99", NOW)
    with pytest.raises(Conflict):
        enter_code(means, "guess", "123456", "192.0.2.99", NOW)


def test_brute_force_of_a_link_for_a_month_has_little_hope(means: Means, scene: Scene) -> None:
    guesses = sign_in_link.PER_DAY * sign_in_link.TRIES * 30
    assert guesses / 1_000_000 < 0.0025
    assert scene.token


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "é\x00", "../../etc"])
def test_an_unknown_token_and_a_wrong_one_look_alike(means: Means, scene: Scene, token: str) -> None:
    assert link_of(means, token) == sign_in_link.LinkSeen("unknown", None, None, "fr")
    with pytest.raises(NotFound) as refused:
        ask_code(means, token, HERE, NOW)
    assert refused.value.code == "link.unknown"
    assert ask_again(means, token, HERE, NOW) is False
    assert scene.token != token


def test_the_day_after_its_last_a_link_says_so(means: Means, scene: Scene) -> None:
    token = come_in(means, scene)
    last = dataclasses.replace(means, clock=Clock(dt.date(2026, 12, 22)))
    after = dataclasses.replace(means, clock=Clock(dt.date(2026, 12, 23)))
    assert link_of(last, scene.token).state == "open"
    assert sign_in.actor_of(last, token, NOW) is not None
    assert link_of(after, scene.token) == sign_in_link.LinkSeen("expired", dt.date(2026, 12, 22), "CAP (démo)", "fr")
    assert sign_in.actor_of(after, token, NOW) is None
    with pytest.raises(NotFound):
        ask_code(after, scene.token, HERE, NOW)


def test_a_revoked_link_puts_out_whoever_is_in(means: Means, scene: Scene) -> None:
    token = come_in(means, scene)
    link = means.session.query(RequestLink).one().id
    revoke_link(scene.actor("publisher"), means, scene.request, link, " erreur d’adresse ")
    entry = means.session.query(JournalEntry).filter_by(action="link.revoke").one()
    assert entry.detail["reason"] == "erreur d’adresse"
    assert sign_in.actor_of(means, token, NOW) is None
    assert link_of(means, scene.token).state == "revoked"
    assert link_of(means, scene.token).on == means.clock.today()
    revoke_link(scene.actor("publisher"), means, scene.request, link)
    for number in (4_711, 0):
        with pytest.raises(NotFound):
            revoke_link(scene.actor("publisher"), means, scene.request, number)


def test_a_code_asked_before_the_link_was_revoked_opens_nothing(means: Means, scene: Scene) -> None:
    secret = ask_code(means, scene.token, HERE, NOW)
    revoke_link(scene.actor("publisher"), means, scene.request, means.session.query(RequestLink).one().id)
    assert enter_code(means, secret, code_of(means), HERE, NOW) is None


def test_a_request_taken_back_or_replaced_ends_its_links(means: Means, scene: Scene) -> None:
    token = come_in(means, scene)
    request_validation(scene.actor("reviewer"), means, asked())
    assert link_of(means, scene.token).state == "replaced"
    assert sign_in.actor_of(means, token, NOW) is None
    second = request_validation(scene.actor("reviewer"), means, asked(addresses=("paul@vernet.example",)))
    revoke_request(scene.actor("reviewer"), means, second.request, "Erreur")
    assert link_of(means, second.links[0].token).state == "withdrawn"


def test_a_new_link_of_an_address_ends_the_older_one(means: Means, scene: Scene) -> None:
    made = request_link(scene.actor("publisher"), means, scene.request, LINK.upper(), days=3)
    assert (made.email, made.expires_on) == (LINK, dt.date(2026, 11, 25))
    assert [link_of(means, token).state for token in (scene.token, made.token)] == ["revoked", "open"]


def test_after_validation_a_link_opens_the_receipt_alone(means: Means, scene: Scene) -> None:
    actor = by_link(means, scene)
    choices = [line.choice for each in lines(actor, means, scene.request).products for line in each.lines]
    decide_all(actor, means, scene.request, choices, "accept")
    content = summary(actor, means, scene.request).content
    sign(actor, means, scene.request, signer="Marie", authority="Gérante", certified=True, content=content)
    assert means.session.query(Validation).one().link_id == actor.link_id == means.session.query(RequestLink).one().id
    assert means.session.query(RequestLink).one().used_at is not None
    assert link_of(means, scene.token).state == "validated"
    again = by_link(means, scene, NOW + MINUTE)
    assert receipt(again, means, scene.request).validations[0].signer == "Marie"
    for act in (
        lambda: lines(again, means, scene.request),
        lambda: summary(again, means, scene.request),
        lambda: open_evidence(again, means, scene.request, 1),
        lambda: decide(again, means, scene.request, choices[0], "withdraw"),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "request.validated"
    assert [each.request for each in receipts(again, means)] == [scene.request]
    assert lapsed(again, means) == []
    used = show_request(scene.actor("publisher"), means, scene.request).links[0]
    assert (used.state, used.seen_at) == ("used", NOW + MINUTE)


def test_a_session_by_link_has_the_limits_of_others(means: Means, scene: Scene) -> None:
    token = come_in(means, scene)
    key, hour = digest(token), dt.timedelta(hours=1)
    assert sign_in.actor_of(means, token, NOW + hour) is not None
    assert sign_in.actor_of(means, token, NOW + hour + MINUTE) is None
    assert sign_in.stale(means, key, NOW + MINUTE) is False
    assert sign_in.stale(means, key, NOW + 2 * MINUTE) is True
    for each in range(1, 13):
        sign_in.touch(means, key, NOW + each * hour - MINUTE)
    assert sign_in.actor_of(means, token, NOW + 12 * hour) is not None
    assert sign_in.actor_of(means, token, NOW + 12 * hour + MINUTE) is None
    second = come_in(means, scene, NOW + 2 * MINUTE)
    sign_in.sign_out(means, digest(second), NOW + 3 * MINUTE)
    assert sign_in.actor_of(means, second, NOW + 3 * MINUTE) is None
    assert [entry.action for entry in means.session.query(JournalEntry).order_by(JournalEntry.id)][-2:] == [
        "link.enter",
        "link.leave",
    ]


def test_a_new_link_is_asked_for_once_a_day(means: Means, scene: Scene) -> None:
    after = dataclasses.replace(means, clock=Clock(dt.date(2026, 12, 23)))
    assert [ask_again(after, scene.token, HERE, NOW) for _ in range(2)] == [True, False]
    mail = means.session.query(Mail).filter_by(kind="validation.again").one()
    assert (mail.recipient, mail.subject) == ("publisher@cap.example", "VERNET (démo) demande un nouveau lien")
    assert LINK in mail.body
    assert mail.body.rpartition(" ")[2] == f"{means.settings.address}/demandes"
    asked_at = show_request(scene.actor("publisher"), after, scene.request).links[0].asked_again_at
    assert asked_at is not None
    next_day = dataclasses.replace(means, clock=Clock(dt.date(2026, 12, 24)))
    assert ask_again(next_day, scene.token, HERE, NOW) is True
    assert dt.date(2026, 12, 23) > DUE


def test_the_document_of_a_line_opens_to_the_link_and_no_other_does(means: Means, scene: Scene) -> None:
    actor = by_link(means, scene)
    mine = lines(actor, means, scene.request).products[0].lines[0].proofs[0].id
    assert open_evidence(actor, means, scene.request, mine) == ("b" * 64, "licence.pdf")
    theirs = prove(means, scene.world, "O-1", "ORGE")
    for proof in (theirs, 4_711):
        with pytest.raises(NotFound) as refused:
            open_evidence(actor, means, scene.request, proof)
        assert refused.value.code == "proof.unknown"
