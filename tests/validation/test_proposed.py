"""What a file's claims would make of tags, before it is published: by queue, with the cells."""

from __future__ import annotations

import pytest

from catalog.access import OPERATOR
from catalog.errors import NotAllowed, NotFound
from catalog.means.means import Means
from catalog.queries import agreements
from catalog.services.proofs.add import add
from catalog.services.proofs.check import check
from catalog.services.release.publish import publish
from catalog.services.validation.proposed import proposed
from tests.release.world import actor, deliver, set_up

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
CLAIMING = ("A", "Nettoyant sols Ecolabel européen FR/020/118", "3.10")
OTHER = ("B", "Nettoyant vitres Ecolabel européen FR/020/119", "4.10")
PLAIN = ("C", "Gants", "1.10")


def covered(means: Means, reference: str, *, accepted: bool) -> None:
    proof = add(
        OPERATOR, means, supplier="HYG", references=[reference], attribute="ecolabelled",
        valid_from=means.clock.today().replace(month=1, day=1), valid_until=means.clock.today().replace(year=2027),
        kind="certificate", basis="label", label="EU_ECOLABEL", number="FR/020/118", issuer="X", document=b"%PDF-1.7\n%%EOF\n",
        document_name="c.pdf",
    )  # fmt: skip
    if accepted:
        check(OPERATOR, means, proof, True, "lu")


def test_claims_wait_in_the_queue_of_their_proof(means: Means) -> None:
    set_up(means)
    publish(OPERATOR, means, [deliver(means, "1", CLAIMING, OTHER, PLAIN)])
    covered(means, "A", accepted=True)
    covered(means, "B", accepted=False)
    new = ("D", "Nettoyant four Ecolabel européen FR/020/120", "5.10")
    batch = deliver(means, "2", CLAIMING, ("B", OTHER[1] + " 1 L", OTHER[2]), PLAIN, new, mode="patch")
    found = proposed(OPERATOR, means, batch)
    seen = [(each.reference, each.attribute, each.queue, each.new, len(each.proofs)) for each in found.tags]
    assert seen == [
        ("A", "ecolabelled", "known", False, 1),
        ("B", "ecolabelled", "to_check", False, 1),
        ("D", "ecolabelled", "to_check", True, 0),
    ]
    claim = found.of("known")[0].claims[0]
    assert claim.source is not None
    assert (claim.source.file, claim.source.row, claim.number) == ("2.csv", 2, "FR/020/118")


def test_another_suppliers_batch_is_none(means: Means) -> None:
    set_up(means)
    batch = deliver(means, "1", CLAIMING)
    others = agreements.organisations(means.session)
    stranger = next(card for card in others.values() if card.kind == "supplier" and card.code != "HYG")
    for number in (batch, 4_711):
        with pytest.raises(NotFound):
            proposed(actor("supplier", "supplier", stranger.id, stranger.code), means, number)
    with pytest.raises(NotAllowed):
        proposed(actor("buyer", "member", 1, "CRECHE"), means, batch)
