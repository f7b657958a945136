"""Which channel a person would rather use, cannot use, or asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from outreach.listening.phrases import Dialect
from outreach.listening.said import Found, Said
from policies.channel import Channel
from policies.statement import Avoid, Prefer, Request, Scope

_CLAUSE = re.compile(r"[^.!?;,\n]{0,30}$")


def avoided(said: Said) -> Iterator[Found]:
    """Find channels the person cannot or would rather not use."""
    for dialect in said.plausible:
        for pattern in dialect.live("avoid", "channel", said.text):
            for match in pattern.finditer(said.text):
                for channel in named_in(dialect, match):
                    yield Found(Avoid(channel), match.start(), match.end())
        for pattern in dialect.live("avoid", "phone", said.text):
            for match in pattern.finditer(said.text):
                yield Found(Avoid(Channel.PHONE), match.start(), match.end(), 0.8)


def preferred(said: Said) -> Iterator[Found]:
    """Find channels the person asks for, as a standing wish or for this matter."""
    for dialect in said.plausible:
        for channel in Channel:
            for match in _wishes(said, dialect, channel.value):
                yield Found(Prefer(channel), match.start(), match.end())
        for scope in Scope:
            for match in _wishes(said, dialect, scope.value):
                for channel in named_in(dialect, match)[:1]:
                    yield Found(Prefer(channel, scope), match.start(), match.end())


def _wishes(said: Said, dialect: Dialect, kind: str) -> Iterator[re.Match[str]]:
    for pattern in dialect.live("prefer", kind, said.text):
        for match in pattern.finditer(said.text):
            if not _turned(said, dialect, match.start()):
                yield match


def requested(said: Said) -> Iterator[Found]:
    """Find things the person asks us for, and the channel they want it by."""
    for dialect in said.dialects:
        for pattern in dialect.live("request", "thing", said.text):
            for match in pattern.finditer(said.text):
                sentence = said.around(match.start("thing"))
                asked = said.text[match.start() : match.start("thing")]
                behind = said.text[match.end("thing") : sentence.end][:30]
                named = [c for c in dialect.channels_in(f"{asked} {behind}") if c is not None]
                what = " ".join(match["thing"].split())
                yield Found(
                    Request(what, named[0] if named else None), match.start(), match.end("thing")
                )


def named_in(dialect: Dialect, match: re.Match[str]) -> tuple[Channel, ...]:
    """Return the channels that a match is about."""
    return tuple(channel for channel in dialect.channels_of(match) if channel is not None)


def _turned(said: Said, dialect: Dialect, start: int) -> bool:
    """Return whether a word before it makes a preference none, or somebody's condition."""
    before = _CLAUSE.search(said.text[said.around(start).start : start])
    words = before[0] if before else ""
    for pattern in dialect.of("guards", "breaks"):
        words = pattern.split(words)[-1]
    return any(turn.pattern.search(words) for turn in dialect.of("guards", "turned"))
