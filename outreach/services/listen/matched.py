"""Messages from nobody we know, once one of us has found out whose they are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from outreach.domain.addresses import Address, AddressError
from outreach.domain.people import ContactPoint
from outreach.errors import InputError
from outreach.ids import new_id
from outreach.services.listen.ears import Ears
from outreach.services.listen.outcome import Taken
from outreach.services.listen.strangers import read_as
from outreach.services.listen.take import take
from outreach.store import inbound, ledger, people, points, refused, team
from outreach.store.inbound import InboundKind, InboundRow, InboundState
from outreach.store.unit import Priority
from policies.channel import Channel

_SOMEBODYS = frozenset({InboundKind.REPLY, InboundKind.AUTO_REPLY, InboundKind.UNSUBSCRIBE})


def belongs_to(ears: Ears, inbound_id: str, person_id: str, by: str) -> Taken | None:
    """Put the address a message came from on file for this person, and read it again as theirs.

    What it forbids binds them at once. What it permits stays unproven: the address came on file
    after it, on the word of one of us (`by`, a member's name). None where another reader was
    quicker. Raises `InputError` for a message that does not ask whose it is.
    """
    now = ears.clock.now()
    ears.stopped.mark_ids((person_id,))
    ears.store.write(lambda conn: _on_file(conn, inbound_id, person_id, by, now), Priority.STOP)
    return take(ears, inbound_id)


def _on_file(conn: Connection, inbound_id: str, person_id: str, by: str, now: datetime) -> None:
    member, whose = team.get(conn, by), people.get(conn, person_id)
    row = inbound.get(conn, inbound_id)
    source = f"they wrote from it; {member.name} found out that it is theirs"
    rank = len(points.of(conn, whose.id))
    address = _address_of(row)
    for channel in (Channel.EMAIL,) if "@" in address.address else (Channel.SMS, Channel.PHONE):
        one = ContactPoint(
            new_id("c"), whose.id, channel, address.address, address.folded, source, now, rank
        )
        refused.heed(conn, points.add(conn, one))
    afresh = {"state": InboundState.NEW, "kind": None}
    inbound.change(conn, row.id, {**afresh, "settled_at": now, "settled_by": member.name})
    body = {"person": whose.id, "by": member.name}
    ledger.add(conn, ledger.Entry(now, "found whose it is", row.id, body))


def _address_of(row: InboundRow) -> Address:
    """Return where a message came from; raise `InputError` where that is not the question."""
    asks = row.state is InboundState.UNMATCHED and row.answered_at is None
    if not asks or row.kind not in _SOMEBODYS or not row.from_address:
        msg = f"message `{row.id}` does not ask whose it is"
        raise InputError(msg)
    try:
        return read_as(row.from_address)
    except AddressError as error:
        msg = f"message `{row.id}` came from no address that can be put on file"
        raise InputError(msg) from error
