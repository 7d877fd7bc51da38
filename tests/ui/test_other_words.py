"""What words that find nothing may have meant."""

from __future__ import annotations

import pytest

from ui.parts.other_words import alone, attributes, fewer


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("savon crèche", [("early_childhood", "savon")]),
        ("Savon PETITE enfance 5 L", [("early_childhood", "Savon 5 L")]),
        ("nettoyant sol ecolabel", [("ecolabelled", "nettoyant sol")]),
        ("toner remanufacturé écolabellisé", [("ecolabelled", "toner remanufacturé"), ("remanufactured", "toner écolabellisé")]),
        ("early childhood", [("early_childhood", "")]),
        ("petite cuillère", []),
        ("savon", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_word_may_name_an_attribute(text: str, meant: list[tuple[str, str]]) -> None:
    assert list(attributes(text)) == meant


def test_words_are_left_out_one_by_one_and_stand_alone() -> None:
    assert fewer("gel douche bébé") == [("gel", "douche bébé"), ("douche", "gel bébé"), ("bébé", "gel douche")]
    assert alone("gel douche gel") == ["gel", "douche"]
    assert (fewer("gel"), alone("gel douche"), fewer(" ".join("abcdefghi")), fewer("")) == ([], [], [], [])
