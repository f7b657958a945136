"""Messages that are one word: STOP in all its spellings, and its opposite."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from outreach.listening.phrases import Keywords
from outreach.listening.slips import near

_DOTTED = re.compile(r"(?<=\b[^\W\d_])\.(?=[^\W\d_]\b)")
"""The dots of a courtesy in letters ("p.f.", "s.v.p.")."""
_WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_PLAIN = re.compile(r"[\w\s.,!:'\"-]*")
_RUN = re.compile(r"(.)\1+")
_LEET = str.maketrans("0135$", "oiess")
_SHORT = 6
"""Up to this length a keyword is too close to other words to forgive a slip without asking."""
_MOST_SLIPS = 2
_LONGEST = 60
"""No keyword with its courtesies is longer; a longer text goes to the phrases."""


class Word(StrEnum):
    """What a whole message of one word says."""

    STOP = "stop"
    START = "start"
    LIKE_STOP = "like-stop"
    """One slip of the finger away from stop, but a word of its own too."""


def bare(text: str, keywords: Keywords) -> Word | None:
    """Return what a whole folded message says if it is a keyword, courtesies aside."""
    text = _said_once(text)
    if len(text) > _LONGEST:
        return None
    spoken = _WORDS.findall(_DOTTED.sub("", text))
    words = [word for word in spoken if word not in keywords.polite]
    words = words or [word for word in spoken if near(word, "stop", 1)] or spoken
    if not words:
        return Word.STOP if any(sign in text for sign in keywords.signs) else None
    if len(set(words)) == 1:
        words = words[:1]
    phrases = {" ".join(words), " ".join(spoken)}
    if phrases & keywords.start:
        return Word.START if _outright(text, spoken, keywords) else None
    if any(_is_stop(phrase, keywords) for phrase in phrases):
        return Word.STOP
    if all(_is_stop(word, keywords) for word in words):
        return Word.STOP  # "stop stop stoppp"
    return Word.LIKE_STOP if len(words) == 1 and _is_like(words[0], keywords) else None


def _said_once(text: str) -> str:
    """Return a long text of few words, each of which is said over and over, with each said once."""
    if len(text) <= _LONGEST:
        return text
    words = _WORDS.findall(text)
    few = dict.fromkeys(words)
    return " ".join(few) if len(few) <= _FEW and len(words) >= _OVER_AND_OVER * len(few) else text


_FEW, _OVER_AND_OVER = 3, 4


def _outright(text: str, spoken: list[str], keywords: Keywords) -> bool:
    """Return whether nothing beside a start takes it back or asks: what permits must be plain."""
    return bool(_PLAIN.fullmatch(text)) and not keywords.takes_back.intersection(spoken)


def _is_like(word: str, keywords: Keywords) -> bool:
    """Return whether a word is one slip from a short keyword, and may be a word of its own."""
    if word in keywords.unlike:
        return False
    short = (keyword for keyword in keywords.stop if len(keyword) == _SHORT)
    return any(near(word, keyword, 1) for keyword in (*keywords.alike, *short))


def starts_strong(text: str, keywords: Keywords) -> bool:
    """Return whether a sentence or line of a longer message is a stop that needs no context."""
    if len(text) > _LONGEST:
        return False
    words = [word for word in _WORDS.findall(text) if word not in keywords.polite]
    phrase = " ".join(words[:1] if len(set(words)) == 1 else words)
    return phrase in keywords.strong or _joined(phrase) in keywords.strong


def _is_stop(phrase: str, keywords: Keywords) -> bool:
    plain = phrase.translate(_LEET)
    if {phrase, plain, _joined(plain)} & keywords.stop:
        return True
    if phrase in keywords.not_typos:
        return False
    if _RUN.search(plain) and any(
        len(plain) > len(word) > 2 and _short(plain) == _short(word) for word in keywords.stop
    ):
        return True
    if _short(plain) == "stop" or near(plain, "stop", 1):
        return True
    return len(plain) >= _SHORT and any(
        bool({*word[:2]} & {*plain[:2]}) and near(plain, word, 2 if len(word) >= 11 else 1)
        for word in keywords.stop
        if len(word) > _SHORT and abs(len(word) - len(plain)) <= _MOST_SLIPS
    )


@lru_cache(maxsize=1024)
def _short(phrase: str) -> str:
    """Return a word without letters typed twice or more in a row."""
    return _RUN.sub(r"\1", phrase)


def _joined(phrase: str) -> str:
    return phrase.replace(" ", "")
