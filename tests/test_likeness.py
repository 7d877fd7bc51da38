"""Which of a new list is the like of which of an old one: by GTIN, else by the rare words of the name."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from catalog.likeness import FAIR, SEVERAL, Likeness, Thing, likenesses

OLD = [
    Thing("Nettoyant sols écologique, bidon 5 L", "3012345678900", "CLEANING"),
    Thing("Nettoyant sols écologique, bidon 1 L", None, "CLEANING"),
    Thing("Cartouche remanufacturée noire TN-2420", None, "PRINTING"),
    Thing("Brosse à chiendent", None, "CLEANING"),
]
NEW = [
    Thing("Cartouche toner TN-2420 noire remanufacturée", None, "PRINTING"),
    Thing("Détergent sol pin", "3012345678900", "CLEANING"),
    Thing("Nettoyant pour sols écologique 1 litre", None, "CLEANING"),
    Thing("Nettoyant pour sols écologique 10 litres", None, "CLEANING"),
    Thing("Papier toilette compact", None, "PAPER"),
]


def best(old: list[Thing], new: list[Thing]) -> dict[int, tuple[int, str]]:
    found: dict[int, tuple[int, str]] = {}
    for each in likenesses(old, new):
        found.setdefault(each.old, (each.new, each.why))
    return found


def test_the_same_gtin_speaks_before_any_name() -> None:
    assert best(OLD, NEW)[0] == (1, "gtin")
    assert likenesses(OLD[:1], NEW) == [Likeness(0, 1, 100, "gtin")]


def test_a_number_tells_one_pack_from_another() -> None:
    assert best(OLD, NEW)[1] == (2, "name")


def test_rare_words_find_the_like_in_another_order() -> None:
    assert best(OLD, NEW)[2] == (0, "name")


def test_what_has_no_like_has_none() -> None:
    assert 3 not in best(OLD, NEW)
    assert likenesses([], NEW) == []
    assert likenesses(OLD, []) == []


def test_another_family_rules_out() -> None:
    other = [Thing(OLD[2].name, None, "CLEANING")]
    assert likenesses(other, NEW) == []
    unknown = [Thing(OLD[2].name, None, None)]
    assert [(each.new, each.why) for each in likenesses(unknown, NEW)] == [(0, "name")]


names = st.text("abcdefg 0123456789", max_size=20)
things = st.lists(
    st.builds(Thing, names, st.sampled_from([None, "1", "2"]), st.sampled_from([None, "A", "B"])), max_size=8
)


@given(things, things)
def test_every_likeness_is_sound_and_few(old: list[Thing], new: list[Thing]) -> None:
    found = likenesses(old, new)
    assert [each.old for each in found] == sorted(each.old for each in found)
    for each in found:
        one, other = old[each.old], new[each.new]
        assert each.score == 100 if each.why == "gtin" else FAIR <= each.score <= 100
        assert each.why == "name" or one.gtin == other.gtin
        assert sum(other.old == each.old for other in found) <= SEVERAL


@given(things)
def test_a_list_is_like_itself(these: list[Thing]) -> None:
    found = {(each.old, each.new) for each in likenesses(these, these) if each.why == "gtin"}
    assert found >= {(place, place) for place, each in enumerate(these[:3]) if each.gtin}
