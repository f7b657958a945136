"""At rest: after a "no", a bare stop or long silence, marketing leaves people in peace.

What it does
    Defers marketing for the rest period of the house (or of a law, where one says so), counted in
    days of 24 hours: from a "no", from a bare stop on whichever channel, and from the last of a
    number of contacts that nobody answered.

Why it matters
    "Not interested" is an answer. So is silence, in the end.

Example
    She wrote "not for us, thanks" on 2 March: the next campaign leaves her out until May.

References
    House rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from policies.channel import Purpose
from policies.facts import Facts
from policies.finding import Bears, Finding, Quote
from policies.preferences import BARE_STOPS, Voice
from policies.reason import Clause, Reason, clause
from policies.rows import Chosen, Rows
from policies.rule import rule
from policies.rulebook import Entry, EntryKind, Rest
from policies.statement import RESTRICTIVE, Statement, Via
from policies.verdict import Defer


@rule("at-rest", silent_without=("statements", "contacts"))
def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
    if rows.purpose is not Purpose.MARKETING:
        return None
    rests: list[_Resting] = []
    for entry, rest in _every_rest(rows.chosen):
        found = _resting(rest, entry, rows) if _may_rest(rest, rows) else None
        if found is not None and found.ends > at:
            rests.append(found)
    if not rests:
        return None
    last = max(rests, key=lambda found: found.ends)
    cites = tuple(dict.fromkeys(found.entry.cite for found in rests))
    return Finding(
        "at-rest",
        Defer(last.ends),
        Bears.PERSON,
        last.because,
        ends=last.ends,
        quotes=last.quotes,
        cites=cites,
        clause=last.clause,
    )


@dataclass(frozen=True, slots=True)
class _Resting:
    ends: datetime
    because: str
    clause: Clause
    entry: Entry
    quotes: tuple[Quote, ...] = ()


@lru_cache(maxsize=16_384)
def _every_rest(here: Chosen) -> tuple[tuple[Entry, Rest], ...]:
    entries = here.entries.get(EntryKind.REST, ())
    return tuple((entry, rest) for entry in entries for rest in entry.rests)


def _may_rest(rest: Rest, rows: Rows) -> bool:
    """Whether there is anything at all that this rest could be about; cheap, for most people no."""
    if rest.event == "silence":
        return len(rows.facts.contacts) >= rest.after
    return bool(rows.standing.noes if rest.event == "no" else rows.standing.refusals)


def _resting(rest: Rest, entry: Entry, rows: Rows) -> _Resting | None:
    length = timedelta(days=rest.days)
    if rest.event == "silence":
        unanswered = _unanswered(rows.facts)
        if len(unanswered) < rest.after:
            return None
        because = f"{len(unanswered)} contacts went without a word back"
        told = clause(Reason.REST_AFTER_SILENCE, count=len(unanswered))
        return _Resting(max(unanswered) + length, because, told, entry)
    voices = _noes(rest.event, rows)
    if not voices:
        return None
    last = max(voices, key=lambda voice: voice.statement.said_at)
    ends = last.statement.said_at + length
    if rest.event == "no":
        because, told = "they said no", clause(Reason.REST_AFTER_NO)
    else:
        because, told = "they said stop", clause(Reason.REST_AFTER_STOP)
    return _Resting(ends, because, told, entry, (last.quote,))


def _noes(event: str, rows: Rows) -> tuple[Voice[Any], ...]:
    standing = rows.standing
    if event == "no":
        return standing.noes
    return tuple(
        voice
        for voice in standing.refusals
        if voice.statement.source in BARE_STOPS
        and standing.lifted(voice, rows.facts.attempt.channel) is None
    )


def _unanswered(facts: Facts) -> list[datetime]:
    """Return the moments of the marketing contacts since the last word from them.

    A statement that only restricts breaks no silence: it must never open what was closed.
    """
    words = [reply.at for reply in facts.replies]
    words += [said.said_at for said in facts.statements if _breaks_silence(said)]
    last = max(words, default=None)
    return [
        contact.at
        for contact in facts.contacts
        if contact.purpose is Purpose.MARKETING and (last is None or contact.at > last)
    ]


def _breaks_silence(said: Statement) -> bool:
    if said.via is Via.IMPORT:
        return False
    restricts = [isinstance(each.meaning, RESTRICTIVE) for each in said.meanings]
    return not restricts or not all(restricts)
