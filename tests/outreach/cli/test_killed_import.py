"""kill -9 while a list comes in: nobody is there by half, and it is said how to go on."""

from __future__ import annotations

import json
import re
import signal
import time
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from outreach.store import tables
from outreach.store.unit import Store
from tests.loaded import start
from tests.outreach.cli.conftest import Shell

ROWS = 3_000
ENOUGH = 300
WORDS = "no phone calls please"


def listed(tmp_path: Path) -> str:
    path = tmp_path / "visitors.csv"
    rows = (
        f"Given{nth} Family{nth},p{nth}@firm{nth % 90}.example,Firm {nth % 90},{WORDS}"
        if nth % 7 == 0
        else f"Given{nth} Family{nth},p{nth}@firm{nth % 90}.example,Firm {nth % 90},"
        for nth in range(ROWS)
    )
    path.write_text("\n".join(["Name,Email,Company,Notes", *rows]) + "\n", encoding="utf-8")
    return str(path)


def came(conn: Connection) -> int:
    """Return how many people the list has brought."""
    theirs = tables.person.c.source == "Expo"
    return conn.scalar(select(func.count()).select_from(tables.person).where(theirs)) or 0


def without(conn: Connection) -> list[str]:
    """Return the people without an address, and those whose cell was not heard."""
    reached = select(tables.point.c.person_id)
    heard = select(tables.statement.c.person_id)
    person = tables.person.c
    lost = person.id.not_in(reached) | ((person.notes == WORDS) & person.id.not_in(heard))
    return list(conn.scalars(select(person.name).where(lost)))


@pytest.mark.timeout(120)
def test_a_list_that_was_killed_half_way_is_whole_person_by_person_and_goes_on(
    house: Shell, tmp_path: Path
) -> None:
    """CASES 2, CASES 56."""
    file, store = listed(tmp_path), Store(str(house.folder / "outreach.db"))
    words = ("people", "import", file, "--source", "Expo", "--house", str(house.folder))
    with start("outreach", *words) as cut_off:
        give_up = time.monotonic() + 60
        while store.read(came) < ENOUGH:
            assert time.monotonic() < give_up, "it takes too long"
            time.sleep(0.002)
        cut_off.kill()
    assert cut_off.returncode == -signal.SIGKILL
    so_far = store.read(came)
    assert ENOUGH <= so_far < ROWS
    assert store.read(without) == []

    told = house("people", "imports").out
    assert f"not finished, {so_far} new people so far. If it was cut off, import the file" in told
    again = house("people", "import", file, "--source", "Expo").out
    assert f"{ROWS - so_far} new, {so_far} known already" in again
    assert (store.read(came), store.read(without)) == (ROWS, [])

    runs = json.loads(house("people", "imports", "--json").out)
    for run in (one for one in runs if one["source"] == "Expo"):
        assert re.match(r"\d+ people taken out", house("people", "undo", run["id"]).out)
    assert store.read(came) == 0
    store.close()
