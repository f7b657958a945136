"""Whose hands a promise is in: taken, given away, released, and who may keep it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from outreach.domain.commitments import Commitment, CommitmentState
from outreach.domain.people import Duty, Member
from outreach.errors import InputError
from outreach.ids import new_id
from outreach.store import absences, commitments, ledger, notes, team
from outreach.store.unit import Store


def take_over(store: Store, promise_id: str, by: str, now: datetime) -> Commitment:
    """Put a promise on somebody's own agenda.

    Raises `NotFoundError` for no member of the team, `InputError` for what a colleague who is there
    has still time to keep.
    """

    def work(conn: Connection) -> Commitment:
        member = team.get(conn, by)
        before = still_owed(conn, promise_id)
        must_be_theirs(conn, before, member, now)
        return _hand_over(conn, before, member, now, "promise taken over")

    return store.write(work)


def give(store: Store, promise_id: str, to: str, by: str, now: datetime) -> Commitment:
    """Give a promise that is one's own to keep to a colleague who is there."""

    def work(conn: Connection) -> Commitment:
        member, other = team.get(conn, by), team.get(conn, to)
        before = still_owed(conn, promise_id)
        must_be_theirs(conn, before, member, now)
        if not absences.roster(conn, now).is_there(other.id, now):
            msg = f"{other.name} is not there to keep it"
            raise InputError(msg)
        return _hand_over(conn, before, other, now, "promise given")

    return store.write(work)


def _hand_over(
    conn: Connection, before: Commitment, to: Member, now: datetime, how: str
) -> Commitment:
    commitments.hand_over(conn, before.id, to.id)
    body = {"from": before.owner, "to": to.id}
    ledger.add(conn, ledger.Entry(now, how, before.id, body))
    return commitments.get(conn, before.id)


def must_be_theirs(conn: Connection, promise: Commitment, member: Member, now: datetime) -> None:
    """Refuse a promise that a colleague who is there has still time to keep.

    Anybody may keep one that is overdue, and a manager any.
    """
    roster = absences.roster(conn, now)
    keeper = roster.keeps(promise.owner, now)
    free = promise.anyone or keeper is None or now >= promise.overdue_from
    if free or member.id in (keeper, promise.owner) or member.duty is Duty.MANAGER:
        return
    whose = roster.members[keeper].name if keeper else "a colleague"
    msg = (
        f"{whose} has time to keep this: until it is overdue it is theirs, to keep or to give"
        " (`outreach promises give`)"
    )
    raise InputError(msg)


def release(store: Store, promise_id: str, because: str, by: str, now: datetime) -> Commitment:
    """Say that they no longer want it; raise `InputError` without a reason.

    The reason is kept as a note on the person: the ledger holds nobody's words.
    """
    if not because.strip():
        msg = "a promise is released for a reason: say it with --because"
        raise InputError(msg)

    def work(conn: Connection) -> Commitment:
        member = team.get(conn, by)
        one = commitments.close(conn, promise_id, CommitmentState.RELEASED, member.name, now)
        text = f"released {one.what}: {because}"
        notes.add(conn, notes.Note(new_id("n"), one.person_id, now, member.name, text))
        ledger.add(conn, ledger.Entry(now, "promise released", promise_id, {"by": member.id}))
        return commitments.get(conn, promise_id)

    return store.write(work)


def still_owed(conn: Connection, promise_id: str) -> Commitment:
    """Return a promise; raise `InputError` where it has ended."""
    found = commitments.get(conn, promise_id)
    if found.state not in commitments.OWED:
        msg = f"promise `{promise_id}` is {found.state} already"
        raise InputError(msg)
    return found
