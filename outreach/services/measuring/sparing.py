"""What people were spared because somebody listened: contacts that were planned and never made."""

from __future__ import annotations

from sqlalchemy import Connection

from outreach.services.measuring.asked import Asked
from outreach.services.measuring.figures import Spared
from outreach.store import measured_words

_THEIR_WORD = frozenset(
    {
        "do-not-contact",
        "refused-channel",
        "preferred-channel",
        "only-through",
        "paused",
        "quiet-hours",
    }
)
"""The rules that speak with their words; the law's and our own save nobody by listening."""
_BLOCK, _REROUTE = "block", "reroute"


def spared(conn: Connection, asked: Asked, withdrawn: int) -> Spared:
    """Return what nobody got; `withdrawn` as counted with what was heard."""
    refused: set[str] = set()
    another_way: set[str] = set()
    people: set[str] = set()
    verdicts = (_BLOCK, _REROUTE)
    for page in measured_words.refused_within(conn, asked.since, asked.until, verdicts):
        for one in page:
            if _THEIR_WORD.intersection(one.rules):
                (refused if one.verdict == _BLOCK else another_way).add(one.attempt_id)
                people.add(one.person_id)
    return Spared(withdrawn, len(refused), len(another_way), len(people))
