"""Stop everything, and let it go on: for whoever runs the house."""

from __future__ import annotations

from sqlalchemy import Connection

from outreach.clock import Clock
from outreach.errors import InputError
from outreach.store import house, ledger
from outreach.store.unit import Priority, Store


def halt(store: Store, clock: Clock, because: str, by: str) -> None:
    """Send nothing at all until `resume`; what is on its way to a door is stopped too.

    The reason stands in every contact that is held for it, so an empty one raises `InputError`.
    """
    if not because.strip():
        msg = "a halt needs its reason: say why with --because"
        raise InputError(msg)

    def work(conn: Connection) -> None:
        house.halt(conn, because)
        ledger.add(conn, ledger.Entry(clock.now(), "halted", "house", {"by": by}))

    store.write(work, Priority.STOP)


def resume(store: Store, clock: Clock, by: str) -> str | None:
    """Let sending go on, everything judged afresh; return why it was halted, None if it was not."""

    def work(conn: Connection) -> str | None:
        halted = house.get(conn).halted_because
        if halted is not None:
            house.resume(conn)
            ledger.add(conn, ledger.Entry(clock.now(), "resumed", "house", {"by": by}))
        return halted

    return store.write(work)
