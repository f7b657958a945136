"""`outreach people role`, `relate`, `unrelate`, `portray`: who somebody is, in plain words."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.opening import acting, on_our_clock, opened, person_named
from outreach.cli.terminal import HERE, AsJson, By, HouseDir, examples, print_json, say, tell
from outreach.errors import NotFoundError

if TYPE_CHECKING:
    from outreach.bootstrap.house import House
    from outreach.domain.people import Person as Somebody

ROLES = examples(
    "outreach people role add 'Mira Sol' buyer --at 'Kestrel Mapping' --since 2024-05-01",
    "outreach people role add 'Mira Sol' customer",
    "outreach people role end 'Mira Sol' buyer --at 'Kestrel Mapping' --because 'she moved on'",
)
RELATE = examples(
    "outreach people relate 'Mira Sol' 'assistant of' 'Scott Reyes'",
    "outreach people relate 'Scott Reyes' 'introduced by' 'Ingrid Lund'",
    "outreach people relate 'Scott Reyes' 'looked after by' 'Ana Ruiz'",
    "outreach people unrelate 'Mira Sol' 'Scott Reyes' --because 'she works elsewhere now'",
)
PORTRAY = examples(
    "outreach people portray 'Scott Reyes' --themselves 'a cartographer who hates phones'",
    "outreach people portray 'Scott Reyes' --called Scott --also 'S. J. Reyes' --speaks en",
)

THROUGH = examples(
    "outreach people through 'Scott Reyes' 'Mira Sol' --words 'Please go through Mira'",
)

Person = Annotated[str, typer.Argument(help="A name, id, address or number.")]
Since = Annotated[
    datetime | None, typer.Option(help="From when, on our own clock.", show_default="now")
]
Source = Annotated[str, typer.Option(help="How we know, in plain words.")]
Because = Annotated[str, typer.Option(help="Why, in a few words.")]


def register(group: typer.Typer) -> None:
    """Add the commands."""
    roles = typer.Typer(help="What somebody is, where, from a day until a day.")
    roles.command("add", epilog=ROLES)(add_role)
    roles.command("end", epilog=ROLES)(end_role)
    group.add_typer(roles, name="role")
    group.command("relate", epilog=RELATE)(relate)
    group.command("unrelate", epilog=RELATE)(unrelate)
    group.command("through", epilog=THROUGH)(through)
    group.command("portray", epilog=PORTRAY)(portray)


def add_role(
    person: Person,
    what: Annotated[str, typer.Argument(help="In plain words: `buyer`, `customer`, `parent`.")],
    at: Annotated[str, typer.Option(help="At which organisation or household.")] = "",
    since: Since = None,
    until: Annotated[datetime | None, typer.Option(help="Until when, if that is known.")] = None,
    source: Source = "",
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Note a role somebody has. What an organisation asked of us binds whoever has a role there."""
    from outreach.services import knowing

    with opened(house) as home:
        member, whom = acting(home, by), person_named(home, person)
        new = knowing.NewRole(
            whom.id,
            what,
            member.name,
            at,
            on_our_clock(home, since),
            on_our_clock(home, until),
            source,
        )
        role = knowing.add_role(home.store, home.clock, new)
    tell(role, f"{whom.name}: {role.what}{f' at {at}' if at else ''}", as_json=as_json)


