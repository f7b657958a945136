"""When words that look like a refusal are none, or only may be one.

Negation, idiom, quotation, somebody else's words, conditions and bounds in time. A guard that is
sure clears the words; one that is not leaves them a refusal until a human has looked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from outreach.listening.needles import Phrase
from outreach.listening.phrases import Dialect
from outreach.listening.said import Said
from policies.statement import Via

_OWN = re.compile(r"i'?m\b|i am\b")
_CLAUSE = re.compile(
    r"[,;:]|\b(?:und|en|and|et|y|e)\s+(?:danach\s+)?"
    r"(?=(?:bitte|mochten?|will|wollen|ich|wir|wil|graag|please|i|we|merci|veuillez|por|per)\b)"
)
"""Where another thing begins: a time named before it is none of its own."""
_WORDS = re.compile(r"\w+")
_AGAIN = re.compile(
    r"\b(?:again|any ?more|ever|further|mas|nunca|otra vez|encore|continuer|plus|mehr|wieder|weiter"
    r"|mais|nunca|de novo|piu|ancora|meer|weer|verder)\b"
)
"""What is not needed again is refused for good."""
_ENDS = " .!?\n"
"""What parts a sentence from the next one."""


class Guard(StrEnum):
    """What stands around the words of a possible refusal."""

    NONE = ""
    FOOTER = "instructions of a mailing, not the person's words"
    NEGATED = "the word stop, turned round"
    IDIOM = "the word stop in another sense"
    REPORTED = "somebody else's words"
    THIRD = "somebody else's wish"
    CONDITIONAL = "a refusal with a condition"
    ALTERNATIVE = "a refusal with a condition, and what holds otherwise"
    DISTASTE = "would rather not"
    LIMITED = "a refusal bounded in time or place"

    @property
    def clears(self) -> bool:
        """Return whether nothing is refused; a human is asked all the same."""
        return self not in (Guard.NONE, Guard.CONDITIONAL, Guard.LIMITED, Guard.DISTASTE)


@dataclass(frozen=True, slots=True)
class _Live:
    """The guards of a language that may stand anywhere in a text at all."""

    dialect: Dialect
    text: str

    def of(self, kind: str) -> tuple[Phrase, ...]:
        return self.dialect.live("guards", kind, self.text)


def guard_of(said: Said, dialect: Dialect, start: int, end: int) -> Guard:
    """Return the guard around folded offsets [start, end), the surest first."""
    live = _Live(dialect, said.text)
    sentence = said.around(start)
    whole, prefix = said.text[sentence.start : sentence.end], said.text[sentence.start : start]
    suffix = said.text[end : max(end, sentence.end)]
    clause = _CLAUSE.split(prefix)[-1] + said.text[start:end]
    here = (start - sentence.start, max(start + 1, min(end, sentence.end)) - sentence.start)
    if _overlaps(live, "footer", whole + said.text[sentence.end : sentence.end + 1], *here):
        return Guard.FOOTER
    insists = _anywhere(live, "insist", prefix) and not _anywhere(live, "fond", prefix)
    if _stands_before(live, "negation", prefix) and not insists:
        return Guard.NEGATED
    if _overlaps(live, "idiom", whole, *here):
        return Guard.IDIOM
    speaks_for = _anywhere(live, "proxy", said.text)
    noted = said.via in (Via.REP, Via.PROGRAM) or speaks_for
    if (
        not noted
        and not _OWN.match(said.text, start)
        and not _stands_before(live, "own_act", prefix)
        and (prefix.count('"') % 2 or _stands_before(live, "reported", prefix))
    ):
        return Guard.REPORTED
    theirs = not said.names.isdisjoint(_WORDS.findall(prefix))
    if not speaks_for and not theirs and _stands_before(live, "third", prefix):
        return Guard.THIRD
    if not noted and not theirs and _stands_before(live, "third_pronoun", prefix):
        return Guard.THIRD
    bounded = _trails(live, "limited", suffix) or _anywhere(live, "bounded", clause)
    if bounded and not _is_always(live, said.text[start:end], suffix):
        return Guard.LIMITED
    if _stands_before(live, "distaste", prefix) or _is_needless(live, clause, suffix):
        return Guard.DISTASTE
    if not _stands_before(live, "conditional", prefix):
        return Guard.NONE
    following = said.text[sentence.end : said.around(sentence.end + 1).end].lstrip(_ENDS)
    otherwise = _starts(live, "alternative", following) or _trails(live, "alternative", suffix)
    return Guard.ALTERNATIVE if otherwise else Guard.CONDITIONAL


def _is_needless(live: _Live, clause: str, suffix: str) -> bool:
    """Return whether it is only not needed, and how it goes instead ("no need to call, write")."""
    needless = _anywhere(live, "needless", clause + suffix[:20])
    return needless and not _AGAIN.search(clause) and _anywhere(live, "instead", suffix)


def _is_always(live: _Live, words: str, suffix: str) -> bool:
    """Return whether what is bounded is what they have had enough of, or the bound is none."""
    return _trails(live, "unlimited", suffix) or _anywhere(live, "fed_up", words)


def is_brief(said: Said, start: int, end: int) -> bool:
    """Return whether these words are a bare "don't call", which a time beside it may bound."""
    dialects = said.dialects
    words = said.text[start:end].strip()
    return any(p.pattern.fullmatch(words) for d in dialects for p in d.of("guards", "brief"))


def is_however(said: Said, dialect: Dialect, start: int, end: int) -> bool:
    """Return whether the channel named is only one of all: "neither by phone nor otherwise"."""
    live = _Live(dialect, said.text)
    rest = said.text[end : max(end, said.around(start).end)]
    return _trails(live, "however", rest)


def is_pressed(said: Said, dialect: Dialect, start: int) -> bool:
    """Return whether a lone stop word is put to us: "can you stop", "I already said stop"."""
    live = _Live(dialect, said.text)
    prefix = said.text[said.around(start).start : start]
    return _stands_before(live, "pressed", prefix) or _stands_before(live, "own_act", prefix)


def _overlaps(live: _Live, kind: str, whole: str, start: int, end: int) -> bool:
    matches = (m for p in live.of(kind) for m in p.pattern.finditer(whole))
    return any(match.start() < end and start < match.end() for match in matches)


def _stands_before(live: _Live, kind: str, prefix: str) -> bool:
    """Return whether such words stand right before, with nothing but spaces and quotes between."""
    return any(phrase.pattern.search(prefix) for phrase in live.of(kind))


def _trails(live: _Live, kind: str, suffix: str) -> bool:
    stripped = suffix.lstrip(" ,\n")
    return any(phrase.pattern.match(stripped) for phrase in live.of(kind))


def _starts(live: _Live, kind: str, text: str) -> bool:
    return any(phrase.pattern.match(text) for phrase in live.of(kind))


def _anywhere(live: _Live, kind: str, text: str) -> bool:
    return any(phrase.pattern.search(text) for phrase in live.of(kind))
