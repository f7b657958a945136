"""How the database goes about every page: which statements read a whole table, or sort.

    python -m benchmarks.plans [PEOPLE]

Tables of a handful of rows (colleagues, ways in, the house itself) are read as a whole, and may be.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import Engine

from benchmarks.lived import live
from benchmarks.pages import FEW, Page, grown, opened, pages_of

_SHOWN = 260
_NOWHERE = 9
"""A port to which nothing is sent here."""


def plans(people: int = FEW) -> Iterator[str]:
    """Yield what is read as a whole or sorted, page by page."""
    with tempfile.TemporaryDirectory() as name:
        first = Path(name) / "first"
        lived = live(first, _NOWHERE)
        folder = grown(Path(name) / "grown", first, people)
        with opened(folder, lived, _NOWHERE) as house:
            for page in pages_of(lived):
                with _overheard() as asked:
                    house.seconds(page)
                yield from _plan(folder / "outreach.db", page, asked)


@contextmanager
def _overheard() -> Iterator[list[str]]:
    """Note every statement that any database is asked meanwhile."""
    asked: list[str] = []

    def note(conn: object, cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield asked
    event.remove(Engine, "before_cursor_execute", note)


def _plan(database: Path, page: Page, asked: Sequence[str]) -> Iterator[str]:
    with sqlite3.connect(database) as conn:
        for statement in dict.fromkeys(asked):
            if not statement.lstrip().upper().startswith("SELECT"):
                continue
            marks = [""] * statement.count("?")
            told = [row[3] for row in conn.execute(f"explain query plan {statement}", marks)]
            if any(one.startswith("SCAN") or "B-TREE" in one for one in told):
                yield f"{page.name}\n  … {' '.join(statement.split())[-_SHOWN:]}\n  {told}"
    conn.close()


if __name__ == "__main__":
    print("\n".join(plans(int(sys.argv[1]) if len(sys.argv) > 1 else FEW)))
