"""How facts are called on screens: their name, what a column says, how sure it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from catalog.services.facts.listing import FactLine
from catalog.wording.sentences import named
from ui import session
from ui.parts.markup import Html
from ui.parts.state import state_chip
from ui.wording.words import called, t

NAMED: Mapping[str, str] = {"attribute": "attribute", "attribute_proven": "attribute", "attributes": "attribute",
                            "label": "label", "labels": "label", "not_proven_by": "proof_kind"}  # fmt: skip
"""Column -> the kind of fact whose codes it holds."""

SOURCES: Mapping[str, str] = {
    "own synthesis for this product": "own",
    "own synthesis; CPV codes checked to exist": "own_cpv",
    "own trade-term list": "own_terms",
    "own analysis": "own_analysis",
    "general knowledge": "general",
    "practice in French creche guides; not read in a source": "practice",
    "EU and EEA member states; Greece is written GR or EL": "states",
    "CLP Regulation (EC) 1272/2008 Annex III; one language compared with public lists": "clp_compared",
    "CLP Annex III; one language compared with public lists": "clp_compared",
    "CLP Regulation (EC) 1272/2008 Annex III": "clp",
}
"""What stands as the source of many facts -> its wording in both languages; any other is a name and shown as it is."""


def name_of(line: FactLine) -> str:
    """The name of a fact in the reader's language."""
    return called(line)


def column_name(column: str) -> str:
    """What a column of a fact says."""
    return t(f"fact.column.{column}")


def value_of(column: str, text: str) -> str:
    """What a column says, for a person: lists with spaces, codes by their names."""
    if text in ("yes", "no"):
        return t(f"value.{text}")
    kind = NAMED.get(column)
    parts = [part.strip() for part in text.split(";")] if ";" in text or kind else [text]
    return "; ".join(named(kind, part, session.language()) if kind else part for part in parts)


def source_of(text: str) -> str:
    """Where a fact comes from, in the reader's language where it is a sentence of ours."""
    code = SOURCES.get(text)
    return t(f"fact.source.{code}") if code else text


def confidence_chip(line: FactLine) -> Html:
    """« Vérifié », or « À confirmer » with how it is known."""
    if line.to_confirm:
        return state_chip("to_verify", "etat-a-verifier", t("facts.to_confirm"))
    return state_chip("verified", "etat-verifie", t("facts.sure"))


def about(line: FactLine) -> str:
    """« Labels · EU_ECOLABEL · version 2, corrigée ici »."""
    version = t(f"facts.version.{line.origin}", n=line.version)
    return " · ".join((t(f"facts.kind.{line.kind}"), line.key, version))


def checked(day: dt.date | None) -> str:
    """When somebody last read it at its source."""
    return t("facts.checked", day=day) if day else t("facts.checked.never")
