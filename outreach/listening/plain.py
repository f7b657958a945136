"""Meanings that need no grammar: a phrase says them, another takes them away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from outreach.listening.channels import named_in
from outreach.listening.reading import Note
from outreach.listening.said import Found, Said
from policies.channel import Channel
from policies.statement import AtMost, Consent, NotInterested, OnlyThrough, Resume, WrongPerson

_MARK = re.compile(r"[?？]")
_DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "quarter": 91, "year": 365}
_COUNTS = {"once": 1, "twice": 2, "one": 1, "a": 1, "an": 1, "two": 2, "three": 3, "four": 4}
_EVERY = {
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
}


def plain(said: Said) -> Iterator[Found]:
    """Find lack of interest, wrong persons, go-betweens, limits, and permissions given."""
    for dialect in said.plausible:
        for pattern in dialect.live("not_interested", "said", said.text):
            for match in pattern.finditer(said.text):
                yield Found(NotInterested(), match.start(), match.end())
        for pattern in dialect.live("wrong_person", "said", said.text):
            for match in pattern.finditer(said.text):
                yield Found(WrongPerson(), match.start(), match.end())
        for pattern in dialect.live("only_through", "said", said.text):
            for match in pattern.finditer(said.text):
                yield Found(OnlyThrough(match["who"]), match.start(), match.end())
    yield from _limits(said)
    yield from resumed(said)
    yield from _consented(said)


def _limits(said: Said) -> Iterator[Found]:
    for dialect in said.dialects:
        for pattern in dialect.live("at_most", "often", said.text):
            for match in pattern.finditer(said.text):
                unit = _EVERY.get(match["unit"], match["unit"])
                first = (match["count"] or "").split()[:1]
                count = _COUNTS.get(first[0], 1) if first else 1
                if first and first[0].isdigit():
                    count = int(first[0])
                yield Found(AtMost(max(count, 1), _DAYS[unit]), match.start(), match.end())


def resumed(said: Said) -> Iterator[Found]:
    """Take a stop back only where the person says so themselves, without doubt or condition."""
    for dialect in said.plausible:
        for kind in ("channel", "all"):
            for pattern in dialect.live("resume", kind, said.text):
                for match in pattern.finditer(said.text):
                    sentence = said.around(match.start())
                    rest = (
                        said.text[sentence.start : match.start()]
                        + " "
                        + said.text[match.end() : sentence.end + 1]
                    )
                    if any(p.pattern.search(rest) for p in dialect.of("resume", "unless")):
                        continue
                    named = named_in(dialect, match) if kind == "channel" else ()
                    for channel in named or (said.channel,):
                        yield Found(Resume(channel), match.start(), match.end(), 0.8)


def welcomed(said: Said) -> Iterator[Found]:
    """Find contact that is welcome again, for one who tells of a stop as past."""
    for dialect in said.dialects:
        for pattern in dialect.live("resume", "welcome", said.text):
            for match in pattern.finditer(said.text):
                for channel in named_in(dialect, match) or (said.channel,):
                    yield Found(Resume(channel), match.start(), match.end(), 0.7)
        for one in dialect.find("welcome", said.text):
            for channel in one.channels or (said.channel,):
                yield Found(Resume(channel), one.start, one.end, 0.7)


def stops_as_past(said: Said) -> list[int]:
    """Return where the person tells of a stop as something past (folded offsets)."""
    patterns = [p for dialect in said.dialects for p in dialect.live("guards", "past", said.text)]
    told = [match.start() for p in patterns for match in p.finditer(said.text)]
    return told + [one.start for d in said.dialects for one in d.find("past", said.text)]


def _consented(said: Said) -> Iterator[Found]:
    for dialect in said.dialects:
        for pattern in dialect.live("consent", "channel", said.text):
            for match in pattern.finditer(said.text):
                named: tuple[Channel | None, ...] = named_in(dialect, match) or (said.channel,)
                for channel in named:
                    if channel is not None:
                        yield Found(Consent(channel), match.start(), match.end(), 0.8)


def noted(said: Said) -> Iterator[tuple[Note, int, int]]:
    """Find what binds nobody but a human should know."""
    for dialect in said.plausible:
        sections = (
            (Note.INTEREST, "interest", "said"),
            (Note.COMPLAINT, "complaint", "said"),
            (Note.LEGAL, "complaint", "legal"),
            (Note.REFERRAL, "referral", "said"),
            (Note.LEFT, "wrong_person", "left"),
        )
        for note, section, kind in sections:
            for pattern in dialect.live(section, kind, said.text):
                match = pattern.search(said.text)
                if match:
                    yield note, match.start(), match.end()
                    break
    yield from _questions(said)


def _is_courtesy(said: Said, asked: str) -> bool:
    """Return whether a question ends as a greeting does, or as an order that wants a nod."""
    return any(
        match.end() >= len(asked) - 1
        for dialect in said.dialects
        for pattern in dialect.of("question", "polite")
        for match in pattern.finditer(asked)
    )


def _questions(said: Said) -> Iterator[tuple[Note, int, int]]:
    """Find what the person asks, with a mark or without one, courtesies aside."""
    for mark in _MARK.finditer(said.text):
        start = said.around(max(mark.start() - 1, 0)).start
        asked = said.text[start : mark.end()]
        if not _is_courtesy(said, asked):
            yield Note.QUESTION, start, mark.end()
    for dialect in said.dialects:
        for pattern in dialect.live("question", "said", said.text):
            for match in pattern.finditer(said.text):
                yield Note.QUESTION, match.start(), match.end()
