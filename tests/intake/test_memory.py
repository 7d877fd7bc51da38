"""The second file of a supplier needs no step: what a person said of the first is remembered, by header, never by place."""

from __future__ import annotations

import io

import pytest

from catalog.access import OPERATOR, Actor
from catalog.entrance import Entrance
from catalog.errors import NotFound
from catalog.published import remembering
from catalog.queries import agreements, mappings
from catalog.services.intake import remember
from catalog.services.intake.check import shipped_vocabulary
from catalog.services.intake.receive import Delivery
from catalog.services.intake.show import BatchSheet, show_batch
from catalog.services.people.accounts import actor_by_email, add_account
from catalog.services.release.publish import publish
from catalog.services.release.undo import undo
from catalog.settings import Settings
from tests.imports import made
from tests.worker.world import opened

VOCABULARY = shipped_vocabulary()
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
HEAD = ("Clé interne", "Désignation", "Tarif A", "Tarif B", "TVA")
FIRST = (HEAD, ("A1", "Savon doux 5 L", "12,40", "11,90", "20"), ("B2", "Gel mains 1 L", "3,10", "2,95", "20"))
NEXT = (HEAD, ("A1", "Savon doux 5 L", "12,60", "12,10", "20"), ("C3", "Cire 750 ml", "8,00", "7,60", "20"))
SAID = {"Clé interne": "reference", "Tarif B": "price"}
PLAIN = b"Cl\xc3\xa9 interne;D\xc3\xa9signation;Prix HT\nA1;Savon;1,00\n"


def csv(rows: tuple[tuple[str, ...], ...]) -> bytes:
    return "\n".join(";".join(row) for row in rows).encode()


@pytest.fixture
def entrance(settings: Settings) -> Entrance:
    return opened(settings)


def sent(
    entrance: Entrance, content: bytes, name: str = "tarif.csv", supplier: str = "HYG", who: Actor = OPERATOR,
    mapping: dict[str, str] | None = None,
) -> BatchSheet:  # fmt: skip
    delivery = Delivery(supplier, ("ENT-L1",), name, mapping=mapping or {})
    received = entrance.receive(who, delivery, io.BytesIO(content))
    return looked_at(entrance, received.batch)


def looked_at(entrance: Entrance, batch: int) -> BatchSheet:
    with entrance.reading() as means:
        return show_batch(OPERATOR, means, batch)


def taught(entrance: Entrance, supplier: str = "HYG", who: Actor = OPERATOR) -> BatchSheet:
    """The first file: asked about, and mapped by a person."""
    first = sent(entrance, csv(FIRST), "tarif 2026.csv", supplier, who)
    assert first.line.state == "asking"
    entrance.answer(who, first.line.id, {}, SAID)
    told = looked_at(entrance, first.line.id)
    assert told.line.state == "rehearsed"
    return told


def test_the_same_headers_need_no_step(entrance: Entrance) -> None:
    taught(entrance)
    again = sent(entrance, csv(NEXT), "Nouveau nom.csv")
    assert (again.line.state, again.line.imported, again.report["questions"]) == ("rehearsed", 2, [])
    assert {header: again.report["columns"][header] for header in SAID} == SAID
    assert set(SAID) <= set(again.report["from_memory"])


def test_a_header_more_or_in_another_place_does_not_matter_and_is_named(entrance: Entrance) -> None:
    taught(entrance)
    turned = tuple((*reversed(row), extra) for row, extra in zip(NEXT, ("Nouveauté", "x", "y"), strict=True))
    again = sent(entrance, csv(turned))
    assert (again.line.state, again.line.imported) == ("rehearsed", 2)
    assert [each["column"] for each in again.report["issues"] if each["code"] == "column.new"] == ["Nouveauté"]


def test_a_column_that_is_gone_is_asked_about_only_where_it_is_needed(entrance: Entrance) -> None:
    taught(entrance)
    without_vat = sent(entrance, csv(tuple(row[:4] for row in NEXT)))
    assert (without_vat.line.state, without_vat.line.imported) == ("rehearsed", 2)
    without_price = sent(entrance, csv(tuple((*row[:2], row[4]) for row in NEXT)), "sans prix.csv")
    assert without_price.line.state != "rehearsed"
    third = sent(entrance, csv((*NEXT, ("D4", "Sac 50 L", "2", "1,90", "20"))), "tout.csv")
    assert (third.line.state, third.line.imported) == ("rehearsed", 3)


