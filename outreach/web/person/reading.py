"""From the posted form to what somebody chose; what was not asked stays as it stands."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from starlette.exceptions import HTTPException

from outreach.bootstrap.zones import zone
from outreach.domain.choices import ALL_DAY, Choices, Hours, Week, Wish
from outreach.web.forms import Form
from policies.channel import Channel
from policies.statement import DAY_MINUTES, AtMost

OFTEN = {
    "weekly": AtMost(1, 7),
    "monthly": AtMost(1, 30),
    "quarterly": AtMost(1, 90),
}
ANY = "any"
"""No limit, or no channel before another."""
AS_NOW = "as-now"
ALL = "all"
"""The hours of all days at once."""
_LAST_MINUTE = DAY_MINUTES - 1
"""A browser's clock ends at 23:59, which then means the end of the day."""


class UnclearFormError(ValueError):
    """What somebody filled in cannot be gone by; `note` names the sentence that tells them."""

    def __init__(self, note: str) -> None:
        super().__init__(note)
        self.note = note


class Pausing(StrEnum):
    """What may be chosen for a pause."""

    NONE = "none"
    ONE_MONTH = "one-month"
    THREE_MONTHS = "three-months"
    UNTIL = "until"


def wanted(form: Form, now: Choices, today: date, topics: tuple[str, ...]) -> Choices:
    """Return what the form asks for; raise 400 for what no form of ours can ask.

    Raises `UnclearFormError` where hours end before they begin, or a time zone is none.
    """
    return replace(
        now,
        ways={one: form.choice(f"way.{one}", Wish, now.ways[one]) for one in Channel},
        first=_first(form, now),
        week=_week(form, now.week) if form.has("week") else now.week,
        limit=_often(form, now),
        refused_topics=_topics(form, now, topics) if form.has("topics") else now.refused_topics,
        paused_until=_pause(form, now, today),
        zone=_zone(form) or now.zone,
    )


def moment_of(form: Form, here: ZoneInfo) -> datetime | None:
    """Return the day and hour that they picked on this clock; None where one is missing."""
    day, minute = form.day("day"), _minute(form.text("hour"), None)
    if day is None or minute is None:
        return None
    hour, past = divmod(min(minute, _LAST_MINUTE), 60)
    return datetime(day.year, day.month, day.day, hour, past, tzinfo=here)


def _first(form: Form, now: Choices) -> Channel | None:
    given = form.text("first")
    if not given or given == ANY:
        return now.first
    return form.choice("first", Channel)


def common(week: Week) -> Hours | None:
    """Return the hours that all open days have in common, or None where they differ."""
    found = {hours for hours in week if hours is not None}
    return found.pop() if len(found) == 1 else None


def _week(form: Form, now: Week) -> Week:
    """Return the week; what was changed counts, and a day's own hours before those of all days."""
    shown = common(now) or ALL_DAY
    given = _hours(form, ALL, shown)
    start = given.start if given.start != shown.start else None
    end = given.end if given.end != shown.end else None
    found: list[Hours | None] = []
    for number in range(7):
        if not form.has(f"day.{number}"):
            found.append(None)
            continue
        was = now[number] or shown
        own = _hours(form, number, was)
        found.append(
            _open(
                own.start if start is None or own.start != was.start else start,
                own.end if end is None or own.end != was.end else end,
            )
        )
    return tuple(found)


def _hours(form: Form, which: int | str, otherwise: Hours) -> Hours:
    """Return the hours of a day or of all; one that was emptied has no bound."""
    start, end = otherwise.start, otherwise.end
    if form.has(f"from.{which}"):
        start = _minute(form.text(f"from.{which}"), 0) or 0
    if form.has(f"to.{which}"):
        given = _minute(form.text(f"to.{which}"), DAY_MINUTES)
        end = DAY_MINUTES if given in (0, None, _LAST_MINUTE) else given
    return Hours(start, end)


def _open(start: int, end: int) -> Hours:
    if start >= end:
        raise UnclearFormError("hours")
    return Hours(start, end)


def _minute(given: str, otherwise: int | None) -> int | None:
    if not given:
        return otherwise
    hours, _, minutes = given[:5].partition(":")
    if not (hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60):
        raise HTTPException(400)
    return int(hours) * 60 + int(minutes)


def _often(form: Form, now: Choices) -> AtMost | None:
    given = form.text("often")
    if not given or given == AS_NOW:
        return now.limit
    if given != ANY and given not in OFTEN:
        raise HTTPException(400)
    return OFTEN.get(given)


def _topics(form: Form, now: Choices, topics: tuple[str, ...]) -> frozenset[str]:
    known = {topic.casefold() for topic in topics}
    ticked = {topic.casefold() for topic in form.many("topic")}
    return frozenset(known - ticked) | (now.refused_topics - known)


def _pause(form: Form, now: Choices, today: date) -> date | None:
    if not form.text("pause"):
        return now.paused_until
    until = form.day("until")
    picked = until if until and until > today and until != now.paused_until else None
    match form.choice("pause", Pausing):
        case Pausing.NONE:
            return picked  # a day that somebody picked is meant, whatever is ticked beside it
        case Pausing.ONE_MONTH:
            return _months_on(today, 1)
        case Pausing.THREE_MONTHS:
            return _months_on(today, 3)
        case Pausing.UNTIL:
            return picked or now.paused_until


def _months_on(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def _zone(form: Form) -> str:
    given = form.text("zone", 60)
    if given and zone(given) is None:
        raise UnclearFormError("zone")
    return given
