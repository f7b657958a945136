"""A carrier that has every trouble a carrier has, in this process; its record outlives it all."""

from __future__ import annotations

from collections import Counter
from random import Random

from channels.sms.carrier_server.exchange import Account, Exchange
from channels.sms.carrier_server.hooks import Disorder, Signing
from channels.sms.carrier_server.script import Drop, Fail, Happening, Refuse, Slow, Take
from channels.sms.carrier_server.server import CarrierServer
from outreach.clock import SystemClock

SID, TOKEN = f"AC{'0' * 32}", "only-for-soaking"
CROWDED = Refuse(20429, 429, "Too Many Requests", retry_after=1)
TROUBLES: dict[Happening, tuple[str, int]] = {
    CROWDED: ("429, come again", 20),
    Fail(500): ("500, the text not taken", 5),
    Fail(500, taken=True): ("500, the text taken", 5),
    Drop(taken=False): ("line lost, the text not taken", 5),
    Drop(taken=True): ("line lost, the text taken", 5),
    Slow(3.0): ("answers after three seconds", 5),
    Slow(9.0): ("answers too late", 2),
}
"""What it is called, and how often it happens in a thousand."""


class TroubledExchange(Exchange):
    """Takes texts with troubles, reports on each twice and out of order."""

    def __init__(self, account: Account, seed: int) -> None:
        super().__init__(account, SystemClock().now)
        self.disorder = Disorder(copies=2, seed=seed)
        self.made: Counter[str] = Counter()
        self._random = Random(seed)

    def next_for(self, number: str) -> Happening:
        """Return what happens to a text: mostly nothing."""
        drawn = self._random.randrange(1_000)
        for happening, (name, often) in TROUBLES.items():
            if drawn < often:
                self.made[name] += 1
                return happening
            drawn -= often
        return Take()


def troubled_carrier(text_url: str, seed: int) -> CarrierServer:
    """Return a carrier that tells what people write to this address."""
    return CarrierServer(TroubledExchange(Account(SID, TOKEN, Signing(TOKEN), text_url), seed))
