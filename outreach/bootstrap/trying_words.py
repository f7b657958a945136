"""What a message would say to somebody, or to nobody in particular, before anybody gets it."""

from __future__ import annotations

from functools import partial

from outreach.bootstrap.house import House
from outreach.domain.people import ContactPoint, Member, Person
from outreach.gate.templates import Templates
from outreach.gate.wanted import Wanted
from outreach.ids import new_id
from outreach.store import people, points, statements
from policies.channel import Channel, Purpose

NOWHERE = {
    Channel.EMAIL: "somebody@example.org",
    Channel.SMS: "+17025550142",
    Channel.PHONE: "+17025550142",
}


def with_its_example(
    home: House, templates: Templates, channel: Channel, message: str, by: Member
) -> Wanted:
    """Return a message as it is said to nobody, with the fields of its own example."""
    example, now = templates.example(channel, message), home.clock.now()
    return Wanted(
        new_id("a"),
        channel,
        Purpose(example.get("purpose", Purpose.MARKETING)),
        NOWHERE[channel],
        Person("p_example", "Somebody", "an example", now, now),
        by,
        message,
        more=example,
    )


def with_a_person(
    home: House, templates: Templates, channel: Channel, message: str, by: Member, person: Person
) -> Wanted:
    """Return a message as it is said to somebody real; its topic is that of its example."""
    known = home.store.read(partial(points.of, person_id=person.id))
    work = home.store.read(
        lambda conn: people.organisations(conn, [person.organisation_id or ""]).values()
    )
    said = home.store.read(partial(statements.of, person_id=person.id))
    topic = str(templates.example(channel, message).get("topic", ""))
    return Wanted(
        new_id("a"),
        channel,
        Purpose.MARKETING,
        _address(known, channel),
        person,
        by,
        message,
        organisation=next((one.name for one in work), ""),
        source=person.source,
        first_contact=True,
        about=said[-1] if said else None,
        zone=person.zone,
        more={"topic": topic},
    )


def _address(known: list[ContactPoint], channel: Channel) -> str:
    return next((one.address for one in known if one.channel is channel), NOWHERE[channel])
