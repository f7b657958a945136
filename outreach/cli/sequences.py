"""`outreach sequence` and `outreach enroll`: what we mean to say, and to whom."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from outreach.cli.opening import acting, opened, person_named
from outreach.cli.preflight import blockers, foreseen_lines
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
)
from outreach.domain.sequences import Sequence, Step
from outreach.errors import InputError, SetupError

SHOWN = 5

SEQUENCE_EXAMPLES = examples(
    "outreach sequence add sequences/first-hello.toml",
    "outreach sequence list",
    "outreach sequence show first-hello",
)
ENROLL_EXAMPLES = examples(
    "outreach enroll first-hello 'Scott Reyes' ingrid@northlight.example",
    "outreach enroll first-hello --all",
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="What we mean to say, step by step.", no_args_is_help=True)
    group.command("add", epilog=SEQUENCE_EXAMPLES)(add)
    group.command("list", epilog=SEQUENCE_EXAMPLES)(everything)
    group.command("show", epilog=SEQUENCE_EXAMPLES)(show)
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
    from outreach.store import sequences

    with opened(house) as home:
        row = home.store.read(lambda conn: sequences.get(conn, name))
    if as_json:
        print_json(row)
    else:
        say(f"`{row.name}` version {row.version}, for {row.purpose}", *_lines(steps_of(row)))


def _lines(steps: Sequence) -> list[str]:
    return [_step(step) for step in steps.steps]


def _step(step: Step) -> str:
    after = f"after {step.after}, " if step.after.count else ""
    others = (
        f", or {message} by {channel}"
        for channel, message in step.words.items()
        if channel is not step.channel
    )
    about = f" (about {step.topic})" if step.topic else ""
    words = step.words[step.channel] + "".join(others)
    return f"  {step.number}. {after}by {step.channel}: {words}{about}"


def enroll(
    sequence: Annotated[str, typer.Argument(help="A sequence's name.")],
    who: Annotated[
        list[str] | None,
        typer.Argument(help="Names, ids, addresses or numbers.", metavar="PEOPLE..."),
    ] = None,
    everybody: Annotated[bool, typer.Option("--all", help="Everybody in the house.")] = False,
    house: HouseDir = HERE,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Put people into a sequence. Every step is judged when it is due.

    Refused where preflight finds something that must be put right before anything can go.
    """
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
        done = enrol(home.store, home.clock, sequence, ids, member, home.zones, home.closed)
    if as_json:
        print_json({"enrolled": done.new, "already": done.already})
        return
    version = f"`{done.sequence.name}` version {done.sequence.version}"
    say(f"{len(done.new)} people are now in {version}")
    if done.already:
        say(f"{len(done.already)} were in it already")
    say(f"see what would happen: outreach preflight {done.sequence.name}")
