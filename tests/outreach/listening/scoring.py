"""How well a reading agrees with what a careful human reads, and by whose harm it is counted.

A gold example has `labels`, `accept` (further values that are as good; `*` says the label means
nothing here; a date may be a span) and `must_not`. The figures name the examples they fail on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

Labels = Mapping[str, Any]
EVERY = frozenset(("email", "sms", "call"))
TIMES = ("pause_until", "callback_at")


@dataclass(slots=True)
class Figure:
    """A share of examples, and the ids of those that fall short."""

    of: int = 0
    failing: list[str] = field(default_factory=list)

    def add(self, name: str, *, good: bool) -> None:
        self.of += 1
        if not good:
            self.failing.append(name)

    @property
    def share(self) -> float:
        return 1.0 if not self.of else 1 - len(self.failing) / self.of


@dataclass(slots=True)
class Figures:
    """What is demanded of the reader: its harm first."""

    stop_recall: Figure = field(default_factory=Figure)
    stop_scope: Figure = field(default_factory=Figure)
    stop_precision: Figure = field(default_factory=Figure)
    permission: Figure = field(default_factory=Figure)
    dates: Figure = field(default_factory=Figure)


def examples(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def scored(gold: Iterable[Mapping[str, Any]], read: Mapping[str, Labels]) -> Figures:
    """Compare the labels that were read, by id, with the gold ones."""
    figures = Figures()
    for example in gold:
        name, labels = example["id"], read[example["id"]]
        _stops(figures, name, example, labels)
        figures.permission.add(name, good=not any(_permits(example, labels)))
        earliest = _earliest_good(example)
        if earliest is not None:
            figures.dates.add(name, good=_dated(example, labels))
    return figures


def _stops(figures: Figures, name: str, example: Mapping[str, Any], read: Labels) -> None:
    good = [example["labels"]["stop"], *example["accept"].get("stop", [])]
    if "*" in good:
        return
    if None not in good:
        figures.stop_recall.add(name, good=bool(read["stop"]))
        blocked = _blocked(read)
        figures.stop_scope.add(name, good=any(blocked >= _scope(stop) for stop in good))
    if read["stop"]:
        fits = any(good) or _scope(read["stop"]) <= _blocked(example["labels"])
        figures.stop_precision.add(name, good=fits)


def _permits(example: Mapping[str, Any], read: Labels) -> Iterator[bool]:
    """Yield every permission that was read and that nobody gave."""
    gold, accept = example["labels"], example["accept"]
    no = "*" not in accept.get("resubscribe", [])
    yield bool(read["resubscribe"] and not gold["resubscribe"] and no)
    wish = read["prefer"]
    fine = wish in (gold["prefer"], *accept.get("prefer", []))
    yield bool(wish and not fine and wish in _blocked(gold))
    yield bool(wish and f"prefer:{wish}" in example["must_not"])
    first, earliest = _earliest(read), _earliest_good(example)
    yield bool(first and earliest and first < earliest)
    barred = gold["stop"] or gold["auto_reply"] or "callback_at" in example["must_not"]
    asked = gold["callback_at"] or accept.get("callback_at")
    yield bool(read["callback_at"] and not asked and barred)


def _scope(stop: str | None) -> frozenset[str]:
    return EVERY if stop == "all" else frozenset((stop,)) if stop else frozenset()


def _blocked(labels: Labels) -> frozenset[str]:
    return _scope(labels["stop"]) | frozenset(labels["avoid"])


def _day(moment: str) -> date:
    return date.fromisoformat(moment[:10])


def _earliest(labels: Labels) -> date | None:
    """Return the first day on which anything may go out."""
    return max((_day(labels[key]) for key in TIMES if labels[key]), default=None)


def _earliest_good(example: Mapping[str, Any]) -> date | None:
    """Return the first day that an honest reading could arrive at; None where none is asked for."""
    firsts = []
    for key in TIMES:
        if example["labels"][key]:
            good = [example["labels"][key], *example["accept"].get(key, [])]
            if "*" in good:
                return None
            days = (one["from"] if isinstance(one, dict) else one for one in good if one)
            firsts.append(min(_day(one) for one in days))
    return max(firsts, default=None)


def _dated(example: Mapping[str, Any], read: Labels) -> bool:
    """Return whether a time that was read is one of the good ones."""
    good = [
        one
        for key in TIMES
        if example["labels"][key]
        for one in (example["labels"][key], *example["accept"].get(key, []))
    ]
    return any(_agrees(read[key], one) for key in TIMES if read[key] for one in good if one)


def _agrees(moment: str, good: str | Mapping[str, str]) -> bool:
    first, last = (good, good) if isinstance(good, str) else (good["from"], good["to"])
    exact = len(moment) > len("2026-11-24") and len(first) > len("2026-11-24")
    length = 16 if exact else 10
    return first[:length] <= moment[:length] <= last[:length]
