"""Letters that are none of our business: whoever lets us read their mailbox has others too.

A mailbox of one of us, a junk folder and what somebody sent hold much that has nothing to do with
anybody on file. It is read once, because a stop may be among it. Where nothing follows from it,
neither its words nor who wrote it are kept, and nobody is asked to look at it: what stays is that
it was read, so that it is not read again. The letter itself lies untouched where it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from channels.arrivals import PRIVATE_MAIL, SENT_MAIL
from outreach.services.listen.outcome import Done, Outcome, nothing
from outreach.store.inbound import InboundKind, InboundRow, InboundState

DOORS = frozenset({PRIVATE_MAIL, SENT_MAIL})
_UNDERSTOOD = frozenset({InboundState.READ, InboundState.UNMATCHED})
_TIES = ("person_id", "attempt_id")
FORGOTTEN: Mapping[str, Any] = {"raw": b"", "words": None, "from_address": None, "reading": None}


def is_private(row: InboundRow, outcome: Outcome, done: Done) -> bool:
    """Return whether a message concerns nobody here, now that all that follows from it is done."""
    if row.door not in DOORS or outcome.state not in _UNDERSTOOD:
        return False
    if done.recorded or done.question or any(outcome.columns.get(tie) for tie in _TIES):
        return False
    return outcome.work is nothing or outcome.kind is InboundKind.OWN_COPY
