"""What we owe somebody for what they said: promises on a human's agenda, and one confirmation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from outreach.domain.attempts import Attempt, AttemptState
from outreach.domain.commitments import Commitment, CommitmentKind
from outreach.domain.tongues import words_in
from outreach.ids import new_id
from outreach.services.listen.effects import Effects, Reach
from outreach.store import attempts, people, statements, team
from policies.channel import Channel, Purpose
from policies.promises import ACKNOWLEDGE_WITHIN
from policies.statement import Callback, Resume, Source, Statement, WallTime
from policies.windows import instant

CONFIRMATION = "acknowledge-stop"
"""The folder of words that every channel has for the one confirmation of a stop."""
ONE_OF = {Channel.EMAIL: "an email", Channel.SMS: "a text", Channel.PHONE: "a call"}
HOUSE = "the house"
"""Who acts where nobody of the team does."""
_NEVER_SENT = frozenset({AttemptState.WITHDRAWN, AttemptState.EXPIRED})


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose agenda a promise goes on: a member's id, or None for whoever takes it."""

    member_id: str | None
    name: str = HOUSE


def owner_for(conn: Connection, person_id: str, attempt_id: str | None) -> Owner:
    """Return who wrote what they answer, else who looks after them, else nobody yet."""
    wrote = [row["by"] for row in attempts.rows(conn, [attempt_id] if attempt_id else [])]
    looks_after = people.get(conn, person_id).owner_id
    for name in (*wrote, looks_after):
        member = team.find(conn, name) if name else None
        if member is not None:
            return Owner(member.id, member.name)
    return Owner(None)


def promises(
    said: Statement,
    effects: Effects,
    person_id: str,
    owner: Owner,
    *,
    now: datetime,
    request_due: datetime,
    zones: Sequence[ZoneInfo],
) -> tuple[Commitment, ...]:
    """Return our promises: what they asked for, and when they asked to be contacted.

    A callback is a promise only where they asked for it themselves, or one of us or a list of ours
    noted it; anybody else's word pauses us until then, and no more. Whoever stops us is promised no
    contact.
    """
    asked = [
        Commitment(
            id=new_id("m"),
            person_id=person_id,
            kind=CommitmentKind.REQUEST,
            what=request.what,
            due_at=request_due,
            made_at=now,
            channel=request.channel or _channel_of(said),
            owner=owner.member_id,
            anyone=owner.member_id is None,
            statement_id=said.id,
            proven=said.proven,
        )
        for request in effects.requests
    ]
    called = [
        _callback(said, one, person_id, owner, now, zones)
        for one in effects.callbacks
        if promised(said, effects)
    ]
    return (*asked, *called)


def promised(said: Statement, effects: Effects) -> bool:
    """Say whether a callback in this statement is our promise, and not only a pause."""
    if effects.reach in (Reach.PERSON, Reach.ORGANISATION):
        return False
    return said.proven or said.source in (Source.REP_NOTE, Source.IMPORT)


def _callback(
    said: Statement,
    callback: Callback,
    person_id: str,
    owner: Owner,
    now: datetime,
    zones: Sequence[ZoneInfo],
) -> Commitment:
    due = instant(callback.at, zones)
    at = callback.at
    return Commitment(
        id=new_id("m"),
        person_id=person_id,
        kind=CommitmentKind.CALLBACK,
        what=ONE_OF[callback.channel],
        due_at=due,
        made_at=now,
        channel=callback.channel,
        owner=owner.member_id,
        anyone=owner.member_id is None,
        statement_id=said.id,
        proven=said.proven,
        named_hour=not isinstance(at, WallTime) or at.minute is not None,
    )


def _channel_of(said: Statement) -> Channel | None:
    try:
        return Channel(said.via.value)
    except ValueError:
        return None


def confirmation(
    conn: Connection,
    said: Statement,
    person_id: str,
    point_id: str | None,
    inbound_id: str,
    now: datetime,
    language: str = "",
) -> Attempt | None:
    """Return the one confirmation of a stop, on the channel and point it came by, if it is owed.

    `language` is that of what they wrote; where we know what they speak, we answer in that.
    It answers the letter that said stop, and so lies beside it in their mailbox (RFC 3834 §3.1.6).
    There is never a second one, however often somebody says stop, until they have taken it back;
    and none for a stop that lay unread for longer than one is owed.
    """
    channel, until = _channel_of(said), said.said_at + ACKNOWLEDGE_WITHIN
    if point_id is None or channel in (None, Channel.PHONE) or until <= now:
        return None
    resumed = _last_resumed(conn, person_id)
    for row in attempts.of(conn, person_id):
        again = row["purpose"] == Purpose.ACKNOWLEDGE and row["channel"] == channel
        if again and row["state"] not in _NEVER_SENT and row["created_at"] > resumed:
            return None
    words = words_in(people.get(conn, person_id).language or language, CONFIRMATION)
    return Attempt(
        id=new_id("a"),
        person_id=person_id,
        channel=channel,
        purpose=Purpose.ACKNOWLEDGE,
        by=HOUSE,
        due_at=now,
        created_at=now,
        point_id=point_id,
        message=words,
        has_words_for=(channel,),
        words_for={channel.value: words},
        acknowledges=said.id,
        in_reply_to=inbound_id,
        expires_at=until,
    )


def _last_resumed(conn: Connection, person_id: str) -> datetime:
    resumed = [
        said.said_at
        for said in statements.of(conn, person_id)
        if said.proven and any(isinstance(one.meaning, Resume) for one in said.meanings)
    ]
    return max(resumed, default=_LONG_AGO)


_LONG_AGO = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
