"""Replies that no human wrote, told by subject and body where the headers say nothing."""

from __future__ import annotations

from outreach.listening.folded import fold_word
from outreach.listening.phrases import Phrases

_LOOKED = 1500


def automatic_because(subject: str, text: str, phrases: Phrases, *, ours: bool) -> str:
    """Return the words by which a message is a machine's, or an empty string.

    `text` is folded. `ours` says that the subject is our own coming back: it proves nothing.
    """
    folded = fold_word(subject).strip()
    for dialect in phrases.dialects.values():
        if folded and not ours:
            for pattern in dialect.of("automatic", "subject"):
                match = pattern.search(folded)
                if match:
                    return match[0]
    for dialect in phrases.dialects.values():
        for pattern in dialect.of("automatic", "body"):
            match = pattern.search(text[:_LOOKED])
            if match:
                return match[0]
    return ""
