"""Whose words these are: by the thread first, then by the address they came from.

A signed token of ours ties a mail to an attempt, hence to the person we wrote to, whatever address
the answer comes from (an alias, an assistant, a `+tag`). The sender's address alone ties it to
whoever has that address on file; several people may share one. A text answers the last one that we
sent to its number, and else is whoever's who has that number.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from channels.arrivals import Letter
from outreach.domain.addresses import AddressError, email_address, phone_number
from outreach.domain.people import ContactPoint
from outreach.store import attempts, carried, points
from policies.channel import Channel


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Who wrote. `point` is the address it came from, where it is this person's own on file.

    `others` are points of other people that are that address: a stop binds them too. Whoever
    answers for somebody else has a point of their own; through it the other proves nothing.
    """

    person_id: str
    attempt_id: str | None = None
    point: ContactPoint | None = None
    others: tuple[ContactPoint, ...] = ()

    @property
    def sharing(self) -> tuple[str, ...]:
        """Return who else has the address that this came from."""
        return tuple(dict.fromkeys(point.person_id for point in self.others))


def correspondent(conn: Connection, letter: Letter) -> Correspondent | None:
    """Return who wrote this letter, or None where neither thread nor address is known."""
    having = points_of_sender(conn, letter.sender.address)
    known = {row["id"]: row["person_id"] for row in attempts.rows(conn, letter.attempts)}
    for attempt_id in letter.attempts:
        if attempt_id in known:
            return _of(known[attempt_id], attempt_id, having)
    if not having:
        return None
    return _of(having[0].person_id, None, having)


def points_of_sender(conn: Connection, address: str) -> list[ContactPoint]:
    """Return the points that an address is, or folds to; whose own it is first, then exact ones."""
    try:
        read = email_address(address)
    except AddressError:
        return []
    found = points.folding_to(conn, [read.folded])
    return sorted(found, key=lambda point: (bool(point.through_id), point.address != read.address))


def by_number(conn: Connection, number: str) -> Correspondent | None:
    """Return who texts or rings from this number, or None where nobody on file has it."""
    having = points_of_number(conn, number)
    if not having:
        return None
    last = carried.last_text_to(conn, {point.folded for point in having})
    if last is not None and last.person_id in {point.person_id for point in having}:
        return _of(last.person_id, last.attempt_id, having)
    return _of(having[0].person_id, None, having)


def points_of_number(conn: Connection, number: str) -> list[ContactPoint]:
    """Return the points that a number is; those for texts first."""
    try:
        folded = phone_number(number, None).folded
    except AddressError:
        folded = number.strip()
    found = [one for one in points.folding_to(conn, [folded]) if one.channel is not Channel.EMAIL]
    return sorted(
        found, key=lambda point: (bool(point.through_id), point.channel is not Channel.SMS)
    )


def _of(person_id: str, attempt_id: str | None, having: list[ContactPoint]) -> Correspondent:
    own = next(
        (one for one in having if one.person_id == person_id and one.through_id is None), None
    )
    others = tuple(point for point in having if point.person_id != person_id)
    return Correspondent(person_id, attempt_id, own, others)
