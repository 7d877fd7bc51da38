"""The catalogue page on the demonstration: counts, filters, words, what is ignored, what is put into the selection."""

from __future__ import annotations

import random

import pytest
from streamlit.testing.v1 import AppTest

from catalog.entrance import Entrance
from catalog.facets.selection import MULTI_FACETS, SINGLE_FACETS, Answer
from catalog.services.buying.search import search
from catalog.services.people.accounts import actor_by_email
from tests.ui.demo_screens import (
    BUYER,
    SUPPLIER,
    Opened,
    counts,
    demo,
    drawn,
    html,
    key,
    labels,
    opened,
    state_of,
    text,
)
from ui.address import Address, read

__all__ = ["demo", "opened"]

RANDOM = 10


def asked(demo: Entrance, query: dict[str, str], email: str = BUYER) -> Answer:
    with demo.reading() as means:
        shown = read(query).address
        return search(actor_by_email(means, email), means, demo.shelf, shown.selection, shown.on).answer


@pytest.mark.parametrize(
    ("language", "title", "count"),
    [
        ("fr", "Catalogue des accords-cadres", "1\u202f168 offres"),
        ("en", "Framework agreement catalogue", "1,168 offers"),
    ],
)
def test_it_opens_in_both_languages(opened: Opened, language: str, title: str, count: str) -> None:
    at = opened("/catalogue", language=language)
    assert f">{title}</h1>" in html(at)
    assert f"<b>{count}</b>" in html(at)
    assert len([link for link in at.get("page_link") if "produit" in link.proto.page]) == 15


def test_the_counts_are_those_of_search(opened: Opened, demo: Entrance) -> None:
    at, answer = opened("/catalogue"), asked(demo, {})
    assert counts(at, "facet_supplier_") == dict(answer.facets["supplier"])
    assert counts(at, "facet_range_") == dict(answer.facets["range"])
    assert counts(at, "promo_") == {
        name: states["yes"]
        for name, states in answer.facets.items()
        if name not in (*SINGLE_FACETS, *MULTI_FACETS) and states["yes"]
    }


@pytest.mark.parametrize("seed", range(RANDOM))
def test_random_filters_show_the_totals_and_counts_of_search(opened: Opened, demo: Entrance, seed: int) -> None:
    query = some_filters(asked(demo, {}), random.Random(seed))
    answer = asked(demo, query)
    at = opened("/catalogue?" + "&".join(f"{name}={value}" for name, value in query.items()))
    assert f"{answer.total:,}".replace(",", "\u202f") + " offre" in html(at)
    for facet in ("family", "supplier", "agreement", "lot", "label", "brand", "range"):
        shown = counts(at, f"facet_{facet}_")
        assert shown == {code: answer.facets[facet][code] for code in shown}
        assert len(shown) >= min(6, len(answer.facets[facet]))


def some_filters(answer: Answer, chance: random.Random) -> dict[str, str]:
    query: dict[str, str] = {}
    for facet in chance.sample(["family", "supplier", "agreement", "lot", "brand", "label"], chance.randint(1, 3)):
        query[facet] = "~".join(chance.sample(sorted(answer.facets[facet]), 2))
    if chance.random() < 0.5:
        query["tag"] = f"{chance.choice(['ecolabelled', 'early_childhood'])}:{chance.choice(['yes', 'no', 'unknown'])}"
    if chance.random() < 0.3:
        query |= {"price_min": "2", "price_max": "40"}
    return query | ({"q": "bidon"} if chance.random() < 0.3 else {})


def test_a_box_changes_the_address_and_back_again(opened: Opened, demo: Entrance) -> None:
    at = opened("/catalogue")
    drawn(at.checkbox(key="promo_early_childhood").check().run())
    assert state_of(at) == {"tag": "early_childhood:yes"}
    total = asked(demo, {"tag": "early_childhood:yes"}).total
    assert f"<b>{total} offres</b> à preuve vérifiée" in html(at)
    drawn(at.checkbox(key="facet_family_CLEANING").check().run())
    assert state_of(at) == {"family": "CLEANING", "tag": "early_childhood:yes"}
    drawn(at.checkbox(key="promo_early_childhood").uncheck().run())
    assert state_of(at) == {"family": "CLEANING"}
    drawn(at.button(key="clear").click().run())
    assert state_of(at) == {}
    assert not at.checkbox(key="facet_family_CLEANING").value


def test_an_address_given_later_is_followed(opened: Opened) -> None:
    """Back and Forward: the browser brings another address into the same session."""
    at = opened("/catalogue?family=CLEANING")
    assert at.checkbox(key="facet_family_CLEANING").value
    at.query_params["family"] = "IT"
    drawn(at.run())
    assert at.checkbox(key="facet_family_IT").value
    assert "facet_family_CLEANING" not in {box.key for box in at.checkbox if box.value}


