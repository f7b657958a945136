"""So many of how many: shares with their denominators beside them, and how long things took."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

FEW = 20
"""Of fewer than these no percentage is told: one person more or less would turn it around."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many (`part`) of so many (`whole`)."""

    part: int
    whole: int

    @property
    def few(self) -> bool:
        """Return whether there are too few to speak of a share."""
        return self.whole < FEW

    @property
    def percent(self) -> float | None:
        """Return the percentage, 0 to 100; None of too few."""
        return None if self.few else 100 * self.part / self.whole

    def told(self, noun: str = "") -> str:
        """Return `3 of 41 people (7 %)`; of too few it says so instead."""
        counted = f"{self.part:,} of {self.whole:,}{f' {noun}' if noun else ''}"
        if not self.whole:
            return f"none{f' of {noun}' if noun else ''}"
        return f"{counted} (few)" if self.percent is None else f"{counted} ({_rounded(self)} %)"


def _rounded(share: Share) -> str:
    """Return a percentage that never says nobody where there was somebody, or all but one."""
    exact = 100 * share.part / share.whole
    if 0 < exact < 1 or 99 < exact < 100:
        return f"{exact:.2g}" if exact < 1 else f"{min(exact, 99.9):.1f}"
    return f"{exact:.0f}"


@dataclass(frozen=True, slots=True)
class Spread:
    """How long so many things took: at the most half, and 99 of a hundred of them; the longest.

    A percentile is one of the values themselves: the smallest that so many do not exceed.
    """

    count: int
    half: timedelta
    nearly_all: timedelta
    longest: timedelta


def spread(values: Iterable[timedelta]) -> Spread | None:
    """Return how these are spread, or None where there are none."""
    ordered = sorted(values)
    if not ordered:
        return None
    return Spread(len(ordered), _at(ordered, 50), _at(ordered, 99), ordered[-1])


def _at(ordered: list[timedelta], percent: int) -> timedelta:
    return ordered[-(-percent * len(ordered) // 100) - 1]
