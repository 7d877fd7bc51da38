"""Mails are kept with what they tell, sent once for their key, and tried again when the outbox fails."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import smtplib
import socket
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select, update

from catalog.means import mail
from catalog.means.means import Means
from catalog.models import Mail

BODY = "Bonjour,\n\nà confirmer : « Savon ».\n"
SUBJECT = "42 produits à confirmer avant le 6 décembre"


def letter(
    means: Means, key: str, *, recipient: str = "catalogue@alpha.example", subject: str = SUBJECT, secret: bool = False
) -> bool:
    return mail.post(
        means, key=key, kind="request", recipient=recipient, language="fr", subject=subject, body=BODY, secret=secret
    )


def send(means: Means) -> tuple[int, int]:
    return mail.deliver(means.session, means.clock, means.settings, mail.outbox(means.settings))


def files(means: Means) -> list[Path]:
    return sorted((means.settings.home / "outbox").glob("*"))


def test_a_mail_becomes_one_file_of_the_outbox(means: Means) -> None:
    assert letter(means, "request:1")
    assert send(means) == (1, 0)
    (file,) = files(means)
    read = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert read["Subject"] == SUBJECT
    assert read["To"] == "catalogue@alpha.example"
    assert read.get_content().replace("\r\n", "\n") == BODY
    assert send(means) == (0, 0)


def test_the_same_key_is_kept_once(means: Means) -> None:
    assert letter(means, "alert:60")
    assert not letter(means, "alert:60")
    assert send(means) == (1, 0)
    assert not letter(means, "alert:60")
    assert len(files(means)) == 1


def test_an_address_is_one_person_and_a_subject_one_line(means: Means) -> None:
    letter(means, "odd", recipient="Moi <a@b.example>\r\nBcc: c@d.example", subject="un\r\nBcc: c@d.example")
    kept = means.session.scalars(select(Mail)).one()
    assert kept.subject == "un Bcc: c@d.example"
    assert kept.recipient == "a@b.example"
    assert mail.written(kept, means.settings)["Bcc"] is None


class Broken:
    """An outbox that fails: what a full disk or an unreachable server does."""

    def send(self, message: EmailMessage, number: int) -> None:
        raise OSError("no room")


def test_what_fails_waits_and_is_given_up_after_its_tries(means: Means) -> None:
    letter(means, "k")
    assert mail.deliver(means.session, means.clock, means.settings, Broken()) == (0, 1)
    for tries in range(1, mail.TRIES):
        later = replace(means.clock, day=dt.date(2026, 11, 22 + tries))
        assert mail.deliver(means.session, later, means.settings, Broken()) == (0, 1)
    assert mail.waiting(means.session, later.now()) == []
    kept = means.session.scalars(select(Mail).execution_options(populate_existing=True)).one()
    assert (kept.tries, kept.sent_at, kept.trouble) == (mail.TRIES, None, "OSError: no room")


def test_each_try_waits_longer_than_the_one_before(means: Means) -> None:
    letter(means, "k")
    kept = means.session.scalars(select(Mail)).one()
    for tries, wait in enumerate(mail.WAITS):
        means.session.execute(update(Mail).values(tries=tries))
        moment = dt.timedelta(seconds=1)
        assert len(mail.waiting(means.session, kept.recorded_at + wait)) == 1
        assert not mail.waiting(means.session, kept.recorded_at + wait - moment) or not wait
    assert len(mail.waiting(means.session, kept.recorded_at - dt.timedelta(days=9))) == 1, "a clock set back"


def test_of_two_that_look_one_takes_a_message(means: Means) -> None:
    letter(means, "k", secret=True)
    now = means.clock.now()
    taken = mail.take(means.session, now, means.settings)
    assert taken is not None
    assert mail.take(means.session, now, means.settings) is None
    mail.note(means.session, now, taken, mail.Handed())
    kept = means.session.scalars(select(Mail).execution_options(populate_existing=True)).one()
    assert (kept.tries, kept.sent_at, kept.body) == (1, now, "")


def test_one_address_refused_is_no_server_away(means: Means) -> None:
    class Refusing:
        def send(self, message: EmailMessage, number: int) -> None:
            raise smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"no such box")})

    letter(means, "k")
    taken = mail.take(means.session, means.clock.now(), means.settings)
    assert taken is not None
    handed = mail.hand(Refusing(), taken)
    assert (handed.away, "550" in (handed.trouble or "")) == (False, True)
    assert mail.hand(Broken(), taken) == mail.Handed("OSError: no room", away=True)


class Post(socketserver.StreamRequestHandler):
    """As much of SMTP as one message needs."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        body = False
        for line in self.rfile:
            if body:
                body = line != b".\r\n"
                self.server.received.append(line)  # type: ignore[attr-defined]
                if not body:
                    self.wfile.write(b"250 kept\r\n")
                continue
            word = line[:4].upper()
            body = word == b"DATA"
            self.wfile.write(b"354 go on\r\n" if body else b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            if word == b"QUIT":
                return


@pytest.fixture
def server() -> Iterator[socketserver.TCPServer]:
    made = socketserver.TCPServer(("127.0.0.1", 0), Post)
    made.received = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()


def test_a_server_of_the_settings_is_given_the_message(means: Means, server: socketserver.TCPServer) -> None:
    settings = replace(means.settings, mail_server=f"smtp://127.0.0.1:{server.server_address[1]}")
    letter(means, "k")
    assert mail.deliver(means.session, means.clock, settings, mail.outbox(settings)) == (1, 0)
    read = email.message_from_bytes(b"".join(server.received[:-1]), policy=email.policy.default)  # type: ignore[attr-defined]
    assert read["Subject"] == SUBJECT
    assert files(means) == []


def test_no_server_there_is_a_failure_told(means: Means) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings = replace(means.settings, mail_server=f"smtp://127.0.0.1:{taken.getsockname()[1]}")
        letter(means, "k")
        assert mail.deliver(means.session, means.clock, settings, mail.outbox(settings)) == (0, 1)
    assert issubclass(smtplib.SMTPException, OSError)


def test_a_way_in_is_forgotten_once_it_went_out(means: Means) -> None:
    letter(means, "k", secret=True)
    assert send(means) == (1, 0)
    kept = means.session.scalars(select(Mail).execution_options(populate_existing=True)).one()
    assert kept.body == ""
    assert "Savon" in email.message_from_bytes(files(means)[0].read_bytes(), policy=email.policy.default).get_content()


def test_a_message_that_waited_long_is_not_given_up_in_one_round(means: Means) -> None:
    class Refusing:
        def send(self, message: EmailMessage, number: int) -> None:
            raise smtplib.SMTPResponseException(451, b"later")

    letter(means, "k")
    means.session.execute(update(Mail).values(recorded_at=means.clock.now() - dt.timedelta(days=2)))
    rounds = [mail.deliver(means.session, means.clock, means.settings, Refusing()) for _ in range(3)]
    assert rounds == [(0, 1), (0, 0), (0, 0)]
