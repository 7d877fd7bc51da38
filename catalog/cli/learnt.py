"""Commands about what was learnt of suppliers' files and words: mapping, word."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from catalog.cli.frame import line
from catalog.errors import Invalid
from catalog.published.what_if_report import what_if_json, what_if_text
from catalog.services.intake.remember import MappingLine, forget_mapping, show_mapping
from catalog.services.intake.words import WordLine, decide_word, list_decided, list_words, rehearse_word

mapping = typer.Typer(no_args_is_help=True, help="What is remembered of a supplier's files: show, forget.")
word = typer.Typer(no_args_is_help=True, help="Words that nobody understood: list, decide.")
SupplierArgument = Annotated[str, typer.Argument(help="supplier code")]


def register(app: typer.Typer) -> None:
    """Add the commands of this family."""
    app.add_typer(mapping, name="mapping")
    app.add_typer(word, name="word")


@mapping.command()
def show(supplier: SupplierArgument) -> None:
    """How a supplier's files are read: what was confirmed last, per format."""
    with line().entrance.reading() as means:
        found = show_mapping(line().actor, means, supplier)
    told = [f"{each.format} ({each.by or '-'})\n" + _pairs(each) for each in found]
    line().tell({"supplier": supplier, "mappings": [_mapping_json(each) for each in found]}, "\n".join(told))


@mapping.command()
def forget(
    supplier: SupplierArgument,
    format_: Annotated[str | None, typer.Option("--format", help="of this format only: csv, xlsx, ...")] = None,
) -> None:
    """Forget how a supplier's files are read: the next one is asked about again."""
    with line().entrance.writing() as means:
        count = forget_mapping(line().actor, means, supplier, format_)
    line().tell({"supplier": supplier, "forgotten": count}, str(count))


@word.command("list")
def list_() -> None:
    """Words that nobody understood, the most frequent first, with what they may mean; then those decided."""
    with line().entrance.reading() as means:
        waiting, known = list_words(line().actor, means), list_decided(line().actor, means)
    decided = [{"kind": each.kind, "word": each.word, "meaning": each.meaning, "reason": each.reason} for each in known]
    text = "\n".join(
        f"{each.products:>7}  {each.word}  [{each.column}]  {_proposed(each)}".rstrip() for each in waiting
    )
    line().tell({"waiting": [_word_json(each) for each in waiting], "decided": decided}, text)


@word.command()
def decide(
    text: Annotated[str, typer.Argument(metavar="WORD", help="the word, as suppliers write it")],
    kind: Annotated[str, typer.Option(help="label, family, unit, yes_no or header")],
    meaning: Annotated[
        str | None, typer.Option(help="the code it stands for; without it the word means nothing")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="a word on why")] = None,
    rehearse: Annotated[
        bool, typer.Option("--rehearse", help="of a label: what would move; nothing is written")
    ] = False,
) -> None:
    """Say once what a word means: a label's at once on all that is published, others from the next reading on."""
    if rehearse:
        if kind != "label":
            raise Invalid("word.kind", kind=kind, word=text)
        with line().entrance.reading() as means:
            found = rehearse_word(line().actor, means, text, meaning)
        line().tell(what_if_json(found), what_if_text(found, line().language))
        return
    with line().entrance.writing() as means:
        decide_word(line().actor, means, kind, text, meaning, reason)
    line().tell({"kind": kind, "word": text, "meaning": meaning}, f"{text}: {meaning or '-'}")


def _mapping_json(each: MappingLine) -> dict[str, Any]:
    return {
        "format": each.format, "columns": dict(each.columns), "answers": dict(each.answers), "batch": str(each.batch_id),
        "by": each.by, "recorded_at": each.recorded_at.isoformat(),
    }  # fmt: skip


def _word_json(each: WordLine) -> dict[str, Any]:
    proposals = [{"kind": one.kind, "meaning": one.meaning, "score": one.score} for one in each.proposals]
    return {
        "word": each.word, "kinds": list(each.kinds), "column": each.column, "rows": each.rows,
        "products": each.products, "suppliers": each.suppliers, "proposals": proposals,
    }  # fmt: skip


def _pairs(each: MappingLine) -> str:
    said = [*each.columns.items(), *(("? " + question, value) for question, value in each.answers.items())]
    return "\n".join(f"  {header} = {name or '-'}" for header, name in said)


def _proposed(each: WordLine) -> str:
    return " | ".join(f"{one.kind}: {one.meaning} ({one.score})" for one in each.proposals)
