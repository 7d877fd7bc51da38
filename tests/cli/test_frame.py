"""What a person reads on the command line is what was written: a code is never taken for a picture or for markup."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.cli.frame import Line
from catalog.settings import settings_from


@pytest.mark.parametrize("text", ["early_childhood:label:d2edf721", "Savon [bold] 5 L", ":warning: 12 %"])
def test_text_is_printed_as_it_is(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = Line(settings_from({"TAMIS_HOME": str(tmp_path)}), as_json=False)
    own.tell({}, text)
    assert capsys.readouterr().out == f"{text}\n"
