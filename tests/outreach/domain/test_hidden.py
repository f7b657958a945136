"""A person's number is found in any spelling, and other numbers are left alone."""

import pytest

from outreach.domain.hidden import HIDDEN, without_any_number, without_numbers

SCOTT = "+17025550142"


@pytest.mark.parametrize(
    "spelled",
    [
        "+17025550142",
        "+1 (702) 555-0142",
        "702.555.0142",
        "702 - 555 - 0142",
        "5550142",
        "001-702-555-0142",
        "٧٠٢٥٥٥٠١٤٢",
    ],
)
def test_every_spelling_of_their_number_is_hidden(spelled: str) -> None:
    told = without_numbers(f"Ring me at {spelled}, please.", [SCOTT])
    assert told == f"Ring me at {HIDDEN}, please."


@pytest.mark.parametrize(
    "words",
    [
        "We spoke on 2026-11-24 at 10:00.",
        "Order 1204-2291 for 5,550 dollars",
        "My colleague is at +44 117 496 0123.",
        "Call me in 4 weeks.",
    ],
)
def test_what_is_not_their_number_stays(words: str) -> None:
    assert without_numbers(words, [SCOTT]) == words


def test_a_day_is_no_number_whatever_hour_stands_behind_it() -> None:
    """What we understood is told with the day that they named."""
    for told in ("contact them by phone, Fri 2027-01-08 at 10:00", "on 2027-01-08 10:30"):
        assert without_any_number(told) == told
    for told in ("call 2027-01-08 55 12 34", "call +1 2027-01-08", "call 702-555-0142"):
        assert without_any_number(told) == f"call {HIDDEN}"


def test_nobody_without_a_number_has_one_hidden() -> None:
    assert without_numbers("702 555 0142", []) == "702 555 0142"
