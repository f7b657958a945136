"""Scenario files: what a lawyer, a rep or a tester writes to say what ought to happen.

A file holds `[[scenario]]` tables: facts, a moment, the packs that apply and what is expected.
Unknown keys are refused, and so is a statement that was made after the moment of judging.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from outreach.domain.expectations import Expect, expectation
from outreach.domain.meanings import Interpreter, read_statements
from outreach.domain.scenario_house import COUNTRY, consent, house
from outreach.domain.toml_tables import Document, Toml
from outreach.domain.toml_text import parsed
from outreach.errors import InputError
from policies.channel import Channel, Kind, Purpose
from policies.colleagues import COUNTED
from policies.facts import (
    Circle,
    Colleague,
    Contact,
    Facts,
    NumberKind,
    Point,
    PointState,
    Proposed,
    Registry,
    Reply,
    Someone,
    Words,
)
from policies.statement import Meaning, Refuse, Statement

YEARS = range(1900, 2201)
NUMBER = re.compile(r"\+[0-9]{4,15}")
WRITTEN_BETWEEN = re.compile(r"^tel:|[\s().\-/\N{NO-BREAK SPACE}]")
REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
BY_NATURE_AUTOMATED = frozenset({Purpose.MARKETING, Purpose.ACKNOWLEDGE})
EVERY_CHANNEL = (Channel.EMAIL, Channel.SMS, Channel.PHONE)


@dataclass(frozen=True, slots=True)
class Scenario:
    """Facts to be judged at a moment (aware) under packs; without `packs`, under all shipped."""

    name: str
    file: str
    at: datetime
    packs: tuple[str, ...] | None
    facts: Facts
    expect: Expect


def read_scenarios(
    file: str, text: str, interpreter: Interpreter, known: Collection[str] | None = None
) -> tuple[Scenario, ...]:
    """Return the scenarios of a TOML text; `file` is its name, for errors.

    `interpreter` reads statements that come without meanings; `known` are the packs that may be
    named. Raises `InputError`, naming file, line and key.
    """
    try:
        data: Mapping[str, object] = parsed(text)
    except tomllib.TOMLDecodeError as error:
        msg = f"{file} is not TOML: {error}"
        raise InputError(msg) from error
    document = Toml(Document(file, text), data)
    tables = document.tables("scenario")
    document.done()
    if not tables:
        document.refuse("scenario", "is missing: a scenario file has `[[scenario]]` tables")
    return tuple(_scenario(table, interpreter, known) for table in tables)


def _scenario(table: Toml, interpreter: Interpreter, known: Collection[str] | None) -> Scenario:
    name, at, packs = table.text("name"), _at(table), _packs(table, known)
    person_table = table.table("person")
    person, points = _person(person_table), _points(person_table)
    through = person_table.texts("through")
    person_table.done()
    attempt = _attempt(table.table("attempt"), points)
    statements = read_statements(table.tables("statements"), at, person.zone, interpreter)
    around = _around(table, person)
    facts = Facts(
        attempt=_linked(attempt, statements),
        person=person,
        points=_with(attempt, points),
        statements=statements,
        consents=tuple(consent(row) for row in table.tables("consents")),
        contacts=tuple(_contact(row) for row in table.tables("contacts")),
        replies=tuple(_reply(row) for row in table.tables("replies")),
        house=house(table.table("house")),
        colleagues=around.get(person.organisation or "", ()),
        through=through,
        elsewhere=tuple(
            Circle(name, heard) for name, heard in around.items() if name != person.organisation
        ),
    )
    expect = expectation(table)
    table.done()
    return Scenario(name, table.document.file, at, packs, facts, expect)


def _at(table: Toml) -> datetime:
    """Return the moment of judging, in years of which calendars and zones know something."""
    at = table.moment("at")
    if at.year not in YEARS:
        table.refuse("at", f"lies in {at.year}; it must lie from {YEARS[0]} to {YEARS[-1]}")
    return at


def _packs(table: Toml, known: Collection[str] | None) -> tuple[str, ...] | None:
    if table.value("packs") is None:
        return None
    packs = table.texts("packs")
    for name in packs:
        if known is not None and name not in known:
            there = ", ".join(f"`{code}`" for code in known)
            table.refuse("packs", f"names `{name}`, and no such pack is shipped; there are {there}")
    return packs


def _person(table: Toml) -> Someone:
    return Someone(
        name=table.text("name", ""),
        country=table.shaped("country", COUNTRY, "an ISO 3166-1 code, such as `US`"),
        region=table.shaped("region", REGION, "an ISO 3166-2 code, such as `US-NV`"),
        zone=table.optional("timezone"),
        language=table.optional("language"),
        kind=None if table.value("kind") is None else table.choice("kind", Kind),
        organisation=table.optional("organisation"),
    )


def _points(table: Toml) -> tuple[Point, ...]:
    """Return the points; where none are given there is one on every channel, nobody knows which."""
    if table.value("contact_points") is None:
        return tuple(Point(channel, "") for channel in EVERY_CHANNEL)
    return tuple(_point(row) for row in table.tables("contact_points"))


def _with(attempt: Proposed, points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Return the points with the one this attempt goes to, which is live if nobody says else."""
    known = {(point.channel, point.address) for point in points}
    if not attempt.to or (attempt.channel, attempt.to) in known:
        return points
    return (*points, Point(attempt.channel, attempt.to))


