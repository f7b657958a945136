"""`outreach review`: uphold a verdict, correct a fact, or have it judged again."""

from __future__ import annotations

from enum import StrEnum
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
    say,
)
from outreach.errors import InputError

if TYPE_CHECKING:
    from outreach.services.review import Correction

REVIEW = examples(
    "outreach review d_1ivg... uphold --because 'she meant it'",
    "outreach review d_1ivg... again --because 'the postal address is in the footer now'",
    "outreach review d_1ivg... correct --address c_1ivg... --because 'typing error' "
    "--proof 'their answer of 3 May' --second 'Cora Lindt'",
    "outreach review d_1ivg... correct --statement s_1ivg... --means '{ avoid = \"phone\" }' "
    "--because 'calls only' --proof 'the quote itself' --second 'Cora Lindt'",
)


class Action(StrEnum):
    """What a reviewer does. There is no "send anyway"."""

    UPHOLD = "uphold"
    CORRECT = "correct"
    AGAIN = "again"


Because = Annotated[str, typer.Option(help="The reason.")]
Proof = Annotated[str, typer.Option(help="For what loosens: the proof.")]
Second = Annotated[str, typer.Option(help="For what loosens: who else of the team agrees.")]
Means = Annotated[str, typer.Option(help='What it means: `{ avoid = "phone" }`, as in scenarios.')]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(rich_help_panel=Panel.WHY, epilog=REVIEW)(review)


def review(
    decision: Annotated[str, typer.Argument(help="The decision, as `outreach blocked` names it.")],
    action: Annotated[Action, typer.Argument(help="uphold, correct or again.")],
    because: Because,
    proof: Proof = "",
    second: Second = "",
    address: Annotated[str, typer.Option(help="Correct: this contact point works.")] = "",
    statement: Annotated[str, typer.Option(help="Correct: this statement, with --means.")] = "",
    means: Means = "",
    country: Annotated[str, typer.Option(help="Correct: where they are (US).")] = "",
    region: Annotated[str, typer.Option(help="Correct: where they are (US-NV).")] = "",
    zone: Annotated[str, typer.Option(help="Correct: their clock.")] = "",
    identity: Annotated[bool, typer.Option("--identity", help="Correct: it is them.")] = False,
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Uphold a verdict, correct a fact, or have the attempt judged again.

    There is no "send anyway". What loosens needs a proof and a second person, and a keyword or
    one-click stop is never undone here.
    """
    from outreach.services import review as reviews

    with opened(house) as home:
        who = reviews.Reviewer(acting(home, by).name, because, home.clock.now(), second, proof)
        match action:
            case Action.UPHOLD:
                reviews.uphold(home.store, decision, who)
            case Action.AGAIN:
                reviews.again(home.store, decision, who)
            case Action.CORRECT:
                place = _place(country, region, zone)
                fact = _correction(address, statement, means, place, identity)
                reviews.correct(home.store, decision, fact, who)
    if as_json:
        print_json({"decision": decision, "action": action, "by": who.by})
    elif action is Action.UPHOLD:
        say("upheld")
    else:
        say("it will be judged again, with everything that is known by now")


def _place(country: str, region: str, zone: str) -> tuple[str | None, str | None, str | None]:
    """Return a place as the import reads one; raise `InputError` for one that does not exist."""
    from outreach.domain.imports import fields

    there = fields.country(country) if country else None
    within = fields.region(region, there) if region else None
    return there, within, fields.zone(zone) if zone else None


def _correction(
    address: str,
    statement: str,
    means: str,
    place: tuple[str | None, str | None, str | None],
    identity: bool,
) -> Correction:
    from outreach.domain.meanings import spelled_out
    from outreach.services import review as reviews

    chosen: list[Correction] = []
    if address:
        chosen.append(reviews.AddressLives(address))
    if statement:
        chosen.append(reviews.MeansOnly(statement, spelled_out(means)))
    if any(place):
        chosen.append(reviews.KnownToBe(*place))
    if identity:
        chosen.append(reviews.WorksHere())
    if len(chosen) != 1:
        msg = "say what is wrong, one thing at a time: --address, --statement, a place, --identity"
        raise InputError(msg)
    return chosen[0]
