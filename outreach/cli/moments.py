"""A moment that somebody typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from outreach.clock import aware
from outreach.errors import InputError
from policies.english import ENGLISH


def moment(typed: str) -> datetime:
    """Return the moment (ISO 8601 with its offset); raise `InputError` for anything else."""
    try:
        return aware(datetime.fromisoformat(typed))
    except ValueError as error:
        msg = f"`{typed}` is no moment such as 2026-11-24T06:30:00-08:00"
        raise InputError(msg) from error


def day_or_moment(typed: str, zone: ZoneInfo) -> datetime:
    """Return the start of a day (`2026-12-01`) on our own clock, or a moment with its offset."""
    try:
        return datetime.combine(date.fromisoformat(typed.strip()), time(), zone)
    except ValueError:
        return moment(typed)


def day(typed: str) -> datetime:
    """Return the start of a day, as an option takes it: without a zone; the house's is meant."""
    try:
        return datetime.combine(date.fromisoformat(typed.strip()), time())
    except ValueError as error:
        msg = f"`{typed}` is no day such as 2026-11-24"
        raise InputError(msg) from error


def day_or_hour(typed: str) -> datetime:
    """Return a day or a moment of it, as an option takes it; without a zone our own is meant."""
    try:
        return datetime.fromisoformat(typed.strip())
    except ValueError as error:
        msg = f"`{typed}` is no day or hour such as 2026-11-24 or 2026-11-24T09:30"
        raise InputError(msg) from error


def due(at: datetime, zones: Sequence[ZoneInfo], own: ZoneInfo, *, named_hour: bool = True) -> str:
    """Return when something is due, and on whose clock: theirs, or ours where theirs is unknown.

    `named_hour`: they named an hour, and not a day alone.
    """
    zone = zones[0] if zones else own
    whose = "our time" if not zones else "their time" if len(zones) == 1 else ENGLISH.clock(zone)
    local = at.astimezone(zone)
    return f"{local:%a %d %b %Y} {local:%H:%M} {whose}" if named_hour else f"{local:%a %d %b %Y}"
