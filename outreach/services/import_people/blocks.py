"""Ordinary rows laid out in a file that nobody keeps, a hundred at a time."""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Callable, Iterator
from itertools import chain
from tempfile import TemporaryFile
from typing import Any

from outreach.domain.imports.ordinary import Ordinary

_AT_ONCE = 100


class Blocks:
    """Rows in the order in which they came, with numbers that somebody wants to find beside them.

    What is written is read by this very process alone, and holds text and numbers.
    """

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 -- `close` does
        self._rows: list[tuple[Any, ...]] = []
        self._beside: list[list[int]] = []
        self._lengths = array("Q")
        self.count = 0

    def close(self) -> None:
        """Forget everything."""
        self._file.close()

    def put(self, one: Ordinary, beside: list[int]) -> None:
        """Lay out a row."""
        self._rows.append(tuple(one))
        self._beside.append(beside)
        self.count += 1
        if len(self._rows) == _AT_ONCE:
            self._write()

    def _write(self) -> None:
        for some in (self._beside, self._rows):
            self._lengths.append(self._file.write(marshal.dumps(some)))
            some.clear()

    def those(self, wanted: Callable[[list[int]], bool]) -> Iterator[tuple[int, Ordinary]]:
        """Yield the rows whose numbers are wanted, each with its place, which counts from 0."""
        for nth, (beside, rows) in enumerate(self._blocks()):
            numbers = enumerate(marshal.loads(beside))
            places = [place for place, each in numbers if wanted(each)]
            if places:
                block = marshal.loads(rows)
                for one in places:
                    yield nth * _AT_ONCE + one, Ordinary._make(block[one])

    def __iter__(self) -> Iterator[Ordinary]:
        """Return every row."""
        blocks = (marshal.loads(rows) for _, rows in self._blocks())
        return map(Ordinary._make, chain.from_iterable(blocks))

    def _blocks(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield the numbers and the rows of every block, as they are written."""
        if self._rows:
            self._write()
        self._file.seek(0)
        lengths = iter(self._lengths)
        for beside, rows in zip(lengths, lengths, strict=True):
            yield self._file.read(beside), self._file.read(rows)
