"""The tables, one file a family: people, agreements, intake, products, proofs, ranges, buying,
release, jobs, renewal."""

from catalog.models.agreements import Agreement, Holder, Lot, Membership, PriceClause, ScheduleLine
from catalog.models.base import Base, new_id, new_ids
from catalog.models.buying import Selection, SelectionLine
from catalog.models.intake import Batch, BatchIssue, BatchLot, MappingKept, Word
from catalog.models.jobs import Job
from catalog.models.people import Account, JournalEntry, Organisation, SignIn, SignInTry, Token
from catalog.models.products import (
    Correction,
    Offer,
    OfferVersion,
    PriceTier,
    Product,
    ProductVersion,
    Succession,
    Suspension,
)
from catalog.models.proofs import Claim, Coverage, Decision, Fact, Proof
from catalog.models.ranges import Range, RangeVersion
from catalog.models.release import Publication, PublicationBatch
from catalog.models.renewal import Conversion, Equivalence, Renewal

__all__ = [
    "Account",
    "Agreement",
    "Base",
    "Batch",
    "BatchIssue",
    "BatchLot",
    "Claim",
    "Conversion",
    "Correction",
    "Coverage",
    "Decision",
    "Equivalence",
    "Fact",
    "Holder",
    "Job",
    "JournalEntry",
    "Lot",
    "MappingKept",
    "Membership",
    "Offer",
    "OfferVersion",
    "Organisation",
    "PriceClause",
    "PriceTier",
    "Product",
    "ProductVersion",
    "Proof",
    "Publication",
    "PublicationBatch",
    "Range",
    "RangeVersion",
    "Renewal",
    "ScheduleLine",
    "Selection",
    "SelectionLine",
    "SignIn",
    "SignInTry",
    "Succession",
    "Suspension",
    "Token",
    "Word",
    "new_id",
    "new_ids",
]
