"""The commands about proofs and parcels on the demonstration: JSON, statuses."""

from __future__ import annotations

from pathlib import Path

from tests.cli.test_commands import Run, run
from tests.proofs.papers import PNG, certificate, datasheet, sheet, zipped

__all__ = ["run"]

SAID = ("--attribute", "ecolabelled", "--label", "EU_ECOLABEL", "--from", "2026-01-01", "--until", "2027-12-31")


def test_a_list_and_a_family_are_rehearsed_then_recorded(run: Run, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("CL11001\nCL11002, NO-SUCH\n", "utf-8")
    words = (
        "proof",
        "add",
        "--supplier",
        "CLAIRONDE",
        "--list",
        str(tmp_path / "list.txt"),
        "--number",
        "FR/020/118",
        *SAID,
    )
    status, found = run(*words, "--rehearse", "--holder", "Fabrique du Nord")
    assert status == 0
    assert [(each["reference"], each["how"]) for each in found["found"]] == [
        ("CL11001", "reference"),
        ("CL11002", "reference"),
    ]
    assert (found["missing"], found["holder"]) == (["NO-SUCH"], "Fabrique du Nord")
    assert found["wrong"] == []
    words_of_laundry = tuple("FR/006/012" if word == "FR/020/118" else word for word in words)
    [wrong] = run(*words_of_laundry, "--rehearse")[1]["wrong"]
    assert (wrong["code"], wrong["references"]) == ("why.licence.other_group", ["CL11001", "CL11002"])
    assert "proves nothing" in wrong["en"]
    (tmp_path / "program.pdf").write_bytes(b"MZ" + b"0" * 100)
    status, refused = run(*words, "--rehearse", "--document", str(tmp_path / "program.pdf"))
    assert (status, refused["refusal"]["code"]) == (2, "document.not_as_named")
    status, refused = run(*words)
    assert (status, refused["refusal"]["code"]) == (2, "proof.references_unknown")
    status, made = run(*words, "--found-only")
    assert (status, set(made)) == (0, {"proof"})
    status, listed = run("proof", "list", "--state", "waiting")
    assert next(each["products"] for each in listed["proofs"] if each["proof"] == made["proof"]) == 2


def test_check_end_and_renew(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(certificate("CL11001"))
    add = ("proof", "add", "--supplier", "CLAIRONDE", "--document", str(tmp_path / "a.pdf"), *SAID)
    first, second = (run(*add, "--reference", ref)[1]["proof"] for ref in ("CL11001", "CL11002"))
    status, word = run("proof", "check", first, "--accept", "--reason", "lu", "--same-paper")
    assert (status, word["proof"], word["accepted"], len(word["others"])) == (0, first, True, 1)
    status, new = run(
        "proof", "renew", second, "--from", "2028-01-01", "--until", "2030-01-01", "--number", "FR/020/119"
    )
    assert (status, new["replaces"]) == (0, second)
    status, ended = run("proof", "end", first, "--reason", "licence suspendue")
    assert (status, ended["proof"]) == (0, first)
    expired = run("proof", "list", "--state", "expired")[1]["proofs"]
    assert {each["proof"]: each["last_day"] for each in expired}[first] == "2026-11-21"
    assert run("proof", "end", first, "--reason", "encore")[0] == 2


def test_a_parcel_says_what_became_of_each_file(run: Run, tmp_path: Path) -> None:
    parcel = tmp_path / "documents.zip"
    parcel.write_bytes(
        zipped({"FDS_CL11001.pdf": sheet("Nettoyant"), "CL11002.png": PNG, "x.pdf": datasheet("x"), "a.exe": b"MZ"})
    )
    status, found = run("proof", "parcel", str(parcel), "--supplier", "CLAIRONDE")
    assert (status, found["files"], found["taken"], found["waiting"], found["refused"]) == (1, 4, 2, 1, 1)
    assert {each["name"]: (each["state"], each["code"]) for each in found["items"]} == {
        "FDS_CL11001.pdf": ("taken", None), "CL11002.png": ("taken", None), "x.pdf": ("waiting", "parcel.wait.no_product"),
        "a.exe": ("refused", "document.kind_unknown"),
    }  # fmt: skip
    assert all(each["fr"] and each["en"] for each in found["items"] if each["code"])
    again = run("proof", "parcel", str(parcel), "--supplier", "CLAIRONDE")[1]
    assert again["parcel"] == found["parcel"]
    parcel.write_bytes(zipped([("../x.pdf", b"x")]))
    status, refused = run("proof", "parcel", str(parcel), "--supplier", "CLAIRONDE")
    assert (status, refused["refusal"]["code"]) == (2, "parcel.hostile")
