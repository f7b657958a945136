"""Whether we listen: sending while nobody reads the answers is talking over people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from outreach.gate.habits import Habits
from outreach.store import inbound, intake
from outreach.store.intake import IntakeRow


def deaf_because(
    intakes: Sequence[IntakeRow], oldest_unread: datetime | None, now: datetime, habits: Habits
) -> str:
    """Return why we do not listen, or nothing if we do."""
    if not intakes:
        return "no mailbox has ever been read; `outreach run` reads it"
    heard = max((one.last_ok_at for one in intakes if one.last_ok_at), default=None)
    if heard is None:
        return "no mailbox has been read yet; `outreach run` reads it"
    silent = now - heard
    if silent > habits.silent_after:
        return f"no intake could be read for {int(silent.total_seconds())} seconds"
    waiting = [one.oldest_unread_at for one in intakes if one.oldest_unread_at]
    if oldest_unread is not None:
        waiting.append(oldest_unread)
    oldest = now - min(waiting, default=now)
    if oldest > habits.unread_after:
        return f"something has waited unread for {int(oldest.total_seconds())} seconds"
    return ""


def deaf_now(conn: Connection, now: datetime, habits: Habits) -> str:
    """Return why we do not listen at this moment, or nothing if we do."""
    return deaf_because(intake.everything(conn), inbound.oldest_unread(conn), now, habits)
