"""Sequences: what we mean to say to somebody, step by step, and how a file says it.

    name = "spring"
    version = 1
    purpose = "marketing"
    ends_on = ["reply", "colleague's reply", "meeting"]
    exclusive = true                               # whoever is in it is in no other

    [[step]]
    channel = "email"
    words = { email = "intro", phone = "intro" }   # per channel, so that a reroute has words
    topic = "spring offer"

    [[step]]
    after = "2 business days"
    channel = "phone"
    words = { phone = "follow-up", email = "follow-up" }
    only_if = ["no reply", "phone"]                # else the step is passed over
    promises = { what = "a sample of the maps", within = "3 business days" }  # what the words say

A delay counts from the moment the step before it was done. Errors name file, line, step and key.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from outreach.domain.going_on import Exit, OnlyIf
from outreach.domain.toml_tables import Document, Toml, TomlError
from outreach.domain.toml_text import parsed
from outreach.errors import InputError
from policies.channel import Channel, Purpose

MESSAGE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
DELAY = re.compile(r"(\d{1,3}) +(minute|hour|day|week|business day)s?")
OF_A_SEQUENCE = (Purpose.MARKETING, Purpose.SERVICE)
MOST_STEPS = 50


class SequenceError(InputError):
    """A sequence file says something we cannot use. Nothing was added.

    `key` is what is wrong and `why`, where it is one key that is; `step` is that of which step.
    """

    def __init__(self, message: str, key: str = "", why: str = "", step: int = 0) -> None:
        self.key = key
        self.why = why
        self.step = step
        super().__init__(message)


class Unit(StrEnum):
    """What a delay is counted in. Values are stored: append only."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    BUSINESS_DAY = "business day"


@dataclass(frozen=True, slots=True)
class Delay:
    """How long after the step before: `Delay(2, Unit.BUSINESS_DAY)`."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


AT_ONCE = Delay(0, Unit.MINUTE)


@dataclass(frozen=True, slots=True)
class StepPromise:
    """What the words of a step promise, and within what delay once they have gone out.

    `channel` None: it is no contact.
    """

    what: str
    within: Delay
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One proposed contact. `number` counts from 1; `words` names a message for each channel."""

    number: int
    channel: Channel
    words: Mapping[Channel, str]
    after: Delay = AT_ONCE
    topic: str | None = None
    only_if: tuple[OnlyIf, ...] = ()
    promises: StepPromise | None = None


@dataclass(frozen=True, slots=True)
class Sequence:
    """The steps of one version of a sequence; a version never changes once it is added.

    `ends_on` is what takes people out of it. Whoever is in an `exclusive` one is in no other.
    """

    name: str
    version: int
    purpose: Purpose
    steps: tuple[Step, ...]
    ends_on: tuple[Exit, ...] = ()
    exclusive: bool = False

    def step(self, number: int) -> Step | None:
        """Return the step with this number (from 1), or None after the last."""
        return self.steps[number - 1] if 1 <= number <= len(self.steps) else None


def read_sequence(text: str, file: str) -> Sequence:
    """Return the sequence that a file's text describes; `file` is its name, for errors."""
    try:
        data = parsed(text)
    except tomllib.TOMLDecodeError as error:
        msg = f"{file}: this is not TOML: {str(error)[:1].lower()}{str(error)[1:]}"
        raise SequenceError(msg) from error
    try:
        return _sequence(Toml(Document(file, text), data))
    except TomlError as error:
        raise SequenceError(str(error), error.key, error.why) from error


def _sequence(table: Toml) -> Sequence:
    name = table.text("name")
    if not MESSAGE_NAME.fullmatch(name):
        table.refuse("name", f"is `{name}`; use small letters, digits and `-`")
    version = table.count("version")
    purpose = table.choice("purpose", Purpose)
    if purpose not in OF_A_SEQUENCE:
        table.refuse("purpose", f"is `{purpose}`; a sequence is for `marketing` or `service`")
    ends_on, exclusive = table.choices("ends_on", Exit), table.flag("exclusive", False)
    written = table.tables("step")
    if not 1 <= len(written) <= MOST_STEPS:
        table.refuse("step", f"must stand between 1 and {MOST_STEPS} times, as `[[step]]`")
    table.done()
    steps = tuple(_named_step(number, step) for number, step in enumerate(written, start=1))
    return Sequence(name, version, purpose, steps, ends_on, exclusive)


