"""What came of a call, as one of us says it: one word, and what the person wants from now on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from outreach.errors import InputError
from policies.channel import Channel
from policies.facts_json import meanings_from_json, meanings_to_json
from policies.statement import Avoid, Callback, Meaning, Prefer, Refuse, Understood, When


class CameOf(StrEnum):
    """What came of a call. Values are stored: append only."""

    CONNECTED = "connected"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no-answer"
    WRONG_NUMBER = "wrong-number"
    CALL_BACK = "call-back"
    """They named another time."""
    PREFERS = "prefers"
    """They would rather be written to."""
    DO_NOT_CONTACT = "do-not-contact"


SPOKE = frozenset(
    {CameOf.CONNECTED, CameOf.CALL_BACK, CameOf.PREFERS, CameOf.DO_NOT_CONTACT},
)
"""The person themselves answered: it counts as a human's answer, and keeps what was promised."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What a member of the team (`by`, a name) says of a call that was made.

    `wish` is what the person wants from now on, by the key that was pressed; `words` are theirs, as
    they said them, or empty.
    """

    call_id: str
    what: CameOf
    by: str
    words: str = ""
    wish: tuple[Meaning, ...] = ()

    def raw(self) -> bytes:
        """Return what is kept before anything else is done."""
        kept = {
            "call": self.call_id,
            "what": self.what.value,
            "by": self.by,
            "words": self.words,
            "wish": meanings_to_json(tuple(Understood(one) for one in self.wish)),
        }
        return json.dumps(kept, ensure_ascii=False).encode()


def ended_from(raw: bytes) -> Ended:
    """Return what was kept."""
    kept = json.loads(raw)
    wish = tuple(one.meaning for one in meanings_from_json(kept["wish"]))
    return Ended(kept["call"], CameOf(kept["what"]), kept["by"], kept["words"], wish)


def wish_of(
    what: CameOf,
    *,
    at: When | None = None,
    channel: Channel | None = None,
    only_calls: bool = False,
) -> tuple[Meaning, ...]:
    """Return what the person wants from now on; raise `InputError` where a part is missing.

    A stop means everything, unless they spoke of calls alone.
    """
    match what:
        case CameOf.CALL_BACK:
            if at is None:
                msg = "say when they want to be called, on their own clock"
                raise InputError(msg)
            return (Callback(at, Channel.PHONE),)
        case CameOf.PREFERS:
            if channel not in (Channel.EMAIL, Channel.SMS):
                msg = "say how they would rather hear from us: `email` or `sms`"
                raise InputError(msg)
            return Avoid(Channel.PHONE), Prefer(channel)
        case CameOf.DO_NOT_CONTACT:
            return (Refuse(Channel.PHONE if only_calls else None),)
        case CameOf.CONNECTED | CameOf.VOICEMAIL | CameOf.NO_ANSWER | CameOf.WRONG_NUMBER:
            return ()
        case _:
            assert_never(what)
