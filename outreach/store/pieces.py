"""Long work in short pieces: a write holds the writer for milliseconds, and stops come between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def pieces(found: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield what was found, so many at a time; nothing where nothing was found."""
    rest = iter(found)
    while some := list(islice(rest, size)):
        yield some
