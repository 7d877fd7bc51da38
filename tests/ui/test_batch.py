"""One batch on its five steps: what is shown, asked, corrected, decided, published, and to whom."""

from __future__ import annotations

import csv
import datetime as dt

import pytest

from catalog.access import Actor
from catalog.entrance import Entrance
from catalog.errors import Conflict, NotAllowed, NotFound
from catalog.services.intake.answer import answer
from catalog.services.intake.receive import Repair
from catalog.services.intake.rejected import rejected
from catalog.services.intake.show import list_batches, show_batch
from catalog.services.people.accounts import actor_by_email
from catalog.services.release.publish import publish
from catalog.services.release.rehearse import rehearse
from catalog.wording.sentences import FOLDER as ISSUES
from catalog.wording.sentences import templates
from tests.ui.demo_screens import BUYER, FOOT, REVIEWER, SUPPLIER, Opened, demo, drawn, html, opened, text
from tests.ui.staff import ASKING, PUBLISHER, UNKNOWN_WORDS, receive
from ui.screens.batch_checks import without_place
from ui.wording.words import FOLDER

__all__ = ["demo", "opened"]


def batch_of(demo: Entrance, name: str) -> int:
    with demo.reading() as means:
        lines = list_batches(actor_by_email(means, REVIEWER), means)
    return next(line.id for line in lines if line.file_name == name)


def state(demo: Entrance, batch: int) -> str:
    with demo.reading() as means:
        return show_batch(actor_by_email(means, REVIEWER), means, batch).line.state


def test_a_published_batch_says_where_it_stands(opened: Opened, demo: Entrance) -> None:
    at = opened(f"/import?id={batch_of(demo, 'claironde_tarif_2026.csv')}", REVIEWER)
    said = text(at)
    assert at.title[0].value == "Publication"
    assert "Publié : publication n° 1" in said
    assert "Claironde Hygiène (démo) · ENT-1, ENT-2 · claironde_tarif_2026.csv · reçu le 22/11/2026" in said
    assert "Lignes lues 308 Importées 295 Rejetées 8 Laissées de côté 5 308 = 295 + 8 + 5" in said
    assert '<span class="step-now" aria-current="step">7. Publication</span>' in html(at)


def test_issues_are_grouped_by_cause_errors_apart(opened: Opened, demo: Entrance) -> None:
    at = opened(f"/import?id={batch_of(demo, 'claironde_tarif_2026.csv')}&step=checks", REVIEWER)
    assert [each.value for each in at.header] == ["Lignes rejetées", "À vérifier"]
    assert [each.label for each in at.expander] == [
        "Prix illisible · 4", "Référence sur des lignes contradictoires · 2", "Prix manquant · 1", "Prix nul · 1",
        "Clé de contrôle du GTIN fausse · 2", "Ligne en double · 2", "En-tête répété · 2", "Ligne de total · 1",
    ]  # fmt: skip
    assert '<th scope="row" class="number" data-label="Ligne"><span>63</span></th>' in html(at)
    assert '<span class="seen-value">14,7O €</span>' in html(at)
    assert '<span class="after">14,70\u00a0€</span>' in html(at) or '<span class="after">14,70 €</span>' in html(at)


def test_issues_in_english(opened: Opened, demo: Entrance) -> None:
    batch = batch_of(demo, "claironde_tarif_2026.csv")
    at = opened(f"/import?id={batch}&step=checks", REVIEWER, "en")
    assert f'href="/files/annotated/{batch}?lang=en"' in html(at)
    assert at.expander[0].label == "Unreadable price · 4"
    assert "Rows read 308 Imported 295 Rejected 8 Left out 5" in text(at)


def test_columns_with_values_as_written(opened: Opened, demo: Entrance) -> None:
    at = opened(f"/import?id={batch_of(demo, 'claironde_tarif_2026.csv')}&step=columns", REVIEWER)
    said = text(at)
    assert "15 colonnes reconnues · 0 à confirmer · 0 manquante" in said
    assert "Réf. article Référence CL11001 · CL11002 · CL11003" in said
    assert "TVA Taux de TVA 20" in said
    assert "Les colonnes ne changent plus une fois le fichier publié." in said


