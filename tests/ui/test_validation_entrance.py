"""The way in by a personal link: what each state says, the code, and what a stranger never learns."""

from __future__ import annotations

import httpx
import pytest


@pytest.mark.parametrize("token", ["a" * 43, "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"])
def test_an_unknown_link_says_so(stranger: httpx.Client, token: str) -> None:
    answer = stranger.get(f"/valider/{token}")
    assert answer.status_code == 404
    assert "<h1>Lien inconnu</h1>" in answer.text
    assert "<form" not in answer.text
    assert token not in answer.text.replace(f"/valider/{token}?lang=en", "")


def test_it_speaks_english(stranger: httpx.Client) -> None:
    answer = stranger.get(f"/valider/{'b' * 43}?lang=en")
    assert '<html lang="en">' in answer.text
    assert "<h1>Unknown link</h1>" in answer.text


def test_no_code_is_awaited_without_a_link(stranger: httpx.Client) -> None:
    answer = stranger.get("/valider")
    assert answer.status_code == 410
    assert "Aucun code n’est attendu ici" in answer.text
    assert "<form" not in answer.text


def test_a_code_from_another_site_is_refused(stranger: httpx.Client) -> None:
    answer = stranger.post("/valider", data={"code": "123456"}, headers={"origin": "https://elsewhere.example"})
    assert answer.status_code == 403
