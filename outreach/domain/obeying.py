"""Whether what left went against a word, found out afterwards from the words alone.

The gate has no part in this: that it allowed something is no proof. So this also finds what went
around the gate, and what the gate should not have allowed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from policies.channel import Channel, Purpose
from policies.preferences import Standing, Voice, standing
from policies.statement import (
    RESTRICTIVE,
    Callback,
    Pause,
    Prefer,
    Refuse,
    Request,
    Scope,
    Statement,
)
from policies.windows import instant, quiet_until

_OUR_OWN = frozenset({Purpose.MARKETING, Purpose.SERVICE})
_DAY = timedelta(days=1)
_BINDING = (*RESTRICTIVE, Callback, Prefer)


@dataclass(frozen=True, slots=True)
class Begun:
    """A contact that was handed over to a door, or made around us, at `at`."""

    id: str
    person_id: str
    at: datetime
    channel: Channel
    purpose: Purpose
    by: str
    sequence: str | None = None
    step: int | None = None
    topic: str | None = None
    answers: str | None = None
    around: bool = False
    """Whether it went around the gate, by one of us who wrote or rang by other means."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A statement, and since when it is on record: from then on it can be obeyed."""

    statement: Statement
    heard_at: datetime


def binds(said: Statement) -> bool:
    """Say whether a statement takes anything from us at all."""
    return any(isinstance(one.meaning, _BINDING) for one in said.meanings)


def stops(said: Statement) -> bool:
    """Say whether somebody asked us to stop, on one channel or on all, whatever the matter."""
    return any(
        isinstance(one.meaning, Refuse) and one.meaning.topic is None for one in said.meanings
    )


def wishes(said: Standing, at: datetime, zones: Sequence[ZoneInfo]) -> bool:
    """Say whether they had told us how or when to reach them, and it still stood at a moment."""
    pauses = any(_paused(voice, at, zones) for voice in said.pauses)
    return (
        bool(said.prefers or said.avoids or said.quiets or said.limits or said.throughs) or pauses
    )


def known_by(several: Sequence[Kept], at: datetime) -> Standing:
    """Return what stood at a moment, of what was on record by then."""
    return standing([one.statement for one in several if one.heard_at <= at])


def against(
    several: Sequence[Kept], one: Begun, before: Sequence[Begun], zones: Sequence[ZoneInfo]
) -> list[str]:
    """Return the ids of the statements that a contact went against, each once.

    `before` are this person's contacts up to this one, itself included; `zones` the clocks they may
    live by. One confirmation of a stop goes against nothing.
    """
    if one.purpose is Purpose.ACKNOWLEDGE:
        return []
    said = known_by(several, one.at)
    found = [*_refused(said, one), *_at_a_bad_time(said, one, zones), *_elsewhere(said, one)]
    return list(dict.fromkeys([*found, *_too_many(said, one, before)]))


def _refused(said: Standing, one: Begun) -> Iterator[str]:
    for voice in (*said.refusals_of(one.channel), *_of_topic(said, one)):
        if not _asked_for(said, voice, one):
            yield voice.statement.id
    for wrong in said.wrong:
        if wrong.statement.via.value == one.channel.value:
            yield wrong.statement.id


def _of_topic(said: Standing, one: Begun) -> Iterator[Voice[Refuse]]:
    for voice in said.refusals:
        mine = voice.meaning.channel in (None, one.channel)
        about = voice.meaning.topic is not None and voice.meaning.topic == one.topic
        if about and mine and not said.lifted(voice, one.channel):
            yield voice


def _asked_for(said: Standing, refusal: Voice[Refuse], one: Begun) -> bool:
    """Say whether they asked for this very contact in the same breath, or afterwards."""
    if one.purpose is Purpose.PROMISED:
        return any(voice.after(refusal) for voice in said.callbacks)
    asked = any(isinstance(each.meaning, Request) for each in refusal.statement.meanings)
    return one.purpose is Purpose.ANSWER and asked and one.answers == refusal.statement.id


def _at_a_bad_time(said: Standing, one: Begun, zones: Sequence[ZoneInfo]) -> Iterator[str]:
    if one.purpose in _OUR_OWN:
        yield from (voice.statement.id for voice in said.pauses if _paused(voice, one.at, zones))
    if one.purpose is not Purpose.PROMISED:
        for voice in said.quiets:
            if any(quiet_until(voice.meaning, one.at, zone) for zone in zones):
                yield voice.statement.id


def _paused(voice: Voice[Pause] | Voice[Callback], at: datetime, zones: Sequence[ZoneInfo]) -> bool:
    meaning = voice.meaning
    when = meaning.at if isinstance(meaning, Callback) else meaning.until
    if not isinstance(when, datetime) and not zones:
        return False  # nobody knows when that day begins there
    return at < instant(when, zones)


def _elsewhere(said: Standing, one: Begun) -> Iterator[str]:
    """Yield who asked for another way than this."""
    if one.purpose not in _OUR_OWN:
        return
    wanted = [voice for voice in said.prefers if voice.meaning.scope is Scope.STANDING]
    if wanted and not any(voice.meaning.channel is one.channel for voice in wanted):
        yield from (voice.statement.id for voice in wanted)
    yield from (voice.statement.id for voice in said.avoids_of(one.channel))


def _too_many(said: Standing, one: Begun, before: Sequence[Begun]) -> Iterator[str]:
    counted = [each.at for each in before if each.purpose in _OUR_OWN and each.at <= one.at]
    for voice in said.limits if one.purpose in _OUR_OWN else ():
        since = one.at - voice.meaning.days * _DAY
        if sum(at > since for at in counted) > voice.meaning.count:
            yield voice.statement.id
