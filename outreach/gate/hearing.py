"""Whether we listen: sending while nobody reads the answers is talking over people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection

from outreach.gate.habits import Habits
from outreach.store import inbound, intake
from outreach.store.intake import IntakeRow

_NEVER = datetime.min.replace(tzinfo=UTC)


def deaf_because(
    intakes: Sequence[IntakeRow], oldest_unread: datetime | None, now: datetime, habits: Habits
) -> str:
    """Return why we do not listen, or nothing if we do."""
    if not intakes:
        return "no mailbox has ever been read; `outreach run` reads it"
    unheard = [one for one in intakes if not _heard_lately(one, now, habits)]
    if unheard:
        return _silence(min(unheard, key=lambda one: one.last_ok_at or _NEVER), now)
    waiting = [one.oldest_unread_at for one in intakes if one.oldest_unread_at]
    if oldest_unread is not None:
        waiting.append(oldest_unread)
    oldest = now - min(waiting, default=now)
    if oldest > habits.unread_after:
        return f"something has waited unread for {int(oldest.total_seconds())} seconds"
    return ""


def _heard_lately(one: IntakeRow, now: datetime, habits: Habits) -> bool:
    return one.last_ok_at is not None and now - one.last_ok_at <= habits.silent_after


def _silence(one: IntakeRow, now: datetime) -> str:
    """Return the sentence about a way in that we do not hear: an answer may lie there."""
    because = f": {one.failing_because}" if one.failing_because else ""
    if one.last_ok_at is None:
        return f"`{one.name}` has not been read yet{because or '; `outreach run` reads it'}"
    seconds = int((now - one.last_ok_at).total_seconds())
    return f"`{one.name}` could not be read for {seconds} seconds{because}"


def deaf_now(conn: Connection, now: datetime, habits: Habits) -> str:
    """Return why we do not listen at this moment, or nothing if we do."""
    return deaf_because(intake.everything(conn), inbound.oldest_unread(conn), now, habits)
