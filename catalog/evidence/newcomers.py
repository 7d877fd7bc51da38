"""The newcomers of a proof: products that its families, its models or its licence number name today, and that no proof of
the same paper covers."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from catalog.evidence.covering import Named, covering_of
from catalog.models import Proof
from catalog.queries import documents, proof_list, proof_sheet
from catalog.queries.documents import Known
from catalog.queries.evidence import bare


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A product that a proof names and does not cover. how: what would tie it (one of HOW)."""

    known: Known
    how: str


class Newcomers:
    """The newcomers of one proof after the other: what a supplier claims of a label is read once."""

    def __init__(self, session: Session) -> None:
        """`session`: read only."""
        self._session = session
        self._claimed: dict[tuple[int, str], dict[str, set[int]]] = {}

    def of(self, proof: Proof) -> list[Newcomer]:
        """By reference. None for a proof that covers several suppliers' products: a family is one supplier's."""
        if not proof.scope and not (proof.label and proof.number):
            return []
        ties = [tie for tie in self._ties(proof) if tie.attribute == proof.attribute]
        owners = {tie.supplier_id for tie in ties}
        return self._new(proof, owners.pop(), {tie.product_id for tie in ties}) if len(owners) == 1 else []

    def _ties(self, proof: Proof) -> list[proof_sheet.Tie]:
        alike = proof_list.same_certificate(self._session, proof)
        return [tie for number in alike for tie in proof_sheet.ties(self._session, number)]

    def _new(self, proof: Proof, supplier: int, covered: set[int]) -> list[Newcomer]:
        named = self._named(proof, supplier)
        new = named.keys() - covered
        if not new:
            return []
        every = documents.known_products(self._session, supplier)
        return [Newcomer(known, named[known.id]) for known in every if known.id in new]

    def _named(self, proof: Proof, supplier: int) -> dict[int, str]:
        """product -> what ties it. A claim of the licence's number proposes; that it is inside, a person says."""
        scope = proof.scope or {}
        named = Named(models=tuple(scope.get("models", ())), families=tuple(scope.get("families", ())))
        found = dict(covering_of(self._session, supplier, named).found) if named else {}
        if proof.label and proof.number:
            found = dict.fromkeys(self._claiming(supplier, proof.label).get(bare(proof.number), ()), "person") | found
        return found

    def _claiming(self, supplier: int, label: str) -> dict[str, set[int]]:
        if (supplier, label) not in self._claimed:
            numbers: dict[str, set[int]] = {}
            for product, number in documents.claimed_numbers(self._session, supplier, label):
                numbers.setdefault(bare(number), set()).add(product)
            self._claimed[supplier, label] = numbers
        return self._claimed[supplier, label]
