"""People who stop, one after another, each among those whose letters are about to go."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from benchmarks.beside import Stop, Stopping

STOPS = 150
_PAUSE = 0.05
_AHEAD = 250
"""How far ahead of the last hand-over somebody may be: in the batch that goes, or in the next."""


@dataclass(slots=True)
class Visits:
    """One stream of stops. `due` are (attempt, person) in their order, `begun` the hand-overs."""

    due: Sequence[tuple[str, str]]
    begun: Mapping[str, float]
    stopping: Stopping
    seed: int
    stops: list[Stop] = field(default_factory=list)

    def all(self) -> None:
        """Let everybody stop; blocks."""
        random = Random(self.seed)
        for number in range(STOPS):
            time.sleep(random.uniform(0.2, 1.8) * _PAUSE)
            attempt, person = self._somebody(random)
            self.stops.append(self.stopping(attempt, person, number))

    def _somebody(self, random: Random) -> tuple[str, str]:
        """Return somebody of this stream's own half who has not stopped."""
        first = len(self.begun)
        if first + 2 * _AHEAD > len(self.due):
            msg = "everybody had their letter before all had stopped: take more people"
            raise RuntimeError(msg)
        stopped = {one.attempt for one in self.stops}
        mine = self.due[first + (first + self.seed) % 2 : first + _AHEAD : 2]
        return random.choice([one for one in mine if one[0] not in stopped])
