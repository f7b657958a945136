"""What can go wrong at a mailbox, as one sentence for whoever must mend it."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from channels.errors import DoorConfigurationError

_LONGEST = 200


class MailboxError(OSError):
    """A mailbox cannot be read just now, so nobody hears what lies there."""


@contextmanager
def in_a_sentence(host: str) -> Iterator[None]:
    """Turn whatever a server, its line or its answers throw at us into a `MailboxError`."""
    try:
        yield
    except MailboxError:
        raise
    except Exception as fault:  # a library reads what strangers' servers say, and has known faults
        raise MailboxError(_sentence(host, fault)) from fault


def _sentence(host: str, fault: Exception) -> str:
    match fault:
        case DoorConfigurationError():
            return str(fault)
        case ssl.SSLCertVerificationError():
            return f"the certificate of `{host}` is not valid: {fault.verify_message}"
        case ssl.SSLZeroReturnError() | ssl.SSLEOFError():
            return f"`{host}` hung up"
        case ssl.SSLError():
            return f"no protected line to `{host}` comes about: {fault.reason or 'no reason given'}"
        case TimeoutError():
            return f"`{host}` does not answer in time"
        case OSError():
            return f"`{host}` cannot be reached: {(fault.strerror or 'it hung up').lower()}"
        case IMAPClientAbortError():
            return f"`{host}` hung up ({said(fault)})"
        case IMAPClientError():
            return f"`{host}` refuses: {said(fault)}"
        case _:
            return f"`{host}` answers in a way that nobody can read: {type(fault).__name__}"


def said(fault: Exception) -> str:
    """Return a server's own words, in one line and without anybody's address."""
    words = re.sub(r"\S+@\S+", "…", " ".join(str(fault).split()))
    return words[:_LONGEST]
