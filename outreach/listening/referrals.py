"""Whom a person sends us to instead: a name, an address, or both.

Words that lead to a name are phrases; that a name follows is told by its capital, which is why the
original letters are looked at again.
"""

from __future__ import annotations

import re

from outreach.listening.folded import fold_word
from outreach.listening.reading import Referral
from outreach.listening.said import Said

_WORD = r"[^\W\d_a-z][\w'’-]+"
_NAME = re.compile(
    rf"\s*(?:(?:Mr|Mrs|Ms|Dr|Herrn?|Frau|M|Mme|Sr|Sra|Sig|Dott)\.?\s+)?(?P<name>{_WORD}(?:\s+{_WORD})?)"
)
_CJK_NAME = re.compile(r"(?P<name>[\u4e00-\u9fff]{1,4}?)(?:さん|様|氏|に|まで|先生|女士|经理|經理)")
_BEFORE = re.compile(
    rf"(?P<name>{_WORD}(?:[ ]{_WORD})?)[\s,(:<–-]*"
    r"(?:at|on|via|unter|bei|en|a|em|su|op|per)?[\s(:<]*$"
)
_ADDRESS = re.compile(r"(?<![a-z0-9_.+-])[a-z0-9_.+-]{1,64}+@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_NOBODY = frozenset(
    (
        *("i", "me", "my", "we", "you", "he", "she", "they", "it", "the", "please", "thanks", "hi"),
        *("hello", "no", "not", "and", "but", "for", "email", "mail", "call", "best", "regards"),
    )
)
_REACH = 40


def referral_of(said: Said, *, elsewhere: bool) -> Referral | None:
    """Return whom to turn to; `elsewhere` says that whoever answered is not the right person."""
    name = _led_to(said)
    address = _ADDRESS.search(said.text)
    if address is None:
        return Referral(name) if name else None
    before = said.text[max(0, address.start() - _REACH) : address.start()]
    own = any(p.search(before) for d in said.plausible for p in d.of("referral", "own"))
    beside = _beside(said, address.start())
    if own or not (name or beside or elsewhere or _is_led_to(said, address.start())):
        return None
    return Referral(beside or name, said.text[address.start() : address.end()].rstrip("."))


def _led_to(said: Said) -> str | None:
    """Return the first name that words like "ask for" lead to."""
    source = said.folded.source
    for dialect in said.plausible:
        named = _NAME if dialect.markers else _CJK_NAME
        for pattern in dialect.live("referral", "to", said.text):
            for match in pattern.finditer(said.text):
                found = named.match(source, said.folded.at[match.end()])
                if found and _is_name(said, found["name"]):
                    return found["name"]
    return None


def _beside(said: Said, at: int) -> str | None:
    """Return the name right before an address."""
    start = said.folded.at[at]
    found = _BEFORE.search(said.folded.source[max(0, start - _REACH) : start])
    return found["name"] if found and _is_name(said, found["name"]) else None


def _is_name(said: Said, words: str) -> bool:
    """Return whether it is nobody's name: a pronoun, a place, a time."""
    first = words.split()[0]
    folded = fold_word(first)
    times = (word for d in said.dialects if d.times for word in d.times.words["months"])
    days = (word for d in said.dialects if d.times for word in d.times.words["weekdays"])
    return (
        first[0] == first[0].upper()
        and folded not in _NOBODY
        and folded not in said.names
        and folded not in said.phrases.places
        and folded not in said.phrases.idle
        and folded not in {*times, *days}
    )


def _is_led_to(said: Said, at: int) -> bool:
    """Return whether words like "write to" stand right before an address."""
    before = said.text[max(0, at - 2 * _REACH) : at].rstrip(" :(<")
    return any(
        len(before) - match.end() <= 1
        for dialect in said.plausible
        for pattern in dialect.of("referral", "to")
        for match in pattern.finditer(before)
    )