def test_the_file_as_received_can_be_had(opened: Opened, demo: Entrance) -> None:
    batch = batch_of(demo, "claironde_tarif_2026.csv")
    at = opened(f"/import?id={batch}&step=file", REVIEWER)
    assert f'href="/files/batch/{batch}"' in html(at)
    assert "Encodage cp1252 Séparateur ; Lignes d’en-tête 1" in text(at)
    assert at.header[-1].value == "Ce qui s’est passé"
    assert "Publié : publication n° 1 le 22 novembre 2026 à" in text(at)


def test_a_question_is_answered_and_the_file_read_again(opened: Opened, demo: Entrance) -> None:
    batch = receive(demo, ASKING, "amarante.csv")
    at = opened(f"/import?id={batch}", REVIEWER)
    assert at.title[0].value == "Colonnes du fichier"
    assert "Ce fichier attend 1 réponse" in text(at)
    assert "En attente 3" in text(at)
    assert at.radio(key="choice_vat_rate").options == ["20 %", "10 %", "5,5 %", "2,1 %", "0 %"]
    at.radio(key="choice_vat_rate").set_value("20")
    drawn(at.button(key="FormSubmitter:answers-Répondre").click().run())
    assert state(demo, batch) == "rehearsed"
    assert at.title[0].value == "Différences avec le catalogue publié"
    assert "SL-9001 Nettoyant amarante pour sols, bidon 5 L (essai) ENT-4 10,00 €" in text(at)
    assert "SL-9003 Savon amarante doux, flacon 500 mL (essai) ENT-4 4,00 €" in text(at)
    assert "3 = 2 + 1 + 0" in text(at)


def test_all_proposals_of_a_cause_are_accepted_at_once(opened: Opened, demo: Entrance) -> None:
    content = "Code produit;Libellé produit;Prix net HT\nZ-1;Savon bis (essai);12,5O\nZ-2;Seau bis (essai);3,OO\nZ-3;Balai;x\n"
    batch = receive(demo, content, "lettres.csv")
    at = opened(f"/import?id={batch}&step=checks", REVIEWER)
    assert "3 = 0 + 3 + 0" in text(at)
    button = at.button(key="accept_price.unreadable")
    assert button.label.startswith("Accepter les 2 propositions")
    drawn(button.click().run())
    assert "3 = 2 + 1 + 0" in text(at)
    assert "Cellule corrigée par une personne · 2" in [each.label for each in at.expander]
    at = opened(f"/import?id={batch}&show=new", REVIEWER)
    assert "Z-1 Savon bis (essai) ENT-4 12,50 €" in text(at)
    at = opened(f"/import?id={batch}&step=file", REVIEWER)
    assert "2 cellules corrigées" in text(at)


def test_a_rejected_row_is_written_again_here(opened: Opened, demo: Entrance) -> None:
    content = "Code produit;Libellé produit;Prix net HT\nY-1;Savon ter (essai);douze\nY-2;Seau ter (essai);3,00\n"
    batch = receive(demo, content, "mots.csv")
    at = opened(f"/import?id={batch}&show=rejected", REVIEWER)
    assert at.button_group(key="changes").options[3] == "Rejetées · 1"
    assert f'href="/files/rejected/{batch}?lang=fr"' in html(at)
    demo.answer(who(demo, REVIEWER), batch, {}, None, [Repair(None, 2, "Prix net HT", "12")])
    at = opened(f"/import?id={batch}&show=new", REVIEWER)
    assert "2 = 2 + 0 + 0" in text(at)
    with demo.reading() as means:
        name, content_ = rejected(who(demo, REVIEWER), means, batch_of(demo, "claironde_tarif_2026.csv"), "fr")
        assert (name, content_[:2]) == ("claironde_tarif_2026_lignes rejetées.xlsx", b"PK")
        with pytest.raises(NotFound):
            rejected(who(demo, SUPPLIER), means, batch_of(demo, "octavelle_offre.xlsx"), "fr")


def who(demo: Entrance, email: str) -> Actor:
    with demo.reading() as means:
        return actor_by_email(means, email)


