"""`outreach audit`: whether everything on file is accounted for."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.opening import opened
from outreach.cli.terminal import (
    HERE,
    AsJson,
    HouseDir,
    Panel,
    counted,
    examples,
    print_json,
    say,
    table,
)

if TYPE_CHECKING:
    from outreach.services.auditing import Audit, Checked

EXAMPLES = examples(
    "outreach audit",
    "outreach audit --received copies-of-our-mail",
    "outreach audit --received message-ids.txt --json",
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel=Panel.WHY, epilog=EXAMPLES)(audit)


def audit(
    received: Annotated[
        Path | None,
        typer.Option(
            help="What others received: a folder of mails, or a file with a Message-ID or a "
            "carrier's reference on each line."
        ),
    ] = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Check that every attempt is accounted for, and that nothing left against anybody's word.

    Worked out from what is on file, not from what the gate said. Repairs nothing. Ends with exit
    code 1 where something is not as it must be, and says what to do about it.
    """
    from outreach.cli.auditing.record import record_in
    from outreach.services import auditing

    with opened(house, seals=False) as home, record_in(received) if received else _none() as record:
        longest = home.gate.habits.final_reply
        found = auditing.audit(home.store, home.clock.now(), longest, record)
    if as_json:
        print_json(_plain(found))
    else:
        _show(found)
    if found.violations:
        raise typer.Exit(1)


def _none() -> nullcontext[None]:
    return nullcontext()


def _plain(found: Audit) -> dict[str, object]:
    return {
        "at": found.at,
        "violations": found.violations,
        "attempts": dict(found.states),
        "checks": [asdict(one) for one in found.checked],
    }


def _show(found: Audit) -> None:
    from outreach.services.auditing import TRUE_OF_ALL

    rows = [(TRUE_OF_ALL[one.check], f"{one.looked_at:,}", _told(one)) for one in found.checked]
    table(("what must be true", "looked at", ""), rows)
    for one in found.checked:
        _name(one)
    states = ", ".join(f"{many:,} {state}" for state, many in sorted(found.states.items()))
    say("", f"attempts: {states or 'none'}")
    amiss = counted(found.violations, "violation")
    say("everything is accounted for" if not found.violations else amiss)


def _told(one: Checked) -> str:
    return "true" if not one.amiss else f"not true of {one.amiss:,}"


def _name(one: Checked) -> None:
    from outreach.services.auditing import REMEDY, TRUE_OF_ALL

    if not one.amiss:
        return
    say("", f"Not true: {TRUE_OF_ALL[one.check]}")
    say(*(f"  {each.about} {each.because}" for each in one.shown))
    if one.amiss > len(one.shown):
        say(f"  and {one.amiss - len(one.shown):,} more")
    say(f"  To do: {REMEDY[one.check]}")
