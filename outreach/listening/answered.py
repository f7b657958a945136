"""A yes or no to a question of ours that is quoted above it ("> Shall I stop?" "Yes please")."""

from __future__ import annotations

import re
from bisect import bisect_left

from outreach.listening.folded import Folded
from outreach.listening.reading import Span
from outreach.listening.said import Found
from policies.statement import Refuse, Unclear

_QUOTED = r"^[>|][ >|]*+(?P<asked>[^\n]{3,300}\?)[ \t\r]*\n(?:[>| \t\r]*\n){0,3}[ \t]*"
"""A question of ours, with what they answer right below it."""
_YES = re.compile(
    _QUOTED + r"(?P<yes>(?:yes|yep|yeah|yup|please do|sure|correct|exactly"
    r"|i would|i do|that would be|ja|genau|s[ií]|oui|sim|claro"
    r"|graag)\b[^\n]{0,40})",
    re.IGNORECASE | re.MULTILINE,
)


def questions_affirmed(text: str) -> list[tuple[Span, Span]]:
    """Return the quoted questions that are answered with a yes, each with its answer."""
    return [(Span(*match.span("asked")), Span(*match.span("yes"))) for match in _YES.finditer(text)]


_NO = re.compile(
    _QUOTED + r"(?P<no>(?:no|nope|nah|nein|non|não|nao|nee|rather not|no thanks?)\b[^\n]{0,20})$",
    re.IGNORECASE | re.MULTILINE,
)
_GOING_ON = re.compile(
    r"\b(?:keep|continue|still|stay|remain|go on|weiter(?:hin)?|behalten|bleiben|continuer|toujours"
    r"|rester|seguir|sigue|continuar|permanecer|continuare|restare|rimanere|ancora|blijven|nog)\b",
    re.IGNORECASE,
)
"""Whoever says no to this does not want any more."""


def going_on_denied(text: str) -> list[Span]:
    """Return the answers "no" to quoted questions whether they want to go on."""
    return [
        Span(*match.span("no")) for match in _NO.finditer(text) if _GOING_ON.search(match["asked"])
    ]


def doubt_at(folded: Folded, answer: Span, why: str) -> Found:
    """Return the stop that an answer may be, at its folded offsets."""
    start = bisect_left(folded.at, answer.start)
    end = max(start + 1, bisect_left(folded.at, answer.end))
    return Found(Unclear(Refuse(None), why), start, end, 0.5)
