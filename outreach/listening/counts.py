"""How many: numbers in digits and words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def spaced(name: str) -> str:
    return " ".join(name.split())


def count_of(found: Mapping[str, str | None], words: Mapping[str, Any]) -> float:
    half = 0.5 if found["and"] or found["half"] else 0.0
    most = found["most"] or ("2" if found["many_more"] else found["many"])
    return number_of(most or "1", words) + half


def number_of(written: str, words: Mapping[str, Any]) -> float:
    said = spaced(written)
    digits = said.replace(",", ".")
    return float(digits) if digits[0].isdigit() else float(words["numbers"][said])
