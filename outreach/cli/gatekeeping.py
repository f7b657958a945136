"""What commands that reach out share: listen first, speak through the gate, let go of the doors."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from outreach.bootstrap.house import House

T = TypeVar("T")


def at_the_gate(house: House, work: Callable[[], Coroutine[object, object, T]]) -> T:
    """Read what has come in, then do the work, then close the doors.

    A command must not talk over an answer that waits in the mailbox.
    """
    return asyncio.run(_listening_first(house, work))


async def _listening_first(house: House, work: Callable[[], Coroutine[object, object, T]]) -> T:
    from outreach.bootstrap.engine import rounds_of

    house.mailbox.prepare()
    await rounds_of(house).listen()
    try:
        return await work()
    finally:
        await house.gate.settle()
        for door in house.doors.values():
            await door.close()
