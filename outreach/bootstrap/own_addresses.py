"""Which addresses are ours: the mailbox of the house, those of our people, and the whole team."""

from __future__ import annotations

from collections.abc import Callable

from channels.arrivals import Arrival
from channels.email.wire.parse import Ours, parse
from channels.email.wire.tokens import Tokens
from outreach.config import Settings
from outreach.store import team
from outreach.store.unit import Store


def parser(settings: Settings, store: Store, tokens: Tokens) -> Callable[[bytes], Arrival]:
    """Return what tells what a mail is. Whoever joins the team is one of us from then on."""
    houses = {settings.sender.mailbox, settings.imap.user}
    mailboxes = houses | {one.address for one in settings.mailboxes.values()}

    def parsed(raw: bytes) -> Arrival:
        members = {one.email for one in store.read(team.everybody)}
        senders = frozenset(address.lower() for address in mailboxes | members if address)
        return parse(raw, Ours(tokens, senders))

    return parsed
