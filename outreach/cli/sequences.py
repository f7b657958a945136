"""`outreach sequence` and `outreach enroll`: what we mean to say, and to whom."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from outreach.cli.opening import acting, opened, person_named
from outreach.cli.terminal import (
    HERE,
    AsJson,
    By,
    HouseDir,
    Panel,
    counted,
    examples,
    print_json,
    say,
    table,
    tell,
)
from outreach.domain.foreseen import blockers
from outreach.domain.sequences import Sequence, Step
from outreach.errors import InputError, SetupError

SHOWN = 5

SEQUENCE_EXAMPLES = examples(
    "outreach sequence add sequences/first-hello.toml",
    "outreach sequence list",
    "outreach sequence show first-hello",
)
PAUSE_EXAMPLES = examples(
    "outreach sequence pause first-hello --because 'the prices are wrong'",
    "outreach sequence pause first-hello --person 'Scott Reyes' --because 'moving house'",
    "outreach sequence resume first-hello",
)
ENROLL_EXAMPLES = examples(
    "outreach enroll first-hello 'Scott Reyes' ingrid@northlight.example",
    "outreach enroll first-hello --all --dry-run",
    "outreach enroll first-hello --all",
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="What we mean to say, step by step.", no_args_is_help=True)
    group.command("add", epilog=SEQUENCE_EXAMPLES)(add)
    group.command("list", epilog=SEQUENCE_EXAMPLES)(everything)
    group.command("show", epilog=SEQUENCE_EXAMPLES)(show)
    group.command("pause", epilog=PAUSE_EXAMPLES)(pause)
    group.command("resume", epilog=PAUSE_EXAMPLES)(resume)
    app.add_typer(group, name="sequence", rich_help_panel=Panel.REACHING)
    app.command(rich_help_panel=Panel.REACHING, epilog=ENROLL_EXAMPLES)(enroll)


def add(
    file: Annotated[Path, typer.Argument(help="A sequence in TOML.", metavar="FILE.toml")],
    house: HouseDir = HERE,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Add a sequence from a file. A version never changes: raise its number to change it."""
    from outreach.services.enrol import add_sequence, steps_of

    with opened(house) as home:
        member = acting(home, by)
        row = add_sequence(home.store, home.clock, home.templates, file, member.name)
    if as_json:
        print_json(row)
    else:
        steps = steps_of(row)
        many = counted(len(steps.steps), "step")
        say(f"`{row.name}` version {row.version}: {many}", *_lines(steps))


