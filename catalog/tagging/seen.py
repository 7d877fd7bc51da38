"""What a decision on a tag was about: a digest that stays while the evidence stays."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from catalog.tagging.records import Product, Proof

SUITED = "early_childhood"


def seen_of(product: Product, proofs: Sequence[Proof], attribute: str) -> str:
    """64 hex digits over the claims of the attribute, its proofs, and for early childhood the hazard codes.

    Places (file, row) and dates of recording are left out: the same words in the next file are the same claim.
    """
    claims = sorted(
        (claim.label or "", claim.number or "", claim.quote, claim.against)
        for claim in product.claims
        if claim.attribute == attribute
    )
    shown = sorted(
        (proof.kind, proof.number or "", proof.document or "") for proof in proofs if proof.attribute == attribute
    )
    hazards = sorted(product.hazard_codes) if attribute == SUITED else []
    written = json.dumps([claims, shown, hazards], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
