"""When a person wants to hear from us: callbacks and pauses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from outreach.listening.grammar import Grammar
from outreach.listening.said import Found, Said
from outreach.listening.times import TimeSaid
from policies.channel import Channel
from policies.statement import Callback, Pause, WallTime

_WORD = re.compile(r"\w{3,}")
_CUES = ((Channel.PHONE, "ask_phone"), (Channel.SMS, "ask_sms"), (Channel.EMAIL, "ask_email"))


def timed(said: Said) -> Iterator[Found]:
    """Find callbacks ("call me in four weeks") and pauses ("not before January")."""
    if said.grammar is None or not said.times:
        return
    for time in said.times:
        yield from _meant(said, said.grammar, time)
    yield from _meant_by_then(said, said.grammar, said.times[-1])


def _meant(said: Said, grammar: Grammar, time: TimeSaid) -> Iterator[Found]:
    """Decide what the person wants of one expression of time, by the words around it."""
    sentence = said.around(time.start)
    before = said.text[sentence.start : time.start]
    after = said.text[time.end : sentence.end]
    asks = grammar.hears("ask", f"{before} {after}")
    if grammar.hears("of_theirs", before) and time.operator != "back":
        return
    until = _silent_until(grammar, before, time, asks=asks)
    if time.operator == "before" and grammar.hears("hold", after):
        until = time.days.first
    if until is not None:
        yield _pause(time, until)
    elif time.operator == "before":
        return
    elif asks:
        yield _callback(said, grammar, time, before + after)
    elif time.operator == "until":
        return
    elif grammar.hears("hold", before) or grammar.hears("ready", before):
        yield _pause(time, _first(time))
    elif _is_all(said, before, after):
        yield _callback(said, grammar, time, "")


def _silent_until(grammar: Grammar, before: str, time: TimeSaid, *, asks: bool) -> date | None:
    """Return the first day they can or want to be reached, where the words say that."""
    if time.operator == "back" and not asks:
        return time.days.first
    if grammar.hears("away", before) and not asks and not _is_ready(grammar, before):
        return _first_day_back(time)
    if time.operator in ("before", "until") and grammar.hears("hold", before):
        return time.days.first
    if _is_negated(grammar, before, time):
        return time.days.first if time.length else time.days.after
    return None


def _meant_by_then(said: Said, grammar: Grammar, latest: TimeSaid) -> Iterator[Found]:
    """Read "ping me then" and "not before then" by the last time that was named."""
    for match in grammar.cues["then"].finditer(said.text, latest.end):
        sentence = said.around(match.start())
        said_then = replace(latest, start=match.start(), end=match.end())
        before = said.text[max(sentence.start, latest.end) : match.start()]
        if grammar.hears("hold", before):
            if grammar.hears("not_before", before):
                yield _pause(said_then, latest.days.first)
        elif grammar.hears("ask", before) and not grammar.hears("of_theirs", before):
            yield _callback(said, grammar, said_then, before)


def _is_ready(grammar: Grammar, before: str) -> bool:
    """Return whether the last clause turns to when they will be ready."""
    clause = re.split(r"[,;]| - ", before)[-1]
    return grammar.hears("ready", clause) and not grammar.hears("away", clause)


def _first(time: TimeSaid) -> date:
    if time.operator == "after" and not time.minute and not time.length:
        return time.days.after
    return time.days.first


def _first_day_back(time: TimeSaid) -> date:
    """Return the day after the last one named; a weekday or month after "until" is itself back."""
    if time.length or (time.operator == "until" and not time.exact and not time.closing):
        return time.days.first
    return time.days.after


def _pause(time: TimeSaid, until: date) -> Found:
    return Found(Pause(WallTime(until)), time.start, time.end)


def _callback(said: Said, grammar: Grammar, time: TimeSaid, around: str) -> Found:
    named = (channel for channel, cue in _CUES if grammar.hears(cue, around))
    channel = next(named, said.channel or Channel.PHONE)
    return Found(Callback(WallTime(_first(time), time.minute), channel), time.start, time.end)


def _is_negated(grammar: Grammar, before: str, time: TimeSaid) -> bool:
    """Return whether it says "not this week", "nothing for nine months"."""
    if time.operator in ("after", "from", "by"):
        return False
    if time.operator == "for":
        return grammar.hears("hold", before[-60:])
    return grammar.hears("held", before[-60:])


def _is_all(said: Said, before: str, after: str) -> bool:
    """Return whether the expression, courtesies aside, is all that its sentence says."""
    idle = said.phrases.idle
    return all(word in idle for word in _WORD.findall(before + " " + after))
