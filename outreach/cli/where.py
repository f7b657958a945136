"""`outreach where`: where a person may be, and how we come to think so."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.moments import moment
from outreach.cli.opening import opened, person_named
from outreach.cli.terminal import HERE, AsJson, HouseDir, Panel, examples, print_json, say
from policies.channel import SPOKEN

if TYPE_CHECKING:
    from outreach.gate.where import Where

EXAMPLES = examples(
    "outreach where 'Scott Reyes'",
    "outreach where 'Scott Reyes' --at 2026-12-24T09:00:00-08:00",
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel=Panel.WHY, epilog=EXAMPLES)(where)


def where(
    person: Annotated[str, typer.Argument(help="Whom: a name, id, address or number.")],
    at: Annotated[
        str | None, typer.Option(help="At which moment, with its offset; now unless you say.")
    ] = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Show where a person may be, by what sources, what time it is there and whose law counts.

    A contact must be allowed in every place where they may be.
    """
    from outreach.gate.where import where as found_where

    with opened(house, seals=False) as home:
        whom = person_named(home, person)
        when = moment(at) if at else home.clock.now()
        found = found_where(home.gate, whom.id, when)
    if as_json:
        print_json([_record(one, when) for one in found])
        return
    say(f"{whom.name}, {when.isoformat(timespec='minutes')}")
    for one in found:
        say("", f"by {SPOKEN[one.channel]}", *_lines(one, when))


def _lines(one: Where, at: datetime) -> list[str]:
    reasons = [
        f"  {reason.source}: {reason.says}{'' if reason.counts else ' (does not count now)'}"
        for reason in one.reasons
    ]
    times = [f"{at.astimezone(zone):%a %H:%M} in {zone.key}" for zone in one.found.law]
    lines = [*(reasons or ["  nothing says where they are"])]
    if times:
        lines.append(f"  so it is {', and '.join(times)}")
    if one.found.assumed:
        lines.append(f"  {one.found.assumed} is assumed, for email only (house.assume_country)")
    if one.found.unknown:
        lines.append(f"  not known well enough: {one.found.unknown}")
    return [*lines, f"  rules of: {', '.join(one.ruled) or 'nowhere'}"]


def _record(one: Where, at: datetime) -> dict[str, object]:
    return {
        "channel": one.channel,
        "reasons": one.reasons,
        "times": {zone.key: at.astimezone(zone) for zone in one.found.law},
        "jurisdictions": one.found.codes,
        "ruled": one.ruled,
        "unknown": one.found.unknown,
        "assumed": one.found.assumed,
    }
