"""How far the law that we judge by was checked, and which registries were never looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Connection, func, select

from outreach.services.doctor.lines import Group, Line, missing, ok
from outreach.services.doctor.subject import Subject
from outreach.store.tables import point
from policies.channel import Channel
from policies.facts import Registry
from policies.rulebook import EntryKind

TOO_OLD = timedelta(days=365)
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
    """Say what it costs that no national registry was looked into."""
    known = sorted(
        pack.code.upper()
        for pack in one.rulebook.packs.values()
        if any(entry.kind is EntryKind.REGISTRY for entry in pack.entries)
    )
    unseen = one.store.read(_unseen)
    said = f"of {unseen} numbers nobody knows whether a registry of unwanted calls lists them"
    do = f"look them up before you call; there are registries in {', '.join(known)}"
    if unseen:
        yield missing(Group.LAW, "registries", said, do)
    else:
        yield ok(Group.LAW, "registries", "no number waits to be looked up")


def _unseen(conn: Connection) -> int:
    asked = (point.c.channel != Channel.EMAIL, point.c.registry == Registry.UNKNOWN)
    return conn.scalar(select(func.count()).select_from(point).where(*asked)) or 0
