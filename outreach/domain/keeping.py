"""From a promise to the contact that keeps it."""

from __future__ import annotations

from datetime import datetime, timedelta

from outreach.domain.attempts import Attempt, AttemptState, ReviewedWords
from outreach.domain.commitments import Commitment
from policies.channel import Channel, Purpose

CALL = "promised-call"
"""The folder of words for a call they asked for."""
AS_ASKED = "As you asked"
"""The subject of a promise that is kept by email, where none is given."""


def keeps(
    promise: Commitment, attempt_id: str, by: str, now: datetime, words: ReviewedWords | None = None
) -> Attempt:
    """Return the attempt by which one of us keeps this promise now; a call waits to be pressed."""
    channel = promise.channel or Channel.EMAIL
    calls = channel is Channel.PHONE
    return Attempt(
        id=attempt_id,
        person_id=promise.person_id,
        channel=channel,
        purpose=Purpose.PROMISED,
        by=by,
        due_at=now,
        created_at=now,
        automated=False,
        state=AttemptState.QUEUED if calls else AttemptState.PLANNED,
        message=CALL if calls else None,
        reviewed_words=words,
        has_words_for=(channel,),
        commitment_id=promise.id,
        callback=promise.statement_id,
        rep_note=not promise.proven,
        expires_at=now + timedelta(days=1),
    )
