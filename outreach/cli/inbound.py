"""`outreach inbound`: messages that a human must look at."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.opening import acting, opened, person_named
from outreach.cli.review import Because, Means, Proof, Second
from outreach.cli.terminal import HERE, AsJson, By, HouseDir, Panel, examples, print_json, say, tell

if TYPE_CHECKING:
    from outreach.services.review import Question
    from outreach.store.inbound import InboundRow

EXAMPLES = examples(
    "outreach inbound",
    "outreach inbound list",
    "outreach inbound unanswered",
    "outreach inbound unanswered --mine --by 'Cora Lindt'",
    "outreach inbound match i_1ivg... 'Scott Reyes'",
    "outreach inbound settle i_1ivg... --because 'it was a stop'",
    "outreach inbound narrow s_1ivg... --means '{ avoid = \"phone\" }' --because 'calls only' "
    "--proof 'the quote itself' --second 'Cora Lindt'",
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="Messages that a human must look at: a screen on a terminal, one key an answer.",
        invoke_without_command=True,
        epilog=EXAMPLES,
    )
    group.callback()(inbound)
    group.command("list", epilog=EXAMPLES)(waiting)
    group.command("unanswered", epilog=EXAMPLES)(unanswered)
    group.command("match", epilog=EXAMPLES)(match)
    group.command("settle", epilog=EXAMPLES)(settle)
    group.command("narrow", epilog=EXAMPLES)(narrow)
    app.add_typer(group, name="inbound", rich_help_panel=Panel.WHY)


def inbound(
    context: typer.Context, by: By = None, house: HouseDir = HERE, as_json: AsJson = False
) -> None:
    """Settle what messages ask on a terminal; elsewhere, list it."""
    if context.invoked_subcommand is not None:
        return
    if as_json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        waiting(house, as_json)
        return
    from outreach.cli.queue.screen import sit_down

    with opened(house) as home:
        sit_down(home, acting(home, by))


def waiting(house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """List messages that ask for a human: unclear ones, unknown senders, unreadable ones.

    What is unclear in their words stands between brackets. The last line says how many wait and
    how quickly questions are settled.
    """
    from outreach.cli.queue.pages import marked, pace_line
    from outreach.services import review as reviews

    with opened(house) as home:
        found = reviews.questions(home.store)
        now, zone = home.clock.now(), home.ears.zone
        pace = reviews.pace(home.store, now)
    if as_json:
        print_json([_asked(one) for one in found])
        return
    for one in found:
        row = one.message
        when = f"{row.received_at.astimezone(zone):%Y-%m-%d %H:%M}"
        who = f"{one.whose} ({row.from_address})" if one.whose else row.from_address
        say(f"{row.id}  {when}  {who or 'nobody knows who'}: {row.state}")
        say(*([f"    “{marked(one)}”"] if one.words else []))
        say(f"    to settle: {one.asked}", f"    meanwhile: {one.meanwhile}")
        say(*([f"    statement {row.statement_id}"] if row.statement_id else []))
    say("every message is understood" if not found else pace_line(pace, now))


def match(
    message: Annotated[str, typer.Argument(help="The message.")],
    person: Annotated[str, typer.Argument(help="Whose it is: a name, id or address.")],
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Say whose a message is that came from an address on nobody's file.

    The address goes on file, and the message is read again as theirs: what it forbids binds at
    once, what it permits is not proven by it.
    """
    from outreach.services import listen

    with opened(house) as home:
        whose = person_named(home, person)
        taken = listen.belongs_to(home.ears, message, whose.id, acting(home, by).name)
    state = taken.state if taken else "read"
    tell(
        {"message": message, "person": whose.id, "state": state},
        f"it is {whose.name}'s, and was read as theirs: {state}",
        as_json=as_json,
    )


def unanswered(
    mine: Annotated[bool, typer.Option("--mine", help="Only what waits for you.")] = False,
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """List who wrote and waits for an answer; what is late is the manager's."""
    from outreach.services import waiting as answers

    with opened(house) as home:
        after = home.ears.business_days_after
        found = answers.unanswered(home.store, home.clock.now(), after)
        if mine:
            me = acting(home, by)
            found = [one for one in found if one.owner and one.owner.id == me.id]
        zone = home.ears.zone
    if as_json:
        print_json(
            [
                {
                    **_plain(one.letter),
                    "person": one.person,
                    "owner": one.owner.name if one.owner else None,
                    "late": one.late,
                }
                for one in found
            ]
        )
    elif not found:
        say("nobody waits for an answer")
    for one in [] if as_json else found:
        when = f"{one.letter.received_at.astimezone(zone):%a %Y-%m-%d %H:%M}"
        whose = one.owner.name if one.owner else "nobody's yet"
        late = "  LATE" if one.late else ""
        say(f"{one.person.name} ({whose}), {when}{late}", f"    “{one.letter.words}”")


def _asked(question: Question) -> dict[str, object]:
    marked = [{"start": one.start, "end": one.end} for one in question.marked]
    return {
        **_plain(question.message),
        "person": question.whose or None,
        "words": question.words,
        "unclear": marked,
        "question": question.asked,
        "meanwhile": question.meanwhile,
    }


def _plain(row: InboundRow) -> dict[str, object]:
    return {
        "message": row.id,
        "received_at": row.received_at,
        "from": row.from_address,
        "state": row.state,
        "words": row.words,
        "statement": row.statement_id,
    }


def settle(
    message: Annotated[str, typer.Argument(help="The message.")],
    because: Because,
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Say that the tighter reading was right, or that there is nothing more to understand."""
    from outreach.services import review as reviews

    with opened(house) as home:
        who = reviews.Reviewer(acting(home, by).name, because, home.clock.now())
        reviews.settle(home.store, message, who)
    tell({"message": message, "settled": True}, "settled", as_json=as_json)


def narrow(
    statement: Annotated[str, typer.Argument(help="The statement.")],
    means: Means,
    because: Because,
    proof: Proof = "",
    second: Second = "",
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Say what a statement means, where the wider reading bound until somebody looked."""
    from outreach.domain.meanings import spelled_out
    from outreach.services import review as reviews

    with opened(house) as home:
        now = home.clock.now()
        who = reviews.Reviewer(acting(home, by).name, because, now, second, proof)
        reviews.narrow(home.store, reviews.MeansOnly(statement, spelled_out(means)), who)
    tell(
        {"statement": statement, "means": means},
        "noted; what waits is judged afresh",
        as_json=as_json,
    )
