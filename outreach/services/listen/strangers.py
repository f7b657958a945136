"""Letters from nobody we know: kept and shown to a human; a stop in one still binds its address."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from channels.arrivals import Letter
from outreach.domain.addresses import Address, AddressError, email_address, phone_number
from outreach.listening.reading import Heard, ReaderContext
from outreach.services.listen.ears import Ears
from outreach.services.listen.letters import understood
from outreach.services.listen.outcome import Done, Outcome, nothing
from outreach.store import bars, house
from outreach.store.inbound import InboundKind, InboundRow, InboundState
from policies.facts import Barred
from policies.statement import (
    Via,
    refusal_in,
)


def stranger(ears: Ears, row: InboundRow, letter: Letter, *, stops: bool = False) -> Outcome:
    """Keep a letter that nothing ties to a person; `stops` says that it means stop by itself."""
    message = Heard(letter.text, row.received_at, Via.EMAIL, letter.subject)
    reading = understood(ears, message, ReaderContext())
    refuses = stops or any(refusal_in(one.meaning) for one in reading.understood)
    address = letter.sender.address

    def stopped(conn: Connection, now: datetime) -> Done:
        suppress(conn, address, "whoever writes from there asked us to stop", now)
        return Done()

    columns = {"from_address": address, "words": reading.own_words}
    kind = InboundKind.UNSUBSCRIBE if stops else InboundKind.REPLY
    return Outcome(kind, InboundState.UNMATCHED, columns, work=stopped if refuses else nothing)


def read_as(typed: str) -> Address:
    """Return an address or number as it is compared; raise `AddressError` for neither."""
    return email_address(typed) if "@" in typed else phone_number(typed, None)


def suppress(conn: Connection, address: str, because: str, now: datetime, by: str = "") -> bool:
    """Bar an address that nobody on file has, by its hash; whoever gets it later is barred too."""
    try:
        folded = read_as(address).folded
    except AddressError:
        return False
    digest = bars.suppression(house.get(conn).installation_key, folded)
    if bars.is_told(conn, digest):
        return True
    by = by or "themselves"
    bars.add(conn, bars.Mark(Barred.SUPPRESSED, because, now, by, suppressed_hash=digest))
    return True
