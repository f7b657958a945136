"""The page of the first quarter of an hour says what really happens."""

from __future__ import annotations

import difflib

import pytest

from tests.architecture.source import ROOT
from tests.stories.first_quarter_hour import COMMAND, PAGE, transcript


@pytest.mark.needs("dovecot")
@pytest.mark.long
@pytest.mark.timeout(900)
def test_the_first_quarter_of_an_hour_is_as_it_is_written() -> None:
    written = (ROOT / PAGE).read_text(encoding="utf-8")
    lived = transcript()
    changed = difflib.unified_diff(written.splitlines(), lived.splitlines(), lineterm="", n=1)
    assert written == lived, f"run `{COMMAND}` and read the difference\n" + "\n".join(changed)
