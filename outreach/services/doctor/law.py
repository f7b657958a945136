"""How far the law that we judge by was checked, and which registries were never looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from outreach.domain.registries import number_country
from outreach.services.doctor.lines import Group, Line, missing, ok, wrong
from outreach.services.doctor.subject import Subject
from outreach.store import keeping
from outreach.store import registries as store
from policies.keeping import over_before
from policies.rulebook import EntryKind, Record

TOO_OLD = timedelta(days=365)
ENGINE_LETS_GO = timedelta(days=2)
"""How long after its term something may still be there: the engine looks once a day."""
CHECKED = ("verified_primary", "verified_secondary", "own_choice")


def packs(one: Subject) -> Iterator[Line]:
    """Count what is unchecked, and what was checked more than a year ago."""
    entries = [entry for pack in one.rulebook.packs.values() for entry in pack.entries]
    unchecked = sum(entry.confidence not in CHECKED for entry in entries)
    today = one.now.date()
    old = sum(entry.checked is not None and today - entry.checked > TOO_OLD for entry in entries)
    shown = f"{len(entries)} values in {len(one.rulebook.packs)} packs"
    if not unchecked and not old:
        yield ok(Group.LAW, "packs", f"{shown}, all checked within a year")
        return
    said = f"{shown}: {unchecked} not verified, {old} checked over a year ago; they bind, strictly"
    yield missing(Group.LAW, "packs", said, "docs/adding-a-pack.md says how to better one")


def registries(one: Subject) -> Iterator[Line]:
    """Say which copies of registries are too old, and how many numbers nobody has looked up."""
    allowed = {
        pack.code.upper(): entry.max_age_days
        for pack in one.rulebook.packs.values()
        for entry in pack.entries
        if entry.kind is EntryKind.REGISTRY
    }
    found = [*_too_old(one, allowed), *_unseen(one, allowed)]
    yield from found or [ok(Group.LAW, "registries", "no number waits to be looked up")]


def _too_old(one: Subject, allowed: dict[str, int]) -> Iterator[Line]:
    for copy in one.store.read(store.copies):
        days, most = (one.now - copy.copied_on).days, allowed.get(copy.country, 0)
        if days > most > 0:
            said = f"the copy of {copy.country} is {days} days old, and {most} are allowed"
            do = f"outreach registry import FILE --country {copy.country} --on DATE"
            yield missing(Group.LAW, "registries", f"{said}: marketing calls wait", do)


def _unseen(one: Subject, allowed: dict[str, int]) -> Iterator[Line]:
    """Count the numbers in countries with a registry that nobody has asked it about."""
    counted = Counter(
        country
        for number in one.store.read(store.unseen)
        if (country := number_country(number)) in allowed
    )
    for country, count in sorted(counted.items()):
        said = f"{count} numbers of {country} were never looked up in its registry"
        do = f"outreach registry import FILE --country {country} --on DATE"
        yield missing(Group.LAW, "registries", f"{said}: marketing calls to them wait", do)


def terms(one: Subject) -> Iterator[Line]:
    """Look whether anything is kept past its term; whoever keeps facts for ever is told so."""
    if over_before(Record.FACTS, one.now, one.rulebook) is None:
        said = "what decisions were made on is kept for ever: no entry of `house` says how long"
        yield missing(Group.LAW, "terms", said, "outreach packs house")
        return
    late = one.now - ENGINE_LETS_GO
    waits = {
        record: one.store.read(partial(keeping.waiting, record=record, before=before))
        for record in Record
        if (before := over_before(record, late, one.rulebook))
    }
    past = {record: count for record, count in waits.items() if count}
    if not past:
        yield ok(Group.LAW, "terms", "nothing is kept past its term (`outreach kept`)")
        return
    said = ", ".join(f"{count} of {record}" for record, count in past.items())
    yield wrong(Group.LAW, "terms", f"kept past its term: {said}", "outreach run lets go of it")
