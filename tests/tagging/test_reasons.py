"""Every answer is a sentence in both languages, complete and in the words of the house."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import catalog.tagging
import catalog.wording.sentences
from catalog.tagging.engine import tags_of
from catalog.tagging.licences import find_licences, judge_licence
from catalog.tagging.ranges import RangeRule, judge
from catalog.tagging.records import Contest, Product, Proof, Reason, Ruling, Sighting
from catalog.tagging.vocabulary import Vocabulary
from catalog.wording.sentences import NOTHING, say
from tests.tagging.samples import (
    CERTIFICATE,
    CLEAN,
    COMPLETE,
    DAY,
    LIST,
    PROOF,
    SHEET,
    product,
    sheet,
    vocabulary,
)  # fmt: skip

RULES = Path(catalog.tagging.__file__).parent
SENTENCES = Path(catalog.wording.sentences.__file__).with_name("reasons.csv")


def sentences() -> dict[str, dict[str, str]]:
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


NAMES = (
    "Nettoyant", "Désinfectant", "Désinfectant écolabel", "Toner compatible", "Toner remanufacturé new-built", "Kit crèche",
)  # fmt: skip
HAZARDS = ((), ("H319", "H412", "H227"), ("H412",), ("EUH208",), ("H999",))
CELLS = (
    "oui", "FR/020/901", "FR/006/914", "ISO 14001", "FRA/020/118", "FR/020/1", "FR/012/2024", "FR/999/001", "UW-1407",
)  # fmt: skip
SHOWN = (
    PROOF, SHEET, CERTIFICATE,
    replace(PROOF, accepted=None), replace(PROOF, accepted=False, check_reason="illisible"),
    replace(PROOF, valid_until=None), replace(PROOF, valid_until=None, number=None),
    replace(PROOF, kind="equivalence", basis="equivalence"), replace(PROOF, kind="statement"),
    replace(PROOF, number="FR/006/914"), replace(PROOF, number="FR/012/2024"),
    replace(PROOF, valid_from=dt.date(2027, 1, 1)), replace(SHEET, valid_until=None),
)  # fmt: skip
READ = (
    sheet("H317"), sheet("H319"), sheet("H412"), sheet("H227"), sheet("H999"), sheet(cas=["2682-20-4"]), sheet(cas=["107-98-2"]),
    sheet(revised=dt.date(2023, 2, 1)), sheet(older_format=True), sheet(readable=False), sheet(classified=None),
    sheet(name="Décapant four"), replace(SHEET, sheet=None), replace(SHEET, ended="retirée", valid_until=dt.date(2026, 2, 2)),
    replace(LIST, ingredients=None), replace(SHEET, id=8, kind="test_report", sheet=None, number="EN 71-3"),
)  # fmt: skip
REMADE = (
    replace(CERTIFICATE, label=None, number="DIN 33870-1"), replace(CERTIFICATE, label=None, number="DIN 33870"),
    replace(CERTIFICATE, label=None, number="STMC"), replace(CERTIFICATE, label="FSC", number="FSC-C012345"),
)  # fmt: skip
BIOCIDES = (
    "Désinfectant", "Désinfectant naturel sans danger TP2, EN 14476, AMM FR-2018-0032, exclusivement réservé aux professionnels",
)  # fmt: skip
DAYS = (DAY, dt.date(2027, 2, 1), dt.date(2028, 1, 1))


def every_reason() -> Iterator[Reason]:
    """The reasons of many cases: names, families, hazards, cells, proofs, contests and days, with and without a place."""
    for name, family, codes in itertools.product(NAMES, ("CLEANING", "PRINT_CONSUMABLES", None), HAZARDS):
        for item in placed_or_not(product(name, family=family, hazards=codes)):
            for proofs in ((), (PROOF, SHEET, CERTIFICATE)):
                yield from reasons_of(item, proofs, (), DAY)
    for cell, family in itertools.product(CELLS, ("CLEANING", "PRINT_CONSUMABLES", None)):
        for item in placed_or_not(product(family=family, cells=[("ecolabelled", "Écolabel", cell)])):
            yield from reasons_of(item, (), (), DAY)
    for proof, day in itertools.product(SHOWN, DAYS):
        yield from reasons_of(product(), (proof,), (), day)
    yield from childhood_reasons()
    for proof in REMADE:
        yield from reasons_of(product("Toner", family="PRINT_CONSUMABLES"), (proof,), (), DAY)
    yield from decided_reasons()
    yield from reasons_of(product(), (), (Contest("ecolabelled", "staff", "doute", DAY),), DAY)
    yield from reasons_of(product(), (), (Contest("ecolabelled", "supplier", "erreur", DAY),), DAY)


def childhood_reasons() -> Iterator[Reason]:
    """Sheets, lists and labels as they come, forms, families without a sheet, disinfectants."""
    for proof in READ:
        for others in ((), (LIST, PROOF), (replace(LIST, accepted=None), PROOF)):
            yield from reasons_of(product(), (proof, *others), (), DAY)
    yield from reasons_of(
        product(), (SHEET, replace(SHEET, id=9, accepted=None, valid_from=dt.date(2026, 2, 1)), PROOF), (), DAY
    )
    bare = tuple(
        replace(proof, valid_until=None, number=None, sheet=None if proof.ingredients else CLEAN) for proof in COMPLETE
    )
    yield from reasons_of(product(), bare, (), DAY)
    report = replace(SHEET, kind="test_report", sheet=None, valid_until=None)
    for codes in (("H319",), ("H412",)):
        for item in placed_or_not(product(hazards=codes)):
            yield from reasons_of(item, COMPLETE, (), DAY)
    yield from reasons_of(product("Jouet", family="TOYS"), (replace(report, number="EN 71-3:2019"),), (), DAY)
    yield from reasons_of(product("Jouet", family="TOYS"), (report,), (), DAY)
    for family, name in itertools.product(
        ("TOYS", "BABY_CARE", "TABLEWARE", "CLEANING", None), ("Spray", "Capsules", "Concentré", "Mélamine")
    ):
        for proofs in ((), (replace(report, label="CE"),), (replace(report, label="OEKOTEX_100"),)):
            yield from reasons_of(product(name, family=family), proofs, (), DAY)
    for name in BIOCIDES:
        yield from tags_of(product(name), (), (), vocabulary(), DAY)["early_childhood"].warnings


def decided_reasons() -> Iterator[Reason]:
    """Rulings, registers, marks and criteria on which staff decided."""
    for verdict, lapsed in (("for", False), ("against", False), ("for", True)):
        ruling = Ruling("ecolabelled", verdict, "lu", DAY, "Alix", lapsed)  # type: ignore[arg-type]
        yield from reasons_of(product(), (PROOF,), (), DAY, rulings=(ruling,))
    for listed in (True, False):
        item = product(cells=[(None, "L", "FR/020/901")])
        seen = replace(item, sightings=(Sighting("EU_ECOLABEL", "FR/020/901", DAY, listed),))
        yield from reasons_of(seen, (replace(PROOF, matched=True),), (), DAY)
    for verdict in ("accept", "refuse"):
        mark = {
            "mark": "COSMOS",
            "label": "EU_ECOLABEL",
            "families": "*",
            "verdict": verdict,
            "reason": "lu",
            "until": "",
        }
        known = vocabulary(("equivalence", "COSMOS=EU_ECOLABEL@*", mark))
        yield from reasons_of(product(), (replace(PROOF, label="COSMOS", number=None),), (), DAY, known)
    for decision in ("transition", "ended"):
        row = {"decision": decision, "until": "2026-11-01", "reason": "lu"}
        yield from reasons_of(product(), (PROOF,), (), DAY, vocabulary(("criteria", "EU_ECOLABEL/020", row)))


def placed_or_not(item: Product) -> Iterator[Product]:
    yield item
    yield replace(item, hazard_source=None, claims=tuple(replace(claim, source=None) for claim in item.claims))


def reasons_of(
    item: Product, proofs: tuple[Proof, ...], contests: tuple[Contest, ...], day: dt.date, known: Vocabulary | None = None,
    rulings: tuple[Ruling, ...] = (),
) -> Iterator[Reason]:  # fmt: skip
    tags = tags_of(item, proofs, contests, known or vocabulary(), day, rulings)
    for answer in tags.values():
        yield answer.reason
        yield from (rule.reason for rule in answer.rules)
    rule = RangeRule(("ecolabelled", "absent"), ("CLEANING",), ("L1",), body=frozenset({"L1"}))
    for lot in ("L1", "L2", None):
        yield from (outcome.reason for outcome in judge(item.family, lot, tags, rule, suspended=lot == "L1").outcomes)


def licence_reasons() -> Iterator[Reason]:
    for text in ("FR/020/118", "FR/006/012", "FRA/020/118", "FR/012/2024", "FR/999/001", "FR/020/1"):
        for licence in find_licences(f"écolabel {text}", vocabulary()):
            yield judge_licence(licence, "CLEANING", vocabulary()).reason
            yield judge_licence(licence, None, vocabulary()).reason


def test_every_reason_is_a_whole_sentence_in_both_languages() -> None:
    seen: dict[str, Reason] = {}
    for reason in itertools.chain(every_reason(), licence_reasons()):
        seen.setdefault(reason.code, reason)
    for code, reason in seen.items():
        for language in ("fr", "en"):
            sentence = say(code, reason.params, language)
            assert sentence.endswith("."), (code, language, sentence)
            assert NOTHING not in re.sub(r"[A-Z]\w* – ", "", sentence), (code, language, sentence)
    assert set(sentences()) - set(seen) == set()


def test_every_code_of_the_rules_has_a_sentence() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in RULES.rglob("*.py"))
    written = set(re.findall(r'"(why\.[a-z_.]+)"', text))
    known = set(sentences())
    assert {
        code for code in written if code not in known and not any(other.startswith(f"{code}.") for other in known)
    } == set()
    for code in known:
        stem = code.removesuffix(".unplaced").removesuffix(".asked")
        assert stem in written or stem.rpartition(".")[0] in written or f'"{stem.rpartition(".")[0]}.' in text, code


def test_both_languages_say_the_same_fields() -> None:
    for code, row in sentences().items():
        fields = [{name.split("_")[0] for name in re.findall(r"{(\w+)", row[language])} for language in ("fr", "en")]
        assert fields[0] == fields[1], code


def test_french_sentences_are_printed_as_french() -> None:
    for code, row in sentences().items():
        assert "'" not in row["fr"], code
        assert not re.search(r"[^\u00a0] ?[:;?!]\s", row["fr"].replace("\u00a0:", "").replace("\u00a0;", "")), code
        assert "« " not in row["fr"], code


def test_early_childhood_is_never_called_safe() -> None:
    for code, row in sentences().items():
        if "early_childhood" in code or "hazard" in code:
            assert not re.search(
                r"\bsûre?s?\b|sans danger|sans risque|\bsafe\b(?!ty)|harmless", row["fr"] + row["en"]
            ), code
