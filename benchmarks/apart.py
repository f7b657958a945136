"""Work done in a process of its own, whose time and memory are nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar

T = TypeVar("T")


def apart(work: Callable[..., T], *given: object) -> T:
    """Return what the work returns there; raise what it raises."""
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    other = context.Process(target=_done, args=(theirs, work, given))
    other.start()
    theirs.close()
    try:
        came_of = ours.recv()
    finally:
        other.join()
    if isinstance(came_of, Exception):
        raise came_of
    found: T = came_of
    return found


def _done(pipe: Connection, work: Callable[..., Any], given: tuple[object, ...]) -> None:
    try:
        pipe.send(work(*given))
    except Exception as fault:  # told to whoever asked
        pipe.send(fault)
