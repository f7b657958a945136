"""`outreach people may-be-one` and `merge`: two records of one human being."""

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
    table,
)

MERGE = examples(
    "outreach people may-be-one",
    "outreach people merge 'Scott Reyes' p_06f8 --because 'same mobile, he told me so'",
)


def register(group: typer.Typer) -> None:
    """Add the commands."""
    group.command("may-be-one", epilog=MERGE)(may_be_one)
    group.command("merge", epilog=MERGE)(merge)


def may_be_one(
    person: Annotated[
        str | None, typer.Argument(help="A name, id, address or number; everybody if missing.")
    ] = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """List people who may be one: they share a name, an address or a number.

    Or their names agree at one firm, such as `S. Reyes` and `Scott Reyes`.
    """
    from outreach.services import merging

    with opened(house) as home:
        about = person_named(home, person).id if person else None
        pairs = merging.may_be_one(home.store, about)
    if as_json:
        print_json(pairs)
    elif not pairs:
        say("nobody: no two people share a name, an address or a number")
    else:
        rows = ([one.one.name, one.one.id, one.other.id, one.because] for one in pairs)
        table(["name", "one", "other", "because"], rows)
        say("outreach people merge ONE OTHER --because '…', if you know that they are one")


def merge(
    keep: Annotated[str, typer.Argument(help="Who stays: a name, id, address or number.")],
    other: Annotated[str, typer.Argument(help="Whose record goes over; an id is safest.")],
    because: Annotated[str, typer.Option(help="How you know that they are one person.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask: I know it is final.")] = False,
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Make one person of two records. It is final.

    Addresses, words, roles, promises and plans go over; whatever was stricter stands for both.
    """
    from outreach.services import merging

    with opened(house) as home:
        member = acting(home, by)
        one, two = person_named(home, keep), person_named(home, other)
        if not yes:
            asked = f"{two.name} ({two.id}) becomes {one.name} ({one.id}), for good?"
            must_be_sure(asked, "nothing was merged")
        done = merging.merge(
            home.store, home.clock, home.ears.stopped, one.id, two.id, because, member.name
        )
    if as_json:
        print_json(done)
        return
    say(f"{done.kept.name} ({done.kept.id}) is one person now; what was stricter stands")
    say(*(f"  {name.replace('_', ' ')}: {many}" for name, many in sorted(done.moved.items())))
