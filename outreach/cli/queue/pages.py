"""What the screen of questions shows, as lines: the sentence marked, and what binds meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from rich.text import Text

from outreach.services.review import Pace, Question
from outreach.store.inbound import InboundState, came_by
from policies.channel import Channel
from policies.statement import Meaning, NotInterested, Refuse

WHOM = 26
"""Columns for a name, so that eighty are enough."""
LIST_KEYS = "up down: choose   Enter: open   ?: help   q: quit"
BY = {Channel.EMAIL: "by email", Channel.SMS: "by text", Channel.PHONE: "by phone"}
KEEP, NOTHING, WHOSE, BACK_ON = "k", "n", "m", "b"
RESTRICTS: dict[str, Meaning] = {"s": Refuse(None)}
"""Keys that bind more than before: nobody else needs to agree."""
NARROWS: dict[str, tuple[Meaning, ...]] = {
    "e": (Refuse(Channel.EMAIL),),
    "t": (Refuse(Channel.SMS),),
    "c": (Refuse(Channel.PHONE),),
    "i": (NotInterested(),),
    NOTHING: (),
}
"""Keys that bind less than before: a second person agrees."""
HELP = (
    "Whatever may be a refusal binds until one of us has looked. One key says what it is:",
    "",
    "  k  keep it as it is: what binds now is what they meant, or there is nothing in it",
    "  s  stop: no contact at all, on any channel",
    "  b  back on: nothing until the day they are back (an absence that named none)",
    "",
    "these bind less than what binds now, so a second person of the team agrees:",
    "  e  only no more emails      t  only no more texts      c  only no more calls",
    "  i  not interested now       n  nothing of the kind",
    "",
    "where nobody on file has the address:",
    "  m  whose it is: the address goes on file, and the message is read as theirs",
    "",
    "Their words stay as they are. A stop that is one word is never asked about.",
)


@dataclass(frozen=True, slots=True)
class Keys:
    """Which keys a question takes, and the foot that says so."""

    taken: str
    foot: tuple[str, ...]


def keys_of(question: Question) -> Keys:
    """Return the keys that answer this question."""
    if question.unmatched:
        return Keys(KEEP + WHOSE, ("m: say whose it is   k: nobody's, keep it   Esc: back",))
    if question.message.state is InboundState.FAILED or not question.whose:
        return Keys(KEEP, ("k: seen   Esc: back",))
    taken = "".join([KEEP, BACK_ON, *RESTRICTS, *NARROWS])
    return Keys(
        taken,
        (
            "k keep as it is   s stop everything   b back on a day   Esc: later   ?: help",
            "only: e no emails   t no texts   c no calls   i not interested   n nothing",
        ),
    )


def list_lines(found: Sequence[Question], chosen: int, now: datetime) -> list[Text]:
    """Return the list, a line a question; the chosen one is marked."""
    lines = [_row(one, now, marked=at == chosen) for at, one in enumerate(found)]
    return lines or [Text("every message is understood")]


def pace_line(pace: Pace, now: datetime) -> str:
    """Return how many wait, and how quickly they are settled."""
    waits = f"{pace.waiting} to settle"
    if pace.oldest is not None:
        waits += f", the oldest for {length(now - pace.oldest)}"
    if pace.half is None or pace.longest is None:
        return f"{waits}; none settled in 30 days"
    took = f"half within {length(pace.half)}, all within {length(pace.longest)}"
    return f"{waits}; {pace.settled} settled in 30 days, {took}"


def length(span: timedelta) -> str:
    """Return a length of time in its largest unit: `40 min`, `3 h`, `2 days`."""
    minutes = max(0, round(span.total_seconds() / 60))
    if minutes < 90:
        return f"{minutes} min"
    hours = round(minutes / 60)
    return f"{hours} h" if hours < 48 else f"{round(hours / 24)} days"


def question_lines(question: Question, zone: ZoneInfo) -> list[Text]:
    """Return a question's page: their words with what is unclear in bold, then what binds."""
    row = question.message
    at = f"{row.received_at.astimezone(zone):%a %d %b %Y %H:%M}"
    who = question.whose or f"{row.from_address or 'nobody knows who'} (on nobody's file)"
    lines = [Text(part) for part in (f"{who}, {BY[came_by(row.door)]}, {at}", "")]
    lines += marked(question).split("\n")
    return [
        *lines,
        Text(),
        Text(f"to settle: {question.asked}"),
        Text(f"meanwhile: {question.meanwhile}"),
    ]


def marked(question: Question) -> Text:
    """Return the words with the unclear stretches between brackets, in bold too."""
    if not question.words:
        return Text("(no words of their own)", style="dim")
    text, at = Text(), 0
    for span in sorted(question.marked, key=lambda one: one.start):
        if span.start < at:
            continue
        text.append(question.words[at : span.start])
        text.append(f"[{question.words[span.start : span.end]}]", style="bold")
        at = span.end
    return text.append(question.words[at:])


def _row(question: Question, now: datetime, *, marked: bool) -> Text:
    row = Text("> " if marked else "  ", style="reverse" if marked else "")
    whom = question.whose or question.message.from_address or "nobody knows who"
    row.append((whom if len(whom) <= WHOM else f"{whom[: WHOM - 1]}…").ljust(WHOM + 1))
    row.append(f"{length(now - question.message.received_at)}  ".rjust(9))
    row.append(f"“{' '.join(question.words.split())}”" if question.words else question.asked)
    row.no_wrap, row.overflow = True, "ellipsis"
    return row
