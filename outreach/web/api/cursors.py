"""Where the next page begins, as a program sends it back to us: opaque, and never trusted."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime

from starlette.exceptions import HTTPException

from outreach.store.reviewing import After


def cursor(after: After | None) -> str | None:
    """Return where the next page begins; None at the end."""
    if after is None:
        return None
    return urlsafe_b64encode(f"{after.at.isoformat()} {after.id}".encode()).decode()


def after(given: str) -> After | None:
    """Return where a page begins; 422 for what is no `next` of ours."""
    if not given:
        return None
    try:
        at, _, last = urlsafe_b64decode(given.encode()).decode().partition(" ")
        moment = datetime.fromisoformat(at)
        aware = moment.tzinfo is not None
        return After(moment.astimezone(UTC), last[:60]) if aware and last else _refused()
    except (ValueError, OverflowError):
        return _refused()


def _refused() -> After:
    raise HTTPException(422, "`after`: send `next` of the page before, as it was")