def end_role(
    person: Person,
    what: Annotated[str, typer.Argument(help="The role, as it was noted.")],
    because: Because,
    at: Annotated[str, typer.Option(help="At which organisation.")] = "",
    proof: Annotated[
        str, typer.Option(help="How we know: needed where that organisation asked to be left alone")
    ] = "",
    second: Annotated[str, typer.Option(help="Who of us agrees; needed with --proof.")] = "",
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """End a role. It stays in their story."""
    from outreach.services import knowing

    with opened(house) as home:
        member, whom = acting(home, by), person_named(home, person)
        over = knowing.Ended(whom.id, what, member.name, because, at, proof, second)
        role = knowing.end_role(home.store, home.clock, over)
    tell(role, f"{whom.name} is no longer {role.what}{f' at {at}' if at else ''}", as_json=as_json)


def relate(
    person: Person,
    what: Annotated[str, typer.Argument(help="`assistant of`, `introduced by`, `bought with` …")],
    other: Annotated[str, typer.Argument(help="Another person, or one of our team.")],
    since: Since = None,
    source: Source = "",
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Note how somebody stands to somebody else, or to one of us. It contacts nobody."""
    from outreach.services import knowing

    with opened(house) as home:
        member, whom = acting(home, by), person_named(home, person)
        them = _either(home, other)
        new = knowing.NewRelation(
            whom.id,
            what,
            member.name,
            other_id=them.id if them.is_person else None,
            member_id=None if them.is_person else them.id,
            since=on_our_clock(home, since),
            source=source,
        )
        relation = knowing.relate(home.store, home.clock, new)
    tell(relation, f"{whom.name}: {relation.what} {them.name}", as_json=as_json)


def unrelate(
    person: Person,
    other: Annotated[str, typer.Argument(help="The other person, or one of our team.")],
    because: Because,
    by: By = None,
    house: HouseDir = HERE,
) -> None:
    """End what stands between two people. It stays in their story."""
    from outreach.services import knowing

    with opened(house) as home:
        member, whom, them = acting(home, by), person_named(home, person), _either(home, other)
        knowing.end_relation(home.store, home.clock, whom.id, them.id, because, member.name)
    say(f"{whom.name} and {them.name}: noted as over")


def through(
    person: Person,
    other: Annotated[str, typer.Argument(help="Who answers for them: an assistant, a carer.")],
    words: Annotated[str, typer.Option(help="What they said, in their own words.")],
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Record that somebody wants to be reached only through another. It binds at once.

    Their own addresses and numbers are left alone; those of the other lead to them from now on.
    """
    from outreach.services.listen.through import Through, only_through

    with opened(house) as home:
        member, whom = acting(home, by), person_named(home, person)
        them = person_named(home, other)
        done = only_through(home.ears, Through(whom.id, them.id, words, member.name))
    tell(
        done,
        f"{whom.name} said: “{words}”",
        f"  reached only through {them.name} from now on",
        as_json=as_json,
    )


class _Either:
    """One person, or one of our team."""

    def __init__(self, one: Somebody | None, member_id: str = "", name: str = "") -> None:
        self.is_person = one is not None
        self.id = one.id if one else member_id
        self.name = one.name if one else name


def _either(home: House, given: str) -> _Either:
    from outreach.store import team

    try:
        return _Either(person_named(home, given))
    except NotFoundError:
        ours = home.store.read(lambda conn: team.find(conn, given))
        if ours is None:
            raise
        return _Either(None, ours.id, ours.name)


def portray(
    person: Person,
    themselves: Annotated[str, typer.Option(help="What they call themselves, word for word.")] = "",
    called: Annotated[str, typer.Option(help="What to call them.")] = "",
    also: Annotated[str, typer.Option(help="Another way they write their name.")] = "",
    speaks: Annotated[
        list[str] | None, typer.Option(help="A language they speak, as in `de`; may be repeated.")
    ] = None,
    source: Source = "",
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Note what somebody calls themselves, and how they write their name; never a label of ours."""
    from outreach.services import knowing

    with opened(house) as home:
        member, whom = acting(home, by), person_named(home, person)
        words = knowing.Words(also, called, themselves, tuple(speaks or ()), source)
        portrait = knowing.portray(home.store, home.clock, whom.id, words, member.name)
    if as_json:
        print_json(portrait)
    elif portrait.themselves:
        say(f"{whom.name}: “{portrait.themselves}”")
    else:
        say(f"{whom.name}: noted")
