"""What would become of the steps of a sequence, as it is told: a line a person and step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What would become of a step."""

    GOES = "will go"
    WAITS = "waits"
    ELSEWHERE = "goes another way"
    HELD = "held"
    BLOCKED = "blocked"


REFUSED = (Fate.HELD, Fate.BLOCKED)


@dataclass(frozen=True, slots=True)
class Line:
    """One person at one step, as it is shown. `blocker`: somebody must put it right first.

    `passing`: it only holds what is due until then, and need not keep anybody from being enrolled.
    `change` says what would change a refusal, where few enough are shown to be read.
    """

    person: str
    person_id: str
    step: int
    channel: str
    local: str
    fate: Fate
    told: str
    blocker: bool = False
    passing: bool = False
    change: str = ""
    quotes: tuple[str, ...] = ()
    """Their own words, on which it rests."""
    noted: tuple[str, ...] = ()
    """What one of us, or a list, says that they said."""


def totals(lines: Sequence[Line]) -> dict[str, int]:
    """Return how many steps would come to each end."""
    counted = Counter(line.fate for line in lines)
    return {fate.value: counted[fate] for fate in Fate}


def in_words(fate: str, count: int) -> str:
    """Return `1 waits`, `6 wait`, `2 go another way`: what is shown beside a line is about one."""
    many = {Fate.WAITS: "wait", Fate.ELSEWHERE: "go another way"}
    return f"{count} {fate if count == 1 else many.get(Fate(fate), fate)}"


def blockers(lines: Iterable[Line]) -> list[str]:
    """Return what must be put right, once each, with how many steps it stops."""
    stopped = Counter(line.told for line in lines if line.blocker)
    return [f"{told} ({count})" for told, count in stopped.most_common()]


def as_record(lines: Sequence[Line]) -> dict[str, object]:
    """Return the whole for a program: every step, what they come to, what must be put right."""
    steps = [asdict(one) for one in lines]
    return {"steps": steps, "totals": totals(lines), "blockers": blockers(lines)}


_GOING = frozenset({Fate.GOES, Fate.WAITS, Fate.ELSEWHERE})


class Reach(StrEnum):
    """Whether a sequence comes to anything for somebody."""

    HEARS = "hears from us"
    HELD = "waits for one of us"
    NOTHING = "hears nothing"


@dataclass(frozen=True, slots=True)
class Journey:
    """One person through every step of a sequence that can be asked of them."""

    person: str
    person_id: str
    lines: tuple[Line, ...]

    @property
    def reach(self) -> Reach:
        """Return what the whole comes to: one step that goes is enough."""
        fates = {one.fate for one in self.lines}
        if fates & _GOING:
            return Reach.HEARS
        return Reach.HELD if Fate.HELD in fates else Reach.NOTHING


def journeys(lines: Iterable[Line]) -> list[Journey]:
    """Return the lines of each person together, in the order in which they come."""
    found: dict[str, list[Line]] = {}
    for one in lines:
        found.setdefault(one.person_id, []).append(one)
    return [Journey(some[0].person, one, tuple(some)) for one, some in found.items()]
