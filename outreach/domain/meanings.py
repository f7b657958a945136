"""Statements of scenario files: the words, and the meanings that a file may spell out."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from outreach.domain.toml_tables import Document, Toml, TomlError
from outreach.domain.toml_text import parsed
from policies.channel import Channel, Purpose
from policies.statement import (
    DAY_MINUTES,
    EVERY_DAY,
    AtMost,
    Avoid,
    Callback,
    Consent,
    Meaning,
    NotInterested,
    OnlyThrough,
    Pause,
    Place,
    Prefer,
    Quiet,
    Refuse,
    Resume,
    Source,
    Statement,
    Understood,
    Via,
    WallTime,
    When,
    WrongPerson,
)


@dataclass(frozen=True, slots=True)
class Said:
    """Words without meanings, for the reader to interpret; `zone` is theirs where it is known."""

    words: str
    at: datetime
    via: Via
    zone: str | None


@dataclass(frozen=True, slots=True)
class Interpreted:
    """What the reader makes of words; `bare_stop` where they say nothing but a stop keyword."""

    meanings: tuple[Understood, ...]
    bare_stop: bool = False


Interpreter = Callable[[Said], Interpreted]


NOTHING = Interpreted(())


class Day(StrEnum):
    """Days of the week as scenario files write them."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class Everything(StrEnum):
    """A refusal or its end may name a channel, or this."""

    ALL = "all"


_LONGEST_KEYWORD = 30
"""A longer text whose meanings are spelled out is not shown to the reader, which takes a second."""
_LONGEST_LIMIT = 36_500
"""Days over which a limit of theirs may reach; a hundred years are for ever."""
_SOURCES = {
    Via.EMAIL: Source.REPLY,
    Via.SMS: Source.REPLY,
    Via.PHONE: Source.REPLY,
    Via.WEB: Source.PAGE,
    Via.IMPORT: Source.IMPORT,
    Via.REP: Source.REP_NOTE,
    Via.PROGRAM: Source.REP_NOTE,
}


def read_statements(
    rows: tuple[Toml, ...], at: datetime, zone: str | None, interpreter: Interpreter
) -> tuple[Statement, ...]:
    """Return the statements of a scenario; one made after `at` is refused."""
    return tuple(
        _statement(row, number, at, zone, interpreter) for number, row in enumerate(rows, start=1)
    )


def spelled_out(typed: str) -> tuple[Meaning, ...]:
    """Return the meanings that somebody typed as in a scenario's `means`: `{ avoid = "phone" }`.

    Raises `TomlError` for what is no meaning.
    """
    text = f"means = [{typed}]"
    document = Document("--means", text)
    try:
        data = parsed(text)
    except tomllib.TOMLDecodeError as error:
        why = f'is not written like `{{ avoid = "phone" }}`: {error}'
        raise TomlError("--means", 1, "means", why) from error
    return tuple(_meaning(table) for table in Toml(document, data).tables("means"))


def _statement(
    row: Toml, number: int, at: datetime, zone: str | None, interpreter: Interpreter
) -> Statement:
    said_at, via = row.moment("said_at"), row.choice("via", Via)
    proven, words = row.flag("proven", False), row.text("words", "")
    if said_at > at:
        row.refuse("said_at", f"is {said_at.isoformat()}, after the moment of judging")
    spelled_out = row.value("means") is not None
    if not words and not spelled_out:
        row.refuse("words", "are missing, and so is `means`: a statement says something")
    written = via in (Via.SMS, Via.EMAIL) and len(words) <= _LONGEST_KEYWORD
    heard = NOTHING
    if words and (written or not spelled_out):
        heard = interpreter(Said(words, said_at, via, zone))
    source = Source.KEYWORD if written and heard.bare_stop else _SOURCES[via]
    meanings = heard.meanings
    if spelled_out:
        meanings = tuple(Understood(_meaning(table)) for table in row.tables("means"))
    row.done()
    return Statement(f"s{number}", words, said_at, via, source, proven, meanings)


