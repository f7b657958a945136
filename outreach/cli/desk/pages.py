"""What the screen of the call book shows, as lines. No page but a granted one holds a number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.text import Text

from channels.contract import Revealed
from outreach.domain.calls import CameOf
from outreach.domain.history import BY_HEARSAY, LastSaid
from outreach.services.calls import Call, Group, Page
from policies.english import ENGLISH

HEARD = {"sms": "by text", "phone": "on the phone", "web": "on our page"}
ENDINGS = {
    "c": CameOf.CONNECTED,
    "v": CameOf.VOICEMAIL,
    "n": CameOf.NO_ANSWER,
    "w": CameOf.WRONG_NUMBER,
    "b": CameOf.CALL_BACK,
    "p": CameOf.PREFERS,
    "d": CameOf.DO_NOT_CONTACT,
}
WHOM = 28
"""Columns for a name and where they work, so that eighty are enough."""
ONLY_CALLS = "x"
"""No more calls; they may still be written to."""
LIST_KEYS = "up down: choose   Enter: open   c: call   /: find somebody   ?: help   q: quit"
PAGE_KEYS = "c: call   up down: read on   Esc: back   ?: help"
ENDING_KEYS = (
    "c connected  v voicemail  n no answer  w wrong number  b call back at",
    "p prefers writing  d do not contact  x no more calls    Esc: say it later",
)
HELP = (
    "c on a person      judged now; only then is the number shown, to you, for this call",
    "",
    "afterwards, one key; it is in effect at once:",
    "  c  connected     our promise is kept, what they wrote counts as answered",
    "  v  voicemail     it counts as an attempt",
    "  n  no answer     it counts as an attempt",
    "  w  wrong number  this number is not used for this person again",
    "  b  call back at  nothing until then; the call is on your list",
    "  p  prefers       by email or by text: calls go there from now on",
    "  d  do not contact    everything planned is withdrawn, on every channel",
    "  x  no more calls     they may still be written to",
    "",
    "then you may type what they said, in their own words: it is read, and binds.",
    "",
    "u  takes back the last key, where nothing followed from it. A wish of theirs is",
    "   corrected only by a review, with proof and a second person.",
    "/  finds somebody who is not on the list. q or Esc goes back.",
)


def clock(at: datetime, zones: Sequence[ZoneInfo]) -> str:
    """Return the time of day where they may be: `06:30`, `05:30-06:30`, or nothing if unknown."""
    hours = sorted({f"{at.astimezone(zone):%H:%M}" for zone in zones})
    return "-".join((hours[0], hours[-1]) if len(hours) > 1 else hours)


def opens(call: Call) -> str:
    """Return when a call may be made, on their clock."""
    if call.opens_at is None:
        return "not by phone"
    if not call.zones:
        return f"opens {call.opens_at:%a %d %b %H:%M} UTC"
    whose = "their time" if len(call.zones) == 1 else ENGLISH.clock(call.zones[0])
    return f"opens {call.opens_at.astimezone(call.zones[0]):%a %d %b %H:%M} {whose}"


def book_lines(calls: Sequence[Call], chosen: int, now: datetime) -> list[Text]:
    """Return the list, grouped; the chosen call is marked."""
    lines: list[Text] = []
    for number, call in enumerate(calls):
        if number == 0 or calls[number - 1].group is not call.group:
            lines.append(Text(call.group.value.upper(), style="bold"))
        lines.append(_row(call, now, marked=number == chosen))
    return lines or [Text("nobody waits for a call")]


def line_of(calls: Sequence[Call], chosen: int) -> int:
    """Return in which line of the list a call stands."""
    groups = [call.group for call in calls[: chosen + 1]]
    return chosen + len(dict.fromkeys(groups))


def _row(call: Call, now: datetime, *, marked: bool) -> Text:
    works = f", {call.organisation}" if call.organisation else ""
    row = Text("> " if marked else "  ", style="reverse" if marked else "")
    whom = f"{call.name}{works}"
    row.append((whom if len(whom) <= WHOM else f"{whom[: WHOM - 1]}…").ljust(WHOM + 1))
    there = clock(now, call.zones)
    row.append(f"{f'{there} there' if there else 'time unknown'}  ".rjust(15))
    row.append(opens(call) if call.group is Group.CLOSED else call.about)
    row.no_wrap, row.overflow = True, "ellipsis"
    return row


def page_lines(page: Page, now: datetime) -> list[Text]:
    """Return a person's page: their last words first."""
    call, lines = page.call, list[Text]()
    lines += said_lines(call.last_said, call.zones)
    there = clock(now, call.zones)
    works = f" works at {call.organisation};" if call.organisation else ""
    lines.append(Text(f"{call.name}{works} it is {there or 'an unknown hour'} there"))
    lines.append(Text(f"about: {call.about}"))
    if call.why:
        lines += [Text(call.why, style="bold"), Text(page.change)]
    lines.append(Text())
    lines += [Text(f"{one.at:%d %b %Y}  {one.what}", style="dim") for one in page.story]
    lines += [Text(), *_script(page)]
    return lines


def said_lines(said: LastSaid | None, zones: Sequence[ZoneInfo]) -> Iterator[Text]:
    """Yield the last thing they said, with its day and way."""
    if said is None:
        return
    at = said.said_at.astimezone(zones[0]) if zones else said.said_at
    yield Text(said.told, style="italic")
    how = "" if said.via in BY_HEARSAY else f"{HEARD.get(said.via, f'by {said.via}')}, "
    yield Text(f"   {how}{at:%a %d %b %Y}", style="dim")
    yield Text()


def _script(page: Page) -> Iterator[Text]:
    if not page.script:
        yield Text(f"no script: {page.lacking}")
    for line in page.script.splitlines():
        yield Text(line)


def shown_lines(shown: Revealed) -> list[Text]:
    """Return the page of a call that was granted: the only one with a number on it."""
    number = Text(f"{shown.name}: {shown.number}", style="bold")
    return [number, Text(), *map(Text, shown.script.splitlines())]


def refused_lines(explanation: str) -> list[Text]:
    """Return why no number is shown, in their own words."""
    lines = explanation.splitlines()
    first = Text(f"No number is shown. {lines[0]}" if lines else "No number is shown.", "bold")
    return [first, Text(), *map(Text, lines[1:])]
