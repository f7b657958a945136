"""`outreach team`: who of us acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli import rota
from outreach.cli.opening import opened
from outreach.cli.terminal import (
    HERE,
    AsJson,
    HouseDir,
    Panel,
    examples,
    print_json,
    say,
    table,
    tell,
)
from outreach.domain.people import Duty, Member
from outreach.ids import new_id
from policies.tongue import Tongue

if TYPE_CHECKING:
    from datetime import datetime

    from outreach.domain.absences import Roster

EXAMPLES = examples(
    "outreach team add 'Ana Ruiz' --email ana@kestrel.example",
    "outreach team add 'Cora Lindt' --duty compliance",
    "outreach team language 'Ana Ruiz' es",
    "outreach team away 'Ana Ruiz' --until 2026-12-14 --covered-by 'Ben Okri'",
    "outreach team back 'Ana Ruiz'",
    "outreach team leave 'Ana Ruiz' --to 'Ben Okri'",
    "outreach team view --days 30",
    "outreach team list",
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Who of us acts: `--by NAME` elsewhere.", no_args_is_help=True)
    group.command("add", epilog=EXAMPLES)(add)
    group.command("language", epilog=EXAMPLES)(speak)
    group.command("away", epilog=EXAMPLES)(rota.away)
    group.command("back", epilog=EXAMPLES)(rota.back)
    group.command("leave", epilog=EXAMPLES)(rota.leave)
    group.command("view", epilog=EXAMPLES)(rota.view)
    group.command("list", epilog=EXAMPLES)(everybody)
    app.add_typer(group, name="team", rich_help_panel=Panel.HOUSE)


def add(
    name: Annotated[str, typer.Argument(help="The name that stands under their words.")],
    email: Annotated[str, typer.Option(help="Their own address, for notes to them.")] = "",
    phone: Annotated[str, typer.Option(help="Their number, shown under their emails.")] = "",
    duty: Annotated[Duty, typer.Option(help="What they answer for.")] = Duty.REP,
    language: Annotated[
        Tongue | None,
        typer.Option(help="What they read refusals in.", show_default="the house's"),
    ] = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Add a member of the team."""
    from outreach.domain.addresses import email_address, phone_number
    from outreach.services.knowing.plain_words import on_one_line
    from outreach.store import team as members

    called = on_one_line(name, "the name of a member of the team")
    mailbox = email_address(email).address if email else ""
    with opened(house) as home:
        if phone:  # checked, and kept as they like it written
            phone_number(phone, home.settings.house.country or None)
        joined = home.clock.now()
        one = Member(new_id("t"), called, joined, mailbox, phone, duty, language)
        home.store.write(lambda conn: members.add(conn, one))
    tell(one, f"{one.name} is on the team ({one.duty})", as_json=as_json)


def speak(
    name: Annotated[str, typer.Argument(help="A member of the team.")],
    language: Annotated[
        Tongue | None, typer.Argument(help="The language; without it, the house's.")
    ] = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Choose the language in which a member reads why somebody is not contacted."""
    from outreach.store import team as members

    with opened(house) as home:
        one = home.store.write(lambda conn: members.speak(conn, name, language))
        spoken = home.language(one).tongue
    tell(
        one,
        f"{one.name} reads refusals in {spoken}" + ("" if language else ", as the house does"),
        as_json=as_json,
    )


def everybody(house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """List the team, and who is away."""
    from outreach.store import absences
    from outreach.store import team as members

    with opened(house) as home:
        now = home.clock.now()
        found = home.store.read(members.everybody)
        roster = home.store.read(lambda conn: absences.roster(conn, now))
    if as_json:
        print_json(found)
    elif not found:
        say("nobody yet: add somebody with `outreach team add NAME`")
    else:
        rows = (
            [one.name, one.duty, one.email, one.phone, one.language or "", _there(roster, one, now)]
            for one in found
        )
        table(["name", "duty", "email", "phone", "language", ""], rows)


def _there(roster: Roster, one: Member, now: datetime) -> str:
    if one.left:
        return "has left"
    absence = roster.away(one.id, now)
    if absence is None:
        return ""
    return f"away until {absence.until:%Y-%m-%d}" if absence.until else "away"
