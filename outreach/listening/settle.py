"""Bring what was found into one reading: what restricts stands, what permits may not contradict."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from outreach.listening.bounds import bounded
from outreach.listening.plain import stops_as_past, welcomed
from outreach.listening.said import Found, Said
from policies.channel import Channel
from policies.statement import (
    AtMost,
    Avoid,
    Callback,
    Consent,
    NotInterested,
    Pause,
    Prefer,
    Quiet,
    Refuse,
    Request,
    Resume,
    Scope,
    Unclear,
    WrongPerson,
)

EVERY = frozenset(Channel)
_BESIDE = 2
_CLAUSE = re.compile(r"[,;:.!?\n]")


def settled(said: Said, found: Iterable[Found]) -> list[Found]:
    """Return what holds together, in the order of the text, each meaning once."""
    items = _taken_back(said, bounded(said, _apart(_without_footers(said, found))))
    items = [_narrowed(item, items) for item in items]
    refused = _refused(items)
    avoided = {item.meaning.channel for item in items if isinstance(item.meaning, Avoid)}
    items = [_as_pause(item, refused, refused | avoided) for item in items]
    kept = [item for item in items if _stands(item, refused, refused | avoided)]
    kept = _without_lukewarm(kept)
    kept = [_for_this_once(said, item, kept) for item in kept]
    kept = _one_preference(kept, barred=bool(refused | avoided))
    return _once(sorted(kept, key=lambda item: (item.start, -item.end)))


def _without_footers(said: Said, found: Iterable[Found]) -> list[Found]:
    """Drop what stands on a line of mailing instructions; refusals have a guard of their own."""
    footers = [
        match.start()
        for pattern in said.phrases.live("guards", "footer", said.text)
        for match in pattern.finditer(said.text)
    ]
    lines = [
        range(
            said.text.rfind("\n", 0, at) + 1, (said.text.find("\n", at) + 1 or len(said.text)) + 1
        )
        for at in footers
    ]
    return [
        item
        for item in found
        if isinstance(item.meaning, Refuse | Unclear)
        or not any(item.start in line for line in lines)
    ]


def _apart(items: list[Found]) -> list[Found]:
    """Drop a time read out of a standing quiet one, or of when a stop takes effect."""
    quiet = [item for item in items if isinstance(item.meaning, Quiet | AtMost)]
    refused = [item.end for item in items if isinstance(item.meaning, Refuse)]
    return [
        item
        for item in items
        if not isinstance(item.meaning, Callback | Pause)
        or not (
            any(q.start <= item.start and item.end <= q.end for q in quiet)
            or (isinstance(item.meaning, Callback) and _stands_behind(refused, item))
        )
    ]


def _stands_behind(ends: Iterable[int], item: Found) -> bool:
    """Return whether words stand right behind some others ("remove me today")."""
    return any(0 <= item.start - end <= _BESIDE for end in ends)


def _taken_back(said: Said, items: list[Found]) -> list[Found]:
    """Where a stop is told as past and contact is welcome again, the past stop is none."""
    past = stops_as_past(said)
    resumed = any(isinstance(item.meaning, Resume) for item in items)
    again = list(welcomed(said)) if past and not resumed else []
    if not past or not (resumed or again):
        return items
    sentences = [said.around(start) for start in past]
    told = [
        item
        for item in items
        if isinstance(item.meaning, Refuse | Unclear)
        and any(s.start <= item.start <= s.end for s in sentences)
    ]
    return [item for item in items if item not in told] + again


def _refused(items: Iterable[Found]) -> frozenset[Channel]:
    """Return the channels that are refused, or may be."""
    refused: set[Channel] = set()
    for item in items:
        meaning = item.meaning
        if isinstance(meaning, Unclear):
            meaning = meaning.acted_as or meaning
        if isinstance(meaning, Refuse) and meaning.topic is None:
            refused |= EVERY if meaning.channel is None else {meaning.channel}
    return frozenset(refused)


def _stands(item: Found, refused: frozenset[Channel], barred: frozenset[Channel]) -> bool:
    """Return whether a meaning survives what is refused beside it."""
    match item.meaning:
        case Avoid(channel=channel):
            return channel not in refused
        case Prefer(channel=channel) | Callback(channel=channel):
            return channel not in barred
        case Consent(channel=channel) | Resume(channel=Channel() as channel):
            return channel not in refused
        case Resume():
            return not refused
        case Request():
            return refused != EVERY
        case _:
            return True


def _without_lukewarm(items: list[Found]) -> list[Found]:
    """Drop a lack of interest read out of the very words that demand an end."""
    demanded = [item for item in items if isinstance(item.meaning, Refuse)]
    return [
        item
        for item in items
        if not isinstance(item.meaning, NotInterested)
        or not any(d.start < item.end and item.start < d.end for d in demanded)
    ]


def _narrowed(item: Found, items: Iterable[Found]) -> Found:
    """Narrow "take my mobile number off" where another channel is asked for in the same breath."""
    if not item.about or not isinstance(item.meaning, Refuse):
        return item
    wished = {other.meaning.channel for other in items if isinstance(other.meaning, Prefer)}
    if not wished - {*item.about}:
        return item
    return replace(item, meaning=replace(item.meaning, channel=item.about[0]))


def _as_pause(item: Found, refused: frozenset[Channel], barred: frozenset[Channel]) -> Found:
    """Keep of a callback on a barred channel that nothing is wanted before."""
    meaning = item.meaning
    if isinstance(meaning, Callback) and meaning.channel in barred and refused != EVERY:
        return replace(item, meaning=Pause(meaning.at))
    return item


def _for_this_once(said: Said, item: Found, items: list[Found]) -> Found:
    """Let "call me in four weeks" be about that call: later letters are no calls for it."""
    if not isinstance(item.meaning, Prefer) or item.meaning.scope is not Scope.STANDING:
        return item
    for other in items:
        if isinstance(other.meaning, Callback) and other.meaning.channel is item.meaning.channel:
            first, last = sorted((item, other), key=lambda one: one.start)
            if not _CLAUSE.search(said.text[first.end : last.start]):
                return replace(item, meaning=replace(item.meaning, scope=Scope.MATTER))
    return item


def _one_preference(items: list[Found], *, barred: bool) -> list[Found]:
    """Keep the first standing preference, else the first; beside a refused channel it stands."""
    wishes = [item for item in items if isinstance(item.meaning, Prefer)]
    if not wishes:
        return items
    chosen = next((w for w in wishes if _scope(w) is Scope.STANDING), wishes[0])
    others = [item for item in items if not isinstance(item.meaning, Prefer)]
    if barred and isinstance(chosen.meaning, Prefer):
        chosen = replace(chosen, meaning=replace(chosen.meaning, scope=Scope.STANDING))
    return [*others, chosen]


def _scope(item: Found) -> Scope | None:
    return item.meaning.scope if isinstance(item.meaning, Prefer) else None


def _once(items: Iterable[Found]) -> list[Found]:
    """Keep each meaning once, one limit and one callback, and no doubt beside a certainty."""
    kept: dict[object, Found] = {}
    for item in items:
        match item.meaning:
            case Unclear(acted_as=acted_as):
                key: object = (Unclear, acted_as)
            case Callback() | AtMost() | NotInterested() | WrongPerson():
                key = type(item.meaning)
            case meaning:
                key = meaning
        kept.setdefault(key, item)
    sure = {item.meaning for item in kept.values() if isinstance(item.meaning, Refuse)}
    return [
        item
        for item in kept.values()
        if not (isinstance(item.meaning, Unclear) and _is_explained(item.meaning, sure))
    ]


def _is_explained(doubt: Unclear, sure: set[Refuse]) -> bool:
    """Return whether a certain refusal says what the doubtful words were about."""
    whole = any(refuse.topic is None for refuse in sure)
    return (
        whole
        if doubt.acted_as is None or doubt.acted_as.channel is None
        else doubt.acted_as in sure
    )
