"""How often we mean to be in touch, and who has waited too long for a word from us.

Nothing is sent by a cadence. It puts people on an agenda; what comes of that passes the gate.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from outreach.domain.cadences import Cadence
from outreach.errors import InputError
from outreach.gate.gate import Gate
from outreach.gate.openings import Reach, reach_of
from outreach.ids import new_id
from outreach.store import cadences, ledger, people, roles, team
from outreach.store.cadences import Waited
from outreach.store.unit import Store

LONGEST = 3_660
"""Days: ten years."""
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class OfPerson:
    """One person, by id."""

    id: str


@dataclass(frozen=True, slots=True)
class OfRole:
    """Everybody in a role: `customer`."""

    what: str


Whom = OfPerson | OfRole


def set_cadence(store: Store, whom: Whom, days: int | None, by: str, now: datetime) -> Cadence:
    """Say how often somebody hears from us (None: by no rhythm); raise `InputError` for nonsense.

    What is said of one person goes before what is said of their role.
    """
    if days is not None and not 1 <= days <= LONGEST:
        msg = f"`{days}` days is no rhythm: between 1 and {LONGEST}"
        raise InputError(msg)
    made = store.write(lambda conn: _put(conn, whom, days, by, now))
    _work_out(store, whom, now)
    return made


def _put(conn: Connection, whom: Whom, days: int | None, by: str, now: datetime) -> Cadence:
    member = team.get(conn, by)
    match whom:
        case OfPerson(person_id):
            found = people.get(conn, person_id).id
            one = Cadence(new_id("q"), days, member.name, now, person_id=found)
        case OfRole(what):
            one = Cadence(new_id("q"), days, member.name, now, role=roles.named(what))
    cadences.put(conn, one)
    body = {"days": days, "person": one.person_id, "role": one.role, "by": member.id}
    ledger.add(conn, ledger.Entry(now, "cadence", one.id, body))
    return one


def _work_out(store: Store, whom: Whom, now: datetime) -> None:
    """Work out anew when everybody whom it concerns is due, some at a time."""
    if isinstance(whom, OfPerson):
        store.write(lambda conn: cadences.refresh(conn, [whom.id], now))
        return
    what, after = roles.named(whom.what), ""
    while page := store.read(
        partial(roles.people_in, what=what, now=now, after=after, limit=_AT_ONCE)
    ):
        store.write(partial(cadences.refresh, ids=page, now=now))
        after = page[-1]


@dataclass(frozen=True, slots=True)
class Silence:
    """Somebody who has waited too long for a word from us, and how they may be reached."""

    waited: Waited
    reach: Reach


def too_long(gate: Gate, by: str, owner: str | None = None, limit: int = 50) -> list[Silence]:
    """Return who waits for a word, the longest first; of one of us (an id), or of the house.

    `by` is the name in which a contact is judged.
    """
    now = gate.clock.now()
    owners = None if owner is None else [owner]
    waited = cadences.longest_waiting(gate.store, now, now, owners=owners, limit=limit)
    reach = reach_of(gate, [one.person.id for one in waited], by, now)
    return [Silence(one, reach[one.person.id]) for one in waited]
