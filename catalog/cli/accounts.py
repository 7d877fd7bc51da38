"""Commands about accounts: user add, user token, user list."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer

from catalog.cli.frame import line
from catalog.services.people.accounts import add_account, disable_account, list_accounts, set_password
from catalog.services.people.tokens import make_token

user = typer.Typer(no_args_is_help=True, help="Accounts and API tokens.")


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.add_typer(user, name="user")


@user.command()
def add(
    email: Annotated[str, typer.Argument(help="the e-mail address, which is the log-in")],
    role: Annotated[
        str,
        typer.Option(
            help="buyer, buyer_admin, prescriber, supplier, supplier_admin, reviewer, publisher, admin or auditor"
        ),
    ],
    organisation: Annotated[str, typer.Option(help="the organisation's code")],
    name: Annotated[str, typer.Option(help="the person's name")] = "",
    password: Annotated[
        bool, typer.Option("--password", help="ask for a password (or read it from standard input)")
    ] = False,
) -> None:
    """Add an account. Without a password nobody can sign in with it yet."""
    secret = _secret() if password else None
    with line().entrance.writing() as means:
        number = add_account(line().actor, means, email, role, organisation, name, secret)
    line().tell({"account": str(number), "email": email.lower()}, email)


@user.command("password")
def password_(email: Annotated[str, typer.Argument(help="the account")]) -> None:
    """Set a password: asked for on a terminal, else the first line of standard input."""
    secret = _secret()
    with line().entrance.writing() as means:
        set_password(line().actor, means, email, secret)
    line().tell({"email": email}, email)


@user.command()
def disable(email: Annotated[str, typer.Argument(help="the account")]) -> None:
    """Close an account to its person, sessions and tokens included. What it did stays."""
    with line().entrance.writing() as means:
        disable_account(line().actor, means, email)
    line().tell({"email": email, "disabled": True}, email)


@user.command()
def token(email: Annotated[str, typer.Argument(help="the account the token speaks for")]) -> None:
    """Make an API token; it is shown this once."""
    with line().entrance.writing() as means:
        made = make_token(line().actor, means, email)
    line().tell({"token": made}, made)


@user.command("list")
def list_() -> None:
    """The accounts the actor may see."""
    with line().entrance.reading() as means:
        found = list_accounts(line().actor, means)
    rows = [
        {
            "email": each.email,
            "name": each.name,
            "role": each.role,
            "organisation": each.organisation,
            "disabled": each.disabled,
        }
        for each in found
    ]
    line().tell({"users": rows}, "\n".join(f"{r['email']:<40} {r['role']:<15} {r['organisation']}" for r in rows))


def _secret() -> str:
    if sys.stdin.isatty():
        return getpass.getpass()
    return sys.stdin.readline().rstrip("\n")
