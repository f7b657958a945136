"""The languages in which refusals are told."""

from __future__ import annotations

from enum import StrEnum


class Tongue(StrEnum):
    """The languages we tell refusals in, by ISO 639-1."""

    ENGLISH = "en"
    SPANISH = "es"
    FRENCH = "fr"
    GERMAN = "de"
    PORTUGUESE = "pt"
