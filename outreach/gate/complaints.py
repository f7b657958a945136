"""When so many call the mails of one mailbox spam that it must rest.

The large mailbox providers bar whoever stays above three complaints in a thousand mails (Gmail's
and Yahoo's rules for senders, 2024). We stop there by ourselves, and say with which figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from outreach.store import reputation, senders
from outreach.store.reputation import DAYS, Reputation
from policies.channel import Channel

COMPLAINTS = "complaints"
"""The code of a pause for complaints."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Above which share of complaints, among how many mails of thirty days at least, we stop."""

    most: float = 0.003
    among: int = 300

    def ends(self, found: Reputation) -> bool:
        """Whether so many complained that the mailbox must rest."""
        return found.taken >= self.among and found.rate > self.most


def complained(
    conn: Connection, sender: str, patience: Patience, now: datetime, about: str | None = None
) -> None:
    """Count a complaint about a mail of this sender, and pause it where they are too many."""
    reputation.complained(conn, sender, now)
    found = reputation.of(conn, sender, now)
    if patience.ends(found):
        because = (
            f"{found.complaints} of {found.taken} mails in {DAYS} days called spam"
            f" ({found.rate:.2%}, most {patience.most:.2%})"
        )
        senders.pause(conn, sender, Channel.EMAIL, because, COMPLAINTS, now, about=about)
