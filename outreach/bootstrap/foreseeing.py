"""What would become of every step of a sequence for these people, told a line each.

One account of it for whoever asks, on the command line or on a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import assert_never
from zoneinfo import ZoneInfo

from outreach.bootstrap.house import House
from outreach.domain.foreseen import REFUSED, Fate, Line
from outreach.domain.hidden import without_numbers
from outreach.domain.people import Person
from outreach.domain.sequences import Sequence as Steps
from outreach.gate.judging import Case
from outreach.gate.preflight import Asked, Foreseen, preflight
from outreach.gate.pressing import numbers_of
from outreach.gate.telling import change_of
from outreach.services.enrol import steps_of
from outreach.store import people, sequences
from policies.english import ENGLISH
from policies.explain import Explanation, explain
from policies.finding import Bears
from policies.language import Language
from policies.verdict import Allow, Block, Clearer, Defer, Hold, Reroute

_READ = 200
"""People among whom each refusal is read; of more, only the sentences are shown."""
_PASSING = frozenset({"national-registry", "sender-identity"})


def foreseen_lines(
    home: House, sequence: str, ids: Sequence[str], by: str, language: Language = ENGLISH
) -> Iterator[Line]:
    """Yield what would become of every step of a kept sequence for every one of these people."""
    row = home.store.read(partial(sequences.get, name=sequence))
    known = home.store.read(partial(people.get_many, ids=ids))
    few = len(known) <= _READ
    for one in foreseen(home, steps_of(row), list(known.values()), by):
        yield line_of(home, known[one.person_id], one, language, few=few)


def foreseen(home: House, steps: Steps, known: Sequence[Person], by: str) -> list[Foreseen]:
    """Return what the gate foresees for these people, as if one of us enrolled them now."""
    zones = {one.id: next(iter(home.zones(one)), None) for one in known}
    clocks = {one: zone for one, zone in zones.items() if zone}
    closed = {one.id: home.closed(one) for one in known}
    return preflight(
        home.gate, Asked(steps, [one.id for one in known], by, home.clock.now(), clocks, closed)
    )


def line_of(home: House, person: Person, one: Foreseen, language: Language, *, few: bool) -> Line:
    """Return one step for one person as it is told; `few` are told too what would change it."""
    why = explain(one.case.decision, one.case.facts, language)
    fate, told = _fate(home, one, one.case, why, language)
    last = one.instead or one.case
    change = ""
    if fate in REFUSED and few:
        change = change_of(home.gate, one.case, home.clock.now(), language)
    numbers = numbers_of(one.case)  # their words may hold one, and only a granted press shows it
    waits = not isinstance(one.verdict, Allow)
    return Line(
        person=person.name,
        person_id=person.id,
        step=one.step.number,
        channel=one.step.channel.value,
        local=_local(home, one.at, one.zone),
        fate=fate,
        told=without_numbers(told, numbers),
        blocker=_is_blocker(last),
        passing=_is_passing(last),
        change=without_numbers(change, numbers),
        quotes=tuple(without_numbers(each, numbers) for each in why.quotes) if waits else (),
        noted=tuple(without_numbers(each, numbers) for each in why.noted) if waits else (),
    )


def _fate(
    home: House, one: Foreseen, case: Case, explained: Explanation, language: Language
) -> tuple[Fate, str]:
    why, instead = explained.sentence, one.instead if case is one.case else None
    match verdict := case.verdict:
        case Allow():
            return Fate.GOES, ""
        case Defer(until=until):
            turn = one.turn if one.turn and one.turn > until else None
            then = f"until {_local(home, until, one.zone)}"
            if turn:
                then += f", and its turn among colleagues comes {_local(home, turn, one.zone)}"
            return Fate.WAITS, f"{then}: {why}"
        case Reroute(to=to):
            if instead is None:
                return Fate.ELSEWHERE, f"by {to}: {why}"
            then_why = explain(instead.decision, instead.facts, language)
            after, told = _fate(home, one, instead, then_why, language)
            then = "" if after is Fate.GOES else f", {after} {told}"
            kept = after in (Fate.GOES, Fate.WAITS)
            return Fate.ELSEWHERE if kept else after, f"by {to} instead{then}: {why}"
        case Hold(by=clearer):
            return Fate.HELD, f"for {clearer}: {why}"
        case Block():
            return Fate.BLOCKED, why
        case _:
            assert_never(verdict)


def _is_blocker(case: Case) -> bool:
    return isinstance(case.verdict, Hold) and case.verdict.by is Clearer.OPERATOR


def _is_passing(case: Case) -> bool:
    """Whether all that holds it is a sender of ours that rests, or a registry to look into."""
    holds = [one for one in case.decision.findings if isinstance(one.asks, Hold)]
    return all(one.rule in _PASSING and one.bears is Bears.CHANNEL for one in holds)


def _local(home: House, at: datetime, zone: str | None) -> str:
    clock = ZoneInfo(zone or home.settings.house.timezone)
    shown = f"{at.astimezone(clock):%a %d %b %H:%M}"
    return shown if zone else f"{shown} our time"