def _named_step(number: int, table: Toml) -> Step:
    try:
        return _step(number, table)
    except TomlError as error:
        msg = f"{error} (step {number})"
        raise SequenceError(msg, error.key, error.why, number) from error


def _step(number: int, table: Toml) -> Step:
    channel = table.choice("channel", Channel)
    after = _delay(table, "after") or AT_ONCE
    topic = table.optional("topic")
    if topic is not None and not _on_one_line(topic):
        table.refuse("topic", "must be a few words on one line")
    promises = _promise(table.table("promises")) if table.value("promises") else None
    if promises is not None and channel is Channel.PHONE:
        table.refuse("promises", "is for what is written; note what you promise on the phone")
    words, only_if = _words(table.table("words")), table.choices("only_if", OnlyIf)
    if channel not in words:
        table.refuse("words", f"has no message for `{channel}`, the step's own channel")
    table.done()
    return Step(number, channel, words, after, topic, only_if, promises)


def _on_one_line(words: str) -> bool:
    return bool(words.strip()) and words.isprintable()


def _promise(table: Toml) -> StepPromise:
    what, within = table.text("what"), _delay(table, "within")
    if not _on_one_line(what):
        table.refuse("what", "must say in a few words what is promised")
    if within is None:
        table.refuse("within", "must say by when: `3 business days`")
    channel = table.choice("channel", Channel) if table.value("channel") else None
    table.done()
    return StepPromise(what.strip(), within, channel)


def _delay(table: Toml, key: str) -> Delay | None:
    written = table.text(key, "")
    if table.value(key) is None:
        return None
    found = DELAY.fullmatch(written.strip())
    if found is None:
        table.refuse(key, f"is `{written}`; write a delay such as `2 business days`")
    return Delay(int(found[1]), Unit(found[2]))


def _words(table: Toml) -> Mapping[Channel, str]:
    words = {channel: table.text(channel) for channel in Channel if table.value(channel)}
    table.done()
    for channel, message in words.items():
        if not MESSAGE_NAME.fullmatch(message):
            table.refuse(channel, f"is `{message}`; name a folder: small letters, digits and `-`")
    return MappingProxyType(words)


def sequence_body(sequence: Sequence) -> list[dict[str, object]]:
    """Return the steps as plain data, to be kept."""
    return [
        {
            "channel": step.channel.value,
            "words": {channel.value: message for channel, message in step.words.items()},
            "after": str(step.after),
            "topic": step.topic,
            **({"only_if": [one.value for one in step.only_if]} if step.only_if else {}),
            **({"promises": _promise_body(step.promises)} if step.promises else {}),
        }
        for step in sequence.steps
    ]


def _promise_body(promise: StepPromise) -> dict[str, str]:
    channel = {"channel": promise.channel.value} if promise.channel else {}
    return {"what": promise.what, "within": str(promise.within), **channel}


def sequence_options(sequence: Sequence) -> dict[str, object]:
    """Return what a sequence says of itself as a whole, as plain data."""
    ends_on = {"ends_on": [one.value for one in sequence.ends_on]} if sequence.ends_on else {}
    return ends_on | ({"exclusive": True} if sequence.exclusive else {})


def sequence_from(
    name: str,
    version: int,
    purpose: str,
    body: list[dict[str, object]],
    options: Mapping[str, object] | None = None,
) -> Sequence:
    """Return a kept sequence."""
    document = Document(f"sequence `{name}` version {version}", "")
    plain = [{key: value for key, value in step.items() if value is not None} for step in body]
    steps = tuple(
        _named_step(number, Toml(document, step)) for number, step in enumerate(plain, start=1)
    )
    said = Toml(document, dict(options or {}))
    ends_on, exclusive = said.choices("ends_on", Exit), said.flag("exclusive", False)
    return Sequence(name, version, Purpose(purpose), steps, ends_on, exclusive)
