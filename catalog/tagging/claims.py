"""What a supplier's line says of attributes: from its label columns and from its words, each with quote and column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from catalog.tagging import pitfalls
from catalog.tagging.heard import UNHEARD, is_word, label_heard
from catalog.tagging.licences import find_licences
from catalog.tagging.records import Claim, Source
from catalog.tagging.vocabulary import ClaimWord, Label, Vocabulary
from catalog.tagging.words import plain, quote, tokens

Cell = tuple[str | None, str, str]
"""(attribute or None for a free label column, header, text)."""

_NO = re.compile(
    r"(?:non|no|n|0|0 ?%|0[.,]0+|faux|false|neant|aucune?(?: .*)?|sans|sans objet|so|s/o|n/?a|nc|n\.c\.?|none|nein|kein\w*(?: .*)?|"
    r"non (?:concerne|renseigne|certifie|communique)\w*|pas .*|sans .*|not .*|a (?:verifier|confirmer)|"
    r"(?:demande )?en (?:cours|attente)\b.*|pending|[-–—/.?_ ]*)"
)
_BREAK = re.compile(r"[,;|]")
_FLAT_NO = frozenset({"non", "no", "n", "faux", "false", "nein", "0"})
_YES = re.compile(r"(?:oui|o|yes|y|x|ja|vrai|true|ok|1|✓|✔|☑|●)")


@dataclass(frozen=True, slots=True)
class _Find:
    """A claim, and whether it only tells what the product fits should the line say remanufactured elsewhere."""

    claim: Claim
    fit: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """What all finds of one line share."""

    source: Source | None
    family: str | None
    vocabulary: Vocabulary
    everything: str

    def at(self, column: str | None) -> Source | None:
        return replace(self.source, column=column) if self.source else None

    def means(self, word: ClaimWord) -> bool:
        """A word with a scope counts in its families. Where no family is known, only what speaks for a product does."""
        if not word.families:
            return True
        family = self.family or self.vocabulary.spoken_of(self.everything)
        return word.effect == "claim" if family is None else family in word.families


def claims_of(
    texts: Sequence[tuple[str | None, str | None]],
    cells: Sequence[Cell],
    source: Source | None,
    vocabulary: Vocabulary,
    family: str | None = None,
) -> tuple[Claim, ...]:
    """Every claim of one line, label columns first; the same claim is made once.

    texts: (header, text) of the name and the description. cells: the label and attribute columns. `source`: the
    line's place, to which each claim adds its column. An empty cell, "non" or "en cours" claims nothing.
    """
    everything = " | ".join(plain(text) for _, text in texts if text)
    line = _Line(source, family, vocabulary, everything)
    found = [find for cell in cells for find in _cell_claims(cell, line)]
    found += _bare_numbers(cells, [find.claim for find in found], line)
    found += [find for column, text in texts if text for find in _text_claims(text, column, line)]
    return _settled(found)


def _cell_claims(cell: Cell, line: _Line) -> Iterator[_Find]:
    attribute, column, text = cell
    short = plain(text).strip()
    if _NO.fullmatch(short):
        if _BREAK.search(short):  # "sans phosphate, Écolabel européen" denies the first thing only
            yield from _text_claims(text, column, line, whole=True)
        elif attribute == "remanufactured" and short in _FLAT_NO:
            # The seller alone knows how its cartridge was made and gains nothing by denying it: this counts against.
            # Of other attributes a "non" proves nothing: an ecolabel may be held by the maker without the seller
            # knowing, and suitability for small children is not the seller's to rule.
            yield _Find(Claim(attribute, text.strip(), against=True, source=line.at(column)))
        return
    named = list(_text_claims(text, column, line, whole=True)) or list(_decided(text, column, line))
    yield from named
    if not named and not _only_other_marks(short, line.vocabulary):
        yield from _unnamed(attribute, text.strip(), line.at(column))


def _decided(text: str, column: str | None, line: _Line) -> Iterator[_Find]:
    """A cell that staff decided to mean a label."""
    label = label_heard(text, line.vocabulary)
    if label:
        yield _Find(Claim(label.attribute, text.strip(), label.code, source=line.at(column)))


def _unnamed(attribute: str | None, said: str, source: Source | None) -> Iterator[_Find]:
    """A cell without a known mark: it claims its column's attribute; in a free label column it waits to be understood."""
    if attribute is not None:
        yield _Find(Claim(attribute, said, source=source))
    elif is_word(said) and not _YES.fullmatch(plain(said)):
        yield _Find(Claim(UNHEARD, said, source=source))


def _only_other_marks(short: str, vocabulary: Vocabulary) -> bool:
    """True when a cell names a mark without claiming it for this product ("critères de l'écolabel", "non PEFC")."""
    return not _YES.fullmatch(short) and names_something(short, vocabulary)


def names_something(short: str, vocabulary: Vocabulary) -> bool:
    """Whether a plain text holds words that the vocabulary knows, claimed or not: "label AB", and not "label ADEME"."""
    heard = vocabulary.claim_triggers & tokens(short)
    if not heard:
        return False
    named: tuple[Label | ClaimWord, ...] = (*vocabulary.labels.values(), *vocabulary.claim_words)
    return any(not each.triggers.isdisjoint(heard) and _stands(each, short) for each in named)


def _stands(named: Label | ClaimWord, short: str) -> bool:
    pattern = named.words if isinstance(named, Label) else named.pattern
    return bool(pattern and pattern.search(short))


