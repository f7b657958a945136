"""A yes to a question of ours that is quoted above it ("> Shall I stop writing?" "Yes please")."""

from __future__ import annotations

import re

from outreach.listening.reading import Span

_YES = re.compile(
    r"^[>|][ >|]*+(?P<asked>[^\n]{3,300}\?)[ \t\r]*\n(?:[>| \t\r]*\n){0,3}[ \t]*"
    r"(?P<yes>(?:yes|yep|yeah|yup|please do|sure|correct|exactly"
    r"|i would|i do|that would be|ja|genau|s[ií]|oui|sim|claro"
    r"|graag)\b[^\n]{0,40})",
    re.IGNORECASE | re.MULTILINE,
)


def questions_affirmed(text: str) -> list[tuple[Span, Span]]:
    """Return the quoted questions that are answered with a yes, each with its answer."""
    return [(Span(*match.span("asked")), Span(*match.span("yes"))) for match in _YES.finditer(text)]
