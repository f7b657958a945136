"""What somebody agreed to, as one of us records it, and the words by which they take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from outreach.domain.addresses import AddressError
from outreach.domain.bases import Basis, Way
from outreach.errors import InputError
from outreach.ids import new_id
from outreach.services.listen.ears import Ears
from outreach.services.listen.effects import effects_of
from outreach.services.listen.record import Recorded, Said, record
from outreach.services.listen.strangers import read_as
from outreach.store import consents, ledger, people
from outreach.store.statements import Heard
from outreach.store.unit import Priority
from policies.basis import BasisKind
from policies.channel import Channel, Purpose
from policies.statement import Refuse, Source, Statement, Understood, Via


@dataclass(frozen=True, slots=True)
class Agreed:
    """A basis as somebody hands it in; the fields of `Basis`, with the wording in full.

    `given_at` absent is now. `to` is an address or number as it was typed.
    """

    channel: Channel
    purpose: Purpose
    proof: str
    kind: BasisKind = BasisKind.EXPRESS
    way: Way | None = None
    wording: str = ""
    reference: str = ""
    to: str | None = None
    topic: str | None = None
    given_at: datetime | None = None
    expires_at: datetime | None = None


def add_consent(ears: Ears, person_id: str, agreed: Agreed, by: str) -> Basis:
    """Record a basis for contact; raise `InputError` without proof or from the future.

    It lifts no refusal: what they said against it still binds.
    """
    now = ears.clock.now()
    given = agreed.given_at or now
    _refuse_unproven(agreed, given, now)
    to = _read(agreed.to) if agreed.to else None

    def work(conn: Connection) -> Basis:
        people.get(conn, person_id)
        wording = agreed.wording.strip()
        basis = Basis(
            *(new_id("k"), person_id, agreed.channel, agreed.purpose, given, agreed.proof.strip()),
            source=by,
            expires_at=agreed.expires_at,
            kind=agreed.kind,
            way=agreed.way,
            wording=consents.keep_wording(conn, wording, now) if wording else None,
            reference=agreed.reference.strip(),
            to=to,
            topic=agreed.topic,
            recorded_at=now,
        )
        consents.add(conn, basis)
        ledger.add(conn, ledger.Entry(now, "consent recorded", basis.id, _body(basis, by)))
        return basis

    return ears.store.write(work)


def _refuse_unproven(agreed: Agreed, given: datetime, now: datetime) -> None:
    if not agreed.proof.strip():
        msg = "a consent needs its proof: say where and how they gave it"
        raise InputError(msg)
    if given > now:
        msg = f"a consent cannot be given in the future: `{given.isoformat()}`"
        raise InputError(msg)
    if agreed.expires_at is not None and agreed.expires_at <= given:
        msg = f"it would end before it was given: `{agreed.expires_at.isoformat()}`"
        raise InputError(msg)


def _read(typed: str) -> str:
    try:
        return read_as(typed).address
    except AddressError as error:
        msg = f"a consent can only be for an address or number: {error}"
        raise InputError(msg) from error


def _body(basis: Basis, by: str) -> dict[str, object]:
    """Return what the ledger keeps: ids and kinds, no words of theirs."""
    return {
        "person": basis.person_id,
        "channel": basis.channel.value,
        "purpose": basis.purpose.value,
        "kind": basis.kind.value,
        "given": basis.given_at.isoformat(),
        "wording": basis.wording,
        "by": by,
    }


def end_consent(ears: Ears, basis_id: str, because: str, by: str) -> Basis:
    """End a basis that was recorded wrongly, at once; it stays as proof of what was.

    What they said themselves is no reason here: `withdraw` keeps their words.
    """
    if not because.strip():
        msg = "say why it ends with --because"
        raise InputError(msg)
    now = ears.clock.now()

    def work(conn: Connection) -> Basis:
        basis = consents.get(conn, basis_id)
        if basis.ended_at is not None:
            msg = f"`{basis_id}` ended on {basis.ended_at:%d %b %Y} already"
            raise InputError(msg)
        consents.end(conn, basis.person_id, [basis_id], now, because.strip())
        body = {"person": basis.person_id, "by": by}
        ledger.add(conn, ledger.Entry(now, "consent ended", basis_id, body))
        return consents.get(conn, basis_id)

    return ears.store.write(work, Priority.STOP)


def withdraw(ears: Ears, person_id: str, channel: Channel | None, words: str, by: str) -> Recorded:
    """Keep the words by which they took their consent back, and obey them at once.

    Taking consent back is a refusal of the channel (None: of all), whether or not law there asks
    for consent: only their own proven word lifts it.
    """
    if not words.strip():
        msg = "say in their own words how they took it back"
        raise InputError(msg)
    now = ears.clock.now()
    understood = (Understood(Refuse(channel)),)
    statement = Statement(
        id=new_id("s"),
        words=words.strip(),
        said_at=now,
        via=Via.REP,
        source=Source.REP_NOTE,
        proven=False,
        meanings=understood,
    )
    said = Said(statement, Heard(person_id, now, noted_by=by), effects_of([Refuse(channel)]))
    ears.stopped.mark_ids((person_id,))

    def work(conn: Connection) -> Recorded:
        people.get(conn, person_id)
        return record(conn, said, now)

    recorded = ears.store.write(work, Priority.STOP)
    ears.stopped.mark(recorded.raised)
    return recorded
