"""Names as people type them in lists, and whether two may be the same human being's.

A list writes one person as `Dr. Anna Müller`, `MUELLER, Anna`, `A. Mueller`. These are compatible;
`Anna Müller` and `Peter Müller` are two people, though they may share a telephone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from outreach.config.import_words import words

TITLES = words("titles")
LEGAL_FORMS = words("legal_forms")
JOINS = words("joins")
_WORD = re.compile(r"[^\W_]+")
_DOTTED = re.compile(r"\b(\w)\.(?=\w\b)")
_PREFIX = 3
_IN_WORDS = re.compile(
    rf"\b(?:{'|'.join(sorted(words('legal_forms_in_words'), key=len, reverse=True))})\b"
)
_REMEMBERED = 4_000
"""Names kept at hand: rows of one firm mostly stand near each other."""
_SPELT_OUT = (("ae", "a"), ("oe", "o"), ("ue", "u"))
"""How umlauts are typed where there are none."""


def folded(text: str) -> str:
    """Return a text as it is compared: no case, no accents, umlauts as if never spelt out."""
    if text.isascii():
        bare = text.lower()
    else:
        apart = unicodedata.normalize("NFKD", text.casefold())
        bare = "".join(one for one in apart if not unicodedata.combining(one))
    for spelt, short in _SPELT_OUT:
        bare = bare.replace(spelt, short)
    return bare


@lru_cache(maxsize=_REMEMBERED)
def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name without titles, folded and in their order."""
    written = _words(folded(name))
    return tuple([word for word in written if word not in TITLES]) or tuple(written)


def same_name_key(name: str) -> str:
    """Return what two spellings of one full name share, in whatever order its words stand."""
    return " ".join(sorted(name_words(name)))


@lru_cache(maxsize=_REMEMBERED)
def organisation_key(name: str) -> str:
    """Return what two spellings of one organisation share: `ACME GmbH & Co. KG` is `Acme`."""
    plain = folded(name)
    written = _words(_DOTTED.sub(r"\1", plain) if "." in plain else plain)
    whole = " ".join(written)
    kept = [word for word in _IN_WORDS.sub(" ", whole).split() if word not in LEGAL_FORMS]
    while kept and kept[-1] in JOINS:
        kept.pop()
    return " ".join(kept) or whole


def _words(bare: str) -> list[str]:
    """Return the words of a folded text; most texts have only spaces between them."""
    plain = bare.isascii() and bare.replace(" ", "").isalnum()
    return bare.split() if plain else _WORD.findall(bare)


def compatible(one: str, other: str) -> bool:
    """Return whether two names may be one person's: every word of the shorter is in the longer.

    A word may stand there as its initial or its beginning; one word at least must be there whole. A
    name that is missing contradicts none.
    """
    fewer, more = sorted((name_words(one), name_words(other)), key=len)
    if not fewer:
        return True
    return _within(fewer, more) and any(len(word) > 1 and word in more for word in fewer)


def _within(fewer: Sequence[str], more: Sequence[str]) -> bool:
    left = list(more)
    for word in sorted(fewer, key=len, reverse=True):
        found = next((other for other in left if _agree(word, other)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def _agree(one: str, other: str) -> bool:
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return (len(short) == 1 or len(short) >= _PREFIX) and long.startswith(short)
