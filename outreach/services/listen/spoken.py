"""From what the reader understood to a statement that is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from outreach.listening.reading import Reading
from policies.statement import Consent, Resume, Source, Statement, Understood, Via

NO_WORDS = "(no words of their own)"


def statement_of(
    statement_id: str,
    reading: Reading,
    *,
    via: Via,
    received_at: datetime,
    written_at: datetime | None = None,
    proven: bool = False,
    point: str | None = None,
) -> Statement:
    """Return the statement; its words are the person's own, whole, without what they quoted.

    What they said counts from when it came, so that nobody's wrong clock can outdate a stop. Only a
    permission counts from when it was written, where that was earlier: one that was long under way
    lifts nothing that was said since.
    """
    kept = reading.trimmed()
    words = kept.words.rstrip()
    loosens = any(isinstance(one.meaning, Resume | Consent) for one in kept.understood)
    said_at = min(written_at, received_at) if loosens and written_at else received_at
    return Statement(
        id=statement_id,
        words=words or NO_WORDS,
        said_at=said_at,
        via=via,
        source=Source.KEYWORD if kept.bare_stop else Source.REPLY,
        proven=proven,
        meanings=tuple(_within(one, len(words)) for one in kept.understood),
        point=point,
    )


def _within(understood: Understood, length: int) -> Understood:
    """Return the meaning with its span inside the words."""
    end = None if understood.end is None else min(understood.end, length)
    return replace(understood, start=min(understood.start, length), end=end)
