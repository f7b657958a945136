"""Meanings, days and hours in the person's own language, as plain text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from outreach.domain.choices import NO_LIMIT
from outreach.web.words import Words
from policies.channel import Channel
from policies.statement import (
    DAY_MINUTES,
    EVERY_DAY,
    AtMost,
    Avoid,
    Callback,
    Consent,
    Language,
    Meaning,
    NotInterested,
    OnlyThrough,
    Pause,
    Place,
    Prefer,
    Quiet,
    Refuse,
    Request,
    Resume,
    Scope,
    Unclear,
    WallTime,
    When,
    WrongPerson,
)


def told(t: Words, meaning: Meaning, zone: ZoneInfo) -> str:  # noqa: C901  one case a meaning
    """Return what a meaning says to the person themselves, as a clause without a full stop."""
    match meaning:
        case Refuse(channel, topic, organisation):
            return _refusal(t, channel, topic, organisation=organisation)
        case Avoid(channel):
            return t.plain(f"meaning.avoid.{channel}")
        case Quiet():
            return _quiet(t, meaning)
        case Pause(until):
            return t.plain("meaning.pause", when=when(t, until, zone))
        case AtMost():
            return limit(t, meaning)
        case NotInterested():
            return t.plain("meaning.not-interested")
        case WrongPerson():
            return t.plain("meaning.wrong-person")
        case OnlyThrough(who):
            return t.plain("meaning.through", who=who)
        case Resume(channel):
            return t.plain(f"meaning.resume.{channel or 'all'}")
        case Consent(channel):
            return t.plain(f"meaning.consent.{channel}")
        case Callback(at, channel):
            return t.plain(f"meaning.callback.{channel}", when=when(t, at, zone))
        case Prefer(channel, scope):
            which = "matter" if scope is Scope.MATTER else "prefer"
            return t.plain(f"meaning.{which}.{channel}")
        case Place(where):
            return t.plain("meaning.place", zone=where)
        case Language(code):
            return t.plain("meaning.language", code=code)
        case Request(what):
            return t.plain("meaning.request", what=what)
        case Unclear(acted_as):
            return told(t, acted_as, zone) if acted_as else t.plain("meaning.unclear")
        case _:
            assert_never(meaning)


def _refusal(t: Words, channel: Channel | None, topic: str | None, *, organisation: bool) -> str:
    if topic:
        return t.plain("meaning.refuse.topic", topic=topic)
    if organisation:
        return t.plain("meaning.refuse.organisation")
    return t.plain(f"meaning.refuse.{channel or 'all'}")


def _quiet(t: Words, quiet: Quiet) -> str:
    if not quiet.days:
        return t.plain("meaning.quiet.none")
    days = t.plain("meaning.quiet.every-day") if quiet.days == EVERY_DAY else _days(t, quiet.days)
    if quiet.start == quiet.end:
        return t.plain("meaning.quiet.all-day", days=days)
    if quiet.start == 0:
        return t.plain("meaning.quiet.before", days=days, end=clock(quiet.end))
    if quiet.end == DAY_MINUTES:
        return t.plain("meaning.quiet.after", days=days, start=clock(quiet.start))
    return t.plain(
        "meaning.quiet.between", days=days, start=clock(quiet.start), end=clock(quiet.end)
    )


def _days(t: Words, days: Iterable[int]) -> str:
    """Return weekdays as a list, three in a row and more as a stretch: `Mon–Fri`."""
    rows: list[list[int]] = []
    for day in days:
        if rows and rows[-1][-1] == day - 1:
            rows[-1].append(day)
        else:
            rows.append([day])
    parts: list[str] = []
    for row in rows:
        names = [t.plain(f"short.{day}") for day in row]
        parts += [f"{names[0]}–{names[-1]}"] if len(row) > 2 else names
    return ", ".join(parts)


def limit(t: Words, meaning: AtMost) -> str:
    """Return how often is enough."""
    if meaning == NO_LIMIT:
        return t.plain("meaning.limit.none")
    return t.plain("meaning.limit.at-most", count=meaning.count, days=meaning.days)


def when(t: Words, at: When, zone: ZoneInfo) -> str:
    """Return a day, with the hour where there is one, on the person's clock."""
    if isinstance(at, WallTime):
        shown = day(t, at.day)
        return shown if at.minute is None else t.plain("at.hour", day=shown, hour=clock(at.minute))
    return moment(t, at, zone)


def moment(t: Words, at: datetime, zone: ZoneInfo) -> str:
    """Return an instant as this clock shows it."""
    here = at.astimezone(zone)
    return t.plain("at.hour", day=day(t, here.date()), hour=f"{here:%H:%M}")


def day(t: Words, given: date) -> str:
    """Return a day: `24 December 2026`."""
    return t.plain("at.day", day=given.day, month=t.plain(f"month.{given.month}"), year=given.year)


def clock(minute: int) -> str:
    """Return a minute of the day as a clock shows it; the day's end is 24:00."""
    return f"{minute // 60:02}:{minute % 60:02}"
