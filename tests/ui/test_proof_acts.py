"""A proof and what is done with it: the queue beside it, what was read, withdrawal, renewal, newcomers, the rehearsal."""

from __future__ import annotations

import datetime as dt
import io

import pytest

from catalog import deposits
from catalog.entrance import Entrance
from catalog.services.people.accounts import actor_by_email
from catalog.services.proofs.add import add
from catalog.services.proofs.check import check
from catalog.services.proofs.listing import list_proofs
from catalog.services.proofs.show import show_proof
from tests.proofs.papers import certificate, sheet
from tests.ui.demo_screens import REVIEWER, SUPPLIER, Opened, demo, drawn, html, opened, state_of, text
from tests.ui.staff import AUDITOR, PUBLISHER

__all__ = ["demo", "opened"]

DECIDE = "FormSubmitter:decision-Enregistrer la décision"
LOOK, SAVE = "FormSubmitter:proof-Voir ce qu’elle couvrira", "FormSubmitter:proof-Enregistrer la preuve"


def recorded(demo: Entrance, document: bytes, *references: str, email: str = SUPPLIER, **told: object) -> int:
    """A proof with its document read, as the screens record one."""
    with demo.reading() as means:
        actor = actor_by_email(means, email)
    sha256 = demo.files.put_stream(io.BytesIO(document))
    deposits.read_document(demo, actor, sha256, "paper.pdf")
    given = {"attribute": "ecolabelled", "label": "EU_ECOLABEL", "number": "FR/020/118", "valid_from": dt.date(2026, 1, 1),
             "valid_until": dt.date(2027, 12, 31)} | told  # fmt: skip
    with demo.writing() as means:
        return add(actor, means, supplier="CLAIRONDE", references=references, document=document, document_name="paper.pdf",
                   **given)  # type: ignore[arg-type]  # fmt: skip


def test_what_was_read_is_shown_with_its_place(opened: Opened, demo: Entrance) -> None:
    number = recorded(demo, certificate("CL11001", holder="Fabrique du Nord SA"), "CL11001", holder="Fabrique du Nord SA",
                      holder_link="notre fabricant")  # fmt: skip
    said = text(opened(f"/preuve?id={number}", REVIEWER))
    assert "Numéro Écolabel européen FR/020/118 p. 1, l. 3" in said
    assert "Fin 31/12/2027 – « Valable du 01/01/2026 au 31/12/2027 » p. 1, l. 6" in said
    assert "Le document est au nom de « Fabrique du Nord SA »" in said.replace("\u00a0", " ")
    assert "notre fabricant" in said


def test_a_safety_sheet_shows_its_codes(opened: Opened, demo: Entrance) -> None:
    number = recorded(demo, sheet("Nettoyant"), "CL11001", attribute="early_childhood", kind="safety_sheet", label=None,
                      valid_until=None)  # fmt: skip
    said = text(opened(f"/preuve?id={number}", REVIEWER))
    assert "Mention, rubrique 2 H319 Provoque une sévère irritation des yeux" in said
    assert "Date de révision 03/02/2026" in said
    assert "Rubrique 2 lisible" in said


def test_the_queue_stands_beside_and_a_decision_leads_to_the_next(opened: Opened, demo: Entrance) -> None:
    with demo.reading() as means:
        lines = list_proofs(actor_by_email(means, REVIEWER), means, "waiting")
    at = opened(f"/preuve?id={lines[0].id}&state=waiting", REVIEWER)
    assert 'aria-current="page"' in html(at)
    at.radio(key="verdict").set_value("accept")
    at.text_area(key="reason").set_value("lu")
    drawn(at.button(key=DECIDE).click().run())
    assert state_of(at) == {"id": str(lines[1].id), "state": "waiting"}
    at = opened(f"/preuve?id={lines[1].id}&state=waiting", REVIEWER)
    drawn(at.button(key="next").click().run())
    assert state_of(at) == {"id": str(lines[2].id), "state": "waiting"}


def test_one_word_for_all_proofs_of_a_paper(opened: Opened, demo: Entrance) -> None:
    paper = certificate("CL11002", number="FR/020/119")
    first, second = (recorded(demo, paper, reference, number="FR/020/119") for reference in ("CL11001", "CL11002"))
    at = opened(f"/preuve?id={first}", REVIEWER)
    assert at.checkbox(key="alike").label == "Décider aussi de 1 autre preuve en attente du même document"
    at.checkbox(key="alike").set_value(True)
    at.radio(key="verdict").set_value("accept")
    at.text_area(key="reason").set_value("lu une fois")
    drawn(at.button(key=DECIDE).click().run())
    with demo.reading() as means:
        reviewer = actor_by_email(means, REVIEWER)
        assert [show_proof(reviewer, means, number).line.verdict for number in (first, second)] == ["accept", "accept"]