def everything(house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """List the sequences, the newest version of each first."""
    from outreach.store import enrollments, sequences

    with opened(house) as home:
        rows = home.store.read(sequences.everything)
        inside = {
            row.id: home.store.read(partial(enrollments.in_sequence, sequence_id=row.id))
            for row in rows
        }
    if as_json:
        print_json([{"sequence": row, "enrolled": len(inside[row.id])} for row in rows])
    elif not rows:
        say("none yet: add one with `outreach sequence add FILE.toml`")
    else:
        cells = (
            [row.name, str(row.version), row.purpose, str(len(row.body)), str(len(inside[row.id]))]
            for row in rows
        )
        table(["name", "version", "purpose", "steps", "people"], cells)


def show(
    name: Annotated[str, typer.Argument(help="A sequence's name or id.")],
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Show the newest version of a sequence."""
    from outreach.services.enrol import steps_of
    from outreach.store import resting, sequences

    with opened(house) as home:
        row = home.store.read(lambda conn: sequences.get(conn, name))
        rest = home.store.read(lambda conn: resting.of(conn, row.name))
    if as_json:
        print_json(row)
    else:
        say(f"`{row.name}` version {row.version}, for {row.purpose}", *_lines(steps_of(row)))
        if rest is not None:
            say(f"  paused since {rest.since:%Y-%m-%d} by {rest.by}: {rest.because}")


def _lines(steps: Sequence) -> list[str]:
    ends = [f"  ends for whoever: {', '.join(steps.ends_on)}"] if steps.ends_on else []
    alone = ["  whoever is in it is in no other"] if steps.exclusive else []
    return [*(_step(step) for step in steps.steps), *ends, *alone]


def _step(step: Step) -> str:
    after = f"after {step.after}, " if step.after.count else ""
    others = (
        f", or {message} by {channel}"
        for channel, message in step.words.items()
        if channel is not step.channel
    )
    about = f" (about {step.topic})" if step.topic else ""
    words = step.words[step.channel] + "".join(others)
    asks = f", only if: {', '.join(step.only_if)}" if step.only_if else ""
    return f"  {step.number}. {after}by {step.channel}: {words}{about}{asks}"


Because = Annotated[str, typer.Option(help="Why, in a few words.")]
OnePerson = Annotated[
    str | None, typer.Option("--person", help="One person in it; everybody if missing.")
]


def pause(
    name: Annotated[str, typer.Argument(help="A sequence's name.")],
    because: Because,
    person: OnePerson = None,
    house: HouseDir = HERE,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Let a sequence rest, for everybody or for one person. What was planned stays due."""
    from outreach.services import pausing

    with opened(house) as home:
        member, whom = acting(home, by).name, person_named(home, person).id if person else ""
        many = pausing.pause(home.store, home.clock, name, because, member, whom)
    _tell_pause(many, f"{'waits' if many == 1 else 'wait'} in `{name}`", as_json=as_json)


def resume(
    name: Annotated[str, typer.Argument(help="A sequence's name.")],
    person: OnePerson = None,
    house: HouseDir = HERE,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Let a sequence go on where it was paused. Every step is judged afresh; none is tried twice.

    Whoever was paused by name goes on only when they are named, and not before all of it does.
    """
    from outreach.services import pausing

    with opened(house) as home:
        member, whom = acting(home, by).name, person_named(home, person).id if person else ""
        many = pausing.resume(home.store, home.clock, name, member, whom)
        rests = pausing.rests(home.store, name)
    if rests and not as_json:
        say(f"nobody goes on yet, for `{name}` is paused: {rests}; they wait with the others")
        return
    _tell_pause(many, f"{'goes' if many == 1 else 'go'} on in `{name}`", as_json=as_json)


def _tell_pause(many: int, what: str, *, as_json: bool) -> None:
    tell({"people": many}, f"{counted(many, 'person', 'people')} now {what}", as_json=as_json)


def enroll(
    sequence: Annotated[str, typer.Argument(help="A sequence's name.")],
    who: Annotated[
        list[str] | None,
        typer.Argument(help="Names, ids, addresses or numbers.", metavar="PEOPLE..."),
    ] = None,
    everybody: Annotated[bool, typer.Option("--all", help="Everybody in the house.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say who would be in it.")] = False,
    house: HouseDir = HERE,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Put people into a sequence. Every step is judged when it is due.

    Refused where preflight finds something that must be put right before anything can go.
    """
    from outreach.bootstrap.foreseeing import foreseen_lines
    from outreach.services.enrol import enrol
    from outreach.store import people

    if everybody == bool(who):
        msg = "name the people, or say --all"
        raise InputError(msg)
    with opened(house) as home:
        ids = (
            home.store.read(
                lambda conn: [one.id for one in people.everybody(conn, limit=1_000_000)]
            )
            if everybody
            else [person_named(home, each).id for each in who or ()]
        )
        member = acting(home, by)
        foreseen = foreseen_lines(home, sequence, ids, member.name)
        wrong = blockers(line for line in foreseen if not line.passing)
        if wrong:
            shown = "; ".join(wrong[:SHOWN])
            msg = f"nobody was enrolled, for this must be put right first: {shown}"
            raise SetupError(msg)
        known = home.store.read(lambda conn: people.get_many(conn, ids))
        done = enrol(
            home.store, home.clock, sequence, ids, member, home.zones, home.closed, dry=dry_run
        )
    if as_json:
        told = {"enrolled": done.new, "already": done.already, "elsewhere": done.elsewhere}
        print_json(told | ({"dry_run": True} if dry_run else {}))
        return
    version = f"`{done.sequence.name}` version {done.sequence.version}"
    are = "would be" if dry_run else "is now" if len(done.new) == 1 else "are now"
    names = [known[one.person_id].name for one in done.new]
    enrolled = names[0] if len(names) == 1 else counted(len(names), "person", "people")
    say(f"{enrolled} {are} in {version}")
    if done.rests:
        say(f"they wait, for it is paused: {done.rests}")
    for one in done.elsewhere[:SHOWN]:
        say(f"  not {known[one.person_id].name}: they are in `{one.sequence}`")
    if done.already:
        say(f"{len(done.already)} were in it already")
    say(f"see what would happen: outreach preflight {done.sequence.name}")
