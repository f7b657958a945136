"""In which language we answer: words that ship in several have its code behind their name."""

from __future__ import annotations

OTHER_LANGUAGES = ("es", "fr", "de", "pt", "it", "nl")
"""Those beside English in which such words ship (ISO 639-1)."""


def words_in(language: str, folder: str) -> str:
    """Return the folder of these words in a language, such as `own-link-de`; else the English."""
    code = language.partition("-")[0].lower()
    return f"{folder}-{code}" if code in OTHER_LANGUAGES else folder


def are_words(message: str | None, folder: str) -> bool:
    """Say whether a message's words are those of a folder, in any language."""
    return message is not None and message in {folder, *_others(folder)}


def language_of(message: str) -> str:
    """Return the language of a message's words where its name tells it, else nothing."""
    code = message.rpartition("-")[2]
    return code if code in OTHER_LANGUAGES else ""


def _others(folder: str) -> list[str]:
    return [f"{folder}-{code}" for code in OTHER_LANGUAGES]