def test_a_column_is_corrected_and_the_file_read_again(opened: Opened, demo: Entrance) -> None:
    batch = receive(demo, ASKING.replace("TTC", "HT").replace("amarante", "grenat"), "grenat.csv")
    at = opened(f"/import?id={batch}&step=columns", PUBLISHER)
    assert "1 colonne reconnue · 4 à confirmer · 2 manquantes" in text(at)
    assert "Aucune colonne pour : Taux de TVA (facultatif), GTIN (code-barres) (facultatif)." in text(at)
    at.selectbox(key="field_Code interne").set_value("brand")
    drawn(at.button(key="FormSubmitter:columns-Relire le fichier avec ces colonnes").click().run())
    assert "5 colonnes reconnues · 0 à confirmer · 2 manquantes" in text(at)
    assert "Code interne Marque A1 · A2 · A3" in text(at)


def test_headers_in_no_known_language_are_asked_for(opened: Opened, demo: Entrance) -> None:
    batch = receive(demo, UNKNOWN_WORDS, "kolumna.csv", mode="full")
    at = opened(f"/import?id={batch}", PUBLISHER)
    for field, header in (("reference", "Kolumna"), ("name", "Nazwa tuta"), ("price", "Wartosc xyz")):
        at.selectbox(key=f"column_{field}").set_value(header)
    drawn(at.button(key="FormSubmitter:answers-Répondre").click().run())
    assert state(demo, batch) == "rehearsed"


def test_the_changes_cell_by_cell_and_what_is_left_out(opened: Opened, demo: Entrance) -> None:
    with demo.reading() as means:
        actor = actor_by_email(means, PUBLISHER)
        before = rehearse(actor, means, batch_of(demo, "septalune_catalogue.csv"))
    assert before.changes.same_offers == 135
    content = "Code produit;Libellé produit;Prix net HT\n224002;Produit renommé (essai);99,00\n"
    batch = receive(demo, content, "court.csv", lots=("ENT-4", "ENT-5"), mode="patch")
    at = opened(f"/import?id={batch}&show=changed", REVIEWER)
    assert at.button_group(key="changes").options[2].startswith("Modifiées · ")
    said = text(at)
    assert "Désignation" in said
    assert "Produit renommé (essai)" in said
    assert "Retirées" not in " ".join(at.button_group(key="changes").options), "an update withdraws nothing"


def test_withdrawal_is_a_persons_decision(opened: Opened, demo: Entrance) -> None:
    content = "Code article;Libellé;Prix unitaire HT\nNEW-1;Article seul (essai);9,90\n"
    batch = receive(demo, content, "seul.csv", "BRUMEVERT", ("ENT-3",), "full")
    at = opened(f"/import?id={batch}", REVIEWER)
    assert at.button_group(key="changes").options[0] == "À décider · 1"
    said = text(at)
    assert "72 offres publiées ne sont plus dans le fichier. Les retirer ? à décider" in said
    assert "Retirées à la publication 0" in said
    assert "et 52 autres" in said
    drawn(at.button(key="withdraw_yes_0").click().run())
    assert "Elles quittent le catalogue et la recherche" in text(at)
    assert "Retirées à la publication 72" in text(at)
    drawn(at.button(key="withdraw_no_0").click().run())
    assert "Retirées à la publication 0" in text(at)


def test_cells_left_empty_take_nothing_back_until_the_central_body_lets_them(opened: Opened, demo: Entrance) -> None:
    content = "Code produit;Libellé produit;Codes H\n110001;Détergent vidé (essai);\n"
    batch = receive(demo, content, "vide.csv", lots=("ENT-4", "ENT-5"), mode="patch")
    with demo.reading() as means:
        left = rehearse(actor_by_email(means, PUBLISHER), means, batch).changes.left_rows.to_pylist()
    assert [(each["reference"], each["field"]) for each in left] == [("110001", "hazard_codes")]
    at = opened(f"/import?id={batch}", REVIEWER)
    said = text(at)
    assert "1 cellule laissée vide où le produit avait une valeur à décider" in said
    assert left[0]["value"] in said
    assert "110001 · Mentions de danger" in said
    drawn(at.button(key="emptied_erase_0").click().run())
    assert "Les cellules vides de ce fichier effacent ce qui était dit" in text(at)
    with demo.reading() as means:
        found = rehearse(actor_by_email(means, PUBLISHER), means, batch).changes
    assert ("hazard_codes", []) in [(cell.field, cell.after) for cell in found.cells]
    drawn(at.button(key="emptied_stay_0").click().run())
    assert "Les cellules vides de ce fichier ne retirent rien." in text(at)


