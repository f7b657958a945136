"""What we understood of how somebody wants to be reached, in writing, so that they can correct it.

It answers what they just wrote, by the way it came, and is never a second mail where a stop is
confirmed. Whoever asks to be left alone gets none: it would be one more. At most one in seven days
(RFC 3834 §2 advises as much for any notice).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from outreach.domain.attempts import Attempt, AttemptState
from outreach.domain.tongues import are_words, words_in
from outreach.ids import new_id
from outreach.services.listen.owed import HOUSE
from outreach.store import attempts, people
from policies.channel import Channel, Purpose
from policies.statement import (
    AtMost,
    Avoid,
    NotInterested,
    Pause,
    Prefer,
    Quiet,
    Refuse,
    Scope,
    Source,
    Statement,
    Unclear,
    Via,
    WrongPerson,
)

UNDERSTOOD = "what-we-understood"
CANNOT_PHONE = "acknowledge-cannot-phone"
"""The folders of words; the second is kinder where they would rather not talk."""
LASTS = timedelta(days=1)
ONCE_IN = timedelta(days=7)
_ALONE = (Refuse, Pause, AtMost, NotInterested, WrongPerson, Unclear)
"""Beside one of these nothing is sent: they want less of us, or a human looks first."""
_WAYS = {Via.EMAIL: Channel.EMAIL, Via.SMS: Channel.SMS}
_NEVER_SENT = frozenset({AttemptState.WITHDRAWN, AttemptState.EXPIRED, AttemptState.BLOCKED})


def understanding(
    conn: Connection,
    said: Statement,
    person_id: str,
    point_id: str | None,
    inbound_id: str,
    now: datetime,
    language: str = "",
) -> Attempt | None:
    """Return what tells them how we understood their wishes, or None where nothing is to be told.

    `point_id` is the address it came from, where that is theirs: nobody else is told of it.
    `language` is that of what they wrote; where we know what they speak, we answer in that.
    """
    channel, until = _WAYS.get(said.via), said.said_at + LASTS
    if point_id is None or channel is None or said.source is not Source.REPLY or until <= now:
        return None
    if not _wishes(said) or _told_lately(conn, person_id, now):
        return None
    folder = CANNOT_PHONE if _would_rather_not_talk(said) else UNDERSTOOD
    words = words_in(people.get(conn, person_id).language or language, folder)
    return Attempt(
        id=new_id("a"),
        person_id=person_id,
        channel=channel,
        purpose=Purpose.ANSWER,
        by=HOUSE,
        due_at=now,
        created_at=now,
        point_id=point_id,
        message=words,
        has_words_for=(channel,),
        words_for={channel.value: words},
        answers=said.id,
        in_reply_to=inbound_id,
        expires_at=until,
    )


def _wishes(said: Statement) -> bool:
    """Say whether they told us how or when to reach them, for good, and nothing that wants less."""
    meant = [one.meaning for one in said.meanings]
    if any(isinstance(one, _ALONE) for one in meant):
        return False
    return any(
        isinstance(one, Avoid | Quiet) or (isinstance(one, Prefer) and one.scope is Scope.STANDING)
        for one in meant
    )


def _would_rather_not_talk(said: Statement) -> bool:
    return any(one.meaning == Avoid(Channel.PHONE) for one in said.meanings)


def _told_lately(conn: Connection, person_id: str, now: datetime) -> bool:
    return any(
        (are_words(row["message"], UNDERSTOOD) or are_words(row["message"], CANNOT_PHONE))
        and row["state"] not in _NEVER_SENT
        and row["created_at"] > now - ONCE_IN
        for row in attempts.of(conn, person_id)
    )
