"""Commands about validations: what is asked of suppliers, what they decide, contest and validate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from catalog.asking import day
from catalog.cli.frame import PARTLY, leave, line
from catalog.cli.intake import number
from catalog.cli.validation_told import asked_json, decided_json, line_json, review_json, review_text, sheet_json
from catalog.errors import Invalid
from catalog.services.validation import ask, decide, review, show, sign
from catalog.services.validation.ask import Asked
from catalog.services.validation.lines import AskedLines, Choice, lines

validation = typer.Typer(no_args_is_help=True, help="Validations: ask a supplier, decide its lines, sign.")


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.add_typer(validation, name="validation")


@validation.command()
def request(
    supplier: Annotated[str, typer.Option(help="supplier code")],
    range_: Annotated[list[str], typer.Option("--range", help="range code, or CODE@VERSION; repeatable")],
    until: Annotated[str, typer.Option(help="the day by which it should be validated, YYYY-MM-DD")],
    message: Annotated[str, typer.Option(help="a message to the supplier")] = "",
    to: Annotated[list[str] | None, typer.Option(help="an address that gets a personal link, repeatable")] = None,
    no_accounts: Annotated[bool, typer.Option("--no-accounts", help="do not write to the supplier's accounts")] = False,
    days: Annotated[int, typer.Option(help="how long a link lasts")] = ask.DAYS,
) -> None:
    """Ask a supplier to validate its products in ranges; its accounts and addresses are written to."""
    due = day(until)
    if due is None:
        raise Invalid("option.day", value=until)
    wanted = Asked(supplier, tuple(range_), due, message, not no_accounts, tuple(to or ()), line().language, days)
    with line().entrance.writing() as means:
        made = ask.request_validation(line().actor, means, wanted)
    address = line().settings.address
    links = [{"link": str(each.id), "email": each.email, "until": each.expires_on.isoformat(),
              "address": f"{address}/valider/{each.token}"} for each in made.links]  # fmt: skip
    line().tell(
        {"request": str(made.request), "links": links, "mails": made.mailed},
        "\n".join([str(made.request), *(f"{each['email']}  {each['address']}" for each in links)]),
    )


@validation.command("list")
def list_(
    supplier: Annotated[str | None, typer.Option(help="supplier code")] = None,
    open_: Annotated[bool, typer.Option("--open", help="those that wait")] = False,
) -> None:
    """The requests, the newest first, with their progress."""
    with line().entrance.reading() as means:
        found = show.list_requests(line().actor, means, supplier=supplier, open_only=open_)
    rows = [asked_json(each) for each in found]
    line().tell(
        {"requests": rows},
        "\n".join(f"{r['request']}  {r['supplier']:<12} {r['until']}  {r['closed'] or 'open'}" for r in rows),
    )


@validation.command("show")
def show_(request_id: Annotated[str, typer.Argument(help="the request")]) -> None:
    """One request with its lines: claims, proofs, what both sides said, what each range makes of the product."""
    with line().entrance.reading() as means:
        found = show.show_request(line().actor, means, number(request_id, "request"))
        asked = lines(line().actor, means, number(request_id, "request"))
    line().tell(sheet_json(found, asked), _text(asked))


@validation.command()
def link(
    request_id: Annotated[str, typer.Argument(help="the request")],
    email: Annotated[str, typer.Argument(help="who gets it")],
    days: Annotated[int, typer.Option(help="how long it lasts")] = ask.DAYS,
) -> None:
    """A new personal link into a request; an older one of the same address opens nothing any more."""
    with line().entrance.writing() as means:
        made = ask.request_link(line().actor, means, number(request_id, "request"), email, days=days)
    address = f"{line().settings.address}/valider/{made.token}"
    line().tell({"link": str(made.id), "address": address, "until": made.expires_on.isoformat()}, address)


@validation.command()
def revoke(
    request_id: Annotated[str, typer.Argument(help="the request")],
    reason: Annotated[str, typer.Option(help="why")],
    link_id: Annotated[str | None, typer.Option("--link", help="one of its links alone")] = None,
) -> None:
    """Take a request back, or one of its links."""
    with line().entrance.writing() as means:
        if link_id is None:
            ask.revoke_request(line().actor, means, number(request_id, "request"), reason)
        else:
            ask.revoke_link(line().actor, means, number(request_id, "request"), number(link_id, "link"), reason)
    line().tell({"request": request_id, "link": link_id, "revoked": True}, request_id)


@validation.command("decide")
def decide_(
    request_id: Annotated[str, typer.Argument(help="the request")],
    accept: Annotated[list[str] | None, typer.Option(help="REFERENCE:ATTRIBUTE, repeatable")] = None,
    contest: Annotated[list[str] | None, typer.Option(help="REFERENCE:ATTRIBUTE, repeatable")] = None,
    withdraw: Annotated[list[str] | None, typer.Option(help="REFERENCE:ATTRIBUTE, repeatable")] = None,
    verified: Annotated[bool, typer.Option("--verified", help="accept every line proven and checked")] = False,
    reason: Annotated[str, typer.Option(help="why it is contested or taken back")] = "",
    reason_code: Annotated[str | None, typer.Option(help=f"one of {', '.join(decide.REASONS)}")] = None,
) -> None:
    """A supplier's word on its lines."""
    asked_for = {"accept": accept or [], "contest": contest or [], "withdraw": withdraw or []}
    if not verified and not any(asked_for.values()):
        raise Invalid("decision.nothing")
    key = number(request_id, "request")
    done: dict[str, Any] = {}
    with line().entrance.writing() as means:
        known = lines(line().actor, means, key)
        for verdict, names in asked_for.items():
            chosen = [*_chosen(known, names), *(known.verified if verified and verdict == "accept" else ())]
            if chosen or (verified and verdict == "accept"):
                made = decide.decide_all(
                    line().actor, means, key, chosen, verdict, reason_code=reason_code, reason=reason
                )
                done[verdict] = decided_json(made)
    line().tell({"request": request_id, **done}, ", ".join(f"{name}: {each['done']}" for name, each in done.items()))
    if any(each["left"] for each in done.values()):
        leave(PARTLY)


