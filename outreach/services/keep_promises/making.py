"""Promises that one of us gives without being asked for, and meetings; and saying it was done.

What somebody asked for is heard (`outreach hear`), and passes our own caps. What we promise of our
own accord passes nothing: keeping it is a contact like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from outreach.domain.commitments import Commitment, CommitmentKind, CommitmentState
from outreach.errors import InputError
from outreach.ids import new_id
from outreach.services.keep_promises.hands import must_be_theirs, still_owed
from outreach.store import commitments, ledger, notes, people, team
from outreach.store.unit import Store
from policies.channel import Channel
from policies.statement import WallTime, When
from policies.windows import instant


class WhoKeeps(StrEnum):
    """Who may keep a promise before it is overdue."""

    ONLY_ME = "only-me"
    ANYONE = "anyone"


@dataclass(frozen=True, slots=True)
class Pledge:
    """What one of us (`by`, a name) promises a person, and when, on the person's own clock.

    `channel` None: it is no contact at all (a visit, a delivery).
    """

    person_id: str
    what: str
    at: When
    by: str
    kind: CommitmentKind = CommitmentKind.PLEDGE
    channel: Channel | None = None
    who: WhoKeeps = WhoKeeps.ONLY_ME


def make(store: Store, pledge: Pledge, zones: Sequence[ZoneInfo], now: datetime) -> Commitment:
    """Keep a promise of ours; raise `InputError` where it does not say what, or is over."""
    if not pledge.what.strip() or not pledge.what.isprintable():
        msg = "say what you promise, in a few words on one line"
        raise InputError(msg)
    due = instant(pledge.at, zones)
    if due <= now:
        msg = "a promise is for a later moment"
        raise InputError(msg)

    def work(conn: Connection) -> Commitment:
        member, person = team.get(conn, pledge.by), people.get(conn, pledge.person_id)
        one = Commitment(
            id=new_id("m"),
            person_id=person.id,
            kind=pledge.kind,
            what=pledge.what.strip(),
            due_at=due,
            made_at=now,
            channel=pledge.channel,
            owner=member.id,
            anyone=pledge.who is WhoKeeps.ANYONE,
            named_hour=not isinstance(pledge.at, WallTime) or pledge.at.minute is not None,
            made_by=member.name,
        )
        body = {"person": person.id, "by": member.id}
        ledger.add(conn, ledger.Entry(now, "promise made", one.id, body))
        return commitments.add(conn, one)

    return store.write(work)


def kept_by(store: Store, promises: Sequence[str], who: WhoKeeps) -> None:
    """Say who may keep promises before they are overdue."""
    anyone = who is WhoKeeps.ANYONE
    store.write(lambda conn: commitments.share(conn, promises, anyone=anyone))


def done(store: Store, promise_id: str, by: str, note: str, now: datetime) -> Commitment:
    """Say that a meeting was held, or a thing of ours done that is no contact.

    Raises `InputError` for a contact: that is kept by making it, through the gate.
    """

    def work(conn: Connection) -> Commitment:
        member, one = team.get(conn, by), still_owed(conn, promise_id)
        must_be_theirs(conn, one, member, now)
        if one.kind in (CommitmentKind.CALLBACK, CommitmentKind.REQUEST) or one.channel:
            msg = "this is a contact: it is kept by making it (`outreach promises keep`)"
            raise InputError(msg)
        commitments.close(conn, one.id, CommitmentState.KEPT, member.name, now)
        if note.strip():
            text = f"{one.what}: {note.strip()}"
            notes.add(conn, notes.Note(new_id("n"), one.person_id, now, member.name, text))
        ledger.add(conn, ledger.Entry(now, "promise kept", one.id, {"by": member.id}))
        return commitments.get(conn, one.id)

    return store.write(work)
