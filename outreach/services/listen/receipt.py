"""What one of us noted of a promise, in writing, so that the person can correct it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from outreach.domain.attempts import Attempt
from outreach.domain.commitments import Commitment, CommitmentKind
from outreach.ids import new_id
from outreach.store import points
from policies.channel import Channel, Purpose
from policies.facts import PointState

RECEIPT = "promise-receipt"
"""The folder of words."""
LASTS = timedelta(days=1)
"""Later it would surprise more than it helps."""


def receipt(
    conn: Connection, promised: Iterable[Commitment], person_id: str, by: str, now: datetime
) -> Attempt | None:
    """Return the mail that tells them what we noted of a callback, or None where none is owed.

    It answers what they just said, hence passes the pause that they asked for; nobody is counted
    as answered by it, for no human wrote it. Without an address for email there is none.
    """
    called = [one for one in promised if one.kind is CommitmentKind.CALLBACK and not one.proven]
    reached = points.of(conn, person_id) if called else []
    if not any(one.channel is Channel.EMAIL and one.state is PointState.OK for one in reached):
        return None
    return Attempt(
        id=new_id("a"),
        person_id=person_id,
        channel=Channel.EMAIL,
        purpose=Purpose.ANSWER,
        by=by,
        due_at=now,
        created_at=now,
        message=RECEIPT,
        has_words_for=(Channel.EMAIL,),
        words_for={Channel.EMAIL.value: RECEIPT},
        commitment_id=called[0].id,
        expires_at=now + LASTS,
    )
