"""What stands at the top of every page of the console: whether we listen, and what waits."""

from __future__ import annotations

from dataclasses import dataclass

from outreach.bootstrap.house import House
from outreach.bootstrap.standing import standing
from outreach.store.reviewing import MOST_COUNTED
from outreach.store.unit import Mode
from outreach.web.console.telling import span


@dataclass(frozen=True, slots=True)
class Top:
    """How things stand, as it is shown.

    `deaf` and `halted` say why nothing goes out, or nothing. `half` and `longest` are from a stop's
    arrival until it bound us, over the last messages; empty where none came yet. `within` is how
    soon half of the last reviews came.
    """

    deaf: str
    halted: str
    half: str
    longest: str
    waiting: str
    oldest: str
    proposals: str
    today: str
    within: str
    rehearsal: bool


def top(home: House) -> Top:
    """Return how things stand."""
    found = standing(home)
    took, waits = found.took, found.waits
    return Top(
        deaf=found.deaf,
        halted=found.halted,
        half=span(took[(len(took) - 1) // 2]) if took else "",
        longest=span(took[-1]) if took else "",
        waiting=_counted(waits.waiting),
        oldest=span(found.now - waits.oldest) if waits.oldest else "",
        proposals=_counted(waits.proposals),
        today=_counted(waits.today),
        within=span(waits.within[(len(waits.within) - 1) // 2]) if waits.within else "",
        rehearsal=home.mode is Mode.REHEARSAL,
    )


def _counted(number: int) -> str:
    return f"{number:,}" if number < MOST_COUNTED else f"over {MOST_COUNTED - 1:,}"
