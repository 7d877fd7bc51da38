"""A reference as a person types it is found as the import stored it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from catalog.queries.references import normalised
from imports.cleaning.texts import plain


@given(st.text(max_size=30))
def test_the_same_as_the_import_writes_it(text: str) -> None:
    assert normalised(text) == plain(text)


def test_what_changes_and_what_stays() -> None:
    assert normalised("  AB\u00a0 12\u200b/e\u0301-x ") == "AB 12/é-x"
    assert normalised("ab-12") != normalised("AB-12")
