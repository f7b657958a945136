"""How people stand to each other and to us: noted from a day, ended with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from outreach.clock import Clock
from outreach.domain.relations import LOOKED_AFTER_BY, Relation
from outreach.errors import InputError, NotFoundError
from outreach.ids import new_id
from outreach.services.knowing.plain_words import on_one_line
from outreach.store import ledger, people, relations
from outreach.store.ledger import Entry
from outreach.store.unit import Store


@dataclass(frozen=True, slots=True)
class NewRelation:
    """A relation to be kept, from a person to another or to one of us (ids)."""

    person_id: str
    what: str
    by: str
    other_id: str | None = None
    member_id: str | None = None
    since: datetime | None = None
    source: str = ""


def relate(store: Store, clock: Clock, new: NewRelation) -> Relation:
    """Keep a relation; who looks after them from now on is theirs to answer for.

    Nobody is contacted because somebody introduced them: that is a human's to decide.
    """
    now = clock.now()
    what = on_one_line(new.what, "the relation").casefold()
    if new.other_id == new.person_id:
        msg = "nobody stands in a relation to themselves"
        raise InputError(msg)

    def work(conn: Connection) -> Relation:
        people.get(conn, new.person_id)
        since, source = new.since or now, new.source or f"noted by {new.by}"
        one = Relation(
            new_id("x"),
            new.person_id,
            what,
            since,
            new.other_id,
            new.member_id,
            source=source,
            noted_by=new.by,
        )
        if _known(conn, one, now):
            msg = "we know that already"
            raise InputError(msg)
        relations.add(conn, one)
        if what == LOOKED_AFTER_BY and new.member_id is not None:
            people.change(conn, new.person_id, {"owner_id": new.member_id})
        body = {"relation": one.id, "other": new.other_id or new.member_id, "by": new.by}
        ledger.add(conn, Entry(now, "related", new.person_id, body))
        return one

    return store.write(work)


def end_relation(
    store: Store, clock: Clock, person_id: str, other: str, because: str, by: str
) -> int:
    """End every relation between a person and somebody (id) that stands; return how many.

    Raises `NotFoundError` where there is none.
    """
    now, why = clock.now(), on_one_line(because, "the reason")

    def work(conn: Connection) -> int:
        between = [
            one
            for one in relations.of(conn, person_id)
            if other in (one.other_id, one.member_id, one.person_id) and one.holds(now)
        ]
        if not between:
            raise NotFoundError("relation", other)
        for one in between:
            relations.end(conn, one.id, why, now)
            ledger.add(
                conn, Entry(now, "relation-ended", person_id, {"relation": one.id, "by": by})
            )
        return len(between)

    return store.write(work)


def _known(conn: Connection, one: Relation, now: datetime) -> bool:
    same = (one.person_id, one.what, one.other_id, one.member_id)
    return any(
        (each.person_id, each.what, each.other_id, each.member_id) == same and each.holds(now)
        for each in relations.of(conn, one.person_id)
    )
