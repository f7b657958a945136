"""Whether we listen: sending while nobody reads the answers is talking over people."""

from __future__ import annotations

from datetime import datetime

from outreach.gate.habits import Habits
from outreach.store.snapshot import Snapshot


def deaf_because(snapshot: Snapshot, now: datetime, habits: Habits) -> str:
    """Return why we do not listen, or nothing if we do."""
    if not snapshot.intakes:
        return "no intake is set up"
    heard = max((one.last_ok_at for one in snapshot.intakes if one.last_ok_at), default=None)
    if heard is None:
        return "no intake has been read yet"
    silent = now - heard
    if silent > habits.silent_after:
        return f"no intake could be read for {int(silent.total_seconds())} seconds"
    waiting = [one.oldest_unread_at for one in snapshot.intakes if one.oldest_unread_at]
    if snapshot.oldest_unread is not None:
        waiting.append(snapshot.oldest_unread)
    oldest = now - min(waiting, default=now)
    if oldest > habits.unread_after:
        return f"something has waited unread for {int(oldest.total_seconds())} seconds"
    return ""
