"""Words that somebody typed, before they are kept."""

from __future__ import annotations

from outreach.domain.one_line import ONE_LINE, unturned
from outreach.errors import InputError

LONGEST = 200


def on_one_line(typed: str, what: str) -> str:
    """Return a few words without what nobody sees; raise `InputError` for none, or for a page."""
    words = " ".join(unturned(typed).split())
    if not words:
        msg = f"{what} has no words"
        raise InputError(msg)
    if len(words) > LONGEST or ONE_LINE.search(words):
        msg = f"{what} must be a few words on one line"
        raise InputError(msg)
    return words
