"""What waits for one of us by what is on file: promises, letters, matters, holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from sqlalchemy import Connection

from outreach.domain.commitments import Commitment, CommitmentKind
from outreach.domain.history import LastSaid
from outreach.domain.lengths import ago
from outreach.domain.matters import Matter
from outreach.services.agenda.desk import Day, Desk, Known, Zones
from outreach.services.agenda.lines import Group, Line
from outreach.store import commitments, matters, on_my_desk
from outreach.store.inbound import came_by
from outreach.store.on_my_desk import Held, Letter, Tried
from policies.channel import SPOKEN, Channel

MOST = 50
"""Lines of one group; the rest waits behind them."""
_AHEAD = timedelta(days=7)
"""How far ahead a request is looked for: they are due within a few days."""
_UNTIL_ANSWERED = ("conversation-open",)
_WROTE = {Channel.EMAIL: "an email", Channel.SMS: "a text", Channel.PHONE: "on the phone"}
_ELSEWHERE = {"page": "on our page"}
"""By door, where it is none of the channels."""


@dataclass(frozen=True, slots=True)
class OnFile:
    """What was found for a desk, before anything is said of it; `tried` is by promise."""

    promises: list[Commitment]
    tried: dict[str, Tried]
    letters: list[Letter]
    matters: list[Matter]
    held: list[Held]

    @property
    def people(self) -> set[str]:
        """Return whom it is about."""
        return {
            one.person_id
            for several in (self.promises, self.letters, self.matters, self.held)
            for one in several
        }


def on_file(conn: Connection, desk: Desk, day: Day) -> OnFile:
    """Return what waits at a desk on a day; on any other than today, promises alone.

    A letter that a promise on it answers is not there twice, and neither is what only waits until
    somebody answers a letter that is there.
    """
    owed = commitments.on_agenda(conn, desk.owners, day.since, day.end, limit=MOST + 1)
    if not day.is_today:
        return OnFile(owed, on_my_desk.tried(conn, owed), [], [], [])
    letters = on_my_desk.letters(conn, desk.owners, desk.names, nobodys=True, limit=MOST + 1)
    owed += _asked_for_later(conn, desk, day, {one.person_id for one in letters})
    asked = {one.person_id for one in owed if one.kind is CommitmentKind.REQUEST}
    promised = {one.statement_id for one in owed if one.statement_id}
    to_answer = asked | {one.person_id for one in letters}
    held = on_my_desk.held(conn, desk.names, MOST + 1)
    return OnFile(
        owed,
        on_my_desk.tried(conn, owed),
        [one for one in letters if one.person_id not in asked and one.statement_id not in promised],
        matters.waiting(conn, desk.owners, nobodys=True, limit=MOST + 1),
        [one for one in held if one.rules != _UNTIL_ANSWERED or one.person_id not in to_answer],
    )


def _asked_for_later(
    conn: Connection, desk: Desk, day: Day, wrote: Collection[str]
) -> list[Commitment]:
    """Return what was asked for without a letter, as on our page: it can be answered at once."""
    soon = commitments.on_agenda(conn, desk.owners, day.end, day.end + _AHEAD, limit=MOST)
    requests = (one for one in soon if one.kind is CommitmentKind.REQUEST)
    return [one for one in requests if one.person_id not in wrote]


def lines(found: OnFile, desk: Desk, day: Day, seen: Known, zones: Zones) -> Iterator[Line]:
    """Yield a line for each of them."""
    for promise in found.promises[:MOST]:
        yield promised(promise, desk, day, seen, zones, found.tried.get(promise.id))
    for letter in found.letters[:MOST]:
        yield _letter(letter, desk, seen, zones)
    for matter in found.matters[:MOST]:
        yield _matter(matter, desk, seen, zones)
    for held in found.held[:MOST]:
        yield _held(held, seen, zones)


def full(found: OnFile) -> Iterator[Group]:
    """Yield the groups that hold more than is shown."""
    for group, several in (
        (Group.PROMISED, found.promises),
        (Group.UNANSWERED, found.letters),
        (Group.MATTER, found.matters),
        (Group.HELD, found.held),
    ):
        if len(several) > MOST:
            yield group


def promised(
    one: Commitment, desk: Desk, day: Day, seen: Known, zones: Zones, tried: Tried | None = None
) -> Line:
    """Return the line of a promise, and who has `tried` to keep it: nobody rings again at once."""
    why = _said_of(one)
    if tried is not None:
        why = f"{why} ({tried.by} rang {ago(day.now - tried.at)} ago and did not reach them)"
    line = seen.line(Group.PROMISED, one.id, one.person_id, why, one.due_at, zones)
    return replace(
        line,
        last_said=seen.last_said(one.person_id, one.statement_id),
        kind=one.kind,
        channel=one.channel,
        named_hour=one.named_hour,
        late=day.now >= one.overdue_from,
        offered=one.anyone,
        tried_at=tried.at if tried else None,
        covers=desk.covers(one.owner),
    )


def _said_of(one: Commitment) -> str:
    """Say what was promised, and on whose account."""
    match one.kind:
        case CommitmentKind.CALLBACK | CommitmentKind.REQUEST:
            return f"they asked for {one.what}"
        case CommitmentKind.MEETING:
            return f"a meeting: {one.what}"
        case CommitmentKind.PLEDGE:
            by = f" by {SPOKEN[one.channel]}" if one.channel else ""
            return f"{one.made_by or 'we'} promised{by}: {one.what}"
        case _:
            assert_never(one.kind)


def _letter(one: Letter, desk: Desk, seen: Known, zones: Zones) -> Line:
    owner, via = seen.people[one.person_id].owner_id, came_by(one.door)
    how = _ELSEWHERE.get(one.door, _WROTE[via])
    why = f"they wrote {how} and nobody has answered"
    words = seen.hidden(one.person_id, one.words)
    return replace(
        seen.line(Group.UNANSWERED, one.id, one.person_id, why, one.received_at, zones),
        last_said=LastSaid(words, one.received_at, via.value),
        covers=desk.covers(owner or _id_of(desk, one.wrote)),
    )


def _id_of(desk: Desk, name: str) -> str | None:
    return next((one.id for one in desk.roster.members.values() if one.name == name), None)


def _matter(one: Matter, desk: Desk, seen: Known, zones: Zones) -> Line:
    named = one.named_name or one.named_address
    instead = f" They name {named}, whom only you may ask" if named else ""
    why = f"{_left(seen.organisation(one.person_id))}: who looks after it now?{instead}"
    return replace(
        seen.line(Group.MATTER, one.id, one.person_id, why, one.since, zones),
        last_said=_words(one, seen, one.since),
        covers=desk.covers(one.owner),
    )


def _left(where: str) -> str:
    return f"no longer works at {where}" if where else "no longer works where they did"


def _words(one: Matter, seen: Known, at: datetime) -> LastSaid | None:
    words = seen.hidden(one.person_id, one.words)
    return LastSaid(words, at, Channel.EMAIL.value) if words else seen.last_said(one.person_id)


def _held(one: Held, seen: Known, zones: Zones) -> Line:
    return seen.line(Group.HELD, one.decision_id, one.person_id, one.sentence, one.since, zones)
