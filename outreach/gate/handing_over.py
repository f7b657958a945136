"""Steps 5 and 6: redeem a group, look once more, hand it over, write down what happened.

A group is as large as the door can carry at once: nothing that is marked as sending waits for a
connection. The receipts of a group are written in the same transaction that redeems the next one.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from channels.contract import Connects, Door, GetsReady, Refused, TurnedAway, Unknown
from channels.errors import (
    AccountRefusedError,
    ChannelError,
    ClearanceError,
    DoorConfigurationError,
)
from channels.faults import Point, passing
from outreach.clock import Clock
from outreach.gate.consequences import Consequence
from outreach.gate.habits import Habits
from outreach.gate.pacing import Waits, urgent
from outreach.gate.receiving import CLOSED, Handed, Stayed, receive, unwritten
from outreach.gate.redeeming import Redeemed, redeem, still_stand
from outreach.gate.stopped import Stopped
from outreach.store.unit import Priority, Store
from policies.channel import Channel


@dataclass(slots=True)
class HandingOver:
    """Hands cleared attempts to the doors. Use from one event loop."""

    store: Store
    doors: Mapping[Channel, Door]
    clock: Clock
    habits: Habits
    stopped: Stopped
    owed: list[Handed] = field(default_factory=list)
    """What happened and is not written yet."""
    unsure: bool = False
    """Some of it may have been written: a write failed, or nobody waited for it."""
    fault: DoorConfigurationError | None = None
    """A door that is set up wrongly is told to whoever runs the house."""
    stopping: bool = False
    """Finish the groups under way and begin no other."""

    async def all(self, cleared: Sequence[Consequence]) -> dict[str, Handed]:
        """Hand these over, each channel by its own door; return what happened to each."""
        done: dict[str, Handed] = {}
        turns = []
        for channel in Channel:
            here = (one for one in cleared if one.case.attempt.channel is channel)
            waiting = deque(sorted(here, key=lambda one: not urgent(one)))
            if waiting:
                turns.append(self._in_turn(waiting, self.doors[channel], done))
        faults = await asyncio.gather(*turns, return_exceptions=True)
        for fault in faults:
            if fault is not None:
                raise fault
        return done

    async def settle(self) -> None:
        """Write what happened and is not written yet; raise `StorageError` if it still cannot."""
        if self.owed:
            await self._write([], Priority.HEARD)

    async def _in_turn(
        self, waiting: deque[Consequence], door: Door, done: dict[str, Handed]
    ) -> None:
        connects: object = door
        while waiting and not self.stopping:
            group = [waiting.popleft() for _ in range(min(door.capacity, len(waiting)))]
            if isinstance(connects, Connects):
                with suppress(Exception):  # `send` meets the same, and answers for it
                    await connects.connect(len(group))
            redeemed = await self._write(group, Priority.NORMAL)
            done.update((one.made.attempt_id, _waits(one)) for one in redeemed.waiting)
            if not redeemed.good:
                continue
            with self.store.beginning() as may_begin:
                stand = self._look_again(redeemed) if may_begin else set()
                handing = asyncio.gather(*(self._hand(one, stand) for one in redeemed.good))
                await asyncio.sleep(0)  # each of them runs to where its server is waited for
            handed = await handing
            self.owed.extend(handed)
            done.update((one.made.attempt_id, one) for one in handed)
        await self.settle()
        if self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault

    def _get_ready(self, group: Sequence[Consequence]) -> None:
        """Let the doors put together what is about to leave, while its redemption is committed."""
        for one in group:
            outbound, clearance = one.case.outbound, one.clearance
            door: object = self.doors.get(one.case.attempt.channel)
            if isinstance(door, GetsReady) and outbound is not None and clearance is not None:
                with suppress(Exception):  # `send` meets the same, and answers for it
                    door.get_ready(outbound, clearance)

    def _look_again(self, redeemed: Redeemed) -> set[str]:
        """Look, in this very thread: another one would be told a moment later.

        Where nothing at all was written since the redemption, here or elsewhere, all stands as it
        was found under lock; else everybody's versions are read again.
        """
        if self.store.is_untouched(redeemed.mark):
            return {one.attempt_id for one in redeemed.good}
        return self.store.read(lambda conn: still_stand(conn, redeemed.good))

    async def _write(self, group: Sequence[Consequence], priority: Priority) -> Redeemed:
        """Write the receipts that are owed and redeem the next group, at once."""
        owed, self.owed = self.owed, []
        unsure, self.unsure = self.unsure, False
        good: list[Consequence] = []

        def work(conn: Connection) -> Redeemed:
            now = self.clock.now()
            receive(conn, unwritten(conn, owed) if unsure else owed, now, self.habits)
            redeemed = redeem(conn, group, self.habits.worker, now, self.habits.limits)
            good[:] = redeemed.good
            passing(Point.REDEEMING if group else Point.RECEIVING)
            return replace(redeemed, mark=self.store.mark(conn))

        loop = asyncio.get_running_loop()

        def settling() -> None:
            loop.call_soon_threadsafe(self._get_ready, good)

        try:
            written = await asyncio.wrap_future(self.store.submit(work, priority, settling))
        except BaseException:
            self.owed = owed + self.owed
            self.unsure = True
            raise
        passing(Point.REDEEMED if group else Point.RECEIVED)
        return written

    async def _hand(self, one: Consequence, stand: set[str]) -> Handed:
        """Look at the stopped-set, and without a pause in between hand over."""
        case, outbound, clearance = one.case, one.case.outbound, one.clearance
        point = case.point.id if case.point else None
        if (
            outbound is None
            or clearance is None
            or one.attempt_id not in stand
            or self.stopped.since(case.stops_seen, case.person, case.organisation_id, point)
        ):
            return Handed(one, Stayed("something was heard at the last moment"))
        try:
            passing(Point.HANDING_OVER)
            result = await self.doors[outbound.channel].send(outbound, clearance)
            passing(Point.TAKEN)
            return Handed(one, result)
        except ClearanceError as fault:
            return Handed(one, Stayed(str(fault)))
        except ChannelError as fault:
            return Handed(one, Refused("unsendable", str(fault), point_dead=False))
        except AccountRefusedError as fault:
            self.fault = fault
            return Handed(one, TurnedAway(fault.code, str(fault)))
        except DoorConfigurationError as fault:
            self.fault = fault
            return Handed(one, Stayed(str(fault), self.clock.now() + CLOSED))
        except Exception as fault:  # a door that breaks its promise
            return Handed(one, Unknown(f"the door failed: {type(fault).__name__}"))


def _waits(one: Waits) -> Handed:
    return Handed(one.made, Stayed(one.because, one.until))
