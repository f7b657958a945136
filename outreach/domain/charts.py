"""Bars as an SVG picture that says the same in words: for light and dark, without scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape

from outreach.domain.shares import Share

_WIDTH, _ROW, _LEFT, _FULL = 640, 28, 220, 240
_NARROW, _STACKED, _LONGEST_NAME = 320, 62, 40
_STYLE = (
    "text{font:14px sans-serif;fill:#1a1a1a}.whole{fill:#d9d9d9}.part{fill:#8a3b12}"
    "@media(prefers-color-scheme:dark){text{fill:#f2f2f2}.whole{fill:#4d4d4d}.part{fill:#ffb38a}}"
)


class Tone(StrEnum):
    """What a bar stands for, as far as its colour tells; its name says so too."""

    PLAIN = "part"
    LOSS = "part loss"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, and the share it shows."""

    name: str
    share: Share
    tone: Tone = Tone.PLAIN


def svg(title: str, told: str, bars: Sequence[Bar], noun: str = "") -> str:
    """Return the picture; `told` says what is counted, and every bar stands in its description."""
    height = _ROW * (len(bars) + 2)
    words = "; ".join(f"{one.name}: {one.share.told(noun)}" for one in bars) or "nothing"
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img"'
            ' aria-labelledby="title desc">',
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="desc">{escape(f"{told} {words}.")}</desc>',
            f"<style>{_STYLE}</style>",
            f'<text x="0" y="{_ROW - 8}">{escape(title)}</text>',
            *_rows(bars, noun),
            "</svg>",
            "",
        )
    )


def figure(name: str, title: str, told: str, bars: Sequence[Bar], noun: str = "") -> str:
    """Return the picture for a page of ours: narrow, dressed by its style sheet, its ids its own.

    Each bar has its name above it and its share below, so that a phone shows them in full size.
    """
    height = _STACKED * max(1, len(bars))
    words = "; ".join(f"{one.name}: {one.share.told(noun)}" for one in bars) or "nothing"
    return "\n".join(
        (
            f'<svg class="chart" viewBox="0 0 {_NARROW} {height}" role="img"'
            f' aria-labelledby="{name}-title {name}-told">',
            f'<title id="{name}-title">{escape(title)}</title>',
            f'<desc id="{name}-told">{escape(f"{told} {words}.")}</desc>',
            *_stacked(bars, noun),
            "</svg>",
        )
    )


def _stacked(bars: Sequence[Bar], noun: str) -> Iterator[str]:
    most = max((one.share.whole for one in bars), default=0) or 1
    for number, one in enumerate(bars):
        top = number * _STACKED
        whole, part = (_NARROW * each / most for each in (one.share.whole, one.share.part))
        yield f'<text x="0" y="{top + 14}">{escape(_short(one.name))}</text>'
        for kind, width in (("whole", whole), (one.tone, part)):
            yield f'<rect class="{kind}" x="0" y="{top + 20}" width="{width:.1f}" height="12"/>'
        yield f'<text class="told" x="0" y="{top + 47}">{escape(one.share.told(noun))}</text>'


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _rows(bars: Sequence[Bar], noun: str) -> Iterator[str]:
    """Yield a row a bar: as long as the largest of them has people, filled as far as its part."""
    most = max((one.share.whole for one in bars), default=0) or 1
    for number, one in enumerate(bars, start=1):
        top = number * _ROW
        whole, part = (_FULL * each / most for each in (one.share.whole, one.share.part))
        yield f'<text x="0" y="{top + 20}">{escape(one.name)}</text>'
        yield _box("whole", top, whole)
        yield _box("part", top, part)
        told = escape(one.share.told(noun))
        yield f'<text x="{_LEFT + _FULL + 10}" y="{top + 20}">{told}</text>'


def _box(kind: str, top: int, width: float) -> str:
    return f'<rect class="{kind}" x="{_LEFT}" y="{top + 6}" width="{width:.1f}" height="18"/>'
