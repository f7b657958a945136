"""`outreach people erase`: whoever asks to be forgotten, by whichever way they ask."""

from __future__ import annotations

from typing import Annotated

import typer

from outreach.cli.opening import acting, opened, person_named
from outreach.cli.terminal import (
    HERE,
    AsJson,
    By,
    HouseDir,
    examples,
    must_be_sure,
    print_json,
    say,
)

ERASE = examples(
    "outreach people erase 'Scott Reyes' --by 'Cora Lindt'",
    "outreach people erase p_06f8 --yes",
)


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("erase", epilog=ERASE)(erase)


def erase(
    person: Annotated[str, typer.Argument(help="A name, id, address or number; an id is safest.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask: I know it is final.")] = False,
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Erase a person who asked for it. It is final.

    Of them there stay the digests that keep everybody here from writing there again, and of each
    decision what proves that it was lawful. `outreach evidence` is for before, not after.
    """
    from outreach.services.erase import erase as forget

    with opened(house) as home:
        member, one = acting(home, by), person_named(home, person)
        if not yes:
            must_be_sure(f"{one.name} ({one.id}) is erased, for good?", "nobody was erased")
        erased = forget(home.store, one.id, home.clock.now(), member.name)
    if as_json:
        print_json({"erased": one.id, "log_emptied": erased.log_emptied})
        return
    say(f"{one.id} is erased; nobody here contacts their addresses and numbers again")
    if not erased.log_emptied:
        say("  the database's log is still being read: it is emptied when `outreach run` ends")
    say("  your mailboxes and the backups made before still hold them: see to those yourselves")
