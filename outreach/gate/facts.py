"""From what the store knows to the frozen facts that are judged. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from channels.contract import Outbound
from outreach.domain.attempts import Attempt
from outreach.domain.bases import Basis
from outreach.domain.people import ContactPoint, Person
from outreach.gate.habits import Habits
from outreach.gate.hearing import deaf_because
from outreach.gate.sending_as import paused_for
from outreach.store.bars import suppression
from outreach.store.inbound import came_by
from outreach.store.snapshot import Snapshot
from policies.channel import Channel, Purpose
from policies.clearance import Versions
from policies.facts import (
    SOMEBODY_ELSE,
    Bar,
    Barred,
    Circle,
    Colleague,
    Contact,
    Facts,
    GivenConsent,
    House,
    PausedSender,
    Point,
    PointState,
    Proposed,
    Reply,
    Someone,
    Words,
)
from policies.preferences import standing
from policies.statement import Refuse, Statement, Unclear


def facts_of(
    attempt: Attempt,
    snapshot: Snapshot,
    words: Words,
    now: datetime,
    habits: Habits,
    outbound: Outbound | None = None,
) -> Facts:
    """Return the facts of one attempt; `outbound` is what would leave, where there are words."""
    person = snapshot.people[attempt.person_id]
    point = point_of(attempt, snapshot)
    return Facts(
        attempt=_proposed(attempt, point, words),
        person=_someone(person, snapshot),
        points=tuple(_point(one) for one in snapshot.points.get(person.id, ())),
        statements=tuple(snapshot.statements.get(person.id, ())),
        consents=tuple(_consent(one) for one in snapshot.consents.get(person.id, ())),
        contacts=contacts_of(person.id, snapshot),
        replies=_replies(person.id, snapshot),
        bars=tuple(_bars(person, snapshot, now)),
        house=_house(
            person, snapshot, now, habits, paused_for(attempt.channel, outbound, snapshot.paused)
        ),
        colleagues=_colleagues(person, person.organisation_id, snapshot, now),
        through=tuple(
            one.address for one in snapshot.points.get(person.id, ()) if one.through_id is not None
        ),
        elsewhere=tuple(_elsewhere(person, snapshot, now)),
    )


def point_of(attempt: Attempt, snapshot: Snapshot) -> ContactPoint | None:
    """Return where the attempt goes: the point it names, else the first live one on its channel."""
    reached = _in_turn(attempt.person_id, snapshot)
    if attempt.point_id is not None:
        return next((one for one in reached if one.id == attempt.point_id), None)
    dead = None
    for one in reached:
        if one.channel is attempt.channel:
            if one.state is PointState.OK:
                return one
            dead = dead or one
    return dead


def _in_turn(person_id: str, snapshot: Snapshot) -> list[ContactPoint]:
    """Return a person's points, their own first; whoever answers for them, if they asked for it."""
    reached = snapshot.points.get(person_id, [])
    if all(one.through_id is None for one in reached):
        return reached
    said = standing(snapshot.statements.get(person_id, ()))
    asked = any(said.throughs_of(channel) for channel in Channel)
    return sorted(reached, key=lambda one: (one.through_id is None) is asked)


def versions_of(attempt: Attempt, snapshot: Snapshot) -> Versions:
    """Return the versions under which the attempt is judged."""
    person = snapshot.people[attempt.person_id]
    work = snapshot.organisations.get(person.organisation_id or "")
    point = point_of(attempt, snapshot)
    return Versions(
        epoch=snapshot.house.epoch,
        organisation=work.version if work else 0,
        person=person.version,
        point=point.version if point else 0,
    )


def contacts_of(person_id: str, snapshot: Snapshot) -> tuple[Contact, ...]:
    """Return what went out to a person earlier; attempts count."""
    return tuple(
        Contact(
            row["sending_since"],
            Channel(row["channel"]),
            Purpose(row["purpose"]),
            row["by"],
            row["automated"],
            row["sequence_name"],
            row["address"],
            row["outside"],
        )
        for row in snapshot.contacts.get(person_id, ())
    )


def said_before(person_id: str, snapshot: Snapshot) -> tuple[str, ...]:
    """Return the digests of the words that this person has had."""
    rows = snapshot.contacts.get(person_id, ())
    return tuple(row["words_digest"] for row in rows if row["words_digest"])


