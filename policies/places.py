"""Where a person may be at a moment, in zones and jurisdictions.

Sources, best first: what they said of their place, a verified zone, their address; for calls and
texts the number's own prefix comes on top, because states presume by area code. Where several
places are possible all of them count, and knowing less never opens more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from policies.channel import Channel
from policies.facts import Facts
from policies.preferences import Standing, Voice
from policies.reason import Clause, Reason, clause
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
    doubt: Clause | None = None
    """What `unknown` says, for other languages."""
    misnamed: str | None = None
    """What was given as a zone and is none."""


NOWHERE = Whereabouts((), (), (), "we do not know where they are", doubt=clause(Reason.NOWHERE))


def whereabouts(
    facts: Facts, standing: Standing, address: str | None, at: datetime, rulebook: Rulebook
) -> Whereabouts:
    """Return where the person may be at `at` (aware), for an attempt that goes to `address`."""
    person, email = facts.person, facts.attempt.channel is Channel.EMAIL
    stated, hearsay = _stated(standing.places, at, rulebook) if standing.places else (None, ())
    number = rulebook.atlas.number(address) if address and not email else None
    others: tuple[NumberPlace, ...] = ()
    ending: str | None = None
    if not (stated or person.zone or person.country or person.region):
        others = _numbers(facts, rulebook)
        ending = _domain_country(address)
    found = _resolve(
        rulebook,
        person.country,
        person.region,
        person.zone,
        stated,
        hearsay,
        email,
        number,
        others,
        ending,
        facts.house.assume_country,
    )
    misnamed = _misnamed(standing.places, rulebook) if standing.places else None
    return replace(found, misnamed=misnamed) if misnamed is not None else found


def next_change(standing: Standing, at: datetime, rulebook: Rulebook) -> datetime | None:
    """Return the next moment at which a stated place expires, or None."""
    expiries = (_expiry(voice.meaning, rulebook) for voice in standing.places)
    return min((end for end in expiries if end and end > at), default=None)


def address_to(facts: Facts) -> str | None:
    """Return the address or number this attempt goes to: the named one, else the first."""
    if facts.attempt.to:
        return facts.attempt.to
    channel = facts.attempt.channel
    for point in facts.points:
        if point.channel is channel:
            return point.address
    return None


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


def _misnamed(places: Iterable[Voice[Place]], rulebook: Rulebook) -> str | None:
    named = (voice.meaning.zone for voice in places)
    return next((name for name in named if rulebook.atlas.zone(name) is None), None)


def _expiry(place: Place, rulebook: Rulebook) -> datetime | None:
    zone = rulebook.atlas.zone(place.zone)
    return day_start(place.until, zone) if zone and place.until else None


def _numbers(facts: Facts, rulebook: Rulebook) -> tuple[NumberPlace, ...]:
    return tuple(
        rulebook.atlas.number(point.address)
        for point in facts.points
        if point.channel is not Channel.EMAIL
    )


def _domain_country(address: str | None) -> str | None:
    """Return the country a mail domain ends in; it may only tighten."""
    ending = (address or "").rpartition(".")[2].upper()
    return {"UK": "GB"}.get(ending, ending) if len(ending) == 2 else None


@lru_cache(maxsize=65_536)
def _resolve(
    rulebook: Rulebook,
    country: str | None,
    region: str | None,
    zone: str | None,
    stated: str | None,
    hearsay: tuple[str, ...],
    email: bool,
    number: NumberPlace | None,
    others: tuple[NumberPlace, ...],
    ending: str | None,
    assume: str | None,
) -> Whereabouts:
    """Return one answer for everybody of whom the same is known."""
    atlas = rulebook.atlas
    known = _known_zones(country, region, zone, stated, rulebook)
    numbers = (number, *others) if number else others
    prefixes = [each for each in numbers if each.geographic and each.zones]
    prefix_zones = tuple(name for each in prefixes for name in each.zones)
    named = tuple(name for name in (stated, zone, *hearsay) if name)
    codes = _codes(country, region, named, prefixes, ending, rulebook)
    doubt = _doubt(bool(known or prefix_zones), zone, codes, rulebook)
    why = _unknown(doubt)
    assumed = (assume or "") if why and email else ""
    own = (*known, *hearsay) if known else (*prefix_zones, *hearsay)
    if assumed and not (known or prefix_zones):
        own = (*own, *atlas.country_zones(assumed), *atlas.country_zones(_ruled(ending, rulebook)))
    if assumed:
        codes, why, doubt = (*codes, assumed), "", None
    elif why and email:
        why = f"{why} and no country may be assumed"
    law = (*own, *prefix_zones)
    return Whereabouts(
        _zones(own, rulebook),
        _zones(law, rulebook),
        tuple(dict.fromkeys(codes)),
        why,
        assumed,
        doubt,
        zone if zone is not None and atlas.zone(zone) is None else None,
    )


def _known_zones(
    country: str | None,
    region: str | None,
    zone: str | None,
    stated: str | None,
    rulebook: Rulebook,
) -> tuple[str, ...]:
    atlas = rulebook.atlas
    if stated:
        return (stated,)
    if zone and atlas.zone(zone):
        return (zone,)
    regional = atlas.region_zones(region) if region else ()
    return regional or (atlas.country_zones(country) if country else ())


def _codes(
    country: str | None,
    region: str | None,
    zones: Iterable[str],
    prefixes: Iterable[NumberPlace],
    ending: str | None,
    rulebook: Rulebook,
) -> tuple[str, ...]:
    codes = [code for code in (country, region, (region or "").partition("-")[0]) if code]
    for name in zones:
        codes += rulebook.atlas.zone_countries(name)
    for number in prefixes:
        codes += [number.country] if number.country else []
        codes += number.regions
    ruled = _ruled(ending, rulebook)
    codes += [ruled] if ruled else []
    codes += [parent for code in codes for parent in rulebook.atlas.parents(code)]
    return tuple(dict.fromkeys(codes))


def _ruled(ending: str | None, rulebook: Rulebook) -> str:
    """Return the country of a mail domain where rules for it are shipped, else nothing."""
    return ending if ending and ending.lower() in rulebook.packs else ""


def _doubt(
    placed: bool, zone: str | None, codes: Iterable[str], rulebook: Rulebook
) -> Clause | None:
    """Return why the place is not known well enough, or nothing."""
    if not placed:
        return clause(Reason.NO_ZONE, zone=zone) if zone else clause(Reason.NOWHERE)
    if rulebook.literal:
        return None
    countries = [code for code in codes if "-" not in code and code not in _UNIONS]
    unruled = [code for code in countries if not _has_rules(code, rulebook)]
    return clause(Reason.NO_RULES, where=", ".join(unruled)) if unruled else None


def _has_rules(country: str, rulebook: Rulebook) -> bool:
    """Whether a country's own rules are shipped, or those of the state it is a territory of."""
    states = (country, *rulebook.atlas.parents(country))
    return any(code.lower() in rulebook.packs for code in states if code not in _UNIONS)


def _unknown(doubt: Clause | None) -> str:
    """Return a doubt about the place in plain English; nothing where there is none."""
    if doubt is None:
        return ""
    given = dict(doubt.given)
    if doubt.reason is Reason.NO_RULES:
        return f"no rules are shipped for {given['where']}"
    unknown = "we do not know where they are"
    return f"{unknown}: `{given['zone']}` is no time zone" if given else unknown


_UNIONS = frozenset({"EU"})


def _zones(names: Iterable[str], rulebook: Rulebook) -> tuple[ZoneInfo, ...]:
    found = (rulebook.atlas.zone(name) for name in names)
    return tuple(dict.fromkeys(zone for zone in found if zone))
