"""What the house itself says: who we are, the team, the database, the engine, the senders."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sqlalchemy import Connection, text

from outreach.services.doctor.lines import Group, Line, missing, ok, wrong
from outreach.services.doctor.subject import Subject
from outreach.store import house, migrate, senders, team

LEAST_FREE = 200 * 1024 * 1024
"""Bytes: below this a burst of answers might not be kept any more."""


def settings(one: Subject) -> Iterator[Line]:
    """Look at who we say we are."""
    said, line = one.settings.house, partial(missing, Group.HOUSE)
    yield ok(Group.HOUSE, "settings", f"{said.name}, {one.mode}")
    if not said.country:
        costs = "numbers without a prefix cannot be read"
        yield line("country", costs, "set house.country, such as GB")
    if not said.assume_country:
        costs = "email to people whose place is unknown is held"
        yield line("assumed law", costs, "set house.assume_country, such as GB")
    if not one.settings.sender.mailbox:
        yield wrong(
            *(Group.HOUSE, "mailbox", "no email can be written"),
            "set sender.mailbox to the address emails come from",
        )


def people_of_ours(one: Subject) -> Iterator[Line]:
    """Look whether anybody can act."""
    found = one.store.read(team.everybody)
    if found:
        yield ok(Group.HOUSE, "team", f"{len(found)} on the team")
    else:
        yield wrong(Group.HOUSE, "team", "nobody can act", "outreach team add 'Ana Ruiz'")


def sending(one: Subject) -> Iterator[Line]:
    """Look whether anything keeps us from sending."""
    row = one.store.read(house.get)
    if row.halted_because:
        yield wrong(
            *(Group.HOUSE, "halted", f"nothing goes out: {row.halted_because}"),
            "outreach resume",
        )
    for each in one.store.read(senders.paused):
        yield wrong(
            *(Group.HOUSE, "paused", f"{each.address} sends nothing: {each.paused_because}"),
            f"mend the cause, then: outreach senders resume {each.address}",
        )


def database(one: Subject) -> Iterator[Line]:
    """Look whether the database opens, is new enough, and can be written to."""
    one.store.write(lambda conn: conn.execute(text("select 1")))
    kind = one.store.url.get_backend_name()
    yield ok(Group.DATABASE, "open", f"{kind}, schema {migrate.NEWEST}, takes writes")
    if kind != "sqlite":
        return
    journal = one.store.read(_journal)
    if journal != "wal":
        yield wrong(
            *(Group.DATABASE, "journal", f"it is `{journal}`, so that reading stops writing"),
            "put the house on a local disk: a shared folder cannot keep a write-ahead log",
        )


def disk(one: Subject) -> Iterator[Line]:
    """Look whether there is room left."""
    free = one.probes.free_bytes(one.settings.folder)
    shown = f"{free / 1024**3:.1f} GB free" if free >= 1024**3 else f"{free // 1024**2} MB free"
    if free < LEAST_FREE:
        yield wrong(
            Group.DATABASE, "room", shown, f"make room on the disk of {one.settings.folder}"
        )
    else:
        yield ok(Group.DATABASE, "room", shown)


def folder(one: Subject) -> Iterator[Line]:
    """Look whether the Maildir can be used, where it is a way in at all."""
    mail = one.settings.path(one.settings.intake.maildir)
    if one.settings.imap.host and not mail.is_dir():
        return
    missing_parts = [name for name in ("new", "cur", "tmp") if not (mail / name).is_dir()]
    if missing_parts:
        do = f"`outreach init {one.settings.folder}` makes what is missing"
        yield wrong(Group.IN, "maildir", f"`{mail}` lacks {', '.join(missing_parts)}", do)
    else:
        yield ok(Group.IN, "maildir", str(mail))


def _journal(conn: Connection) -> str:
    return str(conn.scalar(text("pragma journal_mode")))
