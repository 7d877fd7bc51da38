"""Which facts an outcome rests on, so that whoever reads why can be told what is still to be confirmed at its source."""

from __future__ import annotations

from catalog.tagging.records import RuleOutcome

FactKey = tuple[str, str]
"""(kind of fact, key)."""

KINDS = ("early_childhood", "remanufactured", "ecolabel_group", "label")
"""Kinds of facts that an outcome can be traced to."""

_BY_PREFIX = {"EC-": "early_childhood", "RM-": "remanufactured"}


def rests_on(rule: RuleOutcome) -> tuple[FactKey, ...]:
    """The facts by which it fell out as it did; none where the rule is a matter of logic (a document checked or not).

    The rules of early childhood and of remanufacture bear the keys of their facts; a licence number is judged by its
    label's shape, then by its product group.
    """
    kind = _BY_PREFIX.get(rule.rule[:3])
    if kind:
        return ((kind, rule.rule),)
    label, group = rule.reason.params.get("label"), rule.reason.params.get("group")
    if rule.rule == "LI-01" and label:
        return (("label", str(label)),)
    if rule.rule == "LI-02" and label and group:
        return (("ecolabel_group", f"{label}/{group}"),)
    return ()
