"""Words as they would leave, to be read on a page: who it is from, to whom, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from channels.contract import CallWords, EmailWords, Outbound, TextWords
from outreach.services.preferences.described import masked
from policies.channel import Channel


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody would get; `to` is masked, and a call's script is said to no number yet."""

    channel: Channel
    sender: str
    to: str
    subject: str
    text: str
    attached: tuple[str, ...] = ()


def as_read(outbound: Outbound) -> Shown:
    """Return what leaves, as it is read."""
    channel, content, to = outbound.channel, outbound.content, masked(outbound.to.address)
    match content:
        case EmailWords():
            sender = f"{content.sender.name} <{content.sender.address}>"
            files = tuple(one.name for one in content.attachments)
            return Shown(channel, sender, to, content.subject, content.text, files)
        case TextWords():
            return Shown(channel, "", to, "", content.text)
        case CallWords():
            return Shown(channel, "", "", "", content.script)
        case _:
            assert_never(content)