def test_claims_without_proof_are_counted_in_one_line(opened: Opened, demo: Entrance) -> None:
    verified = asked(demo, {"tag": "ecolabelled:yes"}).total
    every = asked(demo, {"tag": "ecolabelled:yes", "proof": "all"}).total
    at = opened("/catalogue?tag=ecolabelled:yes")
    assert f"{every - verified} autres offres portent ces attributs sans preuve vérifiée." in text(at)
    drawn(at.button(key="beside.count").click().run())
    assert state_of(at) == {"tag": "ecolabelled:yes", "proof": "all"}
    assert f"{every} offres" in text(at)


def test_inside_a_range_its_rule_is_told_and_what_aims_at_it(opened: Opened, demo: Entrance) -> None:
    total = asked(demo, {"range": "petite-enfance"}).total
    at = opened("/catalogue?range=petite-enfance")
    assert ">Petite enfance</h1>" in html(at)
    assert f"{total} offres" in text(at)
    assert "Règle version 1, depuis le 22\u00a0novembre 2026." in html(at)
    assert "early_childhood" not in labels(at, "promo_")
    assert "visent cette gamme sans preuve vérifiée" in text(at)


def test_unknown_values_are_ignored_with_a_notice(opened: Opened) -> None:
    at = opened("/catalogue?family=FOO~CLEANING&tag=shiny:yes&page=zz&brand=Nobody")
    assert "L’adresse contient des valeurs inconnues, qui sont ignorées : page=zz, " in text(at)
    assert all(each in text(at) for each in ("family=FOO", "brand=Nobody", "tag=shiny:yes"))
    assert at.checkbox(key="facet_family_CLEANING").value
    drawn(at.checkbox(key="facet_family_CLEANING").uncheck().run())
    assert state_of(at) == {}


def test_a_code_that_exists_and_has_nothing_left_is_no_unknown_value(opened: Opened) -> None:
    at = opened("/catalogue?range=petite-enfance&tag=remanufactured:yes")
    assert "valeurs inconnues" not in text(at)
    assert "0 offre" in text(at)
    assert [each.value for each in at.header if "Aucune offre" in each.value] == [
        "Aucune offre à preuve vérifiée ne répond à tous ces filtres"
    ]


def test_nothing_found_leads_out_with_the_count_each_way_has(opened: Opened, demo: Entrance) -> None:
    at = opened("/catalogue?tag=ecolabelled:yes~remanufactured:yes")
    without = asked(demo, {"tag": "remanufactured:yes"}).total
    wanted = f"sans «\u00a0Écolabellisé\u00a0»\u00a0: {without}"
    way = next(button for button in at.button if button.label == wanted)
    drawn(way.click().run())
    assert state_of(at) == {"tag": "remanufactured:yes"}
    assert f"{without} offres" in text(at)


def test_words_that_find_nothing_stand_in_one_pair_of_quotation_marks(opened: Opened) -> None:
    at = opened("/catalogue?q=trottinette&range=petite-enfance")
    assert any(button.label.startswith("sans «\u00a0trottinette\u00a0»") for button in at.button)


def test_words_that_no_supplier_writes_lead_on(opened: Opened, demo: Entrance) -> None:
    at = opened("/catalogue?q=lingettes+couche+trottinette")
    one, other = (asked(demo, {"q": q}).total for q in ("lingettes", "couche"))
    assert ways(at) == [f"«\u00a0lingettes\u00a0» seul\u00a0: {one}", f"«\u00a0couche\u00a0» seul\u00a0: {other}"]
    at = opened("/catalogue?q=couche+cr%C3%A8che")
    proven = asked(demo, {"q": "couche", "tag": "early_childhood:yes"}).total
    assert ways(at) == [
        f"«\u00a0couche\u00a0» et «\u00a0Petite enfance\u00a0»\u00a0: {proven}",
        f"sans le mot «\u00a0couche\u00a0»\u00a0: {asked(demo, {'q': 'crèche'}).total}",
        f"sans le mot «\u00a0crèche\u00a0»\u00a0: {other}",
    ]
    drawn(at.button(key="words.0").click().run())
    assert state_of(at) == {"q": "couche", "tag": "early_childhood:yes"}
    assert f"{proven} offres" in text(at)


