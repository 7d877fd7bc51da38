"""The demonstration's ranges: validated by the central body, then by each supplier for its own products, through the services of the real pages.

One version waits for one supplier, so that there is something to do: sign in as Claironde.
"""

from __future__ import annotations

import datetime as dt

from catalog.entrance import Entrance
from catalog.services.people.accounts import actor_by_email
from catalog.services.ranges.draft import ByHand, Change, change, decide, open_draft
from catalog.services.ranges.publish import publish_draft
from catalog.services.ranges.show import list_ranges
from catalog.services.ranges.validate import validate
from catalog.services.ranges.wish import answer, support, wish
from catalog.services.validation.ask import Asked, request_validation
from catalog.services.validation.decide import decide_all
from catalog.services.validation.lines import lines
from catalog.services.validation.sign import sign, summary

REVIEWER, PUBLISHER = "controle@capdemo.example", "publication@capdemo.example"
SIGNERS = {
    "BRUMEVERT": ("catalogue@brumevert.example", ("entretien-ecolabellise", "petite-enfance")),
    "CLAIRONDE": ("direction@claironde.example", ("entretien-ecolabellise", "petite-enfance")),
    "ENCRELUNE": ("catalogue@encrelune.example", ("impression-remanufacturee",)),
    "FEUILLANDE": ("catalogue@feuillande.example", ("papier-ecolabellise",)),
    "SEPTALUNE": ("catalogue@septalune.example", ("essuyage-ecolabellise", "petite-enfance")),
}
"""Supplier -> who signs for it, and the ranges its products are in."""
AUTHORITY = "Responsable du catalogue"
SECOND, WAITING = "entretien-ecolabellise", "CLAIRONDE"
"""The range with a second version, and the supplier that has not validated it yet: its first one goes on speaking."""
DAYS = 14
DRAFTED, LEAVING = "papier-ecolabellise", "0043708"
"""A range with a draft under way, and a product that it leaves out."""
ASKING = ("achats@lucioles.example", "intendance@aldebaran.example", "achats@lanterne.example")
"""The members who ask for ranges."""


def validate_ranges(entrance: Entrance) -> None:
    """All of it, in the order in which people would do it."""
    with entrance.writing() as means:
        publisher = actor_by_email(means, PUBLISHER)
        for sheet in list_ranges(publisher, means):
            validate(publisher, means, sheet.terms.code)
    for supplier, (_, codes) in SIGNERS.items():
        _sign(entrance, supplier, _ask(entrance, supplier, codes))
    _second_version(entrance)
    for supplier, (_, codes) in SIGNERS.items():
        if SECOND in codes:
            request = _ask(entrance, supplier, (SECOND,))
            if supplier != WAITING:
                _sign(entrance, supplier, request)
    _begin_draft(entrance)
    _wish(entrance)


def _ask(entrance: Entrance, supplier: str, codes: tuple[str, ...]) -> int:
    with entrance.writing() as means:
        due = means.clock.today() + dt.timedelta(days=DAYS)
        return request_validation(actor_by_email(means, REVIEWER), means, Asked(supplier, codes, due)).request


def _sign(entrance: Entrance, supplier: str, request: int) -> None:
    """Confirm what is proven and checked, all at once, then validate."""
    with entrance.writing() as means:
        signer = actor_by_email(means, SIGNERS[supplier][0])
        decide_all(signer, means, request, lines(signer, means, request).verified, "accept")
        content = summary(signer, means, request).content
        sign(signer, means, request, signer=signer.name, authority=AUTHORITY, certified=True, content=content)


def _second_version(entrance: Entrance) -> None:
    """A reviewer drafts it, the publisher publishes it."""
    with entrance.writing() as means:
        reviewer = actor_by_email(means, REVIEWER)
        draft = open_draft(reviewer, means, SECOND)
        families = (*draft.terms.rule["families"], "CLEANING_TOOLS")
        sequence = change(reviewer, means, SECOND, draft.sequence, Change(families=families)).sequence
        publish_draft(actor_by_email(means, PUBLISHER), means, SECOND, sequence)


def _begin_draft(entrance: Entrance) -> None:
    """A version under way, for whoever wants to see a draft without making one."""
    with entrance.writing() as means:
        reviewer = actor_by_email(means, REVIEWER)
        draft = open_draft(reviewer, means, DRAFTED)
        draft = change(reviewer, means, DRAFTED, draft.sequence, Change(lots=("PAP-2",)))
        reason = "Référence bientôt remplacée, le titulaire l’annonce pour janvier."
        decide(reviewer, means, DRAFTED, draft.sequence, ByHand("FEUILLANDE", LEAVING, "out", reason))


def _wish(entrance: Entrance) -> None:
    """What members ask for: one request that others support, one that was declined."""
    with entrance.writing() as means:
        asking, second, third = (actor_by_email(means, email) for email in ASKING)
        text = "Des produits d’entretien sans parfum pour les salles de sieste et les classes."
        first = wish(asking, means, text, ["early_childhood"], ["CLEANING", "LAUNDRY_DISH"])
        for other in (second, third):
            support(other, means, first)
        declined = wish(second, means, "Une gamme de mobilier de seconde main.", ["reused"])
        reason = "Aucun de nos accords-cadres ne porte sur le mobilier pour le moment."
        answer(actor_by_email(means, REVIEWER), means, declined, taken_up=False, reason=reason)
