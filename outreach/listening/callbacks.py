"""When a person wants to hear from us: callbacks and pauses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from outreach.listening import cjk
from outreach.listening.clocks import minute_of
from outreach.listening.grammar import Grammar
from outreach.listening.moments import TimeSaid
from outreach.listening.said import Found, Said
from policies.channel import Channel
from policies.statement import Callback, Pause, WallTime

_WORD = re.compile(r"\w{3,}")
_CLAUSE = re.compile(r"[,;:]| - ")
_CUES = ((Channel.PHONE, "ask_phone"), (Channel.SMS, "ask_sms"), (Channel.EMAIL, "ask_email"))
_FEW = 8
"""Words of a sentence that is about its time and little else."""


@dataclass(frozen=True, slots=True)
class _Around:
    """An expression of time with the words before and behind it in its sentence."""

    time: TimeSaid
    before: str
    after: str

    @property
    def clause(self) -> str:
        """Return the words of its own clause."""
        return f"{_CLAUSE.split(self.before)[-1]} {_CLAUSE.split(self.after)[0]}"


def timed(said: Said) -> Iterator[Found]:
    """Find callbacks ("call me in four weeks") and pauses ("not before January")."""
    if not said.dialects[0].markers:
        yield from cjk.timed(said)
        return
    if said.grammar is None:
        return
    if not said.times:
        yield from _at_an_hour(said, said.grammar)
        return
    told = _tells_of_past(said)
    for time in said.times:
        sentence = said.around(time.start)
        if any(sentence.start <= at <= time.start for at in told):
            continue
        before = said.text[sentence.start : time.start]
        around = _Around(time, before, said.text[time.end : sentence.end])
        yield from _meant(said, said.grammar, around)
    yield from _meant_by_then(said, said.grammar, said.times[-1])


def _at_an_hour(said: Said, grammar: Grammar) -> Iterator[Found]:
    """Read "call me at 3", with no day named: the next time it is that hour."""
    now = said.now.hour * 60 + said.now.minute
    for match in grammar.clock_alone.finditer(said.text):
        sentence = said.around(match.start())
        words = said.text[sentence.start : sentence.end]
        if not grammar.hears("ask", words) or _is_held(grammar, words):
            continue
        minute = minute_of(match)
        day = said.now.date() + timedelta(days=minute <= now)
        named = (channel for channel, cue in _CUES if grammar.hears(cue, words))
        channel = next(named, said.channel or Channel.PHONE)
        yield Found(Callback(WallTime(day, minute % 1440), channel), match.start(), match.end())
        return


def _is_held(grammar: Grammar, words: str) -> bool:
    return any(grammar.hears(cue, words) for cue in ("not_at", "only", "of_theirs", "fine"))


def _tells_of_past(said: Said) -> list[int]:
    """Return where the person tells what they did once ("I told you to stop in March")."""
    patterns = [p for dialect in said.dialects for p in dialect.of("guards", "told")]
    return [match.start() for pattern in patterns for match in pattern.finditer(said.text)]


def _meant(said: Said, grammar: Grammar, around: _Around) -> Iterator[Found]:
    """Decide what the person wants of one expression of time, by the words around it."""
    time, before, after = around.time, around.before, around.after
    asks = grammar.hears("ask", f"{before} {after}")
    if grammar.hears("of_theirs", before) and time.operator != "back":
        return
    until = _silent_until(grammar, around, asks=asks)
    if until is not None:
        yield _pause(time, until)
    elif time.operator == "before":
        return
    elif asks and time.operator != "until":
        yield _callback(said, grammar, time, before + after)
    elif time.operator == "until":
        return
    elif (
        grammar.hears("hold", before)
        or grammar.hears("ready", before)
        or (time.operator in ("after", "from") and grammar.hears("ready", around.clause))
    ):
        yield _pause(time, _first(time))
    elif _is_all(said, *_own_clause(around)):
        yield _callback(said, grammar, time, "")
    elif time.operator in ("after", "from", "wait") and _is_short(around):
        yield _pause(time, _first(time))


def _own_clause(around: _Around) -> tuple[str, str]:
    if around.time.operator in ("after", "from"):
        return _CLAUSE.split(around.before)[-1], _CLAUSE.split(around.after)[0]
    return around.before, around.after


def _is_short(around: _Around) -> bool:
    return len(_WORD.findall(f"{around.before} {around.after}")) <= _FEW


def _silent_until(grammar: Grammar, around: _Around, *, asks: bool) -> date | None:
    """Return the first day they can or want to be reached, where the words say that."""
    time, before, after = around.time, around.before, around.after
    if time.operator == "back" or grammar.cues["back_behind"].match(after.lstrip()):
        return None if asks and time.operator != "back" else _first(time)
    if time.operator == "wait":
        return time.days.first if time.length else time.days.after
    away = grammar.hears("away", before) and not _is_ready(grammar, before)
    if away and (not asks or time.operator == "until"):
        begins = time.operator == "from" and not time.ranged
        return _first(time) if begins else _first_day_back(time)
    if grammar.hears("away", around.clause) and (
        time.operator == "until" or ((not time.operator or time.ranged) and not asks)
    ):
        return _first_day_back(time)
    if time.operator == "before" and (grammar.hears("hold", f"{before} {after}")):
        return time.days.first
    if time.operator == "until" and grammar.hears("hold", before):
        return _until(time)
    if _is_negated(grammar, before, _CLAUSE.split(after)[0], time):
        return time.days.first if time.length else time.days.after
    return None


def _meant_by_then(said: Said, grammar: Grammar, latest: TimeSaid) -> Iterator[Found]:
    """Read "ping me then" and "not before then" by the last time that was named."""
    for match in grammar.cues["then"].finditer(said.text, latest.end):
        sentence = said.around(match.start())
        said_then = replace(latest, start=match.start(), end=match.end())
        if latest.operator in ("until", "for") or latest.closing or _is_after(grammar, said, match):
            back = _first_day_back(latest)
            said_then = replace(said_then, days=replace(latest.days, first=back), minute=None)
        before = said.text[max(sentence.start, latest.end) : match.start()]
        if grammar.hears("hold", before):
            if grammar.hears("not_before", before):
                yield _pause(said_then, latest.days.first)
        elif grammar.hears("ask", before) and not grammar.hears("of_theirs", before):
            yield _callback(said, grammar, said_then, before)


def _is_after(grammar: Grammar, said: Said, match: re.Match[str]) -> bool:
    """Return whether it is after that, not then."""
    before = said.text[max(0, match.start() - 20) : match.start()]
    return any(name == "after" and p.search(before) for name, p in grammar.operators)


def _is_ready(grammar: Grammar, before: str) -> bool:
    """Return whether the last clause turns to when they will be ready."""
    clause = _CLAUSE.split(before)[-1]
    return grammar.hears("ready", clause) and not grammar.hears("away", clause)


def _first(time: TimeSaid) -> date:
    if time.operator == "after" and not time.minute and not time.length:
        return time.days.after
    return time.days.first


def _until(time: TimeSaid) -> date:
    """Return the first day after "hold until"; the end of something is still within it."""
    return time.days.after if time.closing else time.days.first


def _first_day_back(time: TimeSaid) -> date:
    """Return the day after the last one named; a weekday or month after "until" is itself back."""
    back_on_monday = time.weekday and time.days.first.weekday() == 0
    if (
        time.length
        or (time.operator == "until" and back_on_monday)
        or (time.operator == "until" and not time.exact and not time.closing)
    ):
        return time.days.first
    return time.days.after


def _pause(time: TimeSaid, until: date) -> Found:
    return Found(Pause(WallTime(until)), time.start, time.end)


def _callback(said: Said, grammar: Grammar, time: TimeSaid, around: str) -> Found:
    named = (channel for channel, cue in _CUES if grammar.hears(cue, around))
    channel = next(named, said.channel or Channel.PHONE)
    return Found(Callback(WallTime(_first(time), time.minute), channel), time.start, time.end)


def _is_negated(grammar: Grammar, before: str, after: str, time: TimeSaid) -> bool:
    """Return whether it says "not this week", "nothing for nine months"."""
    if time.operator in ("after", "from", "by"):
        return False
    if time.operator == "for":
        return grammar.hears("hold", before[-60:] + after)
    return grammar.hears("held", before[-60:])


def _is_all(said: Said, before: str, after: str) -> bool:
    """Return whether the expression, courtesies aside, is all that its sentence says."""
    idle = said.phrases.idle
    return all(word in idle for word in _WORD.findall(before + " " + after))
