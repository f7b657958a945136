"""The figures of a period, each beside that of which it is a part: docs/measuring.md."""

from __future__ import annotations

from dataclasses import dataclass

from outreach.domain.losses import Group
from outreach.domain.shares import Share, Spread
from outreach.services.measuring.asked import Asked


@dataclass(frozen=True, slots=True)
class Words:
    """`heard` statements by `people`; `obeyed` those that bind us, of all that bind us.

    `against` contacts went against a word all the same, `around` the gate so many of them.
    """

    heard: int
    people: int
    obeyed: Share
    against: int
    around: int


@dataclass(frozen=True, slots=True)
class Stops:
    """How long a stop took: from when it came in until it bound, and from then on to silence.

    `to_bind` leaves out what was told to one of us, which nobody timed. `to_silence` is zero where
    nothing was handed over any more.
    """

    to_bind: Spread | None
    to_silence: Spread | None


@dataclass(frozen=True, slots=True)
class Promises:
    """`made` in the period. Of those whose time came in it: each is in exactly one of the others.

    `waiting` are neither late nor kept yet.
    """

    made: int
    in_time: Share
    late: Share
    broken: Share
    released: Share
    waiting: Share


@dataclass(frozen=True, slots=True)
class Lossy:
    """`lost` people of all whom we reached; the same of those whose wish stood at the time, or not.

    `groups` are what they are broken down by. For `too_early` people nobody can tell yet: we were
    in touch so lately. `unprompted` people left, though we had not been in touch shortly before.
    """

    lost: Share
    with_a_wish: Share
    without: Share
    groups: tuple[Group, ...]
    too_early: int
    unprompted: int


@dataclass(frozen=True, slots=True)
class Spared:
    """Contacts that were planned and that nobody got, because of what they had said.

    `withdrawn` the moment they spoke; `refused` when their time came; `another_way` as they asked.
    """

    withdrawn: int
    refused: int
    another_way: int
    people: int


@dataclass(frozen=True, slots=True)
class Helped:
    """People with whom we kept at least one promise in time, or whose request we fulfilled.

    Of all people who had a promise or a request fall due.
    """

    people: Share
    requests: Share


@dataclass(frozen=True, slots=True)
class Measures:
    """All of it."""

    asked: Asked
    words: Words
    stops: Stops
    promises: Promises
    lost: Lossy
    spared: Spared
    helped: Helped
