"""What is said about a mail beside it: its envelope, and what reports about it shall say.

RFC 3461: a report then carries our own name for the mail (ENVID) and the address as we wrote it
(ORCPT), the head of the mail and not its words, and comes only where something went wrong.
RFC 6531 and RFC 6533: the same for addresses with letters outside ASCII before the @.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from policies.quick import quick

_LONGEST_ENVID = 100
_XTEXT = re.compile(r"[^!-*,-<>-~]")
_UNITEXT = re.compile(r"[\x00- +=\\\x7f]")


class Notify(StrEnum):
    """Which reports we want; values are those of the NOTIFY parameter."""

    TROUBLE = "FAILURE,DELAY"
    NEVER = "NEVER"
    """For answers that our machine gave by itself (RFC 3834 §3.3)."""


@quick
@dataclass(frozen=True, slots=True)
class Envelope:
    """From whom, to whom. `sender` may be empty (`<>`); `name` is what reports call the mail."""

    sender: str
    recipient: str
    name: str = ""
    notify: Notify = Notify.TROUBLE
    utf8: bool = False
    """The addresses, or the head of the mail, hold letters outside ASCII (RFC 6531)."""

    def mail(self, offers: frozenset[str]) -> str:
        """Return the MAIL command for a server that offers these extensions."""
        command = f"MAIL FROM:<{self.sender}>"
        if "dsn" in offers:
            command += " RET=HDRS"
            name = xtext(self.name)
            if 0 < len(name) <= _LONGEST_ENVID:
                command += f" ENVID={name}"
        if self.utf8:
            command += " BODY=8BITMIME SMTPUTF8" if "8bitmime" in offers else " SMTPUTF8"
        return command

    def rcpt(self, offers: frozenset[str]) -> str:
        """Return the RCPT command for a server that offers these extensions."""
        command = f"RCPT TO:<{self.recipient}>"
        if "dsn" not in offers:
            return command
        if self.recipient.isascii():
            original = f"rfc822;{xtext(self.recipient)}"
        else:
            original = f"utf-8;{unitext(self.recipient)}"
        return f"{command} NOTIFY={self.notify} ORCPT={original}"


def xtext(value: str) -> str:
    """Return printable ASCII in which all else, `+` and `=` are hexadecimal (RFC 3461 §4)."""
    return _XTEXT.sub(lambda odd: "".join(f"+{octet:02X}" for octet in odd[0].encode()), value)


def unitext(value: str) -> str:
    r"""Return text in which blanks, `+`, `=` and `\` stand as `\x{2B}` (RFC 6533 §3)."""
    return _UNITEXT.sub(lambda odd: f"\\x{{{ord(odd[0]):X}}}", value)
