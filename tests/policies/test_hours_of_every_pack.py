"""Each pack's hours, minute by minute: gaps at midday, several windows, day ranges, its own clock.

What is compared is the judging of an attempt with nothing but the hours as they stand in the file.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from outreach.bootstrap.holidays import holiday_name
from outreach.bootstrap.rulebook import load_rulebook
from policies.channel import Channel, Kind, Purpose
from policies.decide import findings_at
from policies.facts import Facts, Point, Proposed, Someone

FOLDER = Path(__file__).parents[2] / "policies" / "packs"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONDAYS = (date(2026, 12, 7), date(2027, 3, 8), date(2027, 6, 28))
"""Weeks with a holiday in some places, a change of the clocks in others, and neither."""
CODES = sorted(
    path.stem for path in FOLDER.glob("*.toml") if 'kind = "contact_hours"' in path.read_text()
)


@dataclass(frozen=True)
class Hours:
    """One entry of hours as its file writes it."""

    row: dict[str, Any]

    def open_at(self, here: datetime, zone: ZoneInfo) -> bool:
        """Read the file anew: is this entry open at that moment by that clock?"""
        clocks = [zone, *([ZoneInfo(self.row["clock"])] if "clock" in self.row else [])]
        return all(self._open(here.astimezone(one)) for one in clocks)

    def _open(self, wall: datetime) -> bool:
        day, minute = wall.date(), wall.hour * 60 + wall.minute
        if self._holiday(day):
            return False
        if not _inside(self.row["hours"], day, minute):
            return False
        eve = self.row.get("eve_of_holiday")
        if eve and self._holiday(day + timedelta(days=1)):
            return any(_minute(each["open"]) <= minute < _minute(each["close"]) for each in eve)
        return True

    def _holiday(self, day: date) -> bool:
        return any(holiday_name(code, day) for code in self.row.get("holidays", ()))


def _inside(hours: list[dict[str, str]], day: date, minute: int) -> bool:
    return any(
        day.weekday() in _days(each["days"])
        and _minute(each["open"]) <= minute < _minute(each["close"])
        for each in hours
    )


def _days(said: str) -> set[int]:
    first, _, last = said.partition("-")
    start, length = WEEKDAYS.index(first), 0
    if last:
        length = (WEEKDAYS.index(last) - start) % 7
    return {(start + step) % 7 for step in range(length + 1)}


def _minute(said: str) -> int:
    hours, minutes = said.split(":")
    return int(hours) * 60 + int(minutes)


@cache
def _hours(code: str) -> tuple[Hours, ...]:
    entries = tomllib.loads((FOLDER / f"{code}.toml").read_text())["entry"]
    return tuple(Hours(each) for each in entries if each["kind"] == "contact_hours")


def _zone(code: str) -> ZoneInfo:
    atlas = load_rulebook().atlas
    names = atlas.region_zones(code.upper()) if "-" in code else atlas.country_zones(code.upper())
    return ZoneInfo(names[0] if names else "Europe/London")


def _facts(code: str, zone: ZoneInfo, channel: Channel) -> Facts:
    country = "GB" if code == "house" else code[:2].upper()
    person = Someone("Ana", country, zone=zone.key, kind=Kind.CONSUMER)
    if "-" in code:
        person = Someone("Ana", country, code.upper(), zone.key, kind=Kind.CONSUMER)
    # a service contact: nothing but hours, days and the person's own words is judged
    attempt = Proposed(channel, Purpose.SERVICE, "Ana", automated=False)
    return Facts(attempt, person, (Point(channel, ""),))


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.SMS])
def test_hours_are_judged_as_they_stand_in_the_file(code: str, channel: Channel) -> None:
    rulebook, zone = load_rulebook((code,)), _zone(code)
    counting = [
        one
        for one in _hours(code)
        if channel in one.row["channels"]
        and "purposes" not in one.row
        and set(one.row.get("applies_to", ["consumer"])) != {"business"}
    ]
    facts = _facts(code, zone, channel)
    wrong = []
    for monday in MONDAYS:
        start = datetime(monday.year, monday.month, monday.day, tzinfo=zone)
        for step in range(0, 8 * 24 * 60, 30):
            for minute in (step - 1, step):
                at = start.astimezone(ZoneInfo("UTC")) + timedelta(minutes=minute)
                in_force = [one for one in counting if _counts(one, at.astimezone(zone).date())]
                expected = all(one.open_at(at, zone) for one in in_force)
                found = {each.rule for each in findings_at(facts, at, rulebook)}
                if code == "house":
                    found.discard("forbidden-days")
                if expected != (not found & {"contact-hours", "forbidden-days"}):
                    wrong.append((at, expected, found))
    assert wrong == []


def _counts(one: Hours, day: date) -> bool:
    start = one.row.get("in_force_from")
    end = one.row.get("in_force_until")
    return (start is None or start <= day) and (end is None or day < end)
