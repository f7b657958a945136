"""Words after which no answer is owed: whoever stops us, and asks nothing, has said the last word.

Else their letters would wait for an answer that nobody may give, and a manager would promise it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from outreach.listening.reading import Reading
from outreach.store import inbound
from outreach.store.inbound import THEIR_WORD
from policies.channel import Channel
from policies.statement import Callback, Meaning, Refuse, Request, Unclear, WrongPerson

_ASKING = ("?", "\uff1f", "\u061f")
_GOES_ON = (Request, Callback, Unclear)


def closes(reading: Reading, channel: Channel) -> bool:
    """Say whether nothing may be answered on the channel it came by, and nothing was asked.

    A question in it waits for a human, and so does a doubt.
    """
    meant = [one.meaning for one in reading.understood]
    asks = any(mark in reading.own_words for mark in _ASKING)
    if asks or any(isinstance(one, _GOES_ON) for one in meant):
        return False
    return any(_shuts(one, channel) for one in meant)


def _shuts(meaning: Meaning, channel: Channel) -> bool:
    match meaning:
        case WrongPerson() | Refuse(channel=None, topic=None):
            return True
        case Refuse(channel=refused, topic=None):
            return refused is channel
        case _:
            return False


def closing(at: datetime) -> dict[str, object]:
    """Return what the row of such a message says of it."""
    return {"answered_at": at, "answered_by": THEIR_WORD}


def close_earlier(conn: Connection, person_id: str, at: datetime) -> None:
    """Let what they had written before wait no longer either."""
    inbound.answered(conn, person_id, THEIR_WORD, at)
