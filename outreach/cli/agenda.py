"""`outreach agenda`: the day of one of us, and the calendar of what was promised."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.opening import acting, opened
from outreach.cli.terminal import HERE, AsJson, By, HouseDir, Panel, examples, say, tell
from outreach.errors import InputError

if TYPE_CHECKING:
    from outreach.bootstrap.house import House
    from outreach.domain.people import Member
    from outreach.services.agenda import Agenda

EXAMPLES = examples(
    "outreach agenda",
    "outreach agenda --rep 'Ana Ruiz' --day 2026-12-20",
    "outreach agenda --rep 'Ana Ruiz' --json",
    "outreach agenda --rep 'Ana Ruiz' --ics ana.ics",
    "outreach agenda --rep 'Ana Ruiz' --feed",
    "outreach agenda --rep 'Ana Ruiz' --feed --anew",
    "outreach agenda settle o_1ivg... --because 'asked at the switchboard; Mira looks after it'",
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="The day of one of us: promises first, and why each thing is there.",
        invoke_without_command=True,
        epilog=EXAMPLES,
    )
    group.callback()(shown)
    group.command("settle", epilog=EXAMPLES)(settle)
    app.add_typer(group, name="agenda", rich_help_panel=Panel.REACHING)


def shown(
    context: typer.Context,
    rep: Annotated[str | None, typer.Option(help="Whose day.", show_default="whoever acts")] = None,
    day: Annotated[str | None, typer.Option(help="Another day than today: `2026-12-20`.")] = None,
    ics: Annotated[
        Path | None,
        typer.Option(help="Write the promised calls and meetings to this calendar file instead."),
    ] = None,
    feed: Annotated[
        bool,
        typer.Option("--feed", help="Say where a calendar program reads the same, always fresh."),
    ] = False,
    anew: Annotated[
        bool,
        typer.Option("--anew", help="With --feed: a new address; the old one shows nothing more."),
    ] = False,
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Show what one of us has to do today: promises, who may be called, whom to write to."""
    if context.invoked_subcommand is not None:
        return
    from outreach.cli.day.page import lines, plain
    from outreach.services import agenda

    with opened(house) as home:
        member = acting(home, rep or by)
        if ics is not None:
            _written(home, member, ics)
            return
        if feed or anew:
            _addressed(home, member, anew=anew, as_json=as_json)
            return
        now, zone = home.clock.now(), home.ears.zone
        on = _day(day) if day else now.astimezone(zone).date()
        found: Agenda = agenda.agenda(home.gate, member.id, on, zone, home.zones)
    tell(plain(found, now), *lines(found, now, zone), as_json=as_json)


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError as error:
        msg = f"`{typed}` is no day: write it as `2026-12-20`"
        raise InputError(msg) from error


def _written(home: House, member: Member, file: Path) -> None:
    from outreach.bootstrap.calendars import calendar_of

    content = calendar_of(home, member)
    try:
        file.write_bytes(content)
    except OSError as error:
        msg = f"cannot write `{file}`: {(error.strerror or 'the machine refused').lower()}"
        raise InputError(msg) from error
    say(f"{file}: what {member.name} has promised; it holds names, and no numbers or words")


def _addressed(home: House, member: Member, *, anew: bool, as_json: bool) -> None:
    from outreach.bootstrap.calendars import feed_address, renewed

    address = feed_address(home, member)
    if anew:
        address = feed_address(home, renewed(home, member))
    told = f"what {member.name} has promised; whoever has the address reads names, and no numbers"
    tell({"feed": address}, address, f"  {told}", as_json=as_json)


def settle(
    matter: Annotated[str, typer.Argument(help="The matter, as the agenda names it.")],
    because: Annotated[str, typer.Option(help="What came of it.")],
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Say what came of a matter at an organisation, and take it off the agenda."""
    from outreach.services import matters

    with opened(house) as home:
        member = acting(home, by)
        settled = matters.settle(home.store, matter, because, member.name, home.clock.now())
    tell(settled, "settled: it is off the agenda", as_json=as_json)
