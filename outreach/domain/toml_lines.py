"""Where in a TOML text a key stands: the standard reader gives values, but no lines."""

from __future__ import annotations

import re

Step = str | int
"""A key, or the position of a table in an array of tables."""

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")


def line_of(text: str, path: tuple[Step, ...]) -> int:
    """Return the line (from 1) of the last step of `path` that can be found, or of what holds it.

    `path` is as the parsed value nests: `("scenario", 1, "person", "contact_points", 0, "kind")`.
    """
    lines = text.splitlines()
    start, end, depth = _table(lines, path)
    found = start
    for step in path[depth:]:
        if isinstance(step, str):
            found = _key(lines, step, found, end) or found
    return found + 1


def _table(lines: list[str], path: tuple[Step, ...]) -> tuple[int, int, int]:
    """Return first line, line after the last, and how many steps the deepest header covers."""
    counts: dict[tuple[Step, ...], int] = {}
    best, depth, end, open_ = 0, 0, len(lines), False
    for number, line in enumerate(lines):
        header = _HEADER.match(line)
        if header is None:
            continue
        if open_:
            end, open_ = number, False
        here = _path(header[2], header[1] == "[[", counts)
        if len(here) > depth and path[: len(here)] == here:
            best, depth, end, open_ = number, len(here), len(lines), True
    return best, end, depth


def _path(header: str, array: bool, counts: dict[tuple[Step, ...], int]) -> tuple[Step, ...]:
    """Return the full path of a header, positions of arrays of tables filled in."""
    path: tuple[Step, ...] = ()
    keys = [key.strip().strip("\"'") for key in header.split(".")]
    for position, key in enumerate(keys):
        path = (*path, key)
        if array and position == len(keys) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _key(lines: list[str], key: str, start: int, end: int) -> int | None:
    """Return the first line from `start` on that assigns this key, inline tables included."""
    assigned = re.compile(rf"(?:^|[\s{{,.])[\"']?{re.escape(key)}[\"']?\s*[=.]")
    for number in range(start, end):
        if assigned.search(lines[number]):
            return number
    return None
