"""National registry: ask the list of those who want no such calls, and believe it.

What it does
    Blocks marketing to a number that the do-not-call registry of its country lists, by the means
    for which the law wants it asked. Holds it for the operator where nobody has asked the registry,
    or the copy that was asked is older than the law allows.

Why it matters
    Whoever wrote themselves down there has said no to everybody at once, us included.

Example
    A call to a consumer's number in the United States that nobody has looked up waits, with all
    others like it, until the operator imports a copy of the registry that is 31 days old at most.

References
    47 CFR 64.1200(c)(2); PECR 2003 reg. 21.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from policies.channel import Purpose
from policies.closing import NEVER, reopens
from policies.facts import Facts, Point, Registry
from policies.finding import Bears, Finding
from policies.reason import Clause, Reason, clause
from policies.remedy import Remedy
from policies.rows import Rows
from policies.rule import rule
from policies.rulebook import Entry, EntryKind
from policies.verdict import Block, Clearer, Hold, Objection


@rule(
    "national-registry",
    cites=("47 CFR 64.1200(c)(2)", "PECR 2003 reg. 21"),
    silent_without=("permissions",),
)
def check(facts: Facts, at: datetime, rows: Rows) -> Finding | None:
    if rows.purpose is not Purpose.MARKETING:
        return None
    found = _found(rows)
    if found is None:
        return None
    return replace(found, ends=reopens(rows, lambda view: NEVER if _found(view) else None))


def _found(view: Rows) -> Finding | None:
    """Return what the registries of this moment object to."""
    entries = view.binding(EntryKind.REGISTRY)
    point = _point(view) if entries else None
    if point is None:
        return None
    objections = (_objection(each, point, view.at) for each in entries if _keeps(each, point, view))
    return next((each for each in objections if each), None)


def _point(rows: Rows) -> Point | None:
    """Return the number that this attempt goes to."""
    channel = rows.facts.attempt.channel
    here = (one for one in rows.facts.points if one.channel is channel)
    return next((one for one in here if one.address == rows.address), None)


def _keeps(entry: Entry, point: Point, rows: Rows) -> bool:
    """Whether a country's registry can list this number: it lists those of its own plan."""
    country = rows.rulebook.atlas.number(point.address).country
    return country is None or country == entry.jurisdiction[:2]


def _objection(entry: Entry, point: Point, at: datetime) -> Finding | None:
    name, where = entry.registry, f"`outreach registry import FILE --country {entry.jurisdiction}`"
    match point.registry:
        case Registry.LISTED:
            because = f"their number stands in the {name}"
            told = clause(Reason.LISTED, registry=name)
            return _finding(entry, Block(), because, "", told, Remedy.THEIR_REQUEST)
        case Registry.UNKNOWN:
            because = f"nobody has looked into the {name}"
            told = clause(Reason.NOT_LOOKED_UP, registry=name)
        case Registry.CLEAR if _too_old(entry, point, at):
            because = f"our copy of the {name} is over {entry.max_age_days} days old"
            told = clause(Reason.OLD_COPY, registry=name, days=entry.max_age_days)
        case _:
            return None
    change, asks = f"{where} changes that.", Hold(Clearer.OPERATOR)
    return _finding(entry, asks, because, change, told, Remedy.REGISTRY)


def _too_old(entry: Entry, point: Point, at: datetime) -> bool:
    looked, most = point.registry_on, entry.max_age_days
    return looked is not None and most > 0 and at - looked > timedelta(days=most)


def _finding(
    entry: Entry, asks: Objection, because: str, change: str, told: Clause, remedy: Remedy
) -> Finding:
    return Finding(
        "national-registry",
        asks,
        Bears.CHANNEL,
        because,
        cites=(entry.cite,),
        change=change,
        clause=told,
        remedy=remedy,
    )
