"""Sentences put together from parts: what is demanded, by which words, of whom.

A template is a sentence in which `{a|b|}` is one of these, perhaps nothing, and `<name>` one of the
slots of its language.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

FOLDER = Path(__file__).with_name("combinations")
DEMANDS = frozenset(("any", "call", "email", "sms"))
"""Kinds of sentences that ask us to stop: on all channels or some, or on one."""
LANGUAGES = tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))
_CHOICE = re.compile(r"\{([^{}]*)\}")
_SLOT = re.compile(r"<(\w+)>")


@dataclass(frozen=True, slots=True)
class Combined:
    """A sentence, with what its template says: `any`, a channel, `none`, or a wish by its label."""

    kind: str
    text: str


def combined(language: str, each: int) -> Iterator[Combined]:
    """Yield so many sentences of every template, always the same ones."""
    read = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    slots = read.pop("slots", {})
    for kind, templates in read.items():
        for template in templates:
            chance = Random(template)
            made = {_opened(template, slots, chance) for _ in range(each)}
            yield from (Combined(kind, text) for text in sorted(made))


def _opened(template: str, slots: Mapping[str, Sequence[str]], chance: Random) -> str:
    """Return one sentence of a template."""
    text = _SLOT.sub(lambda slot: "{" + "|".join(slots[slot[1]]) + "}", template)
    while _CHOICE.search(text):
        text = _CHOICE.sub(lambda choice: chance.choice(choice[1].split("|")), text)
    return text.strip()
