"""Which letters a pattern cannot match without, so that most patterns need not be tried.

Looking for a few substrings is many times cheaper than searching with an alternation. The analysis
reads the pattern language of our phrase files and is careful: where it is not sure of a needle, it
finds none, and the pattern is always tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

Needles = frozenset[str]
_SLOT = re.compile(r"<([a-z_]+)>")
_QUANTIFIER = re.compile(r"(?:[?*+]|\{\d*,?\d*\})\??")
_OPENS = re.compile(r"\((?:\?:|\?P<\w+>|(?P<look>\?<?[=!]))?")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_MOST = 40
"""Matches of one pattern in one message: who repeats themselves says nothing new."""
_LEAST = 2
_GRAMS = (2, 3, 5)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A compiled pattern, only tried on texts that hold one of each of its sets of grams.

    A needle's gram is its first five letters, or three, or two, as far as it has them.
    """

    pattern: re.Pattern[str]
    grams: tuple[Needles, ...]

    def may_match(self, text: str) -> bool:
        """Return False only if the pattern cannot match."""
        there = grams_of(text)
        for grams in self.grams:  # noqa: SIM110  a generator costs twice as much
            if grams.isdisjoint(there):
                return False
        return True

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Return the matches, as the pattern does, but only so many."""
        return islice(self.pattern.finditer(text), _MOST) if self.may_match(text) else iter(())

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match."""
        return self.pattern.search(text) if self.may_match(text) else None

    def match(self, text: str) -> re.Match[str] | None:
        """Return the match at the start."""
        return self.pattern.match(text) if self.may_match(text) else None

    def split(self, text: str) -> list[str]:
        """Split the text at every match."""
        return self.pattern.split(text)


@lru_cache(maxsize=16)
def grams_of(text: str) -> Needles:
    """Return all that a text holds of as many letters as a gram has."""
    shifted = [text[ahead:] for ahead in range(max(_GRAMS))]
    return frozenset().union(
        *(map("".join, zip(*shifted[:length], strict=False)) for length in _GRAMS)
    )


def _gram(needle: str) -> str:
    return needle[: max(length for length in _GRAMS if length <= len(needle))]


def phrase(pattern: re.Pattern[str], needles: tuple[Needles, ...]) -> Phrase:
    """Return the phrase of a pattern with these sets of needles, the smallest asked for first."""
    grams = {frozenset(map(_gram, each)) for each in needles}
    return Phrase(pattern, tuple(sorted(grams, key=len)))


def all_needles_of(source: str, slots: Mapping[str, Needles | None]) -> tuple[Needles, ...]:
    """Return the sets of which every match of `source` holds at least one member each."""
    if len(list(_alternatives(source))) > 1:
        whole = needles_of(source, slots)
        return (whole,) if whole else ()
    offers = {needles for needles in _mandatory(source, slots) if needles}
    return tuple(sorted(offers, key=len))


def needles_of(source: str, slots: Mapping[str, Needles | None]) -> Needles | None:
    """Return substrings one of which stands in every match of `source`; None if there are none."""
    found: set[str] = set()
    for alternative in _alternatives(source):
        offers = [needles for needles in _mandatory(alternative, slots) if needles]
        if not offers:
            return None
        found |= max(offers, key=lambda offer: (min(map(len, offer)) > _LEAST, -len(offer)))
    return frozenset(found)


def _alternatives(source: str) -> Iterator[str]:
    start, at = 0, 0
    while at < len(source):
        if source[at] == "|":
            yield source[start:at]
            start = at + 1
        at = _next(source, at)
    yield source[start:]


def _mandatory(source: str, slots: Mapping[str, Needles | None]) -> Iterator[Needles | None]:
    """Yield the needles of every part of a sequence that cannot be left out."""
    run, at = "", 0
    while at < len(source):
        end = _next(source, at)
        part = source[at:end]
        quantifier = _QUANTIFIER.match(source, end)
        optional = quantifier is not None and quantifier[0][0] in "?*{" and part != ""
        if len(part) == 1 and (part.isalpha() or part == "'"):
            run += "" if optional else part
            if quantifier is None:
                at = end
                continue
        elif not optional:
            yield _of_part(part, slots)
        yield frozenset({run}) if len(run) >= _LEAST else None
        run = ""
        at = quantifier.end() if quantifier else end
    yield frozenset({run}) if len(run) >= _LEAST else None


def _of_part(part: str, slots: Mapping[str, Needles | None]) -> Needles | None:
    slot = _SLOT.fullmatch(part)
    if slot:
        return slots[slot[1]]
    opened = _OPENS.match(part)
    if opened and not opened["look"]:
        return needles_of(part[opened.end() : -1], slots)
    return None


def _next(source: str, at: int) -> int:
    """Return where the part of a pattern that starts here ends, without its quantifier."""
    letter = source[at]
    if letter == "\\":
        return at + 2
    if letter == "[":
        found = _CLASS.match(source, at)
        return found.end() if found else at + 1
    if letter == "<":
        slot = _SLOT.match(source, at)
        return slot.end() if slot else at + 1
    return _closing(source, at) if letter == "(" else at + 1


def _closing(source: str, at: int) -> int:
    opened = _OPENS.match(source, at)
    at = opened.end() if opened else at + 1
    while at < len(source) and source[at] != ")":
        at = _next(source, at)
    return at + 1
