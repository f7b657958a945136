"""Where a person may be, with the reasons: the same places that judging goes by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from outreach.domain.attempts import Attempt
from outreach.gate.gate import Gate
from outreach.ids import new_id
from outreach.store.snapshot import take
from policies.channel import Channel, Purpose
from policies.facts import Facts
from policies.places import Whereabouts, address_to, whereabouts
from policies.preferences import Standing, standing
from policies.rulebook import NumberPlace, Rulebook
from policies.windows import day_start


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that says where somebody is, and what follows from it."""

    source: str
    says: str
    counts: bool
    """Whether it counts at this moment: a stated place ends, a better source takes its place."""


@dataclass(frozen=True, slots=True)
class Where:
    """Where somebody may be on one channel, and why."""

    channel: Channel
    reasons: tuple[Reason, ...]
    found: Whereabouts
    ruled: tuple[str, ...]
    """The jurisdictions for which rules are held."""


def where(gate: Gate, person_id: str, at: datetime) -> list[Where]:
    """Return where a person may be at that moment, for each channel."""
    rulebook = gate.judges.rulebook
    several = [_asked(person_id, channel, at) for channel in Channel]
    snapshot = gate.store.read(lambda conn: take(conn, several))
    return [
        _where(gate.judges.without_words(one, snapshot, at).facts, at, rulebook) for one in several
    ]


def _asked(person_id: str, channel: Channel, at: datetime) -> Attempt:
    return Attempt(
        new_id("a"), person_id, channel, Purpose.MARKETING, "where", due_at=at, created_at=at
    )


def _where(facts: Facts, at: datetime, rulebook: Rulebook) -> Where:
    said, address = standing(facts.statements), address_to(facts)
    found = whereabouts(facts, said, address, at, rulebook)
    reasons = (
        *_stated(said, at, rulebook),
        *_on_file(facts, said, at, rulebook),
        *_number(facts, address, rulebook),
    )
    ruled = tuple(code for code in found.codes if code.lower() in rulebook.packs)
    return Where(facts.attempt.channel, reasons, found, ruled)


def _stated(said: Standing, at: datetime, rulebook: Rulebook) -> Iterator[Reason]:
    for voice in said.places:
        place, words = voice.meaning, voice.statement.words
        zone = rulebook.atlas.zone(place.zone)
        ends = day_start(place.until, zone) if zone and place.until else None
        over = ends is not None and at >= ends
        until = f" until {place.until:%d %b %Y}" if place.until else ""
        sure = "" if voice.statement.proven else ", not proven, so beside what else is known"
        source = f"they said, {voice.statement.said_at:%d %b %Y}: “{words}”"
        yield Reason(source, f"{place.zone}{until}{', over' if over else sure}", not over)


def _on_file(facts: Facts, said: Standing, at: datetime, rulebook: Rulebook) -> Iterator[Reason]:
    person, atlas = facts.person, rulebook.atlas
    stated = any(reason.counts for reason in _stated(said, at, rulebook))
    proven = stated and any(voice.statement.proven for voice in said.places)
    if person.zone:
        yield Reason("time zone on file", person.zone, not proven)
    if person.region:
        zones = ", ".join(atlas.region_zones(person.region)) or "no zone that we know"
        yield Reason("region on file", f"{person.region}: {zones}", not (proven or person.zone))
    elif person.country:
        zones = ", ".join(atlas.country_zones(person.country)) or "no zone that we know"
        yield Reason("country on file", f"{person.country}: {zones}", not (proven or person.zone))


def _number(facts: Facts, address: str | None, rulebook: Rulebook) -> Iterator[Reason]:
    if facts.attempt.channel is Channel.EMAIL or address is None:
        return
    place = rulebook.atlas.number(address)
    yield Reason("the number's prefix", _told(place), place.geographic and bool(place.zones))


def _told(place: NumberPlace) -> str:
    if not place.geographic:
        return "belongs to no place"
    places = ", ".join(place.regions) or place.country or "unknown"
    return f"{places}: {', '.join(place.zones) or 'no zone'}"
