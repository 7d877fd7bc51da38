"""The daily verbs on the command line, on the demonstration: JSON, statuses, refusals in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_commands import Run, run

__all__ = ["run"]
WHY = ("--reason", "vu avec le titulaire")


def first_offer(run: Run) -> tuple[str, dict[str, str]]:
    """SUPPLIER/REFERENCE and the line of the first product of a search."""
    found = run("search", "--size", "1")[1]["products"][0]
    return f"{found['supplier']}/{found['reference']}", found


def test_verbs_change_what_they_say_and_undo_brings_the_fingerprint_back(run: Run, tmp_path: Path) -> None:
    before = run("fingerprint")[1]["fingerprint"]
    product, line = first_offer(run)
    lot = ("--lot", line["lot"])
    total = run("search")[1]["total"]
    status, said = run("correct", product, "--field", "price", "--value", "7,77", *lot, *WHY, "--rehearse")
    assert (status, said["publication"], said["cells"][0]["after"]) == (0, None, "7.77")
    status, done = run("correct", product, "--field", "price", "--value", "7,77", *lot, *WHY)
    number = done["publication"]
    assert (status, done["cells"]) == (0, said["cells"])
    assert run("suspend", product, *lot, *WHY)[1]["lots"] == [line["lot"]]
    assert run("search")[1]["total"] == total - 1
    explained = run("explain", product)[1]
    assert (explained["suspensions"][0]["lot"], explained["corrections"][0]["corrected"]) == (line["lot"], "7.77")
    assert run("rename", product, "NOUVELLE-1", *WHY)[1]["after"] == "NOUVELLE-1"
    assert run("explain", product)[1]["product"]["asked"] == line["reference"]
    assert run("succeed", product, "--kind", "discontinued", "--basis", "art. 9", *WHY)[0] == 0
    out = tmp_path / "compared.csv"
    status, compared = run("compare", str(number - 1), str(number + 3), "-o", str(out))
    assert (status, compared["cells_total"], len(compared["renames"]), len(compared["suspended"])) == (0, 1, 1, 1)
    assert len(out.read_text("utf-8-sig").splitlines()) == 4
    for _ in range(4):
        assert run("undo")[0] == 0
    assert run("fingerprint")[1]["fingerprint"] == before


def test_a_publication_for_a_day_waits_and_is_cancelled(run: Run, tmp_path: Path) -> None:
    product, line = first_offer(run)
    before = run("fingerprint", "--on", "2027-02-01")[1]["fingerprint"]
    file = tmp_path / "prix.csv"
    file.write_text(f"Référence;Prix HT\n{line['reference']};9,99\n", "utf-8")
    lot = line["lot"]
    batch = run("import", str(file), "--supplier", line["supplier"], "--lot", lot, "--mode", "patch")[1]["batch"]
    run("batch", "answer", batch, "--question", "price_clause", "--value", "accept")
    status, done = run("publish", batch, "--effective", "2027-01-01", "--basis", "art. 6")
    assert status == 0
    listed = run("publications")[1]["publications"][0]
    assert (listed["state"], listed["effective"], listed["basis"]) == ("waits", "2027-01-01", "art. 6")
    assert run("fingerprint", "--on", "2027-02-01")[1]["fingerprint"] != before
    assert run("undo", "--publication", str(done["publication"]))[0] == 0
    assert run("fingerprint", "--on", "2027-02-01")[1]["fingerprint"] == before
    assert run("publish", batch, "--effective", "2020-01-01")[1]["refusal"]["code"] == "publication.effective_past"
    assert product.endswith(line["reference"])


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (("correct", "HYGEA/NONE", "--field", "price", "--value", "1", *WHY), 2, "product.unknown"),
        (("correct", "HYGEA", "--field", "price", "--value", "1", *WHY), 2, "option.product"),
        (("correct", "HYGEA/X", "--field", "price", *WHY), 2, "correct.value_or_withdraw"),
        (("correct", "HYGEA/X", "--field", "nonsense", "--value", "1", *WHY), 2, "correct.field"),
        (("undo", "--publication", "999"), 2, "undo.not_standing"),
        (("compare", "1", "999"), 2, "publication.unknown"),
        (("compare", "2026-13-01", "1"), 2, "option.day"),
    ],
)  # fmt: skip
def test_what_is_refused_says_why(run: Run, words: tuple[str, ...], status: int, code: str) -> None:
    found = run(*words)
    assert (found[0], found[1]["refusal"]["code"]) == (status, code)
    assert found[1]["refusal"]["fr"] != found[1]["refusal"]["en"]
