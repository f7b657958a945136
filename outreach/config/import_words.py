"""Words that lists of people are full of: titles, legal forms, desks, ways to say no."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any


def words(name: str) -> frozenset[str]:
    """Return the words of one list of `import_words.toml`."""
    return frozenset(_lists()[name])


def channel_words() -> Mapping[str, frozenset[str]]:
    """Return by channel what a column calls it."""
    return {channel: frozenset(called) for channel, called in _lists()["channels"].items()}


def state_words() -> Mapping[str, frozenset[str]]:
    """Return by what it comes to how other systems write the state of an address."""
    return {state: frozenset(written) for state, written in _lists()["states"].items()}


@lru_cache(maxsize=1)
def _lists() -> Mapping[str, Any]:
    text = files("outreach.config").joinpath("import_words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
