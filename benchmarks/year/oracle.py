"""What may be done to whom, worked out again from what people meant, apart from the whole house.

Nothing of `policies` or `outreach` is asked: neither its reader nor its rules. Where people are,
what they said and meant, and what left the doors is all there is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from benchmarks.year.cast import Somebody, Where
from benchmarks.year.sayings import STOPS, Meant, Said

DAY = timedelta(days=1)
EMAIL, PHONE = "email", "phone"
_ACKNOWLEDGED_WITHIN = timedelta(minutes=5)
_ACKNOWLEDGED = STOPS | {Meant.NO_PHONE}
AT_ONCE = timedelta(hours=1)
"""Who was rung this lately is not rung again."""
_REST_AFTER_NO, _REST_AFTER_SILENCE, _SILENCE = 60 * DAY, 180 * DAY, 5
_CAPS = ((1, DAY), (2, 7 * DAY), (6, 30 * DAY))
_CALL_CAPS = ((3, DAY), (4, 30 * DAY))


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said, when it reached us, and what they meant by it."""

    at: datetime
    said: Said
    channel: str
    machine: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """What left a door, and why the house says that it did."""

    at: datetime
    person: str
    channel: str
    purpose: str
    automated: bool
    by: str = ""
    sequence: str = ""


@dataclass(slots=True)
class Life:
    """One of them: what they said, what reached them, and when one of us answered them.

    `spoken_with` is when one of us had them on the phone, which is an answer to what they had
    written, but sends them nothing that they had asked for.
    """

    who: Somebody
    told: list[Told] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    answered: list[datetime] = field(default_factory=list)
    spoken_with: list[datetime] = field(default_factory=list)

    @property
    def zone(self) -> ZoneInfo:
        """Return the clock they live by."""
        return ZoneInfo(self.who.where.zone)

    def before(self, at: datetime) -> Iterator[Told]:
        """Yield what they had said by then."""
        return (one for one in self.told if one.at < at)

    def closed_until(self, one: Told) -> datetime | None:
        """Return the start of the day that they named, on their clock."""
        if one.said.until is None:
            return None
        return datetime.combine(one.said.until, time(), self.zone)


def wrongs(lives: Iterable[Life]) -> Iterator[str]:
    """Yield what was wrong with each contact that should not have been made."""
    everybody = list(lives)
    for life in everybody:
        for one in life.contacts:
            for because in objections(life, one):
                yield f"{one.at:%Y-%m-%d %H:%M} {one.purpose} by {one.channel}: {because}"
    yield from _crowded(everybody)


def objections(life: Life, one: Contact) -> Iterator[str]:
    """Yield what speaks against a contact."""
    yield from _refused(life, one)
    if one.purpose == "acknowledge":
        yield from _unasked_for(life, one)
        return
    yield from _too_early_for_them(life, one)
    yield from _rung_again(life, one)
    if one.purpose != "answer":
        yield from _closed(life, one)
    if one.purpose == "marketing":
        if one.channel == EMAIL:
            yield from unlawful(life)
        yield from unwelcome(life, one.at)
        yield from _other_way(life, one)
        yield from _too_many(life, one)
        if one.automated and waits(life, one.at):
            yield "they wrote, and nobody had answered"


def _refused(life: Life, one: Contact) -> Iterator[str]:
    if one.purpose == "acknowledge":
        return
    for told in life.before(one.at):
        meant = told.said.meant
        shut = (
            meant is Meant.STOP
            or (meant is Meant.NO_EMAIL and one.channel == EMAIL)
            or (meant is Meant.WRONG and one.channel == told.channel)
        )
        if shut:
            yield f"they had said “{told.said.words}”"


def _unasked_for(life: Life, one: Contact) -> Iterator[str]:
    heard = (each for each in life.told if each.said.meant in _ACKNOWLEDGED)
    if not any(each.at <= one.at <= each.at + _ACKNOWLEDGED_WITHIN for each in heard):
        yield "a stop is acknowledged within five minutes or not at all"
    again = [each for each in life.contacts if each.purpose == "acknowledge" and each.at < one.at]
    if again:
        yield "a stop is acknowledged once"


def unlawful(life: Life) -> Iterator[str]:
    """Yield why the law lets nobody sell to them in writing."""
    if not life.who.may_be_written_to:
        yield "no basis is on file, and the law there wants one"


