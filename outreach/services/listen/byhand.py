"""Marks set by hand: do not contact somebody, and a basis for contact with its proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from outreach.domain.people import Basis
from outreach.errors import InputError, NotFoundError
from outreach.ids import new_id
from outreach.services.listen.ears import Ears
from outreach.services.listen.record import withdraw_all
from outreach.services.listen.strangers import read_as, suppress
from outreach.store import attempts, bars, consents, ledger, people, points
from outreach.store.statements import Raised
from outreach.store.unit import Priority
from policies.channel import Channel, Purpose
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
    organisation = people.find_organisation(conn, given)
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
            members = people.members_of(conn, about)
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


def add_consent(
    ears: Ears,
    person_id: str,
    channel: Channel,
    purpose: Purpose,
    *,
    proof: str,
    by: str,
    given_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> Basis:
    """Record a basis for contact; raise `InputError` without proof or from the future.

    It lifts no refusal: what they said against it still binds.
    """
    now = ears.clock.now()
    given = given_at or now
    if not proof.strip():
        msg = "a consent needs its proof: say where and how they gave it"
        raise InputError(msg)
    if given > now:
        msg = f"a consent cannot be given in the future: `{given.isoformat()}`"
        raise InputError(msg)
    basis = Basis(new_id("k"), person_id, channel, purpose, given, proof.strip(), by, expires_at)

    def work(conn: Connection) -> Basis:
        people.get(conn, person_id)
        consents.add(conn, basis)
        body = {"person": person_id, "channel": channel.value, "purpose": purpose.value, "by": by}
        ledger.add(conn, ledger.Entry(now, "consent recorded", basis.id, body))
        return basis

    return ears.store.write(work)
