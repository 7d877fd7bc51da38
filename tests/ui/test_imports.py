"""The list of batches and the form that takes a file, for staff and suppliers, on the demonstration."""

from __future__ import annotations

import io
from urllib.parse import urlencode

import pytest

from catalog.entrance import Entrance
from catalog.errors import NotAllowed, NotFound
from catalog.means.secrecy import digest
from catalog.services.intake.receive import Delivery, prepare
from catalog.services.intake.show import list_batches
from catalog.services.people.accounts import actor_by_email
from tests.ui.demo_screens import (
    BUYER,
    REVIEWER,
    SUPPLIER,
    Opened,
    demo,
    drawn,
    html,
    opened,
    state_of,
    text,
    token_of,
)
from tests.ui.staff import PUBLISHER
from ui.files import _ticket

__all__ = ["demo", "opened"]

AUDITOR = "audit@capdemo.example"
LINES = {
    "feuillande_papiers.xlsx": "143 lignes 141 importées · 2 rejetées",
    "encrelune_atelier.txt": "156 lignes 155 importées · 1 rejetée",
    "octavelle_offre.xlsx": "246 lignes 243 importées · 2 rejetées · 1 laissée de côté",
    "septalune_catalogue.csv": "135 lignes 135 importées",
    "brumevert_lot3_petite_enfance.ods": "72 lignes 72 importées",
    "brumevert_bpu_lot2.xlsx": "135 lignes 127 importées · 8 laissées de côté",
    "claironde_tarif_2026.csv": "308 lignes 295 importées · 8 rejetées · 5 laissées de côté",
}


def files(at) -> list[str]:  # type: ignore[no-untyped-def]
    """The files that the page links to, as their labels say."""
    links = [link.proto for link in at.get("page_link")]
    return [link.label.replace("\\", "") for link in links if link.page == "import" and "id=" in link.query_string]


def test_every_batch_has_its_line_and_its_counts(opened: Opened) -> None:
    at = opened("/imports", REVIEWER)
    assert at.title[0].value == "Imports"
    assert files(at) == list(LINES)
    said = text(at)
    assert [counts for counts in LINES.values() if counts not in said] == []
    assert said.count("publication n° 1") == 7


def test_it_speaks_english(opened: Opened) -> None:
    at = opened("/imports", REVIEWER, "en")
    assert "308 rows 295 imported · 8 rejected · 5 left out" in text(at)
    assert at.button(key="new").label == "Hand in a file"


def test_a_supplier_sees_its_own_alone(opened: Opened) -> None:
    at = opened("/imports", SUPPLIER)
    assert at.title[0].value == "Vos fichiers"
    assert files(at) == ["claironde_tarif_2026.csv"]


def test_states_are_chosen_in_the_address(opened: Opened) -> None:
    at = opened("/imports?state=published", REVIEWER)
    assert at.button_group(key="batch_state").value == "published"
    assert len(files(at)) == 7
    at = opened("/imports?state=nonsense", REVIEWER)
    assert at.button_group(key="batch_state").value == "all"
    at.button_group(key="batch_state").set_value("published").run()
    assert state_of(at)["state"] == "published"


def test_an_auditor_reads_and_hands_nothing_in(opened: Opened) -> None:
    at = opened("/imports", AUDITOR)
    assert len(files(at)) == 7
    assert "new" not in [button.key for button in at.button]


def test_a_buyer_is_told_whose_page_it_is(opened: Opened) -> None:
    for address in ("/imports", "/import", "/import?id=1"):
        at = opened(address, BUYER)
        assert at.title[0].value == "Cette page est réservée à la centrale d’achat"
        assert files(at) == []


def test_the_services_refuse_a_buyer_too(demo: Entrance) -> None:
    with demo.reading() as means:
        buyer = actor_by_email(means, BUYER)
        with pytest.raises(NotAllowed):
            list_batches(buyer, means)
        with pytest.raises(NotAllowed):
            prepare(buyer, means, Delivery("CLAIRONDE", ("ENT-1",), "x.csv"))


def dropped(demo: Entrance, content: str, name: str, email: str = REVIEWER) -> str:
    """The address to which the upload of a file leads back, with the ticket of that person's session."""
    sha256 = demo.files.put_stream(io.BytesIO(content.encode()))
    ticket = _ticket(digest(token_of(demo, email)), sha256, name)
    return "/import?" + urlencode({"file": sha256, "name": name, "ticket": ticket})


def test_a_dropped_file_is_recognised_and_read_with_one_click(opened: Opened, demo: Entrance) -> None:
    content = "Code produit;Libellé produit;Prix net HT\n224002;Savon ocre (essai);99,00\n"
    at = opened(dropped(demo, content, "septalune_catalogue_12.csv", PUBLISHER), PUBLISHER)
    assert at.title[0].value == "À qui est ce fichier\u00a0?"
    assert "reconnu, Septalune" in text(at)
    assert "Le même nom que «\u00a0septalune_catalogue.csv\u00a0»." in html(at)
    assert (at.selectbox(key="supplier").value, at.multiselect[0].value) == ("SEPTALUNE", [])
    at.multiselect[0].set_value(["ENT-4"]).run()
    assert 'aria-current="step">1. Fichier' in html(at)
    at.radio(key="mode").set_value("patch").run()
    drawn(at.button(key="read").click().run())
    assert at.title[0].value == "Différences avec le catalogue publié"
    assert "id" in state_of(at)


def test_staff_say_whose_an_unknown_file_is(opened: Opened, demo: Entrance) -> None:
    at = opened("/import", REVIEWER)
    assert at.title[0].value == "Déposer un fichier"
    assert 'name="next" value="/import?lang=fr"' in html(at), "the language of the address is kept"
    at = opened(dropped(demo, "x;y\n1;2\n", "prix.csv"), REVIEWER)
    assert "dites de qui il vient" in text(at)
    assert at.button(key="read").disabled
    assert len(at.selectbox(key="supplier").options) == 6
    at.selectbox(key="supplier").select("CLAIRONDE").run()
    lots = at.multiselect[0]
    assert [option.split(" ")[0] for option in lots.options] == ["ENT-1", "ENT-2"]
    lots.set_value(["ENT-1", "ENT-2"]).run()
    at.text_input(key="lot_column").set_value("N° lot").run()
    assert not at.button(key="read").disabled


def test_a_supplier_delivers_for_itself_alone(opened: Opened, demo: Entrance) -> None:
    at = opened(dropped(demo, "x;y\n1;2\n", "prix.csv", SUPPLIER), SUPPLIER)
    assert "supplier" not in [box.key for box in at.selectbox]
    assert "Titulaire Claironde Hygiène (démo)" in text(at)
    with demo.reading() as means, pytest.raises(NotFound):
        prepare(actor_by_email(means, SUPPLIER), means, Delivery("BRUMEVERT", ("ENT-2",), "x.csv"))


def test_a_ticket_that_is_not_this_sessions_reads_nothing(opened: Opened, demo: Entrance) -> None:
    with demo.reading() as means:
        before = len(list_batches(actor_by_email(means, REVIEWER), means))
    sha = "0" * 64
    at = opened(f"/import?supplier=CLAIRONDE&lots=ENT-1&mode=full&file={sha}&name=x.csv&ticket={sha}", REVIEWER)
    assert at.title[0].value == "Déposer un fichier"
    with demo.reading() as means:
        assert len(list_batches(actor_by_email(means, REVIEWER), means)) == before
