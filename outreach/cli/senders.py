"""`outreach senders`: how our own mailboxes and numbers fare; let one rest, or send again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

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
    say,
    table,
)

if TYPE_CHECKING:
    from outreach.bootstrap.house import House
    from outreach.services.senders import Act, Sender

LIST = examples("outreach senders", "outreach senders list --json")
PAUSE = examples("outreach senders pause hello@kestrel.example --because 'on a blocklist'")
RESUME = examples("outreach senders resume hello@kestrel.example --by 'Ana Ruiz'")
COLUMNS = ("sender", "by", "today", "30 days", "complaints", "state")

Address = Annotated[str, typer.Argument(help="A mailbox or number that we send by.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="How our own mailboxes and numbers fare, and which of them rest.",
        invoke_without_command=True,
        epilog=LIST,
    )
    group.callback()(listed)
    group.command("list", epilog=LIST)(everything)
    group.command("pause", epilog=PAUSE)(pause)
    group.command("resume", epilog=RESUME)(resume)
    app.add_typer(group, name="senders", rich_help_panel=Panel.HOUSE)


def listed(context: typer.Context, house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """List what we send by: how much was taken, who complained, what rests and why."""
    if context.invoked_subcommand is None:
        everything(house, as_json)


def everything(house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """List what we send by: how much was taken today and in 30 days, who complained, what rests.

    Days are counted in UTC. The share of complaints at which a mailbox rests by itself is
    `care.most_complaints`, among at least `care.complaints_among` mails of 30 days.
    """
    from outreach.services import senders

    with opened(house) as home:
        found = senders.everything(home.store, home.settings, home.clock.now())
    if as_json:
        print_json({"senders": found, "limits": home.settings.care.model_dump()})
    elif not found:
        say("we send by nothing yet: set sender.mailbox, or sender.text_number")
    else:
        _show(found, ZoneInfo(home.settings.house.timezone))


def _show(found: Sequence[Sender], zone: ZoneInfo) -> None:
    table(COLUMNS, (_cells(one) for one in found))
    for one in found:
        if one.paused_since is None:
            continue
        since = f"{one.paused_since.astimezone(zone):%a %d %b %H:%M}"
        say("", f"{one.address} rests since {since}: {one.paused_because}")
        if one.about:
            say(f"  shown by attempt {one.about}")
        say(f"  mend the cause, then: outreach senders resume {one.address}")


def _cells(one: Sender) -> Sequence[str]:
    complaints = f"{one.complaints} ({one.rate:.2%})" if one.complaints else "0"
    state = "rests" if one.paused_since else "sends"
    return (one.address, one.channel, str(one.today), str(one.taken), complaints, state)


def pause(
    address: Address,
    because: Annotated[str, typer.Option(help="Why; it stands in every contact held for it.")],
    house: HouseDir = HERE,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Let a mailbox or number of ours rest: nothing leaves by it until it is resumed.

    Contacts that would leave by it are held; those by other channels go on, and nobody is reached
    another way for it.
    """
    from outreach.services import senders

    with opened(house) as home:
        news = senders.pause(_act(home, address, by), because)
    if as_json:
        print_json({"address": address, "paused": True, "news": news})
    elif news:
        say(f"{address} rests; let it send again with `outreach senders resume {address}`")
    else:
        say(f"{address} rests already")


def resume(
    address: Address, house: HouseDir = HERE, by: By = None, as_json: AsJson = False
) -> None:
    """Let a mailbox or number of ours send again; what was held for it is judged afresh."""
    from outreach.services import senders

    with opened(house) as home:
        was = senders.resume(_act(home, address, by))
    if as_json:
        because = was.paused_because if was else None
        print_json({"address": address, "paused": False, "was_paused": because})
    elif was is None:
        say(f"{address} was not paused")
    else:
        say(f"{address} sends again; it rested because: {was.paused_because}")


def _act(home: House, address: str, by: str | None) -> Act:
    from outreach.services.senders import Act

    return Act(home.store, home.clock, home.settings, address, acting(home, by).name)
