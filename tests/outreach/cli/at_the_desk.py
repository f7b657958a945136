"""A rep at the call book, in a process of their own, at a moment of our choice."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from outreach.bootstrap.house import visiting
from outreach.cli.desk.screen import sit_down
from outreach.cli.opening import acting
from outreach.clock import SimulatedClock


def main(folder: str, at: str) -> None:
    with visiting(Path(folder), SimulatedClock(datetime.fromisoformat(at))) as home:
        member = acting(home, None)
        sit_down(home, member, home.language(member))


if __name__ == "__main__":
    main(*sys.argv[1:])
