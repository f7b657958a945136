"""A refusal binds although its row was left out; it goes with its list, and with no other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from outreach.bootstrap.imports import import_ears
from outreach.clock import SimulatedClock
from outreach.domain.people import Duty, Member
from outreach.services.import_people import Brought, Import, Listens, import_people
from outreach.services.import_people.refusals import Handed, take_refusals
from outreach.services.import_people.undoing import undo_import
from outreach.services.listen.strangers import suppress
from outreach.store import bars, house, importing, people, points, refused, team
from outreach.store.unit import Store
from policies.facts import Bar
from tests.databases import new_store
from tests.outreach.services.houses import build

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
ANA = Member("t_ana", "Ana Ruiz", NOW, duty=Duty.REP)
HEADER = "Name,Email,Mobile,Country,Notes,Do not call"
GHOST = ",ghost@usa.example,,US,never email me again,"
NAMED = "Gus Host,ghost@usa.example,,US,,"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = new_store(tmp_path)
    opened.write(lambda conn: team.add(conn, ANA))
    yield opened
    opened.close()


def bring(
    store: Store, folder: Path, *rows: str, dry: bool = False, listens: Listens | None = None
) -> Brought:
    path, clock = folder / "people.csv", SimulatedClock(NOW)
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    wanted = Import(path, "Expo 2026", ANA, home="US", dry=dry)
    ears = import_ears(build(store, clock).ears)
    return import_people(store, clock, wanted, ears, listens=listens or Listens())


def undo(store: Store, run: str) -> int:
    return undo_import(store, SimulatedClock(NOW + timedelta(days=1)), run, ANA).refusals


def marks(store: Store, folded: str) -> list[Bar]:
    """Return the marks that bind whoever has this address, now or later."""

    def read(conn: object) -> list[Bar]:
        key = house.get(conn).installation_key  # type: ignore[arg-type]
        digest = bars.suppression(key, folded)
        found = bars.binding(conn, folded=[folded], hashes=[digest])  # type: ignore[arg-type]
        return [*found.points.get(folded, []), *found.hashes.get(digest, [])]

    return store.read(read)


@pytest.mark.parametrize(
    "row",
    [
        GHOST,
        '"Gus\x07Host",ghost@usa.example,,US,never email me again,',
        f"{'Gus' * 100},ghost@usa.example,,US,please remove me from your list,",
        "Gus Host,ghost@usa.example,,US,never email me,,again",
    ],
    ids=["no name", "a control character", "too long a name", "one cell too many"],
)
def test_a_refusal_in_a_row_that_is_left_out_binds_whoever_has_the_address_later(
    store: Store, tmp_path: Path, row: str
) -> None:
    brought = bring(store, tmp_path, row)
    assert (brought.new, brought.rejections, brought.refusals) == (0, 1, 1)
    assert bring(store, tmp_path, NAMED).new == 1
    [mark] = marks(store, "ghost@usa.example")
    [refused_by] = store.read(lambda conn: list(refused.known(conn)))
    assert (refused_by.address, refused_by.since) == ("ghost@usa.example", NOW)
    assert mark.because == "Expo 2026, `people.csv`: row 2, which was left out, refuses us"
    assert "never" not in mark.because


def test_it_binds_whom_we_know_at_once_and_their_version_rises(
    store: Store, tmp_path: Path
) -> None:
    bring(store, tmp_path, "Gus Host,gus@usa.example,(702) 555-0142,US,,")
    [point] = store.read(lambda conn: points.at(conn, "gus@usa.example"))
    before = store.read(lambda conn: people.get(conn, point.person_id).version)
    bring(store, tmp_path, '"Gus\x07H",gus@usa.example,,US,do not contact me,')
    assert len(marks(store, "gus@usa.example")) == 1
    assert store.read(lambda conn: people.get(conn, point.person_id).version) != before


def test_a_column_that_refuses_calls_binds_the_number_and_not_the_mailbox(
    store: Store, tmp_path: Path
) -> None:
    assert bring(store, tmp_path, ",gus@usa.example,(702) 555-0142,US,,yes").refusals == 1
    assert len(marks(store, "+17025550142")) == 1
    assert marks(store, "gus@usa.example") == []


@pytest.mark.parametrize("said", ["", "met at the bar", "prefers email", "call me in 4 weeks"])
def test_a_row_that_refuses_nothing_leaves_nothing(store: Store, tmp_path: Path, said: str) -> None:
    assert bring(store, tmp_path, f",ghost@usa.example,,US,{said},").refusals == 0
    assert marks(store, "ghost@usa.example") == []


def test_a_dry_run_counts_it_and_keeps_nothing(store: Store, tmp_path: Path) -> None:
    assert bring(store, tmp_path, GHOST, dry=True).refusals == 1
    assert marks(store, "ghost@usa.example") == []


def test_it_goes_with_its_list_and_stays_while_another_tells_of_it(
    store: Store, tmp_path: Path
) -> None:
    """CASES 56: two lists told it; taking one back takes nothing that the other said."""
    first, second = bring(store, tmp_path, GHOST), bring(store, tmp_path, GHOST)
    assert undo(store, first.id) == 1
    assert len(marks(store, "ghost@usa.example")) == 1
    assert undo(store, second.id) == 1
    assert marks(store, "ghost@usa.example") == []


def test_their_own_stop_and_a_list_of_refusals_stay_when_the_list_is_taken_back(
    store: Store, tmp_path: Path
) -> None:
    """CASES 56: whoever refused us by another way too stays refused."""
    brought = bring(store, tmp_path, GHOST, ",other@usa.example,,US,never contact me,")
    store.write(lambda conn: suppress(conn, "ghost@usa.example", "they asked us to stop", NOW))
    listed = tmp_path / "stops.csv"
    listed.write_text("email\nother@usa.example\n", encoding="utf-8")
    take_refusals(store, SimulatedClock(NOW), Handed(listed, "our old mailer", ANA))
    undo(store, brought.id)
    assert len(marks(store, "ghost@usa.example")) == 1
    assert len(marks(store, "other@usa.example")) == 1


class KilledError(Exception):
    """What stands for kill -9: nothing after it runs."""


@pytest.mark.parametrize("first", ["again", "cut off"])
def test_an_import_that_was_cut_off_says_so_and_the_file_comes_in_once(
    store: Store, tmp_path: Path, first: str
) -> None:
    """CASES 2: whoever came in before the crash is recognised, and nobody is missing."""
    rows = [f"Person {nth},p{nth}@usa.example,,US,," for nth in range(300)]

    def kill(done: int, total: int) -> None:
        raise KilledError

    with pytest.raises(KilledError):
        bring(store, tmp_path, *rows, listens=Listens(progress=kill))
    [cut] = store.read(importing.runs)
    came = store.read(lambda conn: importing.came_in(conn, cut.id))
    assert (cut.ended, 0 < came < 300) == (False, True)

    again = bring(store, tmp_path, *rows)
    assert (again.new, again.same) == (300 - came, came)
    assert store.read(people.how_many) == 300
    both = [again.id, cut.id]
    for one in both if first == "again" else reversed(both):
        undo(store, one)
    assert store.read(people.how_many) == 0