def _proposed(attempt: Attempt, point: ContactPoint | None, words: Words) -> Proposed:
    return Proposed(
        channel=attempt.channel,
        purpose=attempt.purpose,
        by=attempt.by,
        automated=attempt.automated,
        to=point.address if point else None,
        topic=attempt.topic,
        sequence=attempt.sequence_name,
        words=words,
        has_words_for=attempt.has_words_for or (attempt.channel,),
        tried=attempt.tried,
        acknowledges=attempt.acknowledges,
        answers=attempt.answers,
    )


def _someone(person: Person, snapshot: Snapshot) -> Someone:
    work = snapshot.organisations.get(person.organisation_id or "")
    return Someone(
        name=person.name,
        country=person.country,
        region=person.region,
        zone=person.zone,
        language=person.language,
        kind=person.kind if person.kind_source else None,
        organisation=work.name if work else None,
    )


def _point(one: ContactPoint) -> Point:
    return Point(one.channel, one.address, one.state, one.kind, one.registry, one.registry_on)


def _consent(one: Basis) -> GivenConsent:
    return GivenConsent(
        one.channel,
        one.purpose,
        one.given_at,
        one.proof,
        one.last,
        one.kind,
        one.to,
        one.topic,
    )


def _replies(person_id: str, snapshot: Snapshot) -> tuple[Reply, ...]:
    return tuple(
        Reply(
            row["received_at"],
            came_by(row["door"]),
            row["answered_at"] is not None,
            row["statement_id"],
        )
        for row in snapshot.replies.get(person_id, ())
    )


def _elsewhere(person: Person, snapshot: Snapshot, now: datetime) -> Iterable[Circle]:
    """Yield where else they have a role now, and who else there heard from us."""
    for there in belongs(person, snapshot, now):
        if there == person.organisation_id or there not in snapshot.organisations:
            continue
        if heard := _colleagues(person, there, snapshot, now):
            yield Circle(snapshot.organisations[there].name, heard)


def _colleagues(
    person: Person, organisation_id: str | None, snapshot: Snapshot, now: datetime
) -> tuple[Colleague, ...]:
    """Return who else at an organisation heard from us, the latest first, without names."""
    counter, reach = snapshot.counters.get(organisation_id or ""), snapshot.reach
    if counter is None or reach is None:
        return ()
    since, found = now - reach.stretch, []
    for channel, here in counter.heard.items():
        others = [(at, who) for who, at in here.items() if at > since and who != person.id]
        found += [(at, who, channel) for at, who in sorted(others, reverse=True)[: reach.people]]
    found.sort(reverse=True)
    numbers: dict[str, int] = {}
    return tuple(
        Colleague(numbers.setdefault(who, len(numbers)), at, channel) for at, who, channel in found
    )


def _bars(person: Person, snapshot: Snapshot, now: datetime) -> Iterable[Bar]:
    """Yield every mark that binds the person, and what others stopped on a shared address."""
    found = snapshot.bars
    yield from found.people.get(person.id, ())
    for organisation in belongs(person, snapshot, now):
        yield from found.organisations.get(organisation, ())
    for one in snapshot.points.get(person.id, ()):
        for mark in found.points.get(one.folded, ()):
            yield replace(mark, subject=one.address)
        digest = suppression(snapshot.house.installation_key, one.folded) if found.hashes else ""
        for mark in found.hashes.get(digest, ()):
            yield replace(mark, subject=one.address)
        for speaker, said in snapshot.shared.get(one.folded, ()):
            if speaker != person.id and _stops(said):
                because = "somebody who shares this address asked us to stop"
                yield Bar(Barred.POINT, because, said.said_at, SOMEBODY_ELSE, one.address)


def belongs(person: Person, snapshot: Snapshot, now: datetime) -> Iterable[str]:
    """Return the organisations that they belong to: where they work, and have a role now."""
    first = (person.organisation_id,) if person.organisation_id else ()
    others = snapshot.belongs.get(person.id)
    if not others:
        return first
    return dict.fromkeys((*first, *(one.organisation_id for one in others if one.holds(now))))


def _stops(said: Statement) -> bool:
    meanings = [one.meaning for one in said.meanings]
    acted = [one.acted_as if isinstance(one, Unclear) else one for one in meanings]
    return any(isinstance(one, Refuse) and one.topic is None for one in acted)


def _house(
    person: Person,
    snapshot: Snapshot,
    now: datetime,
    habits: Habits,
    paused: PausedSender | None,
) -> House:
    deaf = deaf_because(snapshot.intakes, snapshot.oldest_unread, now, habits)
    return House(
        assume_country=habits.assume_country,
        listening=not deaf,
        listening_because=deaf,
        halted_because=snapshot.house.halted_because or "",
        identity_unclear_because=person.identity_unclear_because,
        paused=paused,
    )
