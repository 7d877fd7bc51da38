"""The commands of the outside contract on the demonstration: JSON, statuses, sentences."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from catalog.cli.entry import main

Run = Callable[..., tuple[int, Any]]
CSV = "Référence;Désignation;Prix HT;TVA;Unité\r\nZ1;Savon doux 5 L;12,40;20;bidon\r\nZ2;Gel mains 1 L;sur devis;20;flacon\r\n"


@pytest.fixture
def run(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line with --json on the shared demonstration: (status, document)."""
    from tests import demo_world

    home = tmp_path / "home"
    demo_world.copied(demo_home, home)
    for name, value in (("TAMIS_HOME", str(home)), ("TAMIS_DAY", demo_world.DAY)):
        monkeypatch.setenv(name, value)
    for name in ("TAMIS_DATABASE_URL", "TAMIS_USER", "TAMIS_LANG"):
        monkeypatch.delenv(name, raising=False)

    def ran(*words: str) -> tuple[int, Any]:
        capsys.readouterr()
        status = main([*words, "--json"])
        return status, json.loads(capsys.readouterr().out)

    return ran


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "tarif.csv"
    path.write_bytes(CSV.encode("cp1252"))
    return path


def test_check_tells_what_a_file_holds_without_a_database(run: Run, file: Path, tmp_path: Path) -> None:
    out = tmp_path / "products.jsonl"
    status, found = run("check", str(file), "--products", str(out))
    assert status == 1
    assert (found["verdict"], found["format"], found["encoding"], found["delimiter"]) == (
        "import",
        "csv",
        "cp1252",
        ";",
    )
    assert (found["rows"], found["imported"], found["rejected"], found["skipped"]) == (2, 1, 1, 0)
    assert found["columns"] == {
        "Référence": "reference", "Désignation": "name", "Prix HT": "price", "TVA": "vat", "Unité": "order_unit",
    }  # fmt: skip
    faults = [
        (each["row"], each["column"], each["code"], each["value"])
        for each in found["issues"]
        if each["level"] == "error"
    ]
    assert faults == [(3, "Prix HT", "price.unreadable", "sur devis")]
    line = json.loads(out.read_text(encoding="utf-8"))
    assert (line["reference"], line["price"], line["vat"], line["currency"]) == ("Z1", "12.40", "20", "EUR")
    assert line["source"] == {"file": "tarif.csv", "sheet": None, "row": 2}


def test_a_file_goes_from_import_to_search_and_back(run: Run, file: Path) -> None:
    before = run("fingerprint")[1]["fingerprint"]
    status, batch = run("import", str(file), "--supplier", "CLAIRONDE", "--lot", "ENT-1", "--mode", "patch")
    assert (status, batch["state"], batch["verdict"], batch["known"]) == (1, "rehearsed", "import", False)
    assert batch["rehearsal"]["new_offers"] == 1
    assert run("publish", batch["batch"]) == (0, {"publication": 2})
    status, found = run("search", "Z1")
    assert (status, found["total"], found["publication"], found["on"]) == (0, 1, 2, "2026-11-22")
    assert found["products"][0]["tags"]["ecolabelled"] == "unknown"
    status, again = run("import", str(file), "--supplier", "CLAIRONDE", "--lot", "ENT-1", "--mode", "patch")
    assert (again["known"], again["batch"], again["state"]) == (True, batch["batch"], "published")
    assert run("undo") == (0, {"publication": 3})
    assert run("fingerprint")[1] == {"fingerprint": before, "on": "2026-11-22", "publication": 3}
    assert [each["kind"] for each in run("publications")[1]["publications"]] == ["undo", "publish", "publish"]


def test_a_full_file_asks_before_anything_is_withdrawn(run: Run, file: Path) -> None:
    _, batch = run("import", str(file), "--supplier", "SEPTALUNE", "--lot", "ENT-4")
    question = next(each for each in batch["questions"] if each["id"] == "withdraw")
    assert question["choices"] == ["yes", "no"]
    gone = batch["rehearsal"]["gone_offers"]
    assert (gone > 0, batch["rehearsal"]["withdrawn_offers"]) == (True, 0)
    _, answered = run("batch", "answer", batch["batch"], "--question", "withdraw", "--value", "yes")
    assert answered["rehearsal"]["withdrawn_offers"] == gone
    assert "withdraw" not in [each["id"] for each in answered["questions"]]


