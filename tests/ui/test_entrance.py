"""The log-in page: what it says, where it leads, how often one may try."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from tests.people.conftest import PASSWORD
from tests.ui.conftest import Served
from ui.entrance import local_path
from ui.session import COOKIE

BUYER = "buyer@lycee.example"


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        ("/catalogue?q=sol&page=2", "/catalogue?q=sol&page=2"),
        ("", "/"),
        ("catalogue", "/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example", "/"),
        ("/\\elsewhere.example", "/"),
        ("/a\r\nset-cookie: x", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_next_is_a_path_of_this_site(wanted: str, path: str) -> None:
    assert local_path(wanted) == path


def posted(client: httpx.Client, **form: str) -> httpx.Response:
    return client.post("/connexion", data=form, headers={"origin": str(client.base_url).rstrip("/")})


def test_signing_in_leads_where_one_wanted_to_go(stranger: httpx.Client) -> None:
    answer = posted(stranger, email=" BUYER@lycee.example", password=PASSWORD, next="/catalogue?q=sol")
    assert (answer.status_code, answer.headers["location"]) == (303, "/catalogue?q=sol")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert "HttpOnly; Max-Age=43200; Path=/; SameSite=lax" in cookie
    assert "Domain" not in cookie


@pytest.mark.parametrize("email", [BUYER, "nobody@lycee.example", "", "<script>"])
def test_a_wrong_try_says_so_and_keeps_the_rest(stranger: httpx.Client, email: str) -> None:
    answer = posted(stranger, email=email, password="faux", next="/catalogue?q=a&page=2")
    assert answer.status_code == 401
    assert '<p class="note wrong" id="note" role="alert">Adresse ou mot de passe incorrect.' in answer.text
    assert 'value="/catalogue?q=a&amp;page=2"' in answer.text
    assert "<title>Erreur : Connexion – Tamis</title>" in answer.text
    assert "<script>" not in answer.text
    assert "set-cookie" not in answer.headers


def test_the_page_speaks_english_too(stranger: httpx.Client) -> None:
    page = stranger.get("/connexion?lang=en&next=/catalogue").text
    assert '<html lang="en">' in page
    assert '<a href="/connexion?lang=fr&amp;next=/catalogue" lang="fr"' in page
    assert '<label for="password">Password</label>' in page


def test_the_eleventh_try_waits(stranger: httpx.Client) -> None:
    for _ in range(10):
        assert posted(stranger, email=BUYER, password="faux").status_code == 401
    answer = posted(stranger, email=BUYER, password=PASSWORD)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "300")
    assert "Attendez cinq minutes" in answer.text
    assert "set-cookie" not in answer.headers


def test_an_endless_form_is_cut(stranger: httpx.Client) -> None:
    assert posted(stranger, email=BUYER, password="a" * 9000).status_code == 413


def test_the_old_address_leads_to_the_new_one(stranger: httpx.Client) -> None:
    answer = stranger.get("/login?next=/catalogue")
    assert (answer.status_code, answer.headers["location"]) == (308, "/connexion?next=/catalogue")


def test_many_may_sign_in_from_one_address(served: Served, signed_in: Callable[[str], httpx.Client]) -> None:
    for _ in range(12):
        assert signed_in(BUYER).cookies[COOKIE]


def test_an_address_that_the_client_claims_is_not_believed(stranger: httpx.Client) -> None:
    origin = str(stranger.base_url).rstrip("/")
    for number in range(11):
        headers = {"origin": origin, "x-forwarded-for": f"198.51.100.{number}", "x-forwarded-proto": "https"}
        answer = stranger.post("/connexion", data={"email": f"{number}@x.example", "password": "faux"}, headers=headers)
    assert answer.status_code == 429
    assert "strict-transport-security" not in answer.headers
