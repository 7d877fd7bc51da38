"""The proofs: the list by state, one proof whole, the form that records one, the decision of another person."""

from __future__ import annotations

import datetime as dt

import pytest

from catalog.entrance import Entrance
from catalog.errors import NotAllowed, NotFound
from catalog.services.people.accounts import actor_by_email
from catalog.services.proofs.add import add
from catalog.services.proofs.check import check
from catalog.services.proofs.listing import list_proofs
from catalog.services.proofs.show import show_proof
from tests.ui.demo_screens import BUYER, FOOT, REVIEWER, SUPPLIER, Opened, demo, drawn, html, opened, state_of, text
from tests.ui.staff import AUDITOR, PUBLISHER

__all__ = ["demo", "opened"]

STATES = ("waiting", "contested", "expiring", "accepted", "expired", "refused")


def first(demo: Entrance, state: str) -> int:
    with demo.reading() as means:
        return list_proofs(actor_by_email(means, REVIEWER), means, state)[-1].id


def recorded(demo: Entrance, email: str, number: str = "3026 0777") -> int:
    with demo.writing() as means:
        return add(
            actor_by_email(means, email), means, supplier="CLAIRONDE", references=["CL11001"], attribute="ecolabelled",
            kind="certificate", label="NORDIC_SWAN", number=number, valid_from=dt.date(2026, 10, 1),
        )  # fmt: skip


def held(demo: Entrance, email: str = REVIEWER) -> dict[str, int]:
    with demo.reading() as means:
        return {state: len(list_proofs(actor_by_email(means, email), means, state)) for state in STATES}


def test_the_list_counts_each_state(opened: Opened, demo: Entrance) -> None:
    at = opened("/preuves", REVIEWER)
    states, count = at.button_group(key="proof_state"), held(demo)
    named = ("À vérifier", "Contestées", "Expirent sous 60 jours", "Acceptées", "Expirées", "Refusées")
    assert states.options == [f"{name} · {n}" for name, n in zip(named, count.values(), strict=True)]
    assert min(count[state] for state in STATES if state != "contested") > 0
    assert states.value == "waiting"
    links = [link for link in at.get("page_link") if link.proto.page == "preuve"]
    assert len(links) == count["waiting"] + 1, "one more leads to a proof whose number further products claim"
    assert "Écolabellisé · Claironde Hygiène (démo) · 6 articles couverts du 26/05/2026 au 22/11/2027" in text(at)
    states.set_value("refused").run()
    assert state_of(at)["state"] == "refused"
    assert len([link for link in at.get("page_link") if link.proto.page == "preuve"]) == count["refused"] + 1


def test_the_list_in_english(opened: Opened, demo: Entrance) -> None:
    at = opened("/preuves?state=expiring", REVIEWER, "en")
    assert at.button_group(key="proof_state").options[2] == f"End within 60 days · {held(demo)['expiring']}"
    assert "ends in " in text(at)


def test_a_supplier_sees_the_proofs_of_its_own_products(opened: Opened, demo: Entrance) -> None:
    count = held(demo, SUPPLIER)
    at = opened("/preuves", SUPPLIER)
    assert at.title[0].value == "Vos preuves"
    assert [option.rpartition(" ")[2] for option in at.button_group(key="proof_state").options] == [
        str(n) for n in count.values()
    ]
    assert "Octavelle" not in text(at)


@pytest.mark.parametrize("address", ["/preuves", "/preuve", "/preuve?id=1"])
def test_a_buyer_does_not_open_them(opened: Opened, address: str) -> None:
    assert opened(address, BUYER).title[0].value == "Cette page est réservée à la centrale d’achat"


def test_the_services_refuse_a_buyer(demo: Entrance) -> None:
    proof = first(demo, "waiting")
    with demo.writing() as means:
        buyer = actor_by_email(means, BUYER)
        for act in (
            lambda: list_proofs(buyer, means),
            lambda: show_proof(buyer, means, proof),
            lambda: check(buyer, means, proof, True, "lu"),
            lambda: add(buyer, means, supplier="CLAIRONDE", references=["CL11001"], attribute="ecolabelled",
                        valid_from=dt.date(2026, 1, 1)),
        ):  # fmt: skip
            with pytest.raises(NotAllowed):
                act()


@pytest.mark.parametrize(
    ("state", "title"),
    [
        ("waiting", "Cette preuve attend un contrôle"),
        ("accepted", "Acceptée"),
        ("expired", "Expirée depuis le"),
        ("refused", "Refusée"),
    ],
)
def test_a_proof_says_how_it_stands(opened: Opened, demo: Entrance, state: str, title: str) -> None:
    at = opened(f"/preuve?id={first(demo, state)}", REVIEWER)
    assert title in text(at)
    assert "Articles couverts" in [each.value for each in at.header]
    assert 'href="/files/proof/' in html(at)


