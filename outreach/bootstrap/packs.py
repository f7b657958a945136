"""Pack files: one jurisdiction's dated values in TOML, read into `Pack`.

A file gives `code`, `title` and `[[entry]]` tables; docs/adding-a-pack.md lists the keys. Errors
name file, line, entry and key. Kinds that no rule judges are kept as information.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from outreach.bootstrap.pack_values import CALENDAR, applies_to, caps, openings, rests, weekdays
from outreach.bootstrap.zones import zone
from outreach.domain.toml_tables import Document, Toml
from outreach.errors import InputError
from policies.channel import Channel, Purpose
from policies.finding import Force
from policies.rulebook import HOUSE_PACK, Entry, EntryKind, Pack


class PackError(InputError):
    """A pack file cannot be used. Nothing was loaded."""


class Informs(StrEnum):
    """Kinds of entry that are kept, shown and cited, and judged by nothing."""

    CALLER_ID = "caller_id"
    CONSENT_EXPIRY = "consent_expiry"
    CONSENT_PROOF = "consent_proof"
    DATA_USE = "data_use"
    DIALER_CONDUCT = "dialer_conduct"
    DNC_INTERNAL = "dnc_internal"
    EMERGENCY_BAN = "emergency_ban"
    EXEMPTION = "exemption"
    LOCATION_PRESUMPTION = "location_presumption"
    NO_STRICTER_RULE = "no_stricter_rule"
    NUMBER_HYGIENE = "number_hygiene"
    OPTOUT_CONFIRMATION = "optout_confirmation"
    OPTOUT_DEADLINE = "optout_deadline"
    OPTOUT_RECOGNITION = "optout_recognition"
    OPTOUT_SCOPE = "optout_scope"
    UNKNOWN = "unknown"


class Confidence(StrEnum):
    """How an entry was checked; what was not verified is in force and strict."""

    VERIFIED_PRIMARY = "verified_primary"
    VERIFIED_SECONDARY = "verified_secondary"
    AGGREGATOR_ONLY = "aggregator_only"
    MEMORY_UNVERIFIED = "memory_unverified"
    OWN_CHOICE = "own_choice"


SURENESS = tuple(Confidence)
"""From the best checked to the least."""

# What an entry of a judged kind must say, or it would judge nothing.
_MUST_SAY: dict[EntryKind, Callable[[Entry], object]] = {
    EntryKind.CONTACT_HOURS: lambda entry: entry.openings,
    EntryKind.FORBIDDEN_DAYS: lambda entry: entry.holidays or entry.closed_days,
    EntryKind.FREQUENCY_CAP: lambda entry: entry.caps,
    EntryKind.CONSENT_REQUIRED: lambda entry: entry.consent,
    EntryKind.REGISTRY: lambda entry: entry.registry,
    EntryKind.REST: lambda entry: entry.rests,
}
_SAID_BY = {
    EntryKind.CONTACT_HOURS: "hours",
    EntryKind.FORBIDDEN_DAYS: "holidays",
    EntryKind.FREQUENCY_CAP: "caps",
    EntryKind.CONSENT_REQUIRED: "consent",
    EntryKind.REGISTRY: "registry",
    EntryKind.REST: "rests",
}


@dataclass(frozen=True, slots=True)
class OwnPack:
    """A house's own file: entries to add, and the house's shipped ones that it does without."""

    pack: Pack
    without: tuple[str, ...] = ()


def read_pack(file: str, text: str) -> Pack:
    """Return the pack of a TOML text; `file` is its name, for errors."""
    return _pack(_document(file, text))


def read_own(file: str, text: str) -> OwnPack:
    """Return a house's own pack; `file` is its name, for errors."""
    document = _document(file, text)
    without = document.texts("without")
    return OwnPack(_pack(document), without)


def _document(file: str, text: str) -> Toml:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        msg = f"{file} is not TOML: {error}".lower()
        raise PackError(msg) from error
    return Toml(Document(file, text), data)


