"""A sequence as it stands in the form: filled in, turned into its text, and what is wrong where.

Right or wrong, it goes through the one reader that files go through; nothing is checked here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from outreach.domain.sequence_text import written
from outreach.domain.sequences import (
    OF_A_SEQUENCE,
    Delay,
    SequenceError,
    Step,
    Unit,
    read_sequence,
)
from outreach.domain.sequences import Sequence as Steps
from outreach.gate.templates import Templates
from outreach.services.enrol import read_text
from outreach.web.forms import Form
from policies.channel import Channel

_ANY = {"name": "any", "version": 1, "purpose": OF_A_SEQUENCE[0].value}
_SOME = {"channel": "email", "words": {"email": "any"}}
_MOST = 50


@dataclass(frozen=True, slots=True)
class Wait:
    """A delay as it was filled in: a count that may be anything, and its unit."""

    count: str = ""
    unit: str = Unit.BUSINESS_DAY.value

    @classmethod
    def of(cls, one: Delay | None) -> Wait:
        """Return a delay as it is filled in."""
        return cls(str(one.count), one.unit.value) if one and one.count else cls()

    @property
    def text(self) -> str:
        """Return it as a file says it: `2 business days`; empty for at once."""
        count = self.count.strip()
        return "" if count in ("", "0") else f"{count} {self.unit}{'' if count == '1' else 's'}"


@dataclass(frozen=True, slots=True)
class DraftStep:
    """One step as it was filled in; `words` by channel."""

    channel: str = Channel.EMAIL.value
    after: Wait = Wait()
    words: Mapping[str, str] = field(default_factory=dict)
    topic: str = ""
    only_if: tuple[str, ...] = ()
    what: str = ""
    within: Wait = Wait()
    by: str = ""
    """By which channel what is promised comes; empty for what is no contact."""

    @property
    def plain(self) -> dict[str, Any]:
        """Return it as a file says it."""
        promises = {"what": self.what, "within": self.within.text}
        promises |= {"channel": self.by} if self.by else {}
        return {
            "after": self.after.text,
            "channel": self.channel,
            "words": {channel: name for channel, name in self.words.items() if name},
            "topic": self.topic,
            "only_if": list(self.only_if),
            "promises": promises if self.what else None,
        }


@dataclass(frozen=True, slots=True)
class Draft:
    """A sequence as it was filled in. `base` is the newest version when it was begun, or 0."""

    name: str = ""
    base: int = 0
    purpose: str = OF_A_SEQUENCE[0].value
    ends_on: tuple[str, ...] = ("reply",)
    exclusive: bool = False
    steps: tuple[DraftStep, ...] = (DraftStep(),)

    @property
    def head(self) -> dict[str, Any]:
        """Return what stands above the steps."""
        said = {"name": self.name, "version": self.base + 1, "purpose": self.purpose}
        return {**said, "ends_on": list(self.ends_on), "exclusive": self.exclusive or None}

    @property
    def text(self) -> str:
        """Return the file that it would be."""
        return written(self.head, [one.plain for one in self.steps])

    def sequence(self, templates: Templates) -> Steps:
        """Return what would be kept; raise `SequenceError`."""
        return read_text(self.text, f"`{self.name}`", templates)

    def added(self) -> Draft:
        """Return it with one more step, two business days after the last."""
        more = DraftStep(after=Wait("2"))
        return replace(self, steps=(*self.steps, more)[:_MOST])

    def removed(self, number: int) -> Draft:
        """Return it without a step (from 1); one always stays."""
        left = tuple(one for nth, one in enumerate(self.steps, 1) if nth != number)
        return replace(self, steps=left or (DraftStep(),))

    def raised(self, number: int) -> Draft:
        """Return it with a step (from 1) before the one that it came after."""
        steps = list(self.steps)
        if 2 <= number <= len(steps):
            steps[number - 2 : number] = [steps[number - 1], steps[number - 2]]
        return replace(self, steps=tuple(steps))


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a field. `step` counts from 1; 0 is above the steps."""

    step: int
    key: str
    why: str


def faults(draft: Draft, templates: Templates) -> list[Fault]:
    """Return the first thing that is wrong with each step, and with what stands above them."""
    found = [*_above(draft)]
    for number, step in enumerate(draft.steps, 1):
        try:
            read_text(written(_ANY, [step.plain]), "this", templates)
        except SequenceError as error:
            found.append(Fault(number, error.key, error.why or str(error)))
    return found


def _above(draft: Draft) -> Iterator[Fault]:
    try:
        read_sequence(written(draft.head, [_SOME]), "this")
    except SequenceError as error:
        yield Fault(0, error.key, error.why or str(error))


def filled_in(form: Form) -> Draft:
    """Return what was filled in; a step is what carries its number."""
    many = form.text("steps", 3)
    count = min(int(many), _MOST) if many.isdecimal() else 1
    base = form.text("base", 6)
    return Draft(
        form.text("name", 64),
        int(base) if base.isdecimal() else 0,
        form.text("purpose", 20),
        form.many("ends_on")[:20],
        form.has("exclusive"),
        tuple(_step(form, number) for number in range(1, max(count, 1) + 1)),
    )


def _step(form: Form, number: int) -> DraftStep:
    def said(key: str, longest: int = 200) -> str:
        return form.text(f"{number}-{key}", longest)

    return DraftStep(
        said("channel"),
        Wait(said("after", 6), said("unit")),
        {one.value: said(f"words-{one}") for one in Channel},
        said("topic"),
        form.many(f"{number}-only_if")[:20],
        said("what"),
        Wait(said("within", 6), said("within-unit")),
        said("by"),
    )


def draft_of(kept: Steps, name: str, base: int) -> Draft:
    """Return a kept sequence as it is filled in, under this name."""
    return Draft(
        name,
        base,
        kept.purpose.value,
        tuple(one.value for one in kept.ends_on),
        kept.exclusive,
        tuple(_drafted(one) for one in kept.steps),
    )


def _drafted(step: Step) -> DraftStep:
    promise = step.promises
    return DraftStep(
        step.channel.value,
        Wait.of(step.after),
        {channel.value: name for channel, name in step.words.items()},
        step.topic or "",
        tuple(one.value for one in step.only_if),
        promise.what if promise else "",
        Wait.of(promise.within if promise else None),
        (promise.channel or "") if promise else "",
    )


def days(steps: Sequence[DraftStep]) -> list[int]:
    """Return on about which day each step comes, where every one goes at once when it is due."""
    length = {Unit.DAY: 1.0, Unit.WEEK: 7.0, Unit.BUSINESS_DAY: 1.4, Unit.HOUR: 1 / 24}
    found, at = [], 1.0
    for one in steps:
        if one.after.count.isdecimal() and one.after.unit in set(Unit):
            at += int(one.after.count) * length.get(Unit(one.after.unit), 1 / 1440)
        found.append(int(at))
    return found
