"""Live through a year of a house with 1,000 people, and count what use it was.

    python -m benchmarks.usefulness [PEOPLE [DAYS]]

The clock is simulated, all else is real: gate, engine, reader, promises, store, and doors that lead
to this machine. People answer by a seeded script; only the script knows what they mean. What may be
done to whom is worked out again by an oracle that asks nothing of the house but its statements.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from benchmarks.report import Row, show
from benchmarks.year.cast import cast
from benchmarks.year.figures import Came, Share, figures
from benchmarks.year.living import Year
from benchmarks.year.world import a_world

PEOPLE, DAYS = 1_000, 364
BEGINS = datetime.fromisoformat("2027-01-04T09:00:00-05:00")
_CAST, _LIVES = 7, 8
"""Seeds: who there is, and what they do."""


def live(people: int = PEOPLE, days: int = DAYS) -> Came:
    """Live through so many days with so many people, and count."""
    ends = BEGINS + timedelta(days=days)
    with tempfile.TemporaryDirectory() as folder:
        everybody = cast(people, BEGINS.date(), Random(_CAST))
        with a_world(Path(folder), everybody, BEGINS) as world:
            desk = asyncio.run(Year(world, ends, Random(_LIVES)).lives_through())
            return figures(world, desk, ends)


def measure(people: int = PEOPLE, days: int = DAYS) -> list[Row]:
    """Return the rows of this benchmark."""
    return rows(live(people, days))


def rows(came: Came) -> list[Row]:
    """Return what a year came to beside what it must reach."""
    return [
        Row("people", came.people, ""),
        Row("letters, calls and their replies", came.letters + came.calls + came.replies, ""),
        _share("lawful steps by email gone in three business days", came.lawful, 0.90),
        Row("of those, held for a human", came.held, "", most=5),
        Row("contacts against what is on record", len(came.wrong), "", most=0),
        Row("contacts against what was meant, and not understood", len(came.missed), ""),
        Row("most contacts of anybody in thirty days", came.most, "", most=6),
        Row("contacts after a stop, save what is owed", came.after_stop, "", most=0),
        Row("harmless replies read as a stop", 100 * _none(came.misread), "%", most=2),
        _share("of those, narrowed in a business day", came.narrowed, 1.0),
        _share("requests answered in a business day", came.requests, 0.95),
        Row("words of the longest refusal", came.longest_sentence, "", most=40),
        Row("what a human of ours could not do", len(came.stuck), ""),
    ]


def _share(what: str, share: Share, must: float) -> Row:
    return Row(f"{what}, of {share.whole:,}", share.part, "", share.rate, must)


def _none(share: Share) -> float:
    return share.part / share.whole if share.whole else 0.0


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:3]]
    show("A year in the life of a house", measure(*given))
