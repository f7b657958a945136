"""One look at the house: whether it sends and listens, and the command that helps."""

from __future__ import annotations

from outreach.engine.lease import lease_of
from outreach.store.engines import address
from tests.outreach.cli.conftest import Shell


def test_a_house_for_which_nothing_runs_says_so_and_ends_with_one(house: Shell) -> None:
    said = house("status")
    assert said.code == 1
    assert "nothing: what is due waits" in said.out
    assert "outreach run" in said.out
    assert "Kestrel" in said.out


def test_a_halt_stands_with_its_reason_and_the_way_back(house: Shell) -> None:
    house("halt", "--because", "a [fire]")
    said = house("status")
    assert (said.code, "a [fire]" in said.out, "outreach resume" in said.out) == (1, True, True)


def test_it_sends_while_an_engine_runs_and_answers_are_read(house: Shell) -> None:
    lease = lease_of(address(f"sqlite:///{house.folder}/outreach.db"))
    lease.take()
    house.alter(
        "insert into intake (name, last_ok_at) values ('maildir', strftime('%Y-%m-%d %H:%M:%f000'))"
    )
    found = house("status", "--json")
    lease.release()
    assert (found.code, found.json["sends"]) == (0, True), found.out
    assert found.json["running"]["engine"]
    assert [one["name"] for one in found.json["ways_in"]] == ["maildir"]
