"""What one of us noted is nobody's own words, wherever it is shown."""

from __future__ import annotations

import pytest

from tests.outreach.cli.conftest import Shell

NOTE = "she asked for no calls, please call her on 18 December instead"


@pytest.fixture
def noted(house: Shell) -> Shell:
    house("hear", "Scott Reyes", NOTE, "--via", "rep")
    return house


def test_a_note_is_told_as_a_note(noted: Shell) -> None:
    told = noted("may", "Scott Reyes", "phone").out
    judged = noted("may", "Scott Reyes", "phone", "--json").json
    assert (NOTE in told, f"“{NOTE}”" in told) == (True, False)
    assert judged["quotes"] == []
    assert judged["noted"] == [f"noted by a rep: {NOTE}"]
