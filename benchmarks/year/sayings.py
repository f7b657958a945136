"""What people say, in their own language, and what they mean by it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from random import Random


class Meant(StrEnum):
    """What somebody means. The simulation knows; the house has to find out."""

    HARMLESS = "harmless"
    REQUEST = "request"
    STOP = "stop"
    NO_EMAIL = "no_email"
    NO = "no"
    PAUSE = "pause"
    CALLBACK = "callback"
    NO_PHONE = "no_phone"
    PREFER_EMAIL = "prefer_email"
    QUIET = "quiet"
    AWAY = "away"
    WRONG = "wrong"


STOPS = frozenset({Meant.STOP, Meant.NO_EMAIL})
IN_WRITING = {
    Meant.HARMLESS: 30,
    Meant.REQUEST: 16,
    Meant.NO: 15,
    Meant.STOP: 7,
    Meant.NO_EMAIL: 6,
    Meant.PAUSE: 7,
    Meant.CALLBACK: 6,
    Meant.NO_PHONE: 6,
    Meant.PREFER_EMAIL: 3,
    Meant.QUIET: 2,
    Meant.WRONG: 2,
}
"""How often people write what, of a hundred letters."""
ON_A_CALL = {
    Meant.HARMLESS: 50,
    Meant.NO: 18,
    Meant.STOP: 5,
    Meant.CALLBACK: 10,
    Meant.NO_PHONE: 8,
    Meant.REQUEST: 9,
}


@dataclass(frozen=True, slots=True)
class Said:
    """Words, and what they mean: until which day, or before which hour, where they say one."""

    meant: Meant
    words: str
    until: date | None = None
    hour: int | None = None


@dataclass(frozen=True, slots=True)
class Ahead:
    """How far off whoever speaks is thinking of: a day, which is so many whole weeks away."""

    day: date
    weeks: int


def say(meant: Meant, language: str, ahead: Ahead, random: Random, *, called: bool = False) -> Said:
    """Return what somebody says who means this. On a call a rep notes it in English."""
    language = "en" if called else language
    tongue = _sayings()[language]
    kept = tongue.get(f"on_call_{meant}") if called else tongue.get(meant)
    words = random.choice(kept or [""])
    hour = random.choice((9, 10))
    said = words.format(day=_written(ahead.day, language), weeks=ahead.weeks, hour=hour)
    dated = meant in (Meant.PAUSE, Meant.CALLBACK, Meant.AWAY)
    return Said(meant, said, ahead.day if dated else None, hour if meant is Meant.QUIET else None)


def _written(day: date, language: str) -> str:
    kept = _sayings()
    month = kept["months"][language][day.month - 1]
    return str(kept["days"][language]).format(number=day.day, month=month)


@cache
def _sayings() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "sayings.toml").read_text(encoding="utf-8"))
