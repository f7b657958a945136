"""`outreach preflight`: what would happen, person by person and step by step, before it does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated, assert_never
from zoneinfo import ZoneInfo

import typer

from outreach.cli.foreseen import REFUSED, Fate, Line, blockers, totals
from outreach.cli.opening import acting, language_for, opened, person_named
from outreach.cli.preflight_page import page
from outreach.cli.terminal import HERE, AsJson, By, HouseDir, InLanguage, Panel, examples, tell
from outreach.domain.people import Person
from policies.english import ENGLISH
from policies.explain import explain
from policies.finding import Bears
from policies.verdict import Allow, Block, Clearer, Defer, Hold, Reroute

if TYPE_CHECKING:
    from outreach.bootstrap.house import House
    from outreach.gate.judging import Case
    from outreach.gate.preflight import Foreseen
    from policies.language import Language

EXAMPLES = examples(
    "outreach preflight first-hello",
    "outreach preflight first-hello 'Scott Reyes' --json",
    "outreach preflight first-hello --all",
)
EVERYBODY = 1_000_000
_READ = 200
"""People among whom each refusal is read; of more, only the sentences are shown."""
_PASSING = frozenset({"national-registry", "sender-identity"})


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel=Panel.REACHING, epilog=EXAMPLES)(preflight)


def preflight(
    sequence: Annotated[str, typer.Argument(help="A sequence's name.")],
    who: Annotated[
        list[str] | None,
        typer.Argument(
            help="Names, ids, addresses or numbers; without them, whoever is enrolled.",
            metavar="[PEOPLE]...",
        ),
    ] = None,
    everybody: Annotated[bool, typer.Option("--all", help="Everybody in the house.")] = False,
    each: Annotated[
        bool, typer.Option("--each", help="Show everybody whom one cause holds alike.")
    ] = False,
    house: HouseDir = HERE,
    by: By = None,
    language: InLanguage = None,
    as_json: AsJson = False,
) -> None:
    """Show who would get what and when, who would wait, and who would not be contacted, and why.

    Nothing is sent and nothing is recorded. Ends with code 1 where something must be put right
    before anything can go: words with a hole, a door or a setting that is missing. A mailbox of
    ours that rests, or a registry that nobody looked into, is told in one line and holds only what
    it is about. What holds more than five people alike is told once, with some of their names.
    """
    with opened(house) as home:
        chosen = _chosen(home, sequence, who or (), everybody)
        spoken, rep = language_for(home, by, language), acting(home, by).name
        lines = list(foreseen_lines(home, sequence, chosen, rep, spoken))
    tell(
        {"steps": lines, "totals": totals(lines), "blockers": blockers(lines)},
        *page(lines, len(chosen), each=each),
        as_json=as_json,
    )
    if blockers(line for line in lines if not line.passing):
        raise typer.Exit(1)


def _chosen(home: House, sequence: str, who: Sequence[str], everybody: bool) -> list[str]:
    """Return ids: those named, all, or whoever is enrolled; where nobody is, all."""
    from outreach.store import enrollments, people, sequences

    if who:
        return [person_named(home, each).id for each in who]
    row = home.store.read(partial(sequences.get, name=sequence))
    inside = home.store.read(partial(enrollments.in_sequence, sequence_id=row.id))
    if inside and not everybody:
        return [one.person_id for one in inside]
    found = home.store.read(partial(people.everybody, limit=EVERYBODY))
    return [one.id for one in found]


def foreseen_lines(
    home: House, sequence: str, ids: Sequence[str], by: str, language: Language = ENGLISH
) -> Iterator[Line]:
    """Yield what would become of every step for every one of these people."""
    from outreach.gate.preflight import Asked
    from outreach.gate.preflight import preflight as foresee
    from outreach.services.enrol import steps_of
    from outreach.store import people, sequences

    row = home.store.read(partial(sequences.get, name=sequence))
    known = home.store.read(partial(people.get_many, ids=ids))
    zones = {one: next(iter(home.zones(person)), None) for one, person in known.items()}
    clocks = {one: zone for one, zone in zones.items() if zone}
    closed = {one: home.closed(person) for one, person in known.items()}
    asked = Asked(steps_of(row), list(known), by, home.clock.now(), clocks, closed)
    for one in foresee(home.gate, asked):
        yield _line(home, known[one.person_id], one, language, few=len(known) <= _READ)


def _line(home: House, person: Person, one: Foreseen, language: Language, *, few: bool) -> Line:
    fate, told = _fate(home, one, one.case, one.instead, language)
    last = one.instead or one.case
    refused = fate in REFUSED and few
    return Line(
        person=person.name,
        person_id=person.id,
        step=one.step.number,
        channel=one.step.channel.value,
        local=_local(home, one.at, one.zone),
        fate=fate,
        told=told,
        blocker=_is_blocker(last),
        passing=_is_passing(last),
        change=_change(home, one.case, language) if refused else "",
    )


def _change(home: House, case: Case, language: Language) -> str:
    from outreach.gate.telling import change_of

    return change_of(home.gate, case, home.clock.now(), language)


def _fate(
    home: House, one: Foreseen, case: Case, instead: Case | None, language: Language
) -> tuple[Fate, str]:
    verdict, why = case.verdict, explain(case.decision, case.facts, language).sentence
    match verdict:
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
            after, told = _fate(home, one, instead, None, language)
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
