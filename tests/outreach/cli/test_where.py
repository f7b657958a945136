"""Whoever asks sees where somebody may be, by what sources, and whose law counts."""

from __future__ import annotations

from tests.outreach.cli.conftest import Shell

AT = "2026-11-24T06:30:00-08:00"


def test_address_and_prefix_are_named_with_the_time_there(house: Shell) -> None:
    shown = house("where", "Scott Reyes", "--at", AT).out
    assert "region on file: US-NV: America/Los_Angeles" in shown
    assert "the number's prefix: US-NV: America/Los_Angeles" in shown
    assert "so it is Tue 06:30 in America/Los_Angeles" in shown
    assert "rules of: US, US-NV" in shown


def test_what_they_said_counts_until_it_ends_and_the_prefix_beside_it(house: Shell) -> None:
    house("hear", "Scott Reyes", "I'm in Sydney until Friday.")
    before = house("where", "Scott Reyes", "--json").json
    said = [one for one in before[0]["reasons"] if one["source"].startswith("they said")]
    assert said[0]["counts"]
    assert "Australia/Sydney" in before[1]["times"]
    assert "America/Los_Angeles" in before[1]["times"]
    later = house("where", "Scott Reyes", "--at", "2027-06-01T09:00:00Z").out
    assert "over (does not count now)" in later


def test_a_moment_without_its_offset_is_refused(house: Shell) -> None:
    refused = house("where", "Scott Reyes", "--at", "2026-11-24T06:30:00")
    assert (refused.code, "offset" in refused.err) == (2, True)
