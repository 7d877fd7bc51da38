"""Lots, schedules and indices on the command line, and the way of a price beyond its clause to publication."""

from __future__ import annotations

from pathlib import Path

from tests.cli.test_commands import Run, run

__all__ = ["run"]


def test_lots_with_their_clause(run: Run) -> None:
    status, found = run("lot", "list")
    kinds = {lot["lot"]: lot["clause"] and lot["clause"]["kind"] for lot in found["lots"]}
    assert (status, kinds) == (
        0,
        {"ENT-1": "index", "ENT-2": "firm", "ENT-3": "schedule", "ENT-4": "firm", "ENT-5": None, "NUM-1": None,
         "NUM-2": None, "NUM-3": "tariff", "PAP-1": "index", "PAP-2": None},
    )  # fmt: skip
    _, held = run("lot", "list", "--user", "catalogue@claironde.example")
    assert [lot["lot"] for lot in held["lots"]] == ["ENT-1", "ENT-2"]
    _, lot = run("lot", "show", "ENT-2")
    assert (lot["ranks"], lot["minimum_order"]) == ({"CLAIRONDE": 1, "BRUMEVERT": 2}, "60.00")
    assert run("lot", "show", "NONE")[0] == 2


def test_a_schedule_is_rehearsed_then_loaded(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "bpu.csv"
    file.write_text("Référence;Désignation;PU HT\nX-1;Essai;4,20\nX-2;Essai 2;sur devis\n", encoding="utf-8")
    words = ("lot", "schedule", "ENT-3", str(file), "--supplier", "BRUMEVERT", "--from", "2027-01-01")
    status, found = run(*words, "--dry")
    assert (status, found["new"], found["rejected"], found["rehearsal"]) == (1, 1, 1, True)
    assert found["lines"] == [{"reference": "X-1", "before": None, "after": "4.20"}]
    assert run(*words)[1]["new"] == 1
    assert run(*words)[1]["same"] == 1
    assert run("lot", "schedule", "ENT-3", str(file), "--supplier", "CLAIRONDE")[0] == 2
    assert run(*words, "--user", "audit@capdemo.example")[0] == 3


def test_an_index_gets_a_value_with_its_source(run: Run) -> None:
    words = ("index", "add", "DEMO-PATE", "2026-12", "133.1", "--source", "Bulletin", "--reason", "mise à jour")
    assert run(*words) == (0, {"index": "DEMO-PATE:2026-12"})
    assert run(*words)[0] == 2
    _, found = run("index", "list")
    assert {each["code"]: each["values"].get("2026-12") for each in found["indices"]} == {
        "DEMO-CHIM": None, "DEMO-EMB": None, "DEMO-PATE": "133.1",
    }  # fmt: skip


def test_a_price_beyond_its_clause_waits_for_a_person(run: Run, tmp_path: Path) -> None:
    _, before = run("search", "-f", "lot=ENT-1", "--size", "1")
    reference, price = (before["products"][0][name] for name in ("reference", "price"))
    file = tmp_path / "hausse.csv"
    file.write_text(
        f"Référence;Désignation;Prix HT\n{reference};{before['products'][0]['name']};999,00\n", encoding="utf-8"
    )
    status, batch = run("import", str(file), "--supplier", "CLAIRONDE", "--lot", "ENT-1", "--mode", "patch")
    assert (status, [each["id"] for each in batch["questions"]]) == (1, ["price_clause"])
    assert batch["rehearsal"]["prices"]["counts"] == {"beyond": 1}
    status, refused = run("publish", batch["batch"])
    assert (status, refused["refusal"]["code"]) == (2, "publication.prices_wait")
    answer = ("batch", "answer", batch["batch"], "--question", "price_clause", "--value")
    assert run(*answer, "keep", "--user", "catalogue@claironde.example")[0] == 3
    assert run(*answer, "whatever")[0] == 2
    status, kept = run(*answer, "keep")
    assert (status, kept["rehearsal"]["prices"]["settled"]) == (0, {"kept": 1, "left_out": 0})
    assert run("publish", batch["batch"])[0] == 0
    _, after = run("search", reference, "-f", "lot=ENT-1", "--size", "1")
    assert after["products"][0]["price"] == price