def _meaning(table: Toml) -> Meaning:
    """Return the one meaning that a table spells out."""
    kinds = [key for key in _KINDS if key in table.data]
    if len(kinds) != 1:
        known = ", ".join(f"`{key}`" for key in _KINDS)
        table.refuse(next(iter(table.data), "means"), f"must be one meaning out of {known}")
    meaning = _KINDS[kinds[0]](table)
    table.done()
    return meaning


def _refuse(table: Toml) -> Refuse:
    return Refuse(_channel_or_all(table, "refuse"), table.optional("topic"))


def _resume(table: Toml) -> Resume:
    return Resume(_channel_or_all(table, "resume"))


def _channel_or_all(table: Toml, key: str) -> Channel | None:
    if table.value(key) == Everything.ALL:
        return None
    return table.choice(key, Channel)


def _quiet(outer: Toml) -> Quiet:
    table = outer.table("quiet")
    days = tuple(list(Day).index(day) for day in table.choices("days", Day, tuple(Day)))
    start, end = _minute(table, "from"), _minute(table, "to")
    table.done()
    if start == DAY_MINUTES:
        table.refuse("from", "is the day's end; a quiet time begins before it")
    return Quiet(tuple(sorted(set(days))) or EVERY_DAY, start, end)


def _minute(table: Toml, key: str) -> int:
    said = table.text(key)
    hours, colon, minutes = said.partition(":")
    shaped = bool(colon) and len(minutes) == 2 and hours.isdecimal() and minutes.isdecimal()
    minute = int(hours) * 60 + int(minutes) if shaped else DAY_MINUTES + 1
    if minute > DAY_MINUTES or (shaped and int(minutes) > 59):
        table.refuse(key, f"is `{said}`; times of day are written `18:00`, the day's end `24:00`")
    return minute


def _pause(table: Toml) -> Pause:
    return Pause(_when(table, "pause_until"))


def _callback(outer: Toml) -> Callback:
    table = outer.table("callback")
    callback = Callback(_when(table, "at"), table.choice("channel", Channel, Channel.PHONE))
    table.done()
    return callback


def _when(table: Toml, key: str) -> When:
    """Return a day or time on the person's clock, or an instant where an offset is given."""
    said = table.when(key)
    if not isinstance(said, datetime):
        return WallTime(said)
    if said.tzinfo is not None:
        return said
    return WallTime(said.date(), said.hour * 60 + said.minute)


def _at_most(outer: Toml) -> AtMost:
    table = outer.table("at_most")
    limit = AtMost(table.count("count"), table.count("days"))
    table.done()
    if limit.days > _LONGEST_LIMIT:
        table.refuse("days", f"is {limit.days}; it must be at most {_LONGEST_LIMIT}")
    return limit


def _place(table: Toml) -> Place:
    return Place(table.text("place", ""), table.day("until"))


def _consent(outer: Toml) -> Consent:
    table = outer.table("consent")
    purpose = table.choice("purpose", Purpose, Purpose.MARKETING)
    consent = Consent(table.choice("channel", Channel), purpose)
    table.done()
    return consent


def _true(meaning: Meaning, key: str) -> Callable[[Toml], Meaning]:
    def read(table: Toml) -> Meaning:
        if not table.flag(key, False):
            table.refuse(key, "must be true, or be left out")
        return meaning

    return read


def _only_through(table: Toml) -> OnlyThrough:
    return OnlyThrough(table.text("only_through"))


_KINDS: dict[str, Callable[[Toml], Meaning]] = {
    "refuse": _refuse,
    "avoid": lambda table: Avoid(table.choice("avoid", Channel)),
    "prefer": lambda table: Prefer(table.choice("prefer", Channel)),
    "quiet": _quiet,
    "pause_until": _pause,
    "callback": _callback,
    "at_most": _at_most,
    "place": _place,
    "not_interested": _true(NotInterested(), "not_interested"),
    "only_through": _only_through,
    "wrong_person": _true(WrongPerson(), "wrong_person"),
    "resume": _resume,
    "consent": _consent,
}
