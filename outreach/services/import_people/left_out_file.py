"""The rows that were left out, as a file that can be corrected and brought in as it is."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from outreach.domain.imports.columns import Column
from outreach.domain.imports.row import Rejected
from outreach.services.import_people.sheet import Sheet


@contextmanager
def left_out_file(path: Path, sheet: Sheet) -> Iterator[Callable[[Rejected], None]]:
    """Write rejected rows as they come, under the file's own header, with the reason beside them.

    That column is passed over by an import, so that the corrected file can be brought in as it is.
    """
    headings = [head.heading for head in sheet.mapped.heads]
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        place = headings.index(Column.REASON) if Column.REASON in headings else len(headings)
        rows.writerow(_beside(headings, place, Column.REASON.value))
        yield lambda one: rows.writerow(_beside(one.cells, place, str(one)))


def _beside(cells: Sequence[str], place: int, reason: str) -> list[str]:
    return [*cells[:place], reason, *cells[place + 1 :]]
