"""The conditions of a range in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from catalog.wording.sentences import named, say


def rule_in_words(rule: Mapping[str, Any], profile: str, language: str) -> tuple[str, ...]:
    """The conditions of a rule, one sentence each, then what its profile means."""
    if rule.get("withdrawn"):
        return (say("range.why.withdrawn", {}, language),)
    said = [say("range.rule.tag", {"attribute": code}, language) for code in rule.get("attributes") or ()]
    families = [named("family", code, language) for code in rule.get("families") or ()]
    if families:
        said.append(say("range.rule.families", {"families": _listed(families, language)}, language))
    if rule.get("lots"):
        said.append(say("range.rule.lots", {"lots": ", ".join(rule["lots"])}, language))
    return (*said, say(f"range.profile.{profile}", {}, language))


def _listed(names: Sequence[str], language: str) -> str:
    return ", ".join(f"«\u00a0{name}\u00a0»" if language == "fr" else f"“{name}”" for name in names)
