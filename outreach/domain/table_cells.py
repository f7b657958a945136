"""Cells of a table that somebody opens in a spreadsheet."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(text: str) -> str:
    """Return a cell that no program takes for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text[:1] in _FORMULA else text
