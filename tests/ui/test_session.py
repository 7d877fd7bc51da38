"""Who asks is looked up once a rerun, and anew at the next."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from catalog.entrance import Entrance
from catalog.models import Account
from catalog.settings import Settings
from tests.people.conftest import add_people
from tests.ui.conftest import token_of
from ui import session
from ui.session import House, living_in

BUYER = "buyer@lycee.example"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_who_asks_is_looked_up_once_a_rerun_and_anew_at_the_next(settings: Settings) -> None:
    entrance = Entrance(settings)
    asked: list[int] = []
    with entrance.writing() as means:
        add_people(means)
        token = token_of(means, BUYER)

    def told() -> str:
        asked.append(1)
        return token

    with living_in(House(entrance, told)):
        with session.rerun():
            assert session.actor() is session.actor()
            assert (session.actor().email, len(asked)) == (BUYER, 1)
        with entrance.writing() as means:
            means.session.execute(update(Account).where(Account.email == BUYER).values(role="buyer_admin"))
        with session.rerun():
            assert (session.actor().role, len(asked)) == ("buyer_admin", 2)
        assert (session.actor().role, session.actor().role, len(asked)) == ("buyer_admin", "buyer_admin", 4)
