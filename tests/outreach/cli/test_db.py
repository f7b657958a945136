"""A house moves from its SQLite file into PostgreSQL: all of it, or it stays where it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from outreach.engine.lease import lease_of
from outreach.store.engines import address
from outreach.store.unit import Mode, Store
from tests.databases import NOON, empty
from tests.outreach.cli.conftest import Shell

pytestmark = pytest.mark.needs("postgres")
SAID = "Please don't call me, I fly a lot."


@pytest.fixture
def server(house: Shell) -> Iterator[str]:
    """The address of an empty database, beside a house to whom somebody has said something."""
    assert house("hear", "Scott Reyes", SAID).code == 0
    with empty("postgresql", house.folder) as url:
        yield url


def test_what_people_said_binds_in_the_new_database_and_the_old_file_sends_nothing(
    house: Shell, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = house("db", "copy", server)
    assert "of the ledger is as it was written" in moved.out, moved.err
    assert "this house was moved to" in house("may", "Ingrid Lund", "email").out
    monkeypatch.setenv("OUTREACH_DATABASE", server)
    assert SAID in house("may", "Scott Reyes", "phone").out
    assert "this house was moved" not in house("may", "Ingrid Lund", "email").out
    assert house("hear", "Ingrid Lund", "No texts please.").code == 0, "the ledger counts on"
    assert "is as it was written" in house("ledger", "verify").out
    assert house("audit").code == 0


def test_a_house_that_was_moved_is_not_moved_again(house: Shell, server: str) -> None:
    assert house("db", "copy", server).code == 0
    again = house("db", "copy", server)
    assert (again.code, "writes to everybody twice" in again.err) == (1, True)


def test_a_database_with_a_house_in_it_is_not_written_over(house: Shell, server: str) -> None:
    Store.create(server, Mode.REHEARSAL, NOON).close()
    tried = house("db", "copy", server)
    assert (tried.code, "already: name an empty database" in tried.err) == (1, True)


@pytest.mark.parametrize("to", ["rubbish", "postgres//db.example/house", "sqlite:///other.db"])
def test_nothing_is_moved_to_what_is_no_server(house: Shell, to: str) -> None:
    tried = house("db", "copy", to)
    assert (tried.code, "as `postgresql://...`" in tried.err) == (1, True)
    assert "moved" not in house("may", "Ingrid Lund", "email").out


def test_a_ledger_that_was_altered_moves_nothing(house: Shell, server: str) -> None:
    house.seal()
    house.alter_ledger()
    tried = house("db", "copy", server)
    assert (tried.code, "so nothing was moved" in tried.err) == (1, True)
    assert "moved" not in house("may", "Ingrid Lund", "email").out
    assert "already" not in house("db", "copy", server).err


def test_an_engine_that_runs_is_stopped_first(house: Shell, server: str) -> None:
    lease = lease_of(address(str(house.folder / "outreach.db")))
    lease.take()
    tried = house("db", "copy", server)
    lease.release()
    assert (tried.code, "another engine already runs" in tried.err) == (1, True)


def test_an_address_that_answers_nothing_is_one_sentence(house: Shell) -> None:
    tried = house("db", "copy", "postgresql://nobody@127.0.0.1:1/nothing")
    assert (tried.code, "Traceback" in tried.err) == (1, False)
