"""The call book: who waits for a call and why, when they may be called, and never their number."""

from outreach.services.calls.book import Call, Group, book, changes, one_of, thought_of
from outreach.services.calls.opening import opens_later
from outreach.services.calls.page import Page, page

__all__ = [
    "Call",
    "Group",
    "Page",
    "book",
    "changes",
    "one_of",
    "opens_later",
    "page",
    "thought_of",
]
