"""What a person's own signed link shows them: whom it is about, masked, and what stands now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from outreach.clock import Clock
from outreach.errors import NotFoundError
from outreach.store import attempts, bars, belonging, points, statements
from outreach.store.unit import Store
from policies.channel import Channel
from policies.facts import Bar, Barred, PointState
from policies.preferences import standing


class Stands(StrEnum):
    """What we may do for now, as the person would say it."""

    WRITING = "writing"
    EMAIL_STOPPED = "email-stopped"
    ALL_STOPPED = "all-stopped"


@dataclass(frozen=True, slots=True)
class Described:
    """Whom a link is about. `masked` shows the owner that it is theirs, and nobody else whose."""

    masked: str
    stands: Stands


def describe(
    store: Store, clock: Clock, attempt_of: Callable[[str], str | None], token: str
) -> Described:
    """Return what a signed link is about; it never expires. Changes nothing.

    Raises `NotFoundError` for a link that is not ours, or whose person is erased.
    """
    attempt, now = attempt_of(token), clock.now()
    found = store.read(lambda conn: _described(conn, attempt, now)) if attempt else None
    if found is None:
        raise NotFoundError("link", token[:80])
    return found


def masked(address: str) -> str:
    """Return an address with all but the first letter before the @ hidden; of a number, its end.

    `s•••@kestrel.example`, `+1 ••• 142`: enough for its owner, and too little for anybody else.
    """
    local, _, domain = address.rpartition("@")
    if not local:
        return f"{address[:2]} ••• {address[-3:]}"
    return f"{local[:1]}•••@{domain}"


def _described(conn: Connection, attempt_id: str, now: datetime) -> Described | None:
    sent = next(iter(attempts.rows(conn, [attempt_id])), None)
    if sent is None or sent["point_id"] is None:
        return None
    person_id = sent["person_id"]
    point = points.get(conn, sent["point_id"])
    wishes = standing(statements.of(conn, person_id))
    organisations = belonging.organisations_of(conn, person_id, now)
    bound = bars.binding(
        conn, of_people=[person_id], organisations=organisations, folded=[point.folded]
    )
    of_person = [*bound.people.values(), *bound.organisations.values()]
    refused = {channel for channel in Channel if wishes.refusals_of(channel)}
    if refused == set(Channel) or any(_covers_all(mark) for marks in of_person for mark in marks):
        return Described(masked(point.address), Stands.ALL_STOPPED)
    dead = point.state is not PointState.OK or bool(bound.points)
    stopped = Channel.EMAIL in refused or dead
    stands = Stands.EMAIL_STOPPED if stopped else Stands.WRITING
    return Described(masked(point.address), stands)


def _covers_all(mark: Bar) -> bool:
    return mark.covers in (Barred.PERSON, Barred.ORGANISATION, Barred.SUPPRESSED)
