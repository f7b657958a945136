"""`outreach people note`, `milestone`, `ready`: what happened, and what both sides reached."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.opening import acting, on_our_clock, opened, person_named
from outreach.cli.terminal import HERE, AsJson, By, HouseDir, examples, print_json, say
from outreach.domain.notes import NoteKind

if TYPE_CHECKING:
    from outreach.bootstrap.house import House
    from outreach.bootstrap.noting import Noted
    from outreach.domain.people import Person as Somebody

NOTE = examples(
    "outreach people note 'Scott Reyes' 'Liked the atlas, worried about delivery' --kind meeting",
    "outreach people note 'Scott Reyes' 'Drove out to show the atlas' --kind visit --minutes 90 "
    "--spent '42.50 EUR'",
)
MILESTONE = examples(
    "outreach people milestone 'Scott Reyes' 'quote sent'",
    "outreach people milestone 'Scott Reyes' 'trial agreed' --with 'Kestrel Mapping'",
)
READY = examples(
    "outreach people ready 'Scott Reyes' 'really interested, but nothing for nine months'",
    "outreach people ready 'Mira Sol' 'no idea who decides'",
)

Person = Annotated[str, typer.Argument(help="A name, id, address or number.")]
At = Annotated[
    datetime | None, typer.Option("--at", help="When, on our own clock.", show_default="now")
]
Minutes = Annotated[int | None, typer.Option(help="How long it took.")]
SpentOn = Annotated[str, typer.Option("--spent", help="What it cost us, as in '42.50 EUR'.")]


def register(group: typer.Typer) -> None:
    """Add the commands."""
    group.command("note", epilog=NOTE)(note)
    group.command("milestone", epilog=MILESTONE)(milestone)
    group.command("ready", epilog=READY)(ready)


def note(
    person: Person,
    text: Annotated[str | None, typer.Argument(help="What happened; asked for if missing.")] = None,
    kind: Annotated[NoteKind, typer.Option(help="What it tells of.")] = NoteKind.NOTE,
    at: At = None,
    minutes: Minutes = None,
    spent: SpentOn = "",
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Note a call, a meeting, a visit, or anything else about a person.

    Write it as you would with that person beside you: they may read it. Where it tells of
    something that they do not want, that binds at once, as `outreach hear` would.
    """
    with opened(house) as home:
        whom = person_named(home, person)
        if text is None:
            say(may_read(whom))
            text = typer.prompt("What happened?")
        kept = _kept(home, whom, text, kind, at, by=by, minutes=minutes, spent=spent)
    _tell(whom, kept, as_json=as_json)


def milestone(
    person: Person,
    what: Annotated[str, typer.Argument(help="What you both reached: `quote sent`, `delivered`.")],
    shared: Annotated[
        str, typer.Option("--with", help="The organisation whose milestone it is as well.")
    ] = "",
    at: At = None,
    minutes: Minutes = None,
    spent: SpentOn = "",
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Note a milestone that you and they reached together."""
    with opened(house) as home:
        whom = person_named(home, person)
        kept = _kept(
            home,
            whom,
            what,
            NoteKind.MILESTONE,
            at,
            by=by,
            minutes=minutes,
            spent=spent,
            shared=shared,
        )
    _tell(whom, kept, as_json=as_json)


def ready(
    person: Person,
    words: Annotated[str, typer.Argument(help="How ready they are, in their own terms.")],
    at: At = None,
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Note how ready somebody is, in their own terms and not by a stage of ours."""
    with opened(house) as home:
        whom = person_named(home, person)
        kept = _kept(home, whom, words, NoteKind.READINESS, at, by=by)
    _tell(whom, kept, as_json=as_json)


def may_read(whom: Somebody) -> str:
    """Return what whoever writes a note sees beside it."""
    return f"{whom.name} may read this: write it as you would with them beside you."


def _kept(
    home: House,
    whom: Somebody,
    text: str,
    kind: NoteKind,
    at: datetime | None,
    *,
    by: str | None,
    minutes: int | None = None,
    spent: str = "",
    shared: str = "",
) -> Noted:
    """Keep a note, after what it tells of their wishes has been heard."""
    from outreach.bootstrap.noting import note_down
    from outreach.domain.notes import money
    from outreach.services.knowing import NewNote

    member = acting(home, by)
    cost = money(spent) if spent.strip() else None
    new = NewNote(
        whom.id,
        text,
        member.name,
        kind,
        on_our_clock(home, at),
        minutes,
        cost,
        shared_at=shared,
    )
    return note_down(home, new)


def _tell(whom: Somebody, kept: Noted, *, as_json: bool) -> None:
    if as_json:
        print_json({"note": kept.note, "understood": kept.binds})
        return
    say("noted", *(f"  understood, and it binds: {one}" for one in kept.binds), may_read(whom))
