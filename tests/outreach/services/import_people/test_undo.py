"""An import is taken back exactly: what it brought goes, what it filled in is as before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from outreach.bootstrap.imports import import_ears
from outreach.clock import SimulatedClock
from outreach.domain.people import Duty, Member
from outreach.errors import InputError, NotFoundError
from outreach.ids import new_id
from outreach.services.import_people import Brought, Import, import_people
from outreach.services.import_people.undoing import undo_import
from outreach.store import ledger, notes, people, tables, team
from outreach.store.notes import Note
from outreach.store.staying import Stays
from outreach.store.undoing import Taken
from outreach.store.unit import Store
from tests.databases import new_store
from tests.outreach.services.houses import build

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
ANA = Member("t_ana", "Ana Ruiz", NOW, duty=Duty.REP)
HEADER = "Name,Email,Mobile,Company,Country,Notes"
NEVER_BACK = {"version"}
"""A version only rises, so that what was judged before is judged again."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = house(tmp_path)
    yield opened
    opened.close()


def house(folder: Path) -> Store:
    opened = new_store(folder)
    opened.write(lambda conn: team.add(conn, ANA))
    return opened


def bring(store: Store, folder: Path, *rows: str, later: int = 0) -> Brought:
    path, clock = folder / "people.csv", SimulatedClock(NOW + timedelta(hours=later))
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    wanted = Import(path, "Expo 2026", ANA, home="US")
    return import_people(store, clock, wanted, import_ears(build(store, clock).ears))


def undo(store: Store, run: str, *, dry: bool = False) -> Taken:
    return undo_import(store, SimulatedClock(NOW + timedelta(days=1)), run, ANA, dry=dry)


