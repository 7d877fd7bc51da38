"""Facts, criteria, equivalences and words on the command line, on the demonstration: rehearsed, done, undone."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.cli.test_commands import Run, run

__all__ = ["run"]
WHY = ("--reason", "lu au registre")


def test_facts_are_listed_shown_and_corrected(run: Run) -> None:
    status, found = run("fact", "list", "--kind", "label", "--search", "ecolabel européen")
    assert (status, [each["key"] for each in found["facts"]]) == (0, ["EU_ECOLABEL"])
    assert found["counts"]["hazard_statement"] == 130
    unsure = run("fact", "list", "--confidence", "to_confirm")[1]["facts"]
    assert len(unsure) == found["to_confirm"]
    assert all(each["to_confirm"] and each["source"] and each["checked_on"] for each in unsure)
    said = ("--set", "owner=Commission européenne", "--source", "site de l’émetteur")
    status, made = run("fact", "propose", "label", "EU_ECOLABEL", *said, *WHY)
    assert status == 0
    assert run("fact", "list", "--only", "proposed")[1]["facts"][0]["key"] == "EU_ECOLABEL"
    rehearsed = run("fact", "apply", made["proposal"], "--rehearse")[1]
    assert (rehearsed["tags"], rehearsed["ranges"]) == ([], [])
    assert run("fact", "apply", made["proposal"])[1]["version"] == 2
    shown = run("fact", "show", "label", "EU_ECOLABEL")[1]
    assert (shown["says"]["owner"], shown["version"], len(shown["versions"])) == ("Commission européenne", 2, 2)
    assert shown["uses"]["products"] > 0
    again = run("fact", "propose", "label", "EU_ECOLABEL", "--set", "owner=X", "--source", "s", *WHY)[1]["proposal"]
    assert run("fact", "drop", again, *WHY) == (0, {"proposal": again, "dropped": True})


def test_what_makes_no_sense_is_refused(run: Run) -> None:
    assert run("fact", "show", "label", "NOBODY")[0] == 2
    assert run("fact", "propose", "label", "EU_ECOLABEL", "--set", "owner", *WHY)[0] == 2
    assert run("fact", "apply", "12345")[1]["refusal"]["code"] == "fact.proposal_unknown"
    assert run("fact", "apply", "x")[1]["refusal"]["code"] == "proposal.unknown"
    assert run("fact", "list", "--only", "all")[0] == 2
    assert run("fact", "list", "--kind", "labels")[1]["refusal"]["code"] == "fact.kind"
    assert run("criteria", "decide", "EU_ECOLABEL/999", "ended", *WHY)[1]["refusal"]["code"] == "criteria.unknown"
    assert run("word", "decide", "x", "--kind", "unit", "--rehearse")[0] == 2


def test_the_end_of_criteria_is_rehearsed_decided_and_undone(run: Run) -> None:
    before = run("fingerprint")[1]["fingerprint"]
    groups = run("criteria", "list", "--all")[1]["groups"]
    resting = max(groups, key=lambda group: group["products"])
    assert resting["products"] > 0
    asked = ("criteria", "decide", resting["group"], "ended")
    rehearsed = run(*asked, "--rehearse")[1]
    assert run("fingerprint")[1]["fingerprint"] == before
    assert run(*asked, *WHY)[1]["version"] == 1
    lost = sum(shift["count"] for shift in rehearsed["tags"])
    assert (lost > 0) == (run("fingerprint")[1]["fingerprint"] != before)
    assert run("criteria", "list", "--days", "0")[1]["groups"]
    assert run("criteria", "decide", resting["group"], "open", *WHY)[1]["version"] == 2
    assert run("fingerprint")[1]["fingerprint"] == before


def test_equivalences_are_decided_and_printed(run: Run, tmp_path: Path) -> None:
    asked = ("equivalence", "decide", "NF_ENVIRONNEMENT", "EU_ECOLABEL", "accept", "--family", "CLEANING")
    assert run(*asked, "--rehearse")[0] == 0
    assert run(*asked, *WHY, "--document", "avis 3")[1]["equivalence"] == "nf_environnement=EU_ECOLABEL@CLEANING"
    out = tmp_path / "equivalences.xlsx"
    found = run("equivalence", "list", "-o", str(out))[1]["equivalences"]
    assert [(each["mark"], each["verdict"], each["document"]) for each in found] == [
        ("NF_ENVIRONNEMENT", "accept", "avis 3")
    ]
    assert openpyxl.load_workbook(out).active is not None
    assert run("equivalence", "decide", "NF_ENVIRONNEMENT", "EU_ECOLABEL", "open", "--family", "CLEANING", *WHY)[0] == 0
    assert run("equivalence", "list")[1]["equivalences"] == []


def test_a_words_decision_is_rehearsed(run: Run) -> None:
    found = run("word", "decide", "Fleur d’Europe", "--kind", "label", "--meaning", "EU_ECOLABEL", "--rehearse")[1]
    assert (found["tags"], found["ranges"], found["restated"]) == ([], [], 0)
