"""The command line at a moment of our choice: `python -m tests.stories.at 2026-11-24T16:00 try …`.

From that moment on the clock goes as it always does.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

import imapclient

import outreach.clock

SHIFT = datetime.fromisoformat(sys.argv[1]).replace(tzinfo=UTC) - outreach.clock.SystemClock().now()


NOW = outreach.clock.SystemClock.now


def now(clock: outreach.clock.SystemClock) -> datetime:
    return NOW(clock) + timedelta(seconds=int(SHIFT.total_seconds()))


FETCH = imapclient.IMAPClient.fetch


def fetch(client: imapclient.IMAPClient, *asked: object) -> object:
    """Let the mailbox live at that moment too: it says when it took a mail in."""
    found = FETCH(client, *asked)
    for one in found.values():
        if b"INTERNALDATE" in one:
            one[b"INTERNALDATE"] += timedelta(seconds=int(SHIFT.total_seconds()))
    return found


if __name__ == "__main__":
    imapclient.IMAPClient.fetch = fetch
    outreach.clock.SystemClock.now = now  # type: ignore[method-assign,assignment]
    from outreach.cli import main

    sys.exit(main(sys.argv[2:]))