def _point(row: Toml) -> Point:
    channel = row.choice("channel", Channel)
    point = Point(
        channel=channel,
        address=_as_dialled(channel, row.text("address")),
        state=row.choice("status", PointState, PointState.OK),
        kind=None if row.value("kind") is None else row.choice("kind", NumberKind),
        registry=row.choice("registry", Registry, Registry.CLEAR),
        registry_on=_start_of(row.day("registry_on")),
    )
    row.done()
    return point


def _as_dialled(channel: Channel, address: str) -> str:
    """Return a number without what people write between its digits; other addresses as they are."""
    bare = WRITTEN_BETWEEN.sub("", address)
    return bare if channel is not Channel.EMAIL and NUMBER.fullmatch(bare) else address


def _start_of(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None


def _contact(row: Toml) -> Contact:
    purpose = row.choice("purpose", Purpose, Purpose.MARKETING)
    contact = Contact(
        at=row.moment("at"),
        channel=row.choice("channel", Channel),
        purpose=purpose,
        by=row.text("by", ""),
        automated=purpose in BY_NATURE_AUTOMATED,
        sequence=row.optional("sequence"),
    )
    row.done()
    return contact


def _around(table: Toml, person: Someone) -> dict[str, tuple[Colleague, ...]]:
    """Return what others heard from us, each of them by name, by the organisation they share."""
    named: dict[str, int] = {}
    found: dict[str, tuple[Colleague, ...]] = {}
    for row in table.tables("organisation_contacts"):
        there = row.optional("where") or person.organisation
        if there is None:
            why = "need `person.organisation`: where do they all work?"
            table.refuse("organisation_contacts", why)
        name = row.text("person")
        if name == person.name:
            row.refuse("person", "is the person themselves, whose own contacts are `contacts`")
        who, contact = named.setdefault(name.casefold(), len(named)), _contact(row)
        if contact.purpose in COUNTED:
            found[there] = (
                *found.get(there, ()),
                Colleague(who, contact.at, contact.channel),
            )
    return found


def _reply(row: Toml) -> Reply:
    reply = Reply(
        at=row.moment("at"),
        channel=row.choice("channel", Channel),
        answered=row.flag("answered", False),
    )
    row.done()
    return reply


def _attempt(table: Toml, points: tuple[Point, ...]) -> Proposed:
    channel = table.choice("channel", Channel)
    purpose = table.choice("purpose", Purpose, Purpose.MARKETING)
    first = next((point.address for point in points if point.channel is channel), None)
    attempt = Proposed(
        channel=channel,
        purpose=purpose,
        by=table.text("by", ""),
        automated=table.flag("automated", purpose in BY_NATURE_AUTOMATED),
        to=_as_dialled(channel, table.text("to", "")) or first or None,
        topic=table.optional("topic"),
        words=_words(table.table("words")),
        has_words_for=table.choices("has_words_for", Channel, EVERY_CHANNEL),
    )
    table.done()
    return attempt


def _words(table: Toml) -> Words:
    words = Words(
        digest=table.text("digest", ""),
        says_who=table.flag("says_who", True),
        says_source=table.flag("says_source", True),
        offers_opt_out=table.flag("offers_opt_out", True),
        said_before=table.texts("said_before"),
    )
    table.done()
    return words


def _linked(attempt: Proposed, statements: tuple[Statement, ...]) -> Proposed:
    """Return the attempt with the latest statement that it answers, or whose stop it confirms."""
    match attempt.purpose:
        case Purpose.ANSWER:
            return replace(attempt, answers=_latest(statements, lambda meaning: True))
        case Purpose.ACKNOWLEDGE:
            return replace(attempt, acknowledges=_latest(statements, _stops))
        case _:
            return attempt


def _stops(meaning: Meaning) -> bool:
    return isinstance(meaning, Refuse)


def _latest(statements: tuple[Statement, ...], about: Callable[[Meaning], bool]) -> str | None:
    """Return the id of the latest statement with such a meaning."""
    fitting = [said for said in statements if any(about(each.meaning) for each in said.meanings)]
    return max(fitting, key=lambda said: said.said_at).id if fitting else None
