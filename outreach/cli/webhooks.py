"""`outreach webhooks`: which programs are told what happens, where, and whether it arrived."""

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
    counted,
    examples,
    print_json,
    table,
    tell,
)
from outreach.domain.notices import TOLD, Event, NoticeState

if TYPE_CHECKING:
    from outreach.domain.notices import Notice, Webhook
    from outreach.services.webhooks import Made

EXAMPLES = examples(
    "outreach webhooks add https://crm.example/hooks --for crm",
    "outreach webhooks add https://crm.example/hooks --for crm --event statement.heard",
    "outreach webhooks list",
    "outreach webhooks test w_06f8k2",
    "outreach webhooks notices w_06f8k2 --state dead",
    "outreach webhooks resend w_06f8k2",
    "outreach webhooks rotate w_06f8k2",
    "outreach webhooks remove w_06f8k2",
)
Which = Annotated[str, typer.Argument(help="The webhook's id.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Tell programs what happens, at an address of theirs.")
    group.info.no_args_is_help = True
    for name, command in (
        ("add", add),
        ("list", everything),
        ("test", tried),
        ("notices", told),
        ("resend", resend),
        ("rotate", rotate),
        ("remove", remove),
    ):
        group.command(name, epilog=EXAMPLES)(command)
    app.add_typer(group, name="webhooks", rich_help_panel=Panel.HOUSE)


def add(
    url: Annotated[str, typer.Argument(help="Where to post, https://...")],
    program: Annotated[str, typer.Option("--for", help="The program: the name of its key.")],
    event: Annotated[
        list[Event] | None, typer.Option(help="What to tell; everything, if none is named.")
    ] = None,
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Tell a program from now on what happens. Its secret is shown here and nowhere else.

    Its key must let it `hook` (`outreach keys make crm --may hook`), and ends it. Each notice is
    posted until it is answered with 2xx, ten times over three days, and may arrive twice: its id
    tells. It is signed by Standard Webhooks (`webhook-id`, `webhook-timestamp`,
    `webhook-signature`) and holds ids, no names and no words.
    """
    from outreach.bootstrap.telling import reach_of
    from outreach.services import programs, webhooks

    with opened(house) as home:
        key = programs.named(home.store, program)
        who = acting(home, by).name
        made = webhooks.add(
            *(home.store, home.clock, reach_of(home), key, url, event or TOLD), by=who
        )
    _secret(made, f"for `{key.name}`, at {made.webhook.url}", as_json=as_json)


def everything(house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """List the webhooks: of which program, where, and what waits there or is dead."""
    from outreach.services import programs, webhooks

    with opened(house, seals=False) as home:
        found = webhooks.everything(home.store)
        names = {one.id: one.name for one in programs.everybody(home.store)}
        waits = {
            one.id: _unheard(webhooks.notices_of(home.store, one.id, _UNHEARD)) for one in found
        }
    if as_json:
        print_json([_record(one, names) for one in found])
    else:
        rows = (
            (one.id, names[one.key_id], one.url, waits[one.id], one.ended_because) for one in found
        )
        table(("id", "program", "where", "not told yet", ""), rows)


def tried(webhook: Which, house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """Post a notice that tells of nothing, and say what came of it: 1 where it was not taken."""
    import asyncio

    from outreach.bootstrap.telling import teller_of
    from outreach.services import webhooks

    with opened(house) as home:
        whose = webhooks.get(home.store, webhook)
        notice = webhooks.test(home.store, home.clock, whose.id)
        came = asyncio.run(teller_of(home).tell(whose, notice))
    match came:
        case webhooks.Taken(status=status):
            tell({"taken": True, "status": status}, f"they took it ({status})", as_json=as_json)
        case webhooks.Refused(because=because):
            record = {"taken": False, "because": because}
            tell(record, f"they did not take it: {because}", as_json=as_json)
            raise typer.Exit(1)


def told(
    webhook: Which,
    state: Annotated[NoticeState | None, typer.Option(help="Only those.")] = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """List what it was told and is still to be told, the newest first."""
    from outreach.services import webhooks

    with opened(house, seals=False) as home:
        whose = webhooks.get(home.store, webhook)
        found = webhooks.notices_of(home.store, whose.id, (state,) if state else ())
    if as_json:
        print_json(found)
    else:
        table(("id", "what", "when", "tries", "state", "answer"), (_row(one) for one in found))


def resend(
    webhook: Which,
    notices: Annotated[
        list[str] | None, typer.Argument(help="Which; all that are dead, if none is named.")
    ] = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Have notices posted again, under the ids they had; the engine posts them."""
    from outreach.services import webhooks

    with opened(house) as home:
        number = webhooks.again(home.store, home.clock, webhook, notices or ())
    tell({"notices": number}, f"{counted(number, 'notice')} to be posted again", as_json=as_json)


def rotate(webhook: Which, by: By = None, house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """Make a new secret. For a day the one before signs beside it."""
    from outreach.services import webhooks

    with opened(house) as home:
        made = webhooks.rotate(home.store, home.clock, webhook, acting(home, by).name)
    _secret(made, "both secrets sign for a day, then this one alone", as_json=as_json)


def remove(webhook: Which, by: By = None, house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """Tell it nothing any more; what still waited for it is dropped."""
    from outreach.services import webhooks

    with opened(house) as home:
        one = webhooks.remove(home.store, home.clock, webhook, acting(home, by).name)
    tell({"removed": one.id}, f"nothing is told to {one.url} any more", as_json=as_json)


_UNHEARD = (NoticeState.WAITING, NoticeState.DEAD)
_MANY = 50


def _unheard(found: list[Notice]) -> str:
    dead = sum(one.state is NoticeState.DEAD for one in found)
    more = "or more" if len(found) == _MANY else ""
    waits = f"{len(found)} {more}".strip() if found else ""
    return f"{waits}, {dead} of them dead" if dead else waits


def _secret(made: Made, about: str, *, as_json: bool) -> None:
    record = {"id": made.webhook.id, "url": made.webhook.url, "secret": made.secret}
    tell(record, made.secret, f"{made.webhook.id}: {about}", as_json=as_json)


def _record(one: Webhook, names: dict[str, str]) -> dict[str, object]:
    return {
        "id": one.id,
        "program": names[one.key_id],
        "url": one.url,
        "events": one.events,
        "made_by": one.made_by,
        "made_at": one.made_at,
        "rotated_at": one.rotated_at,
        "ended_at": one.ended_at,
        "ended_because": one.ended_because,
    }


def _row(one: Notice) -> tuple[str, ...]:
    return (
        one.id,
        one.event,
        f"{one.at:%Y-%m-%d %H:%M}",
        str(one.tries),
        one.state,
        one.answer,
    )
