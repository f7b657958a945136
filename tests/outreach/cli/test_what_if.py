"""Recorded decisions judged again from the command line, for people and for programs."""

from __future__ import annotations

import asyncio
import csv
from datetime import UTC, datetime

from sqlalchemy import Connection, update

from outreach.bootstrap.engine import rounds_of
from outreach.bootstrap.house import open_house
from outreach.clock import SimulatedClock
from outreach.store import tables
from tests.outreach.cli.conftest import Shell

EARLY = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
"""Five in the morning in Las Vegas, seven in Minneapolis: one may be written to, one not yet."""


def judged(house: Shell) -> None:
    """Let everybody's first email be judged, early in the morning."""
    house("sequence", "add", str(house.folder / "sequences" / "first-hello.toml"))
    house("enroll", "first-hello", "--all")

    async def run() -> None:
        home = open_house(house.folder, SimulatedClock(EARLY))
        rounds = rounds_of(home)
        await rounds.listen()
        home.store.write(_due_now)
        await rounds.reach_out()
        await home.close()

    asyncio.run(run())


def _due_now(conn: Connection) -> None:
    conn.execute(update(tables.enrollment).values(next_due_at=EARLY))


def test_a_replay_proves_what_was_decided(house: Shell) -> None:
    judged(house)
    proved = house("replay", "--json")
    assert proved.code == 0
    assert proved.json["judged"] == proved.json["same"] > 0
    assert "0 otherwise" in house("replay").out


def test_other_rules_show_each_flip_to_people_programs_and_in_a_file(house: Shell) -> None:
    judged(house)
    file = house.folder / "flips.csv"
    told = house("what-if", "--packs", "us", "--csv", str(file))
    assert "Scott Reyes" in told.out
    assert "defer would be allow" in told.out
    record = house("what-if", "--packs", "us", "--json").json
    assert record["flips"] == len(record["shown"]) == record["verdicts"]["defer to allow"] > 0
    rows = list(csv.DictReader(file.open(encoding="utf-8")))
    assert {row["person"] for row in rows} == {row["person"] for row in record["shown"]}


def test_both_kinds_of_other_rules_at_once_are_refused(house: Shell) -> None:
    refused = house("what-if", "--packs", "us", "--policy", "house.toml")
    assert (refused.code, "not both" in refused.err) == (2, True)
