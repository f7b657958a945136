"""Marks set by hand: do not contact a person, an organisation or an address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from outreach.errors import InputError, NotFoundError
from outreach.services.listen.ears import Ears
from outreach.services.listen.record import withdraw_all
from outreach.services.listen.strangers import read_as, suppress
from outreach.store import attempts, bars, belonging, ledger, organisations, people, points
from outreach.store.statements import Raised
from outreach.store.unit import Priority
from policies.facts import Barred


@dataclass(frozen=True, slots=True)
class ThePerson:
    """A human being, by id."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class TheOrganisation:
    """Everybody who works there, by the organisation's id."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class TheAddress:
    """An address or number, whoever has it, now or later."""

    address: str


Subject = ThePerson | TheOrganisation | TheAddress


def subject(ears: Ears, given: str) -> Subject:
    """Return what a name, id or address means; raise `NotFoundError`, `InputError` for several."""
    return ears.store.read(lambda conn: _subject(conn, given))


def _subject(conn: Connection, given: str) -> Subject:
    if "@" in given or given.lstrip().startswith("+"):
        return TheAddress(read_as(given).address)
    found = people.named(conn, given)
    if len(found) > 1:
        ids = ", ".join(person.id for person in found)
        msg = f"`{given}` may be {len(found)} people: give one of {ids}"
        raise InputError(msg)
    if found:
        return ThePerson(found[0].id, found[0].name)
    organisation = organisations.find(conn, given)
    if organisation is None:
        raise NotFoundError("person, organisation or address", given)
    return TheOrganisation(organisation.id, organisation.name)


def stop(ears: Ears, whom: Subject, because: str, by: str) -> Raised:
    """Set the do-not-contact mark, at once and ahead of every other write.

    `by` is a member of the team. Nothing but a review with proof and a second person removes it.
    """
    if not because.strip():
        msg = "a stop needs its reason: say why with --because"
        raise InputError(msg)
    now = ears.clock.now()
    ears.stopped.mark_ids(_known_ids(whom))
    raised = ears.store.write(lambda conn: _stop(conn, whom, because, by, now), Priority.STOP)
    ears.stopped.mark(raised)
    return raised


def _known_ids(whom: Subject) -> tuple[str, ...]:
    return () if isinstance(whom, TheAddress) else (whom.id,)


def _stop(conn: Connection, whom: Subject, because: str, by: str, now: datetime) -> Raised:
    match whom:
        case ThePerson(id=person):
            raised = bars.add(conn, bars.Mark(Barred.PERSON, because, now, by, person_id=person))
            withdraw_all(conn, [person], because, now)
            about = person
        case TheOrganisation(id=about):
            mark = bars.Mark(Barred.ORGANISATION, because, now, by, organisation_id=about)
            raised = bars.add(conn, mark)
            members = belonging.members_of(conn, about, now)
            withdraw_all(conn, members, because, now)
        case TheAddress(address=address):
            raised = _stop_address(conn, address, because, by, now)
            about = ",".join(sorted(raised.points)) or "an address nobody on file has"
    body = {"covers": type(whom).__name__, "by": by}
    ledger.add(conn, ledger.Entry(now, "stopped by hand", about, body))
    return raised


def _stop_address(conn: Connection, address: str, because: str, by: str, now: datetime) -> Raised:
    having = points.at(conn, address)
    if not having:
        if not suppress(conn, address, because, now, by):
            raise NotFoundError("address or number", address)
        return Raised()
    for point in having:
        bars.add(conn, bars.Mark(Barred.POINT, because, now, by, point_id=point.id))
    owners = frozenset(point.person_id for point in having)
    attempts.judge_afresh(conn, owners, now)
    return Raised(owners, frozenset(), frozenset(point.id for point in having))
