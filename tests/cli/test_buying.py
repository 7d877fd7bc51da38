"""Swap, substitution and capacity on the command line, on the demonstration."""

from __future__ import annotations

from tests.cli.test_commands import Run, run

__all__ = ["run"]
SUPPLIER = ("--user", "catalogue@brumevert.example")


def test_what_a_buyer_asks(run: Run) -> None:
    status, found = run("swap", "OCTAVELLE/OV-TN310K", "--quantity", "20", "--as", "LYC-ALDEBARAN")
    (only,) = found["alternatives"]
    assert (status, found["offer"]["cost"], found["offer"]["unit_price"]) == (0, "1360.00", "0.022667")
    assert (only["reference"], only["units"], only["cost"], only["gap"], only["unit_basis"]) == (
        "ENC/TN310K-R", 20, "761.60", "-598.40", "page",
    )  # fmt: skip
    assert [note["en"].split(" (")[0] for note in only["notes"]] == [
        "In another lot of the same agreement", "Capacity not known: the supplier has declared none.",
    ]  # fmt: skip
    assert run("swap", "OCTAVELLE", "--quantity", "1")[0] == 2
    status, found = run("substitution", "BRUMEVERT/BV41001", "--delivered", "BV31001", "--as", "CRE-LUCIOLES")
    assert (status, found["outcome"], [(each["range"], each["in"]) for each in found["ranges"]]) == (
        0, "kept", [("petite-enfance", True)],
    )  # fmt: skip
    assert run("substitution", "BV41001", "--delivered", "ZZZ")[1]["outcome"] == "unknown"


def test_a_supplier_declares_and_takes_back(run: Run) -> None:
    product = "BRUMEVERT/BV31001"
    assert run("capacity", "show", product)[1]["quantity"] is None
    assert run("capacity", "declare", product, "--quantity", "40", "--per", "month", *SUPPLIER)[0] == 0
    shown = run("capacity", "show", product, "--as", "CRE-LUCIOLES")[1]
    assert (shown["quantity"], shown["months"], shown["declared_on"]) == (40, 1, "2026-11-22")
    assert run("capacity", "declare", product, *SUPPLIER)[0] == 0
    assert run("capacity", "show", product)[1]["quantity"] is None
    assert run("capacity", "declare", "CLAIRONDE/CL11001", "--quantity", "1", *SUPPLIER)[0] == 2
    assert run("capacity", "declare", product, "--quantity", "1")[0] == 3
    assert run("capacity", "declare", product, "--quantity", "1", "--per", "day", *SUPPLIER)[0] == 2
