"""A table of what was measured: figure, ratio to the baseline of the same run, and the aim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Row:
    """One figure; `ratio` is to the baseline of the same run, `must` what the ratio must reach.

    Where less is better (`most`), the figure itself must stay below it.
    """

    what: str
    figure: float
    unit: str
    ratio: float | None = None
    must: float | None = None
    most: float | None = None

    @property
    def reached(self) -> str:
        """Return `yes` or `no`, or nothing where no aim is set."""
        if self.must is not None and self.ratio is not None:
            return "yes" if self.ratio >= self.must else "no"
        if self.most is not None:
            return "yes" if self.figure <= self.most else "no"
        return ""


def show(title: str, rows: Sequence[Row]) -> None:
    """Print the rows of one benchmark."""
    table = Table(title=title, title_justify="left")
    for heading in ("what", "figure", "ratio", "must reach", "reached"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    for row in rows:
        table.add_row(
            row.what,
            f"{row.figure:,.1f} {row.unit}"
            if row.figure < 100
            else f"{row.figure:,.0f} {row.unit}",
            "" if row.ratio is None else f"{row.ratio:.2f}",
            _aim(row),
            row.reached,
        )
    Console().print(table)


def _aim(row: Row) -> str:
    if row.must is not None:
        return f"≥ {row.must:.2f}"
    return f"≤ {row.most:,.0f} {row.unit}" if row.most is not None else ""
