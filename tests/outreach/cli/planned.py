"""Contacts put into a house as if an engine had planned them."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection

from outreach.domain.attempts import Attempt, AttemptState
from outreach.ids import new_id
from outreach.store import attempts, people, points
from outreach.store.unit import Store
from policies.channel import Channel, Purpose
from tests.outreach.cli.conftest import Shell

ELEVEN_IN_LAS_VEGAS = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)


def plan(house: Shell, name: str, channel: Channel, state: AttemptState) -> str:
    """Put a contact where it would stand; return its id."""
    at = ELEVEN_IN_LAS_VEGAS

    def work(conn: Connection) -> str:
        message = {Channel.PHONE: "follow-up", Channel.EMAIL: "intro"}
        return attempts.add(
            conn,
            Attempt(
                new_id("a"),
                people.named(conn, name)[0].id,
                channel,
                Purpose.MARKETING,
                "Ana Ruiz",
                at,
                at,
                state=state,
                topic="maps of your sites",
                message=message[channel],
                words_for={each.value: name for each, name in message.items()},
                has_words_for=tuple(message),
                point_id=_point(conn, name, channel),
            ),
        ).id

    store = Store(f"sqlite:///{house.folder}/outreach.db")
    try:
        return store.write(work)
    finally:
        store.close()


def _point(conn: Connection, name: str, channel: Channel) -> str:
    reached = points.of(conn, people.named(conn, name)[0].id)
    return next(one.id for one in reached if one.channel is channel)
