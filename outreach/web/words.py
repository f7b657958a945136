"""The words of our pages in the languages we have them in, as data (`templates/pages/words`).

A word may hold markup of ours and `{fields}`; what is filled in is always escaped. Asking for a
word that is not there is a fault, and so is a language that lacks one: a test compares them all.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from markupsafe import Markup


class Spoken(StrEnum):
    """The languages of our pages, by ISO 639-1."""

    ENGLISH = "en"
    SPANISH = "es"
    FRENCH = "fr"
    GERMAN = "de"
    PORTUGUESE = "pt"
    ITALIAN = "it"
    DUTCH = "nl"


@dataclass(frozen=True, slots=True)
class Words:
    """All words of one language, by dotted key: `error.404.title`."""

    language: Spoken
    all: Mapping[str, str]

    def __call__(self, key: str, /, **fields: object) -> Markup:
        """Return the word, its fields filled in and escaped; raise `KeyError` for none."""
        return Markup(self.all[key]).format(**fields)

    def plain(self, key: str, /, **fields: object) -> str:
        """Return the word as plain text, for what is kept or escaped later."""
        return self.all[key].format(**fields)

    def has(self, key: str) -> bool:
        """Return whether there is such a word: not every topic has one."""
        return key in self.all

    def within(self, section: str) -> list[str]:
        """Return the words of a section in their order, such as the days of the week."""
        return [word for key, word in self.all.items() if key.startswith(f"{section}.")]


def spoken(*wishes: str | None) -> Spoken:
    """Return the first language we have out of what somebody may speak.

    Wishes are BCP 47 tags (`pt-BR`) or a whole `Accept-Language` (RFC 9110 §12.5.4).
    """
    for wish in wishes:
        for tag in _by_weight(wish or ""):
            code = tag.partition("-")[0]
            if code in set(Spoken):
                return Spoken(code)
    return Spoken.ENGLISH


@cache
def words_in(language: Spoken) -> Words:
    """Return the words of a language."""
    folder = files("templates").joinpath("pages").joinpath("words")
    read = tomllib.loads(folder.joinpath(f"{language}.toml").read_text(encoding="utf-8"))
    return Words(language, dict(_flat("", read)))


def _flat(above: str, table: Mapping[str, object]) -> Iterable[tuple[str, str]]:
    for name, value in table.items():
        key = f"{above}.{name}" if above else name
        if isinstance(value, Mapping):
            yield from _flat(key, value)
        else:
            yield key, str(value)


def _by_weight(wish: str) -> list[str]:
    weighed = []
    for number, part in enumerate(wish.lower().split(",")[:20]):
        tag, _, rest = part.strip().partition(";")
        weighed.append((-_weight(rest), number, tag.strip().replace("_", "-")))
    return [tag for weight, _, tag in sorted(weighed) if tag and weight < 0]


def _weight(given: str) -> float:
    name, _, number = given.strip().partition("=")
    try:
        return float(number) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
