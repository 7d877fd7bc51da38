"""What the directives 67/548 and 1999/45 printed until 2015: R and S phrases, and symbols such as Xi and Xn."""

from __future__ import annotations

import re
from collections.abc import Iterator

from imports.documents.record import Found
from imports.documents.stream import Body

SECTIONS = (2, 3, 15, 16)
_RISK = re.compile(r"(?:(?<![A-Za-z0-9])|(?<=R\d\d))(R ?\d{1,2}(?: ?[/-] ?\d{1,2}){0,4})(?=$|[^\w/°-]|R\d)")
_SAFETY = re.compile(r"(?:(?<![A-Za-z0-9])|(?<=S\d\d))(S ?\d{1,2}(?: ?[/-] ?\d{1,2}){0,4})(?=$|[^\w/°-]|S\d)")
_LAST = {"R": 68, "S": 64}
_SYMBOL = re.compile(r"(?<![\w.])(Xi|Xn|T\+|F\+)(?![\w+])|(?<![\w.])([CNTFEO])(?= ?[;,:] ?R ?\d)")
_SPEAKS_OF_THEM = re.compile(
    r"phrases?[\s-]*(?:de risque\s*)?R\b|R[\s-]?(?:phrases?|s[äa]tze)|risk phrases?|phrases? de risque|67/548|1999/45|\bDSD\b|\bDPD\b"
    r"|S[\s-]?(?:phrases?|s[äa]tze)|safety phrases?|phrases?[\s-]*S\b|\bXi\b|\bXn\b",
    re.IGNORECASE,
)


_TOLD_BY_ITSELF = re.compile(
    r"(?<![A-Za-z0-9])(?:R ?[1-6]?\d(?: ?/ ?[1-6]?\d)+(?![\w/])"
    r"|(?:[CNTFEO]|T\+|F\+) ?[;,:] ?R ?[1-6]?\d(?!\d)"
    r"|R ?[1-6]?\d ?[:.–-]? ?(?:provoque|irrit|nocif|tr[èe]s |toxi|peut |possib|risque|inflam|facilement|extr[êe]m|dange|"
    r"l.exposition|causes|harmful|may |very |highly|flamm|repeated|verursacht|reizt|gesundheits|giftig|kann )"
    r")", re.IGNORECASE,
)  # fmt: skip
"""A phrase in such company is one, though no other word speaks of the old directives; "R22" alone cools a fridge."""


def outdated_of(body: Body) -> tuple[Found, ...]:
    """Every R phrase and symbol, and S phrases where the sheet speaks of the old directives; each once a line."""
    old = any(_SPEAKS_OF_THEM.search(stream.text) for stream in body.in_file.values()) or any(
        _TOLD_BY_ITSELF.search(body.in_file[section].text) for section in (2, 3) if section in body.in_file
    )
    found: dict[tuple[int, str], Found] = {}
    for section in SECTIONS:
        for index, value in _in_section(body, section, old):
            line = body.lines[index]
            found.setdefault((index, value), Found(value, line.page, line.line, section))
    return tuple(each for _, each in sorted(found.items(), key=lambda pair: pair[0][0]))


def _in_section(body: Body, section: int, old: bool) -> Iterator[tuple[int, str]]:
    stream = body.in_file.get(section)
    if stream is None or not old:
        return
    for shape in (_RISK, _SAFETY):
        for match in shape.finditer(stream.text):
            phrase = match.group(1).replace(" ", "").replace("-", "/")
            if _exists(phrase):
                yield stream.line(match.start()), phrase
    for match in _SYMBOL.finditer(stream.text):
        yield stream.line(match.start()), match.group(1) or match.group(2)


def _exists(phrase: str) -> bool:
    return all(1 <= int(number) <= _LAST[phrase[0]] for number in phrase[1:].split("/"))
