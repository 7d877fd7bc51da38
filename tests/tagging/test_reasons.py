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
from catalog.tagging.records import Contest, Product, Reason
from catalog.wording.sentences import NOTHING, say
from tests.tagging.samples import CERTIFICATE, DAY, PROOF, SHEET, product, vocabulary

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
    yield from reasons_of(product(), (), (Contest("ecolabelled", "staff", "doute", DAY),), DAY)
    yield from reasons_of(product(), (), (Contest("ecolabelled", "supplier", "erreur", DAY),), DAY)


def placed_or_not(item: Product) -> Iterator[Product]:
    yield item
    yield replace(item, hazard_source=None, claims=tuple(replace(claim, source=None) for claim in item.claims))


def reasons_of(item: Product, proofs: tuple, contests: tuple, day: dt.date) -> Iterator[Reason]:  # type: ignore[type-arg]
    tags = tags_of(item, proofs, contests, vocabulary(), day)
    for answer in tags.values():
        yield answer.reason
        yield from (rule.reason for rule in answer.rules)
    rule = RangeRule(("ecolabelled", "absent"), ("CLEANING",), ("L1",))
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
