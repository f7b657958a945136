"""Everything in force: packs of dated values, places, holidays, and a fingerprint of it all.

The rulebook is loaded once, by the house, from TOML files, PyPI's tzdata and the `holidays`
library; judging only reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from policies.channel import Channel, Kind, Name, Purpose
from policies.finding import Cite, Force

HOUSE_PACK = "house"
WHERE_THEY_ARE = "where they are"
"""The calendar of an entry that closes on the holidays of every place the person may be in."""


class EntryKind(Name):
    """What an entry of a pack decides. Values stand in pack files: append only."""

    CONTACT_HOURS = "contact_hours"
    FORBIDDEN_DAYS = "forbidden_days"
    FREQUENCY_CAP = "frequency_cap"
    CONSENT_REQUIRED = "consent_required"
    REGISTRY = "dnc_registry"
    CHANNEL_PROHIBITION = "channel_prohibition"
    REST = "rest"
    IDENTIFICATION = "identification"
    OPT_OUT_MECHANISM = "optout_mechanism"
    INFORMATION = "information"
    """Kept, shown and cited, but judged by nothing (deadlines, retention, exemptions ...)."""


@dataclass(frozen=True, slots=True, eq=False)
class Opening:
    """Allowed minutes on some weekdays (0 = Monday); `close` (up to 1440) is outside.

    Compared by identity, so that the spans of a day can be remembered cheaply.
    """

    days: tuple[int, ...]
    open: int
    close: int


class CapOf(StrEnum):
    """What a cap counts: the contacts of one person, or the people of one organisation."""

    PERSON = "person"
    ORGANISATION = "organisation"


MOST_COLLEAGUES = 100
"""The largest count of an organisation's cap: so many are remembered of each organisation."""

LONGEST_COLLEAGUES = timedelta(days=30)
"""The longest window of an organisation's cap: for so long they are remembered."""


@dataclass(frozen=True, slots=True)
class Cap:
    """No more than `count` contacts in any `hours`, whoever made them.

    `binds_humans` False lets a human's own attempt pass; it is counted all the same. `of` an
    organisation it is no more than `count` people there who hear from us in any `hours`.
    """

    count: int
    hours: int
    binds_humans: bool = True
    of: CapOf = CapOf.PERSON

    @property
    def window(self) -> timedelta:
        """Return the stretch of absolute time in which is counted."""
        return timedelta(hours=self.hours)


@dataclass(frozen=True, slots=True)
class Rest:
    """Days of 24 h without marketing after an event: `no`, `stop` or `silence` (after `after`)."""

    event: str
    days: int
    after: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated value of a pack, with where it stands and how well it was checked.

    `applies_to` empty means anybody. `in_force_from` and `in_force_until` are days on the person's
    clock, the latter outside. `clock` is a zone that the law names beside theirs. `holidays` names
    the calendars (ISO 3166 codes) on whose holidays the entry's hours are closed, or
    `WHERE_THEY_ARE`. `purposes` empty means every purpose. `about` is the kind as the pack file
    writes it; `details` are its values that nothing judges, for reading. `max_age_days` is how
    old a copy of the registry may be, 0 where the law does not say.
    """

    id: str
    jurisdiction: str
    kind: EntryKind
    channels: tuple[Channel, ...]
    citation: str
    source: str
    confidence: str
    force: Force = Force.LAW
    checked: date | None = None
    applies_to: tuple[Kind, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    in_force_from: date | None = None
    in_force_until: date | None = None
    clock: str = ""
    openings: tuple[Opening, ...] = ()
    closed_days: tuple[int, ...] = ()
    holidays: tuple[str, ...] = ()
    caps: tuple[Cap, ...] = ()
    rests: tuple[Rest, ...] = ()
    consent: str = ""
    registry: str = ""
    max_age_days: int = 0
    required: tuple[str, ...] = ()
    relax_if: tuple[str, ...] = ()
    scope: str = ""
    note: str = ""
    about: str = ""
    details: tuple[tuple[str, str], ...] = ()

    @property
    def ours(self) -> bool:
        """Whether the entry is the house's own and not somebody's law."""
        return self.jurisdiction.lower() == HOUSE_PACK

    @property
    def cite(self) -> Cite:
        """Return what a sentence may cite."""
        verified = self.confidence.startswith("verified")
        return Cite(self.id, self.citation, self.force, self.checked if verified else None)


@dataclass(frozen=True, slots=True)
class Pack:
    """One jurisdiction's entries. `code` is lower case: `us`, `us-fl`, `fr`, or `house`."""

    code: str
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, eq=False)
class NumberPlace:
    """What a telephone number's prefix says: possible jurisdictions and zones.

    `geographic` False (toll-free, satellite, premium ...) gives no places. Codes are upper case:
    `US`, `US-NV`.
    """

    country: str | None = None
    regions: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    geographic: bool = True


@dataclass(frozen=True, slots=True)
class Atlas:
    """Where places and numbers are, in zones. Lookups are pure and cached by whoever loads them.

    `zone` follows renamed zones and returns None for an unknown or empty name. `country_zones` and
    `region_zones` return IANA names, and unknown codes give (). `zone_countries` names the
    countries a zone lies in. `parents` names what a country brings by default: `FR` brings `EU`.
    """

    zone: Callable[[str], ZoneInfo | None]
    country_zones: Callable[[str], tuple[str, ...]]
    region_zones: Callable[[str], tuple[str, ...]]
    zone_countries: Callable[[str], tuple[str, ...]]
    number: Callable[[str], NumberPlace]
    parents: Callable[[str], tuple[str, ...]]


HolidayName = Callable[[str, date], str | None]
"""Calendar code (ISO 3166-1 or -2) and local day to the holiday's name, or None."""


@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """All packs in force with places and holidays, and a fingerprint over all of them.

    `packs` is keyed by lower-case code. `literal` is True where packs were given by name (scenario
    files): then these are all there is, and no pack is missed. Compared by identity.
    """

    packs: Mapping[str, Pack]
    atlas: Atlas
    holiday: HolidayName
    fingerprint: str
    literal: bool = False
