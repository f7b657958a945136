"""Whom one of us may call: judged as of now, grouped, and without a number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from outreach.domain.attempts import Attempt
from outreach.domain.commitments import Commitment
from outreach.domain.hidden import without_numbers
from outreach.domain.history import LastSaid, last_of
from outreach.domain.keeping import keeps
from outreach.gate.gate import Gate
from outreach.gate.preflight import May, may_each
from outreach.gate.pressing import a_call_to, numbers_of
from outreach.gate.telling import change_of, why_of
from outreach.ids import new_id
from outreach.store import attempts, call_book, commitments
from policies.channel import Purpose
from policies.decide import Decision
from policies.english import ENGLISH
from policies.language import Language
from policies.verdict import Allow, Defer

SOON = timedelta(days=1)
"""A promise due later than this waits among the others."""


class Group(StrEnum):
    """How a call stands, in the order in which the book shows it."""

    UNSAID = "say what came of it"
    """Its number was shown to this rep, who has not said what came of it."""
    PROMISED = "promised"
    OPEN = "open now"
    CLOSED = "closed"
    """It may be made later."""
    ELSEWHERE = "not by phone"
    """They want another channel, or somebody has to look first."""


_ORDER = tuple(Group)


@dataclass(frozen=True, slots=True)
class Call:
    """A call in the book. `id` is what to press: an attempt's, or that of the promise it keeps.

    `id` is empty for a call that one of us just thought of. `opens_at` is the first moment at which
    it is allowed, None for never; `zones` are the clocks they may live by, as far as known; `why`
    says what speaks against it now, or is empty.
    """

    id: str
    group: Group
    person_id: str
    name: str
    organisation: str | None
    about: str
    due_at: datetime
    promised: bool
    opens_at: datetime | None
    why: str
    zones: tuple[ZoneInfo, ...]
    last_said: LastSaid | None


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    attempt: Attempt
    about: str
    due_at: datetime
    promised: bool = False
    unsaid: bool = False


def book(
    gate: Gate,
    by: str,
    limit: int = 500,
    *,
    language: Language = ENGLISH,
    owners: frozenset[str] | None = None,
) -> list[Call]:
    """Return the calls that one of us (a name) may make or has made, grouped and in order.

    `owners` None: to everybody; else to their people and nobody's. No more than `limit` of a kind.
    """
    now = gate.clock.now()
    entries = gate.store.read(lambda conn: _entries(conn, by, now, limit, owners))
    judged = may_each(gate, [one.attempt for one in entries], now)
    pairs = zip(entries, judged, strict=True)
    calls = [_call(entry, may, now, language) for entry, may in pairs]
    return sorted(calls, key=_place)


def one_of(gate: Gate, call_id: str, by: str, *, language: Language = ENGLISH) -> Call | None:
    """Return one call of the book as one of us would make it; None where it is not in it any more.

    Judged is this one alone: the page of a call costs the same, however long the book is.
    """
    now = gate.clock.now()
    entry = gate.store.read(lambda conn: _entry(conn, call_id, by, now))
    if entry is None:
        return None
    (may,) = may_each(gate, [entry.attempt], now)
    return _call(entry, may, now, language)


def changes(
    gate: Gate, by: str, calls: Iterable[Call], language: Language, limit: int = 500
) -> dict[str, str]:
    """Return what would change each of these calls that is refused, by its id."""
    now, refused = gate.clock.now(), {one.id for one in calls if one.why}
    entries = gate.store.read(lambda conn: _entries(conn, by, now, limit))
    asked = [one for one in entries if one.id in refused]
    judged = may_each(gate, [one.attempt for one in asked], now)
    return {
        entry.id: change_of(gate, may.case, now, language)
        for entry, may in zip(asked, judged, strict=True)
    }


def _place(call: Call) -> tuple[int, datetime]:
    closed = call.group is Group.CLOSED and call.opens_at
    return _ORDER.index(call.group), closed or call.due_at


def _entries(
    conn: Connection,
    by: str,
    now: datetime,
    limit: int,
    owners: frozenset[str] | None = None,
) -> list[_Entry]:
    """Return what the book holds; whoever was promised a call is in it once, for that."""
    owed = reversed(commitments.calls_owed(conn, limit, owners))
    promised = {one.person_id: _keeping(one, by, now) for one in owed}
    listed = [one.attempt_id for one in call_book.pressable(conn, limit, owners)]
    waiting = [one for one in attempts.get_many(conn, listed) if one.person_id not in promised]
    shown = [one.attempt_id for one in call_book.without_word(conn, by)]
    unsaid = [_of(one, unsaid=True) for one in attempts.get_many(conn, shown)]
    return [*unsaid, *promised.values(), *map(_of, waiting)]


def _entry(conn: Connection, call_id: str, by: str, now: datetime) -> _Entry | None:
    promise = commitments.by_ids(conn, [call_id]).get(call_id)
    if promise is not None:
        return _keeping(promise, by, now) if commitments.is_call_owed(promise) else None
    if call_book.lacks_word(conn, call_id, by):
        return _of(attempts.get(conn, call_id), unsaid=True)
    return _of(attempts.get(conn, call_id)) if call_book.may_be_pressed(conn, call_id) else None


def _keeping(one: Commitment, by: str, now: datetime) -> _Entry:
    attempt = keeps(one, new_id("a"), by, now)
    return _Entry(one.id, attempt, f"asked for {one.what}", one.due_at, promised=True)


def _of(one: Attempt, *, unsaid: bool = False) -> _Entry:
    about = one.topic or one.sequence_name or one.purpose.value
    return _Entry(one.id, one, about, one.due_at, unsaid=unsaid)


def _call(entry: _Entry, may: May, now: datetime, language: Language) -> Call:
    facts, numbers = may.case.facts, numbers_of(may.case)
    allowed = isinstance(may.case.verdict, Allow)
    last = last_of(facts.statements)
    return Call(
        id=entry.id,
        group=_group(entry, may, now),
        person_id=may.case.person,
        name=facts.person.name,
        organisation=facts.person.organisation,
        about=without_numbers(entry.about, numbers),
        due_at=entry.due_at,
        promised=entry.promised,
        opens_at=may.earliest,
        why="" if allowed else without_numbers(why_of(may.case, language).sentence, numbers),
        zones=_zones(may.case.decision),
        last_said=LastSaid(without_numbers(last.words, numbers), last.said_at, last.via)
        if last
        else None,
    )


def _group(entry: _Entry, may: May, now: datetime) -> Group:
    if entry.unsaid:
        return Group.UNSAID
    verdict = may.case.verdict
    if not isinstance(verdict, Allow | Defer):
        return Group.ELSEWHERE
    if entry.promised and entry.due_at < now + SOON:
        return Group.PROMISED
    return Group.OPEN if isinstance(verdict, Allow) else Group.CLOSED


def _zones(decision: Decision) -> tuple[ZoneInfo, ...]:
    return decision.where.own or decision.where.law


def thought_of(gate: Gate, person_id: str, by: str, *, language: Language = ENGLISH) -> Call:
    """Return a call that one of us just thought of, as it stands; nothing is kept of it."""
    now = gate.clock.now()
    attempt = a_call_to(person_id, by, Purpose.MARKETING, now)
    (may,) = may_each(gate, [attempt], now)
    return _call(_Entry("", attempt, "a call of your own", now), may, now, language)
