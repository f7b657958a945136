"""Which words the team chooses from, apart from those that the house says by itself."""

from __future__ import annotations

from outreach.bootstrap.hooks import CALL_IN, FAILED, STOPPED
from outreach.bootstrap.house import House
from outreach.domain.keeping import CALL
from outreach.domain.tongues import are_words
from outreach.services.first_email import WORDS as FIRST_EMAIL
from outreach.services.listen.owed import CONFIRMATION
from outreach.services.listen.own_link import OWN_LINK
from outreach.services.listen.receipt import RECEIPT
from outreach.services.listen.understanding import CANNOT_PHONE, UNDERSTOOD
from policies.channel import Channel

BY_ITSELF = (
    *(CONFIRMATION, OWN_LINK, RECEIPT, UNDERSTOOD, CANNOT_PHONE, FIRST_EMAIL),
    *(CALL, CALL_IN, FAILED, STOPPED),
)


def to_choose(home: House, channel: Channel) -> list[str]:
    """Return the words of a channel that a sequence may say, by name."""
    return [one for one in home.templates.folders.messages(channel) if not _by_itself(one)]


def said_by_itself(home: House, channel: Channel) -> list[str]:
    """Return the words with which the house answers, confirms and tells by itself."""
    return [one for one in home.templates.folders.messages(channel) if _by_itself(one)]


def _by_itself(message: str) -> bool:
    return any(are_words(message, each) for each in BY_ITSELF)
