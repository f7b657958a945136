"""Text made easy to match, with the way back to every original character."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from outreach.listening.reading import Span

_TYPED = {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"'}
_TYPED |= {"«": '"', "»": '"', "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "\t": " "}
_REACH = 400
"""Characters: text without an end must not cost more than it says."""
_SENTENCE_END = re.compile(
    r"(?:(?<!\b\d)(?<!\b\d\d)\.|[!?;。！？])(?=\s|$|[^\x00-\x7f])|\.(?=\s*\n|\s*$)|\n\s*\n|[!?。！？]"
)
"""The dot behind a number may be an ordinal's ("20. November")."""


@dataclass(frozen=True, slots=True)
class Folded:
    """Lower case, without accents, quotes and dashes made plain.

    `at[i]` is the original offset of folded character i; the last entry is the end of the text.
    """

    text: str
    at: Sequence[int]
    source: str

    def span(self, start: int, end: int) -> Span:
        """Return where folded characters [start, end) stand in the original."""
        first = self.at[start]
        return Span(first, max(first, self.at[end - 1] + 1) if end > start else first)

    def is_shouted(self, start: int, end: int) -> bool:
        """Return whether these words, but not all others, were typed in capitals."""
        span = self.span(start, end)
        return self.source[span.start : span.end].isupper() and not self.source.isupper()

    def sentence(self, at: int) -> Span:
        """Return the sentence around a folded offset, no further than `_REACH` to either side."""
        return _sentence(self.text, at)

    def sentences(self) -> list[Span]:
        """Return all sentences with something in them, as folded offsets."""
        spans, start = [], 0
        for found in _SENTENCE_END.finditer(self.text):
            spans.append(Span(start, found.end()))
            start = found.end()
        spans.append(Span(start, len(self.text)))
        return [span for span in spans if self.text[span.start : span.end].strip()]


@lru_cache(maxsize=256)
def _sentence(text: str, at: int) -> Span:
    start, limit = max(0, at - _REACH), min(len(text), at + _REACH)
    for found in _SENTENCE_END.finditer(text, start, limit):
        if found.end() > at:
            return Span(start, max(found.start(), start))
        start = found.end()
    return Span(start, limit)


def fold(text: str, spans: Iterable[Span] | None = None) -> Folded:
    """Fold `text`, or only these stretches of it, parted by blank lines."""
    letters: list[str] = []
    at: list[int] = []
    end = 0
    for span in spans if spans is not None else (Span(0, len(text)),):
        if letters:
            letters.append("\n\n")
            at += [end, end]
        _fold_stretch(text[span.start : span.end], span.start, letters, at)
        end = max(span.end - 1, 0)
    at.append(end)
    return Folded("".join(letters), at, text)


def fold_word(text: str) -> str:
    """Return `text` folded, for comparing."""
    return fold(text).text


def _fold_stretch(text: str, offset: int, letters: list[str], at: list[int]) -> None:
    if text.isascii():
        letters.append(text.lower().replace("\t", " ").replace("`", "'"))
        at.extend(range(offset, offset + len(text)))
        return
    for index, letter in enumerate(text):
        for part in _fold_letter(letter):
            letters.append(part)
            at.append(offset + index)


@lru_cache(maxsize=4096)
def _fold_letter(letter: str) -> str:
    if letter in _TYPED:
        return _TYPED[letter]
    # Kana lose their voicing marks when they are taken apart: keep them whole.
    form: Literal["NFKC", "NFKD"] = "NFKC" if letter >= "\u3000" else "NFKD"
    parts = unicodedata.normalize(form, letter.casefold())
    kept = "".join(part for part in parts if unicodedata.category(part) not in ("Mn", "Cf"))
    return _TYPED.get(kept, " " if kept.isspace() and kept != "\n" else kept)
