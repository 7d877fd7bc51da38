"""Pages around a validation: the supplier's home, the signature and its receipt, the central body's requests, contests, doubts."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest

from catalog.entrance import Entrance
from catalog.services.intake.receive import Delivery
from catalog.services.intake.show import BatchLine
from catalog.services.people.accounts import actor_by_email
from catalog.services.validation.decide import decide, decide_all
from catalog.services.validation.doubt import open_doubt
from catalog.services.validation.lines import lines
from catalog.services.validation.review import contested
from catalog.services.validation.show import show_request
from catalog.services.validation.sign import sign, summary
from tests.demo_world import World
from tests.ui.conftest import Prepared
from tests.ui.demo_screens import BUYER, REVIEWER, SUPPLIER, Opened, demo, drawn, html, opened, state_of, text
from tests.ui.large_range import PERSON, asked, grown
from ui.screens.rejected import to_correct

__all__ = ["demo", "opened"]

N = 5


def requested(demo: Entrance) -> int:
    """A request to a supplier that has some tags to decide."""
    grown(demo, N)
    return asked(demo, message="Vérifiez d’abord les toners.").request


@pytest.fixture(scope="module")
def world(prepared: Prepared) -> World:
    return prepared(requested)


@pytest.fixture
def request_id(world: World) -> int:
    return int(world.told)


def said(at: object) -> str:
    """The words of the page with ordinary blanks."""
    return text(at).replace("\u00a0", " ")  # type: ignore[arg-type]


def all_decided(demo: Entrance, request: int, contest: int = 0) -> int:
    """Confirm what is verified, but for the first ones, which are contested; how many lines count."""
    with demo.writing() as means:
        who = actor_by_email(means, PERSON)
        found = lines(who, means, request, demo.shelf.edition(means))
        for choice in found.verified[:contest]:
            decide(who, means, request, choice, "contest", reason_code="outdated", reason="Certificat retiré.")
        decide_all(who, means, request, found.verified[contest:], "accept")
        return found.progress.lines


def signed(demo: Entrance, request: int) -> None:
    """The supplier has validated what it was asked."""
    all_decided(demo, request)
    with demo.writing() as means:
        who = actor_by_email(means, PERSON)
        content = summary(who, means, request).content
        sign(who, means, request, signer="Youssef Taridane", authority="Gérant", certified=True, content=content)


def test_the_home_says_what_is_asked_and_until_when(opened: Opened, demo: Entrance, request_id: int) -> None:
    at = opened("/mes-gammes", PERSON)
    with demo.reading() as means:
        progress = show_request(actor_by_email(means, PERSON), means, request_id).line.progress
    assert progress is not None
    assert [each.value.replace("\u00a0", " ") for each in at.title] == [
        "Bonjour, Encrelune Atelier (démo) – réponse attendue avant le 6 décembre 2026"
    ]
    assert f"Impression remanufacturée – {progress.lines - progress.decided} attributs à confirmer" in said(at)
    ways = [link.proto for link in at.get("page_link")]
    start = next(link for link in ways if link.page == "ma-gamme")
    assert start.label.startswith(("Commencer :small", "Reprendre :small"))
    assert start.query_string == f"demande={request_id}&lang=fr"
    assert any(link.page == "mes-preuves" and link.query_string == "state=expiring" for link in ways)


def test_nothing_to_confirm(opened: Opened) -> None:
    at = opened("/mes-gammes", "catalogue@feuillande.example")
    assert "Bonjour, Feuillande Papiers (démo)" in at.title[0].value
    assert "réponse attendue" not in said(at)


def test_nothing_is_validated_while_something_is_undecided(opened: Opened, request_id: int) -> None:
    at = opened(f"/signature?demande={request_id}", PERSON)
    assert "attributs restent à décider avant de valider" in said(at)
    assert [link.proto.page for link in at.get("page_link") if "décider" in link.proto.label] == ["ma-gamme"]
    assert not at.text_input


def test_sign_says_what_is_missing_then_gives_the_receipt(opened: Opened, demo: Entrance, request_id: int) -> None:
    total = all_decided(demo, request_id, contest=1)
    at = opened(f"/signature?demande={request_id}", PERSON)
    assert f"Voir les {total - 1} articles validés" in [each.label for each in at.expander]
    at.text_input(key="sign.name").set_value("Youssef Taridane")
    submit = next(each for each in at.button if each.label == "Valider")
    submit.click().run()
    assert "2 champs à compléter" in said(at)
    assert "Écrivez votre fonction" in said(at)
    assert "Cochez la case" in said(at)
    at.text_input(key="sign.name").set_value("Youssef Taridane")
    at.text_input(key="sign.authority").set_value("Responsable commercial")
    at.checkbox(key="sign.certified").check()
    drawn(next(each for each in at.button if each.label == "Valider").click().run())
    assert [each.value for each in at.title] == ["Reçu de validation"]
    assert "Responsable commercial" in said(at)
    assert "1 attribut contesté, laissé de côté" in said(at)
    assert "Ce n’est pas une signature électronique et elle ne modifie aucun marché." in said(at)
    digest = re.findall(r"<code>([0-9a-f]{64})</code>", html(at))
    again = opened(f"/signature?demande={request_id}", PERSON)
    assert re.findall(r"<code>([0-9a-f]{64})</code>", html(again)) == digest
    assert len(digest) == 1


def test_the_home_keeps_the_receipt(opened: Opened, demo: Entrance, request_id: int) -> None:
    signed(demo, request_id)
    at = opened("/mes-gammes", PERSON)
    receipts = [link.proto for link in at.get("page_link") if link.proto.page == "signature"]
    assert receipts[0].query_string == f"demande={request_id}&lang=fr"
    assert "Validé le 22 novembre 2026" in said(at)
    assert [link.proto.label for link in at.get("page_link") if link.proto.page == "manques"] == [
        "Voir les pièces qui manquent"
    ]


def test_staff_read_both_reasons_and_rule(opened: Opened, demo: Entrance, request_id: int) -> None:
    all_decided(demo, request_id, contest=1)
    with demo.reading() as means:
        waiting = contested(actor_by_email(means, REVIEWER), means, edition=demo.shelf.edition(means))
    line = next(each for each in waiting if "supplier" in each.contests)
    at = opened(f"/contestations?ligne={line.choice.key}", REVIEWER)
    assert "Certificat retiré." in said(at)
    assert "Aucune contestation de ce côté." in said(at)
    assert "Youssef Taridane, le 22/11/2026" in said(at)
    key = line.choice.key
    form = next(each for each in at.button if each.label == "Trancher")
    form.click().run()
    assert [each.value for each in at.error] == ["Choisissez et écrivez pourquoi."]
    at.radio(key=f"verdict_{key}").set_value("for")
    at.text_area(key=f"reason_{key}").set_value("Le certificat est au registre de ce jour.")
    drawn(next(each for each in at.button if each.label == "Trancher").click().run())
    assert "Tranché : Remanufacturé" in said(at)
    assert state_of(at)["ligne"] != key
    with demo.reading() as means:
        left = contested(actor_by_email(means, REVIEWER), means, edition=demo.shelf.edition(means))
    assert key not in [each.choice.key for each in left]


def test_evidence_against_is_told_with_its_cell(opened: Opened, demo: Entrance) -> None:
    with demo.reading() as means:
        waiting = contested(actor_by_email(means, REVIEWER), means, edition=demo.shelf.edition(means))
    line = next(each for each in waiting if each.reference == "BV31301")
    at = opened(f"/contestations?ligne={line.choice.key}", REVIEWER)
    assert "Fichier brumevert_bpu_lot2.xlsx, feuille « BPU », ligne 10, colonne « Phrases H » : « EUH208 »" in said(at)


def test_the_requests_and_one_of_them(opened: Opened, demo: Entrance, request_id: int) -> None:
    signed(demo, request_id)
    new = asked(demo, "BRUMEVERT", ("entretien-ecolabellise",), addresses=("qualite@brume.example",)).request
    at = opened("/demandes?state=open", REVIEWER)
    listed = [link.proto.query_string for link in at.get("page_link") if link.proto.page == "demande"]
    assert f"id={new}" in listed
    assert f"id={request_id}" not in listed
    one = opened(f"/demande?id={new}", REVIEWER)
    assert "qualite@brume.example" in said(one)
    assert "valable" in said(one)
    revoke = next(each for each in one.button if (each.key or "").startswith("revoke_"))
    drawn(revoke.click().run())
    assert "Lien retiré : il n’ouvre plus rien." in said(one)
    drawn(next(each for each in one.button if each.key == "remind").click().run())
    assert "Relance envoyée" in said(one)
    assert "Cette page est réservée à la centrale d’achat" in opened(f"/demande?id={new}", SUPPLIER).title[0].value


def test_a_new_request_is_read_and_sent(opened: Opened, demo: Entrance) -> None:
    at = opened("/demande", REVIEWER)
    at.selectbox(key="new.supplier").set_value("CLAIRONDE").run()
    at.multiselect(key="new.ranges").set_value(["entretien-ecolabellise"]).run()
    assert "Objet du courriel" in said(at)
    assert "catalogue@claironde.example" in said(at)
    drawn(next(each for each in at.button if each.label == "Envoyer au titulaire").click().run())
    assert "Demande envoyée à" in said(at)
    assert "Claironde Hygiène (démo)" in at.title[0].value


def test_a_doubt_is_told_and_answered(opened: Opened, demo: Entrance) -> None:
    with demo.writing() as means:
        member = actor_by_email(means, BUYER)
        number = open_doubt(member, means, "BRUMEVERT", "BV31002", "ecolabelled", "Étiquette reçue : GHS07")
        second = open_doubt(member, means, "BRUMEVERT", "BV31101", "ecolabelled", "Logo illisible")
    sheet = opened("/produit?ref=BRUMEVERT/BV31002", BUYER)
    assert "Vos doutes sur cet article" in [each.value for each in sheet.header]
    assert "attribut reste affiché" not in said(sheet)
    drawn(next(each for each in sheet.button if each.key == "doubt").click().run())
    assert "Il ne change rien par lui-même : l’attribut reste affiché. Réponse avant le" in said(sheet)
    at = opened(f"/doutes?id={second}", REVIEWER)
    assert said(at).index("Logo illisible") < said(at).index("Étiquette reçue : GHS07")
    assert [each.proto.expanded for each in at.expander] == [True, False]
    at.radio(key=f"outcome_{number}").set_value("kept")
    at.text_area(key=f"answer_{number}").set_value("Le pictogramme est celui du bouchon doseur.")
    drawn(next(each for each in at.button if f"doubt_{number}" in str(each.key)).click().run())
    assert "attribut maintenu" in said(at)
    supplier = opened("/doutes", "catalogue@brumevert.example")
    assert "Le pictogramme est celui du bouchon doseur." in said(supplier)
    assert "Lucioles" not in said(supplier).replace("Brumevert", "")


FAULTY = """Référence;Désignation;Prix HT;Unité de vente
ENC/R-1;Toner remanufacturé d'essai;12,5O;pièce
ENC/R-2;Toner remanufacturé d'essai 2;sur devis;pièce
ENC/R-3;Toner remanufacturé d'essai 3;14,00;pièce
"""


def test_rejected_rows_are_corrected_in_place(opened: Opened, demo: Entrance) -> None:
    with demo.reading() as means:
        who = actor_by_email(means, PERSON)
    delivery = Delivery("ENCRELUNE", ("NUM-2",), "fautes.csv", "patch")
    batch = demo.receive(who, delivery, io.BytesIO(FAULTY.encode())).batch
    at = opened("/rejets", PERSON)
    assert "fautes.csv, reçu le 22/11/2026" in said(at)
    assert [each.label for each in at.button if each.label == "Relire avec ces corrections"]
    assert f"/files/rejected/{batch}?lang=fr" in html(at)
    assert "Fichier corrigé" in said(at)
    stranger = opened(f"/rejets?id={batch}", SUPPLIER)
    assert "fautes.csv" not in said(stranger)


def test_rejected_rows_of_a_published_file_are_still_read(opened: Opened) -> None:
    at = opened("/rejets", "catalogue@claironde.example")
    assert "8 lignes rejetées" in said(at)
    assert "295 lignes sur 308 sont publiées. Celles-ci manquent au catalogue" in said(at)
    assert "Relire avec ces corrections" not in [each.label for each in at.button]
    assert "/files/rejected/" in html(at)


def test_a_corrected_file_ends_the_rejected_rows_of_the_one_before() -> None:
    def file(number: int, state: str, lots: tuple[str, ...], rejected: int) -> BatchLine:
        told = (number, 1, "CLAIRONDE", "Claironde", f"{number}.csv", "full", state, lots, 9, 9 - rejected, rejected, 0)
        return BatchLine(*told, recorded_at=dt.datetime(2026, 11, number, tzinfo=dt.UTC))

    files = [
        file(9, "rehearsed", ("ENT-1",), 2),
        file(8, "dropped", ("ENT-2",), 3),
        file(7, "published", ("ENT-1", "ENT-3"), 0),
        file(6, "published", ("ENT-2",), 4),
        file(5, "published", ("ENT-3", "ENT-4"), 5),
    ]
    assert [each.id for each in to_correct(files)] == [9, 6]


def test_the_proofs_of_a_supplier_by_what_they_want(opened: Opened) -> None:
    at = opened("/mes-preuves", "catalogue@brumevert.example")
    states = at.button_group(key="my_proof_state")
    assert states.value == "expiring"
    renew = [link.proto for link in at.get("page_link") if link.proto.query_string.startswith("replaces=")]
    assert len(renew) == int(re.sub(r"\D", "", states.options[0].split("·")[1]))
    states.set_value("accepted").run()
    assert state_of(at)["state"] == "accepted"
    assert not [link for link in at.get("page_link") if link.proto.query_string.startswith("replaces=")]


def test_an_end_leads_its_supplier_to_the_renewal(opened: Opened) -> None:
    at = opened("/echeances?jours=30", "catalogue@brumevert.example")
    renew = [link.proto for link in at.get("page_link") if link.proto.query_string.startswith("replaces=")]
    assert {link.page for link in renew} == {"preuve"}
    assert all(link.label.startswith("Renouveler :small") for link in renew)
    staff = opened("/echeances?jours=30", REVIEWER)
    assert not [link for link in staff.get("page_link") if link.proto.query_string.startswith("replaces=")]
    past = said(opened("/echeances", REVIEWER))
    assert "Hors des gammes depuis le 24/10/2026" in past
    assert "Aucune gamme touchée" not in past
