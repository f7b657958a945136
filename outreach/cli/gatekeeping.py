"""What commands that reach out share: listen first, speak through the gate, let go of the doors."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from outreach.bootstrap.house import House

T = TypeVar("T")


class AtTheGate:
    """Keeps the doors open for as long as the `with` block lasts, for several pieces of work."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._runner = asyncio.Runner()

    def __enter__(self) -> AtTheGate:
        self._runner.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._runner.run(_let_go(self._house))
        finally:
            self._runner.__exit__(kind, error, trace)

    def do(self, work: Callable[[], Coroutine[object, object, T]]) -> T:
        """Read what has come in, then do the work.

        A command must not talk over an answer that waits in the mailbox.
        """
        return self._runner.run(_listening_first(self._house, work))


def at_the_gate(house: House, work: Callable[[], Coroutine[object, object, T]]) -> T:
    """Read what has come in, then do the work, then close the doors."""
    with AtTheGate(house) as gate:
        return gate.do(work)


async def _listening_first(house: House, work: Callable[[], Coroutine[object, object, T]]) -> T:
    from outreach.bootstrap.engine import rounds_of
    from outreach.bootstrap.ways_in import prepare

    prepare(house)
    await rounds_of(house).listen()
    return await work()


async def _let_go(house: House) -> None:
    await house.gate.settle()
    for door in house.doors.values():
        await door.close()
    for mailbox in house.mailboxes.values():
        await asyncio.to_thread(mailbox.close)
