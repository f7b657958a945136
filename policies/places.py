"""Where a person may be at a moment, in zones and jurisdictions.

Sources, best first: what they said of their place, a verified zone, their address; for calls and
texts the number's own prefix comes on top, because states presume by area code. Where several
places are possible all of them count, and knowing less never opens more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from policies.channel import Channel
from policies.facts import Facts
from policies.preferences import Standing, Voice
from policies.rulebook import NumberPlace, Rulebook
from policies.statement import Place
from policies.windows import day_start


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the person may be.

    `own` are the zones of their own times, `law` those of law's and the house's hours on the
    attempt's channel. `codes` are jurisdictions (`US`, `US-NV`). `unknown` says why the place is
    not known well enough, or is empty. `assumed` is the country assumed, for email only.
    """

    own: tuple[ZoneInfo, ...]
    law: tuple[ZoneInfo, ...]
    codes: tuple[str, ...]
    unknown: str = ""
    assumed: str = ""


@dataclass(frozen=True, slots=True)
class _Sources:
    """Everything the answer depends on; hashable, so that equal people share one answer."""

    country: str | None
    region: str | None
    zone: str | None
    stated: str | None
    hearsay: tuple[str, ...]
    email: bool
    number: NumberPlace | None
    other_numbers: tuple[NumberPlace, ...]
    domain_country: str | None
    assume: str | None


def whereabouts(facts: Facts, standing: Standing, at: datetime, rulebook: Rulebook) -> Whereabouts:
    """Return where the person may be at `at` (aware), for this attempt's channel."""
    stated, hearsay = _stated(standing.places, at, rulebook) if standing.places else (None, ())
    person, email = facts.person, facts.attempt.channel is Channel.EMAIL
    number = None if email else _number(facts, rulebook)
    placeless = not (stated or person.zone or person.country or person.region)
    sources = _Sources(
        person.country,
        person.region,
        person.zone,
        stated,
        hearsay,
        email,
        number,
        _numbers(facts, rulebook) if placeless else (),
        _domain_country(facts) if placeless and email else None,
        facts.house.assume_country if email else None,
    )
    return _resolve(sources, rulebook)


def next_change(standing: Standing, at: datetime, rulebook: Rulebook) -> datetime | None:
    """Return the next moment at which a stated place expires, or None."""
    expiries = (_expiry(voice.meaning, rulebook) for voice in standing.places)
    return min((end for end in expiries if end and end > at), default=None)


def address_to(facts: Facts) -> str | None:
    """Return the address or number this attempt goes to: the named one, else the first."""
    if facts.attempt.to:
        return facts.attempt.to
    channel = facts.attempt.channel
    return next((point.address for point in facts.points if point.channel is channel), None)


def _stated(
    places: Iterable[Voice[Place]], at: datetime, rulebook: Rulebook
) -> tuple[str | None, tuple[str, ...]]:
    proven: str | None = None
    hearsay: list[str] = []
    for voice in places:
        place = voice.meaning
        expiry = _expiry(place, rulebook)
        if rulebook.atlas.zone(place.zone) is None or (expiry is not None and at >= expiry):
            continue
        if voice.statement.proven:
            proven, hearsay = place.zone, []
        else:
            hearsay.append(place.zone)
    return proven, tuple(hearsay)


def _expiry(place: Place, rulebook: Rulebook) -> datetime | None:
    zone = rulebook.atlas.zone(place.zone)
    return day_start(place.until, zone) if zone and place.until else None


def _number(facts: Facts, rulebook: Rulebook) -> NumberPlace | None:
    address = address_to(facts)
    return rulebook.atlas.number(address) if address else None


def _numbers(facts: Facts, rulebook: Rulebook) -> tuple[NumberPlace, ...]:
    return tuple(
        rulebook.atlas.number(point.address)
        for point in facts.points
        if point.channel is not Channel.EMAIL
    )


def _domain_country(facts: Facts) -> str | None:
    """Return the country a mail domain ends in; it may only tighten."""
    ending = (address_to(facts) or "").rpartition(".")[2].upper()
    return {"UK": "GB"}.get(ending, ending) if len(ending) == 2 else None


@lru_cache(maxsize=65_536)
def _resolve(sources: _Sources, rulebook: Rulebook) -> Whereabouts:
    atlas = rulebook.atlas
    known = _known_zones(sources, rulebook)
    numbers = [sources.number] if sources.number else []
    prefix = [n for n in (*numbers, *sources.other_numbers) if n.geographic and n.zones]
    prefix_zones = tuple(name for number in prefix for name in number.zones)
    codes = _codes(sources, prefix, rulebook)
    unknown, assumed = _doubt(sources, bool(known or prefix_zones), codes, rulebook)
    own = (*known, *sources.hearsay) if known else (*prefix_zones, *sources.hearsay)
    if assumed and not (known or prefix_zones):
        own = (*own, *atlas.country_zones(assumed))
        if sources.domain_country in codes:
            own = (*own, *atlas.country_zones(sources.domain_country or ""))
    law = own if sources.email else (*own, *prefix_zones)
    if assumed:
        codes = (*codes, assumed)
    return Whereabouts(
        _zones(own, rulebook), _zones(law, rulebook), tuple(dict.fromkeys(codes)), unknown, assumed
    )


def _known_zones(sources: _Sources, rulebook: Rulebook) -> tuple[str, ...]:
    atlas = rulebook.atlas
    if sources.stated:
        return (sources.stated,)
    if sources.zone and atlas.zone(sources.zone):
        return (sources.zone,)
    regional = atlas.region_zones(sources.region) if sources.region else ()
    return regional or (atlas.country_zones(sources.country) if sources.country else ())


def _codes(sources: _Sources, prefix: list[NumberPlace], rulebook: Rulebook) -> tuple[str, ...]:
    codes: list[str] = [code for code in (sources.country, sources.region) if code]
    if sources.region:
        codes.append(sources.region.partition("-")[0])
    for name in (sources.stated, sources.zone, *sources.hearsay):
        codes += rulebook.atlas.zone_countries(name) if name else ()
    for number in prefix:
        codes += [number.country] if number.country else []
        codes += number.regions
    if sources.domain_country and sources.domain_country.lower() in rulebook.packs:
        codes.append(sources.domain_country)
    if not rulebook.literal:
        codes += [parent for code in codes for parent in rulebook.atlas.parents(code)]
    return tuple(dict.fromkeys(codes))


def _doubt(
    sources: _Sources, placed: bool, codes: tuple[str, ...], rulebook: Rulebook
) -> tuple[str, str]:
    """Return why the place is not known well enough, and the country assumed instead (email)."""
    why = "" if placed else "we do not know where they are"
    if not placed and sources.zone:
        why = f"we do not know where they are: `{sources.zone}` is no time zone"
    if placed and not rulebook.literal:
        countries = [code for code in codes if "-" not in code and code != "EU"]
        unruled = [code for code in countries if code.lower() not in rulebook.packs]
        why = f"no rules are shipped for {', '.join(unruled)}" if unruled else ""
    if why and sources.email and sources.assume:
        return "", sources.assume
    if why and sources.email:
        return f"{why} and no country may be assumed", ""
    return why, ""


def _zones(names: Iterable[str], rulebook: Rulebook) -> tuple[ZoneInfo, ...]:
    found = (rulebook.atlas.zone(name) for name in names)
    return tuple(dict.fromkeys(zone for zone in found if zone))
