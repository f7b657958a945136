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

from policies.basis import BasisKind, Life
from policies.channel import Channel, Kind, Name, Purpose
from policies.facts import NumberKind
from policies.finding import Cite, Force

HOUSE_PACK = "house"
WHERE_THEY_ARE = "where they are"
"""The calendar of an entry that closes on the holidays of every place the person may be in."""


class EntryKind(Name):
    """What an entry of a pack is about; `policies.kinds` says what each makes us do.

    Values stand in pack files: append only.
    """

    CONTACT_HOURS = "contact_hours"
    FORBIDDEN_DAYS = "forbidden_days"
    FREQUENCY_CAP = "frequency_cap"
    CONSENT_REQUIRED = "consent_required"
    REGISTRY = "dnc_registry"
    CHANNEL_PROHIBITION = "channel_prohibition"
    REST = "rest"
    IDENTIFICATION = "identification"
    OPT_OUT_MECHANISM = "optout_mechanism"
    OPT_OUT_CONFIRMATION = "optout_confirmation"
    OPT_OUT_DEADLINE = "optout_deadline"
    OPT_OUT_RECOGNITION = "optout_recognition"
    OPT_OUT_SCOPE = "optout_scope"
    OWN_LIST = "dnc_internal"
    CONSENT_EXPIRY = "consent_expiry"
    CONSENT_PROOF = "consent_proof"
    EMERGENCY_BAN = "emergency_ban"
    CALLER_ID = "caller_id"
    DATA_USE = "data_use"
    DIALER_CONDUCT = "dialer_conduct"
    EXEMPTION = "exemption"
    LOCATION_PRESUMPTION = "location_presumption"
    NO_STRICTER_RULE = "no_stricter_rule"
    NUMBER_HYGIENE = "number_hygiene"
    UNKNOWN = "unknown"
    RETENTION = "retention"


class Record(Name):
    """What is let go once its term is over. Values stand in pack files: append only."""

    FACTS = "facts"
    """What a decision was made on; the decision itself stays."""
    WORDS = "words"
    """What we wrote to somebody; that we wrote, when and by whom stays."""
    MAIL = "mail"
    """What came in and said nothing that binds; that it came, and when, stays."""


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
class Term:
    """A length of time as laws write it; the parts add up.

    Business days are Monday to Friday: a holiday gives nobody another day.
    """

    years: int = 0
    months: int = 0
    days: int = 0
    business_days: int = 0


@dataclass(frozen=True, slots=True)
class Confirmation:
    """How many confirmations of a stop a law allows, and within how many minutes."""

    count: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated value of a pack, with where it stands and how well it was checked.

    `applies_to` empty means anybody. `in_force_from` and `in_force_until` are days on the person's
    clock, the latter outside. `clock` is a zone that the law names beside theirs. `holidays` names
    the calendars (ISO 3166 codes) on whose holidays the entry's hours are closed, or
    `WHERE_THEY_ARE`; `eves` are the only hours on the day before one. `purposes` empty means every
    purpose. `consent` names the consent as the law does, `accepts` the kinds of yes that will do,
    `lives` how long some last. `numbers` are the kinds of number a law speaks of, empty every kind.
    `deadline` is for honouring a stop, `retain` for keeping a record, or what `keeps` names.
    `details` are values that nothing reads but humans. `max_age_days` (of a copy of the registry)
    and `link_valid_days` (of the way out) are 0 where the law does not say.
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
    eves: tuple[Opening, ...] = ()
    caps: tuple[Cap, ...] = ()
    rests: tuple[Rest, ...] = ()
    consent: str = ""
    accepts: tuple[BasisKind, ...] = ()
    lives: tuple[Life, ...] = ()
    numbers: tuple[NumberKind, ...] = ()
    registry: str = ""
    max_age_days: int = 0
    required: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    deadline: Term | None = None
    retain: Term | None = None
    keeps: tuple[Record, ...] = ()
    confirmation: Confirmation | None = None
    link_valid_days: int = 0
    relax_if: tuple[str, ...] = ()
    scope: str = ""
    note: str = ""
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
    countries a zone lies in. `parents` names what a country is part of: `FR` of `EU`,
    `RE` of `FR` and `EU`.
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
