"""The words by which lists of people name their columns."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def header_words() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Return by column: `heads`, whole headings, and `holds`, words that a heading may hold."""
    text = files("outreach.config").joinpath("import_headers.toml").read_text(encoding="utf-8")
    return {
        column: {how: frozenset(words) for how, words in entry.items()}
        for column, entry in tomllib.loads(text).items()
    }
