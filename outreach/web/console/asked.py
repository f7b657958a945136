"""What the address of a list asks for: its filters, and where its page begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from urllib.parse import urlencode

from starlette.exceptions import HTTPException

from outreach.store.shelves import After, Shelf, Wanted
from outreach.web.cursors import after as begin_at

PAGE = 50
LONGEST_TEXT = 100


def wanted(query: Mapping[str, str]) -> Wanted:
    """Return which decisions an address asks for; 400 for nonsense."""
    try:
        shelf = Shelf(query.get("shelf") or Shelf.OPEN)
    except ValueError:
        raise HTTPException(400) from None
    return Wanted(
        shelf=shelf,
        verdict=query.get("verdict", "")[:20],
        rule=query.get("rule", "")[:60],
        channel=query.get("channel", "")[:20],
        clearer=query.get("clearer", "")[:20],
        person_id=query.get("person", "")[:60],
        by=query.get("by", "")[:200],
        outside=query.get("outside") == "yes",
        text=query.get("text", "").replace("\x00", "").strip()[:LONGEST_TEXT],
    )


def address(one: Wanted) -> str:
    """Return the same filters as they stand in an address."""
    names = {"person_id": "person"}
    said = {names.get(each.name, each.name): getattr(one, each.name) for each in fields(Wanted)}
    said["outside"] = "yes" if one.outside else ""
    return urlencode({name: value for name, value in said.items() if value})


def after(given: str) -> After | None:
    """Return where a page begins; 400 for what is no cursor of ours."""
    try:
        return begin_at(given)
    except ValueError:
        raise HTTPException(400) from None
