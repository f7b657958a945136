"""Which keys sign our mails (RFC 6376), out of the settings."""

from __future__ import annotations

import re

from channels.email.signing import Key
from channels.email.wire.dkim import Algorithm
from outreach.config import Settings
from outreach.errors import SetupError

_IN_THE_DNS = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")


def dkim_keys(settings: Settings) -> list[Key]:
    """Return the keys, none where the mail server signs; raise `SetupError` naming a setting."""
    dkim = settings.dkim
    domain = dkim.domain or settings.sender.mailbox.rpartition("@")[2]
    ways = (
        (Algorithm.RSA, "key_file", dkim.key_file, "selector", dkim.selector),
        (
            Algorithm.ED25519,
            "ed25519_key_file",
            dkim.ed25519_key_file,
            "ed25519_selector",
            dkim.ed25519_selector,
        ),
    )
    keys = []
    for algorithm, file, path, name, selector in ways:
        if path is None:
            continue
        if not selector:
            raise SetupError(
                f"`dkim.{file}` is set, but not its name in the DNS: set `dkim.{name}`"
            )
        if not domain:
            raise SetupError(f"`dkim.{file}` is set, but not whose key it is: set `dkim.domain`")
        for key, value in (("domain", domain), (name, selector)):
            if not _IN_THE_DNS.fullmatch(value):
                raise SetupError(
                    f"`dkim.{key}` is no name in the DNS such as `xn--strae-oqa.example`"
                )
        keys.append(Key(domain.lower(), selector, algorithm, settings.path(path), f"dkim.{file}"))
    return keys