def everything(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Every row that says something of people, without versions."""
    said = ("person", "point", "statement", "consent", "commitment", "organisation", "bar")

    def read(conn: Connection) -> dict[str, list[dict[str, Any]]]:
        found = {}
        for name in said:
            table = tables.metadata.tables[name]
            rows = conn.execute(select(table).order_by(*table.primary_key)).mappings()
            found[name] = [
                {key: value for key, value in row.items() if key not in NEVER_BACK} for row in rows
            ]
        return found

    return store.read(read)


SCOTT = "Scott Reyes,scott@reyes.example,(702) 555-0142,Reyes Construction,US,no calls please"


def test_whom_it_brought_is_gone_with_all_they_had(store: Store, tmp_path: Path) -> None:
    before = everything(store)
    brought = bring(store, tmp_path, SCOTT, "Ana,ana@lund.example,,,,call me in 4 weeks")
    taken = undo(store, brought.id)
    assert everything(store) == before
    assert (taken.people, taken.points, taken.statements) == (2, 4, 2)


def test_what_it_filled_in_and_added_is_as_before(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path, "Scott Reyes,scott@reyes.example,,,,")
    before = everything(store)
    brought = bring(store, tmp_path, SCOTT, later=1)
    assert everything(store) != before
    taken = undo(store, brought.id)
    assert everything(store) == before
    assert taken.restored == 1


def test_a_promise_that_a_cell_released_is_owed_again(store: Store, tmp_path: Path) -> None:
    """CASES 56: found by the property below."""
    asks = "Scott Reyes,scott@reyes.example,,,,call me in 4 weeks"
    bring(store, tmp_path, asks)
    before = everything(store)
    brought = bring(store, tmp_path, "Scott,scott@reyes.example,,,,never contact me", later=1)
    assert everything(store)["commitment"][0]["state"] == "released"
    undo(store, brought.id)
    assert everything(store) == before


def test_what_somebody_changed_since_stays_as_they_left_it(store: Store, tmp_path: Path) -> None:
    bring(store, tmp_path, "Scott Reyes,scott@reyes.example,,,,")
    brought = bring(store, tmp_path, SCOTT, later=1)
    (scott,) = store.read(people.everybody)
    store.write(lambda conn: people.change(conn, scott.id, {"country": "CA"}))
    taken = undo(store, brought.id)
    assert store.read(people.everybody)[0].country == "CA"
    because = "somebody changed what the list filled in: country"
    assert taken.kept == (Stays("Scott Reyes", because),)


def test_whoever_has_been_in_touch_since_stays(store: Store, tmp_path: Path) -> None:
    brought = bring(store, tmp_path, SCOTT, "Ana Lund,ana@lund.example,,,,")
    (scott,) = store.read(lambda conn: people.named(conn, "Scott Reyes"))
    one = Note(new_id("n"), scott.id, NOW, ANA.name, "met him at the bar")
    store.write(lambda conn: notes.add(conn, one))
    taken = undo(store, brought.id)
    because = "something was noted about them"
    assert (taken.people, taken.kept) == (1, (Stays("Scott Reyes", because),))
    assert [one.name for one in store.read(people.everybody)] == ["Scott Reyes"]


@pytest.mark.parametrize("known", [True, False])
def test_what_a_list_asked_for_and_called_off_itself_is_not_owed_afterwards(
    store: Store, tmp_path: Path, *, known: bool
) -> None:
    if known:
        bring(store, tmp_path, "Scott Reyes,scott@reyes.example,,,US,")
    before = everything(store)
    asks = "Scott Reyes,scott@reyes.example,,,US,call me in 4 weeks"
    stops = "Scott Reyes,scott@reyes.example,,,US,stop"
    brought = bring(store, tmp_path, asks, stops, later=1)
    assert len(everything(store)["commitment"]) == 1
    assert undo(store, brought.id).kept == ()
    assert everything(store) == before


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("known", [True, False])
def test_what_one_list_asked_for_and_another_called_off_is_not_owed_after_both(
    store: Store, tmp_path: Path, *, known: bool, order: tuple[int, int]
) -> None:
    """CASES 56: found by `test_lists_of_every_kind.py`; a promise stayed that nobody asked for."""
    if known:
        bring(store, tmp_path, "Scott Reyes,scott@reyes.example,,,US,")
    before = everything(store)
    row = "Scott Reyes,scott@reyes.example,,,US,"
    runs = [
        bring(store, tmp_path, f"{row}{words}", later=nth + 1).id
        for nth, words in enumerate(("call me in 4 weeks", "never contact me"))
    ]
    for nth in order:
        undo(store, runs[nth])
    assert everything(store) == before


def test_a_dry_run_says_the_same_and_takes_nothing(store: Store, tmp_path: Path) -> None:
    brought = bring(store, tmp_path, SCOTT)
    before = everything(store)
    tried = undo(store, brought.id, dry=True)
    assert everything(store) == before
    assert undo(store, brought.id) == tried


def test_it_is_taken_back_once_and_the_ledger_knows(store: Store, tmp_path: Path) -> None:
    brought = bring(store, tmp_path, SCOTT)
    undo(store, brought.id)
    with pytest.raises(InputError, match="was taken back by Ana Ruiz already"):
        undo(store, brought.id)
    kinds = store.read(lambda conn: list(conn.scalars(select(tables.ledger.c.kind))))
    assert kinds.count("people-import-undone") == 1
    while store.write(lambda conn: ledger.seal(conn, NOW)):
        pass


def test_an_import_that_never_was_is_named(store: Store) -> None:
    with pytest.raises(NotFoundError, match="i_nothing"):
        undo(store, "i_nothing")


NAMES = st.sampled_from(["", "Scott Reyes", "S. Reyes", "Rosa Diaz", "Rosa Diaz-Lund"])
EMAILS = st.sampled_from(["", "scott@reyes.example", "rosa@diaz.example", "info@reyes.example"])
PHONES = st.sampled_from(["", "(702) 555-0142", "(702) 555-0143"])
FIRMS = st.sampled_from(["", "Reyes Construction", "REYES CONSTRUCTION Inc."])
NOTES = st.sampled_from(["", "no calls please", "call me in 4 weeks", "nobody at our firm", "stop"])
ROWS = st.lists(
    st.tuples(NAMES, EMAILS, PHONES, FIRMS, st.sampled_from(["", "US", "FR"]), NOTES).map(",".join),
    min_size=1,
    max_size=6,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=ROWS, second=ROWS)
def test_undo_restores_exactly(
    tmp_path_factory: pytest.TempPathFactory, first: list[str], second: list[str]
) -> None:
    """CASES 56: whatever two lists hold, taking the second back leaves what the first made."""
    folder = tmp_path_factory.mktemp("house")
    store = house(folder)
    bring(store, folder, *first)
    before = everything(store)
    undo(store, bring(store, folder, *second, later=1).id)
    assert everything(store) == before
    store.close()