def test_only_a_publisher_publishes(opened: Opened, demo: Entrance) -> None:
    batch = receive(demo, ASKING.replace("TTC", "HT").replace("amarante", "pourpre"), "pourpre.csv")
    at = opened(f"/import?id={batch}&step=publish", REVIEWER)
    assert "publish" not in [button.key for button in at.button]
    assert "Vous êtes contrôleur des preuves : seul un responsable de publication publie." in text(at)
    with demo.writing() as means, pytest.raises(NotAllowed):
        publish(actor_by_email(means, REVIEWER), means, [batch])
    at = opened(f"/import?id={batch}&step=publish", PUBLISHER)
    assert "2 nouvelles offres" in text(at)
    assert "1 ligne rejetée, non publiée" in text(at)
    drawn(at.button(key="publish").click().run())
    assert state(demo, batch) == "published"
    assert "Publication n° 2 faite" in text(at)
    at = opened(f"/import?id={batch}", PUBLISHER)
    drawn(at.button(key="take_back").click().run())
    assert "**Retirer « pourpre.csv » du catalogue ?**" in " ".join(
        " ".join(each.value.split()) for each in at.markdown
    )
    at.button(key="no").click().run()
    with demo.writing() as means, pytest.raises(Conflict):
        publish(actor_by_email(means, PUBLISHER), means, [batch])


def test_a_publication_waits_for_its_day_and_names_what_it_rests_on(opened: Opened, demo: Entrance) -> None:
    batch = receive(demo, ASKING.replace("TTC", "HT").replace("amarante", "lilas").replace("SL-9", "SL-8"), "lilas.csv")
    at = opened(f"/import?id={batch}&step=publish", PUBLISHER)
    at.date_input(key="effective").set_value(dt.date(2026, 12, 1))
    at.text_input(key="basis").set_value("avenant n° 3").run()
    assert "Les adhérents le voient à partir du 1er décembre 2026." in text(at)
    drawn(at.button(key="publish").click().run())
    assert "Les adhérents verront ces offres à partir du 1er décembre 2026." in text(at)
    assert "en vigueur le 1er décembre 2026" in text(opened(f"/import?id={batch}", REVIEWER))
    at = opened("/publications", REVIEWER)
    assert "en attente du 01/12/2026" in text(at)
    assert "Pièce du marché : avenant n° 3" in text(at)
    assert "Publication n° 2 à venir en vigueur le 1er décembre 2026" in text(opened("/", REVIEWER))


def test_a_known_file_changes_nothing(opened: Opened, demo: Entrance) -> None:
    content = ASKING.replace("amarante", "carmin")
    first, second = receive(demo, content, "carmin.csv"), receive(demo, content, "autre nom.csv")
    assert first == second
    at = opened(f"/import?id={first}&known=1", PUBLISHER)
    assert "Ce fichier a déjà été déposé le 22 novembre 2026 pour les mêmes lots. Rien n’a changé." in text(at)


