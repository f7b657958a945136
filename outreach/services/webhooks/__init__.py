"""Telling programs what happened: who wants to be told what, and posting it until they took it."""

from outreach.services.webhooks.posting import Refused, Taken
from outreach.services.webhooks.rounds import Teller
from outreach.services.webhooks.subscribing import (
    Made,
    add,
    again,
    everything,
    get,
    notices_of,
    of_program,
    one_of,
    remove,
    rotate,
    test,
)

__all__ = [
    "Made",
    "Refused",
    "Taken",
    "Teller",
    "add",
    "again",
    "everything",
    "get",
    "notices_of",
    "of_program",
    "one_of",
    "remove",
    "rotate",
    "test",
]
