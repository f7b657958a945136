"""What a scenario says of the house and of what it has on record."""

from __future__ import annotations

import re

from outreach.domain.toml_tables import Toml
from policies.basis import BasisKind
from policies.channel import Channel, Purpose
from policies.facts import GivenConsent, House, PausedSender

COUNTRY = re.compile(r"[A-Z]{2}")


def house(table: Toml) -> House:
    """Return what the house adds; absent is in order."""
    listening = table.flag("listening", True)
    ours = House(
        assume_country=table.shaped("assume_country", COUNTRY, "an ISO 3166-1 code, such as `US`"),
        listening=listening,
        listening_because="" if listening else "nobody is listening: intake is down",
        paused=None if table.value("paused") is None else _paused(table.table("paused")),
    )
    table.done()
    return ours


def _paused(table: Toml) -> PausedSender:
    paused = PausedSender(table.text("address"), table.text("because"), table.moment("since"))
    table.done()
    return paused


def consent(row: Toml) -> GivenConsent:
    """Return one recorded basis; it is `written` unless the file says another kind."""
    given = GivenConsent(
        channel=row.choice("channel", Channel),
        purpose=row.choice("purpose", Purpose, Purpose.MARKETING),
        given_at=row.moment("given_at"),
        proof=row.text("proof", ""),
        expires_at=None if row.value("expires_at") is None else row.moment("expires_at"),
        kind=row.choice("kind", BasisKind, BasisKind.WRITTEN),
        to=row.optional("to"),
        topic=row.optional("topic"),
    )
    row.done()
    return given
