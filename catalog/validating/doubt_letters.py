"""Mails of a member's doubt: to its supplier and the reviewers that answer it, then to who asked. No person is named in one.

The supplier reads the member's words, never which member; each reads in the language of its account.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from catalog.access import BUYERS, SUPPLIERS
from catalog.means import mail
from catalog.means.clock import day_of, end_of
from catalog.means.means import Means
from catalog.models import Doubt
from catalog.queries import expiries, people, range_contents, release, tagging, validation
from catalog.queries.doubts import DoubtRow
from catalog.tagging.findings import checked
from catalog.tagging.records import Proof
from catalog.wording.sentences import named, say

Told = Mapping[str, object]
NAMED = 5
"""How many proofs one message spells out."""


def opened(means: Means, row: DoubtRow, agreements: Collection[str]) -> int:
    """Tell the supplier and the reviewers of the central bodies of these agreements; how many mails."""
    told, proofs = _case(means, row), _proofs(means, row)
    mailed = 0
    for email, language in validation.accounts_of(means.session, row.supplier_id, SUPPLIERS):
        mailed += _post(means, row, (email, language), "mail.doubt.supplier", told | _listed(proofs, language))
    for central in sorted(set(expiries.central_of(means.session, agreements).values())):
        for email, language in _reviewers(means, central):
            mailed += _post(means, row, (email, language), "mail.doubt.central", told | _listed(proofs, language))
    return mailed


def answered(means: Means, row: DoubtRow, case: Doubt) -> int:
    """Tell who asked (their organisation's buyers once they have left), and the supplier; how many mails."""
    told = _case(means, row) | {"answer": case.answer}
    author = people.actor_of_account(means.session, row.organisation_id, case.by_account_id or 0)
    to = [(author.email, author.language)] if author else _buyers(means, row)
    for_supplier = validation.accounts_of(means.session, row.supplier_id, SUPPLIERS)
    mailed = sum(_post(means, row, each, "mail.doubt.answer", told | _decided(case, each)) for each in to)
    owner = "mail.doubt.answer.supplier"
    return mailed + sum(_post(means, row, each, owner, told | _decided(case, each)) for each in for_supplier)


def _reviewers(means: Means, central: int) -> list[tuple[str, str]]:
    """Who checks proofs there; where nobody does, the publishers, who may answer as well."""
    found = validation.accounts_of(means.session, central, {"reviewer"})
    return found or validation.accounts_of(means.session, central, {"publisher"})


def _buyers(means: Means, row: DoubtRow) -> list[tuple[str, str]]:
    return validation.accounts_of(means.session, row.organisation_id, BUYERS)


def _case(means: Means, row: DoubtRow) -> dict[str, object]:
    number = release.publication_on(means.session, means.clock.today())
    found = range_contents.names(means.session, number, {row.product_id})
    reference, name = found.get((row.supplier_id, row.product_id), ("", ""))
    return {
        "reference": reference, "name": name, "attribute": row.attribute, "supplier": row.supplier_name,
        "member": row.member_name, "text": row.text, "due": row.deadline, "asked": day_of(row.recorded_at),
        "address": means.settings.address, "page": f"{means.settings.address}/doutes?id={row.id}",
    }  # fmt: skip


def _proofs(means: Means, row: DoubtRow) -> list[Proof]:
    """The proof in doubt; where none was named, those checked and in force that show the attribute."""
    today = means.clock.today()
    every = tagging.covering(means.session, end_of(today), {row.product_id})
    covering = every.get((row.supplier_id, row.product_id), ())
    if row.proof_id is not None:
        return [proof for proof in covering if proof.id == row.proof_id]
    mine = [proof for proof in covering if proof.attribute == row.attribute and checked(proof)]
    return [proof for proof in mine if proof.valid_until is None or proof.valid_until >= today][:NAMED]


def _listed(proofs: Collection[Proof], language: str) -> dict[str, object]:
    if not proofs:
        return {"proofs": say("mail.doubt.no_proof", {}, language)}
    lines = "\n".join(f"- {_named(proof, language)}" for proof in proofs)
    return {"proofs": say("mail.doubt.proofs", {"lines": lines}, language)}


def _named(proof: Proof, language: str) -> str:
    label = named("label", proof.label, language) if proof.label else ""
    parts = (named("proof_kind", proof.kind, language), label, proof.number or proof.document_name or "")
    said = " ".join(part for part in parts if part)
    code = "mail.doubt.proof.until" if proof.valid_until else "mail.doubt.proof"
    return say(code, {"proof": said, "until": proof.valid_until}, language)


def _decided(case: Doubt, to: tuple[str, str]) -> dict[str, object]:
    return {"outcome": say(f"mail.doubt.outcome.{case.outcome}", {}, to[1])}


def _post(means: Means, row: DoubtRow, to: tuple[str, str], code: str, told: Told) -> bool:
    email, language = to
    return mail.post(
        means,
        key=f"{code}:{row.id}:{email}",
        kind="doubt",
        recipient=email,
        language=language,
        subject=say(f"{code}.subject", told, language),
        body=say(f"{code}.body", told, language),
    )
