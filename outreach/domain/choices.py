"""What somebody chose on their page, and how it differs from what stands: pure.

Whatever tightens can be said by anybody who holds a link of theirs; it is then one more wish beside
the others. What loosens can only be said in place of their older wishes, by their own proven word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from policies.channel import Channel
from policies.preferences import Standing
from policies.statement import (
    DAY_MINUTES,
    AtMost,
    Avoid,
    Callback,
    Meaning,
    Pause,
    Place,
    Prefer,
    Quiet,
    Refuse,
    Resume,
    WallTime,
    When,
)
from policies.windows import instant

NO_LIMIT = AtMost(1_000, 1)
"""What somebody says who sets no limit of their own any more; the house's still holds."""
NO_QUIET = Quiet((), 0, 0)
"""What somebody says who has no quiet time any more: on no day."""
_DAY = timedelta(days=1)


class Wish(StrEnum):
    """What somebody says of one way to reach them."""

    WELCOME = "welcome"
    RATHER_NOT = "rather-not"
    NEVER = "never"


class Part(StrEnum):
    """The parts of the page; what cannot be loosened by the link in a mail is named by them."""

    HOW = "how"
    FIRST = "first"
    WHEN = "when"
    ZONE = "zone"
    OFTEN = "often"
    TOPICS = "topics"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody may be reached on a day, in minutes of it: from `start` until before `end`."""

    start: int = 0
    end: int = DAY_MINUTES


ALL_DAY = Hours()
Week = tuple[Hours | None, ...]
"""Seven days, Monday first; None is a day on which nobody may reach them."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything that the page asks. `limit` None: no limit of their own. `zone` is an IANA name.

    `gaps` are quiet times in the middle of a day that may else be used.
    """

    ways: Mapping[Channel, Wish]
    week: Week = (ALL_DAY,) * 7
    limit: AtMost | None = None
    paused_until: date | None = None
    refused_topics: frozenset[str] = frozenset()
    first: Channel | None = None
    zone: str = ""
    gaps: tuple[Quiet, ...] = field(default=())


def choices_of(standing: Standing, now: datetime, zone: ZoneInfo) -> Choices:
    """Return what stands, as the page shows it, on this clock of theirs."""
    free = [_free(day, [voice.meaning for voice in standing.quiets]) for day in range(7)]
    last = standing.prefers[-1].meaning.channel if standing.prefers else None
    return Choices(
        ways={channel: _wish(standing, channel) for channel in Channel},
        week=tuple(_hull(each) for each in free),
        limit=_strictest(voice.meaning for voice in standing.limits),
        paused_until=_paused_until(standing, now, zone),
        refused_topics=frozenset(
            voice.meaning.topic.casefold()
            for voice in standing.refusals
            if voice.meaning.topic
            and any(standing.lifted(voice, channel) is None for channel in Channel)
        ),
        first=last,
        zone=str(zone),
        gaps=_grouped(gap for day, each in enumerate(free) for gap in _gaps(day, each)),
    )


def tighter(now: Choices, wanted: Choices) -> list[Meaning]:
    """Return what `wanted` restricts beyond `now`, and nothing that it would loosen."""
    said: list[Meaning] = []
    for channel in Channel:
        if _RANK[wanted.ways[channel]] > _RANK[now.ways[channel]]:
            never = wanted.ways[channel] is Wish.NEVER
            said.append(Refuse(channel) if never else Avoid(channel))
    said += _grouped(
        quiet
        for day, (is_now, then) in enumerate(zip(now.week, wanted.week, strict=True))
        for quiet in _beyond(day, is_now, then)
    )
    if wanted.limit is not None and _rate(wanted.limit) < _rate(now.limit):
        said.append(wanted.limit)
    said += [Refuse(None, topic) for topic in sorted(wanted.refused_topics - now.refused_topics)]
    if wanted.paused_until and wanted.paused_until > (now.paused_until or date.min):
        said.append(Pause(WallTime(wanted.paused_until)))
    return said


def looser(now: Choices, wanted: Choices) -> list[Part]:
    """Return the parts in which `wanted` allows what `now` does not, or moves them elsewhere."""
    days = zip(now.week, wanted.week, strict=True)
    found = {
        Part.HOW: any(_RANK[wanted.ways[one]] < _RANK[now.ways[one]] for one in Channel),
        Part.FIRST: wanted.first is not now.first,
        Part.WHEN: any(_opens(is_now, then) for is_now, then in days),
        Part.ZONE: wanted.zone != now.zone,
        Part.OFTEN: _rate(wanted.limit) > _rate(now.limit),
        Part.TOPICS: bool(now.refused_topics - wanted.refused_topics),
        Part.PAUSE: (wanted.paused_until or date.min) < (now.paused_until or date.min),
    }
    return [part for part, loosens in found.items() if loosens]


def in_place(now: Choices, wanted: Choices, today: date) -> list[Meaning]:
    """Return what a proven word has to say for `wanted` to stand in place of `now`.

    A proven wish takes the place of all older ones of its kind, so each kind is said whole: what
    was not changed is said again. Topics are not in it: only a word for everything lifts one.
    """
    said: list[Meaning] = []
    for channel in Channel:
        if wanted.ways[channel] is not now.ways[channel]:
            said += _way(channel, now.ways[channel], wanted.ways[channel])
    if wanted.first is not None and wanted.first is not now.first:
        said.append(Prefer(wanted.first))
    if wanted.zone and wanted.zone != now.zone:
        said.append(Place(wanted.zone))
    if wanted.week != now.week:
        outside = (quiet for day, each in enumerate(wanted.week) for quiet in _closed(day, each))
        said += [*_grouped(outside), *now.gaps] or [NO_QUIET]
    if _rate(wanted.limit) != _rate(now.limit):
        said.append(wanted.limit or NO_LIMIT)
    if wanted.paused_until != now.paused_until:
        said.append(Pause(WallTime(wanted.paused_until or today)))
    said += [Refuse(None, topic) for topic in sorted(wanted.refused_topics - now.refused_topics)]
    return said


_RANK = {Wish.WELCOME: 0, Wish.RATHER_NOT: 1, Wish.NEVER: 2}


def _way(channel: Channel, was: Wish, wanted: Wish) -> list[Meaning]:
    lifted: list[Meaning] = [Resume(channel)] if _RANK[wanted] < _RANK[was] else []
    match wanted:
        case Wish.WELCOME:
            return lifted
        case Wish.RATHER_NOT:
            return [*lifted, Avoid(channel)]
        case Wish.NEVER:
            return [Refuse(channel)]


def _wish(standing: Standing, channel: Channel) -> Wish:
    if standing.refusals_of(channel):
        return Wish.NEVER
    return Wish.RATHER_NOT if standing.avoids_of(channel) else Wish.WELCOME


def _rate(limit: AtMost | None) -> float:
    """Return contacts a day; no limit, or one that nothing can reach, is endless."""
    if limit is None or limit.count / limit.days >= 24:
        return float("inf")
    return limit.count / limit.days


def _strictest(limits: Iterable[AtMost]) -> AtMost | None:
    strictest = min(limits, key=_rate, default=None)
    return None if _rate(strictest) == float("inf") else strictest


def _paused_until(standing: Standing, now: datetime, zone: ZoneInfo) -> date | None:
    """Return the first day after every pause that is not over; a callback is one until its hour."""
    ends = (instant(_until(voice.meaning), (zone,)) for voice in standing.pauses)
    last = max((end for end in ends if end > now), default=None)
    if last is None:
        return None
    here = last.astimezone(zone)
    midnight = (here.hour, here.minute, here.second) == (0, 0, 0)
    return here.date() if midnight else here.date() + _DAY


def _until(meaning: Pause | Callback) -> When:
    return meaning.until if isinstance(meaning, Pause) else meaning.at


def _free(day: int, quiets: Sequence[Quiet]) -> list[Hours]:
    """Return the stretches of a weekday that no quiet time covers, in order."""
    closed = sorted(span for quiet in quiets for span in _on(day, quiet))
    free, at = [], 0
    for start, end in closed:
        if start > at:
            free.append(Hours(at, start))
        at = max(at, end)
    return [*free, Hours(at)] if at < DAY_MINUTES else free


def _on(day: int, quiet: Quiet) -> Iterable[tuple[int, int]]:
    """Yield what a quiet time covers of a weekday, last evening's end included."""
    if day in quiet.days:
        if quiet.start == quiet.end:
            yield 0, DAY_MINUTES
        else:
            yield quiet.start, quiet.end if quiet.end > quiet.start else DAY_MINUTES
    if quiet.start > quiet.end and (day - 1) % 7 in quiet.days:
        yield 0, quiet.end