def _pack(document: Toml) -> Pack:
    code, title = document.text("code"), document.text("title")
    if code != code.lower():
        document.refuse("code", f"is `{code}`; pack codes are lower case")
    tables = document.tables("entry")
    document.done()
    entries = tuple(_entry(table, code) for table in tables)
    _refuse_twins(tables, entries)
    return Pack(code, title, entries)


def _refuse_twins(tables: tuple[Toml, ...], entries: tuple[Entry, ...]) -> None:
    seen: set[str] = set()
    for table, entry in zip(tables, entries, strict=True):
        if entry.id in seen:
            table.refuse("id", f"is `{entry.id}`, which another entry has")
        seen.add(entry.id)


def _entry(table: Toml, code: str) -> Entry:
    """Return one entry; errors say which."""
    about = table.text("kind")
    kind = _kind(table, about)
    entry = Entry(
        id=table.text("id"),
        jurisdiction=code.upper() if code != HOUSE_PACK else code,
        kind=kind,
        channels=table.choices("channels", Channel),
        citation=table.text("citation"),
        source=table.text("source"),
        confidence=table.choice("confidence", Confidence),
        force=table.choice("force", Force, Force.LAW),
        checked=table.day("checked"),
        applies_to=applies_to(table),
        purposes=table.choices("purposes", Purpose),
        in_force_from=table.day("in_force_from"),
        in_force_until=table.day("in_force_until"),
        clock=_clock(table),
        openings=openings(table),
        closed_days=weekdays(table, "closed_days"),
        holidays=_calendars(table),
        caps=caps(table),
        rests=rests(table),
        consent=table.text("consent", ""),
        registry=table.text("registry", ""),
        max_age_days=0 if table.value("max_age_days") is None else table.count("max_age_days"),
        required=table.texts("required"),
        relax_if=table.texts("relax_if"),
        scope=table.text("scope", ""),
        note=table.text("note", ""),
        about=about,
        details=_details(table.table("details")),
    )
    table.done()
    _check(table, entry, code)
    return entry


def _clock(table: Toml) -> str:
    """Return the zone that a law names beside theirs; mostly there is none."""
    named = table.text("clock", "")
    if named and zone(named) is None:
        table.refuse("clock", f"is `{named}`, which is no time zone such as `America/Chicago`")
    return named


def _check(table: Toml, entry: Entry, code: str) -> None:
    """Refuse an entry that judges nothing, or that claims a force its pack has not."""
    if not entry.channels:
        table.refuse("channels", f"of entry `{entry.id}` must name at least one channel")
    said = _MUST_SAY.get(entry.kind)
    if said is not None and not said(entry):
        key = _SAID_BY[entry.kind]
        table.refuse(key, f"is missing from entry `{entry.id}` of kind `{entry.about}`")
    if code == HOUSE_PACK and entry.force is not Force.COURTESY:
        table.refuse("force", f"of entry `{entry.id}` must be `courtesy`: the house makes no law")
    start, end = entry.in_force_from, entry.in_force_until
    if start is not None and end is not None and end <= start:
        table.refuse("in_force_until", f"of entry `{entry.id}` is not after `in_force_from`")


def _kind(table: Toml, about: str) -> EntryKind:
    if about in set(Informs):
        return EntryKind.INFORMATION
    judged = set(EntryKind) - {EntryKind.INFORMATION}
    if about not in judged:
        known = ", ".join(f"`{kind}`" for kind in sorted({*judged, *Informs}))
        table.refuse("kind", f"is `{about}`; it must be one of {known}")
    return EntryKind(about)


def _calendars(table: Toml) -> tuple[str, ...]:
    names = table.texts("holidays")
    for name in names:
        if not CALENDAR.fullmatch(name):
            table.refuse("holidays", f"names `{name}`, which is no ISO 3166 code")
    return names


def _details(table: Toml) -> tuple[tuple[str, str], ...]:
    return tuple((key, table.text(key)) for key in table.data)
