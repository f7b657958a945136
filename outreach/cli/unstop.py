"""`outreach unstop`: take off a do-not-contact mark that one of us set by mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from outreach.cli.opening import acting, opened
from outreach.cli.review import Because, Proof, Second
from outreach.cli.terminal import (
    HERE,
    AsJson,
    By,
    HouseDir,
    Panel,
    counted,
    examples,
    print_json,
    say,
)

if TYPE_CHECKING:
    from outreach.services.listen import Subject
    from outreach.store.bars import Covered

EXAMPLES = examples(
    "outreach unstop 'Scott Reyes' --because 'it was another Scott' "
    "--proof 'his letter of 3 May' --second 'Cora Lindt'",
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel=Panel.PEOPLE, epilog=EXAMPLES)(unstop)


def unstop(
    whom: Annotated[str, typer.Argument(help="A person, an organisation, an address or number.")],
    because: Because,
    proof: Proof = "",
    second: Second = "",
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Take off a mark that `outreach stop` set, with proof and a second person.

    What they said or clicked themselves stays: only they take that back.
    """
    from outreach.services import listen
    from outreach.services import review as reviews

    with opened(house) as home:
        who = reviews.Reviewer(acting(home, by).name, because, home.clock.now(), second, proof)
        lifted = reviews.lift(home.store, _covered(listen.subject(home.ears, whom)), who)
    if as_json:
        print_json(lifted)
        return
    say(f"{counted(lifted.marks, 'mark')} taken off; it is in the ledger")
    if lifted.stopped_still:
        say("their own stop still binds: only they take that back")


def _covered(whom: Subject) -> Covered:
    from outreach.services.listen import TheAddress, TheOrganisation, ThePerson
    from outreach.store.bars import Covered

    match whom:
        case ThePerson(id=person):
            return Covered(person_id=person)
        case TheOrganisation(id=organisation):
            return Covered(organisation_id=organisation)
        case TheAddress(address=address):
            return Covered(folded=_folded(address))
        case _:
            assert_never(whom)


def _folded(address: str) -> str:
    from outreach.domain.addresses import email_address, phone_number

    return (email_address(address) if "@" in address else phone_number(address, None)).folded
