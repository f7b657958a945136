"""Ordinary rows are brought in together, all others one by one: of either, the same comes.

The same lists are brought into two houses. In the second, every name has a space behind it that
breaks no line: it says nothing, but no row that has one is ordinary.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from outreach.bootstrap.imports import import_ears
from outreach.clock import SimulatedClock
from outreach.domain.people import Duty, Member
from outreach.services.import_people import Brought, Hears, Import, import_people
from outreach.services.import_people.undoing import undo_import
from outreach.store import tables, team
from outreach.store.unit import Mode, Store
from policies.channel import Kind
from tests.outreach.services.houses import build

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
ANA = Member("t_ana", "Ana Ruiz", NOW, duty=Duty.REP)
HEADINGS = ("Name", "Company", "Email", "Mobile", "Phone", "Country", "Language", "Notes")
NTH = count(1)
UNSEEN = "\u00a0"
OWN = frozenset(
    {
        *("id", "secret_key", "person_id", "organisation_id", "import_id", "point_id"),
        *("suppressed_hash", "version"),
    }
)
"""What no two houses have alike: a hash has the house's own key, a version only ever rises."""


@dataclass(frozen=True, slots=True)
class House:
    """A house, and what is put behind every name that it reads."""

    store: Store
    hears: Hears
    behind: str


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[House]]:
    folder = tmp_path_factory.mktemp("houses")
    opened: list[House] = []
    for behind in ("", UNSEEN):
        url = f"sqlite:///{folder}/{len(opened)}.db"
        store = Store.create(url, Mode.REHEARSAL, NOW)
        store.write(lambda conn: team.add(conn, ANA))
        hears = import_ears(build(store, SimulatedClock(NOW)).ears)
        opened.append(House(store, hears, behind))
    yield opened
    for one in opened:
        one.store.close()


@st.composite
def rows(draw: st.DrawFn) -> list[str]:
    """Return a row as others may write it of the same few people; `#` is the example's number."""
    return [
        draw(st.sampled_from(["Anna Muller#", "MULLER#, Anna", "A. Muller#", "Bo Lind#", ""])),
        draw(st.sampled_from(["", "Acme#", "ACME# GmbH", "acme#", "Bolt#"])),
        draw(
            st.sampled_from(
                [
                    *("", "anna#@b.example", "Anna#@B.example", "anna#+news@b.example"),
                    *("info@acme#.example", "bo#@b.example", "nobody at all"),
                ]
            )
        ),
        draw(st.sampled_from(["", "", "07400 12####", "+44 7400 13####"])),
        draw(st.sampled_from(["", "", "020 7946 ####", "0044 20 7947 ####"])),
        draw(st.sampled_from(["", "GB", "Germany", "Utopia"])),
        draw(st.sampled_from(["", "", "de"])),
        draw(st.sampled_from(["", "", "", "no calls please", "met at the fair"])),
    ]


LISTS = st.lists(rows(), min_size=1, max_size=7)
PLAIN = ["Anna Muller#", "Acme#", "anna#@b.example", "", "", "GB", "", ""]
LEFT_OUT = ["", "", "anna#@b.example", "", "", "GB", "", "no calls please"]


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=LISTS, after=LISTS, kind=st.sampled_from([None, Kind.BUSINESS, Kind.CONSUMER]))
@example(before=[PLAIN], after=[PLAIN, [*PLAIN[:2], "bo#@b.example", *PLAIN[3:]]], kind=None)
@example(before=[PLAIN], after=[LEFT_OUT, ["", "", "bo#@b.example", *LEFT_OUT[3:]]], kind=None)
@example(before=[["Bo Lind#", *PLAIN[1:]]], after=[PLAIN, PLAIN], kind=Kind.CONSUMER)
def test_both_ways_bring_the_same_and_taking_it_back_restores_both(
    houses: list[House],
    tmp_path_factory: pytest.TempPathFactory,
    *,
    before: list[list[str]],
    after: list[list[str]],
    kind: Kind | None,
) -> None:
    nth, folder = next(NTH), tmp_path_factory.mktemp("lists")
    told = []
    for house in houses:
        first = come(house, folder / "before.csv", before, nth, None)
        there = house.store.read(everything)
        tried = come(house, folder / "after.csv", after, nth, kind, dry=True)
        assert house.store.read(everything) == there
        second = come(house, folder / "after.csv", after, nth, kind)
        came = house.store.read(everything)
        assert counted(tried) == counted(second)
        undo_import(house.store, SimulatedClock(NOW), second.id, ANA)
        assert house.store.read(everything) == there
        told.append((counted(first), there, counted(second), came))
    assert told[0] == told[1]


def come(
    house: House,
    path: Path,
    lines: list[list[str]],
    nth: int,
    kind: Kind | None,
    *,
    dry: bool = False,
) -> Brought:
    """Bring a list in; the example's number makes its people nobody else's."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEADINGS)
        for line in lines:
            cells = [one.replace("####", f"{nth:04}").replace("#", f"{nth}") for one in line]
            table.writerow([f"{cells[0]}{house.behind}", *cells[1:]])
    wanted = Import(path, "Expo 2026", ANA, kind, "GB", dry)
    return import_people(house.store, SimulatedClock(NOW), wanted, house.hears)


def counted(brought: Brought) -> list[object]:
    """Return what an import told, without whose it is."""
    reasons = sorted(str(one) for one in brought.rejected)
    return [brought.figures(), reasons, sorted(brought.remarks)]


def everything(conn: Connection) -> list[str]:
    """Return all that a house knows of people, without ids, in one order."""
    firms = {row.id: row.folded for row in conn.execute(select(tables.organisation))}
    found: dict[str, list[str]] = {}
    for row in conn.execute(select(tables.person)).mappings():
        own = {"at": firms.get(row["organisation_id"] or "")}
        found[row["id"]] = [bare(row, own)]
    for table in (tables.point, tables.statement, tables.consent, tables.commitment):
        for row in conn.execute(select(table)).mappings():
            found[row["person_id"]].append(f"{table.name} {bare(row, {'statement_id': None})}")
    bars = sorted(bare(row, {}) for row in conn.execute(select(tables.bar)).mappings())
    return [*sorted(str(sorted(one)) for one in found.values()), *bars, *sorted(firms.values())]


def bare(row: Any, also: dict[str, Any]) -> str:  # noqa: ANN401 -- a row of any table
    """Return a row's values without what no two houses have alike."""
    kept = {name: value for name, value in row.items() if name not in OWN} | also
    return str(sorted(kept.items(), key=lambda each: each[0]))
