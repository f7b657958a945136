"""Email: the server that takes ours, the mailboxes that answers reach, the keys that sign."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic import Field, SecretStr

from outreach.config.checked import Line, MailboxAddress
from outreach.config.section import Section


class Security(StrEnum):
    """How the line to the mail server is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class ServerSettings(Section):
    """A mail server, and how we log in there."""

    host: Line = Field(default="", description="The server's name.")
    security: Security = Field(default=Security.TLS, description="tls, starttls or none.")
    password: SecretStr = Field(
        default=SecretStr(""), description="Better given in secrets.toml or the environment."
    )
    token_command: Line = Field(
        default="", description="A command that prints an OAuth2 token, in place of a password."
    )
    token_file: Path | None = Field(
        default=None, description="A file that holds an OAuth2 token, in place of a password."
    )


class SmtpSettings(ServerSettings):
    """The mail server that takes our emails; without a host there is no email door."""

    port: int = Field(
        default=465, ge=1, le=65535, description="465 with tls, mostly 587 with starttls."
    )
    user: Line = Field(default="", description="Who logs in; empty for no log-in.")
    connections: int = Field(
        default=10, ge=1, le=100, description="How many sends may be under way."
    )
    timeout: float = Field(
        default=60.0, gt=0, description="Seconds to wait for any answer but the last."
    )
    final_timeout: float = Field(
        default=600.0, gt=0, description="Seconds to wait for the last answer."
    )


class ImapSettings(ServerSettings):
    """A mailbox that is read over IMAP; without a host none is."""

    port: int = Field(
        default=993, ge=1, le=65535, description="993 with tls, mostly 143 with starttls."
    )
    user: Line = Field(default="", description="Who logs in; empty: the mailbox's address.")
    folders: tuple[Line, ...] = Field(
        default=("INBOX",),
        description="What is read; Junk and Sent are found by themselves and read too.",
    )
    look_back: int = Field(
        default=30, ge=0, description="How many days back the first look into a folder goes."
    )
    every: float = Field(
        default=30.0,
        gt=0,
        description="Seconds between two looks; what the server announces is read at once.",
    )
    timeout: float = Field(default=30.0, gt=0, description="Seconds to wait for any answer.")


class MailboxSettings(ImapSettings):
    """A mailbox of one of us, read for answers and for what was sent around us."""

    address: MailboxAddress = Field(description="The address of this mailbox.")


class IntakeSettings(Section):
    """Where answers arrive."""

    maildir: Path = Field(
        default=Path("mail"), description="The Maildir we read, below the house folder."
    )
    copies_to: MailboxAddress = Field(
        default="",
        description="An address of ours that reps put in BCC: what they sent elsewhere counts.",
    )
    trusted_servers: tuple[Line, ...] = Field(
        default=(),
        description="Our own border mail servers, as they name themselves in the"
        " Authentication-Results they write; without one, no email proves who wrote it.",
    )
    receipts: bool = Field(
        default=True,
        description="Whether people get in writing, once a week at most, what we understood of how"
        " and when they want to be reached.",
    )
    every: float = Field(default=5.0, gt=0, description="Seconds between two looks.")
    silent_after: float = Field(
        default=120.0, gt=0, description="Seconds without a look: sending stops."
    )
    unread_after: float = Field(
        default=120.0, gt=0, description="Age of unread mail: sending stops."
    )


class DkimSettings(Section):
    """Our own signature (RFC 6376); leave it empty where the mail server signs."""

    domain: Line = Field(default="", description="The signing domain, that of the mailbox.")
    selector: Line = Field(default="", description="Names the rsa key in the DNS.")
    key_file: Path | None = Field(default=None, description="The rsa key (PEM), mode 600.")
    ed25519_selector: Line = Field(default="", description="Names the ed25519 key in the DNS.")
    ed25519_key_file: Path | None = Field(
        default=None, description="The ed25519 key (PEM), mode 600."
    )