def test_a_name_that_says_an_attribute_leads_to_what_is_proven(opened: Opened, demo: Entrance) -> None:
    at = opened("/catalogue?q=ecolabel")
    proven = asked(demo, {"tag": "ecolabelled:yes"}).total
    way = at.button(key="meant.ecolabelled")
    assert (way.label, proven > 100) == (f"Voir {proven} offres à preuve vérifiée", True)
    assert "la désignation ne le prouve pas" in html(at)
    drawn(way.click().run())
    assert state_of(at) == {"tag": "ecolabelled:yes"}
    assert not [button for button in at.button if str(button.key).startswith("meant.")]


def ways(at: AppTest) -> list[str]:
    return [button.label for button in at.button if str(button.key).startswith("words.")]


def test_every_state_can_be_reached(opened: Opened, demo: Entrance) -> None:
    at = opened("/catalogue")
    drawn(at.button(key="button.states").click().run())
    drawn(at.checkbox(key="state_early_childhood_no").check().run())
    assert state_of(at) == {"tag": "early_childhood:no"}
    assert f"{asked(demo, {'tag': 'early_childhood:no'}).total} offres" in text(at)


def test_more_values_on_request_and_a_search_among_them(opened: Opened, demo: Entrance) -> None:
    at = opened("/catalogue")
    assert len(counts(at, "facet_brand_")) == 6
    drawn(at.button(key="button.more.brand").click().run())
    assert counts(at, "facet_brand_") == dict(asked(demo, {}).facets["brand"])
    drawn(at.text_input(key="sought.brand").set_value("elia").run())
    assert set(counts(at, "facet_brand_")) == {"Appélia", "Cimélia", "Osmélia", "Rencrélia"}


def test_words_price_sort_view_and_page(opened: Opened, demo: Entrance) -> None:
    at = opened("/catalogue")
    drawn(at.text_input(key="q").set_value("  toner ").run())
    assert state_of(at) == {"q": "toner"}
    drawn(at.selectbox(key="sort").set_value("price").run())
    drawn(at.number_input(key="price_max").set_value(90.0).run())
    assert state_of(at) == {"q": "toner", "sort": "price", "price_max": "90"}
    total = asked(demo, {"q": "toner", "price_max": "90"}).total
    assert f"{total} offres" in text(at)
    drawn(at.pagination(key="page").set_value(2).run())
    assert state_of(at)["page"] == "2"
    at = opened("/catalogue?view=table&family=CLEANING")
    assert html(at).count('<th scope="row">') == 15
    assert '<caption class="unseen">Offres de cette page</caption>' in html(at)


def test_a_page_beyond_the_last_shows_the_last(opened: Opened, demo: Entrance) -> None:
    last = -(-asked(demo, {"q": "toner"}).total // Address().selection.size)
    assert opened("/catalogue?q=toner&page=900").pagination(key="page").value == last


def test_a_member_puts_in_and_takes_out(opened: Opened) -> None:
    at = opened("/catalogue?q=bidon")
    first = key(at, "button", "basket.")
    assert at.button(key=first).label.startswith("Ajouter :small[")
    drawn(at.button(key=first).click().run())
    assert at.button(key=first).label.startswith("**Retirer** :small[")
    assert "Ma sélection : 1 offre" in text(at)
    drawn(at.button(key=first).click().run())
    assert at.button(key=first).label.startswith("Ajouter :small[")
    assert "Ma sélection" not in text(at)


def test_a_whole_range_goes_in_once(opened: Opened) -> None:
    at = opened("/catalogue?range=petite-enfance&family=CLEANING_TOOLS")
    assert (at.button(key="tout").label, at.button(key="tout").disabled) == ("Ajouter les 3 offres", False)
    drawn(at.button(key="tout").click().run())
    assert at.button(key="tout").label == "Les 3 offres sont dans votre sélection"
    assert at.button(key="tout").disabled
    drawn(at.button(key=key(at, "button", "basket.")).click().run())
    assert not at.button(key="tout").disabled


def test_a_supplier_sees_its_own_and_has_no_selection(opened: Opened, demo: Entrance) -> None:
    at = opened("/catalogue", SUPPLIER)
    assert counts(at, "facet_supplier_") == {"CLAIRONDE": asked(demo, {}, SUPPLIER).total}
    assert not [button for button in at.button if (button.key or "").startswith("basket.")]


def test_another_day_is_said_and_can_be_left(opened: Opened) -> None:
    at = opened("/catalogue?on=2026-11-23")
    assert "tel qu’il est au 23\u00a0novembre 2026" in html(at)
    drawn(at.button(key="today").click().run())
    assert state_of(at) == {}


def test_a_disinfectant_bears_no_chip_of_early_childhood(opened: Opened) -> None:
    at = opened("/catalogue?family=DISINFECTANTS")
    assert html(at).count("offer-meta") == 15
    assert "attr-petite-enfance" not in html(at)
