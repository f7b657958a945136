"""A house full of made-up people with a letter due to each: always the same ones.

One in eight has said something, one in five had another mail ten days ago, three share an office.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random

from sqlalchemy import Connection

from outreach.domain.attempts import Attempt, AttemptState
from outreach.domain.bases import Basis
from outreach.domain.enrollments import Enrollment
from outreach.domain.people import ContactPoint, Member, Person
from outreach.ids import new_id
from outreach.store import (
    attempts,
    consents,
    enrollments,
    importing,
    people,
    points,
    sequences,
    team,
)
from outreach.store import statements as said
from outreach.store.unit import Store
from policies.basis import BasisKind
from policies.channel import Channel, Kind, Purpose
from policies.statement import Avoid, Meaning, Prefer, Refuse, Source, Statement, Understood, Via

REP = "Ana Ruiz"
LETTER = "letter"
TOPIC = "maps of your sites"
SOURCE = "Expo 2026, where we spoke at our stand"
_SEQUENCE = "spring"
_AT_ONCE = 2_000
OFFICE = 3
_REGIONS = ("US-NV", "US-NY", "US-TX", "US-FL", "US-CA", "US-IL")
_PHONE = Channel.PHONE
_SAID: tuple[tuple[str, Meaning], ...] = (
    ("I can't do phone, please email me", Avoid(Channel.PHONE)),
    ("email is best", Prefer(Channel.EMAIL)),
    ("don't call me", Refuse(Channel.PHONE)),
)


@dataclass(slots=True)
class _Rows:
    people: list[Person] = field(default_factory=list)
    points: list[ContactPoint] = field(default_factory=list)
    bases: list[Basis] = field(default_factory=list)
    enrolled: list[Enrollment] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    said: list[tuple[Statement, said.Heard]] = field(default_factory=list)


def settle_in(
    store: Store, count: int, now: datetime, seed: int = 1, channel: Channel = Channel.EMAIL
) -> list[tuple[str, str]]:
    """Keep `count` people with a letter due at `now`; return (attempt, person) as they are due.

    The letter goes by this channel, email or text.
    """
    random = Random(seed)
    sequence = store.write(lambda conn: _begin(conn, now, channel))
    due: list[tuple[str, str]] = []
    for first in range(0, count, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, count))
        keep = partial(_keep, numbers=numbers, sequence=sequence, now=now, random=random)
        due += store.write(partial(keep, channel=channel))
    return due


def _begin(conn: Connection, now: datetime, channel: Channel) -> str:
    team.add(conn, Member(new_id("t"), REP, now, "ana@kestrel.example", "+441174960123"))
    words = {channel.value: LETTER}
    step: dict[str, object] = {"channel": channel.value, "words": words, "topic": TOPIC}
    return sequences.add(conn, _SEQUENCE, 1, Purpose.MARKETING, [step], now).id


def _keep(
    conn: Connection,
    numbers: range,
    sequence: str,
    now: datetime,
    random: Random,
    channel: Channel,
) -> list[tuple[str, str]]:
    offices = importing.organisations_named(conn, {_office(number) for number in numbers})
    rows = _Rows()
    for number in numbers:
        _one(rows, number, offices[_office(number).casefold()], sequence, now, random, channel)
    people.add_many(conn, rows.people)
    points.add_many(conn, rows.points)
    for basis in rows.bases:
        consents.add(conn, basis)
    enrollments.add_many(conn, rows.enrolled)
    attempts.add_many(conn, rows.attempts)
    for statement, heard in rows.said:
        said.add(conn, statement, heard)
    return [(one.id, one.person_id) for one in rows.attempts if one.due_at == now]


def _one(
    rows: _Rows,
    number: int,
    office: str,
    sequence: str,
    now: datetime,
    random: Random,
    channel: Channel,
) -> None:
    """Make one person, with everything that is known of them."""
    person = Person(
        new_id("p"),
        f"Person {number}",
        SOURCE,
        now,
        now,
        country="US",
        region=random.choice(_REGIONS),
        kind=Kind.BUSINESS,
        kind_source=SOURCE,
        organisation_id=office,
    )
    address = f"person{number}@office{number // OFFICE}.example"
    if channel is Channel.SMS:
        address = f"+1702{2_000_000 + number}"
        given = (Purpose.MARKETING, now, "card, signed at the Expo", SOURCE)
        basis = Basis(new_id("k"), person.id, channel, *given, kind=BasisKind.WRITTEN)
        rows.bases.append(basis)
    point = ContactPoint(new_id("c"), person.id, channel, address, address, SOURCE, now)
    enrolled = Enrollment(new_id("e"), person.id, sequence, REP, now)
    rows.people.append(person)
    rows.points.append(point)
    rows.enrolled.append(enrolled)
    rows.attempts.append(_letter(person, now, enrolled, channel))
    if number % 5 == 0:
        rows.attempts.append(_had_one(person, point, now - timedelta(days=10)))
    if number % 8 == 0:
        rows.said.append(_words(person, now - timedelta(days=3), random, channel))


def _letter(person: Person, now: datetime, enrolled: Enrollment, channel: Channel) -> Attempt:
    return Attempt(
        new_id("a"),
        person.id,
        channel,
        Purpose.MARKETING,
        REP,
        now,
        now,
        topic=TOPIC,
        sequence_name=_SEQUENCE,
        enrollment_id=enrolled.id,
        step=1,
        message=LETTER,
        has_words_for=(channel,),
        words_for={channel: LETTER},
    )


def _had_one(person: Person, point: ContactPoint, at: datetime) -> Attempt:
    return Attempt(
        new_id("a"),
        person.id,
        Channel.EMAIL,
        Purpose.MARKETING,
        REP,
        at,
        at,
        state=AttemptState.ACCEPTED,
        point_id=point.id,
        sequence_name="winter",
    )


def _words(
    person: Person, at: datetime, random: Random, channel: Channel
) -> tuple[Statement, said.Heard]:
    """Return something they said that does not keep a letter back on this channel."""
    words, meaning = random.choice(
        [one for one in _SAID if one[1] in (Prefer(channel), Avoid(_PHONE), Refuse(_PHONE))]
    )
    understood = (Understood(meaning),)
    statement = Statement(new_id("s"), words, at, Via.EMAIL, Source.REPLY, True, understood)
    return statement, said.Heard(person.id, at)


def _office(number: int) -> str:
    return f"Office {number // OFFICE}"
