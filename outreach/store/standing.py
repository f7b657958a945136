"""What somebody is now, and how they stand to others and to us, with the names it is told by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from outreach.domain.people import Organisation
from outreach.domain.relations import Relation, told_from
from outreach.domain.roles import Role
from outreach.store import people, relations, roles
from outreach.store.noted import other_name


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody has now; `place` None: towards us alone."""

    role: Role
    place: Organisation | None

    @property
    def told(self) -> str:
        """Return it in words: `buyer at Kestrel Mapping`."""
        return f"{self.role.what} at {self.place.name}" if self.place else self.role.what


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation that stands now, as one of the two sees it: `told` names `other` (an id)."""

    relation: Relation
    told: str
    other: str


def roles_of(conn: Connection, person_id: str, now: datetime) -> list[Held]:
    """Return the roles somebody has now, the oldest first."""
    held = [one for one in roles.of(conn, person_id) if one.holds(now)]
    places = people.organisations(conn, {one.organisation_id or "" for one in held})
    return [Held(one, places.get(one.organisation_id or "")) for one in held]


def ties_of(conn: Connection, person_id: str, now: datetime) -> list[Tie]:
    """Return how somebody stands to others and to us now."""
    return [
        Tie(
            one,
            told_from(one, person_id, other_name(conn, one, person_id)),
            one.other_end(person_id),
        )
        for one in relations.of(conn, person_id)
        if one.holds(now)
    ]
