"""Patterns laid out by their letters, so that a text is compared with those alone that it may hold.

Asking each of the thousand patterns of a language takes longer than trying the few that are left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from outreach.listening.needles import Phrase, grams_of

Place = tuple[str, str]
"""A section, and a kind of patterns within it."""
Patterns = tuple[Phrase, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """The patterns of one language in their order, each under the letters it needs first."""

    patterns: Patterns
    places: tuple[Place, ...]
    under: Mapping[str, tuple[int, ...]]
    letters: frozenset[str]
    anywhere: frozenset[int]
    """Those of which nothing is known that every match holds."""

    def live(self, text: str) -> Mapping[Place, Patterns]:
        """Return the patterns that may match somewhere in a folded text, by section and kind."""
        there = self.letters & grams_of(text)
        numbers = self.anywhere.union(*(self.under[gram] for gram in there))
        live: dict[Place, list[Phrase]] = defaultdict(list)
        for number in sorted(numbers):
            if self.patterns[number].may_match(text):
                live[self.places[number]].append(self.patterns[number])
        return {place: tuple(patterns) for place, patterns in live.items()}


def shelf_of(made: Mapping[str, Mapping[str, Patterns]]) -> Shelf:
    """Lay out the patterns of a language."""
    several = [
        ((section, kind), pattern)
        for section, kinds in made.items()
        for kind, patterns in kinds.items()
        for pattern in patterns
    ]
    under: dict[str, list[int]] = defaultdict(list)
    for number, (_, pattern) in enumerate(several):
        for gram in pattern.grams[0] if pattern.grams else ():
            under[gram].append(number)
    return Shelf(
        tuple(pattern for _, pattern in several),
        tuple(place for place, _ in several),
        {gram: tuple(numbers) for gram, numbers in under.items()},
        frozenset(under),
        frozenset(number for number, (_, pattern) in enumerate(several) if not pattern.grams),
    )
