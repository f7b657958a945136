"""What the house has on record of what people said: each statement, taken at its word.

The oracle asks twice: by what people meant, which shows where the reader missed it, and by this,
which shows whether what was heard was obeyed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from benchmarks.year.oracle import Life, Told
from benchmarks.year.sayings import Meant, Said
from benchmarks.year.world import World
from outreach.store.tables import statement
from policies.channel import Channel
from policies.facts_json import meanings_from_json
from policies.statement import (
    Avoid,
    Callback,
    Meaning,
    NotInterested,
    Pause,
    Prefer,
    Quiet,
    Refuse,
    Scope,
    WallTime,
    When,
    WrongPerson,
)


def as_read(world: World, lives: dict[str, Life]) -> list[Life]:
    """Return everybody with what the house understood in the place of what they meant."""
    rows = world.house.store.read(lambda conn: conn.execute(select(statement)).mappings().all())
    heard: dict[tuple[str, object], list[Meaning]] = defaultdict(list)
    for row in rows:
        understood = meanings_from_json((row["narrowed"] or row)["meanings"] or [])
        heard[row["person_id"], row["said_at"]] += [one.meaning for one in understood]
    return [
        replace(
            life,
            told=[each for one in life.told for each in _read(one, heard[person, one.at], life)],
        )
        for person, life in lives.items()
    ]


def _read(told: Told, meanings: list[Meaning], life: Life) -> Iterator[Told]:
    """Yield what was understood, one thing a meaning; something was said in any case."""
    yield replace(told, said=Said(Meant.HARMLESS, told.said.words))
    for one in meanings:
        found = _meant(one, told.said.words, life)
        if found is not None:
            yield replace(told, said=found)


def _meant(meaning: Meaning, words: str, life: Life) -> Said | None:
    match meaning:
        case Refuse(channel=None, topic=None):
            return Said(Meant.STOP, words)
        case Refuse(channel=Channel.EMAIL, topic=None):
            return Said(Meant.NO_EMAIL, words)
        case Refuse(channel=Channel.PHONE, topic=None) | Avoid(channel=Channel.PHONE):
            return Said(Meant.NO_PHONE, words)
        case Prefer(channel=Channel.EMAIL, scope=Scope.STANDING):  # else for one request alone
            return Said(Meant.PREFER_EMAIL, words)
        case NotInterested():
            return Said(Meant.NO, words)
        case WrongPerson():
            return Said(Meant.WRONG, words)
        case Quiet(start=0, end=end):
            return Said(Meant.QUIET, words, hour=end // 60)
        case Pause(until=when) | Callback(at=when):
            return Said(Meant.PAUSE, words, until=_day(when, life))
        case _:
            return None


def _day(when: When, life: Life) -> date:
    return when.day if isinstance(when, WallTime) else when.astimezone(life.zone).date()
