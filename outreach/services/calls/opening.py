"""When a call that is about to be promised could really be made."""

from __future__ import annotations

from datetime import datetime

from outreach.gate.gate import Gate
from outreach.gate.preflight import may
from policies.channel import Channel, Purpose
from policies.finding import Bears


def opens_later(gate: Gate, person_id: str, at: datetime, by: str) -> datetime | None:
    """Return the moment at which a call named for `at` would first be allowed, if that is later.

    None where it is open then, and where something else than the hour speaks against calls: what
    one of us notes passes no hours, holidays or quiet times, whatever hour it names.
    """
    found = may(gate, person_id, Channel.PHONE, at, by=by, purpose=Purpose.SERVICE, automated=False)
    findings = found.case.decision.findings
    only_the_hour = findings and all(one.bears is Bears.MOMENT for one in findings)
    return found.earliest if only_the_hour else None