def test_a_proof_is_withdrawn_with_a_reason(opened: Opened, demo: Entrance) -> None:
    number = recorded(demo, certificate("CL11003"), "CL11003", number="FR/020/120")
    at = opened(f"/preuve?id={number}", REVIEWER)
    at.text_area(key="ending_reason").set_value("Licence suspendue")
    drawn(at.button(key="FormSubmitter:ending-Retirer la preuve").click().run())
    said = text(at).replace("\u00a0", " ")
    assert "Retirée : elle a valu jusqu’au 21 novembre 2026" in said
    assert "Licence suspendue" in said
    assert "FormSubmitter:ending-Retirer la preuve" not in [button.key for button in at.button]
    assert "FormSubmitter:ending-Retirer la preuve" not in [
        b.key for b in opened(f"/preuve?id={number}", AUDITOR).button
    ]


def test_a_renewal_is_for_the_same_products(opened: Opened, demo: Entrance) -> None:
    old = recorded(demo, certificate("CL11001", number="FR/020/121"), "CL11001", "CL11002", number="FR/020/121")
    with demo.writing() as means:
        check(actor_by_email(means, REVIEWER), means, old, True, "lu")
    at = opened(f"/preuve?replaces={old}", SUPPLIER)
    assert at.title[0].value == "Renouveler une preuve"
    assert "Elle portera" not in text(at)
    assert at.text_input(key="number").value == "FR/020/121"
    at.text_input(key="number").set_value("FR/020/122")
    at.date_input(key="valid_from").set_value(dt.date(2028, 1, 1))
    at.date_input(key="valid_until").set_value(dt.date(2030, 1, 1))
    drawn(at.button(key=SAVE).click().run())
    new = int(state_of(at)["id"])
    with demo.reading() as means:
        made = show_proof(actor_by_email(means, SUPPLIER), means, new)
    assert (made.line.replaces_id, made.line.number, [each.reference for each in made.covered]) == (
        old, "FR/020/122", ["CL11001", "CL11002"]
    )  # fmt: skip
    assert "preuve" in [link.proto.page for link in opened(f"/preuve?id={old}", SUPPLIER).get("page_link")]


def test_anothers_proof_is_not_renewed(opened: Opened, demo: Entrance) -> None:
    with demo.reading() as means:
        lines = list_proofs(actor_by_email(means, REVIEWER), means)
        other = next(line.id for line in lines if line.suppliers == ("OCTAVELLE",))
    assert opened(f"/preuve?replaces={other}", SUPPLIER).title[0].value == "Enregistrer une preuve"


def test_the_rehearsal_tells_before_anything_is_written(opened: Opened, demo: Entrance) -> None:
    with demo.reading() as means:
        before = len(list_proofs(actor_by_email(means, REVIEWER), means))
    at = opened("/preuve?supplier=CLAIRONDE&ref=CL11001&attribute=refillable", PUBLISHER)
    assert at.text_area(key="references").value == "CL11001"
    assert (at.selectbox(key="supplier").value, at.selectbox(key="attribute").value) == ("CLAIRONDE", "refillable")
    at.selectbox(key="proof_kind").set_value("certificate")
    at.text_input(key="number").set_value("R-7")
    at.text_input(key="holder").set_value("Fabrique du Nord")
    at.date_input(key="valid_from").set_value(dt.date(2026, 10, 1))
    at.text_area(key="references").set_value("CL11001\nNO-SUCH")
    drawn(at.button(key=LOOK).click().run())
    said = text(at).replace("\u00a0", " ")
    assert "1 nom ne désigne aucun article NO-SUCH." in said
    assert "Le document est au nom de « Fabrique du Nord »" in said
    assert "1 article trouvé" in said
    with demo.reading() as means:
        assert len(list_proofs(actor_by_email(means, REVIEWER), means)) == before


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_family_covers_and_its_scope_is_shown(opened: Opened, demo: Entrance, language: str) -> None:
    with demo.writing() as means:
        number = add(actor_by_email(means, SUPPLIER), means, supplier="CLAIRONDE", families=["CLEANING"], number=language,
                     attribute="early_childhood", kind="test_report", valid_from=dt.date(2026, 1, 1))  # fmt: skip
    said = text(opened(f"/preuve?id={number}", REVIEWER, language))
    assert {"fr": "Portée Produits d’entretien", "en": "Scope Cleaning products"}[language] in said
    assert {"fr": "famille", "en": "family"}[language] in said
