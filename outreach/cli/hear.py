"""`outreach hear` and `stop`: what people told us, and marks set by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.opening import acting, opened, opens_only, person_named
from outreach.cli.terminal import HERE, AsJson, By, HouseDir, Panel, examples, print_json, say, tell
from policies.channel import Channel
from policies.statement import Via

if TYPE_CHECKING:
    from outreach.bootstrap.house import House
    from outreach.services.listen import Taken
    from outreach.services.listen.record import Recorded

HEAR = examples(
    "outreach hear 'Scott Reyes' \"I can't do phone this month, please write\"",
    "outreach hear 'Maria Delgado' 'Call me in four weeks and I will order' --via phone",
)
STOP = examples(
    "outreach stop 'Scott Reyes' --because 'asked me at the fair'",
    "outreach stop 'Kestrel Mapping' --because 'their lawyer wrote'",
    "outreach stop someone@new.example --because 'asked on the phone'",
)

Person = Annotated[str, typer.Argument(help="A name, id, address or number.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(rich_help_panel=Panel.PEOPLE, epilog=HEAR)(hear)
    app.command(rich_help_panel=Panel.PEOPLE, epilog=STOP)(stop)


def hear(
    person: Person,
    words: Annotated[str, typer.Argument(help="What they said, in their own words.")],
    via: Annotated[Via, typer.Option(help="How you heard it.")] = Via.REP,
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Record what a person told you, in their own words, and obey it at once.

    What it forbids binds from now on. What it permits needs their own word: this is only yours.
    """
    from outreach.services import listen

    with opened(house) as home:
        member, whom = acting(home, by), person_named(home, person)
        taken = listen.hear(home.ears, whom.id, words, member.name, via)
        meanings = understood(home, taken)
        opens = [line for one in taken.done.recorded for line in calls_open(home, one, member.name)]
    if as_json:
        print_json({"person": whom.id, "understood": meanings, "question": taken.done.question})
        return
    say(f"{whom.name} said: “{words}”")
    say(*(f"  understood: {one}" for one in meanings))
    if not meanings:
        say("  understood nothing that binds; the words are kept")
    for one in taken.done.recorded:
        say(*followed(one))
    say(*opens)
    if taken.done.question:
        say(f"  a human must settle: {taken.done.question}  (outreach inbound list)")


def understood(home: House, taken: Taken) -> list[str]:
    """Return what the reader made of it, in plain words."""
    from outreach.services.listen.read_back import read_back

    return read_back(home.store, [one.statement_id for one in taken.done.recorded])


def followed(recorded: Recorded) -> list[str]:
    counted = [
        (len(recorded.withdrawn), "withdrawn"),
        (len(recorded.afresh), "to be judged afresh"),
        (len(recorded.promises), "promised (outreach promises list)"),
    ]
    lines = [f"  {count} {what}" for count, what in counted if count]
    return [*lines, "  they get it in writing"] if recorded.confirmation else lines


def calls_open(home: House, recorded: Recorded, by: str) -> list[str]:
    """Return when a call can really be made that was promised for an hour which is closed there."""
    from outreach.store import commitments

    owed = home.store.read(
        lambda conn: [commitments.get(conn, promise) for promise in recorded.promises]
    )
    called = [one for one in owed if one.channel is Channel.PHONE]
    opens = (opens_only(home, one.person_id, one.due_at, by) for one in called)
    return [f"  closed then: {each}" for each in opens if each]


def stop(
    whom: Annotated[str, typer.Argument(help="A person, an organisation, an address or number.")],
    because: Annotated[str, typer.Option(help="Why, in a few words.")],
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Never contact a person, an organisation or an address again.

    It binds every channel, every colleague and every purpose, at once.
    """
    from outreach.services import listen

    with opened(house) as home:
        member = acting(home, by)
        subject = listen.subject(home.ears, whom)
        listen.stop(home.ears, subject, because, member.name)
    tell(
        {"stopped": subject, "because": because, "by": member.name},
        f"`{whom}` is not contacted any more, by anybody, from now on",
        as_json=as_json,
    )
