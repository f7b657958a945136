"""What we answer a carrier that asks what to do with a text or a call (TwiML)."""

from __future__ import annotations

from html import escape

_SECONDS = 8
"""How long a caller may think about a key."""
NOTHING = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
"""Do nothing: no answer goes out by itself."""


def says(words: str) -> str:
    """Have these words said, and hang up."""
    return _response(f"<Say>{_plain(words)}</Say><Hangup/>")


def asks(words: str, action: str) -> str:
    """Have these words said and wait for one key, which is posted to `action`."""
    gather = f'<Gather numDigits="1" timeout="{_SECONDS}" method="POST" action="{escape(action)}">'
    return _response(f"{gather}<Say>{_plain(words)}</Say></Gather><Hangup/>")


def _response(inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{inside}</Response>'


def _plain(words: str) -> str:
    return escape(" ".join(words.split()), quote=False)
