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

from outreach.listening.folded import fold, fold_word
from outreach.listening.phrases import Phrases
from outreach.listening.reading import Span

MOST = 20_000
"""Characters of a message that are looked at."""
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


class History(StrEnum):
    """How far quoted history goes on, once it has begun."""

    NONE = "none"
    TO_MARK = "to mark"
    """Up to the first line marked `>`: what is marked shows its own end."""
    TO_END = "to end"


@dataclass(frozen=True, slots=True)
class Parts:
    """Own stretches, and the unmarked remainder to fall back to where there are none."""

    own: tuple[Span, ...]
    left_over: tuple[Span, ...]
    ours: bool
    """Whether some of the text is ours, word for word."""
    cut: bool = False
    """Whether it is too long, and more of their own may follow than was looked at."""


def parts_of(text: str, our_sent: Sequence[str], phrases: Phrases) -> Parts:
    """Part a message into what the person wrote and what merely came along."""
    looked = text[:MOST]
    ours = _our_stretches(looked, our_sent)
    lines = looked.split("\n")
    kinds = _kinds(lines, phrases)
    own, below = ([*_spans(lines, kinds, kind)] for kind in (Line.OWN, Line.BELOW))
    kept = tuple(_without(looked, own, ours))
    left_over = () if kept else tuple(_without(looked, below, ours))
    cut = len(text) > MOST and kinds[-1] is not Line.BELOW and _goes_on(text, kinds[-1])
    return Parts(kept, left_over, bool(ours), cut)


def _goes_on(text: str, last: Line) -> bool:
    """Return whether anything is written behind `MOST` that no mark says to be quoted."""
    within = last is Line.QUOTED and text[MOST - 1] != "\n"
    rest = text[MOST:].partition("\n")[2] if within else text[MOST:]
    lines = (line.strip() for line in rest.split("\n"))
    return any(line and not line.startswith(_MARKS) for line in lines)


def _spans(lines: Sequence[str], kinds: Sequence[Line], wanted: Line) -> Iterator[Span]:
    """Yield where the lines of one kind stand, each with its break."""
    start, length = 0, sum(map(len, lines)) + len(lines) - 1
    for line, kind in zip(lines, kinds, strict=True):
        end = start + len(line) + 1
        if kind is wanted and start < length:
            yield Span(start, min(end, length))
        start = end


def _kinds(lines: Sequence[str], phrases: Phrases) -> list[Line]:
    kinds: list[Line] = []
    state, said = History.NONE, False
    for index, line in enumerate(lines):
        words = line.strip()
        if words.startswith(_MARKS):
            state = History.NONE if state is History.TO_MARK else state
            kinds.append(Line.QUOTED)
            continue
        kind = Line.OWN if state is History.NONE else Line.BELOW
        if words and state is History.NONE:
            ahead = "\n".join(one.strip() for one in lines[index : index + 4])
            folded, ahead = fold_word(words), fold_word(ahead)
            if _comes_along(folded, said, phrases):
                kind = Line.BELOW
            elif (said and _SIGNATURE.match(words)) or _opens_history(folded, ahead, said, phrases):
                kind = Line.BELOW
                marked = _is_marked(lines[index + 1 : index + 7])
                state = History.TO_MARK if marked else History.TO_END
        said = said or (kind is Line.OWN and bool(words))
        kinds.append(kind)
    return kinds


_MARKS = (">", "|")
"""What stands before each line of a quotation."""


def _is_marked(lines: Sequence[str]) -> bool:
    """Return whether the history that starts before these lines marks each of its own with `>`."""
    return any(line.strip().startswith(">") for line in lines)


def _opens_history(folded: str, ahead: str, said: bool, phrases: Phrases) -> bool:
    """Try each pattern outright: on a single line that costs less than counting its letters."""
    quoted = phrases.quoted
    if _RULE.match(folded):
        return bool(quoted["header"].pattern.search(ahead))
    if quoted["original"].pattern.match(folded) or quoted["attribution"].pattern.match(ahead[:300]):
        return True
    return bool(quoted["block"].pattern.match(ahead)) or (
        said and bool(quoted["header"].pattern.match(folded))
    )


def _comes_along(folded: str, said: bool, phrases: Phrases) -> bool:
    """Return whether a line is a device's advertisement or part of a disclaimer."""
    if len(folded) < 80 and phrases.quoted["device"].pattern.match(folded):
        return True
    return said and bool(phrases.quoted["disclaimer"].pattern.search(folded))


def _our_stretches(text: str, our_sent: Sequence[str]) -> list[Span]:
    """Return where whole sentences or lines of ours stand in the text, however they are wrapped."""
    units = {unit for sent in our_sent for unit in _units(fold_word(sent[:MOST]))}
    if not units:
        return []
    starting: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for unit in units:
        starting.setdefault(unit[:_LEAST_WORDS], []).append(unit)
    first = {unit[0] for unit in units}
    folded = fold(text)
    found = list(_WORD.finditer(folded.text))
    words = tuple(match[0] for match in found)
    return [
        folded.span(found[index].start(), found[index + len(unit) - 1].end())
        for index, word in enumerate(words)
        if word in first
        for unit in starting.get(words[index : index + _LEAST_WORDS], ())
        if words[index : index + len(unit)] == unit
    ]


def _units(folded: str) -> Iterator[tuple[str, ...]]:
    """Yield the sentences and lines of a folded text that are long enough to tell, as words."""
    for piece in re.split(r"[.!?]\s|\n", folded):
        words = tuple(_WORD.findall(piece))
        if len(words) >= _LEAST_WORDS:
            yield words


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
    if text[start:end].strip(" \t\r\n.,;:!?-–—*_>|()[]"):
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