def test_an_unknown_proof_has_a_way_back(opened: Opened) -> None:
    for number in ("1", "x"):
        at = opened(f"/preuve?id={number}", REVIEWER)
        assert at.title[0].value == "Preuve introuvable"
        assert [link.proto.page for link in at.get("page_link")] == ["preuves", *FOOT]


def test_another_suppliers_proof_is_none(opened: Opened, demo: Entrance) -> None:
    with demo.reading() as means:
        lines = list_proofs(actor_by_email(means, REVIEWER), means)
        other = next(line.id for line in lines if line.suppliers == ("OCTAVELLE",))
        with pytest.raises(NotFound):
            show_proof(actor_by_email(means, SUPPLIER), means, other)
    assert opened(f"/preuve?id={other}", SUPPLIER).title[0].value == "Preuve introuvable"


def test_another_person_decides_with_a_reason(opened: Opened, demo: Entrance) -> None:
    proof = recorded(demo, PUBLISHER)
    at = opened(f"/preuve?id={proof}", PUBLISHER)
    assert "Vous avez saisi cette preuve" in text(at)
    at = opened(f"/preuve?id={proof}", REVIEWER)
    save = "FormSubmitter:decision-Enregistrer la décision"
    at.button(key=save).click().run()
    assert [each.value for each in at.warning] == ["Choisissez\u00a0: accepter ou refuser."]
    at.radio(key="verdict").set_value("accept")
    at.button(key=save).click().run()
    said = "Une décision se motive : indiquez pourquoi, en 2 000 caractères au plus."
    assert [" ".join(each.value.split()) for each in at.error] == [said]
    at.text_area(key="reason").set_value("Certificat lu")
    drawn(at.button(key=save).click().run())
    assert "Acceptée et en cours" in text(at)
    assert "Acceptée le 22/11/2026 par" in text(at)
    assert "Certificat lu" in text(at)


def test_nobody_decides_on_their_own_entry(opened: Opened, demo: Entrance) -> None:
    proof = recorded(demo, REVIEWER, "3026 0778")
    at = opened(f"/preuve?id={proof}", REVIEWER)
    assert "Une autre personne doit la contrôler" in text(at)
    assert not at.radio
    with demo.writing() as means, pytest.raises(NotAllowed):
        check(actor_by_email(means, REVIEWER), means, proof, True, "lu")


def test_an_auditor_reads_and_does_not_decide(opened: Opened, demo: Entrance) -> None:
    at = opened(f"/preuve?id={first(demo, 'waiting')}", AUDITOR)
    assert not at.radio
    assert "un contrôleur des preuves accepte ou refuse" in text(at)
    assert "new" not in [button.key for button in opened("/preuves", AUDITOR).button]


def test_a_proof_is_recorded_with_the_plain_form(opened: Opened, demo: Entrance) -> None:
    at = opened("/preuve", PUBLISHER)
    assert 'action="/files"' in html(at)
    save = "FormSubmitter:proof-Enregistrer la preuve"
    at.button(key=save).click().run()
    missing = "le titulaire, les références couvertes, l’attribut, la nature de la preuve, le premier jour de validité"
    assert [each.value for each in at.error] == [f"Il manque\u00a0: {missing}. Complétez puis enregistrez."]
    at.selectbox(key="supplier").set_value("CLAIRONDE")
    at.text_area(key="references").set_value("CL11001\nCL11002, NO-SUCH")
    at.selectbox(key="attribute").set_value("refillable")
    at.selectbox(key="proof_kind").set_value("certificate")
    at.text_input(key="number").set_value("R-1")
    at.date_input(key="valid_from").set_value(dt.date(2026, 10, 1))
    at.button(key=save).click().run()
    assert "NO-SUCH" in at.error[0].value
    at.text_area(key="references").set_value("CL11001\nCL11002")
    at.button(key=save).click().run()
    with demo.reading() as means:
        line = list_proofs(actor_by_email(means, PUBLISHER), means)[0]
    assert (line.attribute, line.number, line.products, line.verdict) == ("refillable", "R-1", 2, None)


def test_what_ends_soon_comes_in_the_order_of_its_end(opened: Opened) -> None:
    said = text(opened("/preuves?state=expiring", REVIEWER))
    assert said.index("expire ce soir") < said.index("expire dans 23 j") < said.index("expire dans 58 j")
    assert "dans 0 j" not in said
