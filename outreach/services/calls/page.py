"""One person's page in the call book: their words, the story in short, what to say; no number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from channels.contract import CallWords
from outreach.domain.attempts import Attempt
from outreach.domain.hidden import without_numbers
from outreach.domain.history import Happened
from outreach.domain.keeping import keeps
from outreach.domain.people import numbers_among
from outreach.gate.gate import Gate
from outreach.gate.preflight import may_each
from outreach.gate.pressing import a_call_to
from outreach.gate.telling import change_of, why_of
from outreach.ids import new_id
from outreach.services.calls.book import Call
from outreach.store import attempts, commitments, history, points
from policies.channel import Purpose
from policies.english import ENGLISH
from policies.language import Language

STORY = 5
"""Events shown, the latest last."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened, in a line."""

    at: datetime
    what: str


@dataclass(frozen=True, slots=True)
class Page:
    """What to read before the call. `script` says what to say, or is empty with `lacking` why.

    `change` is what would open it, where it is refused.
    """

    call: Call
    story: tuple[Told, ...]
    script: str
    lacking: str
    change: str


def page(gate: Gate, call: Call, by: str, *, language: Language = ENGLISH) -> Page:
    """Return the page of a call in the book, as one of us (a name) would make it."""
    now = gate.clock.now()
    known = gate.store.read(lambda conn: _known(conn, call, by, now))
    case = gate.judge(replace(known.attempt, by=by, automated=False), now)
    content = case.outbound.content if case.outbound else None
    script = content.script if isinstance(content, CallWords) else ""
    return Page(
        call,
        tuple(replace(one, what=without_numbers(one.what, known.numbers)) for one in known.story),
        without_numbers(script, known.numbers),
        "" if script else why_of(case, language).sentence,
        change_of(gate, may_each(gate, [known.attempt], now)[0].case, now, language),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    attempt: Attempt
    story: list[Told]
    numbers: list[str]


def _known(conn: Connection, call: Call, by: str, now: datetime) -> _Known:
    if call.promised:
        attempt = keeps(commitments.get(conn, call.id), new_id("a"), by, now)
    elif call.id:
        attempt = attempts.get(conn, call.id)
    else:
        attempt = a_call_to(call.person_id, by, Purpose.MARKETING, now)
    numbers = numbers_among(points.of(conn, call.person_id))
    return _Known(attempt, _story(conn, call.person_id), numbers)


def _story(conn: Connection, person_id: str) -> list[Told]:
    """Return the last things that happened; a quotation is cut to one line."""
    events = history.story(conn, person_id)[-STORY:]
    return [
        Told(one.at, f"“{_line(one.words)}”" if one.happened is Happened.SAID else _line(one.told))
        for one in events
    ]


def _line(text: str) -> str:
    return " ".join(text.split())
