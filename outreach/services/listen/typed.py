"""A time to call back as a rep types it: on the person's own clock, in digits or in plain words."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from outreach.errors import InputError
from outreach.listening.reading import Heard, ReaderContext
from outreach.services.listen.ears import Ears
from outreach.store import people
from policies.statement import DAY_MINUTES, Callback, Via, WallTime, When
from policies.windows import instant

_AS_THEY_WOULD_SAY, _TODAY = "Call me back {}.", "Call me back today at {}."


def when_typed(ears: Ears, person_id: str, typed: str) -> When:
    """Return the time meant: `Fri 10:00`, `tomorrow 14:30`, `2026-12-01T10:00`, `in four weeks`.

    Without an offset it is on their clock. Raises `InputError` for what is no time, or is over.
    """
    now = ears.clock.now()
    zones = ears.store.read(lambda conn: ears.zones(people.get(conn, person_id)))
    found = _in_digits(typed) or _in_words(ears, typed, now, zones)
    if found is None:
        msg = f"`{typed}` is no time we understand: try `Fri 10:00` or `2026-12-01T10:00`"
        raise InputError(msg)
    if instant(found, zones) <= now:
        msg = f"`{typed}` is over where they are: name a later hour"
        raise InputError(msg)
    return found


def _in_digits(typed: str) -> When | None:
    try:
        at = datetime.fromisoformat(typed.strip())
    except ValueError:
        return None
    if at.tzinfo is not None:
        return at
    if _is_day(typed):
        return WallTime(at.date())
    return WallTime(at.date(), (at.hour * 60 + at.minute) % DAY_MINUTES)


def _is_day(typed: str) -> bool:
    try:
        return bool(date.fromisoformat(typed.strip()))
    except ValueError:
        return False


def _in_words(ears: Ears, typed: str, now: datetime, zones: tuple[ZoneInfo, ...]) -> When | None:
    """Return the time as the reader understands it; an hour alone is one of today."""
    zone = zones[0] if len(zones) == 1 else None
    here = now.astimezone(zones[0] if zones else ears.zone)
    for sentence in (_AS_THEY_WOULD_SAY, _TODAY):
        heard = Heard(sentence.format(typed.strip()), here, Via.PHONE)
        for one in ears.read(heard, ReaderContext(zone=zone)).understood:
            at = one.meaning.at if isinstance(one.meaning, Callback) else None
            if at and (sentence is _AS_THEY_WOULD_SAY or _names_an_hour(at)):
                return at
    return None


def _names_an_hour(at: When) -> bool:
    return isinstance(at, datetime) or at.minute is not None