def _hull(free: Sequence[Hours]) -> Hours | None:
    return Hours(free[0].start, free[-1].end) if free else None


def _gaps(day: int, free: Sequence[Hours]) -> Iterable[Quiet]:
    for before, after in pairwise(free):
        yield Quiet((day,), before.end, after.start)


def _beyond(day: int, now: Hours | None, wanted: Hours | None) -> Iterable[Quiet]:
    """Yield what of a day is open now and would be no longer."""
    if now is None:
        return
    if wanted is None or wanted.end <= now.start or wanted.start >= now.end:
        yield Quiet((day,), 0, 0)
        return
    if wanted.start > now.start:
        yield Quiet((day,), 0, wanted.start)
    if wanted.end < now.end:
        yield Quiet((day,), wanted.end, DAY_MINUTES)


def _opens(now: Hours | None, wanted: Hours | None) -> bool:
    if wanted is None:
        return False
    return now is None or wanted.start < now.start or wanted.end > now.end


def _closed(day: int, hours: Hours | None) -> Iterable[Quiet]:
    return _beyond(day, ALL_DAY, hours)


def _grouped(quiets: Iterable[Quiet]) -> tuple[Quiet, ...]:
    """Return quiet times of the same hours as one, on all their days."""
    days: dict[tuple[int, int], list[int]] = {}
    for quiet in quiets:
        days.setdefault((quiet.start, quiet.end), []).extend(quiet.days)
    return tuple(Quiet(tuple(sorted(set(on))), *hours) for hours, on in days.items())
