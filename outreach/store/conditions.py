"""What the steps of sequences ask before they are tried, looked up for a batch at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, func, select

from outreach.domain.enrollments import Enrollment
from outreach.domain.going_on import OnlyIf, fails
from outreach.domain.notes import OF_CONTACT
from outreach.domain.people import ContactPoint
from outreach.domain.sequences import Sequence as Steps
from outreach.store import belonging, people, points
from outreach.store.inbound import InboundKind
from outreach.store.tables import inbound, note
from policies.channel import Channel
from policies.facts import NumberKind, PointState

OF_THEIR_POINTS = frozenset(
    {OnlyIf.EMAIL, OnlyIf.MOBILE, OnlyIf.PHONE, OnlyIf.NO_EMAIL, OnlyIf.NO_PHONE}
)
"""What is asked about how they can be reached."""
Last = Select[str, datetime]
"""Who, and when last."""


def unfit(
    conn: Connection,
    due: Sequence[Enrollment],
    known: Mapping[str, Steps],
    now: datetime,
) -> dict[str, OnlyIf]:
    """Return, by enrolment, the condition of its next step that does not hold now.

    Nothing is read where no step asks anything.
    """
    asked = {one.id: _asked(one, known) for one in due}
    asking = [one for one in due if asked[one.id]]
    if not asking:
        return {}
    ids = sorted({one.person_id for one in asking})
    since = _Since(_last(conn, _replies(ids)), _last(conn, _meetings(ids)))
    reached, who = points.of_many(conn, ids), people.get_many(conn, ids)
    elsewhere = belonging.of_many(conn, ids)
    found: dict[str, OnlyIf] = {}
    for one in asking:
        works = who[one.person_id].organisation_id is not None
        belongs = works or any(each.holds(now) for each in elsewhere.get(one.person_id, ()))
        holds = of_points(reached.get(one.person_id, [])) | since.holding(one) | _where(belongs)
        missing = fails(asked[one.id], holds)
        if missing is not None:
            found[one.id] = missing
    return found


def _asked(one: Enrollment, known: Mapping[str, Steps]) -> tuple[OnlyIf, ...]:
    step = known[one.sequence_id].step(one.next_step)
    return step.only_if if step else ()


class _Since:
    """When people wrote or met us last."""

    def __init__(self, replied: dict[str, datetime], met: dict[str, datetime]) -> None:
        self.replied, self.met = replied, met

    def holding(self, one: Enrollment) -> frozenset[OnlyIf]:
        """Return what holds because something has not happened since they came in."""
        found = {
            OnlyIf.NO_REPLY: self.replied.get(one.person_id),
            OnlyIf.NO_MEETING: self.met.get(one.person_id),
        }
        return frozenset(
            each for each, last in found.items() if last is None or last < one.enrolled_at
        )


def _replies(ids: list[str]) -> Last:
    return (
        select(inbound.c.person_id, func.max(inbound.c.received_at))
        .where(inbound.c.person_id.in_(ids), inbound.c.kind == InboundKind.REPLY)
        .group_by(inbound.c.person_id)
    )


def _meetings(ids: list[str]) -> Last:
    return (
        select(note.c.person_id, func.max(note.c.at))
        .where(note.c.person_id.in_(ids), note.c.kind.in_(list(OF_CONTACT)))
        .group_by(note.c.person_id)
    )


def _last(conn: Connection, query: Last) -> dict[str, datetime]:
    return {row[0]: row[1] for row in conn.execute(query)}


def of_points(having: Iterable[ContactPoint]) -> frozenset[OnlyIf]:
    """Return which conditions hold for whoever has these addresses and numbers."""
    alive: defaultdict[Channel, list[ContactPoint]] = defaultdict(list)
    for one in having:
        if one.state is PointState.OK:
            alive[one.channel].append(one)
    texts = [one for one in alive[Channel.SMS] if one.kind is not NumberKind.LANDLINE]
    held = {
        OnlyIf.EMAIL: alive[Channel.EMAIL],
        OnlyIf.PHONE: alive[Channel.PHONE],
        OnlyIf.MOBILE: texts,
    }
    lacking = {OnlyIf.NO_EMAIL: alive[Channel.EMAIL], OnlyIf.NO_PHONE: alive[Channel.PHONE]}
    return frozenset(
        [each for each, points in held.items() if points]
        + [each for each, points in lacking.items() if not points]
    )


def _where(belongs: bool) -> frozenset[OnlyIf]:
    return frozenset([OnlyIf.ORGANISATION if belongs else OnlyIf.NO_ORGANISATION])
