"""Read what came in, once: whatever it is, everything that follows is one transaction.

Reading happens outside any transaction. The gate's memory is told first where something restricts,
then the database, ahead of every other write. A message that cannot be read is set aside with the
reason, and the rest flows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection

from channels.arrivals import (
    Arrival,
    AutoReply,
    Bounce,
    Complaint,
    HumanReply,
    Letter,
    ListTraffic,
    Notice,
    OwnCopy,
    Unreadable,
    Unsubscribe,
)
from channels.faults import Point, passing
from outreach.errors import StorageError
from outreach.services.listen import (
    around,
    chosen,
    clicks,
    complaints,
    copies,
    desk,
    machines,
    notes,
    private,
    replies,
    reports,
)
from outreach.services.listen.ears import Ears
from outreach.services.listen.hooked import DOORS, hooked
from outreach.services.listen.letters import read_letter
from outreach.services.listen.outcome import Done, Outcome, Taken
from outreach.services.listen.strangers import stranger
from outreach.store import inbound, leaving, ledger
from outreach.store.inbound import InboundKind, InboundRow, InboundState
from outreach.store.unit import Priority


def take(ears: Ears, inbound_id: str) -> Taken | None:
    """Read one message and act on it; None where somebody has read it already.

    Raises `StorageError` where the database does not answer: the message stays unread. Nothing
    else is raised, whatever strangers write.
    """
    began = ears.clock.monotonic()
    seen = ears.store.read(lambda conn: _seen(ears, conn, inbound_id))
    if seen is None:
        return None
    try:
        return commit(ears, seen.row, seen.outcome, began)
    except StorageError:
        raise
    except Exception as fault:
        return commit(ears, seen.row, _broken(fault), began)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A message, and what is to be done about it."""

    row: InboundRow
    outcome: Outcome


def _seen(ears: Ears, conn: Connection, inbound_id: str) -> _Seen | None:
    """Read a message, and all that is known around it, on one view; None for one that was read."""
    row = inbound.get(conn, inbound_id)
    if row.state is not InboundState.NEW:
        return None
    try:
        return _Seen(row, _understood(ears, row))
    except StorageError:
        raise
    except Exception as fault:
        return _Seen(row, _broken(fault))


def _broken(fault: Exception) -> Outcome:
    return set_aside(f"it could not be read: {type(fault).__name__}")


def give_up(ears: Ears, inbound_id: str, because: str) -> Taken | None:
    """Set one message aside unread, for a human; None where somebody has read it already."""
    row = ears.store.read(lambda conn: inbound.get(conn, inbound_id))
    return commit(ears, row, set_aside(because), ears.clock.monotonic())


def _understood(ears: Ears, row: InboundRow) -> Outcome:
    """Return what is to be done about a message, whichever door it came by."""
    match row.door:
        case notes.DOOR:
            return notes.note(ears, row)
        case desk.DOOR:
            return desk.ended(ears, row)
        case clicks.DOOR:
            return clicks.clicked(ears, row)
        case chosen.DOOR:
            return chosen.on_page(ears, row)
        case door if door in DOORS:
            return hooked(ears, row)
        case _:
            return _as_ours(ears, row, ears.parse(row.raw))


def _as_ours(ears: Ears, row: InboundRow, arrival: Arrival) -> Outcome:
    """Tell what one of us wrote from what somebody wrote to us; then do what is to be done."""
    match arrival:
        case OwnCopy(letter) if copies.is_theirs(ears, letter):
            return _letter(ears, row, letter, InboundKind.REPLY)
        case ListTraffic(letter, to_us=True) if copies.is_on_file(ears, letter):
            return _letter(ears, row, letter, InboundKind.REPLY)
        case Unreadable() | OwnCopy():
            return understand(ears, row, arrival)
        case _:
            ours = copies.is_ours(ears, row, arrival.letter)
            return understand(ears, row, OwnCopy(arrival.letter) if ours else arrival)


def understand(ears: Ears, row: InboundRow, arrival: Arrival) -> Outcome:
    """Return what is to be done about an arrival; writes nothing."""
    match arrival:
        case HumanReply(letter):
            return _letter(ears, row, letter, InboundKind.REPLY)
        case AutoReply(letter):
            return _letter(ears, row, letter, InboundKind.AUTO_REPLY)
        case Unsubscribe():
            return replies.unsubscribe_mail(ears, row, arrival)
        case Bounce():
            return reports.bounce(ears, arrival)
        case Complaint():
            return complaints.complaint(ears, row, arrival)
        case Notice():
            return complaints.notice(ears, arrival)
        case OwnCopy(letter):
            return around.own_copy(ears, row, letter)
        case ListTraffic(letter):
            return Outcome(InboundKind.LIST, columns={"from_address": letter.sender.address})
        case Unreadable(because):
            return set_aside(because)
        case _:
            assert_never(arrival)


def _letter(ears: Ears, row: InboundRow, letter: Letter, kind: InboundKind) -> Outcome:
    """Read a letter; one without a machine's headers may still be a machine's by its words."""
    read = read_letter(ears, row, letter)
    if kind is InboundKind.AUTO_REPLY or (read and read.reading.automatic):
        absent = {"from_address": letter.sender.address}
        unmatched = Outcome(InboundKind.AUTO_REPLY, InboundState.UNMATCHED, absent)
        return machines.auto_reply(ears, read) if read else unmatched
    return replies.reply(ears, read) if read else stranger(ears, row, letter)


def set_aside(because: str) -> Outcome:
    """Keep the message raw, and say why nobody could read it."""
    columns = {"failed_because": because}
    return Outcome(InboundKind.UNREADABLE, InboundState.FAILED, columns)


def commit(ears: Ears, row: InboundRow, outcome: Outcome, began: float) -> Taken | None:
    """Do it all in one transaction, unless another reader has done so meanwhile."""
    now = ears.clock.now()
    passing(Point.UNDERSTOOD)
    ears.stopped.mark_ids(tuple(outcome.stops))
    priority = Priority.STOP if outcome.stops else Priority.HEARD
    written = ears.store.write(lambda conn: _write(conn, row, outcome, now), priority)
    if written is None:
        return None
    state, done = written
    passing(Point.STATED)
    for one in done.recorded:  # once more: something may have been judged between mark and commit
        ears.stopped.mark(one.raised)
    return Taken(row.id, outcome.kind, state, done, began, ears.clock.monotonic())


def _write(
    conn: Connection, row: InboundRow, outcome: Outcome, now: datetime
) -> tuple[InboundState, Done] | None:
    if not inbound.claim(conn, row.id):
        return None
    done = outcome.work(conn, now)
    state = InboundState.UNCLEAR if done.question else outcome.state
    columns = dict(outcome.columns)
    if private.is_private(row, outcome, done):
        state, columns = InboundState.READ, dict(private.FORGOTTEN)
    if done.recorded:
        columns["statement_id"] = done.recorded[0].statement_id
    if done.question:
        columns["reading"] = {**(columns.get("reading") or {}), "question": done.question}
    inbound.change(conn, row.id, {**columns, "kind": outcome.kind, "state": state, "read_at": now})
    if outcome.kind is InboundKind.REPLY and columns.get("person_id"):
        leaving.replied(conn, columns["person_id"], now)
    body = {"kind": outcome.kind.value, "state": state.value, "door": row.door}
    ledger.add(conn, ledger.Entry(now, "read", row.id, body))
    passing(Point.STATING)
    return state, done
