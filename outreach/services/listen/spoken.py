"""From what the reader understood to a statement that is kept."""

from __future__ import annotations

from datetime import datetime

from outreach.listening.reading import Reading
from outreach.services.listen.effects import tightens
from policies.statement import Refuse, Source, Statement, Understood, Via

LONGEST_BARE_STOP = 40
"""Characters. A stop that short says nothing else, politeness aside."""
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

    What loosens counts from when it was written (never after it came), so that an old permission
    which was long under way lifts nothing that was said since. What tightens counts from when it
    came, so that nobody's wrong clock can outdate it.
    """
    kept = reading.trimmed()
    tight = any(tightens(one.meaning) for one in kept.understood)
    said_at = received_at if tight or written_at is None else min(written_at, received_at)
    return Statement(
        id=statement_id,
        words=kept.words if kept.words.strip() else NO_WORDS,
        said_at=said_at,
        via=via,
        source=Source.KEYWORD if is_bare_stop(kept) else Source.REPLY,
        proven=proven,
        meanings=kept.understood,
        point=point,
    )


def is_bare_stop(reading: Reading) -> bool:
    """Say whether somebody said stop and nothing else: no review ever undoes that."""
    only_refuses = reading.understood and all(map(_plain_refusal, reading.understood))
    return bool(only_refuses) and len(reading.own_words) <= LONGEST_BARE_STOP


def _plain_refusal(understood: Understood) -> bool:
    return isinstance(understood.meaning, Refuse) and understood.meaning.topic is None
