"""Words to which the carrier itself answers, before we have read them.

Only a text of that one word counts for it; whatever else means stop is ours to confirm.
"""

from __future__ import annotations

import re

from channels.arrivals import TextMessage

STOPS = frozenset({"stop", "stopall", "unsubscribe", "end", "quit", "cancel", "revoke", "optout"})
_STOP = "STOP"
_AROUND = re.compile(r"^\W+|\W+$")


def stops_by_itself(text: TextMessage) -> bool:
    """Say whether the carrier blocks us for this text and confirms it, as it does by default.

    In doubt it does: nobody gets two confirmations (47 CFR 64.1200(a)(12) allows one).
    """
    return text.keyword == _STOP or _AROUND.sub("", text.text).lower() in STOPS
