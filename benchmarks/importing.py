"""A list of people brought in, beside the same cells put into a table with two indexes.

Ours tells columns and code page, checks and writes out every address and number, finds which rows
are one person and whom we know, and writes people and points in batches that a stop need not wait
for. The baseline reads the same file and knows nothing. Each is a process of its own, so that its
memory is its own; one row in fifty is a second row of somebody. Rows stand in the order of their
addresses, as a list that was exported does; with a million also in no order, as one that grew.
"""

from __future__ import annotations

import csv
import resource
import sqlite3
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from pathlib import Path
from random import Random
from time import process_time

from benchmarks.apart import apart
from benchmarks.report import Row
from outreach.bootstrap.imports import desk_without_a_house
from outreach.services.import_people import Import, import_people

SIZES = (10_000, 100_000)
MOST = (10_000, 100_000, 1_000_000)
"""With the million, which takes minutes: `make bench ARGS=importing-million`."""
AGAIN = 50
"""Every so many rows, one is about somebody who was there before."""
_SORTED, _MIXED = "in order", "in no order"
MUST = 0.05
MOST_EXPONENT = 1.1
MOST_MIB = 200
_HEADINGS = ("Name", "Company", "Email", "Mobile", "Country")


@dataclass(frozen=True, slots=True)
class _Took:
    """Processor seconds, and MiB of memory at the most."""

    seconds: float
    mib: float


def measure(sizes: tuple[int, ...] = SIZES, order: str = _SORTED) -> list[Row]:
    """Return the rows of this benchmark: baseline and ours by size, growth, and memory."""
    rows: list[Row] = []
    bare_took: dict[int, _Took] = {}
    took: dict[int, _Took] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "people.csv"
            _write(path, size, order)
            bare_took[size] = bare = apart(_bare, path)
            took[size] = ours = apart(_ours, path)
        which = f"{size:,} rows {order}"
        rows.append(Row(f"bare executemany, {which}", size / bare.seconds, "rows/s", 1))
        ratio = bare.seconds / ours.seconds
        rows.append(Row(f"ours, {which}", size / ours.seconds, "rows/s", ratio, MUST))
    first, last = min(sizes), max(sizes)
    if first != last:
        what = f"growth from {first:,} to {last:,} rows {order}, exponent"
        rows.append(Row(f"bare, {what}", _exponent(bare_took, first, last), ""))
        rows.append(Row(f"ours, {what}", _exponent(took, first, last), "", most=MOST_EXPONENT))
    rows.append(Row(f"memory at {last:,} rows, at most", took[last].mib, "MiB", most=MOST_MIB))
    return rows


def measure_million() -> list[Row]:
    """Return the same with a million rows, in order and in none."""
    return [*measure(MOST), *measure(MOST, _MIXED)]


def _exponent(took: Mapping[int, _Took], first: int, last: int) -> float:
    return log(took[last].seconds / took[first].seconds) / log(last / first)


def _write(path: Path, size: int, order: str) -> None:
    numbers = list(range(size))
    if order == _MIXED:
        Random(size).shuffle(numbers)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(_HEADINGS)
        for number in numbers:
            who = number - AGAIN // 2 if number % AGAIN == AGAIN - 1 else number
            rows.writerow(
                (
                    f"Given{who % 997} Family{who}",
                    f"Company {who % (size // 4 or 1)} Ltd",
                    f"person{who}@company{who % 500}.example",
                    f"07{400_000_000 + who}"[:11],
                    "GB",
                )
            )


def _since(started: float) -> _Took:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return _Took(process_time() - started, most)


def _bare(path: Path) -> _Took:
    started = process_time()
    rows = sqlite3.connect(path.with_suffix(".db"), isolation_level=None)
    rows.execute("pragma journal_mode = wal")
    rows.execute("create table person (name, company, email, mobile, country)")
    rows.execute("create index by_email on person (email)")
    rows.execute("create index by_mobile on person (mobile)")
    with path.open(encoding="utf-8", newline="") as file:
        cells = csv.reader(file)
        next(cells)
        rows.execute("begin")
        rows.executemany("insert into person values (?, ?, ?, ?, ?)", cells)
        rows.execute("commit")
    rows.close()
    return _since(started)


def _ours(path: Path) -> _Took:
    """Bring the list in; that a house was made before is nobody's import."""
    with desk_without_a_house() as desk:
        wanted = Import(path, "Expo 2026", desk.by, home="GB")
        started = process_time()
        brought = import_people(desk.store, desk.clock, wanted, desk.hears)
        took = _since(started)
    if brought.rejections:
        msg = f"{brought.rejections} rows were left out: {brought.rejected[0]}"
        raise RuntimeError(msg)
    return took