def _bare_numbers(cells: Sequence[Cell], found: Sequence[Claim], line: _Line) -> Iterator[_Find]:
    """Licence columns beside a label column: the number belongs to the label named there when it has its shape."""
    named = {claim.label for claim in found if claim.label and not claim.number}
    numbered = {claim.label for claim in found if claim.number}
    for attribute, column, text in cells:
        if attribute is None and not _NO.fullmatch(plain(text).strip()):
            for code in sorted(named - numbered):
                label = line.vocabulary.labels[code]
                if label.shape and label.shape.match(text.strip()):
                    yield _Find(Claim(label.attribute, text.strip(), code, text.strip(), source=line.at(column)))


def _text_claims(text: str, column: str | None, line: _Line, whole: bool = False) -> Iterator[_Find]:
    """Claims by label, licence number and words of one text. `whole`: the text is a label cell."""
    folded = plain(text)
    heard = line.vocabulary.claim_triggers & tokens(folded)
    labels = [*_by_licence(text, folded, column, line)]
    if heard:
        labels += _by_label(text, folded, column, line, heard)
        labelled = any(find.claim.attribute == "ecolabelled" for find in labels)
        yield from _by_word(text, folded, column, line, heard, labelled)
    yield from labels


def _by_licence(text: str, folded: str, column: str | None, line: _Line) -> Iterator[_Find]:
    for licence in find_licences(text, line.vocabulary):
        label = line.vocabulary.labels[licence.label]
        before = folded[: licence.start]
        if not _not_held(before, folded[licence.end :]):
            said = quote(text, licence.start, licence.end)
            yield _Find(Claim(label.attribute, said, label.code, licence.number, source=line.at(column)))


def _by_label(text: str, folded: str, column: str | None, line: _Line, heard: frozenset[str]) -> Iterator[_Find]:
    """`heard`: the words of the text that may name anything at all; a label with none of them is not looked for."""
    for label in line.vocabulary.labels.values():
        for match in label.words.finditer(folded) if label.words and not label.triggers.isdisjoint(heard) else ():
            before = folded[: match.start()]
            if not pitfalls.negated(before) and not _not_held(before, folded[match.end() :]):
                said = quote(text, match.start(), match.end())
                yield _Find(Claim(label.attribute, said, label.code, source=line.at(column)))
                break


def _not_held(before: str, after: str) -> bool:
    """True where the words around a mark or its number say that the product does not carry it."""
    meant = pitfalls.only_criteria(before) or pitfalls.only_like(before) or pitfalls.of_wrapping(before)
    return meant or pitfalls.denied(after)


def _by_word(
    text: str, folded: str, column: str | None, line: _Line, heard: frozenset[str], labelled: bool
) -> Iterator[_Find]:
    """Claims by a word that names no label. A named ecolabel says more than the word "écolabel" within it."""
    for word in line.vocabulary.claim_words:
        if word.triggers.isdisjoint(heard) or (labelled and word.attribute == "ecolabelled"):
            continue
        match = word.pattern.search(folded)
        while match and _misleads(word, match, folded, line):
            match = word.pattern.search(folded, match.end())
        if match and line.means(word):
            yield from _said(word, match, text, folded, line.at(column))


def _misleads(word: ClaimWord, match: re.Match[str], folded: str, line: _Line) -> bool:
    """True where the word does not say of this product what it seems to say."""
    before, after = folded[: match.start()], folded[match.end() :]
    if pitfalls.negated(before) or pitfalls.only_criteria(before) or pitfalls.denied(after):
        return True
    if word.attribute == "ecolabelled":
        return pitfalls.only_like(before) or _within_a_label(match, folded, line.vocabulary)
    if word.attribute == "early_childhood":
        return pitfalls.nativity(after)
    if word.attribute == "refillable":
        return pitfalls.of_power(folded) or line.family == "ENERGY_LIGHT"
    if word.attribute == "recycled_content":
        return pitfalls.of_packaging(before, line.family in line.vocabulary.poured)
    return word.effect == "claim" and pitfalls.of_another(before)


def _within_a_label(match: re.Match[str], folded: str, vocabulary: Vocabulary) -> bool:
    """ "écolabel" in "sans EU Ecolabel": what is said of the label's own name has been weighed there."""
    names = (label.words for label in vocabulary.labels.values() if label.words and label.attribute == "ecolabelled")
    places = (found.span() for words in names for found in words.finditer(folded))
    return any(start <= match.start() and match.end() <= end for start, end in places)


def _said(word: ClaimWord, match: re.Match[str], text: str, folded: str, source: Source | None) -> Iterator[_Find]:
    if word.effect == "nothing":
        return
    said = quote(text, match.start(), match.end())
    against = word.effect != "claim"
    yield _Find(Claim(word.attribute, said, against=against, source=source), word.effect == "against_unless_claimed")
    if not against and word.attribute == "remanufactured" and pitfalls.partly_new(folded):
        yield _Find(Claim(word.attribute, said, against=True, source=source))


def _settled(found: Sequence[_Find]) -> tuple[Claim, ...]:
    """One claim of a kind, numbers before bare names, and "compatible" only where nothing says remanufactured.

    "Toner remanufacturé compatible HP 26A": next to the claim, "compatible" tells which printer it fits.
    """
    claimed = {find.claim.attribute for find in found if not find.claim.against}
    numbered = {(find.claim.attribute, find.claim.label) for find in found if find.claim.label and find.claim.number}
    numbers = {find.claim.number for find in found}
    kept: dict[tuple[str, str | None, str | None, bool, str], Claim] = {}
    for find in found:
        claim = find.claim
        bare = claim.label and not claim.number and (claim.attribute, claim.label) in numbered
        waits = claim.quote if claim.attribute == UNHEARD else ""
        if not bare and waits not in numbers and not (find.fit and claim.attribute in claimed):
            kept.setdefault((claim.attribute, claim.label, claim.number, claim.against, waits), claim)
    return tuple(kept.values())
