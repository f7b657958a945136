"""What a manager sees: what is owed, overdue and by whom; promises kept, and answers given.

Nothing here counts calls dialled or letters sent: neither helps anybody by itself. Of promises,
those whose time came in the stretch are counted, kept or not, so that no share flatters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from outreach.domain.absences import Absence, Roster
from outreach.domain.commitments import Commitment, CommitmentState
from outreach.domain.people import Member
from outreach.store import absences, cadences, commitments, overseeing
from outreach.store.unit import Store


@dataclass(frozen=True, slots=True)
class Work:
    """One of us (`member` None: what is nobody's in particular) and what is theirs just now.

    `due` promises had their time in the stretch: `in_time` and `late` of them were kept, `released`
    no longer wanted, the rest is owed still. `silent` people have waited too long for a word.
    """

    member: Member | None
    absence: Absence | None
    covered_by: Member | None
    owed: int
    overdue: int
    oldest: datetime | None
    letters: int
    silent: int
    due: int
    in_time: int
    late: int
    released: int
    answers: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The team from `since` until `now`, in the order in which they joined."""

    since: datetime
    now: datetime
    each: tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class _Counted:
    """What was counted over the whole team, by id (answers: by name)."""

    owed: dict[str | None, list[Commitment]]
    due: dict[str | None, list[Commitment]]
    letters: overseeing.Counted
    silent: overseeing.Counted
    answers: overseeing.Counted


def overview(store: Store, now: datetime, days: int = 30) -> Overview:
    """Return what each of us owes and has kept; whoever left without a debt is not shown."""
    since = now - timedelta(days=days)
    cadences.settle(store, now)

    def work(conn: Connection) -> Overview:
        roster, counted = absences.roster(conn, now), _counted(conn, since, now)
        every = (_work(roster, one, counted, now) for one in (*roster.members.values(), None))
        return Overview(since, now, tuple(one for one in every if _shown(one)))

    return store.read(work)


def _shown(work: Work) -> bool:
    return work.member is None or not work.member.left or work.owed > 0


def _counted(conn: Connection, since: datetime, now: datetime) -> _Counted:
    return _Counted(
        _by_owner(commitments.owed(conn)),
        _by_owner(overseeing.due_within(conn, since, now)),
        overseeing.letters(conn),
        overseeing.silent(conn, now),
        overseeing.answers(conn, since),
    )


def _by_owner(found: Iterable[Commitment]) -> dict[str | None, list[Commitment]]:
    sorted_out: dict[str | None, list[Commitment]] = defaultdict(list)
    for one in found:
        sorted_out[one.owner].append(one)
    return sorted_out


def _work(roster: Roster, member: Member | None, counted: _Counted, now: datetime) -> Work:
    whose = member.id if member else None
    owed, due = counted.owed.get(whose, []), counted.due.get(whose, [])
    late = [one for one in owed if now >= one.overdue_from]
    kept = [one for one in due if one.state is CommitmentState.KEPT]
    absence = roster.away(member.id, now) if member else None
    keeper = roster.keeps(member.id, now) if member and absence else None
    return Work(
        member=member,
        absence=absence,
        covered_by=roster.members.get(keeper or ""),
        owed=len(owed),
        overdue=len(late),
        oldest=min((one.due_at for one in late), default=None),
        letters=counted.letters.get(whose, 0),
        silent=counted.silent.get(whose, 0),
        due=len(due),
        in_time=sum(one.kept_in_time for one in kept),
        late=sum(not one.kept_in_time for one in kept),
        released=sum(one.state is CommitmentState.RELEASED for one in due),
        answers=counted.answers.get(member.name, 0) if member else 0,
    )
