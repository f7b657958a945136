"""The page that `outreach preflight` prints: steps by person, and once what holds many alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from outreach.cli.terminal import counted
from outreach.domain.foreseen import REFUSED, Fate, Line, in_words, totals

MANY = 5
"""People above which one cause is told once, with some of their names."""
_NAMED = 3
_BELOW = "until that is put right which stands below"
"""Said of each step in place of the reason, which is told once for all of them."""


@dataclass(slots=True)
class _Cause:
    """Why steps are refused, in the same words for all these people; names by person id."""

    steps: int = 0
    people: dict[str, str] = field(default_factory=dict)

    @property
    def many(self) -> bool:
        return len(self.people) > MANY

    @property
    def who(self) -> str:
        """Return how many, and some of their names."""
        first = list(self.people.values())[:_NAMED]
        more = len(self.people) - len(first)
        named = f"{', '.join(first)} and {more} more" if more else ", ".join(first)
        return f"{counted(len(self.people), 'person', 'people')}: {named}"


def page(lines: Sequence[Line], chosen: int, *, each: bool) -> Iterator[str]:
    """Yield the page; with `each`, every step stands beside the name of its person."""
    told = ", ".join(in_words(fate, count) for fate, count in totals(lines).items() if count)
    people = counted(chosen, "person", "people")
    yield f"{people}, {counted(len(lines), 'step')}: {told or 'nothing'}"
    yield ""
    causes = _causes(lines)
    alone = [one for one in lines if each or one.told not in causes or not causes[one.told].many]
    yield from _one_by_one(alone)
    if len(alone) < len(lines):
        yield from _alike(lines, causes)
    yield from _to_put_right(lines, causes)


def _causes(lines: Sequence[Line]) -> dict[str, _Cause]:
    causes: dict[str, _Cause] = defaultdict(_Cause)
    for line in lines:
        if line.fate in REFUSED:
            causes[line.told].steps += 1
            causes[line.told].people[line.person_id] = line.person
    return dict(causes)


def _one_by_one(lines: Sequence[Line]) -> Iterator[str]:
    person = ""
    for line in lines:
        if line.person_id != person:
            person = line.person_id
            yield line.person
        why = f" {_BELOW if line.blocker else line.told}" if line.told else ""
        yield f"  {line.step} {line.channel:5}  {line.local:16}  {line.fate}{why}"
        if line.change:
            yield f"      {line.change}"


def _alike(lines: Sequence[Line], causes: dict[str, _Cause]) -> Iterator[str]:
    """Yield what holds many people alike; what must be put right stands at the end of the page."""
    yield ""
    yield "alike for many (--each shows every one of them):"
    fates = {line.told: line.fate for line in lines if not line.blocker}
    shown = [(told, causes[told]) for told in fates if told in causes and causes[told].many]
    for told, cause in sorted(shown, key=lambda one: -one[1].steps):
        yield f"  {counted(cause.steps, 'step')} {Fate(fates[told])}: {told}"
        yield f"    {cause.who}"
    if not shown:
        yield "  what is to be put right"


def _to_put_right(lines: Sequence[Line], causes: dict[str, _Cause]) -> Iterator[str]:
    wrong = dict.fromkeys(line.told for line in lines if line.blocker)
    if not wrong:
        return
    yield ""
    yield "to be put right:"
    for told in sorted(wrong, key=lambda one: -causes[one].steps):
        cause = causes[told]
        yield f"  {told} ({cause.steps})"
        if cause.many:
            yield f"    {cause.who}"
