"""Pack files: one jurisdiction's dated values in TOML, read into `Pack`.

A file gives `code`, `title` and `[[entry]]` tables; docs/adding-a-pack.md lists the keys. Errors
name file, line, entry and key. `policies.kinds` says what each kind makes us do.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum

from outreach.bootstrap.holidays import known_calendar
from outreach.bootstrap.pack_terms import accepts, confirmation, lives, refuse_too_short, term
from outreach.bootstrap.pack_values import (
    CALENDAR,
    applies_to,
    caps,
    eves,
    openings,
    rests,
    weekdays,
)
from outreach.bootstrap.zones import zone
from outreach.domain.toml_tables import Document, Toml
from outreach.domain.toml_text import parsed
from outreach.errors import InputError
from policies.channel import Channel, Purpose
from policies.duties import Duty
from policies.facts import NumberKind
from policies.finding import Force
from policies.kinds import MEANINGS, VALUES
from policies.rulebook import HOUSE_PACK, WHERE_THEY_ARE, Entry, EntryKind, Pack, Record


class PackError(InputError):
    """A pack file cannot be used. Nothing was loaded."""


class Confidence(StrEnum):
    """How an entry was checked; what was not verified is in force and strict."""

    VERIFIED_PRIMARY = "verified_primary"
    VERIFIED_SECONDARY = "verified_secondary"
    AGGREGATOR_ONLY = "aggregator_only"
    MEMORY_UNVERIFIED = "memory_unverified"
    OWN_CHOICE = "own_choice"


SURENESS = tuple(Confidence)
"""From the best checked to the least."""


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
        data = parsed(text)
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
    table.within = f"entry {int(table.path[-1]) + 1}"
    table.within = f"entry `{table.text('id')}`"
    kind = table.choice("kind", EntryKind)
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
        eves=eves(table),
        caps=caps(table),
        rests=rests(table),
        consent=table.text("consent", ""),
        accepts=accepts(table) if kind is EntryKind.CONSENT_REQUIRED else (),
        lives=lives(table),
        numbers=table.choices("numbers", NumberKind),
        registry=table.text("registry", ""),
        max_age_days=_days(table, "max_age_days"),
        required=table.choices("required", Duty),
        keywords=table.texts("keywords"),
        deadline=term(table, "deadline"),
        retain=term(table, "retain"),
        keeps=table.choices("keeps", Record),
        confirmation=confirmation(table),
        link_valid_days=_days(table, "link_valid_days"),
        relax_if=table.texts("relax_if"),
        scope=table.text("scope", ""),
        note=table.text("note", ""),
        details=_details(table.table("details")),
    )
    _refuse_unread(table, kind)
    table.done()
    _check(table, entry, code)
    return entry


def _refuse_unread(table: Toml, kind: EntryKind) -> None:
    """Refuse a value that nothing reads in an entry of this kind, and an entry without its own."""
    meaning = MEANINGS[kind]
    read = " and ".join(f"`{key}`" for key in meaning.keys) or "no value at all"
    for key in table.data:
        if key in VALUES and key not in meaning.keys:
            table.refuse(key, f"is read by nothing in an entry of kind `{kind}`, which has {read}")
        if key == "accepts":
            table.value(key)
    if meaning.needs and not any(table.data.get(key) for key in meaning.needs):
        needed = " or ".join(f"`{key}`" for key in meaning.needs)
        table.refuse(meaning.needs[0], f"is missing: an entry of kind `{kind}` needs {needed}")


def _days(table: Toml, key: str) -> int:
    """Return a number of days; 0 where the entry does not say."""
    return 0 if table.value(key) is None else table.count(key)


def _clock(table: Toml) -> str:
    """Return the zone that a law names beside theirs; mostly there is none."""
    named = table.text("clock", "")
    if named and zone(named) is None:
        table.refuse("clock", f"is `{named}`, which is no time zone such as `America/Chicago`")
    return named


def _check(table: Toml, entry: Entry, code: str) -> None:
    """Refuse an entry that contradicts itself, or that claims a force its pack has not."""
    if not entry.channels:
        table.refuse("channels", "must name at least one channel")
    if code == HOUSE_PACK and entry.force not in (Force.COURTESY, Force.CARRIER):
        table.refuse("force", "must be `courtesy` (or `carrier`): the house makes no law")
    start, end = entry.in_force_from, entry.in_force_until
    if start is not None and end is not None and end <= start:
        table.refuse("in_force_until", "is not after `in_force_from`")
    open_days = {day for opening in entry.openings for day in opening.days}
    if open_days & set(entry.closed_days):
        table.refuse("closed_days", "names a day that `hours` opens")
    if entry.kind is EntryKind.RETENTION:
        refuse_too_short(table, entry.retain)
    if entry.eves and not entry.holidays:
        table.refuse("eve_of_holiday", "needs `holidays`, or there is no eve")


def _calendars(table: Toml) -> tuple[str, ...]:
    names = table.texts("holidays")
    for name in names:
        if not CALENDAR.fullmatch(name):
            table.refuse("holidays", f"names `{name}`, which is no ISO 3166 code")
        if name != WHERE_THEY_ARE and not known_calendar(name):
            table.refuse("holidays", f"names `{name}`, of which no public holidays are known")
    return names


def _details(table: Toml) -> tuple[tuple[str, str], ...]:
    return tuple((key, table.text(key)) for key in table.data)