@validation.command("sign")
def sign_(
    request_id: Annotated[str, typer.Argument(help="the request")],
    name: Annotated[str | None, typer.Option(help="who signs; left out: show the summary alone")] = None,
    authority: Annotated[str, typer.Option(help="in what function")] = "",
    certify: Annotated[bool, typer.Option("--certify", help="I certify that these attributes are right")] = False,
) -> None:
    """Validate what was accepted. It is no electronic signature and amends no contract."""
    key = number(request_id, "request")
    with line().entrance.writing() as means:
        shown = sign.summary(line().actor, means, key)
        if name is None:
            told = [sentence for each in shown.ranges for sentence in each.sentences(line().language)]
            line().tell(_summary_json(shown), "\n".join(told))
            return
        made = sign.sign(
            line().actor, means, key, signer=name, authority=authority, certified=certify, content=shown.content
        )
    line().tell({"receipt": made.number, **made.json()}, made.text(line().language))


@validation.command()
def receipt(request_id: Annotated[str, typer.Argument(help="the request")]) -> None:
    """The receipt of a validated request."""
    with line().entrance.reading() as means:
        made = sign.receipt(line().actor, means, number(request_id, "request"))
    line().tell({"receipt": made.number, **made.json()}, made.text(line().language))


@validation.command()
def contested() -> None:
    """The lines that wait for a ruling, with both sides' reasons."""
    with line().entrance.reading() as means:
        found = review.contested(line().actor, means)
    told = "\n".join(review_text(each, line().language) for each in found)
    line().tell({"contested": [review_json(each) for each in found]}, told)


@validation.command("contest")
def contest_(
    supplier: Annotated[str, typer.Option(help="supplier code")],
    reference: Annotated[str, typer.Option(help="the product's reference")],
    attribute: Annotated[str, typer.Option(help="the attribute")],
    reason: Annotated[str, typer.Option(help="why; the supplier reads it")],
    withdraw: Annotated[bool, typer.Option("--withdraw", help="take the central body's contest back")] = False,
) -> None:
    """The central body contests a tag: it counts in no range until withdrawn or ruled."""
    act = review.withdraw_tag if withdraw else review.contest_tag
    with line().entrance.writing() as means:
        act(line().actor, means, supplier, reference, attribute, reason)
    line().tell(
        {"supplier": supplier, "reference": reference, "attribute": attribute, "contested": not withdraw}, reference
    )


@validation.command()
def rule(
    supplier: Annotated[str, typer.Option(help="supplier code")],
    reference: Annotated[str, typer.Option(help="the product's reference")],
    attribute: Annotated[str, typer.Option(help="the attribute")],
    reason: Annotated[str, typer.Option(help="why; the supplier reads it")],
    for_: Annotated[bool, typer.Option("--for", help="the proof stands")] = False,
    against: Annotated[bool, typer.Option("--against", help="the evidence against it stands")] = False,
) -> None:
    """A reviewer rules a contest or a conflict; never on a line they entered or contested."""
    if for_ == against:
        raise Invalid("option.one_of", one="--for", other="--against")
    with line().entrance.writing() as means:
        found = review.contested(line().actor, means, supplier=supplier, ruled_too=True)
        mine = [each for each in found if (each.reference, each.attribute) == (reference, attribute)]
        choice = mine[0].choice if mine else Choice("", "", 0)
        review.rule_tag(line().actor, means, choice, "for" if for_ else "against", reason)
    line().tell({"supplier": supplier, "reference": reference, "attribute": attribute, "for": for_}, reference)


def _chosen(known: AskedLines, names: Sequence[str]) -> list[Choice]:
    """The lines named REFERENCE:ATTRIBUTE; one that is none becomes a choice that is refused as such."""
    lines_by_name = {
        f"{product.reference}:{each.attribute}": each.choice for product in known.products for each in product.lines
    }
    return [lines_by_name.get(name, Choice("", "", 0)) for name in names]


def _summary_json(shown: sign.Summary) -> dict[str, Any]:
    ranges = [
        {"code": each.asked.code, "version": each.asked.version, "accepted": [one.reference for one in each.accepted],
         "inside": each.inside, "contested": list(each.contested), "undecided": list(each.undecided),
         "content_hash": each.content_hash, "fr": list(each.sentences("fr")), "en": list(each.sentences("en"))}
        for each in shown.ranges
    ]  # fmt: skip
    blocking = [f"{reference}:{each.attribute}" for reference, each in shown.blocking]
    return {"signable": shown.signable, "content": shown.content, "ranges": ranges, "blocking": blocking}


def _text(asked: AskedLines) -> str:
    rows = [line_json(product, each) for product in asked.products for each in product.lines]
    return "\n".join(f"{r['reference']:<20} {r['attribute']:<16} {r['standing']:<10} {r['state']}" for r in rows)
