"""`outreach status`: how the house is just now, on one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from outreach.cli.terminal import HERE, AsJson, HouseDir, Panel, examples, print_json, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from outreach.bootstrap.house import House
    from outreach.bootstrap.status import Status
    from outreach.engine.running import Running

EXAMPLES = examples("outreach status", "outreach status --json", "watch outreach status")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel=Panel.HOUSE, epilog=EXAMPLES)(status)


def status(house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """Say whether the house sends and listens, what is due, and what waits for a human.

    Asks nobody else and changes nothing; `outreach doctor` looks further. Ends with exit code 1
    where nothing goes out, and says why.
    """
    from outreach.bootstrap.house import visiting
    from outreach.bootstrap.status import status as status_of

    with visiting(house) as home:
        found = status_of(home)
        if as_json:
            print_json({"sends": found.sends, **_plain(found)})
        else:
            table(("", "", ""), _lines(home, found))
    if not found.sends:
        raise typer.Exit(1)


def _plain(found: Status) -> dict[str, object]:
    return {
        "now": found.standing.now,
        "running": found.running,
        "deaf": found.standing.deaf,
        "halted": found.standing.halted,
        "under_way": found.at,
        "waits": found.standing.waits,
        "ways_in": [
            {"name": one.name, "last_ok_at": one.last_ok_at, "failing": one.failing_because}
            for one in found.ways_in
        ],
        "resting": [
            {"address": one.address, "since": one.paused_since, "because": one.paused_because}
            for one in found.resting
        ],
    }


def _lines(home: House, found: Status) -> Iterator[tuple[str, str, str]]:
    """Yield what is looked at, how it is, and the command that says more or helps."""
    stands, at, now = found.standing, found.at, found.standing.now
    yield "house", f"{home.settings.house.name}, {home.mode.value}", ""
    if found.running.anybody:
        yield "runs", _who(found.running), ""
    else:
        yield "runs", "nothing: what is due waits", "outreach run"
    if stands.halted:
        yield "halted", stands.halted, "outreach resume"
    yield "listens", f"no: {stands.deaf}" if stands.deaf else "yes", _if(stands.deaf, "doctor")
    for one in found.ways_in:
        because = f": {one.failing_because}" if one.failing_because else ""
        yield "", f"{one.name}, read {_since(one.last_ok_at, now)}{because}", ""
    yield "due", _some(at.due, at.due_since, now), ""
    yield "left", f"{_many(at.left_lately)} in 5 minutes, the last {_since(at.left_at, now)}", ""
    yield "in doubt", _many(at.in_doubt), _if(at.in_doubt, "doubt list")
    waits = stands.waits
    yield "for a human", _some(waits.waiting, waits.oldest, now), _if(waits.waiting, "blocked")
    for sender in found.resting:
        yield "rests", f"{sender.address}: {sender.paused_because}", "outreach senders"
    yield "ledger", "all chained" if not at.unsealed else f"{_many(at.unsealed)} to chain", ""


def _who(found: Running) -> str:
    if found.engine:
        return "one engine"
    workers = "1 worker" if found.workers == 1 else f"{found.workers} workers"
    return f"{workers}, one of which keeps the house" if found.keeper else f"{workers}, no keeper"


def _if(wrong: object, command: str) -> str:
    return f"outreach {command}" if wrong else ""


def _many(number: int) -> str:
    from outreach.store.under_way import MOST_COUNTED

    return f"{MOST_COUNTED:,} or more" if number >= MOST_COUNTED else f"{number:,}"


def _some(number: int, oldest: datetime | None, now: datetime) -> str:
    return _many(number) if oldest is None else f"{_many(number)}, the first {_since(oldest, now)}"


def _since(moment: datetime | None, now: datetime) -> str:
    from outreach.domain.lengths import ago

    if moment is None:
        return "never"
    span = now - moment
    seconds = max(0, int(span.total_seconds()))
    return f"{seconds} s ago" if seconds < 90 else f"{ago(span)} ago"
