"""An agenda as lines: whom, why, their last words, the time there. No line holds a number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from outreach.cli.desk.pages import clock
from outreach.cli.moments import due
from outreach.domain.commitments import CommitmentKind
from outreach.domain.lengths import ago
from outreach.gate.openings import Reach
from outreach.services.agenda import Agenda, Group, Line
from policies.channel import SPOKEN

_NEXT = {
    Group.PROMISED: "outreach promises keep {id}",
    Group.OUT_OF_REACH: "outreach promises release {id} --because ...",
    Group.OPEN_NOW: "outreach calls press {id}",
    Group.WORD_DUE: "outreach people show '{name}'",
    Group.UNANSWERED: "outreach answer '{name}' --text ...",
    Group.MATTER: "outreach agenda settle {id} --because ...",
    Group.HELD: "outreach review {id} uphold (or correct, again)",
}
_MORE = {
    Group.PROMISED: "more: outreach promises list",
    Group.OUT_OF_REACH: "more: outreach promises list",
    Group.OPEN_NOW: "more may be open: outreach calls",
    Group.WORD_DUE: "more wait: outreach cadence due",
    Group.UNANSWERED: "more wait behind these",
    Group.MATTER: "more wait behind these",
    Group.HELD: "more: outreach blocked",
}


def lines(agenda: Agenda, now: datetime, zone: ZoneInfo) -> Iterator[str]:
    """Yield the page, group by group."""
    yield f"{agenda.rep.name}, {agenda.day:%A %d %B %Y}"
    if not agenda.lines:
        yield "nothing is promised, due or waiting"
    for group in Group:
        found = agenda.of(group)
        if not found:
            continue
        yield from ("", group.value.upper())
        for one in found:
            yield from _told(one, now, zone)
        if group in agenda.full:
            yield f"  {_MORE[group]}"


def _told(one: Line, now: datetime, zone: ZoneInfo) -> Iterator[str]:
    where = f" ({one.organisation})" if one.organisation else ""
    there = clock(now, one.zones)
    yield f"  {one.name}{where}{f', {there} there' if there else ''}"
    yield f"    {one.why}{when(one, now, zone)}"
    if one.last_said:
        words = one.last_said
        yield f"    {words.told} ({words.said_at.astimezone(zone):%d %b %Y})"
    if one.openings:
        yield f"    {reached(Reach(one.openings, ''), now, one.zones)}"
    yield f"    {_next(one)}"


def _next(one: Line) -> str:
    """Return the command that deals with it."""
    command = _NEXT[one.group]
    if one.group is Group.OUT_OF_REACH:
        return command.format(id=one.id)
    if one.kind is CommitmentKind.REQUEST:
        command = _NEXT[Group.UNANSWERED]
    elif one.kind is not None and one.channel is None:
        command = "outreach promises done {id}"
    return command.format(id=one.id, name=one.name)


def when(one: Line, now: datetime, zone: ZoneInfo) -> str:
    """Return when it is due, how late it is and whose it was, as the end of a sentence."""
    parts = []
    if one.group in (Group.PROMISED, Group.OUT_OF_REACH):
        parts.append(f"due {due(one.due_at, one.zones, zone, named_hour=one.named_hour)}")
        if one.late:
            parts.append(f"{ago(now - one.due_at)} late")
    elif one.group is Group.UNANSWERED:
        parts.append(f"for {ago(now - one.due_at)}")
    if one.covers:
        parts.append(f"{'offered to all, was' if one.offered else 'for'} {one.covers}")
    elif one.offered:
        parts.append("anybody's")
    return f"; {', '.join(parts)}" if parts else ""


def reached(reach: Reach, now: datetime, zones: Sequence[ZoneInfo]) -> str:
    """Return how somebody may be reached, on their clock; or why not at all."""
    if not reach.openings:
        return reach.shut
    return "; ".join(
        f"by {SPOKEN[one.channel]} {'now' if one.at <= now else _from(one.at, zones)}"
        for one in reach.openings
    )


def _from(at: datetime, zones: Sequence[ZoneInfo]) -> str:
    """Return a moment on the first of their clocks."""
    if not zones:
        return f"from {at:%a %d %b %H:%M} UTC"
    return f"from {at.astimezone(zones[0]):%a %d %b %H:%M} there"


def plain(agenda: Agenda, now: datetime) -> dict[str, object]:
    """Return the agenda for programs: every line with the reason it is there."""
    return {
        "rep": agenda.rep.name,
        "day": agenda.day,
        "lines": [
            {
                "group": one.group,
                "id": one.id,
                "person": one.person_id,
                "name": one.name,
                "organisation": one.organisation,
                "why": one.why,
                "promise": one.kind,
                "channel": one.channel,
                "due_at": one.due_at,
                "late": one.late,
                "offered": one.offered,
                "covers": one.covers,
                "there": clock(now, one.zones),
                "zones": [zone.key for zone in one.zones],
                "last_said": one.last_said,
                "openings": [{"channel": each.channel, "from": each.at} for each in one.openings],
            }
            for one in agenda.lines
        ],
        "more": list(agenda.full),
    }
