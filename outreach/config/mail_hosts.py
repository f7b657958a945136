"""Where well-known providers take and keep mail, so that nobody has to look it up."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from outreach.config.mail import Security

BY_PORT = {465: Security.TLS, 993: Security.TLS, 587: Security.STARTTLS, 143: Security.STARTTLS}
"""What the ports mean that are set apart for submitting and reading mail (RFC 8314 §3 and §7.3)."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server's name, its port, and how the line to it is protected."""

    host: str
    port: int
    security: Security


@dataclass(frozen=True, slots=True)
class Provider:
    """Who keeps mailboxes. `plus`: mail to name+anything@ arrives. `sign_in`: what they want."""

    name: str
    title: str
    domains: frozenset[str]
    mx: tuple[str, ...]
    smtp: MailServer
    imap: MailServer
    plus: bool
    sign_in: str


@lru_cache(maxsize=1)
def providers() -> dict[str, Provider]:
    """Return every provider we know, by name."""
    text = files("outreach.config").joinpath("mail_hosts.toml").read_text(encoding="utf-8")
    return {
        name: Provider(
            name=name,
            title=row["title"],
            domains=frozenset(row["domains"]),
            mx=tuple(row["mx"]),
            smtp=mail_server(row["smtp"]),
            imap=mail_server(row["imap"]),
            plus=row["plus"],
            sign_in=row["sign_in"],
        )
        for name, row in tomllib.loads(text).items()
    }


def provider_of(mailbox: str) -> Provider | None:
    """Return who keeps a mailbox, where its domain says so."""
    domain = mailbox.rpartition("@")[2].lower()
    return next((one for one in providers().values() if domain in one.domains), None)


def provider_behind(servers: Iterable[str]) -> Provider | None:
    """Return whose servers take the mail of a domain (its MX records); the longest end wins."""
    for server in servers:
        name = f".{server.lower().rstrip('.')}"
        ends = ((end, one) for one in providers().values() for end in one.mx)
        fitting = [(len(end), one) for end, one in ends if name.endswith(f".{end}")]
        if fitting:
            return max(fitting, key=lambda each: each[0])[1]
    return None


def mail_server(written: str, port: int = 465) -> MailServer:
    """Return the server that `host` or `host:port` names; `ValueError` says what is wrong with it.

    A port of our own choice, such as that of a test server, is taken as one without protection.
    """
    host, _, number = written.strip().partition(":")
    if not host or any(mark in written.strip() for mark in " /@"):
        msg = "is no name of a mail server, such as `mail.example.org` or `mail.example.org:587`"
        raise ValueError(msg)
    if number and not (number.isascii() and number.isdigit() and 0 < int(number) < 65_536):
        msg = "ends in no port, such as `465` or `587`"
        raise ValueError(msg)
    at = int(number) if number else port
    return MailServer(host, at, BY_PORT.get(at, Security.NONE))
