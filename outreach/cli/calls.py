"""`outreach calls`: the call book. It shows no number; pressing a call judges it first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.gatekeeping import at_the_gate
from outreach.cli.opening import acting, local_time, opened, person_named
from outreach.cli.terminal import (
    HERE,
    AsJson,
    By,
    HouseDir,
    Panel,
    examples,
    print_json,
    say,
)
from outreach.errors import InputError
from outreach.services.calls import CameOf
from outreach.store import people
from policies.statement import Statement

if TYPE_CHECKING:
    from channels.contract import Revealed
    from outreach.bootstrap.house import House
    from outreach.gate.pressing import Press

EXAMPLES = examples(
    "outreach calls",
    "outreach calls press a_1ivg...",
    "outreach calls press --person 'Scott Reyes'",
    "outreach calls ended a_1ivg... connected",
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="Who waits for a call; press one to have it judged and see the number.",
        invoke_without_command=True,
        epilog=EXAMPLES,
    )
    group.callback()(waiting)
    group.command("list", epilog=EXAMPLES)(listed)
    group.command("press", epilog=EXAMPLES)(press)
    group.command("ended", epilog=EXAMPLES)(ended)
    app.add_typer(group, name="calls", rich_help_panel=Panel.REACHING)


def waiting(context: typer.Context, house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """Show who waits for a call; press one to have it judged and see the number."""
    if context.invoked_subcommand is None:
        listed(house, as_json)


def listed(house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """Show who waits for a call, why, what they said last, and what time it is where they are."""
    from outreach.services import calls

    with opened(house) as home:
        found = calls.waiting(home.store)
        times = {one.queued.person_id: _time(home, one.queued.person_id) for one in found}
    if as_json:
        print_json([{"call": one.queued, "last_said": one.last_said} for one in found])
        return
    if not found:
        say("nobody waits for a call")
        return
    for one in found:
        call = one.queued
        works = f", {call.organisation}" if call.organisation else ""
        about = call.topic or call.purpose
        say(f"{call.attempt_id}  {call.name}{works}: {about}")
        say(f"    {times[call.person_id]} there", *_said(one.last_said))


def _time(home: House, person_id: str) -> str:
    return local_time(home, home.store.read(lambda conn: people.get(conn, person_id)))


def _said(said: Statement | None) -> list[str]:
    return [f"    said last, on {said.said_at:%Y-%m-%d}: “{said.words}”"] if said else []


def press(
    attempt: Annotated[str | None, typer.Argument(help="The call, as the list names it.")] = None,
    person: Annotated[
        str | None, typer.Option(help="Or whom to call: a name, id, address or number.")
    ] = None,
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Have a call judged now; only if nothing speaks against it the number is shown."""
    from outreach.gate import pressing

    if (attempt is None) == (person is None):
        msg = "say which call: give its id, or --person"
        raise InputError(msg)
    with opened(house) as home:
        member = acting(home, by)
        if person is not None:
            whom = person_named(home, person)
            pressed = at_the_gate(
                home, lambda: pressing.press_person(home.gate, whom.id, member.name)
            )
        else:
            call = str(attempt)
            pressed = at_the_gate(home, lambda: pressing.press(home.gate, call, member.name))
        shown = home.book.take(pressed.outcome.attempt_id)
    show(pressed, shown, as_json=as_json)


def show(pressed: Press, shown: Revealed | None, *, as_json: bool) -> None:
    """Print a pressed call: the number and what to say, or why not."""
    if as_json:
        number = shown.number if shown else None
        print_json({"granted": pressed.granted, "number": number, "why": pressed.explanation})
    elif pressed.granted and shown is not None:
        say(f"{shown.name}: {shown.number}", "", shown.script)
        say("", f"afterwards: outreach calls ended {pressed.outcome.attempt_id} connected")
    else:
        say("no number is shown.", pressed.explanation)
    if not pressed.granted:
        raise typer.Exit(1)


def ended(
    attempt: Annotated[str, typer.Argument(help="The call that was made.")],
    what: Annotated[CameOf, typer.Argument(help="What came of it.")],
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Say what came of a call. What they said goes into `outreach hear`."""
    from outreach.services import calls

    with opened(house) as home:
        member = acting(home, by)
        calls.came_of(home.store, attempt, what, member.name, home.clock.now())
    if as_json:
        print_json({"call": attempt, "came_of": what})
    else:
        say(f"noted: {what}")
