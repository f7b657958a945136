"""What a new house is told about itself before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from outreach.config.mail_hosts import MailServer
from outreach.store.unit import Mode


@dataclass(frozen=True, slots=True)
class MailPlans:
    """The servers that send and keep our mail, and how we show them who we are.

    Of `password` and `token_command` one is given, or neither where it comes from the environment.
    `plus`: mail to mailbox+anything@ arrives in the mailbox too.
    """

    smtp: MailServer | None = None
    imap: MailServer | None = None
    password: str = field(default="", repr=False)
    token_command: str = ""
    plus: bool = True


@dataclass(frozen=True, slots=True)
class TextPlans:
    """The account at Twilio and the number our texts come from."""

    account: str
    number: str
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Plans:
    """What a new house needs to be told. `member` is the first of the team; empty for nobody."""

    folder: Path
    mode: Mode
    name: str
    address: str
    mailbox: str
    country: str = ""
    assume_country: str = ""
    timezone: str = "UTC"
    member: str = ""
    mail: MailPlans = MailPlans()
    texts: TextPlans | None = None
