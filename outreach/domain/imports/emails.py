"""Email addresses as lists hold them, and which are a desk's and nobody's own."""

from __future__ import annotations

import re

from outreach.config.import_words import words

DESKS = words("desks")
_BEGINS_AS_A_DESK = re.compile(r"(?:info|noreply|office|sales)(?:[._-]|\Z)")
_WRITTEN = re.compile(r"[^\s<>;,|()\"']+@[^\s<>;,|()\"']+")


def emails_in(cell: str) -> list[str]:
    """Return what is written as an address in a cell, else the cell itself.

    `Ana <ana@reyes.example>; mailto:office@reyes.example` are two.
    """
    found = [one.removeprefix("mailto:").rstrip(".") for one in _WRITTEN.findall(cell)]
    return found or [cell.strip()]


def without_emails(cell: str) -> str:
    """Return what else is written in a cell of addresses."""
    return _WRITTEN.sub(" ; ", cell)


def is_a_desk(address: str) -> bool:
    """Return whether an address (folded) is a desk's, such as `info@`: it makes nobody the same."""
    local = address.partition("@")[0]
    return local in DESKS or _BEGINS_AS_A_DESK.match(local) is not None
