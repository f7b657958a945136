"""By which mailbox or number of ours something leaves, and what keeps it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from channels.contract import CallWords, EmailWords, Outbound, TextWords
from outreach.store.senders import SenderRow, sender_key
from policies.channel import Channel
from policies.facts import PausedSender


def sends_as(outbound: Outbound | None) -> str | None:
    """Return our mailbox or number in the form in which senders are kept; a call has none."""
    match outbound.content if outbound else None:
        case EmailWords(sender=mailbox):
            return sender_key(mailbox.address)
        case TextWords(sender=number):
            return sender_key(number) or None
        case CallWords() | None:
            return None
        case other:
            assert_never(other)


def paused_for(
    channel: Channel, outbound: Outbound | None, paused: Sequence[SenderRow]
) -> PausedSender | None:
    """Return the pause that keeps this back; without words, any pause on its channel does."""
    ours = sends_as(outbound) if paused else None
    for one in paused:
        known = one.address == ours if ours else True
        if one.channel is channel and known and one.paused_since is not None:
            return PausedSender(one.address, one.paused_because or "", one.paused_since)
    return None
