"""What a line says: every word with its pitfall, and label columns as suppliers fill them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.reference.shipped import facts_of
from catalog.tagging.claims import claims_of
from catalog.tagging.records import Source
from tests.tagging.samples import LINE, claims, vocabulary

TONER = "PRINT_CONSUMABLES"


def said(name: str, family: str | None = None, description: str | None = None) -> set[tuple[str, bool]]:
    return {(claim.attribute, claim.against) for claim in claims(name, family=family, description=description)}


def in_cell(attribute: str | None, text: str, column: str = "Labels") -> list[tuple[str, str | None, str | None, bool]]:
    found = claims("Article", cells=[(attribute, column, text)])
    return [(claim.attribute, claim.label, claim.number, claim.against) for claim in found]


FOR, AGAINST, NOTHING = {("remanufactured", False)}, {("remanufactured", True)}, set[tuple[str, bool]]()
OTHER = {
    "reconditioned": {("reconditioned", False)},
    "reused": {("reused", False)},
    "recycled": {("recycled_content", False)},
    "refillable": {("refillable", False)},
}

REMANUFACTURED = [
    # RM-W01, W02, W17, W25: the words themselves
    ("Toner remanufacturé noir 3 000 pages", TONER, FOR),
    ("CARTOUCHE REMANUFACTUREE NOIRE", None, FOR),
    ("Cartouches remanufacturées, lot de 2", TONER, FOR),
    ("Toner REMAN HP 26A", TONER, FOR),
    ("Toner refabriqué", TONER, FOR),
    ("Remanufactured toner cartridge", TONER, FOR),
    ("Toner wiederaufbereitet", TONER, FOR),
    # RM-W03, W18, W22, W24, W27: another attribute
    ("Téléphone reconditionné grade A", "TELECOM", OTHER["reconditioned"]),
    ("Laptop refurbished 14 pouces", "IT", OTHER["reconditioned"]),
    ("Renewed laptop", "IT", OTHER["reconditioned"]),
    ("Pre-owned laptop", "IT", OTHER["reconditioned"]),
    ("Notebook generalüberholt", "IT", OTHER["reconditioned"]),
    ("Lessive reconditionnée en bidon 5 L", "LAUNDRY_DISH", NOTHING),
    ("Savon with renewed formula", "PERSONAL_HYGIENE", NOTHING),
    # RM-W04, W21, W26: weak, and a refill pack elsewhere
    ("Cartouche rechargée jet d'encre", TONER, FOR),
    ("Recharge savon 800 ml", "PERSONAL_HYGIENE", NOTHING),
    ("Recharge stylo bleu", "OFFICE_SUPPLIES", NOTHING),
    ("Refilled ink cartridge", TONER, FOR),
    ("Soap refill 800 ml", "PERSONAL_HYGIENE", NOTHING),
    # RM-W05, W20, W28: recycled is a material
    ("Cartouche recyclée noire", TONER, OTHER["recycled"]),
    ("Recycled toner cartridge", TONER, OTHER["recycled"]),
    ("Papier recycelt A4", "OFFICE_PAPER", OTHER["recycled"]),
    ("Bouteille recyclable", "TABLEWARE", NOTHING),
    # RM-W06: reuse
    ("Chaise de seconde main", "FURNITURE", OTHER["reused"]),
    ("Vélo d’occasion", "VEHICLES", OTHER["reused"]),
    ("Bureau issu du réemploi", "FURNITURE", OTHER["reused"]),
    ("Nappe pour toute occasion", "TEXTILE", NOTHING),
    # RM-W07, W08, W19: in their trade only
    ("Toner régénéré", TONER, FOR),
    ("Éponge en cellulose régénérée", "CLEANING_TOOLS", NOTHING),
    ("Imprimante remis à neuf", "PRINTERS", FOR),
    ("Kit remis à neuf parquet", "CLEANING", NOTHING),
    ("Rebuilt toner", TONER, FOR),
    # RM-W09, W14, W15: words that say nothing of it
    ("Éco-cartouche verte", TONER, NOTHING),
    ("Toner d’origine constructeur OEM", TONER, NOTHING),
    ("Toner original return program LRP", TONER, NOTHING),
    ("Toner rendement retour 10 000 pages", TONER, NOTHING),
    # RM-W10 to W13, W23, W29: evidence against
    ("Toner compatible HP 26A", TONER, AGAINST),
    ("Toner compatible HP 26A", None, AGAINST),
    ("Cartouche équivalente HP 301", TONER, AGAINST),
    ("Toner générique noir", TONER, AGAINST),
    ("Toner neuf compatible", TONER, AGAINST),
    ("Cartouche 100 % neuve", TONER, AGAINST),
    ("Toner new-built black", TONER, AGAINST),
    ("Clone toner cartridge", TONER, AGAINST),
    ("Toner Nachbau schwarz", TONER, AGAINST),
    ("Toner kompatibel HP", TONER, AGAINST),
    ("Sac poubelle compatible conteneur 30 L", "CLEANING_TOOLS", NOTHING),
    ("Souris compatible PC et Mac", "IT", NOTHING),
    ("Enveloppes 100 % neuves", "OFFICE_PAPER", NOTHING),
    # next to the claim, "compatible" tells the fit; "new-built" still contradicts it
    ("Toner remanufacturé compatible HP 26A", TONER, FOR),
    ("Compatible remanufactured toner for HP", TONER, FOR),
    ("Toner remanufacturé new-built", TONER, FOR | AGAINST),
    # RM-W16: refilled by its user
    ("Toner rechargeable", TONER, OTHER["refillable"]),
    ("Cartouche rechargeable pour stylo", "OFFICE_SUPPLIES", OTHER["refillable"]),
    # RM-P01: negations
    ("Toner non remanufacturé", TONER, NOTHING),
    ("Toner qui n’est pas remanufacturé", TONER, NOTHING),
    ("Toner, pas compatible avec HP", TONER, NOTHING),
    ("Not remanufactured toner", TONER, NOTHING),
    ("Toner sans pièce remanufacturée", TONER, NOTHING),
    ("Cartouche vide destinée à être remanufacturée", TONER, NOTHING),
    ("Toner neuf, alternative au toner remanufacturé", TONER, NOTHING),
    ("Cartouche destinée aux imprimantes HP, remanufacturée", TONER, FOR),
    ("Alternative au neuf : toner remanufacturé", TONER, FOR),
    ("Toner nachgebaut", TONER, AGAINST),
    ("Toner, remplace la cartouche remanufacturée 26A", TONER, NOTHING),
    ("Toner remanufacturé : non", TONER, NOTHING),
    ("Toner remanufacturé (en cours)", TONER, NOTHING),
    ("Toner nicht wiederaufbereitet", TONER, NOTHING),
    # other spellings, other languages
    ("Toner re-manufacturé", TONER, FOR),
    ("Toner ré-manufacturé noir", TONER, FOR),
    ("Wiederaufbereiteter Toner", TONER, FOR),
    ("Generalüberholter Laptop", "IT", OTHER["reconditioned"]),
    ("Recycelte Tinte", TONER, OTHER["recycled"]),
    ("Bureau de réemploi", "FURNITURE", OTHER["reused"]),
    # "équivalent" tells the printer it fits, as "compatible" does
    ("Toner équivalent HP 305A remanufacturé", TONER, FOR),
    ("Cartouche équivalente remanufacturée", TONER, FOR),
    # RM-P06, RM-P07: what is made for such cartridges is none
    ("Collecteur pour cartouches remanufacturées", TONER, NOTHING),
    ("Poudre pour toner remanufacturé", TONER, NOTHING),
    # RM-P02: the word describes what goes with the product
    ("Imprimante laser compatible toner remanufacturé", "PRINTERS", NOTHING),
    ("Imprimante laser compatible toner remanufacturé", None, NOTHING),
    ("Imprimante remanufacturée A4", "PRINTERS", FOR),
    # RM-P03: a pack has the attribute when all of it has
    ("Pack 1 toner remanufacturé + 3 toners neufs", TONER, FOR | AGAINST),
    ("Pack 4 toners remanufacturés", TONER, FOR),
    ("Lot de 4 : 1 noir remanufacturé, 3 couleurs compatibles", TONER, FOR | AGAINST),
    # RM-P05: packaging
    ("Toner, emballage en carton recyclé", TONER, NOTHING),
    ("Nettoyant sols, flacon en plastique recyclé", "CLEANING", NOTHING),
    ("Boîte à archives en carton recyclé", "OFFICE_SUPPLIES", OTHER["recycled"]),
    # RM-P08: collection schemes
    ("Toner HP Planet Partners", TONER, NOTHING),
]


@pytest.mark.parametrize(("name", "family", "expected"), REMANUFACTURED)
def test_every_word_with_its_pitfall(name: str, family: str | None, expected: set[tuple[str, bool]]) -> None:
    assert said(name, family) == expected


@pytest.mark.parametrize(
    "fact", [fact for fact in facts_of("remanufactured") if fact.payload["words"]], ids=lambda fact: fact.key
)
def test_every_shipped_word_does_what_its_row_says(fact) -> None:  # type: ignore[no-untyped-def]
    expected = {
        "claim": {(fact.payload["attribute"], False)},
        "against": {(fact.payload["attribute"], True)},
        "against_unless_claimed": {(fact.payload["attribute"], True)},
        "nothing": NOTHING,
    }[fact.payload["effect"]]
    for word in fact.payload["words"].split(";"):
        name = f"Référence 12 {word}" if "toner" in word or "cartouche" in word else f"Toner {word}"
        found = {pair for pair in said(name, TONER) if pair[0] != "claim_only"}
        assert found == expected, word


@pytest.mark.parametrize(
    ("name", "family", "expected"),
    [
        ("Nettoyant Écolabel 5 L", "CLEANING", {("ecolabelled", False)}),
        ("Nettoyant sols écolabellisé", "CLEANING", {("ecolabelled", False)}),
        ("Nettoyant sans parfum Ecolabel", "CLEANING", {("ecolabelled", False)}),
        ("Nettoyant sans écolabel", "CLEANING", NOTHING),
        ("Nettoyant non écolabellisé", "CLEANING", NOTHING),
        ("Nettoyant conforme aux critères de l’Écolabel européen", "CLEANING", NOTHING),
        ("Liniment pour crèche", "BABY_CARE", {("early_childhood", False)}),
        ("Gamme petite enfance", "CLEANING", {("early_childhood", False)}),
        ("Santons, crèche de Noël", "TOYS", NOTHING),
        ("Ne convient pas aux crèches", "CLEANING", NOTHING),
        ("Déconseillé en crèche", "CLEANING", NOTHING),
        ("Piles rechargeables AA", "ENERGY_LIGHT", NOTHING),
        ("Lampe torche rechargeable", None, NOTHING),
        ("Stylo rechargeable", "OFFICE_SUPPLIES", {("refillable", False)}),
        ("Papier A4 100 % recyclé", "OFFICE_PAPER", {("recycled_content", False)}),
        ("Papier qui se recycle", "OFFICE_PAPER", NOTHING),
    ],
)
def test_words_of_the_other_attributes(name: str, family: str, expected: set[tuple[str, bool]]) -> None:
    assert said(name, family) == expected


@pytest.mark.parametrize("text", ["oui", "OUI", "o", "x", "X", "yes", "vrai", "1", "✓", " Oui "])
def test_a_yes_in_an_attribute_column_is_a_claim(text: str) -> None:
    assert in_cell("early_childhood", text) == [("early_childhood", None, None, False)]


@pytest.mark.parametrize(
    "text",
    ["", " ", "non", "NON", "n", "0", "0 %", "-", "–", "/", "néant", "aucun", "sans", "sans objet", "n/a", "NC", "faux",
     "non concerné", "pas d’écolabel", "en cours", "en cours de certification", "demande en cours", "à vérifier", "?"],
)  # fmt: skip
def test_an_empty_or_negative_cell_claims_nothing(text: str) -> None:
    assert in_cell("ecolabelled", text) == []
    assert in_cell(None, text) == []


@pytest.mark.parametrize("text", ["non", "Non", "N", "faux", "0"])
def test_a_flat_no_counts_against_remanufactured_only(text: str) -> None:
    assert in_cell("remanufactured", text) == [("remanufactured", None, None, True)]
    assert in_cell("early_childhood", text) == []


@pytest.mark.parametrize("text", ["", "-", "n/a", "sans objet", "nc"])
def test_an_empty_cell_never_counts_against(text: str) -> None:
    assert in_cell("remanufactured", text) == []


@pytest.mark.parametrize(
    ("attribute", "text", "expected"),
    [
        (None, "Écolabel européen FR/020/901", [("ecolabelled", "EU_ECOLABEL", "FR/020/901", False)]),
        (None, "FR/020/901", [("ecolabelled", "EU_ECOLABEL", "FR/020/901", False)]),
        (None, "Cygne nordique 3026 0033", [("ecolabelled", "NORDIC_SWAN", "3026 0033", False)]),
        (None, "NF Environnement", [("ecolabelled", "NF_ENVIRONNEMENT", None, False)]),
        (None, "PEFC/10-31-95", [("environmental_mark", "PEFC", "PEFC/10-31-95", False)]),
        (None, "ISO 14001", [("csr_company", "ISO14001", None, False)]),
        (None, "Triman", [("none", "TRIMAN", None, False)]),
        (None, "Point vert", [("none", "GREEN_DOT", None, False)]),
        (None, "Vert Nature", [("", None, None, False)]),
        ("ecolabelled", "ISO 14001", [("csr_company", "ISO14001", None, False)]),
        ("ecolabelled", "Écologique", [("claim_only", "SUPPLIER_CLAIM", None, False)]),
        ("ecolabelled", "Vert Nature", [("ecolabelled", None, None, False)]),
        ("ecolabelled", "FRA/020/118", [("ecolabelled", "EU_ECOLABEL", "FRA/020/118", False)]),
        ("recycled_content", "30 %", [("recycled_content", None, None, False)]),
        ("recycled_content", "0,5", [("recycled_content", None, None, False)]),
        ("recycled_content", "0 %", []),
    ],
)
def test_label_cells_as_suppliers_fill_them(
    attribute: str | None, text: str, expected: list[tuple[str, str | None, str | None, bool]]
) -> None:
    assert in_cell(attribute, text) == expected


def test_a_number_in_its_own_column_belongs_to_the_label_beside_it() -> None:
    [claim] = claims("Savon", cells=[(None, "Label", "Cygne nordique"), (None, "N° licence", "3026 0033")])
    assert (claim.label, claim.number, claim.source) == (
        "NORDIC_SWAN", "3026 0033", Source("tarif.csv", None, 12, "N° licence"),
    )  # fmt: skip


def test_a_number_that_names_no_label_by_itself_belongs_to_the_one_beside_it() -> None:
    [claim] = claims("Imprimante", cells=[(None, "Label", "Blue Angel"), (None, "N°", "DE-UZ 219")])
    assert (claim.label, claim.number) == ("BLUE_ANGEL", "DE-UZ 219")


def test_each_claim_carries_its_quote_and_column() -> None:
    cell, name = claims("Toner remanufacturé noir", family=TONER, cells=[("early_childhood", "Crèche", " oui ")])
    assert (cell.quote, cell.source) == ("oui", Source("tarif.csv", None, 12, "Crèche"))
    assert (name.quote, name.source) == ("Toner remanufacturé noir", Source("tarif.csv", None, 12, "Désignation"))


def test_a_long_text_is_quoted_around_the_find() -> None:
    text = "Détergent. " * 20 + "Porte l’Écolabel européen depuis 2019. " + "Rincez. " * 20
    [claim] = claims("Produit", description=text)
    assert (claim.quote[:2], claim.quote[-2:]) == ("… ", " …")
    assert "Porte l’Écolabel européen depuis 2019." in claim.quote
    assert len(claim.quote) < 160


def test_the_same_claim_is_made_once() -> None:
    cells = [("ecolabelled", "Écolabel", "oui"), ("ecolabelled", "Produit écolabellisé", "X")]
    assert len(claims("Nettoyant écolabellisé", cells=cells)) == 1


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["CLEANING", TONER, None]))
def test_any_line_is_read_without_a_stumble(name: str, cell: str, family: str | None) -> None:
    for claim in claims_of([("N", name)], [(None, "L", cell), ("ecolabelled", "E", cell)], LINE, vocabulary(), family):
        assert claim.quote.strip() == claim.quote
        assert claim.source
        assert claim.source.row == 12


@given(
    st.sampled_from(["", " ", "-", "non", "n/a", "\u00a0"]), st.sampled_from([None, "ecolabelled", "early_childhood"])
)
def test_an_empty_cell_never_adds_a_claim(text: str, attribute: str | None) -> None:
    assert claims("Toner noir", cells=[(attribute, "Colonne", text)]) == claims("Toner noir")
