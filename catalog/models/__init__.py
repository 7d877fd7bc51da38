"""The tables, one file a family: people, agreements, intake, products, proofs, ranges, buying, release."""

from catalog.models.agreements import Agreement, Holder, Lot, Membership
from catalog.models.base import Base, new_id
from catalog.models.buying import Selection, SelectionLine
from catalog.models.intake import Batch, BatchIssue, BatchLot
from catalog.models.people import Account, JournalEntry, Organisation, SignIn, SignInTry, Token
from catalog.models.products import Offer, OfferVersion, PriceTier, Product, ProductVersion
from catalog.models.proofs import Claim, Coverage, Decision, Fact, Proof
from catalog.models.ranges import Range, RangeVersion
from catalog.models.release import Publication, PublicationBatch

__all__ = [
    "Account",
    "Agreement",
    "Base",
    "Batch",
    "BatchIssue",
    "BatchLot",
    "Claim",
    "Coverage",
    "Decision",
    "Fact",
    "Holder",
    "JournalEntry",
    "Lot",
    "Membership",
    "Offer",
    "OfferVersion",
    "Organisation",
    "PriceTier",
    "Product",
    "ProductVersion",
    "Proof",
    "Publication",
    "PublicationBatch",
    "Range",
    "RangeVersion",
    "Selection",
    "SelectionLine",
    "SignIn",
    "SignInTry",
    "Token",
    "new_id",
]
