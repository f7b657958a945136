"""Times of what has been: thanked for, written before, done by then."""

from __future__ import annotations

import re

from outreach.listening.said import Said

_THANKED = re.compile(
    r"\b(?:thank\w*|thanx|thx|cheers|danke?|dank|merci|gracias|obrigad[oa]|grazie|bedankt)\b"
    r"(?! de (?:me |nous |bien vouloir )?\w+(?:er|ir|re)\b)"
    r"[^,.;:!?]* (?:for|fur|pour|de|por|pelo|pela|per|voor|om|von|vom|van|del|di)\b[^,.;:!?]*$"
)
"""Thanks for something that has been ("thank you for the call on Monday")."""
_WROTE = re.compile(
    r"\b(?:wrote|schrieb\w*|escrib(?:io|iste)|ecrit|scritto|escreveu|schreef|sent:|gesendet:|envoye"
    r"|(?:great|good|nice|lovely|enjoyed) (?:to )?(?:chat|call|talk|meet|speak)\w*)\b[^.;!?]*$"
)
"""A message of another day, or a talk that has been."""
_DID = re.compile(
    r"\W*(?:(?:i|we|you|he|she|they) (?:said|told|asked|wrote|called|bought|had|was|were|got"
    r"|signed)"
    r"|j'ai dit|dije|disse|ho detto|zei ik)\b"
)


def is_bygone(before: str, after: str) -> bool:
    """Return whether a time between these words is of what has been."""
    return bool(_THANKED.search(before) or _WROTE.search(before) or _DID.match(after))


def did_then(text: str, end: int) -> bool:
    """Return whether somebody did something by the time that ends there ("on Monday I said")."""
    return bool(_DID.match(text, end))


def tells_of_past(said: Said) -> list[int]:
    """Return where the person tells what they did once ("I told you to stop in March")."""
    patterns = [p for dialect in said.dialects for p in dialect.live("guards", "told", said.text)]
    return [match.start() for pattern in patterns for match in pattern.finditer(said.text)]
