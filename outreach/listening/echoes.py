"""Our own word asked back and denied at once: "Unsubscribe? Not a chance"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from outreach.listening.needles import Phrase

_ASKED = re.compile(r"[?][?!\s\"']*")
_ENDS = ".!?\n"
_PUT_TO_US = re.compile(
    r"\b(?:(?:can|could|will|would|won'?t) (?:you|u)|(?:konnen|konnten|wurden|werden) sie"
    r"|(?:pouvez|pourriez|voulez)[ -]vous|(?:pued|podr)\w+|(?:pod[ei]|poderia)\w*"
    r"|(?:puo|potrebbe|potete|potreste)|(?:kunt|kun|wilt|zou|zoudt) (?:u|je|jullie))\b"
)
"""What asks us to do it is no echo: "could you stop that? Absolutely not funny"."""


def without_echoes(text: str, denied: Iterable[Phrase]) -> str:
    """Return folded text with such questions and their denials blanked, as long as it was."""
    if "?" not in text:
        return text
    phrases = tuple(denied)
    for asked in tuple(_ASKED.finditer(text)):
        matches = (phrase.pattern.match(text, asked.end()) for phrase in phrases)
        end = max((match.end() for match in matches if match), default=0)
        start = max(text.rfind(mark, 0, asked.start()) for mark in _ENDS) + 1
        if end and not _PUT_TO_US.search(text, start, end):
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text
