"""`outreach answer`: a human answers what somebody wrote."""

from __future__ import annotations

import sys
from typing import Annotated

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
)
from outreach.domain.attempts import AttemptState, ReviewedWords
from outreach.errors import InputError
from policies.channel import Channel

EXAMPLES = examples(
    "outreach answer 'Scott Reyes' --text 'The prices are below. Write any time.'",
    "outreach answer 'Scott Reyes' --message acknowledge-cannot-phone",
    "cat prices.txt | outreach answer 'Scott Reyes' --text -",
    "outreach answer 'Scott Reyes' --text 'Gladly.' --resume",
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel=Panel.REACHING, epilog=EXAMPLES)(answer)


def answer(
    person: Annotated[str, typer.Argument(help="A name, id or address.")],
    text: Annotated[str | None, typer.Option(help="Your words; `-` reads them from input.")] = None,
    message: Annotated[str | None, typer.Option(help="Or the name of a message.")] = None,
    subject: Annotated[str, typer.Option(help="The subject.", show_default="Re: theirs")] = "",
    channel: Annotated[
        Channel | None, typer.Option(help="By which channel.", show_default="what they asked for")
    ] = None,
    resume: Annotated[bool, typer.Option(help="Let their sequence go on afterwards.")] = False,
    by: By = None,
    language: InLanguage = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Answer what a person wrote, on the channel they asked for.

    It goes through the gate like everything else. It closes their request and ends the sequence
    that they interrupted by writing.
    """
    from outreach.gate.unsent import not_sent
    from outreach.services import answer as answers

    with opened(house) as home:
        member, whom = acting(home, by), person_named(home, person)
        words = _words(text, message, subject)
        given = answers.Answer(member.name, words, message, channel, resume)
        outcome = at_the_gate(home, lambda: answers.answer(home.gate, whom.id, given))
        refused = not_sent(home.gate, outcome, language_for(home, by, language))
    if as_json:
        print_json(outcome)
    elif outcome.state is AttemptState.ACCEPTED:
        say(f"sent to {whom.name}; what they asked for is answered")
    else:
        say(*refused)
    if outcome.state is not AttemptState.ACCEPTED:
        raise typer.Exit(1)


def _words(text: str | None, message: str | None, subject: str) -> ReviewedWords | None:
    if text is not None and message is not None:
        msg = "an answer is either your own words or a message: give one of --text and --message"
        raise InputError(msg)
    if text is None:
        return None
    return ReviewedWords(subject, sys.stdin.read() if text == "-" else text)