def test_a_proof_turns_a_tag_yes_only_after_staff_checked_it_and_only_until_its_last_day(
    run: Run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, batch = run("import", str(file), "--supplier", "CLAIRONDE", "--lot", "ENT-1", "--mode", "patch")
    run("publish", batch["batch"])
    document = tmp_path / "certificat.pdf"
    document.write_bytes(b"%PDF-1.4\n%%EOF\n")
    status, proof = run(
        "proof", "add", "--supplier", "CLAIRONDE", "--reference", "Z1", "--attribute", "ecolabelled", "--label", "EU_ECOLABEL",
        "--number", "FR/020/999", "--from", "2026-01-01", "--until", "2026-11-22", "--document", str(document),
    )  # fmt: skip
    assert status == 0

    def state() -> tuple[str, str]:
        tag = run("explain", "CLAIRONDE/Z1")[1]["tags"]["ecolabelled"]
        return tag["state"], tag["standing"]

    assert state() == ("unknown", "to_verify")
    assert run("proof", "check", proof["proof"], "--accept", "--reason", "lu et conforme")[0] == 0
    assert state() == ("yes", "verified")
    assert run("search", "Z1", "-f", "ecolabelled=yes")[1]["total"] == 1
    monkeypatch.setenv("TAMIS_DAY", "2026-11-23")
    assert state() == ("unknown", "expired")
    assert run("search", "Z1", "-f", "ecolabelled=yes")[1]["total"] == 0
    assert run("search", "Z1")[1]["total"] == 1
    assert run("search", "Z1", "-f", "ecolabelled=yes", "--on", "2026-11-22")[1]["total"] == 1


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (("import", "nothing.csv", "--supplier", "CLAIRONDE", "--lot", "ENT-1"), 2, "file.missing"),
        (("batch", "show", "12"), 2, "batch.unknown"),
        (("batch", "show", "abc"), 2, "batch.unknown"),
        (("publish", "12"), 2, "batch.unknown"),
        (("search", "--size", "500"), 2, "search.page"),
        (("search", "-f", "ecolabelled=maybe"), 2, "search.state"),
        (("search", "--price-max", "cher"), 2, "option.price"),
        (("search", "--on", "hier"), 2, "option.day"),
        (("explain", "CLAIRONDE"), 2, "option.product"),
        (("range", "show", "none"), 2, "range.unknown"),
        (("missing", "list", "--supplier", "NOBODY"), 2, "proof.supplier_unknown"),
        (("missing", "list", "--supplier", "BRUMEVERT", "--user", "catalogue@claironde.example"), 2, "thing.unknown"),
        (("validation", "list", "--supplier", "NOBODY"), 2, "proof.supplier_unknown"),
        (("validation", "list", "--supplier", "LUCIOLES"), 2, "proof.supplier_unknown"),
        (("undo", "--user", "achats@lucioles.example"), 3, "right.missing"),
        (("fingerprint", "--user", "achats@lucioles.example"), 3, "right.missing"),
        (("batch", "list", "--user", "achats@lucioles.example"), 3, "right.missing"),
    ],
)
def test_a_refusal_has_its_status_its_code_and_both_sentences(
    run: Run, words: tuple[str, ...], status: int, code: str
) -> None:
    got, found = run(*words)
    assert (got, found["refusal"]["code"]) == (status, code)
    assert found["refusal"]["fr"] != found["refusal"]["en"]


@pytest.mark.parametrize("words", [("search", "--sise", "2"), ("import",), ("nonsense",), ("publish",)])
def test_wrong_usage_is_64(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 64
    assert capsys.readouterr().out == ""


def test_a_member_sees_only_what_it_joined(run: Run) -> None:
    everything = run("search")[1]
    joined = run("search", "--as", "MED-LANTERNE")[1]
    mine = run("search", "--user", "achats@lanterne.example")[1]
    assert joined["facets"] == mine["facets"]
    assert joined["total"] == mine["total"] < everything["total"]
    assert sum(mine["facets"]["agreement"].values()) == mine["total"]
    assert len(mine["facets"]["agreement"]) < 3


def test_common_options_stand_anywhere(run: Run) -> None:
    first = run("--lang", "en", "search", "savon")[1]
    last = run("search", "savon", "--lang=en")[1]
    assert first["total"] == last["total"] > 0


def test_the_contract_keys_of_search_and_explain(run: Run) -> None:
    found = run("search", "-f", "range=petite-enfance", "--size", "1")[1]
    assert {"total", "page", "size", "publication", "on", "products", "facets", "ms"} <= found.keys()
    assert {"family", "ecolabelled", "remanufactured", "early_childhood", "label", "supplier", "agreement", "lot", "brand",
            "range"} <= found["facets"].keys()  # fmt: skip
    product: Mapping[str, Any] = found["products"][0]
    assert set(product) == {"supplier", "reference", "lot", "name", "price", "currency", "order_unit", "family", "tags"}
    why = run("explain", f"{product['supplier']}/{product['reference']}", "--lot", product["lot"])[1]
    assert {"supplier", "reference", "lot"} <= why["product"].keys()
    tag = why["tags"]["early_childhood"]
    assert {"state", "standing", "basis", "until", "fr", "en", "rules"} <= tag.keys()
    assert {"rule", "version", "outcome", "value", "fr", "en", "proof", "source"} <= tag["rules"][0].keys()
    assert why["ranges"]["petite-enfance"]["in"] is True
    assert why["ranges"]["petite-enfance"]["rules_short"] == 0


def test_a_disabled_account_acts_no_more(run: Run) -> None:
    assert run("search", "--user", "achats@lanterne.example")[0] == 0
    assert run("user", "disable", "achats@lanterne.example") == (
        0,
        {"email": "achats@lanterne.example", "disabled": True},
    )
    status, found = run("search", "--user", "achats@lanterne.example")
    assert (status, found["refusal"]["code"]) == (2, "account.unknown")
    assert {each["email"]: each["disabled"] for each in run("user", "list")[1]["users"]}[
        "achats@lanterne.example"
    ] is True
