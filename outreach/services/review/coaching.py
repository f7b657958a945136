"""What a reviewer tells whoever attempted it: the reason that they wrote under their review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.store import reviewing
from outreach.store.unit import Store

LATELY = timedelta(days=7)
UNWRITTEN = {
    "uphold": "the verdict is right: it is what they said, or what the law says",
    "again": "something is known now that was not known then",
}
"""What stands under a review whose reason nobody wrote: a review takes one key then."""


@dataclass(frozen=True, slots=True)
class Word:
    """What one of us was told about an attempt of theirs. `sentence` is why it was kept back."""

    person_id: str
    name: str
    sentence: str
    reviewed_as: str
    told: str
    by: str
    at: datetime


def words_to(store: Store, name: str, now: datetime, limit: int = 20) -> list[Word]:
    """Return what reviewers wrote lately under attempts of one of us, the newest first."""
    plain, since = tuple(UNWRITTEN.values()), now - LATELY
    rows = store.read(lambda conn: reviewing.reviewed_of(conn, name, since, plain, limit))
    return [
        Word(
            row["person_id"],
            row["person_name"],
            row["sentence"],
            row["review_action"],
            row["review_reason"],
            row["reviewed_by"],
            row["reviewed_at"],
        )
        for row in rows
    ]
