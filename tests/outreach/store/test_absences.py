"""Who keeps what, by the few of a team by whom it is settled."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from random import Random

import pytest
from sqlalchemy import Connection

from outreach.domain.absences import Absence
from outreach.domain.people import Duty, Member
from outreach.store import absences, team
from outreach.store.unit import Store
from tests.databases import NOON


def _a_team(conn: Connection, random: Random) -> None:
    """Let nine join; some leave, some are away, and whoever stands in may not be there either."""
    ids = [f"t_{number}" for number in range(9)]
    for number, one in enumerate(ids):
        duty = Duty.MANAGER if number in (4, 6) else Duty.REP
        team.add(conn, Member(one, one, NOON + timedelta(minutes=number), duty=duty))
    for one in random.sample(ids, 3):
        team.leave(conn, one, random.choice([each for each in ids if each != one]), NOON)
    for number, one in enumerate(random.sample(ids, 4)):
        covers = random.choice([None, *(each for each in ids if each != one)])
        until = NOON + timedelta(days=random.choice((-1, 1)))
        since = NOON - timedelta(days=2)
        absences.add(conn, Absence(f"b_{number}", one, since, NOON, "Ana", until, covers))


def test_what_somebody_keeps_is_the_same_whether_the_whole_team_is_read_or_a_few(
    sqlite_store: Store,
) -> None:
    for seed in range(60):
        with pytest.raises(_TakenBackError):
            sqlite_store.write(partial(_compare, seed=seed))


def _compare(conn: Connection, seed: int) -> None:
    _a_team(conn, Random(seed))
    whole = absences.roster(conn, NOON)
    for one in whole.members:
        few = absences.roster_around(conn, one, NOON)
        assert few.kept_by(one, NOON) | {one} == whole.kept_by(one, NOON) | {one}
    raise _TakenBackError


class _TakenBackError(Exception):
    """So that the next team finds nobody there."""


def test_of_a_large_team_that_is_there_nobody_else_is_read(store: Store) -> None:
    for number in range(9):
        one = Member(f"t_{number}", f"t_{number}", NOON)
        store.write(partial(team.add, one=one))
    few = store.read(lambda conn: absences.roster_around(conn, "t_3", NOON))
    assert set(few.members) == {"t_3"}