def test_another_format_and_another_sheet_name_take_the_same_memory(entrance: Entrance) -> None:
    taught(entrance)
    book = made.workbook(**{"Tarif au 01-01-2027": NEXT})
    again = sent(entrance, book, "tarif.xlsx")
    assert (again.report["format"], again.line.state, again.line.imported) == ("xlsx", "rehearsed", 2)


def test_what_was_said_is_kept_even_where_the_file_fails(entrance: Entrance) -> None:
    first = sent(entrance, csv((HEAD, ("A1", "Savon", "prix ?", "à venir", "20"))))
    assert first.line.state == "asking"
    entrance.answer(OPERATOR, first.line.id, {}, SAID)
    assert looked_at(entrance, first.line.id).line.imported == 0
    again = sent(entrance, csv(NEXT))
    assert (again.line.state, again.line.imported) == ("rehearsed", 2)


def test_a_mapping_given_with_the_file_is_remembered_too(entrance: Entrance) -> None:
    assert sent(entrance, csv(FIRST), mapping=SAID).line.state == "rehearsed"
    assert sent(entrance, csv(NEXT)).line.state == "rehearsed"


def test_a_published_file_without_questions_is_remembered_and_each_word_is_kept_once(entrance: Entrance) -> None:
    plain = sent(entrance, b"Ref;Designation;Prix HT;Note\nA;Savon;1;x\n")
    assert lines(entrance) == []
    with entrance.writing() as means:
        publish(OPERATOR, means, [plain.line.id])
    assert lines(entrance) == [("csv", {"Ref": "reference", "Designation": "name", "Prix HT": "price", "Note": ""})]
    for _ in range(2):
        with entrance.writing() as means:
            undo(OPERATOR, means)
        with entrance.writing() as means:
            publish(OPERATOR, means, [plain.line.id])
    with entrance.reading() as means:
        kept = means.session.connection().exec_driver_sql("SELECT count(*) FROM mapping").scalar()
    assert kept == 1


def test_the_memory_is_shown_and_forgotten_and_then_asked_again(entrance: Entrance) -> None:
    taught(entrance)
    with entrance.reading() as means:
        shown = remember.show_mapping(OPERATOR, means, "HYG")
    assert [(line.format, line.columns["Tarif B"]) for line in shown] == [("csv", "price")]
    with entrance.writing() as means:
        assert remember.forget_mapping(OPERATOR, means, "HYG", "xlsx") == 0
        assert remember.forget_mapping(OPERATOR, means, "HYG") == 1
        assert remember.show_mapping(OPERATOR, means, "HYG") == []
        with pytest.raises(NotFound):
            remember.show_mapping(OPERATOR, means, "NOBODY")
    assert sent(entrance, csv(NEXT)).line.state == "asking"


def test_what_staff_confirmed_for_one_supplier_helps_another_unless_contradicted(entrance: Entrance) -> None:
    assert sent(entrance, PLAIN, supplier="AUTRE").line.state == "asking"
    taught(entrance)
    other = sent(entrance, PLAIN + b"B2;Gel;2,00\n", supplier="AUTRE")
    assert (other.line.state, other.report["columns"]["Clé interne"]) == ("rehearsed", "reference")
    assert other.report["from_memory"] == []
    with entrance.writing() as means:
        words = remembering.words_of(means.session, VOCABULARY)
        assert (words.headers["cle interne"], "designation" in words.headers) == ("reference", False)
        other_id = agreements.organisations(means.session, ["AUTRE"])["AUTRE"].id
        said = {"Clé interne": "description"}
        remembering.write(OPERATOR, means, other_id, "csv", other.line.id, said, {})
        assert "cle interne" not in remembering.words_of(means.session, VOCABULARY).headers


def test_what_a_supplier_says_of_its_own_file_teaches_nobody_else(entrance: Entrance) -> None:
    with entrance.writing() as means:
        add_account(OPERATOR, means, "a@hyg.example", "supplier", "HYG")
        supplier = actor_by_email(means, "a@hyg.example")
    taught(entrance, who=supplier)
    assert sent(entrance, PLAIN, supplier="AUTRE").line.state == "asking"


def lines(entrance: Entrance) -> list[tuple[str, dict[str, str]]]:
    with entrance.reading() as means:
        return [(line.format, dict(line.columns)) for line in mappings.latest(means.session)]
