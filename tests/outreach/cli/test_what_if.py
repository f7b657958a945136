"""Recorded decisions judged again from the command line, for people and for programs."""

from __future__ import annotations

import asyncio
import csv
import os
import signal
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, update

from outreach.bootstrap.engine import rounds_of
from outreach.bootstrap.house import open_house
from outreach.clock import SimulatedClock
from outreach.store import recorded, tables
from outreach.store.unit import Store
from tests.outreach.cli.conftest import Shell
from tests.outreach.cli.terminals import Terminal

ROOT = Path(__file__).resolve().parents[3]
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


def a_long_history(house: Shell, times: int) -> int:
    """Let the house have decided the same again and again; return how often in all."""
    judged(house)
    house.alter(
        "with recursive again(n) as (select 1 union all select n + 1 from again"
        f" where n < {times})"
        f" insert into decision ({KEPT}) select n || d.id, {REST} from decision d, again"
    )
    store = Store(f"sqlite:///{house.folder}/outreach.db")
    try:
        return recorded.count(store, None)
    finally:
        store.close()


NAMES = [column.name for column in tables.decision.columns]
KEPT = ", ".join(f'"{name}"' for name in ["id", *(one for one in NAMES if one != "id")])
REST = ", ".join(f'd."{name}"' for name in NAMES if name != "id")


def ring_off() -> None:
    """Press Ctrl-C as soon as the command listens for it."""
    before = signal.getsignal(signal.SIGINT)
    while signal.getsignal(signal.SIGINT) is before:
        time.sleep(0.001)
    os.kill(os.getpid(), signal.SIGINT)


def test_whoever_stops_it_is_told_how_far_it_came_and_nothing_is_half_written(
    house: Shell,
) -> None:
    many = a_long_history(house, 1500)
    file = house.folder / "flips.csv"
    pressing = threading.Thread(target=ring_off)
    pressing.start()
    told = house("what-if", "--packs", "us", "--csv", str(file), "--json")
    pressing.join()
    assert told.code == 130
    assert told.json["stopped"]
    assert 0 < told.json["seen"] < many
    with file.open(encoding="utf-8") as written:
        rows = list(csv.DictReader(written))
    assert len(rows) == told.json["flips"] > 0
    assert all(row["rules"] for row in rows)
    whole = house("what-if", "--packs", "us", "--json").json
    assert (whole["stopped"], whole["seen"]) == (False, many)


def test_how_far_it_is_shows_on_a_terminal_and_nowhere_else(house: Shell) -> None:
    many = a_long_history(house, 700)
    words = ["replay", "--house", str(house.folder)]
    with Terminal("outreach", words, ROOT) as terminal:
        assert terminal.ended() == 0
    assert "judging again" in terminal.text
    assert f"{many} judged again" in terminal.text
    piped = house("replay")
    assert "judging again" not in piped.out + piped.err
    assert f"{many} judged again: {many} the same, 0 otherwise" in piped.out


def test_both_kinds_of_other_rules_at_once_are_refused(house: Shell) -> None:
    nothing = house("what-if", "--packs", " , ")
    assert (nothing.code, "names no pack" in nothing.err) == (2, True)
    refused = house("what-if", "--packs", "us", "--policy", "house.toml")
    assert (refused.code, "not both" in refused.err) == (2, True)


def test_a_pack_given_as_the_house_is_tried_in_this_folder(
    house: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged(house)
    monkeypatch.chdir(house.folder)
    file = house.folder / "tighter.toml"
    file.write_text('code = "house"\ntitle = "Ours"\nwithout = []\n', encoding="utf-8")
    named = house("what-if", "--house", str(file), "--json", house=False)
    assert named.json == house("what-if", "--policy", str(file), "--json").json
    assert named.json["judged"] > 0
