"""Public holidays, the library's and those it lacks."""

from __future__ import annotations

from datetime import date

import pytest

from outreach.bootstrap.holidays import UnknownCalendarError, holiday_name


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("US", date(2026, 11, 26), "Thanksgiving Day"),
        ("US-NV", date(2026, 10, 30), "Nevada Day"),
        ("US-NV", date(2026, 11, 26), "Thanksgiving Day"),
        ("US", date(2026, 10, 30), None),
        ("FR", date(2026, 7, 14), "National Day"),
        ("JP", date(2027, 1, 1), "New Year's Day"),
        ("ZA", date(2026, 11, 4), "Local Government Elections"),
    ],
)
def test_a_place_has_its_country_holidays_and_its_own(
    code: str, day: date, name: str | None
) -> None:
    assert holiday_name(code, day) == name


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("US-RI", date(2026, 5, 4), "Rhode Island Independence Day"),
        ("US-RI", date(2026, 11, 3), "Election Day"),
        ("US-RI", date(2025, 11, 4), None),
        ("US-PA", date(2026, 6, 14), "Flag Day"),
        ("US-AL", date(2026, 12, 1), "Rosa Parks Day"),
    ],
)
def test_what_the_library_lacks_is_added(code: str, day: date, name: str | None) -> None:
    assert holiday_name(code, day) == name


def test_a_holiday_moved_to_a_weekday_is_a_holiday() -> None:
    assert holiday_name("US", date(2026, 7, 3)) is not None
    assert holiday_name("US", date(2021, 12, 31)) is not None


def test_a_subdivision_without_a_calendar_has_its_country_holidays() -> None:
    assert holiday_name("US-XX", date(2026, 12, 25)) == "Christmas Day"


def test_a_union_has_no_holidays_of_its_own() -> None:
    assert holiday_name("EU", date(2026, 12, 25)) is None


def test_a_country_that_nobody_has_a_calendar_for_is_an_error_and_not_an_open_day() -> None:
    with pytest.raises(UnknownCalendarError, match="no public holidays are known for `XX`"):
        holiday_name("XX", date(2026, 12, 25))
