"""The datasheets and pictures of a product: for whoever may see the product."""

from __future__ import annotations

from catalog.access import SUPPLIERS, Actor, require
from catalog.errors import NotFound
from catalog.means.clock import end_of
from catalog.means.means import Means
from catalog.queries import agreements, documents, products, release
from catalog.queries.documents import ProductDocumentLine as ProductDocumentLine
from catalog.queries.references import ids_by_reference, normalised


def documents_of(actor: Actor, means: Means, supplier: str, reference: str) -> list[ProductDocumentLine]:
    """The documents of a product, the newest first; none where the actor sees no such product."""
    require(actor, "document.read")
    card = agreements.organisations(means.session, [supplier]).get(supplier)
    if card is None:
        return []
    asked = normalised(reference)
    product = ids_by_reference(means.session, card.id, [asked]).get(asked)
    if product is None or not _sees(actor, means, card.id, product):
        return []
    return documents.documents_of_product(means.session, card.id, product)


def open_product_document(actor: Actor, means: Means, number: int) -> tuple[str, str]:
    """SHA-256 and file name. Raises NotFound, the same for a product of others and for no document at all."""
    require(actor, "document.read")
    found = documents.product_document(means.session, number)
    if found is None or not _sees(actor, means, found.supplier_id, found.product_id):
        raise NotFound("document.unknown", document=number)
    return found.document, found.document_name


def _sees(actor: Actor, means: Means, supplier_id: int, product_id: int) -> bool:
    """Whether the product has an offer today in what the actor sees; its own supplier always does."""
    if actor.role in SUPPLIERS:
        return supplier_id == actor.organisation_id
    day = means.clock.today()
    scope = agreements.scope_of(means.session, actor, day, end_of(day))
    offers = products.offers_of_product(
        means.session, supplier_id, product_id, release.publication_on(means.session, day)
    )
    return scope.agreements is None or any(
        offer["agreement"] in scope.agreements and offer["lot"] not in scope.closed_lots for offer in offers
    )
