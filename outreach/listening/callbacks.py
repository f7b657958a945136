"""When a person wants to hear from us: callbacks and pauses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from outreach.listening import cjk
from outreach.listening.apposed import apposed, day_of
from outreach.listening.asked import corrected, is_asked_beside, not_before_the_wide, the_one_asked
from outreach.listening.bygone import did_then, is_bygone, tells_of_past
from outreach.listening.clocks import minute_of
from outreach.listening.grammar import Grammar
from outreach.listening.moments import TimeSaid
from outreach.listening.open_ended import absent_from, goes_away, without_a_day
from outreach.listening.said import Found, Said
from outreach.listening.silences import (
    BOUND,
    CLAUSE,
    Around,
    end_of,
    first_day_back,
    first_of,
    silent_until,
)
from outreach.listening.stays import is_stay
from outreach.listening.stretch import monday_after
from policies.channel import Channel
from policies.statement import Callback, Pause, WallTime

_WORD = re.compile(r"\w{3,}")
_CUES = ((Channel.PHONE, "ask_phone"), (Channel.SMS, "ask_sms"), (Channel.EMAIL, "ask_email"))
_FEW = 8
"""Words of a sentence that is about its time and little else."""


def timed(said: Said) -> Iterator[Found]:
    """Find callbacks ("call me in four weeks") and pauses ("not before January")."""
    if not said.dialects[0].markers:
        yield from cjk.timed(said)
        return
    if said.grammar is None:
        return
    yield from without_a_day(said, said.grammar)
    if not said.times:
        yield from _at_an_hour(said, said.grammar)
        return
    found = list(_meant_by_each(said, said.grammar))
    thens = list(_new_in(found, _meant_by_then(said, said.grammar)))
    if thens:
        found = [(time, one) for time, one in found if not isinstance(one.meaning, Callback)]
    dated = list(not_before_the_wide(list(_the_later(apposed(said, found))), said.now.date()))
    dated = corrected(said, dated)
    yield from the_one_asked(said, dated)
    yield from thens


def _new_in(found: Sequence[tuple[TimeSaid, Found]], thens: Iterable[Found]) -> Iterator[Found]:
    """Yield what "then" adds to the day asked for: in "ring me Friday, I know then" nothing."""
    asked = {day_of(one.meaning) for _, one in found if isinstance(one.meaning, Callback)}
    return (one for one in thens if asked != {day_of(one.meaning)})


def _meant_by_each(said: Said, grammar: Grammar) -> Iterator[tuple[TimeSaid, Found]]:
    """Yield what is wanted of each expression, beside it."""
    told = tells_of_past(said)
    for time in said.times:
        sentence = said.around(time.start)
        if any(sentence.start <= at <= time.start for at in told):
            continue
        before = said.text[sentence.start : time.start]
        around = Around(time, before, said.text[time.end : sentence.end])
        for found in _meant(said, grammar, around):
            yield time, found


def _the_later(found: Sequence[tuple[TimeSaid, Found]]) -> Iterator[tuple[TimeSaid, Found]]:
    """Yield of bounds that are all open the date ("after Easter, from the 9th"), or the latest."""
    opened = [(time, item) for time, item in found if time.operator in ("after", "from")]
    dated = [(time, item) for time, item in opened if time.exact] or opened
    open_from = {item: day_of(item.meaning) or date.min for _, item in opened}
    latest = max((open_from[item] for _, item in dated), default=date.min)
    yield from ((time, item) for time, item in found if open_from.get(item, latest) == latest)


def _at_an_hour(said: Said, grammar: Grammar) -> Iterator[Found]:
    """Read "call me at 3", with no day named: the next time it is that hour."""
    now = said.now.hour * 60 + said.now.minute
    for match in grammar.clock_alone.finditer(said.text):
        sentence = said.around(match.start())
        words = said.text[sentence.start : sentence.end]
        free = _FROM_THEN.match(match[0]) and grammar.hears("returning", f"{words} ")
        if not (free or grammar.hears("ask", words)) or _is_held(grammar, words):
            continue
        minute = minute_of(match)
        day = said.now.date() + timedelta(days=minute <= now)
        named = (channel for channel, cue in _CUES if grammar.hears(cue, words))
        channel = next(named, said.channel or Channel.PHONE)
        yield Found(Callback(WallTime(day, minute % 1440), channel), match.start(), match.end())
        return


def _is_held(grammar: Grammar, words: str) -> bool:
    return any(grammar.hears(cue, words) for cue in ("not_at", "only", "of_theirs", "fine"))


def _meant(said: Said, grammar: Grammar, around: Around) -> Iterator[Found]:
    """Decide what the person wants of one expression of time, by the words around it."""
    time, before, after = around.time, around.before, around.after
    if _is_of_theirs(grammar, around) or is_bygone(before, after) or grammar.hears("visit", before):
        return
    if goes_away(grammar, time, around.clause, before) and len(said.times) == 1:
        yield absent_from(time)
        return
    if is_stay(said, grammar, around):
        return
    asks = grammar.hears("ask", f"{before} {after}") and not is_asked_beside(said, grammar, time)
    until = _then_after_all(around) if not asks else None
    until = until or silent_until(grammar, around, asks=asks)
    if until is not None:
        yield _pause(time, until)
    elif time.operator in ("before", "until"):
        return
    elif asks or _is_fine(grammar, around):
        yield _callback(said, grammar, time, before + after)
    elif grammar.hears("ready", before) or grammar.hears("ready", around.clause):
        yield _pause(time, first_of(time))
    elif _stands_alone(said, around):
        yield _callback(said, grammar, time, "")
    elif _is_short(around) and (
        time.operator in ("after", "from", "wait") or (time.minute is not None and not time.length)
    ):
        yield _pause(time, first_of(time))


def _then_after_all(around: Around) -> date | None:
    """Return the day that a reason leads to: "lambing through April, so May"."""
    therefore = _SO.search(around.before) and around.time.operator in ("", "on", "after", "from")
    short = len(_WORD.findall(CLAUSE.split(around.after)[0])) <= _LITTLE
    return first_of(around.time) if therefore and short and not around.time.length else None


def _is_of_theirs(grammar: Grammar, around: Around) -> bool:
    """Return whether it is what the person will do ("I'll ring you on Friday")."""
    if around.time.operator == "back":
        return False
    last = CLAUSE.split(around.before)[-1]
    return grammar.hears("of_theirs", last if grammar.hears("ask", last) else around.before)


def _is_fine(grammar: Grammar, around: Around) -> bool:
    """Return whether that time suits ("Tuesday works", "week 9 would be good")."""
    if around.time.operator in ("after", "from") or around.time.minute is None:
        return grammar.hears("fine", f"{around.clause} ")
    return grammar.hears("fine", f"{around.before} {around.after} ")


def _stands_alone(said: Said, around: Around) -> bool:
    """Return whether the time is all that is said, in the sentence or, if plain, the clause."""
    if _is_all(said, *_own_clause(around)):
        return True
    plain = around.time.length or around.time.minute is not None
    return plain and _is_all(said, *_clauses_of(around))


def _clauses_of(around: Around) -> tuple[str, str]:
    return CLAUSE.split(around.before)[-1], CLAUSE.split(around.after)[0]


def _own_clause(around: Around) -> tuple[str, str]:
    if around.time.operator in ("after", "from"):
        return _clauses_of(around)
    after = around.after
    return around.before, "" if _BECAUSE.match(after) and _is_brief(after) else after


def _is_brief(words: str) -> bool:
    return len(_WORD.findall(words)) <= _FEW


def _is_short(around: Around) -> bool:
    return len(_WORD.findall(f"{around.before} {around.after}")) <= _FEW


_BECAUSE = re.compile(
    r"\s*,?\s*(?:when|once|because|as soon as|with|wenn|sobald|weil|mit|quand|parce que|avec|cuando"
    r"|porque|con|quando|com|perche|zodra|omdat|als|met)\b"
)
"""What only says why then ("start of March, when the new boss is in")."""
_LITTLE = 1
"""Words behind a time that say no more than that it is one."""
_SO = re.compile(
    r"[,;-]\s*(?:and |und |y |et |e |en )?(?:so|then|hence|therefore|also|dann|daher|donc|alors"
    r"|entonces|asi que|por eso|entao|quindi|allora|dus|dan|i\.?e\.?|that is|meaning|o sea|es decir"
    r"|ou seja|cioe|ossia|c'est-a-dire|soit|das heisst|d\.h\.|dat is|d\.w\.z\.)"
    r"(?: (?:more like|say|maybe|perhaps|probably|rather|from|after|in|im|ab|en|em|a|around|about"
    r"|eher|plutot|mejor|melhor|meglio|liever|erst))*\s*$"
)


def _meant_by_then(said: Said, grammar: Grammar) -> Iterator[Found]:
    """Read "ping me then", "afterwards", "not before then" by the time that was named before."""
    for cue in ("afterwards", "then", "until_then"):
        for match in grammar.cues[cue].finditer(said.text, said.times[0].end):
            if any(time.start <= match.start() < time.end for time in said.times):
                continue  # "the Tuesday after" has used it
            latest = [time for time in said.times if time.end <= match.start()][-1]
            found = _by_then(said, grammar, latest, match, cue)
            if found is not None:
                yield found


def _by_then(
    said: Said, grammar: Grammar, latest: TimeSaid, match: re.Match[str], cue: str
) -> Found | None:
    if did_then(said.text, latest.end):
        return None
    sentence = said.around(match.start())
    before = said.text[max(sentence.start, latest.end) : match.start()]
    behind = said.text[match.end() : sentence.end]
    spoken = replace(latest, start=match.start(), end=match.end(), operator="")
    words = f"{before} {behind}" if cue == "until_then" else BOUND.sub("", f"{before} {behind}")
    if cue == "until_then":
        until = first_of(latest) if latest.operator in ("after", "from") else end_of(latest)
        return _pause(spoken, until) if _refrains(grammar, words) else None
    if cue == "afterwards" or latest.operator in ("until", "wait"):
        over = latest.days.after if latest.feast else first_day_back(latest)
        back = latest.days.first if latest.length else _at_work(over)
        spoken = replace(spoken, days=replace(latest.days, first=back), minute=None)
    elif latest.operator == "after" and not latest.length:
        spoken = replace(spoken, days=replace(latest.days, first=first_of(latest)))
    elif latest.operator == "for" or _is_after(grammar, said, match):
        spoken = replace(spoken, days=replace(latest.days, first=first_day_back(latest)))
    if grammar.hears("of_theirs", before) or grammar.hears("hold", words):
        held = grammar.hears("hold", before) and grammar.hears("not_before", before)
        return _pause(spoken, latest.days.first) if held else None
    if grammar.hears("ask", words):
        return _callback(said, grammar, spoken, words)
    if grammar.hears("fine", f"{words} ") or grammar.hears("ready", words):
        return _pause(spoken, first_of(spoken)) if len(_WORD.findall(words)) <= _FEW else None
    return None


def _at_work(day: date) -> date:
    """Return the day, or the Monday behind it: nobody is called back on a weekend."""
    return day if day.weekday() < _SATURDAY else monday_after(day)


_SATURDAY = 5
_FROM_THEN = re.compile(
    r"(?:from|after|ab|nach|apres|des|a partir|despues|desde|depois|dopo|dalle|vanaf|na)\b"
)


def _refrains(grammar: Grammar, words: str) -> bool:
    return grammar.hears("hold", words) or grammar.hears("away", words)


def _is_after(grammar: Grammar, said: Said, match: re.Match[str]) -> bool:
    """Return whether it is after that, not then."""
    before = said.text[max(0, match.start() - 20) : match.start()]
    return any(name == "after" and p.search(before) for name, p in grammar.operators)


def _pause(time: TimeSaid, until: date) -> Found:
    return Found(Pause(WallTime(until)), time.start, time.end)


def _callback(said: Said, grammar: Grammar, time: TimeSaid, around: str) -> Found:
    named = (channel for channel, cue in _CUES if grammar.hears(cue, around))
    channel = next(named, said.channel or Channel.PHONE)
    return Found(Callback(WallTime(first_of(time), time.minute), channel), time.start, time.end)


def _is_all(said: Said, before: str, after: str) -> bool:
    """Return whether the expression, courtesies aside, is all that its sentence says."""
    idle = said.phrases.idle
    return all(word in idle for word in _WORD.findall(before + " " + after))
