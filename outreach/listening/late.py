"""Regular expressions that are compiled when they are first tried.

We ship thousands, a message is tried against those few whose letters it holds, and compiling all of
them takes seconds: longer than most commands live.
"""

from __future__ import annotations

import re
from typing import Any, cast

_KEPT = ("search", "match", "fullmatch", "finditer", "split", "sub")


def late(source: str) -> re.Pattern[str]:
    """Return the pattern; whether it can be read shows when it is first used."""
    return cast("re.Pattern[str]", _Late(source))


class _Late:
    """Becomes its pattern with the first question; after that it costs what a pattern costs."""

    def __init__(self, source: str) -> None:
        self._source = source

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- whatever a pattern has
        compiled = re.compile(self._source)
        for each in _KEPT:
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)
