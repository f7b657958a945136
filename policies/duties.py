"""What laws want our words to say, and which of it can be seen in the words."""

from __future__ import annotations

from collections.abc import Iterable

from policies.channel import Name
from policies.finding import Cite
from policies.rulebook import Entry


class Duty(Name):
    """Something the words must carry. Values stand in pack files: append only."""

    SENDER_NAME = "sender_name"
    POSTAL_ADDRESS = "postal_address"
    PHONE_OR_EMAIL_OR_WEB = "phone_or_email_or_web"
    OPT_OUT_NOTICE = "optout_notice"
    SOURCE_OF_ADDRESS = "source_of_address"
    TRUTHFUL_FROM = "truthful_from"
    TRUTHFUL_SUBJECT = "truthful_subject"
    ADVERTISEMENT_IDENTIFIED = "advertisement_identified"


WHO_WE_ARE = (Duty.SENDER_NAME, Duty.POSTAL_ADDRESS, Duty.PHONE_OR_EMAIL_OR_WEB)
"""Seen as one: the words say who we are, or they do not."""

UNSEEN = (Duty.TRUTHFUL_FROM, Duty.TRUTHFUL_SUBJECT, Duty.ADVERTISEMENT_IDENTIFIED)
"""For a human to read: no machine sees whether words are true."""


def wanting(entries: Iterable[Entry], duties: Iterable[Duty]) -> tuple[Cite, ...]:
    """Return what may be cited of the entries that ask for any of these."""
    asked = set(duties)
    return tuple(entry.cite for entry in entries if not asked.isdisjoint(entry.required))
