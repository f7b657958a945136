"""The line beside a refusal: "What would change it: by email now; by phone from Fri ...".

At most 40 words. What is open comes first; where there is no room, the last is left out, never the
first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policies.english import ENGLISH
from policies.explain import MOST_WORDS
from policies.language import Language, short
from policies.remedy import Remedy
from policies.ways import From, Never, Now, OnlyIf, Way, Ways

_MOST_NEEDS = 2


def what_would_change(found: Ways, language: Language = ENGLISH) -> str:
    """Return the line that says what would change a refusal."""
    told = _line(list(_pieces(found, _MOST_NEEDS, language)), language)
    if _fits(told):
        return told
    pieces = list(_pieces(found, 1, language))
    while not _fits(_line(pieces, language)):
        pieces.pop()
    return _line(pieces, language)


def _line(pieces: Sequence[str], language: Language) -> str:
    return language.say("ways.line", ways=language.say("ways.then").join(pieces))


def _fits(told: str) -> bool:
    return len(told.split()) <= MOST_WORDS


def _pieces(found: Ways, most: int, language: Language) -> Iterator[str]:
    """Yield a piece for each way; channels that need the same share one, of `most` needs."""
    alike: dict[str, list[str]] = {}
    for one in found.each:
        alike.setdefault(_condition(one, found, most, language), []).append(
            language.by(one.channel)
        )
    for condition, channels in alike.items():
        yield condition.replace(_BY, _listed(channels, language))


def _listed(channels: Sequence[str], language: Language) -> str:
    """Return `by email, by text or by phone`."""
    several = language.say("ways.comma").join(channels[:-1])
    return language.say("ways.or").join(filter(None, (several, channels[-1])))


_BY = "\0"


def _condition(one: Way, found: Ways, most: int, language: Language) -> str:
    match one:
        case Now():
            return language.say("ways.now", by=_BY)
        case From(at=at):
            zone = next(iter((*found.where.own, *found.where.law)), None)
            shared = len({*found.where.own, *found.where.law}) > 1
            moment = language.soon(at, zone, shared=shared, now=found.at)
            return language.say("ways.from", by=_BY, moment=moment)
        case OnlyIf(needs=needs):
            return language.say("ways.only", by=_BY, needs=_needs(needs[:most], found, language))
        case Never():
            return language.say("ways.never", by=_BY)


def _needs(needs: Sequence[Remedy], found: Ways, language: Language) -> str:
    name = short(found.name) or language.say("form.somebody")
    told = [language.say(f"need.{one}", name=name) for one in needs]
    return language.say("ways.and").join(told)
