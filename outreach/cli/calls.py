"""`outreach calls`: the call book. It shows no number; pressing a call judges it first."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.gatekeeping import at_the_gate
from outreach.cli.opening import acting, language_for, opened, person_named
from outreach.cli.terminal import (
    HERE,
    AsJson,
    By,
    HouseDir,
    InLanguage,
    Panel,
    examples,
    print_json,
    say,
    tell,
)
from outreach.domain.calls import CameOf
from outreach.errors import InputError
from policies.channel import Channel

if TYPE_CHECKING:
    from channels.contract import Revealed
    from outreach.bootstrap.house import House
    from outreach.gate.pressing import Press
    from outreach.services.calls import Call

EXAMPLES = examples(
    "outreach calls",
    "outreach calls list --json",
    "outreach calls press a_1ivg...",
    "outreach calls press --person 'Scott Reyes'",
    "outreach calls ended a_1ivg... connected --words 'Send it to me, I like it.'",
    "outreach calls ended a_1ivg... call-back --at 'Fri 10:00'",
    "outreach calls ended a_1ivg... prefers --channel email",
    "outreach calls ended a_1ivg... do-not-contact --words 'Take me off your list.'",
    "outreach calls undo a_1ivg...",
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="The call book: a screen on a terminal; press a call to have it judged.",
        invoke_without_command=True,
        epilog=EXAMPLES,
    )
    group.callback()(calls)
    group.command("list", epilog=EXAMPLES)(listed)
    group.command("press", epilog=EXAMPLES)(press)
    group.command("ended", epilog=EXAMPLES)(ended)
    group.command("undo", epilog=EXAMPLES)(undo)
    app.add_typer(group, name="calls", rich_help_panel=Panel.REACHING)


def calls(
    context: typer.Context,
    by: By = None,
    language: InLanguage = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Work through the call book on a terminal; elsewhere, list it."""
    if context.invoked_subcommand is not None:
        return
    if as_json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        listed(by, language, house, as_json)
        return
    from outreach.cli.desk.screen import sit_down

    with opened(house) as home:
        sit_down(home, acting(home, by), language_for(home, by, language))


