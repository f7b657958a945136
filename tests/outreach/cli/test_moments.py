"""A day or a moment that somebody typed wrongly is refused in our words, not in a library's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from outreach.cli.moments import day, day_or_hour
from tests.outreach.cli.conftest import Shell


@pytest.mark.parametrize(
    "command",
    [
        "packs check --on",
        "registry import copy.csv --country US --on",
        "what-if --since",
        "replay --since",
        "blocked --since",
    ],
)
def test_what_is_no_day_is_named(house: Shell, command: str) -> None:
    said = house(*command.split(), "2026-13-01")
    assert said.code == 2
    assert "`2026-13-01` is no day such as 2026-11-24" in said.err
    assert "Value error" not in said.err


def test_what_is_no_hour_is_named(house: Shell) -> None:
    given = ("--channel", "sms", "--proof", "a form", "--given-at", "noon")
    said = house("consent", "add", "Scott Reyes", *given)
    assert (said.code, "`noon` is no day or hour such as" in said.err) == (2, True)


def test_a_day_begins_at_midnight_and_an_hour_may_name_its_zone() -> None:
    assert day(" 2026-11-24 ") == datetime(2026, 11, 24)  # noqa: DTZ001
    assert day_or_hour("2026-11-24T09:30") == datetime(2026, 11, 24, 9, 30)  # noqa: DTZ001
    assert day_or_hour("2026-11-24T09:30Z") == datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
