"""Which texts of a long column claim nothing, told at once: the claims of a line are worked out only for the others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from catalog.tagging.licences import like_european
from catalog.tagging.vocabulary import Vocabulary
from catalog.tagging.words import composed, plain

BETWEEN = "\x00"
NOTHING = r"[^\s\S]"
Flags = npt.NDArray[np.bool_]


def speaking(texts: Sequence[str], vocabulary: Vocabulary) -> Flags:
    """False for a text that holds none of the words that claim something, and nothing like a licence number."""
    if not texts:
        return np.zeros(0, bool)
    folded = pa.array(plain(BETWEEN.join(text.replace(BETWEEN, " ") for text in texts)).split(BETWEEN), pa.string())
    said: Flags = pc.match_substring_regex(folded, vocabulary.claim_shapes or NOTHING).to_numpy(zero_copy_only=False)
    numbered: Flags = pc.match_substring_regex(folded, r"\d|/").to_numpy(zero_copy_only=False)
    for place in np.flatnonzero(numbered & ~said).tolist():
        said[place] = _numbered(texts[place], vocabulary)
    return said


def _numbered(text: str, vocabulary: Vocabulary) -> bool:
    whole = composed(text)
    hint = vocabulary.shape_hint
    return bool(hint and hint.search(whole.upper())) or like_european(whole)
