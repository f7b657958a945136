"""Giving a promise, giving it away, and saying it was done: commands of `outreach promises`."""

from __future__ import annotations

from typing import Annotated

import typer

from outreach.cli.moments import due
from outreach.cli.opening import acting, opened, person_named
from outreach.cli.terminal import HERE, AsJson, By, HouseDir, tell
from outreach.domain.commitments import CommitmentKind
from outreach.errors import InputError
from policies.channel import Channel

Promise = Annotated[str, typer.Argument(help="The promise, as the list names it.")]


def make(
    person: Annotated[str, typer.Argument(help="A name, id, address or number.")],
    what: Annotated[str, typer.Argument(help="What you promise, in a few words.")] = "",
    at: Annotated[
        str, typer.Option(help="When, on their clock: `Fri 10:00`, `2026-12-20`, `in four weeks`.")
    ] = "",
    words: Annotated[
        str, typer.Option(help="What they said, where they asked for it: then it passes our caps.")
    ] = "",
    channel: Annotated[
        Channel | None,
        typer.Option(help="How, where it is a contact.", show_default="phone, if they asked"),
    ] = None,
    meeting: Annotated[bool, typer.Option("--meeting", help="You meet.")] = False,
    anyone: Annotated[
        bool, typer.Option("--anyone", help="Colleagues may keep it too, not only you.")
    ] = False,
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Promise somebody something, or note when they asked to be contacted (with `--words`).

    Until it is overdue only you keep it, or whoever covers for you.
    """
    from outreach.bootstrap.promising import Promised, promise
    from outreach.services.keep_promises import WhoKeeps

    if not at:
        msg = "say when with --at, on their own clock"
        raise InputError(msg)
    who = WhoKeeps.ANYONE if anyone else WhoKeeps.ONLY_ME
    kind = CommitmentKind.MEETING if meeting else CommitmentKind.PLEDGE
    with opened(house) as home:
        member, whom = acting(home, by), person_named(home, person)
        made = promise(home, Promised(whom.id, at, member.name, what, words, channel, kind, who))
        by_when = due(made.due_at, home.zones(whom), home.ears.zone, named_hour=made.named_hour)
    tell(made, f"promised {whom.name}: {made.what}, {by_when}", f"  {made.id}", as_json=as_json)


def give(
    promise: Promise,
    to: Annotated[str, typer.Option(help="The colleague who keeps it from now on.")],
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Give a promise of yours to a colleague."""
    from outreach.services import keep_promises

    with opened(house) as home:
        member, now = acting(home, by), home.clock.now()
        given = keep_promises.give(home.store, promise, to, member.name, now)
    tell(given, f"{to} keeps this promise now: {given.what}", as_json=as_json)


def done(
    promise: Promise,
    note: Annotated[str, typer.Option(help="What came of it, for the story.")] = "",
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Say that a meeting was held, or that a thing you promised is done."""
    from outreach.services import keep_promises

    with opened(house) as home:
        member, now = acting(home, by), home.clock.now()
        kept = keep_promises.done(home.store, promise, member.name, note, now)
    tell(kept, f"kept: {kept.what}", as_json=as_json)
