"""Load an issuer's export of a label's register. The same bytes twice create nothing; a rehearsal says who it touches.

The file is read between the two transactions: `register_request` says how (and who may), `load_register` keeps it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert

from catalog.access import Actor, require
from catalog.errors import Invalid
from catalog.evidence import registering
from catalog.evidence.label_registers import LabelTerms, label_terms, labels_of
from catalog.evidence.register_effects import effects_of
from catalog.evidence.registering import Plan
from catalog.means import journal
from catalog.means.locks import alone
from catalog.means.means import Means
from catalog.models import RegisterEntry, RegisterExtract, new_id, new_ids
from catalog.published.what_if import WhatIf
from catalog.queries import registers
from catalog.queries.registers import ExtractLine, KeptEntry
from catalog.queries.registers import ProductLine as ProductLine
from catalog.wording.reading import issue_params
from catalog.wording.sentences import say
from imports.registers.envelope import issues_json
from imports.registers.record import ListedEntry, RegisterReading, RegisterRequest

MOST_ISSUES = 2000
"""Issues kept with an extract; their number is kept whole."""


@dataclass(frozen=True, slots=True)
class RegisterReport:
    """What a file is and does. extract: its id, None in a rehearsal; known: these bytes were loaded before.

    outdated: a newer extract speaks for all that it lists, so it changes nothing. provable: the label proves an
    attribute of ours (else entries are kept and nothing is matched). age_days: since the extract was made.
    effects: of a rehearsal, tags and ranges that move; None where nothing does.
    """

    extract: int | None
    known: bool
    label: str
    extracted_on: dt.date
    reading: RegisterReading
    plan: Plan
    age_days: int
    outdated: bool = False
    provable: bool = True
    effects: WhatIf | None = None


def register_request(actor: Actor, means: Means, label: str, name: str) -> RegisterRequest:
    """How to read an export for a label. Raises NotAllowed, Invalid for an unknown label."""
    require(actor, "register.load")
    labels = labels_of(means)
    if label not in labels.terms:
        raise Invalid("proof.label_unknown", value=label)
    return RegisterRequest(name, label, labels.words, labels.shapes, labels.telling)


def load_register(
    actor: Actor, means: Means, label: str, sha256: str, name: str, reading: RegisterReading, *,
    extracted_on: dt.date | None = None, whole: bool = False, dry: bool = False,
) -> RegisterReport:  # fmt: skip
    """Keep an export and match it, unless `dry`. sha256: of the stored file. whole: it lists the whole register.

    Raises Invalid for a file that cannot be read, holds nothing of the label or is dated in the future.
    """
    require(actor, "register.load")
    terms = label_terms(means, label)
    _readable(reading, label)
    day = extracted_on or reading.extracted_on or means.clock.today()
    if day > means.clock.today():
        raise Invalid("register.future", day=day)
    if not dry:
        alone(means.session, f"register:{label}")
    if known := registers.loaded(means.session, label, sha256):
        return _known(means, known, label, reading, terms)
    extract, entries = _made(actor, means, label, sha256, name, reading, day, whole)
    extracts = _in_order([extract, *registers.extracts(means.session, label)])
    made = _plan(means, terms, extracts, entries)
    if not dry:
        _keep(actor, means, extract, reading, entries)
        _apply(actor, means, terms, extract, made)
    outdated = extract not in [each for each, _ in registering.speaking(extracts)]
    kept = None if dry else extract.id
    effects = effects_of(actor, means, terms, made) if dry else None
    return RegisterReport(
        kept, False, label, day, reading, made, _age(means, day), outdated, terms.attribute is not None, effects
    )


def _age(means: Means, day: dt.date) -> int:
    return (means.clock.today() - day).days


def _readable(reading: RegisterReading, label: str) -> None:
    if reading.refusal:
        params = issue_params(reading.refusal)
        told = {f"detail_{each}": say(reading.refusal.code, params, each).rstrip(".") for each in ("fr", "en")}
        raise Invalid("register.unreadable", **told)
    if reading.rows == 0:
        raise Invalid("register.no_rows")
    if not reading.entries:
        others = ", ".join(f"{name} ({count})" for name, count in reading.others.items())
        raise Invalid("register.nothing_of_label", label=label, rows=reading.rows, others=others or None)


def _known(means: Means, known: int, label: str, reading: RegisterReading, terms: LabelTerms) -> RegisterReport:
    kept = next(each for each in registers.extracts(means.session, label) if each.id == known)
    return RegisterReport(
        known,
        True,
        label,
        kept.extracted_on,
        reading,
        Plan(),
        _age(means, kept.extracted_on),
        provable=terms.attribute is not None,
    )


def _made(
    actor: Actor, means: Means, label: str, sha256: str, name: str, reading: RegisterReading, day: dt.date, whole: bool
) -> tuple[ExtractLine, list[KeptEntry]]:
    """The extract and its entries as they would be kept."""
    number = new_id()
    ids = new_ids(len(reading.entries))
    entries = [_entry(each, made, number, day) for each, made in zip(reading.entries, ids, strict=True)]
    extract = ExtractLine(
        number, label, name, sha256, day, reading.rows, reading.imported, reading.rejected, reading.skipped,
        _report(reading, whole), means.clock.now(), None, (actor.by["by_organisation_id"], actor.by["by_account_id"]),
        frozenset(each.group for each in entries),
    )  # fmt: skip
    return extract, entries


def _entry(each: ListedEntry, number: int, extract: int, day: dt.date) -> KeptEntry:
    return KeptEntry(
        number, extract, day, each.row, each.number, each.product_group, each.name, each.company, each.gtin, each.model,
        each.countries, each.valid_from, each.valid_until,
    )  # fmt: skip


def _report(reading: RegisterReading, whole: bool) -> dict[str, Any]:
    return {
        "whole": whole, "format": reading.format, "encoding": reading.encoding, "delimiter": reading.delimiter,
        "sheet": reading.sheet, "columns": dict(reading.columns), "ignored_columns": list(reading.ignored_columns),
        "others": dict(reading.others), "issue_count": len(reading.issues),
        "issues": issues_json(reading.issues[:MOST_ISSUES]),
    }  # fmt: skip


def _in_order(extracts: Sequence[ExtractLine]) -> list[ExtractLine]:
    return sorted(extracts, key=lambda each: (each.extracted_on, each.id), reverse=True)


def _plan(means: Means, terms: LabelTerms, extracts: Sequence[ExtractLine], entries: Sequence[KeptEntry]) -> Plan:
    if terms.attribute is None:
        return Plan()
    return registering.plan(means.session, terms.code, means.clock.today(), extracts, entries, families=terms.families)


def _keep(
    actor: Actor, means: Means, extract: ExtractLine, reading: RegisterReading, entries: Sequence[KeptEntry]
) -> None:
    means.session.add(
        RegisterExtract(
            id=extract.id, label=extract.label, file_name=extract.file_name, sha256=extract.sha256,
            extracted_on=extract.extracted_on, rows=reading.rows, imported=reading.imported, rejected=reading.rejected,
            skipped=reading.skipped, report=dict(extract.report), recorded_at=extract.recorded_at, **actor.by,
        )
    )  # fmt: skip
    means.session.flush()
    means.session.execute(insert(RegisterEntry), [_row(extract.label, each) for each in entries])


def _row(label: str, each: KeptEntry) -> Mapping[str, Any]:
    return {
        "id": each.id, "extract_id": each.extract_id, "row": each.row, "label": label, "number": each.number,
        "product_group": each.group, "name": each.name, "company": each.company, "gtin": each.gtin,
        "model": each.model, "countries": each.countries, "valid_from": each.valid_from,
        "valid_until": each.valid_until,
    }  # fmt: skip


def _apply(actor: Actor, means: Means, terms: LabelTerms, extract: ExtractLine, made: Plan) -> None:
    if terms.attribute is not None:
        registering.apply(actor, means, terms.code, terms.attribute, terms.issuer, made)
    journal.write(
        actor, means, "register.load", f"register:{extract.id}", label=extract.label, file=extract.file_name,
        sha256=extract.sha256, extracted_on=extract.extracted_on.isoformat(), rows=extract.rows,
        imported=extract.imported, rejected=extract.rejected, skipped=extract.skipped, verified=len(made.verified),
        proposed=len(made.proposed), ended=len(made.ended),
    )  # fmt: skip
