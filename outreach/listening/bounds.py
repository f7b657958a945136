"""Refusals that are bounded in time, where the bound itself was understood."""

from __future__ import annotations

import re
from collections.abc import Iterable

from outreach.listening.guards import Guard, is_brief
from outreach.listening.said import Found, Said
from policies.statement import AtMost, Avoid, Callback, Pause, Prefer, Quiet, Refuse, Unclear

_WORD = re.compile(r"\w")
_CLAUSE = re.compile(r"[,;:.!?\n]")
_ENDED = re.compile(r"[.!?\n]")
_BOUNDS = (Quiet, Pause, AtMost, Callback)


def bounded(said: Said, items: list[Found]) -> list[Found]:
    """Drop a refusal bounded in time where the bound itself was understood."""
    bounds = [item for item in items if isinstance(item.meaning, _BOUNDS)]

    def is_explained(item: Found, kinds: tuple[type, ...]) -> bool:
        sentence = said.around(item.start)
        first = sentence.start
        if isinstance(item.meaning, Unclear):
            first = said.around(max(first - 2, 0)).start  # "… until May. Nothing in that time"
        return any(
            first <= bound.start <= sentence.end
            for bound in bounds
            if isinstance(bound.meaning, kinds)
        ) or (isinstance(item.meaning, Refuse) and _is_led_by_hours(said, item, bounds))

    limited = {
        (item.start, item.end) for item in items if is_explained(item, _explaining(said, item))
    }
    avoided, pauses = _of_one_channel(said, items, limited)
    return avoided + [
        item for item in items if (item.start, item.end) not in limited and item not in pauses
    ]


def _of_one_channel(
    said: Said, items: list[Found], limited: set[tuple[int, int]]
) -> tuple[list[Found], list[Found]]:
    """Return what is paused on one channel only, and the pauses ("no calls until May, mail is ok").

    They pause nothing else: where another channel is welcome, the one that is not stays shut until
    they say so.
    """
    wished = {item.meaning.channel for item in items if isinstance(item.meaning, Prefer)}
    avoided, paused = [], []
    for item in items:
        if not isinstance(item.meaning, Avoid) or not wished - {item.meaning.channel}:
            continue
        is_limited = (item.start, item.end) in limited
        sentence = said.around(item.start)
        until = [
            other
            for other in items
            if isinstance(other.meaning, Pause)
            and sentence.start <= other.start <= sentence.end
            and (is_limited or _follows(said, item, other))
        ]
        if until and is_limited:
            avoided.append(item)
        paused += until
    return avoided, paused


def _follows(said: Said, item: Found, other: Found) -> bool:
    """Say whether something stands right behind: "I can't do phone this month"."""
    between = said.text[item.end : other.start]
    return item.end <= other.start and not _CLAUSE.search(between)


def _explaining(said: Said, item: Found) -> tuple[type, ...]:
    """Return what may bound a refusal: any time, if it says so; quiet or a pause it closes."""
    match item.meaning:
        case Unclear(why=Guard.LIMITED.value):
            return _BOUNDS
        case Refuse(channel=None) | Unclear(acted_as=Refuse(channel=None)):
            opens = not said.text[said.around(item.start).start : item.start].strip()
            closes = not _WORD.search(said.text[item.end : said.around(item.start).end])
            brief = not opens and closes and is_brief(said, item.start, item.end)
            return (Quiet, Pause) if brief else ()
        case _:
            return ()


def _is_led_by_hours(said: Said, item: Found, bounds: Iterable[Found]) -> bool:
    """Return whether hours stand right before a refusal: "from ten to eight send me nothing".

    Or what keeps them then: "Mondays we are closed, don't call".
    """
    leading = [
        said.text[bound.end : item.start]
        for bound in bounds
        if isinstance(bound.meaning, Quiet) and bound.end <= item.start
    ]
    closes = not _WORD.search(said.text[item.end : said.around(item.start).end])
    brief = closes and not _LASTING.search(said.text, item.start, item.end)
    ends = _ENDING.match(said.text, item.start)
    return any(
        not (_WORD.search(between) or _ENDED.search(between) or (ends and "," in between))
        or (brief and not ends and _KEPT.fullmatch(between))
        for between in leading
    )


_ENDING = re.compile(
    r"(?:please |bitte )?(?:stop|quit|cease|dej\w+ de|par\w+ de|arret|cess|smett|hor)"
)
"""A demand that something ends: what is so on Mondays does not bound it."""


_LASTING = re.compile(
    r"\b(?:never|again|any ?more|nunca|jamas|mas|mais|plus|jamais|mai|piu|nie|mehr|wieder|nooit"
    r"|meer)\b"
)
_KEPT = re.compile(
    r"[^.!?\n;,]{0,20}?\b(?:closed|shut|off|in class|teaching|in surgery|cerrad[oa]s?|en clase"
    r"|fermee?s?|en cours|de repos|chius[oaie]|a lezione|zu|geschlossen|frei|im unterricht"
    r"|fechad[oa]s?|de folga|em aula|gesloten|dicht|vrij)\s*[,:-]?\s*"
    r"(?:(?:so|also|daher|deshalb|asi que|donc|alors|quindi|percio|entao|dus|please|bitte|por favor"
    r"|per favore|graag)\b,? ?)*"
)
"""What keeps somebody at the hours before it."""
