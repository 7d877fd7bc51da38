"""Validations, contests and doubts on the command line: a supplier asked, deciding, signing; staff ruling and answering."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from catalog.cli.entry import main
from catalog.db import session_scope
from catalog.settings import Settings
from tests.validation.conftest import build

Run = Callable[..., tuple[int, dict[str, Any]]]
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def run(
    engine: Engine,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a command as an account's name in the small world; its status and its one JSON document."""
    with session_scope(engine, settings) as means:
        people = build(means).actors
    monkeypatch.setenv("TAMIS_HOME", str(settings.home))
    monkeypatch.setenv("TAMIS_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("TAMIS_DAY", "2026-11-22")

    def run(who: str, *words: str) -> tuple[int, dict[str, Any]]:
        capsys.readouterr()
        status = main([*words, "--json", "--user", people[who].email])
        return status, json.loads(capsys.readouterr().out)

    return run


def ask(run: Run) -> dict[str, Any]:
    made = run("publisher", "validation", "request", "--supplier", "VERNET", "--range", "GAMME-ECO", "--until",
               "2026-12-06", "--to", "marie@vernet.example")  # fmt: skip
    assert made[0] == 0
    return made[1]


def test_a_supplier_is_asked_decides_and_signs(run: Run, settings: Settings) -> None:
    made = ask(run)
    assert (made["mails"], made["links"][0]["until"]) == (3, "2026-12-22")
    assert made["links"][0]["address"].startswith("http://127.0.0.1:8501/valider/")
    assert len(list((settings.home / "outbox").glob("*.eml"))) == 3
    number = made["request"]
    shown = run("supplier", "validation", "show", number)[1]
    assert [(each["reference"], each["attribute"], each["state"]) for each in shown["lines"]] == [
        ("V-1", "ecolabelled", "undecided"),
        ("V-3", "ecolabelled", "undecided"),
    ]
    assert shown["lines"][1]["claims"][0]["column"] == "Label"
    assert shown["links"] == []
    assert run("supplier", "validation", "decide", number, "--verified")[1]["accept"] == {"done": 1, "left": []}
    assert run("supplier", "validation", "decide", number, "--verified")[1]["accept"] == {"done": 0, "left": []}
    assert run("supplier", "validation", "decide", number)[1]["refusal"]["code"] == "decision.nothing"
    contest = ("--contest", "V-3:ecolabelled", "--reason-code", "not_applicable")
    assert run("supplier", "validation", "decide", number, *contest)[1]["contest"]["done"] == 1
    assert run("supplier", "validation", "sign", number)[1]["ranges"][0]["accepted"] == ["V-1"]
    who = ("--name", "Marie Vernet", "--authority", "Gérante")
    assert run("supplier", "validation", "sign", number, *who)[1]["refusal"]["code"] == "validation.not_certified"
    status, receipt = run("supplier", "validation", "sign", number, *who, "--certify")
    assert (status, receipt["signer"], receipt["contested"]) == (
        0, "Marie Vernet", [["V-3", "ecolabelled", "not_applicable", "–"]],
    )  # fmt: skip
    assert run("auditor", "validation", "receipt", number)[1] == receipt
    assert run("publisher", "validation", "list", "--open")[1] == {"requests": []}


def test_another_supplier_and_none_answer_alike(run: Run) -> None:
    number = ask(run)["request"]
    for words in (("show",), ("decide", "--verified"), ("sign",), ("receipt",)):
        command, *options = words
        answers = [run("other_supplier", "validation", command, key, *options) for key in (number, "4711")]
        assert [status for status, _ in answers] == [2, 2]
        codes = {answer["refusal"]["code"] for _, answer in answers}
        assert len(codes) == 1
        assert codes <= {"request.unknown", "request.not_validated"}
    assert run("other_supplier", "validation", "list")[1] == {"requests": []}
    assert run("buyer", "validation", "list")[0] == 3
    assert run("supplier", "validation", "revoke", number, "--reason", "x")[0] == 3


def test_staff_contest_and_rule(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    ask(run)
    line = ("--supplier", "VERNET", "--reference", "V-1", "--attribute", "ecolabelled", "--reason", "autre groupe")
    assert run("reviewer", "validation", "contest", *line)[0] == 0
    waiting = run("second_reviewer", "validation", "contested")[1]["contested"]
    assert [(each["reference"], each["standing"], each["mine_to_rule"]) for each in waiting] == [
        ("V-1", "contested", True)
    ]
    assert "autre groupe" in waiting[0]["fr"]
    capsys.readouterr()
    assert main(["validation", "contested", "--lang", "en"]) == 0
    assert capsys.readouterr().out.splitlines()[2] == "  Nom reviewer: autre groupe"
    assert run("reviewer", "validation", "rule", *line, "--for")[1]["refusal"]["code"] == "tag.own_line"
    assert run("second_reviewer", "validation", "rule", *line)[0] == 2
    assert run("second_reviewer", "validation", "rule", *line, "--for")[0] == 0
    assert run("reviewer", "validation", "contested")[1] == {"contested": []}


def test_links_and_requests_are_taken_back(run: Run) -> None:
    made = ask(run)
    link = run("publisher", "validation", "link", made["request"], "paul@vernet.example", "--days", "3")[1]
    assert link["until"] == "2026-11-25"
    assert run("publisher", "validation", "revoke", made["request"], "--reason", "x", "--link", link["link"])[0] == 0
    states = {
        each["email"]: each["state"] for each in run("auditor", "validation", "show", made["request"])[1]["links"]
    }
    assert states == {"marie@vernet.example": "open", "paul@vernet.example": "revoked"}
    assert run("publisher", "validation", "revoke", made["request"], "--reason", "erreur")[0] == 0
    assert (
        run("supplier", "validation", "decide", made["request"], "--verified")[1]["refusal"]["code"]
        == "request.revoked"
    )


def test_a_doubt_is_opened_listed_and_answered(run: Run) -> None:
    about = ("--supplier", "VERNET", "--reference", "V-1", "--attribute", "ecolabelled", "--text", "autre numéro")
    number = run("buyer", "doubt", "open", *about)[1]["doubt"]
    listed = run("supplier", "doubt", "list", "--open")[1]["doubts"]
    assert [(each["doubt"], each["member"], each["until"]) for each in listed] == [(number, None, "2026-12-07")]
    answered = run(
        "reviewer", "doubt", "answer", number, "--outcome", "suspended", "--text", "retiré le temps du contrôle"
    )
    assert answered == (0, {"doubt": number, "outcome": "suspended"})
    assert run("buyer", "doubt", "list")[1]["doubts"][0]["answer"] == "retiré le temps du contrôle"
    assert run("other_buyer", "doubt", "list")[1] == {"doubts": []}
