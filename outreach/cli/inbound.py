"""`outreach inbound`: messages that a human must look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.opening import acting, opened
from outreach.cli.review import Because, Means, Proof, Second
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

if TYPE_CHECKING:
    from outreach.store.inbound import InboundRow

EXAMPLES = examples(
    "outreach inbound list",
    "outreach inbound unanswered",
    "outreach inbound unanswered --mine --by 'Cora Lindt'",
    "outreach inbound settle i_1ivg... --because 'it was a stop'",
    "outreach inbound narrow s_1ivg... --means '{ avoid = \"phone\" }' --because 'calls only' "
    "--proof 'the quote itself' --second 'Cora Lindt'",
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Messages that a human must look at.", no_args_is_help=True)
    group.command("list", epilog=EXAMPLES)(waiting)
    group.command("unanswered", epilog=EXAMPLES)(unanswered)
    group.command("settle", epilog=EXAMPLES)(settle)
    group.command("narrow", epilog=EXAMPLES)(narrow)
    app.add_typer(group, name="inbound", rich_help_panel=Panel.WHY)


def waiting(house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """List messages that ask for a human: unclear ones, unknown senders, unreadable ones."""
    from outreach.services import review as reviews

    with opened(house) as home:
        found = reviews.unclear(home.store)
        zone = home.ears.zone
    if as_json:
        print_json([_plain(one) for one in found])
    elif not found:
        say("every message is understood")
    else:
        for one in found:
            when = f"{one.received_at.astimezone(zone):%Y-%m-%d %H:%M}"
            say(f"{one.id}  {when}  {one.from_address or 'nobody knows who'}: {one.state}")
            say(f"    to settle: {_question(one)}")
            say(*([f"    “{one.words}”"] if one.words else []))
            say(*([f"    statement {one.statement_id}"] if one.statement_id else []))


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


def _question(row: InboundRow) -> str:
    asked = (row.reading or {}).get("question", "")
    return str(asked or row.failed_because or "nobody on file has this address")


def _plain(row: InboundRow) -> dict[str, object]:
    return {
        "message": row.id,
        "received_at": row.received_at,
        "from": row.from_address,
        "state": row.state,
        "words": row.words,
        "question": _question(row),
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
    if as_json:
        print_json({"message": message, "settled": True})
    else:
        say("settled")


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
    if as_json:
        print_json({"statement": statement, "means": means})
    else:
        say("noted; what waits is judged afresh")
