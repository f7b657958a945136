"""`outreach preview`: how a message looks, before anybody gets it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from channels.contract import CallWords, EmailWords, Outbound, TextWords
from outreach.cli.opening import acting, opened, person_named
from outreach.cli.terminal import HERE, AsJson, By, HouseDir, Panel, examples, print_json, say
from outreach.domain.people import Member
from outreach.errors import NotFoundError
from policies.channel import Channel

if TYPE_CHECKING:
    from outreach.bootstrap.house import House
    from outreach.gate.wanted import Wanted

EXAMPLES = examples(
    "outreach preview intro",
    "outreach preview intro --person 'Scott Reyes'",
    "outreach preview follow-up --channel phone",
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel=Panel.REACHING, epilog=EXAMPLES)(preview)


def preview(
    message: Annotated[str, typer.Argument(help="A message's name, as in words/email/intro.")],
    person: Annotated[
        str | None, typer.Option(help="For this person; else with the message's own example.")
    ] = None,
    channel: Annotated[Channel | None, typer.Option(help="On this channel only.")] = None,
    house: HouseDir = HERE,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Show a message as it would leave, on every channel that has words for it."""
    with opened(house) as home:
        chosen = [channel] if channel else list(Channel)
        channels = [one for one in chosen if home.templates.has(one, message)]
        if not channels:
            raise NotFoundError("message", message)
        member = acting(home, by)
        shown = [
            home.wording.render(_wanted(home, message, one, person, member)) for one in channels
        ]
    if as_json:
        print_json([one.outbound for one in shown])
        return
    for one in shown:
        _show(one.outbound)


def _wanted(
    home: House, message: str, channel: Channel, given: str | None, member: Member
) -> Wanted:
    from outreach.bootstrap.trying_words import with_a_person, with_its_example

    if given is None:
        return with_its_example(home, home.templates, channel, message, member)
    person = person_named(home, given)
    return with_a_person(home, home.templates, channel, message, member, person)


def _show(outbound: Outbound) -> None:
    content = outbound.content
    say(f"== {outbound.channel} ==")
    match content:
        case EmailWords():
            say(
                f"From: {content.sender.name} <{content.sender.address}>",
                f"To: {outbound.to.name} <{outbound.to.address}>",
                f"Subject: {content.subject}",
                *(f"Attached: {one.name}" for one in content.attachments),
                "",
                content.text,
                "",
            )
        case TextWords():
            from outreach.bootstrap.texting import size_of

            say(size_of(content.text), "", content.text, "")
        case CallWords():
            say(content.script, "")
        case _:
            assert_never(content)