def unwelcome(life: Life, at: datetime) -> Iterator[str]:
    """Yield why nothing may be sold to them at a moment, whichever way."""
    for told in life.before(at):
        until = life.closed_until(told)
        if until and at < until:
            yield f"not before {until:%Y-%m-%d}: “{told.said.words}”"
        if told.said.meant is Meant.NO and at < told.at + _REST_AFTER_NO:
            yield f"they rest after “{told.said.words}”"
    last = max((each.at for each in life.before(at) if not each.machine), default=None)
    silent = [
        each.at
        for each in life.contacts
        if each.purpose == "marketing" and each.at < at and (last is None or each.at > last)
    ]
    if len(silent) >= _SILENCE and at < max(silent) + _REST_AFTER_SILENCE:
        yield "they rest after five contacts without a word back"


def waits(life: Life, at: datetime) -> bool:
    """Whether they wrote and nobody of us had answered by then."""
    wrote = [each.at for each in life.before(at) if each.channel == EMAIL and not each.machine]
    answers = (*life.answered, *life.spoken_with)
    return bool(wrote) and not any(wrote[-1] <= each <= at for each in answers)


def _other_way(life: Life, one: Contact) -> Iterator[str]:
    if one.channel != PHONE:
        return
    for told in life.before(one.at):
        if told.said.meant in (Meant.NO_PHONE, Meant.PREFER_EMAIL):
            yield f"they had said “{told.said.words}”"


def _rung_again(life: Life, one: Contact) -> Iterator[str]:
    calls = [each for each in life.contacts if each.channel == PHONE and each is not one]
    if one.channel == PHONE and any(one.at - AT_ONCE < each.at <= one.at for each in calls):
        yield "they had been rung within the hour"


def _too_early_for_them(life: Life, one: Contact) -> Iterator[str]:
    local = one.at.astimezone(life.zone)
    for told in life.before(one.at):
        if told.said.hour is not None and local.hour < told.said.hour:
            yield f"at {local:%H:%M} of their day, and they had said “{told.said.words}”"


def _closed(life: Life, one: Contact) -> Iterator[str]:
    """Yield where the house's own hours are over, or the day is a holiday there."""
    local = one.at.astimezone(life.zone)
    first, last = (7, 20) if one.channel == EMAIL else (10, 18)
    if one.channel == PHONE and local.weekday() == 5:
        last = 17
    closed = local.weekday() > (4 if one.channel == EMAIL else 5)
    if closed or not first <= local.hour < last:
        yield f"it was {local:%A %H:%M} there"
    if local.date() in _holidays(life.who.where.country, life.who.where.region, local.year):
        yield f"{local:%d %B} is a holiday there"


@cache
def _holidays(country: str, region: str, year: int) -> frozenset[date]:
    part = region.partition("-")[2] or None
    known = holidays.list_supported_countries().get(country, [])
    found = holidays.country_holidays(country, part if part in known else None, years=year)
    return frozenset(found)


def is_open_day(where: Where, day: date) -> bool:
    """Whether this is a working day in that place."""
    return day.weekday() < 5 and day not in _holidays(where.country, where.region, day.year)


def _too_many(life: Life, one: Contact) -> Iterator[str]:
    before = [each for each in life.contacts if each.at <= one.at and each.purpose == "marketing"]
    machines = [each.at for each in before if each.automated]
    for most, span in _CAPS if one.automated else ():
        if sum(each > one.at - span for each in machines) > most:
            yield f"more than {most} in {span.days} days"
    calls = [each.at for each in before if each.channel == PHONE]
    for most, span in _CALL_CAPS if one.channel == PHONE else ():
        if sum(each > one.at - span for each in calls) > most:
            yield f"more than {most} calls in {span.days} days"


def _crowded(lives: list[Life]) -> Iterator[str]:
    """Yield where more than three people of one organisation heard from us in a day."""
    by_office: dict[str, list[Contact]] = defaultdict(list)
    for life in lives:
        by_office[life.who.organisation] += [
            one for one in life.contacts if one.purpose == "marketing"
        ]
    for contacts in by_office.values():
        for one in contacts:
            heard = {each.person for each in contacts if one.at - DAY < each.at <= one.at}
            if len(heard) > 3:
                yield f"{one.at:%Y-%m-%d}: {len(heard)} people of one organisation in a day"


def most_in_thirty_days(lives: Iterable[Life]) -> int:
    """Return how many contacts of ours anybody had in any thirty days, answers left out."""
    most = 0
    for life in lives:
        ours = [one.at for one in life.contacts if one.purpose not in ("answer", "acknowledge")]
        counts = (sum(end - 30 * DAY < each <= end for each in ours) for end in ours)
        most = max(most, *counts, 0)
    return most


def after_a_stop(lives: Iterable[Life]) -> int:
    """Return how many contacts came after a stop, on what it closed, save one confirmation."""
    return sum(
        one.purpose != "acknowledge" and any(_refused(life, one))
        for life in lives
        for one in life.contacts
    )
