"""Where the next page of a list begins, as somebody sends it back to us: opaque, never trusted."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime

from outreach.store.shelves import After


def cursor(after: After | None) -> str:
    """Return where the next page begins, for an address; empty for the end."""
    if after is None:
        return ""
    return urlsafe_b64encode(f"{after.at.isoformat()} {after.id}".encode()).decode()


def after(given: str) -> After | None:
    """Return where a page begins, None for the first; raise `ValueError` for no cursor of ours."""
    if not given:
        return None
    at, _, last = urlsafe_b64decode(given.encode()).decode().partition(" ")
    moment = datetime.fromisoformat(at)
    if moment.tzinfo is None or not last:
        raise ValueError(given)
    try:
        return After(moment.astimezone(UTC), last[:60])
    except OverflowError:
        raise ValueError(given) from None
