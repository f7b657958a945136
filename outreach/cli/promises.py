"""`outreach promises`: what we owe people, and by when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli import promising
from outreach.cli.calls import show
from outreach.cli.gatekeeping import at_the_gate
from outreach.cli.moments import due
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
from outreach.domain.attempts import AttemptState, ReviewedWords
from outreach.domain.keeping import AS_ASKED

if TYPE_CHECKING:
    from outreach.bootstrap.house import House
    from outreach.services.keep_promises import Owed

EXAMPLES = examples(
    "outreach promises make 'Maria Delgado' --at 'Fri 10:00' --words 'Ring me on Friday at ten.'",
    "outreach promises make 'Maria Delgado' 'the quote' --at Fri --channel email",
    "outreach promises make 'Maria Delgado' 'at their stand' --at 'Fri 10:00' --meeting",
    "outreach promises done m_1ivg... --note 'they want two of them'",
    "outreach promises list",
    "outreach promises list --person 'Maria Delgado' --json",
    "outreach promises take m_1ivg... --by 'Ben Okri'",
    "outreach promises give m_1ivg... --to 'Ben Okri'",
    "outreach promises keep m_1ivg...",
    "outreach promises keep m_1ivg... --text 'As you asked, here I am.'",
    "outreach promises release m_1ivg... --because 'ordered on our page'",
)

Promise = Annotated[str, typer.Argument(help="The promise, as the list names it.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="What we owe people, and by when.", no_args_is_help=True)
    group.command("make", epilog=EXAMPLES)(promising.make)
    group.command("list", epilog=EXAMPLES)(listed)
    group.command("take", epilog=EXAMPLES)(take)
    group.command("give", epilog=EXAMPLES)(promising.give)
    group.command("keep", epilog=EXAMPLES)(keep)
    group.command("done", epilog=EXAMPLES)(promising.done)
    group.command("release", epilog=EXAMPLES)(release)
    app.add_typer(group, name="promises", rich_help_panel=Panel.REACHING)


def listed(
    person: Annotated[str | None, typer.Option(help="Only what we owe this person.")] = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """List what we owe, the soonest due first; what is overdue is anybody's to take."""
    from outreach.services import keep_promises

    with opened(house) as home:
        to = person_named(home, person).id if person else None
        found = keep_promises.owed(home.store, home.clock.now(), to=to)
        lines = [line for one in found for line in _owed(home, one)]
    if as_json:
        print_json(found)
    elif not found:
        say("we owe nobody anything")
    else:
        say(*lines)


def _owed(home: House, one: Owed) -> Iterator[str]:
    promise, zones = one.promise, home.zones(one.person)
    when = due(promise.due_at, zones, home.ears.zone, named_hour=promise.named_hour)
    late = ", overdue" if one.overdue else ""
    yield f"{promise.id}  {promise.what} for {one.person.name}"
    yield f"    due {when}{late}; {_whose(one)}"
    if one.told:
        yield f"    {one.told}"


def _whose(one: Owed) -> str:
    """Return who keeps a promise, and whose it was, where that is somebody else."""
    if one.keeper is None:
        whose = f" (it was {one.owner.name}'s)" if one.owner else ""
        return f"anybody keeps it{whose}"
    for_whom = f" for {one.owner.name}" if one.owner and one.owner.id != one.keeper.id else ""
    return f"{one.keeper.name} keeps it{for_whom}"


def take(promise: Promise, by: By = None, house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """Take a promise over, onto your own agenda."""
    from outreach.services import keep_promises

    with opened(house) as home:
        member = acting(home, by)
        taken = keep_promises.take_over(home.store, promise, member.name, home.clock.now())
    tell(taken, f"{member.name} keeps this promise now: {taken.what}", as_json=as_json)


def keep(
    promise: Promise,
    text: Annotated[str | None, typer.Option(help="Your words, if it is kept in writing.")] = None,
    subject: Annotated[str, typer.Option(help="The subject of an email.")] = AS_ASKED,
    by: By = None,
    language: InLanguage = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Keep a promise: press the call they asked for, or send what they asked for in writing."""
    from outreach.gate.telling import refusal_of
    from outreach.gate.unsent import not_sent
    from outreach.services import keep_promises

    with opened(house) as home:
        member, spoken = acting(home, by), language_for(home, by, language)
        if text is None:
            pressed = at_the_gate(
                home, lambda: keep_promises.keep_by_call(home.gate, promise, member.name)
            )
            why = refusal_of(home.gate, pressed, spoken)
            show(pressed, home.book.take(pressed.outcome.attempt_id), why, as_json=as_json)
            return
        words = ReviewedWords(subject, text)
        outcome = at_the_gate(
            home, lambda: keep_promises.keep_in_writing(home.gate, promise, member.name, words)
        )
        refused = not_sent(home.gate, outcome, spoken)
    if as_json:
        print_json(outcome)
    elif outcome.state is AttemptState.ACCEPTED:
        say("sent: the promise is kept")
    else:
        say(*refused)
    if outcome.state is not AttemptState.ACCEPTED:
        raise typer.Exit(1)


def release(
    promise: Promise,
    because: Annotated[str, typer.Option(help="Why they no longer want it.")],
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Say that a promise is no longer wanted."""
    from outreach.services import keep_promises

    with opened(house) as home:
        member = acting(home, by)
        now = home.clock.now()
        released = keep_promises.release(home.store, promise, because, member.name, now)
    tell(released, f"released: {released.what}", as_json=as_json)
