"""What became of an address elsewhere."""

from __future__ import annotations

from enum import StrEnum


class How(StrEnum):
    """Why a list of another system says not to use an address."""

    STOPPED = "stopped"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
