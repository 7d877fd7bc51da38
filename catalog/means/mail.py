"""Messages to people: kept in the transaction of what they tell, sent after it, each once for its key.

The outbox is a folder of .eml files, or a mail server by setting. A message that was handed over but not marked before a
crash goes out a second time rather than never.
"""

from __future__ import annotations

import datetime as dt
import os
import smtplib
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from itertools import pairwise
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from catalog.means.clock import Clock
from catalog.means.means import Means
from catalog.models import Mail, new_id
from catalog.settings import Settings

WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (0, 1, 3, 10, 30, 60, 240, 720))
"""How long after it was posted each try of a message may begin, and no sooner after the one before than these lie apart: a
message that was posted while nobody served is not given up at once."""
TRIES = len(WAITS)
"""How often a message is tried before somebody must look (`doctor` names it)."""
AT_ONCE = 100
POSTED = "mail.posted"
"""Key in a session's info: something was posted in it."""


class Outbox(Protocol):
    """Where messages go. `send` raises OSError (smtplib's errors are such) when it cannot hand one over."""

    def send(self, message: EmailMessage, number: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Folder:
    """One file a message, named by its number: written whole or not at all, the same one again does no harm."""

    path: Path

    def send(self, message: EmailMessage, number: int) -> None:
        self.path.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self.path, prefix=".", delete=False) as file:
            file.write(message.as_bytes(policy=SMTP))
        os.replace(file.name, self.path / f"{number}.eml")


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server: smtp://user:password@host:port (STARTTLS where it is offered) or smtps://."""

    url: str

    def send(self, message: EmailMessage, number: int) -> None:
        parts = urlsplit(self.url)
        kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
        with kind(parts.hostname or "localhost", parts.port or 0, timeout=20) as server:
            if parts.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls()
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message)


def outbox(settings: Settings) -> Outbox:
    """The outbox of the settings: the folder beside the database unless a server is named."""
    return Server(settings.mail_server) if settings.mail_server else Folder(settings.home / "outbox")


def post(
    means: Means, *, key: str, kind: str, recipient: str, language: str, subject: str, body: str, secret: bool = False
) -> bool:
    """Keep a message to be sent after this transaction. False, and nothing kept, when one of this key was kept before.

    secret: it holds a way in: the database forgets its body once it went out.
    """
    if means.session.scalar(select(Mail.id).where(Mail.key == key)) is not None:
        return False
    one = Mail(
        id=new_id(), key=key, kind=kind, recipient=plain_address(recipient), language=language,
        subject=" ".join(subject.split()), body=body, secret=secret, recorded_at=means.clock.now(),
    )  # fmt: skip
    means.session.add(one)
    means.session.flush()
    means.session.info[POSTED] = True
    return True


def plain_address(text: str) -> str:
    """The bare address of one person, without anything that a header would take for more."""
    return parseaddr("".join(text.split()))[1]


def waiting(session: Session, now: dt.datetime) -> list[Mail]:
    """What was not sent yet and whose next try is due, the oldest first. A clock set back keeps nothing waiting."""
    due = [_due(tries, wait, wait - before, now) for tries, (before, wait) in enumerate(pairwise((WAITS[0], *WAITS)))]
    back = and_(Mail.tries < TRIES, Mail.recorded_at > now)
    wanted = select(Mail).where(Mail.sent_at.is_(None), or_(*due, back))
    return list(session.scalars(wanted.order_by(Mail.tries, Mail.id).limit(AT_ONCE)))


def _due(tries: int, wait: dt.timedelta, apart: dt.timedelta, now: dt.datetime) -> ColumnElement[bool]:
    rested = or_(Mail.tried_at.is_(None), Mail.tried_at <= now - apart)
    return and_(Mail.tries == tries, Mail.recorded_at <= now - wait, rested)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that was taken to be sent by whoever took it, and nobody else."""

    number: int
    message: EmailMessage
    secret: bool


def take(session: Session, now: dt.datetime, settings: Settings) -> Letter | None:
    """One message that is due, its try counted: no other process takes it before its next try. None: nothing is due."""
    for mail in waiting(session, now):
        mine = update(Mail).where(Mail.id == mail.id, Mail.tries == mail.tries, Mail.sent_at.is_(None))
        letter = Letter(mail.id, written(mail, settings), mail.secret)
        if session.scalar(mine.values(tries=mail.tries + 1, tried_at=now).returning(Mail.id)) is not None:
            return letter
    return None


@dataclass(frozen=True, slots=True)
class Handed:
    """What came of it: trouble None when it went out; away: there is no use in trying another one now."""

    trouble: str | None = None
    away: bool = False


def hand(to: Outbox, letter: Letter) -> Handed:
    """Hand a message over. It may take as long as a server takes: no transaction is open meanwhile."""
    try:
        to.send(letter.message, letter.number)
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as refused:
        return Handed(_trouble(refused))
    except OSError as fault:
        return Handed(_trouble(fault), away=True)
    return Handed()


def note(session: Session, now: dt.datetime, letter: Letter, handed: Handed) -> None:
    """Keep what came of it."""
    said: dict[str, object] = {"trouble": handed.trouble}
    if handed.trouble is None:
        said |= {"sent_at": now} | ({"body": ""} if letter.secret else {})
    session.execute(update(Mail).where(Mail.id == letter.number).values(said))


def _trouble(fault: OSError) -> str:
    return f"{type(fault).__name__}: {fault}"[:300]


def deliver(session: Session, clock: Clock, settings: Settings, to: Outbox) -> tuple[int, int]:
    """Send what waits: (sent, failed). The caller's transaction keeps which ones went out: for an outbox that is quick."""
    return round_of(lambda: nullcontext((session, clock)), settings, to)


Begun = Callable[[], AbstractContextManager[tuple[Session, Clock]]]
"""Opens a transaction, or gives the one that is open."""


def round_of(begun: Begun, settings: Settings, to: Outbox) -> tuple[int, int]:
    """Send what waits: (sent, failed). Each message is taken, handed over and noted; between the two `begun` nothing is open."""
    outcomes: list[Handed] = []
    while len(outcomes) < AT_ONCE and not (outcomes and outcomes[-1].away):
        with begun() as (session, clock):
            letter = take(session, clock.now(), settings)
        if letter is None:
            break
        outcomes.append(hand(to, letter))
        with begun() as (session, clock):
            note(session, clock.now(), letter, outcomes[-1])
    failed = sum(handed.trouble is not None for handed in outcomes)
    return len(outcomes) - failed, failed


def written(mail: Mail, settings: Settings) -> EmailMessage:
    """The message itself: plain text, dated when it was posted, its key making it the same one when sent again."""
    message = EmailMessage()
    message["Subject"] = mail.subject
    message["From"] = settings.mail_from
    message["To"] = mail.recipient
    message["Date"] = format_datetime(mail.recorded_at)
    message["Message-ID"] = f"<{mail.id}@tamis>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = mail.language
    message.set_content(mail.body)
    return message
