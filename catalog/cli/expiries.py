"""Commands about ends: expiry list, close, remind, alert."""

from __future__ import annotations

from typing import Annotated

import typer

from catalog.cli.frame import line
from catalog.services.expiries import alert as alerts
from catalog.services.expiries.close import close as close_expiry
from catalog.services.expiries.show import ExpiryLine, list_expiries
from catalog.wording.formats import short_date

expiry = typer.Typer(
    no_args_is_help=True, help="Ends: what runs out before its agreement, who is told, what closes it."
)


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.add_typer(expiry, name="expiry")


@expiry.command("list")
def list_(
    days: Annotated[int | None, typer.Option(help="only what comes within so many days")] = None,
    every: Annotated[bool, typer.Option("--all", help="also what outlasts its agreement")] = False,
) -> None:
    """What will run out before its agreement ends, the first to come first."""
    with line().entrance.reading() as means:
        found = list_expiries(line().actor, means, line().entrance.shelf, days=days, every=every)
    line().tell({"expiries": [each.json() for each in found]}, "\n".join(_told(each) for each in found))


def _told(each: ExpiryLine) -> str:
    day, left = short_date(each.end.last_day, line().language), f"{each.days_left:+d}"
    state = " " if each.open else "x"
    return f"{state} {day}  {left:>5}  {each.end.products:>5}  {each.end.subject:<32} {', '.join(each.suppliers)}"


@expiry.command()
def close(
    subject: Annotated[str, typer.Argument(help="the end, as the list names it")],
    reason: Annotated[str, typer.Option(help="what was done")],
) -> None:
    """An end is dealt with: nobody is alerted of it again."""
    with line().entrance.writing() as means:
        close_expiry(line().actor, means, subject, reason)
    line().tell({"subject": subject, "closed": reason}, subject)


@expiry.command()
def remind(subject: Annotated[list[str], typer.Argument(help="the ends, as the list names them")]) -> None:
    """Tell the suppliers of these ends now."""
    with line().entrance.writing() as means:
        sent = alerts.remind(line().actor, means, subject)
    line().tell({"messages": sent.messages, "ends": sent.ends}, str(sent.messages))


@expiry.command()
def alert() -> None:
    """Post what is due today at 60, 30 and 7 days; whoever serves does it once a day by itself."""
    with line().entrance.writing() as means:
        sent = alerts.alert(line().actor, means)
    line().tell({"messages": sent.messages, "ends": sent.ends}, str(sent.messages))
