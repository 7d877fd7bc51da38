"""Mails of a request: that it stands, a link into it, a code, that somebody asks for a new link. In the reader's language."""

from __future__ import annotations

import datetime as dt

from catalog.means import mail
from catalog.means.means import Means
from catalog.queries.validation import AskedRequest
from catalog.wording.formats import long_date
from catalog.wording.sentences import say


def day_and_month(day: dt.date, language: str) -> str:
    """« 6 décembre », "6 December": for a day that is near."""
    return long_date(day, language).rpartition(" ")[0]


def ask(
    means: Means,
    found: AskedRequest,
    to: tuple[str, str],
    count: tuple[int, int],
    key: str,
    token: str = "",
    until: dt.date | None = None,
) -> bool:
    """Tell (address, language) of a request: by its page, or with a token by the link. False when it was told before.

    count: products that wait for a word, products in all. until: the last day of the link.
    """
    recipient, language = to
    told = _told(means, found, language, count) | {"until": until}
    told["address"] = f"{means.settings.address}/valider/{token}" if token else f"{means.settings.address}/mes-gammes"
    return mail.post(
        means,
        key=key,
        kind="validation.link" if token else "validation.request",
        recipient=recipient,
        language=language,
        subject=subject(found.due, language, count),
        body=say("mail.request.link" if token else "mail.request.account", told, language),
        secret=bool(token),
    )


def subject(due: dt.date, language: str, count: tuple[int, int]) -> str:
    """« 42 produits à confirmer avant le 6 décembre »."""
    waiting, every = count
    code, number = ("confirm", waiting) if waiting else ("prove", every)
    form = "one" if number == 1 else "many"
    return say(f"mail.request.{code}.{form}", {"n": number, "due": day_and_month(due, language)}, language)


def send_code(means: Means, entry: int, to: tuple[str, str], code: str, minutes: int) -> None:
    """A code to type, to (address, language)."""
    recipient, language = to
    mail.post(
        means,
        key=f"code:{entry}",
        kind="validation.code",
        recipient=recipient,
        language=language,
        subject=say("mail.code.subject", {}, language),
        body=say("mail.code.body", {"code": f"{code[:3]} {code[3:]}", "minutes": minutes}, language),
        secret=True,
    )


def asked_again(means: Means, found: AskedRequest, email: str, key: str) -> bool:
    """Tell whoever sent the request that a new link is wanted. False when nobody is known, or was told before."""
    if found.by_email is None:
        return False
    language = found.by_language or means.settings.language
    told = {"supplier": found.supplier_name, "email": email, "address": f"{means.settings.address}/demandes"}
    return mail.post(
        means,
        key=key,
        kind="validation.again",
        recipient=found.by_email,
        language=language,
        subject=say("mail.again.subject", told, language),
        body=say("mail.again.body", told, language),
    )


def _told(means: Means, found: AskedRequest, language: str, count: tuple[int, int]) -> dict[str, object]:
    names = [each.name_fr if language == "fr" else each.name_en for each in found.ranges]
    message = f"{found.message.strip()}\n\n" if found.message.strip() else ""
    return {
        "supplier": found.supplier_name, "central": found.central_name, "due": found.due, "message": message,
        "ranges": "\n".join(f"- {name}" for name in names), "products": count[1],
    }  # fmt: skip
