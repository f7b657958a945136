"""What a reading says, as one flat record of labels for programs: `labels_of(reading) -> dict`.

The record keeps what binds: a doubt that acts as a refusal until a human has looked is a stop here
too, and `unclear` says why. The phone is written `call`, as people say it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from outreach.listening.quiet_labels import clock, quiet_label
from outreach.listening.reading import Note, Reading
from policies.channel import Channel
from policies.statement import (
    Avoid,
    Callback,
    Meaning,
    NotInterested,
    Pause,
    Place,
    Prefer,
    Quiet,
    Refuse,
    Resume,
    Unclear,
    When,
    WrongPerson,
)

EVERY = "all"
NAMES = {Channel.EMAIL: "email", Channel.SMS: "sms", Channel.PHONE: "call"}
_Kind = TypeVar("_Kind")


class Key(StrEnum):
    """The keys of a record, in their order."""

    STOP = "stop"
    PREFER = "prefer"
    AVOID = "avoid"
    PAUSE_UNTIL = "pause_until"
    CALLBACK_AT = "callback_at"
    QUIET = "quiet"
    PLACE = "timezone_or_place"
    NOT_INTERESTED = "not_interested"
    WRONG_PERSON = "wrong_person"
    REFERRAL = "referral"
    AUTO_REPLY = "auto_reply"
    INTERESTED = "interested"
    QUESTION = "question"
    COMPLAINT = "complaint"
    RESUBSCRIBE = "resubscribe"
    SPANS = "spans"
    UNCLEAR = "unclear"


_OF_NOTES = {
    Note.INTEREST: Key.INTERESTED,
    Note.QUESTION: Key.QUESTION,
    Note.COMPLAINT: Key.COMPLAINT,
    Note.LEGAL: Key.COMPLAINT,
    Note.REFERRAL: Key.REFERRAL,
}
_OF_MEANINGS: dict[type[Meaning], Key] = {
    Refuse: Key.STOP,
    Avoid: Key.AVOID,
    Prefer: Key.PREFER,
    Pause: Key.PAUSE_UNTIL,
    Callback: Key.CALLBACK_AT,
    Quiet: Key.QUIET,
    Place: Key.PLACE,
    NotInterested: Key.NOT_INTERESTED,
    WrongPerson: Key.WRONG_PERSON,
    Resume: Key.RESUBSCRIBE,
    Unclear: Key.UNCLEAR,
}


def labels_of(reading: Reading) -> dict[Key, object]:
    """Return the labels of a reading, the spans they come from and what stayed unclear.

    `stop` is "all" or one channel; further refused channels stand in `avoid`. Days are ISO 8601, a
    callback at an hour has it too; both are on the person's own clock.
    """
    refused = list(dict.fromkeys(_refused(reading)))
    named = [NAMES[channel] for channel in refused if channel is not None]
    everything = None in refused or len(named) == len(NAMES)
    avoided = {NAMES[one.channel] for one in _all(reading, Avoid)} | {*named[1:]}
    noted = {_OF_NOTES.get(one.note) for one in reading.noticed}
    who = reading.referral
    return {
        Key.STOP: EVERY if everything else next(iter(named), None),
        Key.PREFER: next((NAMES[one.channel] for one in _all(reading, Prefer)), None),
        Key.AVOID: [] if everything else sorted(avoided),
        Key.PAUSE_UNTIL: max((_moment(one.until) for one in _all(reading, Pause)), default=None),
        Key.CALLBACK_AT: next((_moment(one.at) for one in _all(reading, Callback)), None),
        Key.QUIET: quiet_label(_all(reading, Quiet)),
        Key.PLACE: _place(reading),
        Key.NOT_INTERESTED: bool(_all(reading, NotInterested)),
        Key.WRONG_PERSON: bool(_all(reading, WrongPerson)),
        Key.REFERRAL: {"name": who.name, "email": who.email} if who else None,
        Key.AUTO_REPLY: bool(reading.automatic),
        Key.INTERESTED: Key.INTERESTED in noted,
        Key.QUESTION: Key.QUESTION in noted,
        Key.COMPLAINT: Key.COMPLAINT in noted,
        Key.RESUBSCRIBE: bool(_all(reading, Resume)),
        Key.SPANS: list(_spans(reading)),
        Key.UNCLEAR: reading.unclear_because or None,
    }


def _refused(reading: Reading) -> Iterable[Channel | None]:
    for item in reading.understood:
        meaning: Meaning | None = item.meaning
        if isinstance(meaning, Unclear):
            meaning = meaning.acted_as
        if isinstance(meaning, Refuse):
            yield meaning.channel


def _all(reading: Reading, kind: type[_Kind]) -> list[_Kind]:
    return [item.meaning for item in reading.understood if isinstance(item.meaning, kind)]


def _moment(when: When) -> str:
    if isinstance(when, datetime):
        return when.isoformat(timespec="minutes")
    day = when.day.isoformat()
    return day if when.minute is None else f"{day}T{clock(when.minute)}"


def _place(reading: Reading) -> str | None:
    """Return the place in the person's own words."""
    said = (item for item in reading.understood if isinstance(item.meaning, Place))
    return next((reading.words[item.start : item.end] for item in said), None)


def _spans(reading: Reading) -> Iterator[dict[str, object]]:
    """Yield what was read where: offsets into `words`, which the record quotes."""
    found = [
        (_OF_MEANINGS.get(type(item.meaning)), item.start, item.end) for item in reading.understood
    ]
    found += [(_OF_NOTES.get(one.note), one.start, one.end) for one in reading.noticed]
    for key, start, end in found:
        if key is not None:
            words = reading.words[start:end]
            yield {"label": key, "start": start, "end": end, "words": words}
