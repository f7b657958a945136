"""`outreach accounts`: who of us may log in to the pages, and as what."""

from __future__ import annotations

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
    table,
    tell,
)
from outreach.domain.access import Access

if TYPE_CHECKING:
    from outreach.bootstrap.house import House
    from outreach.services.accounts import Listed, Porch

EXAMPLES = examples(
    "outreach accounts invite 'Ben Okri'",
    "outreach accounts invite 'Cora Lindt' --role compliance",
    "outreach accounts list",
    "outreach accounts role 'Ben Okri' manager --by 'Ana Ruiz'",
    "outreach accounts sessions 'Ben Okri'",
    "outreach accounts sessions 'Ben Okri' --end 3f0c9a51d7e2",
    "outreach accounts revoke 'Ben Okri'",
    "outreach accounts restore 'Ben Okri'",
)
Whose = Annotated[str, typer.Argument(help="A member of the team.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Who of us may log in to the pages, and as what.")
    group.info.no_args_is_help = True
    for name, command in (
        ("invite", invite),
        ("list", everybody),
        ("role", role),
        ("sessions", sessions),
        ("revoke", revoke),
        ("restore", restore),
    ):
        group.command(name, epilog=EXAMPLES)(command)
    app.add_typer(group, name="accounts", rich_help_panel=Panel.HOUSE)


def invite(
    name: Whose,
    role: Annotated[
        Access | None,
        typer.Option(help="What they may do.", show_default="what they had, or fits their duty"),
    ] = None,
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Print a link by which a member sets a password: it works once, for two days.

    It is shown here and nowhere else. Whoever has an account sets a new password by it.
    """
    from outreach.bootstrap.entrance import claim_address
    from outreach.services import accounts

    with opened(house) as home:
        made = accounts.invite(_porch(home), name, acting(home, by).name, role)
        address = claim_address(home.settings, made.secret)
    record = {
        "member": made.member.name,
        "role": made.invitation.access,
        "link": address,
        "until": made.invitation.expires_at,
    }
    until = f"{made.invitation.expires_at:%Y-%m-%d %H:%M} UTC"
    tell(
        record,
        address,
        f"for {made.member.name} ({made.invitation.access}); it works once, until {until}",
        as_json=as_json,
    )


def everybody(house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """List the team: who has an account, as what, and when they were here last."""
    from outreach.services import accounts

    with opened(house, seals=False) as home:
        found = accounts.accounts(_porch(home))
    if as_json:
        print_json([_record(one) for one in found])
    else:
        table(("name", "role", "last here", ""), (_row(one) for one in found))


def role(
    name: Whose,
    access: Annotated[Access, typer.Argument(metavar="ROLE", help="What they may do from now on.")],
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Change what an account may do; it holds from their next press on."""
    from outreach.services import accounts

    with opened(house) as home:
        member = accounts.change_access(_porch(home), name, access, acting(home, by).name)
    record = {"member": member.name, "role": access}
    tell(record, f"{member.name} is a {access} now", as_json=as_json)


def sessions(
    name: Whose,
    end: Annotated[str, typer.Option(help="End this one, by what the list calls it.")] = "",
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """List the browsers a member is logged in by, or end one of them at once."""
    from outreach.services import accounts
    from outreach.store import team

    with opened(house) as home:
        porch = _porch(home)
        member = home.store.read(lambda conn: team.get(conn, name))
        if end:
            accounts.end_session(porch, member.id, end, acting(home, by).name)
        found = accounts.sessions(porch, member.id)
        zone = home.ears.zone
    rows = [
        {
            "session": one.label,
            "since": one.started_at,
            "last_used": one.seen_at,
            "from": one.came_from,
            "browser": one.agent,
        }
        for one in found
    ]
    if as_json:
        print_json(rows)
    elif not rows:
        say(f"{member.name} is logged in nowhere")
    else:
        table(
            ("session", "since", "last used", "from", "browser"),
            (
                (
                    one.label,
                    f"{one.started_at.astimezone(zone):%Y-%m-%d %H:%M}",
                    f"{one.seen_at.astimezone(zone):%Y-%m-%d %H:%M}",
                    one.came_from,
                    one.agent,
                )
                for one in found
            ),
        )


def revoke(name: Whose, by: By = None, house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """Take an account away: whoever is logged in by it is out at once."""
    from outreach.services import accounts

    with opened(house) as home:
        member = accounts.revoke(_porch(home), name, acting(home, by).name)
    tell({"member": member.name}, f"{member.name} cannot log in any more", as_json=as_json)


def restore(name: Whose, by: By = None, house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """Give an account back that was taken away; its password is the old one."""
    from outreach.services import accounts

    with opened(house) as home:
        member = accounts.restore(_porch(home), name, acting(home, by).name)
    tell({"member": member.name}, f"{member.name} can log in again", as_json=as_json)


def _porch(home: House) -> Porch:
    from outreach.services.accounts import Porch

    return Porch(home.store, home.clock)


def _record(one: Listed) -> dict[str, object]:
    return {
        "member": one.member.name,
        "role": one.account.access if one.account else None,
        "revoked": one.account.revoked if one.account else False,
        "last_here": one.last,
    }


def _row(one: Listed) -> tuple[str, str, str, str]:
    if one.account is None:
        return one.member.name, "", "", "no account yet"
    last = f"{one.last:%Y-%m-%d %H:%M}" if one.last else ""
    standing = "taken away" if one.account.revoked else ""
    return one.member.name, one.account.access.value, last, standing
