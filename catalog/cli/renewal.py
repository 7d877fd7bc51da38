"""The command of a renewal: rehearse it, open it, say what takes the place of what, convert members' selections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from catalog.cli.frame import line
from catalog.errors import Invalid
from catalog.means.means import Means
from catalog.services.renewal.convert import convert as convert_lines
from catalog.services.renewal.convert import put_back as put_lines_back
from catalog.services.renewal.decide import confirm_sure, decide, open_renewal
from catalog.services.renewal.show import RenewalSheet, show
from catalog.wording.sentences import say

SHOWN = 40
"""How many pairs are printed; JSON has them all."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(renew)


def renew(
    old_lot: Annotated[str, typer.Argument(help="the outgoing lot")],
    new_lot: Annotated[str, typer.Argument(help="the incoming lot, loaded beside it")],
    reason: Annotated[str | None, typer.Option(help="open the renewal, and why; without it nothing is written")] = None,
    basis: Annotated[str | None, typer.Option(help="the article or deed of the contract it rests on")] = None,
    confirm: Annotated[list[str] | None, typer.Option(help="OLD=NEW: what takes the place of a reference")] = None,
    none: Annotated[list[str] | None, typer.Option(help="OLD: nothing takes its place")] = None,
    sure: Annotated[bool, typer.Option("--sure", help="confirm every proposal with the same GTIN")] = False,
    convert: Annotated[bool, typer.Option("--convert", help="convert members' selections")] = False,
    put_back: Annotated[bool, typer.Option("--put-back", help="put converted selections back")] = False,
) -> None:
    """An incoming holder's lot beside the outgoing one: equivalences, price gaps, tag losses, selections."""
    words = _words(confirm or (), none or ())
    done: dict[str, Any] = {}
    acts = bool(reason or words or sure or convert or put_back)
    with line().entrance.writing() if acts else line().entrance.reading() as means:
        lots = (old_lot, new_lot)
        if reason:
            open_renewal(line().actor, means, *lots, reason, basis)
        done |= _decided(means, lots, words, sure)
        done |= _turned(means, lots, convert=convert, put_back=put_back)
        found = show(line().actor, means, *lots)
    line().tell({**found.json(), **done}, _text(found, done))


def _words(confirm: Sequence[str], none: Sequence[str]) -> dict[str, str | None]:
    """Raises Invalid for what is no pair."""
    words: dict[str, str | None] = dict.fromkeys(none)
    for text in confirm:
        old, equals, new = text.partition("=")
        if not (equals and old.strip() and new.strip()):
            raise Invalid("renewal.pair", value=text)
        words[old.strip()] = new.strip()
    return words


def _decided(means: Means, lots: tuple[str, str], words: Mapping[str, str | None], sure: bool) -> dict[str, Any]:
    told = decide(line().actor, means, *lots, words) if words else 0
    told += confirm_sure(line().actor, means, *lots) if sure else 0
    return {"decided": told} if words or sure else {}


def _turned(means: Means, lots: tuple[str, str], *, convert: bool, put_back: bool) -> dict[str, Any]:
    done: dict[str, Any] = {}
    for asked, word, act in ((put_back, "put_back", put_lines_back), (convert, "converted", convert_lines)):
        if asked:
            turned = act(line().actor, means, *lots)
            done[word] = {"lines": turned.lines, "members": turned.members}
    return done


def _text(found: RenewalSheet, done: Mapping[str, Any]) -> str:
    counts, language = found.content.counts(), line().language
    told = [say("renewal.counts", {**counts, "lines": found.held.lines, "members": found.held.members}, language)]
    for pair in found.json()["pairs"][:SHOWN]:
        new, gap = pair["new"], pair["gap"]
        name = f"{new['supplier']}/{new['reference']}" if new else "–"
        lost = " ".join(f"-{each}" for each in pair["tags_lost"])
        told.append(f"{pair['old']['reference']:<20} {pair['state']:<9} {name:<28} {_percent(gap):>8}  {lost}".rstrip())
    return "\n".join([*told, *(_act(word, value, language) for word, value in done.items())])


def _act(word: str, value: Any, language: str) -> str:
    """What was done with the pairs or with members' lines."""
    return say(f"count.{word}", value if isinstance(value, Mapping) else {"n": value}, language)


def _percent(gap: Mapping[str, Any] | None) -> str:
    return "" if gap is None or gap["percent"] is None else f"{gap['percent']} %"
