"""A house for soaking: people who all have an address or a number, and something due to each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from outreach.clock import SystemClock
from outreach.domain.attempts import Attempt
from outreach.domain.people import ContactPoint, Person
from outreach.ids import new_id
from outreach.services.set_up import Plans, set_up
from outreach.store import attempts, people, points
from outreach.store.unit import Mode, Store
from policies.channel import Channel, Kind, Purpose
from tests.soak.troubled_carrier import SID, TOKEN

OURS = "+14155550100"
ANY_HOUR = """\
code = "house"
title = "Any hour"
without = [
    "house-hours-calls-and-texts", "house-holidays-calls-and-texts",
    "house-hours-email", "house-holidays-email",
]
"""
"""The house's own hours would let nothing out on a Sunday night, when this may run too."""
_AT_ONCE = 500
_TEXTS = 3
"""One person in so many has a number and no address."""


@dataclass(frozen=True, slots=True)
class Someone:
    """A person who may say stop, how they are reached, and the contact that is due to them."""

    id: str
    name: str
    channel: Channel
    address: str
    attempt: str


def make(folder: Path) -> None:
    """Make the house's folder and its database."""
    set_up(
        Plans(
            folder,
            Mode.REHEARSAL,
            "Kestrel Mapping",
            "12 Harbour Road, Bristol BS1 4QA",
            "ana@kestrel.example",
            member="Ana Ruiz",
        ),
        SystemClock(),
    )
    own = folder / "policies"
    own.mkdir(exist_ok=True)
    (own / "house.toml").write_text(ANY_HOUR, encoding="utf-8")


def environment(mail: int, carrier: str, pages: int, database: str) -> dict[str, str]:
    """Return the settings of every program of the house."""
    told = {
        "SMTP__HOST": "127.0.0.1",
        "SMTP__PORT": str(mail),
        "SMTP__SECURITY": "none",
        "SMTP__CONNECTIONS": "6",
        "TWILIO__ACCOUNT": SID,
        "TWILIO__AUTH_TOKEN": TOKEN,
        "TWILIO__BASE_URL": carrier,
        "TWILIO__TIMEOUT": "5",
        "SENDER__TEXT_NUMBER": OURS,
        "WEB__PUBLIC_URL": f"http://127.0.0.1:{pages}",
        "WEB__PORT": str(pages),
        "ENGINE__EVERY": "0.1",
        **({"DATABASE": database} if database else {}),
    }
    return {f"OUTREACH_{name}": value for name, value in told.items()}


def settle(store: Store, count: int, begin: datetime, over: timedelta) -> list[Someone]:
    """Bring in so many people, with one contact due to each, spread evenly over this time."""
    everybody: list[Someone] = []
    for first in range(0, count, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, count))
        due = [begin + over * (number / count) for number in numbers]
        everybody += store.write(partial(_keep, list(numbers), due, begin))
    return everybody


def _keep(
    numbers: list[int], due: list[datetime], now: datetime, conn: Connection
) -> list[Someone]:
    several = [_somebody(number) for number in numbers]
    people.add_many(conn, [_person(one, now) for one in several])
    points.add_many(
        conn,
        [
            ContactPoint(new_id("c"), one.id, one.channel, one.address, one.address, "Expo", now)
            for one in several
        ],
    )
    attempts.add_many(conn, [_attempt(one, at, now) for one, at in zip(several, due, strict=True)])
    return several


def _somebody(number: int) -> Someone:
    who, name, attempt = new_id("p"), f"Person {number}", new_id("a")
    if number % _TEXTS:
        return Someone(who, name, Channel.EMAIL, f"{who}@people.example", attempt)
    return Someone(who, name, Channel.SMS, f"+1312{2_000_000 + number}", attempt)


def _person(one: Someone, now: datetime) -> Person:
    return Person(
        one.id,
        one.name,
        "Expo 2026",
        now,
        now,
        country="US",
        zone="America/Chicago",
        kind=Kind.BUSINESS,
        kind_source="card",
    )


def _attempt(one: Someone, due: datetime, now: datetime) -> Attempt:
    words = {Channel.EMAIL: "intro", Channel.SMS: "follow-up"}[one.channel]
    return Attempt(
        id=one.attempt,
        person_id=one.id,
        channel=one.channel,
        purpose=Purpose.SERVICE,
        by="Ana Ruiz",
        due_at=due,
        created_at=now,
        message=words,
        topic="spring maps",
        words_for={one.channel.value: words},
        has_words_for=(one.channel,),
    )
