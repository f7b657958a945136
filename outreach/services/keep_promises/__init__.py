"""Our promises: whose they are, when they are due, who takes them over, and how they end."""

from outreach.services.keep_promises.contacts import keep_by_call, keep_in_writing
from outreach.services.keep_promises.hands import give, release, take_over
from outreach.services.keep_promises.listing import Owed, owed
from outreach.services.keep_promises.making import Pledge, WhoKeeps, done, kept_by, make
from outreach.services.keep_promises.overdue import PATIENCE, offer_overdue

__all__ = [
    "PATIENCE",
    "Owed",
    "Pledge",
    "WhoKeeps",
    "done",
    "give",
    "keep_by_call",
    "keep_in_writing",
    "kept_by",
    "make",
    "offer_overdue",
    "owed",
    "release",
    "take_over",
]
