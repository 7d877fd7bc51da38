"""Ranges asked for: a member asks and supports without learning who the others are; staff answer."""

from __future__ import annotations

from tests.ui.demo_screens import BUYER, REVIEWER, Opened, demo, drawn, opened, text

__all__ = ["demo", "opened"]

THIRD = "prescription@orvanne.example"
PAGE = "/gammes-demandees"


def test_a_member_sees_numbers_and_never_names(opened: Opened) -> None:
    said = text(opened(PAGE, BUYER))
    assert "sans parfum" in said
    assert "demandée par 3 organismes · votre demande" in said
    assert "Aldébaran" not in said
    assert "Non retenue" in said
    assert "Aucun de nos accords-cadres ne porte sur le mobilier" in said


def test_a_member_supports_once_and_asks(opened: Opened) -> None:
    at = opened(PAGE, THIRD, "en")
    next(each for each in at.button if (each.key or "").startswith("support_")).click()
    said = text(drawn(at.run()))
    assert "Your support counts." in said
    assert "asked for by 4 organisations" in said
    assert "You support this request" in said
    at.text_area(key="wish.text").set_value("Ecolabelled paint.")
    next(each for each in at.button if each.label == "Send the request").click()
    assert "Ecolabelled paint." in text(drawn(at.run()))


def test_staff_see_who_and_answer_with_a_reason(opened: Opened) -> None:
    at = opened(PAGE, REVIEWER)
    assert "Crèche Les Lucioles (démo), Lycée général Aldébaran (démo)" in text(at)
    send = next(each for each in at.button if (each.key or "").startswith("send_"))
    assert "Donnez la raison de la réponse" in text(drawn(send.click().run()))
    number = send.key.removeprefix("send_")  # type: ignore[union-attr]
    at.selectbox(key=f"range_{number}").set_value("petite-enfance")
    at.text_area(key=f"reason_{number}").set_value("La gamme Petite enfance y répond.")
    at.button(key=f"send_{number}").click()
    assert "Reprise : gamme Petite enfance" in text(drawn(at.run()))
