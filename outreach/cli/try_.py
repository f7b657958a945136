"""`outreach try`: a first email, to yourself, through the whole gate."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from outreach.cli.gatekeeping import at_the_gate
from outreach.cli.opening import acting, language_for, opened
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
)
from outreach.domain.attempts import AttemptState
from outreach.errors import InputError, SetupError
from policies.channel import Channel
from policies.verdict import Block, Defer

if TYPE_CHECKING:
    from outreach.bootstrap.house import House
    from outreach.domain.people import Member
    from outreach.gate.outcomes import Outcome
    from outreach.services.first_email import Wanted
    from outreach.store.inbound import InboundRow
    from policies.language import Language

EXAMPLES = examples(
    "outreach try ana@kestrel.example",
    "outreach try ana@kestrel.example --wait 120",
)
BETWEEN_LOOKS = 2.0


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("try", rich_help_panel=Panel.HOUSE, epilog=EXAMPLES)(try_)


def try_(
    address: Annotated[str, typer.Argument(help="An address of your own.")],
    wait: Annotated[float, typer.Option(help="Seconds to wait for your answer.", min=0)] = 0,
    yes: Annotated[bool, typer.Option("--yes", help="It is your own, though nobody knew.")] = False,
    by: By = None,
    language: InLanguage = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Send a first email to yourself: judged, handed over and recorded like every other.

    An address that belongs neither to the house nor to its team has to be confirmed; one of
    somebody whom we know is refused. With --wait, what you answer is shown as it was understood.
    """
    from outreach.services import first_email

    with opened(house) as home:
        wanted = _wanted(home, address, acting(home, by))
        if not first_email.is_ours(home.store, wanted) and not yes:
            _confirm(wanted.address.address)

        async def work() -> tuple[Outcome, list[InboundRow]]:
            outcome = await first_email.write(home.gate, wanted)
            if not as_json:
                spoken = language_for(home, by, language)
                say(*_told(home, wanted, outcome, wait, spoken))
            answered = outcome.state is AttemptState.ACCEPTED and wait
            return outcome, await _answers(home, outcome, wait) if answered else []

        outcome, answers = at_the_gate(home, work)
        if as_json:
            heard = {row.words or "": _meanings(home, row) for row in answers}
            print_json({"outcome": outcome, "heard": heard})
        elif wait and outcome.state is AttemptState.ACCEPTED:
            say(*_heard(home, answers, wait))
    if outcome.state is not AttemptState.ACCEPTED:
        raise typer.Exit(1)


def _wanted(home: House, typed: str, member: Member) -> Wanted:
    from outreach.domain.addresses import email_address
    from outreach.services.first_email import Wanted
    from outreach.store import team

    settings = home.settings
    if not settings.sender.mailbox:  # before anything is planned: it would leave later, unasked
        msg = "no email can be written: set `sender.mailbox` in outreach.toml"
        raise SetupError(msg)
    ours = {settings.sender.mailbox, settings.intake.copies_to}
    ours |= {each.address for each in settings.mailboxes.values()}
    ours |= {one.email for one in home.store.read(team.everybody)}
    known = frozenset(each.lower() for each in ours if each)
    zone = ZoneInfo(settings.house.timezone)
    return Wanted(email_address(typed), member, known, zone)


def _confirm(address: str) -> None:
    asked = f"`{address}` is nobody's of ours: is it your own, and do you want this email?"
    if not sys.stdin.isatty():
        msg = f"{asked} Say --yes, or add it: outreach team add NAME --email {address}"
        raise InputError(msg)
    if not typer.confirm(asked, default=False):
        msg = "nothing was sent"
        raise InputError(msg)


def _told(
    home: House, wanted: Wanted, outcome: Outcome, wait: float, language: Language
) -> Iterator[str]:
    from outreach.bootstrap.doors import RehearsalDoor
    from outreach.gate.unsent import not_sent

    if outcome.state is AttemptState.ACCEPTED:
        yield f"judged: {outcome.sentence}"
    else:
        yield from not_sent(home.gate, outcome, language)
        yield f"what to do: {_remedy(home, outcome)}"
        return
    smtp = home.settings.smtp
    if isinstance(home.doors[Channel.EMAIL], RehearsalDoor):
        yield f"a rehearsal: it lies in {home.settings.path('rehearsal') / 'new'}"
    else:
        yield f"sent: {smtp.host}:{smtp.port} took it"
    yield f"to ask why: outreach why {outcome.attempt_id}"
    if wanted.address.address == home.settings.sender.mailbox.lower():
        yield "an answer from this mailbox is our own copy: to be heard, answer from another"
    elif not wait:
        yield "answer it, and see what is heard: outreach people show " + wanted.address.address
    else:
        yield f"waiting {wait:g} s for an answer"


def _remedy(home: House, outcome: Outcome) -> str:
    """Return the one command that helps."""
    from outreach.store import house as house_row
    from outreach.store import senders

    if home.store.read(house_row.get).halted_because:
        return "outreach resume"
    for each in home.store.read(senders.paused):
        return f"outreach senders resume {each.address}"
    if isinstance(outcome.verdict, Defer):
        moment = outcome.verdict.until.astimezone(ZoneInfo(home.settings.house.timezone))
        return f"run it again at {moment:%H:%M on %A}"
    if isinstance(outcome.verdict, Block):
        return f"outreach why {outcome.attempt_id}"
    return "outreach doctor"


async def _answers(home: House, outcome: Outcome, wait: float) -> list[InboundRow]:
    """Look for an answer every other second; what an engine beside us has read counts too."""
    from outreach.bootstrap.engine import rounds_of
    from outreach.services import first_email

    rounds = rounds_of(home)
    until = home.clock.monotonic() + wait
    while True:
        await rounds.listen()
        if found := await asyncio.to_thread(first_email.heard, home.store, outcome):
            return found
        left = until - home.clock.monotonic()
        if left <= 0:
            return []
        await asyncio.sleep(min(BETWEEN_LOOKS, left))


def _heard(home: House, answers: list[InboundRow], wait: float) -> Iterator[str]:
    if not answers:
        yield f"nothing came back within {wait:g} s; what comes later is heard by `outreach run`"
        yield "if your answer came back to you as undeliverable: set sender.plus_addressing = false"
    for row in answers:
        yield f"heard: “{(row.words or '').strip()}”"
        understood = _meanings(home, row)
        yield from (f"  understood: {one}" for one in understood)
        if not understood:
            yield "  understood nothing that binds; the words are kept"


def _meanings(home: House, row: InboundRow) -> list[str]:
    from outreach.services.listen.read_back import read_back

    return read_back(home.store, [row.statement_id] if row.statement_id else [])
