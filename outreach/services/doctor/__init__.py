"""Looks at a house from all sides and says of each thing whether it is in order, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from outreach.clock import Clock
from outreach.services.doctor import inside, law, reach, records, stops, ways
from outreach.services.doctor.examining import PATIENCE, Check, examine
from outreach.services.doctor.lines import Group, Line, State, missing, ok, wrong
from outreach.services.doctor.probes import (
    CarrierAccount,
    Folders,
    OwnRecord,
    Page,
    Probes,
    TroubleError,
    UnreadableError,
)
from outreach.services.doctor.subject import Subject

__all__ = [
    "PATIENCE",
    "CarrierAccount",
    "Folders",
    "Group",
    "Line",
    "OwnRecord",
    "Page",
    "Probes",
    "State",
    "Subject",
    "TroubleError",
    "UnreadableError",
    "look_at",
    "missing",
    "ok",
    "wrong",
]

_LOOKS: tuple[tuple[Group, str, Callable[[Subject], Iterable[Line]]], ...] = (
    (Group.HOUSE, "settings", inside.settings),
    (Group.HOUSE, "team", inside.people_of_ours),
    (Group.HOUSE, "sending", inside.sending),
    (Group.DATABASE, "open", inside.database),
    (Group.DATABASE, "room", inside.disk),
    (Group.OUT, "server", ways.mail_out),
    (Group.IN, "maildir", inside.folder),
    (Group.IN, "mailbox", ways.mail_in),
    (Group.IN, "listening", ways.listening),
    (Group.TEXTS, "account", ways.texts),
    (Group.RECORDS, "SPF", records.sender_policy),
    (Group.RECORDS, "DKIM", records.signatures),
    (Group.RECORDS, "DMARC", records.alignment),
    (Group.PAGES, "address", reach.public_pages),
    (Group.CLOCKS, "time", reach.same_time),
    (Group.CLOCKS, "zones", reach.zones),
    (Group.LAW, "packs", law.packs),
    (Group.LAW, "registries", law.registries),
    (Group.LAW, "terms", law.terms),
    (Group.LAW, "stops", stops.words),
    (Group.LAW, "deadlines", stops.overdue),
)


def look_at(one: Subject, clock: Clock, patience: float = PATIENCE) -> list[Line]:
    """Return what was found, by group; nothing is waited for longer than `patience` seconds."""
    checks = [Check(group, about, partial(look, one)) for group, about, look in _LOOKS]
    for name in one.settings.mailboxes:
        look = partial(ways.mailbox, one, name)
        checks.append(Check(Group.IN, f"mailboxes.{name}", look))
    walls, ticks = [clock.now()], [clock.monotonic()]
    found = examine(checks, clock, patience)
    walls.append(clock.now())
    ticks.append(clock.monotonic())
    found += reach.steps(walls, ticks)
    order = list(Group)
    return sorted(found, key=lambda line: order.index(line.group))
