"""Ordinary rows laid out in a file that nobody keeps, a hundred at a time."""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Iterator
from itertools import starmap
from tempfile import TemporaryFile
from typing import Any

from outreach.domain.imports.ordinary import Number, Ordinary

_AT_ONCE = 100


class Blocks:
    """Rows in the order in which they came, with numbers that somebody wants to find beside them.

    What is written is read by this very process alone, and holds text and numbers.
    """

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 -- `close` does
        self._rows: list[tuple[Any, ...]] = []
        self._lengths = array("Q")
        self.count = 0

    def close(self) -> None:
        """Forget everything."""
        self._file.close()

    def put(self, one: Ordinary, beside: list[int]) -> None:
        """Lay out a row."""
        self._rows.append((*one[:-2], [tuple(each) for each in one.numbers], one.cells, beside))
        self.count += 1
        if len(self._rows) == _AT_ONCE:
            self._write()

    def _write(self) -> None:
        written = marshal.dumps(self._rows)
        self._lengths.append(self._file.write(written))
        self._rows.clear()

    def __iter__(self) -> Iterator[tuple[Ordinary, list[int]]]:
        """Yield every row with what stands beside it."""
        if self._rows:
            self._write()
        self._file.seek(0)
        for length in self._lengths:
            block = marshal.loads(self._file.read(length))
            for *values, numbers, cells, beside in block:
                yield Ordinary._make((*values, tuple(starmap(Number, numbers)), cells)), beside
