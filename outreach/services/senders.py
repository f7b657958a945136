"""Our own mailboxes and numbers: how they fare, and letting one rest or send again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from outreach.clock import Clock
from outreach.config import Settings
from outreach.errors import InputError
from outreach.store import ledger, reputation, senders
from outreach.store.reputation import Reputation
from outreach.store.senders import SenderRow, sender_key
from outreach.store.unit import Priority, Store
from policies.channel import Channel


@dataclass(frozen=True, slots=True)
class Sender:
    """One mailbox or number of ours. Counts are of days in UTC; `taken` and after of thirty days.

    `about` is the attempt that showed why it has to rest, where one did.
    """

    address: str
    channel: Channel
    today: int
    taken: int
    complaints: int
    rate: float
    paused_since: datetime | None
    paused_because: str
    paused_code: str
    about: str


def ours(settings: Settings) -> Mapping[str, Channel]:
    """Return what we send by: the mailbox, and the number or the carrier's service."""
    mailbox = sender_key(settings.sender.mailbox)
    number = sender_key(settings.sender.text_number or settings.twilio.service)
    found = {mailbox: Channel.EMAIL, number: Channel.SMS}
    return {address: channel for address, channel in found.items() if address}


def everything(store: Store, settings: Settings, now: datetime) -> list[Sender]:
    """Return what we send by, and whatever else was paused once and is not resumed."""

    def work(conn: Connection) -> list[Sender]:
        paused = {one.address: one for one in senders.paused(conn)}
        channels = {**{one.address: one.channel for one in paused.values()}, **ours(settings)}
        return [
            _sender(conn, address, channel, paused.get(address), now)
            for address, channel in sorted(channels.items(), key=lambda one: (one[1], one[0]))
        ]

    return store.read(work)


def _sender(
    conn: Connection, address: str, channel: Channel, row: SenderRow | None, now: datetime
) -> Sender:
    fares: Reputation = reputation.of(conn, address, now)
    return Sender(
        address=address,
        channel=channel,
        today=fares.today,
        taken=fares.taken,
        complaints=fares.complaints,
        rate=fares.rate,
        paused_since=row.paused_since if row else None,
        paused_because=(row.paused_because or "") if row else "",
        paused_code=(row.paused_code or "") if row else "",
        about=_shown_by(conn, address) if row else "",
    )


def _shown_by(conn: Connection, address: str) -> str:
    """Return the attempt of the last pause."""
    entries = ledger.entries_of(conn, [address])
    pauses = [one["body"] for one in entries if one["kind"] == senders.PAUSED]
    return str(pauses[-1].get("attempt") or "") if pauses else ""


@dataclass(frozen=True, slots=True)
class Act:
    """Which sender is meant, by whom, in which house."""

    store: Store
    clock: Clock
    settings: Settings
    address: str
    by: str


def pause(act: Act, because: str) -> bool:
    """Let one of ours rest; return False where it rests already. Raises `InputError`."""
    if not because.strip():
        msg = "a pause needs its reason: whatever is held for it names it; say why with --because"
        raise InputError(msg)
    address = sender_key(act.address)
    channel = ours(act.settings).get(address)
    if channel is None:
        raise _unknown(act)
    now = act.clock.now()
    return act.store.write(
        lambda conn: senders.pause(conn, address, channel, because, None, now, by=act.by),
        Priority.STOP,
    )


def resume(act: Act) -> SenderRow | None:
    """Let one send again; return how it was paused, None if it was not. Raises `InputError`."""
    address = sender_key(act.address)
    now = act.clock.now()
    found = act.store.write(lambda conn: senders.resume(conn, address, act.by, now))
    if found is None and address not in ours(act.settings):
        raise _unknown(act)
    return found


def _unknown(act: Act) -> InputError:
    known = ", ".join(f"`{one}`" for one in ours(act.settings)) or "none yet"
    return InputError(f"`{act.address}` is no mailbox or number of ours; we send by {known}")