def test_a_refused_file_says_why(opened: Opened, demo: Entrance) -> None:
    batch = receive(demo, b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n", "tarif.csv")
    at = opened(f"/import?id={batch}", PUBLISHER)
    assert 'role="alert"' in html(at)
    assert "Ce fichier est refusé" in text(at)
    assert "PDF" in text(at)
    for step in ("columns", "checks", "changes", "publish"):
        drawn(opened(f"/import?id={batch}&step={step}", PUBLISHER))


@pytest.mark.parametrize("address", ["/import?id=1", "/import?id=abc", "/import?id=99999999999999999999"])
def test_an_unknown_batch_is_told_with_a_way_back(opened: Opened, address: str) -> None:
    at = opened(address, REVIEWER)
    assert at.title[0].value == "Import introuvable"
    assert [link.proto.page for link in at.get("page_link")] == ["imports", *FOOT]


def test_another_suppliers_batch_is_none(opened: Opened, demo: Entrance) -> None:
    batch = batch_of(demo, "octavelle_offre.xlsx")
    at = opened(f"/import?id={batch}", SUPPLIER)
    assert at.title[0].value == "Import introuvable"
    with demo.reading() as means, pytest.raises(NotFound):
        rehearse(actor_by_email(means, SUPPLIER), means, batch)


def test_a_supplier_reads_its_own_and_waits_for_publication(opened: Opened, demo: Entrance) -> None:
    content = "Réf. article;Désignation;Prix HT\nCL-X1;Article d’essai vermillon;3,20\n"
    batch = receive(demo, content, "vermillon.csv", "CLAIRONDE", ("ENT-1",))
    at = opened(f"/import?id={batch}&step=publish", SUPPLIER)
    assert "La centrale d’achat publie votre fichier après l’avoir contrôlé." in text(at)
    assert "publish" not in [button.key for button in at.button]


def test_a_price_beyond_the_clause_blocks_until_the_central_body_has_decided(opened: Opened, demo: Entrance) -> None:
    content = "Code produit;Libellé produit;Prix net HT\n111001;Désinfectant (essai);99,00\n"
    batch = receive(demo, content, "hausse.csv")
    at = opened(f"/import?id={batch}", REVIEWER)
    said = text(at)
    assert at.button_group(key="changes").options[0] == "À décider · 1"
    assert "1 prix au-delà de la clause du lot bloquant" in said
    assert "Prix ferme de" in said
    assert "Décidez d’abord de 1 point bloquant" in said
    assert opened(f"/import?id={batch}&step=publish", PUBLISHER).button(key="publish").disabled
    drawn(at.button(key="price_clause_keep_0").click().run())
    assert "Ces offres gardent leur prix" in text(at)
    assert "prix en vigueur gardés" in text(opened(f"/import?id={batch}&step=file", REVIEWER))
    assert not opened(f"/import?id={batch}&step=publish", PUBLISHER).button(key="publish").disabled
    own = receive(demo, CLAIRONDE_RISE, "hausse_claironde.csv", "CLAIRONDE", ("ENT-2",))
    at = opened(f"/import?id={own}&show=decide", SUPPLIER)
    assert "au-delà de la clause du lot" in text(at)
    assert "La centrale d’achat décide de ce point." in text(at)
    assert [each.key for each in at.button if (each.key or "").startswith("price_clause")] == []


CLAIRONDE_RISE = "Réf. article;Désignation;Prix HT\nCL22301;Vinaigre ménager (essai);99,00\n"


def test_the_services_refuse_a_buyer(demo: Entrance) -> None:
    batch = batch_of(demo, "claironde_tarif_2026.csv")
    with demo.writing() as means:
        buyer = actor_by_email(means, BUYER)
        for act in (
            lambda: show_batch(buyer, means, batch),
            lambda: rehearse(buyer, means, batch),
            lambda: answer(buyer, means, batch, {"withdraw": "yes"}),
            lambda: publish(buyer, means, [batch]),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_every_cause_has_a_name() -> None:
    with (ISSUES / "issues.csv").open(encoding="utf-8", newline="") as file:
        codes = [row["code"] for row in csv.DictReader(file) if not row["code"].endswith(".proposal")]
    assert len(codes) > 60
    assert [code for code in (*codes, "lot.unknown") if f"cause.{code}" not in templates(FOLDER)] == []


@pytest.mark.parametrize(
    ("sentence", "rest"),
    [
        ("Ligne\u00a022, colonne «\u00a0Prix HT\u00a0»\u00a0: «\u00a0x\u00a0» n’est pas un prix.", "«\u00a0x\u00a0» n’est pas un prix."),
        ("Ligne 80\u00a0: identique à la ligne 79.", "Identique à la ligne 79."),
        ("Row 22, column “Price”: the price is missing.", "The price is missing."),
        ("Le fichier ne nomme aucune devise\u00a0: voir.", "Le fichier ne nomme aucune devise\u00a0: voir."),
    ],
)  # fmt: skip
def test_a_sentence_without_its_place(sentence: str, rest: str) -> None:
    assert without_place(sentence) == rest
