"""The command line at a moment of our choice: `python -m tests.stories.at 2026-11-24T16:00 try …`.

From that moment on the clock goes as it always does.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from math import ceil

import imapclient

import outreach.clock

AT = datetime.fromisoformat(sys.argv[1]).replace(tzinfo=UTC)
SHIFT = timedelta(seconds=ceil((AT - outreach.clock.SystemClock().now()).total_seconds()))
"""In whole seconds, for a mailbox knows no others; rounded up: never before the moment chosen."""

NOW = outreach.clock.SystemClock.now


def now(clock: outreach.clock.SystemClock) -> datetime:
    return NOW(clock) + SHIFT


FETCH = imapclient.IMAPClient.fetch


def fetch(client: imapclient.IMAPClient, *asked: object) -> object:
    """Let the mailbox live at that moment too: it says when it took a mail in."""
    found = FETCH(client, *asked)
    for one in found.values():
        if b"INTERNALDATE" in one:
            one[b"INTERNALDATE"] += SHIFT
    return found


if __name__ == "__main__":
    imapclient.IMAPClient.fetch = fetch
    outreach.clock.SystemClock.now = now  # type: ignore[method-assign,assignment]
    from outreach.cli import main

    sys.exit(main(sys.argv[2:]))
