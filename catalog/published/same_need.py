"""Whether another product can serve the same need, as far as two names tell: shared words, and for cartridges one model.

A proposal, never a decision: a family holds floor cleaners and glass cleaners, and a cartridge fits one printer.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from catalog.facets.analysis import terms_of

NEAR = 0.5
"""From which part of the nearest name's weight another counts as near."""
SILENT = frozenset(terms_of("sans parfum avec pour prêt à l’emploi et de la le les des du en neuf noir blanc"))
"""Words that say nothing of the use."""
_MODEL = re.compile(r"(?<![^\W_])(?=[^\W_]*\d)(?=[^\W_]*[a-z])[a-z0-9]{4,}(?![^\W_])")
_MEASURE = re.compile(r"\d+(?:ml|cl|dl|l|kg|mg|g|mm|cm|km|m|m2|m3|gsm|dpi|pages?|x\d+)")


def models_of(name: str) -> frozenset[str]:
    """Words of letters and digits that name a model ("TN310K"), lower case; sizes are none."""
    found = _MODEL.findall(name.casefold())
    return frozenset(word for word in found if not _MEASURE.fullmatch(word))


def near_ones(asked: str, names: Sequence[str]) -> list[bool]:
    """For each name whether it is near: it shares words, and rare ones as much as the nearest does at least by half."""
    wanted, others = _words(asked), [_words(name) for name in names]
    counts = Counter(word for each in others for word in each)
    weights = [sum(math.log(1 + len(others) / counts[word]) for word in wanted & each) for each in others]
    most = max(weights, default=0.0)
    return [most > 0 and weight >= most * NEAR for weight in weights]


def _words(name: str) -> frozenset[str]:
    """Of what stands before the pack: its words without numbers."""
    words = frozenset(terms_of(name.partition(",")[0])) - SILENT
    return frozenset(word for word in words if not any(sign.isdigit() for sign in word))
