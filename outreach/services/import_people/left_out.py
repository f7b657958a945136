"""A row that is left out may refuse us all the same: then its addresses are kept, as nobody's.

Whoever has one of them is bound, now or later, as by a list of refusals; of an address that nobody
here has only a keyed hash is kept, and none of the words.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from outreach.domain.imports.how import How
from outreach.domain.imports.refused import Refused
from outreach.domain.imports.row import Rejected, Row
from outreach.services.import_people.wishes import Hears, read_cell
from policies.statement import Refuse, refusal_in


def refusals_in(rejected: Rejected, hears: Hears, at: datetime) -> list[Refused]:
    """Return the addresses that a row refuses, each once; one without an address refuses none."""
    row = rejected.legible
    if row is None or not (row.emails or row.phones):
        return []
    found: dict[tuple[str, str | None], Refused] = {}
    for refusal in _refusals(row, hears, at):
        for channel, address in row.addresses:
            if refusal.channel in (None, channel):
                because = f"row {row.number}, which was left out, refuses us"
                one = Refused(How.STOPPED, because, address, channel=refusal.channel)
                found.setdefault((address.folded, refusal.channel), one)
    return list(found.values())


def _refusals(row: Row, hears: Hears, at: datetime) -> Iterator[Refuse]:
    for noted in row.noted:
        for one in read_cell(noted, row.language, hears, at).understood:
            refusal = refusal_in(one.meaning)
            if refusal is not None:
                yield refusal
