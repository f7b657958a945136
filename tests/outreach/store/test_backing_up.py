"""A house in one file, on both databases, and back into either."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from outreach.errors import ConflictError, InputError
from outreach.store import backing_up
from outreach.store.engines import address
from outreach.store.tables import metadata
from outreach.store.unit import Store
from tests.databases import BOTH, empty
from tests.outreach.services.auditing.lived import lived

Rows = dict[str, list[tuple[object, ...]]]


def _rows(store: Store) -> Rows:
    """Return everything, by table."""

    def read(conn: Connection) -> Rows:
        wanted = {one: select(one).order_by(*one.primary_key) for one in metadata.sorted_tables}
        return {
            table.name: [tuple(row) for row in conn.execute(query)]
            for table, query in wanted.items()
        }

    return store.read(read)


@pytest.mark.parametrize("kind", BOTH)
def test_a_house_goes_into_a_file_and_out_of_it_whole(
    store: Store, kind: str, tmp_path: Path
) -> None:
    lived(store)
    file = tmp_path / "house.backup"
    whole = backing_up.back_up(store, file)
    before = _rows(store)
    assert whole.entries + whole.unsealed == len(before["ledger"]) > 0
    with empty(kind, tmp_path) as url:
        assert backing_up.bring_back(file, address(url)) == whole
        again = Store(url)
        assert _rows(again) == before
        again.close()
    assert sorted(one.name for one in tmp_path.glob("house.backup*")) == ["house.backup"]


def test_what_is_no_whole_backup_is_refused_and_nothing_is_left(
    sqlite_store: Store, tmp_path: Path
) -> None:
    lived(sqlite_store)
    file, to = tmp_path / "house.backup", address(f"sqlite:///{tmp_path / 'new.db'}")
    backing_up.back_up(sqlite_store, file)
    with pytest.raises(InputError, match="is there already"):
        backing_up.back_up(sqlite_store, file)
    with pytest.raises(InputError, match="cannot be written: unable to open"):
        backing_up.back_up(sqlite_store, tmp_path / "nowhere" / "house.backup")
    with pytest.raises(ConflictError, match="there is a house in"):
        backing_up.bring_back(file, sqlite_store.url)
    with pytest.raises(InputError, match="there is no backup"):
        backing_up.bring_back(tmp_path / "none", to)
    (tmp_path / "text").write_text("hello " * 1_000)
    with pytest.raises(InputError, match="is no backup of a house"):
        backing_up.bring_back(tmp_path / "text", to)
    with closing(sqlite3.connect(file)) as conn, conn:
        conn.execute("update decision set digest = 'x'")
    with pytest.raises(InputError, match="is not as it was written"):
        backing_up.bring_back(file, to)
    assert list(tmp_path.glob("new.db*")) == []
