"""The person's own words, told from quoted history, forwards, signatures and our own footer.

Where quoting is marked line by line (`>`), reading goes on below it: people answer at the bottom.
Where it is not (Outlook's header block, a forward), everything below belongs to the history. When
nothing of the person's own is left, the unmarked remainder is kept as `left_over`: it may only be
read for what restricts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from outreach.listening.folded import fold_word
from outreach.listening.phrases import Phrases
from outreach.listening.reading import Span

MOST = 20_000
"""Characters of a message that are looked at."""
_LINE = re.compile(r"[^\n]*\n?")
_WORD = re.compile(r"\w+")
_SIGNATURE = re.compile(r"\s*(?:--|—|––|_{2,5}|-{3,}|\*{3,})\s*$")
_RULE = re.compile(r"\s*[_=*-]{8,}\s*$")
_LEAST_WORDS = 3
"""A shorter sentence of ours may be anybody's."""


class Line(StrEnum):
    """What one line of a message is."""

    OWN = "own"
    QUOTED = "quoted"
    BELOW = "below"
    """Unmarked history, or a signature: not theirs, unless nothing else is."""
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Parts:
    """Own stretches, and the unmarked remainder to fall back to where there are none."""

    own: tuple[Span, ...]
    left_over: tuple[Span, ...]
    ours: bool
    """Whether some of the text is ours, word for word."""


def parts_of(text: str, our_sent: Sequence[str], phrases: Phrases) -> Parts:
    """Part a message into what the person wrote and what merely came along."""
    looked = text[:MOST]
    ours = _our_stretches(looked, our_sent)
    lines = [Span(m.start(), m.end()) for m in _LINE.finditer(looked) if m.end() > m.start()]
    kinds = _kinds(looked, lines, phrases)
    own = [line for line, kind in zip(lines, kinds, strict=True) if kind is Line.OWN]
    below = [line for line, kind in zip(lines, kinds, strict=True) if kind is Line.BELOW]
    kept = tuple(_without(looked, own, ours))
    return Parts(kept, () if kept else tuple(_without(looked, below, ours)), bool(ours))


def _kinds(text: str, lines: Sequence[Span], phrases: Phrases) -> list[Line]:
    kinds: list[Line] = []
    below, said = False, False
    for index, line in enumerate(lines):
        words = text[line.start : line.end].strip()
        kind = Line.BELOW if below else Line.OWN
        if words.startswith((">", "|>")):
            kind = Line.QUOTED
        elif not below and words:
            ahead = fold_word("\n".join(text[o.start : o.end].strip() for o in lines[index : index + 4]))
            if _is_device(words, phrases) or (said and _is_disclaimer(words, phrases)):
                kind = Line.BELOW
            elif (said and _SIGNATURE.match(words)) or _opens_history(words, ahead, said, phrases):
                kind = Line.BELOW
                below = not _is_marked(text, lines[index + 1 :])
        said = said or (kind is Line.OWN and bool(words))
        kinds.append(kind)
    return kinds


def _is_marked(text: str, rest: Sequence[Span]) -> bool:
    """Return whether the history that starts here marks each of its lines with `>`."""
    for line in rest[:4]:
        words = text[line.start : line.end].strip()
        if words.startswith(">"):
            return True
    return False


def _opens_history(words: str, ahead: str, said: bool, phrases: Phrases) -> bool:
    if _RULE.match(words):
        return bool(phrases.quoted["header"].search(ahead))
    folded = fold_word(words)
    if phrases.quoted["original"].match(folded):
        return True
    if phrases.quoted["attribution"].match(ahead[:300]):
        return True
    return bool(phrases.quoted["block"].match(ahead)) or (
        said and bool(phrases.quoted["header"].match(folded))
    )


def _is_device(words: str, phrases: Phrases) -> bool:
    return len(words) < 80 and bool(phrases.quoted["device"].match(fold_word(words)))


def _is_disclaimer(words: str, phrases: Phrases) -> bool:
    return bool(phrases.quoted["disclaimer"].search(fold_word(words)))


def _our_stretches(text: str, our_sent: Sequence[str]) -> list[Span]:
    """Return where whole sentences or lines of ours stand in the text, however they are wrapped."""
    units: dict[str, list[list[str]]] = {}
    for sent in our_sent:
        for piece in re.split(r"[.!?]\s|\n", fold_word(sent[:MOST])):
            words = _WORD.findall(piece)
            if len(words) >= _LEAST_WORDS:
                units.setdefault(words[0], []).append(words)
    if not units:
        return []
    found = [(fold_word(m[0]), m.start(), m.end()) for m in _WORD.finditer(text)]
    spans: list[Span] = []
    for index, (word, start, _) in enumerate(found):
        for unit in units.get(word, ()):
            run = found[index : index + len(unit)]
            if [token for token, _, _ in run] == unit:
                spans.append(Span(start, run[-1][2]))
    return spans


def _without(text: str, lines: Sequence[Span], ours: Sequence[Span]) -> Iterator[Span]:
    """Join neighbouring lines into stretches, leaving out what is ours."""
    for stretch in _joined(lines):
        start = stretch.start
        for cut in sorted(ours, key=lambda span: span.start):
            if cut.start >= stretch.end or cut.end <= start:
                continue
            yield from _worded(text, start, cut.start)
            start = max(start, cut.end)
        yield from _worded(text, start, stretch.end)


def _worded(text: str, start: int, end: int) -> Iterator[Span]:
    if text[start:end].strip(" \t\r\n.,;:!-–—*_>|()[]"):
        yield Span(start, end)


def _joined(lines: Sequence[Span]) -> Iterator[Span]:
    current: Span | None = None
    for line in lines:
        if current is not None and current.end == line.start:
            current = Span(current.start, line.end)
            continue
        if current is not None:
            yield current
        current = line
    if current is not None:
        yield current
