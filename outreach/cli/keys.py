"""`outreach keys`: programs that may ask us over the wire, such as a CRM."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.opening import acting, opened
from outreach.cli.terminal import (
    HERE,
    AsJson,
    By,
    HouseDir,
    Panel,
    examples,
    print_json,
    table,
    tell,
)
from outreach.domain.programs import Scope

if TYPE_CHECKING:
    from outreach.domain.programs import Key

EXAMPLES = examples(
    "outreach keys make crm --may ask",
    "outreach keys make 'help desk' --may ask --may tell --for 'Ben Okri'",
    "outreach keys make prometheus --may watch",
    "outreach keys list",
    "outreach keys revoke crm",
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Programs that may ask us over the wire, such as a CRM.")
    group.info.no_args_is_help = True
    for name, command in (("make", make), ("list", everybody), ("revoke", revoke)):
        group.command(name, epilog=EXAMPLES)(command)
    app.add_typer(group, name="keys", rich_help_panel=Panel.HOUSE)


def make(
    name: Annotated[str, typer.Argument(help="What the program is called.")],
    may: Annotated[list[Scope], typer.Option(help="What it may do; more than once for more.")],
    member: Annotated[
        str, typer.Option("--for", help="Who of us answers for it.", show_default="whoever acts")
    ] = "",
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Print a key for a program. It is shown here and nowhere else.

    `ask` lets it ask whether people may be reached and read who they are; `tell` lets it hand over
    what they said; `enrol` lets it put people into sequences, of which each step is judged when it
    is due; `import` lets it bring people in; `hook` lets it be told what happens; `watch` lets it
    read `/metrics`. Nothing lets it send.
    """
    from outreach.services import programs

    with opened(house) as home:
        actor = acting(home, by)
        made = programs.make(home.store, home.clock, name, may, member or actor.name, actor.name)
    record = {"id": made.key.id, "name": made.key.name, "may": made.key.scopes, "key": made.secret}
    what = " and ".join(made.key.scopes)
    tell(
        record,
        made.secret,
        f"for `{made.key.name}`, which may {what}: send it as `Authorization: Bearer KEY`",
        as_json=as_json,
    )


def everybody(house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """List the programs with a key: what they may, and when they were here last."""
    from outreach.services import programs

    with opened(house, seals=False) as home:
        found = programs.everybody(home.store)
    if as_json:
        print_json([_record(one) for one in found])
    else:
        table(("name", "may", "last here", ""), (_row(one) for one in found))


def revoke(
    name: Annotated[str, typer.Argument(help="The program, or the id of its key.")],
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Take a key away: it lets nobody in from now on."""
    from outreach.services import programs

    with opened(house) as home:
        key = programs.revoke(home.store, home.clock, name, acting(home, by).name)
    tell({"revoked": key.id, "name": key.name}, f"`{key.name}` is let in no more", as_json=as_json)


def _record(one: Key) -> dict[str, object]:
    return {
        "id": one.id,
        "name": one.name,
        "may": one.scopes,
        "made_by": one.made_by,
        "made_at": one.made_at,
        "used_on": one.used_on,
        "revoked_at": one.revoked_at,
    }


def _row(one: Key) -> tuple[str, ...]:
    last = f"{one.used_on:%Y-%m-%d}" if one.used_on else "never"
    gone = f"revoked by {one.revoked_by}" if one.revoked else ""
    return (one.name, ", ".join(one.scopes), last, gone)