def listed(
    by: By = None,
    language: InLanguage = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Show whom you may call now, whom later and when, why, and what they said last."""
    from outreach.services.calls import book, changes

    with opened(house) as home:
        whose = acting(home, by).name if by or _alone(home) else ""
        spoken = language_for(home, by, language)
        found = book(home.gate, whose, language=spoken)
        if as_json:
            print_json([_plain(home, one) for one in found])
            return
        if not found:
            say("nobody waits for a call")
        change = changes(home.gate, whose, found, spoken)
        for number, one in enumerate(found):
            if number == 0 or found[number - 1].group is not one.group:
                say(one.group.value.upper())
            say(*_lines(home, one, change.get(one.id, "")))


def _alone(home: House) -> bool:
    """Say whether it is clear who asks; the list is for everybody, but for calls of one's own."""
    from outreach.store import team

    return bool(home.settings.team.acting) or len(home.store.read(team.everybody)) == 1


def _lines(home: House, call: Call, change: str) -> list[str]:
    from outreach.cli.desk.pages import clock, opens

    works = f", {call.organisation}" if call.organisation else ""
    there = clock(home.clock.now(), call.zones) or "an unknown hour"
    may = "" if not call.why else f"; {opens(call)}"
    lines = [f"{call.id}  {call.name}{works}: {call.about}", f"    {there} there{may}"]
    if call.why:
        lines += [f"    {call.why}", f"    {change}"]
    if call.last_said:
        said = call.last_said
        lines.append(f"    said last, on {said.said_at:%Y-%m-%d}: {said.told}")
    return lines


def _plain(home: House, call: Call) -> dict[str, object]:
    now = home.clock.now()
    return {
        "id": call.id,
        "group": call.group,
        "person": call.person_id,
        "name": call.name,
        "organisation": call.organisation,
        "about": call.about,
        "due_at": call.due_at,
        "opens_at": call.opens_at,
        "why": call.why,
        "local_times": [now.astimezone(zone) for zone in call.zones],
        "last_said": call.last_said,
    }


def press(
    attempt: Annotated[
        str | None, typer.Argument(help="The call or promise, as the list names it.")
    ] = None,
    person: Annotated[
        str | None, typer.Option(help="Or whom to call: a name, id, address or number.")
    ] = None,
    by: By = None,
    language: InLanguage = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Have a call judged now; only if nothing speaks against it the number is shown."""
    if (attempt is None) == (person is None):
        msg = "say which call: give its id, or --person"
        raise InputError(msg)
    from outreach.gate.telling import refusal_of

    with opened(house) as home:
        member = acting(home, by)
        whom = person_named(home, person).id if person is not None else None
        pressed = at_the_gate(home, lambda: _pressed(home, attempt or "", whom, member.name))
        shown = home.book.take(pressed.outcome.attempt_id)
        why = refusal_of(home.gate, pressed, language_for(home, by, language))
    show(pressed, shown, why, as_json=as_json)


async def _pressed(home: House, call: str, person: str | None, by: str) -> Press:
    """Press a promise, a call of the book, or a call to somebody."""
    from outreach.gate import pressing
    from outreach.services import keep_promises

    if person is not None:
        return await pressing.press_person(home.gate, person, by)
    if call.startswith("m_"):
        return await keep_promises.keep_by_call(home.gate, call, by)
    return await pressing.press(home.gate, call, by)


def show(pressed: Press, shown: Revealed | None, why: str, *, as_json: bool) -> None:
    """Print a pressed call: the number and what to say, or `why` not."""
    if as_json:
        number = shown.number if shown else None
        call = pressed.outcome.attempt_id
        print_json(
            {
                "granted": pressed.granted,
                "call": call,
                "number": number,
                "why": why,
            }
        )
    elif pressed.granted and shown is not None:
        say(f"{shown.name}: {shown.number}", "", shown.script)
        say("", f"afterwards: outreach calls ended {pressed.outcome.attempt_id} connected")
    else:
        say("no number is shown.", why)
    if not pressed.granted:
        raise typer.Exit(1)


def ended(
    attempt: Annotated[str, typer.Argument(help="The call that was made.")],
    what: Annotated[CameOf, typer.Argument(help="What came of it.")],
    at: Annotated[
        str | None, typer.Option(help="call-back: when, on their clock: `Fri 10:00`.")
    ] = None,
    channel: Annotated[Channel | None, typer.Option(help="prefers: email or sms.")] = None,
    only_calls: Annotated[
        bool, typer.Option("--only-calls", help="do-not-contact: they may still be written to.")
    ] = False,
    words: Annotated[str, typer.Option(help="What they said, in their own words.")] = "",
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Say what came of a call; all that follows is in effect at once."""
    from outreach.cli.hear import followed, understood
    from outreach.domain.calls import Ended, wish_of
    from outreach.services import listen
    from outreach.store import attempts

    with opened(house) as home:
        member = acting(home, by)
        person = home.store.read(lambda conn: attempts.get(conn, attempt)).person_id
        when = listen.when_typed(home.ears, person, at) if at else None
        wish = wish_of(what, at=when, channel=channel, only_calls=only_calls)
        told = Ended(attempt, what, member.name, words, wish)
        taken = listen.call_ended(home.ears, told)
        meanings = understood(home, taken)
    if as_json:
        print_json({"call": attempt, "came_of": what, "understood": meanings})
        return
    say(f"noted: {what}", *(f"  understood: {one}" for one in meanings))
    for one in taken.done.recorded:
        say(*followed(one))
    if taken.done.question:
        say(f"  a human must settle: {taken.done.question}  (outreach inbound list)")


def undo(
    attempt: Annotated[str, typer.Argument(help="The call of which something wrong was said.")],
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Take back what was said of a call, where nothing followed from it."""
    from outreach.services import listen

    with opened(house) as home:
        what = listen.take_back(home.ears, attempt, acting(home, by).name)
    tell({"call": attempt, "taken_back": what}, f"taken back: {what}", as_json=as_json)
