"""What we understood, told back in plain words: short enough to be checked at a glance."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

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
    When,
    WrongPerson,
)

MANY = {Channel.EMAIL: "emails", Channel.SMS: "texts", Channel.PHONE: "calls"}
ONE = {Channel.EMAIL: "email", Channel.SMS: "text", Channel.PHONE: "phone"}
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def told(meaning: Meaning) -> str:  # noqa: C901  one case a meaning
    """Return what a meaning says, as a clause without a full stop."""
    match meaning:
        case Refuse(channel, topic, organisation):
            return _refusal(channel, topic, organisation)
        case Avoid(channel):
            return f"not by {ONE[channel]}, if it can be helped"
        case Quiet():
            return f"never {_hours(meaning)}"
        case Pause(until):
            return f"nothing until {when(until)}"
        case AtMost(count, days):
            return f"at most {count} in {days} days"
        case NotInterested():
            return "not interested"
        case WrongPerson():
            return "the wrong person"
        case OnlyThrough(who):
            return f"only through {who}"
        case Resume(channel):
            return f"contact is welcome again{f' by {ONE[channel]}' if channel else ''}"
        case Consent(channel, purpose):
            return f"agrees to {purpose} by {ONE[channel]}"
        case Callback(at, channel):
            return f"contact them by {ONE[channel]}, {when(at)}"
        case Prefer(channel, scope):
            matter = " for this matter" if scope is Scope.MATTER else ""
            return f"would rather hear by {ONE[channel]}{matter}"
        case Place(zone, until):
            return f"is in {zone}{f' until {until.isoformat()}' if until else ''}"
        case Language(code):
            return f"write in `{code}`"
        case Request(what, channel):
            return f"asks for {what}{f' by {ONE[channel]}' if channel else ''}"
        case Unclear(acted_as, why):
            bound = (
                f"taken as “{told(acted_as)}” until somebody looks" if acted_as else "nobody knows"
            )
            return f"unclear ({why}): {bound}"
        case _:
            assert_never(meaning)


def _refusal(channel: Channel | None, topic: str | None, organisation: bool) -> str:
    what = f"no {MANY[channel]}" if channel else "no contact at all"
    about = f" about {topic}" if topic else ""
    return f"{what}{about}{' for anybody in their organisation' if organisation else ''}"


def when(at: When) -> str:
    """Return a moment as it was said: a day on their clock, with the hour where they named one."""
    if isinstance(at, datetime):
        return f"{at:%Y-%m-%d %H:%M %Z}".strip()
    if at.minute is None:
        return f"{at.day:%a} {at.day.isoformat()}"
    return f"{at.day:%a} {at.day.isoformat()} at {_clock(at.minute)}"


def _hours(quiet: Quiet) -> str:
    days = "" if quiet.days == EVERY_DAY else f" on {' '.join(_DAYS[day] for day in quiet.days)}"
    if quiet.start == quiet.end:
        return f"all day{days}"
    return f"between {_clock(quiet.start)} and {_clock(quiet.end)}{days}"


def _clock(minute: int) -> str:
    return f"{minute % DAY_MINUTES // 60:02}:{minute % 60:02}" if minute < DAY_MINUTES else "24:00"
