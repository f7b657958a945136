"""Contacts that went around the gate: kept as attempts that left, which nothing had cleared.

They count like any other contact, since whatever is read about the past goes by when an attempt was
being sent. None of them was ever planned, judged before or redeemed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from outreach.domain.attempts import Attempt
from outreach.store import people
from outreach.store.attempts import ATTEMPT
from outreach.store.tables import attempt, sent

LONGEST = 20_000
"""Characters of one mail that are kept as what we said."""


@dataclass(frozen=True, slots=True)
class Went:
    """What a mailbox shows of it. `digest` (SHA-256, hex) stands in where it has no Message-ID."""

    at: datetime
    sender: str
    message_id: str
    digest: str
    subject: str
    text: str


def kept(conn: Connection, person_id: str, went: Went) -> str | None:
    """Return the attempt that this person's copy is kept as already, or None where it is new.

    The same mail is found in several mailboxes; nobody else keeps it before we are done. It also
    undoes what is cleared for this person, which was judged without knowing of it.
    """
    people.raise_version(conn, [person_id])
    same = (
        attempt.c.message_id == went.message_id
        if went.message_id
        else attempt.c.content_digest == went.digest
    )
    query = select(attempt.c.id).where(attempt.c.person_id == person_id, attempt.c.outside, same)
    found: str | None = conn.scalar(query.limit(1))
    return found


def add(conn: Connection, one: Attempt, went: Went, decision_id: str | None) -> None:
    """Keep it; `one` says whose contact it was, by whom and what for."""
    row = ATTEMPT.row(one) | {
        "outside": True,
        "sending_since": went.at,
        "finished_at": went.at,
        "sender": went.sender,
        "message_id": went.message_id or None,
        "content_digest": went.digest,
        "decision_id": decision_id,
    }
    conn.execute(insert(attempt), row)
    said = {"attempt_id": one.id, "subject": went.subject, "text": went.text[:LONGEST]}
    conn.execute(insert(sent), said)
