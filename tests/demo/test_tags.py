"""What a visitor of the demonstration sees: every state of every attribute, ranges of a readable size, and what ends."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from catalog.demo.files import DemoFile
from catalog.demo.proofs import DemoProof
from catalog.demo.world import SET_DAY, demo_files, demo_proofs, world_toml
from catalog.reference.shipped import shipped_facts
from catalog.tagging.claims import claims_of
from catalog.tagging.engine import tags_of
from catalog.tagging.families import family_of, family_words
from catalog.tagging.ranges import RangeRule, judge
from catalog.tagging.records import Product, Proof, Source, Tag
from catalog.tagging.sheets import ingredients_of, sheet_of
from catalog.tagging.vocabulary import Vocabulary
from imports.documents.envelope import list_json, sheet_json
from imports.documents.reading import read_documents
from imports.documents.record import ReadDocument
from imports.reading import read_here
from imports.record import Request, Words

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class World:
    """Every product as read, its lots, and the proofs that cover it."""

    vocabulary: Vocabulary
    products: Mapping[Key, Product]
    offers: tuple[tuple[str, str, str], ...]
    proofs: Mapping[Key, list[Proof]]

    def tags(self, day: dt.date) -> dict[Key, Mapping[str, Tag]]:
        return {
            key: tags_of(product, self.proofs.get(key, []), [], self.vocabulary, day)
            for key, product in self.products.items()
        }

    def ranges(self, day: dt.date) -> dict[str, int]:
        """Range code -> number of its offers."""
        tags, found = self.tags(day), {}
        for told in tomllib.loads(world_toml().read_text(encoding="utf-8"))["range"]:
            rule = RangeRule.from_json({key: told[key] for key in ("attributes", "families", "lots") if key in told})
            found[told["code"]] = sum(
                judge(self.products[supplier, ref].family, lot, tags[supplier, ref], rule, told["profile"]).inside
                for supplier, ref, lot in self.offers
            )
        return found


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    vocabulary = Vocabulary.of((fact.kind, fact.key, fact.payload) for fact in shipped_facts())
    words = Words(families=family_words(vocabulary))
    files = demo_files(tmp_path_factory.mktemp("demo"))
    rows = [(file, row) for file in files for row in _rows(file, words)]
    products = {(file.supplier, row["reference"]): _product(file, row, vocabulary) for file, row in rows}
    offers = tuple((file.supplier, row["reference"], row["lot"] or file.lots[0]) for file, row in rows)
    proofs: dict[Key, list[Proof]] = {}
    read = _read(tmp_path_factory.mktemp("documents"))
    for number, told in enumerate(demo_proofs()):
        for reference in told.references:
            proofs.setdefault((told.supplier, reference), []).append(_proof(number, told, read.get(number)))
    return World(vocabulary, products, offers, proofs)


def _read(folder: Path) -> dict[int, ReadDocument]:
    """What the reader finds in the safety sheets and ingredient lists of the demonstration."""
    kept = [each for each in enumerate(demo_proofs()) if each[1].kind in ("safety_sheet", "ingredient_list")]
    for number, proof in kept:
        (folder / str(number)).write_bytes(proof.document)
    found = read_documents([(folder / str(number), proof.document_name) for number, proof in kept])
    return {number: document for (number, _), document in zip(kept, found, strict=True)}


def _rows(file: DemoFile, words: Words) -> Iterator[dict[str, Any]]:
    reading = read_here(file.path, Request(file.path.name, lot_column=file.lot_column, words=words))
    yield from reading.products.to_pylist()


def _product(file: DemoFile, row: dict[str, Any], vocabulary: Vocabulary) -> Product:
    family = family_of(row["family"], vocabulary)
    source = Source(file.path.name, row["sheet"], row["row"])
    cells = [(cell["attribute"], cell["column"], cell["text"]) for cell in row["claim_cells"] or ()]
    texts = [("name", row["name"]), ("description", row["description"])]
    claims = claims_of(texts, cells, source, vocabulary, family)
    return Product(
        file.supplier, row["reference"], row["name"], row["description"], family, row["gtin"],
        tuple(row["hazard_codes"] or ()), source, claims, row["brand"],
    )  # fmt: skip


def _proof(number: int, told: DemoProof, read: ReadDocument | None) -> Proof:
    accepted = None if told.checked is None else told.checked == "accept"
    sheet = sheet_of(sheet_json(read.sheet)) if read and read.sheet else None
    listed = ingredients_of(list_json(read.ingredients)) if read and read.ingredients and not sheet else None
    return Proof(
        number, told.attribute, told.kind, told.basis, told.valid_from, told.valid_until, told.label,  # type: ignore[arg-type]
        told.number, told.issuer, None, told.document_name, accepted, check_reason=told.reason or None,
        sheet=sheet, ingredients=listed,
    )  # fmt: skip


def test_each_attribute_has_dozens_of_yes_some_no_and_many_unknown(world: World) -> None:
    tags = world.tags(SET_DAY)
    states = {
        attribute: Counter(tag[attribute].state for tag in tags.values())
        for attribute in ("ecolabelled", "early_childhood", "remanufactured")
    }
    assert states == {
        "ecolabelled": {"yes": 192, "no": 61, "unknown": 894},
        "early_childhood": {"yes": 50, "no": 231, "unknown": 866},
        "remanufactured": {"yes": 64, "no": 64, "unknown": 1019},
    }


def test_every_standing_that_a_file_and_a_proof_can_give_is_there(world: World) -> None:
    standings = Counter(tag.standing for tags in world.tags(SET_DAY).values() for tag in tags.values())
    assert set(standings) == {"verified", "expired", "conflict", "to_verify", "declared", "missing"}
    ecolabelled = [tags["ecolabelled"] for tags in world.tags(SET_DAY).values()]
    assert sum(tag.expiring(SET_DAY) for tag in ecolabelled) == 56
    assert sum(tag.equivalent for tag in ecolabelled) == 4


def test_ranges_are_of_a_readable_size_and_lose_today_s_last_ones_tomorrow(world: World) -> None:
    assert world.ranges(SET_DAY) == {
        "petite-enfance": 61, "entretien-ecolabellise": 79, "impression-remanufacturee": 64,
        "papier-ecolabellise": 45, "essuyage-ecolabellise": 30,
    }  # fmt: skip
    assert world.ranges(SET_DAY + dt.timedelta(days=1)) == {
        "petite-enfance": 59, "entretien-ecolabellise": 65, "impression-remanufacturee": 56,
        "papier-ecolabellise": 41, "essuyage-ecolabellise": 24,
    }  # fmt: skip


def test_traps_are_seen_through(world: World) -> None:
    tags = world.tags(SET_DAY)
    laundry_licence_on_a_floor_cleaner = tags["CLAIRONDE", "CL21601"]["ecolabelled"]
    assert (laundry_licence_on_a_floor_cleaner.state, laundry_licence_on_a_floor_cleaner.standing) == (
        "unknown",
        "declared",
    )
    assert tags["CLAIRONDE", "CL21701"]["ecolabelled"].state == "unknown"  # FRA is no country code
    assert tags["ENCRELUNE", "ENC/TZ460K-N"]["remanufactured"].standing == "conflict"  # ticked, and "100% neuf"
    assert tags["SEPTALUNE", "120001"]["ecolabelled"].state == "no"  # a biocide, whatever its label column says
    assert tags["BRUMEVERT", "BV41901"]["early_childhood"].state == "no"  # H317, though declared suited
    assert tags["BRUMEVERT", "BV31301"]["early_childhood"].standing == "conflict"  # ecolabelled, with EUH208


def test_every_outcome_of_the_early_childhood_decisions_but_the_clean_disinfectant_is_there(world: World) -> None:
    outcomes = Counter(tags["early_childhood"].outcome for tags in world.tags(SET_DAY).values())
    assert outcomes == {
        "not_applicable": 535, "undecidable": 312, "not_suited": 231, "suited_until": 50, "conflict": 13,
        "claimed_not_proven": 3, "suited_with_note": 2, "suited_with_reserve": 1,
    }  # fmt: skip
    tags = {key: each["early_childhood"] for key, each in world.tags(SET_DAY).items()}
    assert tags["BRUMEVERT", "BV41801"].reason.code == "why.early_childhood.ingredient_rule"
    assert tags["CLAIRONDE", "CL21103"].reason.code == "why.early_childhood.other_product"
    assert tags["CLAIRONDE", "CL22101"].reason.code == "why.sheet.older_format"
    assert tags["CLAIRONDE", "CL21203"].outcome == "suited_with_note"


def test_every_product_has_a_family(world: World) -> None:
    families = Counter(product.family for product in world.products.values())
    assert None not in families
    assert len(families) == 13
