"""An engine of the real house in a process of its own, on a clock that runs from a Tuesday noon.

python -m tests.outreach.engine.running FOLDER SECONDS-SINCE-NOON
"""

from __future__ import annotations

import asyncio
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from outreach.bootstrap.engine import engine_of
from outreach.bootstrap.house import open_house

NOON = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
"""Noon in Chicago: email is welcome all over the United States."""


class RunningClock:
    """Runs as the machine's does, so many seconds after `NOON`."""

    def __init__(self, since_noon: float) -> None:
        self._zero = time.monotonic() - since_noon

    def now(self) -> datetime:
        return NOON + timedelta(seconds=time.monotonic() - self._zero)

    def monotonic(self) -> float:
        return time.monotonic()


async def main() -> None:
    house = open_house(Path(sys.argv[1]), RunningClock(float(sys.argv[2])))
    try:
        engine = engine_of(house)
        await engine.run()
    finally:
        await house.close()


if __name__ == "__main__":
    asyncio.run(main())
